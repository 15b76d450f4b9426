use std::fmt;

use serde::{Deserialize, Serialize};

use super::composition::Composition;
use crate::color::Lab;

/// A pigment that can be put in the skin, with what is known of its colour.
///
/// `color` is the undiluted shade, `ladder` its dilutions; a shade with neither is listed and never ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Shade {
    pub id: String,
    pub name: String,
    pub family: String,
    pub state: State,
    pub color: Option<Lab>,
    pub ladder: Vec<LadderStep>,
    /// The bare skin in which the colours were measured or computed, where they depend on it.
    pub on_skin: Option<Lab>,
    /// What the undiluted stock holds, where that is known; its colour is then predicted for each client.
    pub composition: Option<Composition>,
    pub provenance: Provenance,
    /// Colour Index numbers, as "CI 77266".
    pub colorants: Vec<String>,
    pub notes: String,
}

/// One dilution of a shade and its colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LadderStep {
    pub water_parts: f64,
    pub color: Lab,
}

/// In what state the colour was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    InBottle,
    CardSwatch,
    PracticeSkin,
    Healed,
    Computed,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InBottle => "in the bottle",
            Self::CardSwatch => "swatch on card",
            Self::PracticeSkin => "on practice skin",
            Self::Healed => "healed in skin",
            Self::Computed => "computed for skin",
        })
    }
}

/// Where a shade's colour, or its description, comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    pub kind: ProvenanceKind,
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvenanceKind {
    /// Read by an instrument or from a photo with a reference.
    Measured,
    /// Calculated from published optical constants.
    Computed,
    /// Entered by the user.
    User,
    /// A maker's own words about a product, without a colour.
    MakerStatement,
}

impl fmt::Display for ProvenanceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Measured => "measured",
            Self::Computed => "computed",
            Self::User => "user",
            Self::MakerStatement => "maker's statement",
        })
    }
}

/// How to mix: parts by volume of water to parts of pigment, always in this order.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Recipe {
    pub water_parts: f64,
    pub pigment_parts: f64,
}

impl Recipe {
    pub const UNDILUTED: Self = Self::diluted(0.0);

    pub const fn diluted(water_parts: f64) -> Self {
        Self { water_parts, pigment_parts: 1.0 }
    }

    /// Pigment as a share of the whole, 0–1.
    pub fn pigment_share(&self) -> f64 {
        self.pigment_parts / (self.pigment_parts + self.water_parts)
    }

    /// Parts of water to one of pigment.
    pub fn water_to_one(&self) -> f64 {
        self.water_parts / self.pigment_parts
    }
}

impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.water_parts == 0.0 {
            return f.write_str("undiluted");
        }
        write!(f, "{} water : {} pigment", self.water_parts, self.pigment_parts)
    }
}

impl Shade {
    /// Every recipe of this shade whose colour is known, undiluted first.
    pub fn recipes(&self) -> impl Iterator<Item = (Recipe, Lab)> + '_ {
        let undiluted = self.color.map(|color| (Recipe::UNDILUTED, color));
        let diluted = self.ladder.iter().map(|step| (Recipe::diluted(step.water_parts), step.color));
        undiluted.into_iter().chain(diluted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dilution_is_always_spelt_out_water_first() {
        assert_eq!(Recipe::diluted(20.0).to_string(), "20 water : 1 pigment");
        assert_eq!(Recipe::diluted(7.5).to_string(), "7.5 water : 1 pigment");
        assert_eq!(Recipe::UNDILUTED.to_string(), "undiluted");
    }
}
