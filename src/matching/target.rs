use std::fmt;

use serde::Serialize;

use crate::color::{DeltaE, Lab};

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
