//! Colour charts: what they are, where they are in a photo, and what they read there.
//!
//! Places on a chart are counted in patches: the middle of dark skin is (0, 0), that of black (5, 3).

mod align;
mod blobs;
mod corners;
mod detect;
mod evidence;
mod field;
mod file;
mod homography;
mod lattice;
mod look;
mod model;
mod pattern;
mod placed;
mod product;
mod readings;
mod reduced;
mod reference;

pub use detect::{FoundChart, detect_charts};
pub use file::{ChartFileError, ChartLoadError, load_chart};
pub use placed::{PlacedChart, place_chart};
pub use product::Product;
pub use readings::{ChartReading, FrameReading, PatchReading};
pub use reference::{Chart, Order, PATCHES};

/// Half the side of a patch, in pitches from patch to patch: on a ColorChecker Classic gaps are 0.16 of a patch.
const HALF_SIDE: f64 = 0.5 / 1.16;
/// From the middle of an outer patch to the outer edge of the dark frame, in pitches: half a patch and 0.295 of one.
const MARGIN: f64 = 0.795 / 1.16;

/// The middle of a patch on the chart.
fn center_of(patch: usize) -> [f64; 2] {
    [(patch % 6) as f64, (patch / 6) as f64]
}
