//! Charts are found in drawn photos of any kind, in the right order and place, and nothing else is taken for one.
//!
//! The photos are small, so that drawing them takes seconds; `cargo bench --bench charts` counts over more and larger ones.

use image::imageops::FilterType;
use rayon::prelude::*;
use scene::{ChartSet, Fault, Layout, Picture, Scene, corner_miss, jpeg_photo, patch_miss};
use stipple::calibration::chart::{Chart, FoundChart, Order, detect_charts};
use stipple::calibration::fit::left_out;
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

/// Charts whose patches are as large as those of small charts in a camera's photo.
const SMALL_PHOTOS: ChartSet = ChartSet { long_side: 640, layout: Layout::CLASSIC, widths: [0.2, 0.6] };
/// Of the chart's diagonal, percent.
const FARTHEST_OFF: f64 = 0.5;

fn find_all(photo: &Photo) -> Vec<FoundChart> {
    detect_charts(photo, &Chart::known(), &Progress::unwatched()).expect("nobody cancels")
}

fn opened(picture: &Picture) -> Photo {
    let file = picture.jpeg(90).expect("a drawn picture can be encoded");
    Photo::from_bytes("drawn.jpg", &file, &Limits::default(), &Progress::unwatched()).expect("a whole file")
}

fn find(scene: &Scene) -> Option<FoundChart> {
    find_all(&jpeg_photo(scene)).into_iter().next()
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
fn patches_far_apart_are_found_too() {
    for layout in [Layout::MINI, Layout::NANO] {
        let set = ChartSet { layout, ..SMALL_PHOTOS };
        let found = found_in(9, |seed| set.with_chart(seed));
        for (seed, chart) in &found {
            let places = chart.reading.patches.iter().map(|patch| patch.pos_in_photo);
            let miss = patch_miss(&set.with_chart(*seed), places).expect("a chart is drawn");
            assert!(miss < FARTHEST_OFF, "{layout:?}, photo {seed}: {miss:.2} %");
        }
        assert!(found.len() >= 8, "{layout:?}: {} of 9 found", found.len());
    }
}

#[test]
fn a_card_of_other_colours_is_found_and_named_as_not_matching() {
    // Real cards in real photos are off by 3–5 from each other's word, clones and prints by up to 7.
    let off = found_in(9, |seed| SMALL_PHOTOS.with_print(8.0, seed));
    assert!(off.len() >= 8, "{} of 9 found", off.len());
    for (seed, chart) in off {
        assert!(chart.fit.is_err() || chart.fit.is_ok_and(|fit| !fit.matches_chart()), "photo {seed}");
    }
}

#[test]
fn patches_that_were_left_out_lie_where_the_fit_says_however_poor_the_card() {
    let (mut within, mut count) = (0, 0);
    for seed in 0..6 {
        let Some(found) = find(&SMALL_PHOTOS.with_print(4.0, seed)) else { continue };
        let patches = left_out(&found.reading, &Chart::after_november_2014());
        within += patches.iter().filter(|patch| patch.error.0 <= 2.0 * patch.stated.0).count();
        count += patches.len();
    }
    assert!(count >= 100 && 100 * within >= 88 * count, "{within} of {count}");
}

#[test]
fn a_spyder_checkr_is_read_in_its_own_order() {
    let chart = Chart::spyder_checkr_24();
    let found = found_in(6, |seed| SMALL_PHOTOS.with_colors(&chart.colors, seed));
    assert!(found.len() >= 5, "{} of 6 found", found.len());
    for (seed, found) in found {
        assert_eq!(
            (found.order, found.fit.map(|fit| fit.chart)),
            (Order::SpyderCheckr24, Ok(chart.name.clone())),
            "{seed}"
        );
        // Dark skin is its upper right patch.
        let dark_skin = found.reading.patches[5].pos_in_photo;
        let apart = |corner: [f64; 2]| (corner[0] - dark_skin[0]).hypot(corner[1] - dark_skin[1]);
        assert!(found.corners.iter().all(|corner| apart(*corner) >= apart(found.corners[0])), "photo {seed}");
    }
}

#[test]
fn of_two_charts_both_are_found() {
    for seed in 0..4 {
        let found = find_all(&jpeg_photo(&SMALL_PHOTOS.with_two(seed)));
        assert_eq!(found.len(), 2, "photo {seed}");
    }
}

#[test]
fn a_found_chart_is_found_again_in_other_pixels() {
    let (mut again, mut count) = (0, 0);
    for seed in 0..6 {
        let picture = SMALL_PHOTOS.with_chart(seed).draw().picture;
        let resized = [0.9, 1.1, 1.5, 2.0].map(|factor| picture.resized(factor, FilterType::Triangle));
        let cropped = [1, 3, 7].map(|rim| picture.cropped(rim));
        for other in resized.into_iter().chain(cropped) {
            again += usize::from(!find_all(&opened(&other)).is_empty());
            count += 1;
        }
    }
    assert!(100 * again >= 95 * count, "{again} of {count}");
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
