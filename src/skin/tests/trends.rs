//! What pigment in skin is known to do, as numbers of the Monte Carlo reference, 2026 (D65, 10°, low blood).

use palette::convert::FromColorUnclamped;
use palette::white_point::D65Degree10;

use crate::color::{Lab, SAMPLES, Spectrum, ciede2000};
use crate::skin::{Deposit, MELANIN_OF_TYPES, PigmentLayer, PreparedSkin, Skin};

/// The reference's colours are rounded to a unit of L*, or to a tenth; 8 streams add up to 0.3.
const WHOLE: f64 = 0.8;
const TENTH: f64 = 0.4;

/// What each wavelength adds to X, Y and Z of D65/10°; source as for `XYZ_WEIGHTS` in `color/spectrum.rs`, CIE 1964.
const XYZ_WEIGHTS_10_DEGREES: [[f64; 3]; SAMPLES] = [
    [0.00244245, 0.00022271, 0.01053349],
    [0.03257683, 0.00332896, 0.15519074],
    [0.06671972, 0.01099934, 0.34326274],
    [0.06068941, 0.02604751, 0.35192823],
    [0.01724368, 0.04961646, 0.15918324],
    [0.00065817, 0.08678235, 0.04021068],
    [0.02180511, 0.13847569, 0.01041903],
    [0.06801081, 0.17333701, 0.00231950],
    [0.12169129, 0.17155266, 0.00002355],
    [0.16468150, 0.14148315, -0.00002390],
    [0.17240829, 0.10117737, 0.00000026],
    [0.12876890, 0.06012148, 0.00000000],
    [0.06236268, 0.02589825, 0.00000000],
    [0.02115223, 0.00828201, 0.00000000],
    [0.00569428, 0.00220825, 0.00000000],
    [0.00120379, 0.00046681, 0.00000000],
];

/// The only place with a `Lab` of another observer: the trends were published for D65/10°.
fn lab_10_degrees(reflectance: Spectrum) -> Lab {
    let [x, y, z] = [0, 1, 2].map(|channel| {
        reflectance.0.iter().zip(XYZ_WEIGHTS_10_DEGREES).map(|(value, weight)| value * weight[channel]).sum()
    });
    let lab = palette::Lab::<D65Degree10, f64>::from_color_unclamped(palette::Xyz::new(x, y, z));
    Lab::new(lab.l, lab.a, lab.b)
}

fn skin_of_type(number: usize) -> Skin {
    Skin::new(MELANIN_OF_TYPES[number - 1], 0.005)
}

fn prepared(number: usize, depth_mm: f64) -> PreparedSkin {
    PreparedSkin::new(&skin_of_type(number), Deposit::centered_at(depth_mm))
}

fn slab(skin: &PreparedSkin, pigment: PigmentLayer) -> Lab {
    lab_10_degrees(skin.slab_reflectance(&pigment))
}

fn bare(skin: &PreparedSkin) -> Lab {
    slab(skin, PigmentLayer::default())
}

#[track_caller]
fn assert_near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got:.2} is not {want} ± {tolerance}");
}

#[test]
fn bare_skin_of_type_ii_has_its_colour() {
    let lab = bare(&prepared(2, 0.4));
    assert_near(lab.l, 63.0, WHOLE);
    assert_near(lab.a, 6.0, WHOLE);
    assert_near(lab.b, 17.0, WHOLE);
}

#[test]
fn deeper_pigment_is_lighter_and_nearer_the_skin() {
    for (depth_mm, l, b) in [(0.2, 36.0, -2.9), (0.4, 49.0, 2.5), (0.8, 58.0, 10.6)] {
        let lab = slab(&prepared(2, depth_mm), PigmentLayer::carbon(1.0));
        assert_near(lab.l, l, WHOLE);
        assert_near(lab.b, b, TENTH);
    }
}

/// Carbon of the strength at which this skin shows the lightness `l`; the τ is bisected.
fn carbon_at_lightness(skin: &PreparedSkin, l: f64) -> Lab {
    let (mut weak, mut strong) = (0.0, 100.0);
    for _ in 0..60 {
        let tau = (weak + strong) / 2.0;
        let lab = slab(skin, PigmentLayer::carbon(tau));
        if lab.l > l { weak = tau } else { strong = tau }
    }
    slab(skin, PigmentLayer::carbon(weak))
}

#[test]
fn at_equal_lightness_deeper_pigment_is_cooler_most_on_light_skin() {
    for (number, l, a_step, b_step) in [(2, 50.0, -4.8, -4.7), (6, 21.0, -2.2, -0.6)] {
        let [shallow, deep] = [0.2, 0.4].map(|depth_mm| carbon_at_lightness(&prepared(number, depth_mm), l));
        assert_near(deep.a - shallow.a, a_step, TENTH);
        assert_near(deep.b - shallow.b, b_step, TENTH);
    }
}

#[test]
fn no_pigment_is_darker_than_the_skin_above_it() {
    for (number, shallow, deep) in [(2, 31.0, 47.0), (4, 25.0, 38.0), (6, 14.0, 19.0)] {
        for (depth_mm, l) in [(0.2, shallow), (0.4, deep)] {
            let black = PigmentLayer { absorption_per_mm: Spectrum::constant(f64::INFINITY), ..Default::default() };
            assert_near(slab(&prepared(number, depth_mm), black).l, l, WHOLE);
        }
    }
}

#[test]
fn dilution_saturates() {
    let skin = prepared(2, 0.4);
    let expected =
        [(0.05, 60.4), (0.1, 58.3), (0.2, 55.4), (0.5, 51.3), (1.0, 49.1), (2.0, 48.0), (5.0, 47.4), (10.0, 47.2)];
    for (tau, l) in expected {
        assert_near(slab(&skin, PigmentLayer::carbon(tau)).l, l, TENTH);
    }
}

#[test]
fn contrast_to_the_skin_falls_with_melanin() {
    for (number, contrast) in (1..).zip([20.0, 19.0, 18.0, 15.0, 11.0, 8.0]) {
        let skin = prepared(number, 0.4);
        assert_near(ciede2000(bare(&skin), slab(&skin, PigmentLayer::carbon(1.0))).0, contrast, WHOLE);
    }
}

#[test]
fn brown_keeps_its_warmth_only_when_shallow() {
    for (depth_mm, warmth) in [(0.2, 6.8), (0.8, 1.5)] {
        let skin = prepared(2, depth_mm);
        let [brown, carbon] = [PigmentLayer::brown(1.0), PigmentLayer::carbon(1.0)].map(|pigment| slab(&skin, pigment));
        assert_near(brown.a - carbon.a, warmth, TENTH);
    }
}
