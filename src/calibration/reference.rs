use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::photo::{Shape, ShapeError};

/// Corners of a chart's frame in photo pixels: by the dark-skin patch, then clockwise.
pub type Corners = [[f64; 2]; 4];

/// What in the photo the user takes for known.
///
/// Written, and saved, as `auto`, `none`, `chart`, `chart:X,Y,X,Y,X,Y,X,Y`, `neutral:SHAPE` or `neutral:SHAPE@L`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Reference {
    /// A chart if one is found, else none.
    #[default]
    Auto,
    None,
    /// A chart that has to be found.
    Chart,
    ChartAt(Corners),
    /// A grey or white patch, with its L* if that is known.
    Neutral {
        shape: Shape,
        lightness: Option<f64>,
    },
}

/// Why a text is not a reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceTextError {
    #[error("“{0}” is not a reference: use auto, none, chart, chart:X,Y,X,Y,X,Y,X,Y or neutral:SHAPE@L")]
    Unknown(String),
    #[error("a chart has four corners, eight numbers: by the dark-skin patch, then clockwise")]
    Corners,
    #[error("“{0}” is not a lightness: L* of a neutral patch lies between 5 and 100")]
    Lightness(String),
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

impl FromStr for Reference {
    type Err = ReferenceTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "auto" => Ok(Self::Auto),
            None if text == "none" => Ok(Self::None),
            None if text == "chart" => Ok(Self::Chart),
            Some(("chart", corners)) => parse_corners(corners).map(Self::ChartAt),
            Some(("neutral", patch)) => parse_neutral(patch),
            _ => Err(ReferenceTextError::Unknown(text.into())),
        }
    }
}

fn parse_corners(text: &str) -> Result<Corners, ReferenceTextError> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.iter().all(|number| number.is_finite()));
    let eight: [f64; 8] = numbers.and_then(|numbers| numbers.try_into().ok()).ok_or(ReferenceTextError::Corners)?;
    let [ax, ay, bx, by, cx, cy, dx, dy] = eight;
    Ok([[ax, ay], [bx, by], [cx, cy], [dx, dy]])
}

fn parse_neutral(text: &str) -> Result<Reference, ReferenceTextError> {
    let (shape, lightness) = match text.split_once('@') {
        Some((shape, lightness)) => (shape, Some(parse_lightness(lightness)?)),
        None => (text, None),
    };
    Ok(Reference::Neutral { shape: shape.parse()?, lightness })
}

fn parse_lightness(text: &str) -> Result<f64, ReferenceTextError> {
    let lightness = text.trim().parse().ok().filter(|lightness| (5.0..=100.0).contains(lightness));
    lightness.ok_or_else(|| ReferenceTextError::Lightness(text.into()))
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::None => f.write_str("none"),
            Self::Chart => f.write_str("chart"),
            Self::ChartAt(corners) => {
                let numbers: Vec<String> = corners.iter().flatten().map(f64::to_string).collect();
                write!(f, "chart:{}", numbers.join(","))
            }
            Self::Neutral { shape, lightness: None } => write!(f, "neutral:{shape}"),
            Self::Neutral { shape, lightness: Some(lightness) } => write!(f, "neutral:{shape}@{lightness}"),
        }
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceTextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_survives_writing_and_reading() {
        for text in
            ["auto", "none", "chart", "chart:1,2,3,4,5,6,7,8.5", "neutral:rect:1,2,3,4", "neutral:rect:1,2,3,4@66.9"]
        {
            assert_eq!(text.parse::<Reference>().map(|reference| reference.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!("chart:1,2,3".parse::<Reference>(), Err(ReferenceTextError::Corners));
        assert!(matches!("neutral:rect:1,2,3,4@grey".parse::<Reference>(), Err(ReferenceTextError::Lightness(_))));
        assert!(matches!("neutral:blob:1".parse::<Reference>(), Err(ReferenceTextError::Shape(_))));
        assert!(matches!("grey".parse::<Reference>(), Err(ReferenceTextError::Unknown(_))));
    }
}
