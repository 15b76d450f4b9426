//! Charts are found in drawn photos of any kind, in the right order and place, and nothing else is taken for one.
//!
//! The photos are small, so that drawing them takes seconds; `cargo bench --bench charts` counts over more and larger ones.

pub mod support;

use rayon::prelude::*;
use stipple::calibration::chart::{Chart, FoundChart, detect_chart};
use stipple::progress::Progress;
use support::scene::{ChartSet, Fault, Layout, Scene, corner_miss, jpeg_photo, patch_miss};

/// Charts whose patches are as large as those of small charts in a camera's photo.
const SMALL_PHOTOS: ChartSet = ChartSet { long_side: 640, layout: Layout::CLASSIC, widths: [0.2, 0.6] };
/// Of the chart's diagonal, percent.
const FARTHEST_OFF: f64 = 0.5;

fn find(scene: &Scene) -> Option<FoundChart> {
    detect_chart(&jpeg_photo(scene), &Chart::known(), &Progress::unwatched()).expect("nobody cancels")
}

/// The numbers of photos in which `draw` shows something that is taken for a chart.
fn found_in(seeds: u64, draw: impl Fn(u64) -> Scene + Sync) -> Vec<(u64, FoundChart)> {
    (0..seeds).into_par_iter().filter_map(|seed| Some((seed, find(&draw(seed))?))).collect()
}

#[test]
fn charts_are_found_whatever_is_behind_and_on_them() {
    const PHOTOS: u64 = 27;
    let found = found_in(PHOTOS, |seed| SMALL_PHOTOS.with_chart(seed));
    for (seed, chart) in &found {
        let miss = corner_miss(&SMALL_PHOTOS.with_chart(*seed), chart.corners).expect("a chart is drawn");
        assert!(miss < FARTHEST_OFF, "photo {seed}: {miss:.2} %");
    }
    // One of them may be lost under a finger and a hair: 97 %.
    assert!(found.len() as u64 >= PHOTOS - 1, "{} of {PHOTOS} found", found.len());
}

#[test]
fn a_passport_is_read_in_the_right_order() {
    const PHOTOS: u64 = 9;
    let passports = ChartSet { layout: Layout::PASSPORT, ..SMALL_PHOTOS };
    let found = found_in(PHOTOS, |seed| passports.with_chart(seed));
    for (seed, chart) in &found {
        let places = chart.reading.patches.iter().map(|patch| patch.pos_in_photo);
        let miss = patch_miss(&passports.with_chart(*seed), places).expect("a chart is drawn");
        assert!(miss < FARTHEST_OFF, "photo {seed}: {miss:.2} %");
    }
    assert!(found.len() as u64 >= PHOTOS - 1, "{} of {PHOTOS} found", found.len());
}

#[test]
fn no_chart_is_found_where_there_is_none() {
    let found = found_in(18, |seed| SMALL_PHOTOS.without_chart(seed));
    assert!(found.is_empty(), "in photos {:?}", found.iter().map(|(seed, _)| seed).collect::<Vec<_>>());
}

#[test]
fn a_chart_that_is_wrong_is_refused() {
    for fault in Fault::ALL {
        let found = found_in(3, |seed| SMALL_PHOTOS.with_fault(fault, seed));
        assert!(found.is_empty(), "{fault:?} in photos {:?}", found.iter().map(|(seed, _)| seed).collect::<Vec<_>>());
    }
}
