//! Matching: which recipes, and how densely dotted, will look most like the stubble once healed in this client's skin.
//!
//! [`Target`] is what to reach, [`ClientSkin`] what it is put in, [`Practice`] how the practitioner works and weighs;
//! [`rank_recipes`] gives a [`Recommendation`], [`SessionPlan`] the sittings that build one of them up. It knows nothing of photos.

mod advice;
mod candidate;
mod client_skin;
mod cost;
mod draws;
mod plan;
mod practice;
mod rank;
mod reason;
mod target;

#[cfg(test)]
mod simulation;

pub use client_skin::{ClientSkin, SkinSource};
pub use plan::{SessionPlan, Sitting, Stage};
pub use practice::{PLAUSIBLE_PER_CM2, Practice};
pub use rank::{Match, Recommendation, rank_recipes};
pub use target::{Target, TargetSource, USUAL_STUBBLE_COVERAGE};
