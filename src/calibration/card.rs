use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::reference_text_error::ReferenceTextError;
use crate::color::Lab;
use crate::photo::Shape;

/// A grey or white card, or a neutral patch, in a photo.
///
/// Written as `SHAPE`, `SHAPE@L` with its known L*, or `SHAPE@paper`.
#[derive(Clone, Debug, PartialEq)]
pub struct NeutralPatch {
    pub shape: Shape,
    pub card: Card,
}

/// What is known of a neutral patch. Saved as `unknown`, its L* or `paper`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Card {
    /// Neutral, of a lightness that has to be guessed.
    #[default]
    Unknown,
    /// Neutral, of this L*.
    Lightness(f64),
    /// A sheet of white printing paper: a last resort, since brighteners make it bluish and sheets differ.
    Paper,
}

/// White paper as printers buy it, midway between coated and uncoated (ISO 12647-2:2013, print substrates PS1 95/1/−4
/// and PS5 93.5/2.5/−10, white backing).
const PAPER: Lab = Lab { l: 94.0, a: 1.75, b: -7.0 };

impl Card {
    /// Usual cards: a white one, the light grey of a ColorChecker (neutral 8, X-Rite), and a grey that reflects 18 %.
    pub const WHITE: Self = Self::Lightness(97.0);
    pub const LIGHT_GREY: Self = Self::Lightness(81.3);
    pub const GREY_18: Self = Self::Lightness(49.5);

    /// The card's color, if its lightness is known.
    pub fn color(self) -> Option<Lab> {
        match self {
            Self::Unknown => None,
            Self::Lightness(l) => Some(Lab::new(l, 0.0, 0.0)),
            Self::Paper => Some(PAPER),
        }
    }
}

impl FromStr for Card {
    type Err = ReferenceTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "paper" => Ok(Self::Paper),
            lightness => parse_lightness(lightness).map(Self::Lightness),
        }
    }
}

impl TryFrom<String> for Card {
    type Error = ReferenceTextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Card> for String {
    fn from(card: Card) -> Self {
        match card {
            Card::Unknown => "unknown".into(),
            Card::Lightness(lightness) => lightness.to_string(),
            Card::Paper => "paper".into(),
        }
    }
}

impl FromStr for NeutralPatch {
    type Err = ReferenceTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (shape, card) = match text.split_once('@') {
            None => (text, Card::Unknown),
            Some((shape, card)) => (shape, card.parse()?),
        };
        Ok(Self { shape: shape.parse()?, card })
    }
}

fn parse_lightness(text: &str) -> Result<f64, ReferenceTextError> {
    let lightness = text.trim().parse().ok().filter(|lightness| (5.0..=100.0).contains(lightness));
    lightness.ok_or_else(|| ReferenceTextError::Lightness(text.into()))
}

impl fmt::Display for NeutralPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.card {
            Card::Unknown => write!(f, "{}", self.shape),
            Card::Lightness(lightness) => write!(f, "{}@{lightness}", self.shape),
            Card::Paper => write!(f, "{}@paper", self.shape),
        }
    }
}
