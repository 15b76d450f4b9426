//! Colour charts: what they are, where they are in a photo, and what they read there.
//!
//! Places on a chart are counted in pitches: the middle of its first patch is (0, 0), on a Classic dark skin, and that of
//! the last of a Classic, black, (5, 3).

mod align;
mod bent;
mod blob_field;
mod blobs;
mod corners;
mod detect;
mod distinct;
mod evidence;
mod file;
mod homography;
mod lattice;
mod model;
mod neutrals;
mod patch_grid;
mod pattern;
mod placed;
mod product;
mod readings;
mod reduced_photo;
mod reference;
mod seen_through;
mod turn;
mod typical;

pub use detect::{FoundChart, detect_charts};
pub use file::{ChartFileError, ChartLoadError, load_chart};
pub use patch_grid::Grid;
pub use placed::{PlacedChart, place_chart};
pub use product::Product;
pub use readings::{ChartReading, FrameReading, PatchReading};
pub use reference::{Chart, Order, PATCHES};

/// Half the side of a patch, in pitches from patch to patch: on a ColorChecker Classic gaps are 0.16 of a patch.
const HALF_SIDE: f64 = 0.5 / 1.16;
/// From the middle of an outer patch to the outer edge of a Classic's frame, in pitches: half a patch and 0.295 of one.
const MARGIN: f64 = 0.795 / 1.16;
