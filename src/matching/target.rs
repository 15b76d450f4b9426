use std::fmt;

use serde::Serialize;

use super::client_skin::SkinSource;
use crate::color::{DeltaE, Lab};

/// Standard uncertainty of a difference within one photo, ΔE00: a card-calibrated camera repeats to 0.04–0.34.
const WITHIN_PHOTO: f64 = 0.34;

/// The colour that treated skin has to reach, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub lab: Lab,
    pub from: TargetSource,
    /// Standard uncertainty of `lab`.
    pub uncertainty: DeltaE,
    /// The bare skin beside it, where that was measured.
    pub skin: Option<Lab>,
}

impl Target {
    /// Standard uncertainty of where the target lies beside the skin. What a photo gets wrong of both cancels, so that it
    /// is far less than either's own, unless the skin is only assumed.
    pub(super) fn relative_uncertainty(&self, skin: SkinSource) -> f64 {
        match skin {
            SkinSource::Measured | SkinSource::Unmixed => self.uncertainty.0.min(WITHIN_PHOTO),
            SkinSource::Assumed => self.uncertainty.0.max(WITHIN_PHOTO),
        }
    }
}

/// What the target was measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetSource {
    /// A field of shaved hair: tips and skin together.
    Stubble,
    /// Hair shafts, for want of stubble.
    Hair,
}

impl fmt::Display for TargetSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stubble => "stubble",
            Self::Hair => "hair",
        })
    }
}
