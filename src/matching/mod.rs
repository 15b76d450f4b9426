//! Matching: which recipes come nearest to the colour that has to be reached.
//!
//! [`Target`] is what to reach, [`rank_recipes`] gives a [`Recommendation`]. [`rank_swatches`] does
//! the same with swatches of the photo itself.

mod rank;
mod reason;
mod swatches;
mod target;

pub use rank::{Match, Recommendation, rank_recipes};
pub use swatches::{SwatchMatch, rank_swatches};
pub use target::{Target, TargetSource};
