//! Matching: which recipes, and how densely dotted, will look most like the stubble once healed in this client's skin.
//!
//! A [`Question`] is what to reach ([`Target`]), what it is put in ([`ClientSkin`]) and how the practitioner works and
//! weighs ([`Practice`]); [`rank_recipes`] gives a [`Recommendation`], [`SessionPlan`] the sittings that build one of
//! them up, [`RecipeMap`] every dilution at every density. [`learn`] tells from healed work what a hand leaves.
//! [`rank_swatches`] compares swatches of the photo itself. It knows nothing of photos.

mod advice;
mod answers;
mod candidate;
mod caution;
mod client_skin;
mod close_up;
mod cost;
mod dilutions;
mod draws;
mod explained;
mod judge;
mod lesson;
mod map;
mod outlook;
mod person;
mod plan;
mod practice;
mod question;
mod rank;
mod ranked;
mod reason;
mod recommendation;
mod sight;
mod swatches;
mod target;
mod verdict;

#[cfg(test)]
mod simulation;

pub use answers::{Answers, SkinType, Undertone};
pub use caution::MatchCaution;
pub use client_skin::{ClientSkin, SkinSource};
pub use close_up::{CloseUp, Known};
pub use dilutions::DilutionStep;
pub use judge::LadderEnd;
pub use lesson::{Learnt, Refusal, Seen, Work, learn};
pub use map::{RecipeMap, Spot};
pub use person::{BrowTone, Brows, Person};
pub use plan::{SessionPlan, Sitting, Stage};
pub use practice::{Goal, Looks, PLAUSIBLE_PER_CM2, Practice};
pub use question::Question;
pub use rank::rank_recipes;
pub use ranked::{Match, RecipeId};
pub use recommendation::Recommendation;
pub use swatches::{SwatchMatch, rank_swatches};
pub use target::{Target, TargetSource, USUAL_STUBBLE_COVERAGE};
pub use verdict::Verdict;
