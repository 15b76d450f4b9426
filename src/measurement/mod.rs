//! Measurement: from the pixels of a region to a colour with its spread, its uncertainty and its doubts.
//!
//! [`measure()`] goes over the region twice: a thin sample finds what is typical, then every pixel that can be
//! trusted is averaged in linear light. [`check_photo`] tells what makes a photo as a whole unfit. Neither knows what the
//! colour is for.

mod caution;
mod light;
mod photo_quality;
mod region;
pub mod stubble;
mod suggest;

pub use caution::MeasureCaution;
pub use light::{Darkening, HeadLight, KnownLight, LightMap, PlaceLight, Tips};
pub use photo_quality::check::check_photo;
pub use region::combine::{Combined, combine, combine_meter};
pub use region::exclusion_mask::{Mask, exclusions};
pub use region::exclusions::Exclusion;
pub use region::measure::{MeasureError, Measurement, measure};
pub use region::pixel_counts::PixelCounts;
pub use stubble::{Part, Stubble, Surroundings, grain_of, unmix};
pub use suggest::bare_area::find_bare_area;
pub use suggest::suggest_regions;
