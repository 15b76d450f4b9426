use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::card::NeutralPatch;
use super::reference_text_error::ReferenceTextError;

/// Corners of a chart in photo pixels, clockwise: of the frame from the one by the dark-skin patch; of a chart that a file
/// describes those of its patches from the first.
pub type Corners = [[f64; 2]; 4];

/// What in the photo the user takes for known.
///
/// Written, and saved, as `auto`, `none`, `chart`, `chart:X,Y,X,Y,X,Y,X,Y` or `neutral:` and a [`NeutralPatch`], several of
/// them joined by `+`.
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
    /// Grey or white patches, one at least.
    Neutral(Vec<NeutralPatch>),
}

impl FromStr for Reference {
    type Err = ReferenceTextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "auto" => Ok(Self::Auto),
            None if text == "none" => Ok(Self::None),
            None if text == "chart" => Ok(Self::Chart),
            Some(("chart", corners)) => parse_corners(corners).map(Self::ChartAt),
            Some(("neutral", patches)) => {
                patches.split('+').map(str::parse).collect::<Result<_, _>>().map(Self::Neutral)
            }
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
            Self::Neutral(patches) => {
                let patches: Vec<String> = patches.iter().map(NeutralPatch::to_string).collect();
                write!(f, "neutral:{}", patches.join("+"))
            }
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
        for text in [
            "auto",
            "none",
            "chart",
            "chart:1,2,3,4,5,6,7,8.5",
            "neutral:rect:1,2,3,4",
            "neutral:rect:1,2,3,4@66.9",
            "neutral:rect:1,2,3,4@paper+ellipse:9,9,2,2@49.5+rect:5,5,6,6",
        ] {
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
