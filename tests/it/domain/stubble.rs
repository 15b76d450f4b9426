//! Drawn fields of stubble are taken apart into tips, skin and coverage, within the stated uncertainty.
//!
//! `examples/stubble_errors.rs` prints the whole table of `docs/sampling.md`; here are its corners.

use std::sync::Arc;

use scene::{Field, StubbleTruth};
use stipple::calibration::Reference;
use stipple::color::{Lab, ciede2000};
use stipple::measurement::Stubble;
use stipple::photo::{Limits, Photo, Region, Tissue};
use stipple::pipeline::{Inputs, Marks, Reading, Scale, analyze};
use stipple::progress::Progress;

const LIGHT: Lab = Lab::new(68.0, 8.0, 15.0);
const DARK: Lab = Lab::new(34.0, 9.0, 13.0);
const BLACK: Lab = Lab::new(15.0, 1.0, 2.0);
const BROWN: Lab = Lab::new(27.0, 6.0, 11.0);
const WHITE: Lab = Lab::new(64.0, 0.0, 6.0);

fn field(skin: Lab, hair: Lab, coverage: f64, px_per_mm: f64) -> Field {
    Field { skin, hair, coverage, px_per_mm, seed: 8 }
}

/// What is measured with these kinds of regions marked, and what is true.
fn measure(field: Field, marked: &[Tissue]) -> (Reading, StubbleTruth) {
    let drawing = field.scene().draw();
    let png = drawing.picture.png8().expect("a picture can be encoded");
    let photo = Photo::from_bytes("field.png", &png, &Limits::default(), &Progress::unwatched()).expect("a photo");
    let regions: Vec<Region> = drawing.truth.regions.iter().map(|truth| truth.region.clone()).collect();
    let inputs = Inputs::measuring(
        Arc::new(photo),
        Marks {
            regions: regions.into_iter().filter(|region| marked.contains(&region.tissue)).collect(),
            reference: Reference::None,
            scale: Some(Scale::PxPerMm(field.px_per_mm)),
            ..Marks::default()
        },
    );
    let analysis = analyze(&inputs, None, &Progress::unwatched()).expect("nobody cancels");
    let region = drawing.truth.region(Tissue::Stubble).expect("the field has stubble");
    let reading = analysis.reading(region.region.id).expect("it is read").clone();
    (reading, region.stubble.clone().expect("the field has tips"))
}

fn parts(reading: &Reading) -> &Stubble {
    reading.stubble.as_ref().unwrap_or_else(|| panic!("not taken apart: {:?}", reading.cautions))
}

const ALL: [Tissue; 3] = [Tissue::Skin, Tissue::Stubble, Tissue::Hair];

#[test]
fn with_hair_marked_too_tips_and_coverage_come_out_right() {
    for (skin, hair) in [(LIGHT, BLACK), (DARK, BLACK), (DARK, WHITE)] {
        for (px_per_mm, coverage) in [(8.0, 0.04), (20.0, 0.12), (60.0, 0.04)] {
            let (reading, truth) = measure(field(skin, hair, coverage, px_per_mm), &ALL);
            let (stubble, what) = (parts(&reading), format!("{hair:?} on {skin:?}, {coverage} at {px_per_mm}"));
            let off = stubble.coverage / truth.coverage - 1.0;
            assert!(off.abs() < 0.15, "{what}: coverage {} for {}", stubble.coverage, truth.coverage);
            assert!(ciede2000(stubble.hair.lab, truth.hair_lab).0 < 3.0, "{what}: {stubble:?}");
            assert!(ciede2000(stubble.skin.lab, truth.skin_lab).0 < 0.5, "{what}: {stubble:?}");
        }
    }
}

#[test]
fn without_marked_hair_tips_are_found_by_how_sharp_they_are() {
    let (reading, truth) = measure(field(LIGHT, BROWN, 0.08, 35.0), &[Tissue::Stubble]);
    let stubble = parts(&reading);
    assert!(ciede2000(stubble.hair.lab, truth.hair_lab).0 < 4.0, "{stubble:?} for {truth:?}");
    assert!((stubble.coverage / truth.coverage - 1.0).abs() < 0.15, "{stubble:?} for {truth:?}");
}

#[test]
fn where_pixels_are_wider_than_tips_the_doubt_is_wide_and_said() {
    let (reading, truth) = measure(field(LIGHT, BROWN, 0.01, 8.0), &[Tissue::Stubble]);
    let stubble = parts(&reading);
    assert!(stubble.coverage_uncertainty > 0.3 * stubble.coverage, "{stubble:?}");
    assert!(
        (stubble.coverage - truth.coverage).abs() < 2.0 * stubble.coverage_uncertainty,
        "{stubble:?} for {truth:?}"
    );
    let kinds: Vec<&str> = reading.cautions.iter().map(|caution| caution.kind()).collect();
    assert!(kinds.contains(&"coverage_unsure"), "{kinds:?}");
}

#[test]
fn dense_stubble_is_measured_against_bare_skin_beside_it() {
    let (reading, truth) = measure(field(LIGHT, BROWN, 0.4, 12.0), &ALL);
    let stubble = parts(&reading);
    assert!((stubble.coverage / truth.coverage - 1.0).abs() < 0.2, "{stubble:?} for {truth:?}");
    assert!(reading.cautions.iter().any(|caution| caution.kind() == "little_skin"), "{:?}", reading.cautions);
}

#[test]
fn stated_uncertainties_of_coverage_hold() {
    let mut within = 0;
    let mut all = 0;
    for (skin, hair) in [(LIGHT, BROWN), (DARK, BLACK), (DARK, WHITE)] {
        for (px_per_mm, coverage) in [(8.0, 0.02), (8.0, 0.15), (15.0, 0.02), (15.0, 0.15), (30.0, 0.06)] {
            for marked in [&ALL[..], &ALL[1..2]] {
                let (reading, truth) = measure(field(skin, hair, coverage, px_per_mm), marked);
                let stubble = parts(&reading);
                all += 1;
                within += i32::from((stubble.coverage - truth.coverage).abs() <= 2.0 * stubble.coverage_uncertainty);
            }
        }
    }
    // 95 % is right; of thirty, two or three may miss.
    assert!(within >= all - 3, "{within} of {all} within twice the stated uncertainty");
}

#[test]
fn with_a_scale_follicles_are_counted_and_tips_measured() {
    let (reading, truth) = measure(field(LIGHT, BLACK, 0.06, 35.0), &ALL);
    let size = parts(&reading).size.expect("the scale is known");
    assert!((size.follicles_per_cm2 / truth.follicles_per_cm2 - 1.0).abs() < 0.25, "{size:?} for {truth:?}");
    assert!((size.tip_diameter_mm / 0.08 - 1.0).abs() < 0.3, "{size:?}"); // as drawn
}
