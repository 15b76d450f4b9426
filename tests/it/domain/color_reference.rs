//! Colour arithmetic against published and independently computed numbers; each file of `tests/data` names its source.

use image::ImageResult;
use scene::{Encoding, PATCHES_CSV, Picture};
use stipple::color::{Lab, LinearRgb, ciede2000, decode_srgb, encode_srgb};
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

const PAIRS_CSV: &str = include_str!("../../data/ciede2000_sharma_wu_dalal_2005.csv");
const PATCHES_D50_CSV: &str = include_str!("../../data/colorchecker24_after_nov2014_d50.csv");
const ENCODED_CSV: &str = include_str!("../../data/encoded_rgb.csv");

/// A row's first cell and its numbers; of a row of numbers only, the cell is the first of them.
fn rows(csv: &'static str) -> Vec<(&'static str, Vec<f64>)> {
    let rows = csv.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0], cells.iter().filter_map(|cell| cell.parse().ok()).collect())
    });
    rows.collect()
}

fn lab(numbers: &[f64]) -> Lab {
    Lab::new(numbers[0], numbers[1], numbers[2])
}

#[test]
fn ciede2000_gives_the_published_differences() {
    let pairs = rows(PAIRS_CSV);
    assert_eq!(pairs.len(), 34);
    for (_, pair) in pairs {
        let (p, q, published) = (lab(&pair), lab(&pair[3..]), pair[6]);
        for got in [ciede2000(p, q).0, ciede2000(q, p).0] {
            // The paper rounds to four decimals.
            assert!((got - published).abs() < 6e-5, "{p:?} {q:?}: {got} instead of {published}");
        }
    }
}

#[test]
fn a_color_under_d50_is_adapted_as_another_program_does_it() {
    let (under_d50, under_d65) = (rows(PATCHES_D50_CSV), rows(PATCHES_CSV));
    assert_eq!((under_d50.len(), under_d65.len()), (24, 24));
    for ((name, stated), (same_name, expected)) in under_d50.into_iter().zip(under_d65) {
        assert_eq!(name, same_name);
        let got = Lab::from_d50([stated[0], stated[1], stated[2]]);
        // White points differ in their fourth decimal.
        let difference = ciede2000(got, lab(&expected)).0;
        assert!(difference < 0.02, "{name}: {got:?} is ΔE00 {difference:.4} from {expected:?}");
    }
}

#[test]
fn srgb_and_display_p3_photos_have_the_colors_that_another_program_computes() -> ImageResult<()> {
    for (encoding, numbers) in rows(ENCODED_CSV) {
        let encoding = if encoding == "sRGB" { Encoding::Srgb } else { Encoding::DisplayP3 };
        let values = [numbers[0], numbers[1], numbers[2]].map(|code| code / 255.0);
        let file = Picture { width: 1, height: 1, values: vec![values], encoding }.png8()?;
        let photo = Photo::from_bytes("one.png", &file, &Limits::default(), &Progress::unwatched());
        let pixel = photo.expect("a valid file").pixel(0, 0).expect("it has one pixel");
        let (got, expected) = (Lab::from(pixel.light), lab(&numbers[3..]));
        // Profiles hold numbers in steps of 1/65536, and white points differ in their fourth decimal.
        let difference = ciede2000(got, expected).0;
        assert!(difference < 0.02, "{encoding:?} {numbers:?}: {got:?} is ΔE00 {difference:.4} away");
    }
    Ok(())
}

#[test]
fn light_survives_encoding_and_lab_even_outside_srgb() {
    for step in -20..=300 {
        let value = f64::from(step) / 200.0;
        let light = LinearRgb::new(value, 1.0 - value, 0.3);
        let back = Lab::from(light).to_linear().to_array();
        assert!(back.into_iter().zip(light.to_array()).all(|(got, want)| (got - want).abs() < 1e-6), "{back:?}");
        assert!((decode_srgb(encode_srgb(value)) - value).abs() < 1e-12, "{value}");
    }
}

#[test]
fn the_curve_of_srgb_is_that_of_the_standard() {
    // IEC 61966-2-1, by hand: 0.04045 / 12.92; ((0.5 + 0.055) / 1.055)^2.4; the ends.
    for (encoded, linear) in [(0.0, 0.0), (0.040_45, 0.003_130_804_95), (0.5, 0.214_041_14), (1.0, 1.0)] {
        assert!((decode_srgb(encoded) - linear).abs() < 1e-7, "{encoded}");
    }
}

#[test]
fn every_table_names_its_source() {
    for csv in [PAIRS_CSV, PATCHES_CSV, PATCHES_D50_CSV, ENCODED_CSV] {
        assert!(csv.lines().any(|line| line.starts_with("# Source: ")), "{csv:.80}");
    }
}
