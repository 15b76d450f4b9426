//! Measurement: from the pixels of a region to a colour with its spread, its uncertainty and its doubts.
//!
//! [`measure`] goes over the region twice: a thin [`Sample`] finds what is typical, then every pixel that can be
//! trusted is averaged in linear light. It does not know what the colour is for.

mod cells;
mod gate;
mod measure;
mod sample;
mod suggest;

pub use measure::{MeasureError, Measurement, PixelCounts, measure};
pub use suggest::suggest_regions;
