//! Calibration: how camera colour becomes true colour.
//!
//! [`Calibration`] is what was found in the photo; [`Reference`] is what the user asked for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::color::{DeltaE, LinearRgb};

/// What in the photo has a known colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// The best reference that the program can find, else none.
    #[default]
    Auto,
    None,
}

/// How camera colour becomes true colour, and how far it can be trusted.
#[derive(Clone, Debug, PartialEq)]
pub enum Calibration {
    /// Nothing of known colour in the photo: its profile is taken at its word.
    Uncalibrated,
}

impl Calibration {
    /// The name other programs know the method by.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Uncalibrated => "none",
        }
    }

    /// The true colour of light that the camera recorded.
    pub fn apply(&self, light: LinearRgb) -> LinearRgb {
        match self {
            Self::Uncalibrated => light,
        }
    }

    /// Standard uncertainty of an absolute colour, noise aside.
    ///
    /// Uncalibrated: root mean square of the errors on skin and hair in rendered scenes of known colour under daylight,
    /// fluorescent and LED lamps, with white balance and tone curves as phones apply them (our own, 24 readings).
    pub fn absolute_uncertainty(&self) -> DeltaE {
        match self {
            Self::Uncalibrated => DeltaE(6.5),
        }
    }

    pub fn is_absolute(&self) -> bool {
        !matches!(self, Self::Uncalibrated)
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a reference: use auto or none")]
pub struct UnknownReference(String);

impl FromStr for Reference {
    type Err = UnknownReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "none" => Ok(Self::None),
            other => Err(UnknownReference(other.into())),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::None => "none",
        })
    }
}
