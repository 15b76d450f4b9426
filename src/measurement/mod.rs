//! Measurement: from the pixels of a region to a colour with its spread, its uncertainty and its doubts.
//!
//! [`measure()`] goes over the region twice: a thin sample finds what is typical, then every pixel that can be
//! trusted is averaged in linear light. [`check_photo`] tells what makes a photo as a whole unfit. Neither knows what the
//! colour is for.

mod backdrop;
mod bare_area;
mod caution;
mod cell_row;
mod cells;
mod combine;
mod exclusions;
mod exposure;
mod gate;
mod glance;
mod history;
mod left_out;
mod light;
mod mask;
mod measure;
mod populations;
mod quality;
mod sample;
mod sharpness;
mod shine;
pub mod stubble;
mod suggest;
mod sums;

pub use bare_area::find_bare_area;
pub use caution::MeasureCaution;
pub use combine::{Combined, combine, combine_meter};
pub use exclusions::Exclusion;
pub use light::{Darkening, HeadLight, KnownLight, LightMap, PlaceLight, Tips};
pub use mask::{Mask, exclusions};
pub use measure::{MeasureError, Measurement, PixelCounts, measure};
pub use quality::check_photo;
pub use stubble::{Part, Stubble, Surroundings, grain_of, unmix};
pub use suggest::suggest_regions;
