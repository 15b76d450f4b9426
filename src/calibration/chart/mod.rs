//! Colour charts: what they are, where they are in a photo, and what they read there.

mod readings;
mod reference;

pub use readings::PatchReading;
pub use reference::{Chart, PATCHES, from_lab_d50};
