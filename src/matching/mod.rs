//! Matching: which recipes come nearest to the colour that has to be reached.
//!
//! [`Target`] is what to reach, [`rank_recipes`] gives a [`Recommendation`]. It knows nothing of photos.

mod rank;
mod reason;
mod target;

pub use rank::{Match, Recommendation, rank_recipes};
pub use target::{Target, TargetSource};
