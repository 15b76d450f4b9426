//! `stipple-cli predict`: its JSON, and that no skin, pigment or dot makes it give an impossible answer.

use serde_json::{Value, json};
use stipple::color::{Lab, LinearRgb, Spectrum, ciede2000};

use crate::support::program::{lab, run};

fn predicted(options: &[&str]) -> Value {
    run([&["predict", "--json"], options].concat()).json()
}

fn spectrum(value: &Value) -> Spectrum {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

#[track_caller]
fn assert_near(got: Lab, want: Lab, tolerance: f64) {
    let off = ciede2000(got, want).0;
    assert!(off <= tolerance, "{got:?} is ΔE00 {off:.2} from {want:?}");
}

#[test]
fn a_layer_of_carbon_looks_as_followed_photons_say() {
    // Monte Carlo reference, 2026: type I with 0.5 % of blood, carbon of τ 5, 0.3–0.5 mm deep; D65, 2°.
    let answer = predicted(&["--tissue=0.01,0.005", "--carbon=5", "--depth=0.4"]);
    assert_near(lab(&answer["skin_lab"]), Lab::new(67.3999, 6.0027, 14.0586), 0.3);
    assert_near(lab(&answer["slab_lab"]), Lab::new(49.987, -2.6032, -2.8098), 0.3);
    assert_eq!(answer["wavelengths_nm"], json!((0..16).map(|i| 400.0 + 20.0 * f64::from(i)).collect::<Vec<_>>()));
    assert_near(spectrum(&answer["slab_reflectance"]).to_lab(), lab(&answer["slab_lab"]), 0.01);
    assert_eq!((answer.get("area_lab"), answer.get("fresh_lab")), (None, None));
}

#[test]
fn dots_are_told_with_their_area_their_middle_and_their_coverage() {
    // The same reference: type II, dots of 0.2 mm every 0.7 mm, 50 /mm at 550 nm.
    let answer = predicted(&["--tissue=0.018,0.005", "--carbon=10", "--depth=0.4", "--dots=0.2,0.7"]);
    let followed = Spectrum([
        0.14876, 0.13760, 0.17155, 0.21974, 0.24016, 0.25325, 0.25763, 0.24322, 0.25801, 0.25290, 0.31276, 0.32809,
        0.33591, 0.34124, 0.34602, 0.35041,
    ]);
    assert_near(lab(&answer["area_lab"]), followed.to_lab(), 0.8);
    assert_near(spectrum(&answer["area_reflectance"]).to_lab(), lab(&answer["area_lab"]), 0.01);
    assert!((answer["coverage"].as_f64().expect("a number") - 0.064_114).abs() < 1e-6);
    let [skin, dot, slab] = ["skin_lab", "dot_lab", "slab_lab"].map(|key| lab(&answer[key]).l);
    assert!(slab < dot && dot < skin, "{slab} {dot} {skin}");
}

#[test]
fn without_pigment_every_skin_keeps_its_color() {
    // The Monk Skin Tone scale (Google, 2022) and readings of bare scalps.
    let monk = ["f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420"];
    let channel = |hex: &str, at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
    let monk = monk.map(|hex| Lab::from(LinearRgb::from_srgb8([0, 2, 4].map(|at| channel(hex, at)))));
    let scalps = [[30.2, 6.5, 9.1], [68.5, 5.0, 14.4], [52.3, 14.0, 15.0], [41.7, 11.7, 17.4]].map(Lab::from);
    for skin in monk.into_iter().chain(scalps) {
        let answer = predicted(&["--bare", &format!("--skin={},{},{}", skin.l, skin.a, skin.b)]);
        assert_near(lab(&answer["skin_lab"]), skin, 0.3);
        assert_near(lab(&answer["slab_lab"]), skin, 0.3);
        assert!(spectrum(&answer["skin_reflectance"]).0.iter().all(|value| (0.0..=1.0).contains(value)), "{answer}");
    }
}

#[test]
fn a_shade_is_told_fresh_healed_and_over_the_years() {
    let answer = predicted(&["--skin=62,9,16", "--shade=carbon-warm", "--water=12"]);
    let [skin, fresh, healed] = ["skin_lab", "fresh_lab", "healed_lab"].map(|key| lab(&answer[key]).l);
    assert!(fresh < healed && healed < skin, "{fresh} {healed} {skin}");
    let years = answer["years"].as_array().expect("a list");
    let weeks: Vec<f64> = years.iter().filter_map(|color| color["weeks_after_treatment"].as_f64()).collect();
    assert_eq!(weeks, [0.0, 4.0, 52.0, 104.0, 208.0, 313.0]);
    let pale = predicted(&["--skin=62,9,16", "--shade=carbon-warm", "--water=12", "--retained=0.01"]);
    assert!(lab(&pale["healed_lab"]).l > healed, "{pale}");
    let undiluted = predicted(&["--skin=62,9,16", "--shade=carbon-warm"]);
    assert!(lab(&undiluted["slab_lab"]).l < lab(&answer["slab_lab"]).l);
}

#[test]
fn extremes_have_possible_answers() {
    for tissue in ["0,0", "1,1", "0.2,0.015"] {
        for pigment in ["--carbon=0", "--carbon=1000000", "--brown=1000000", "--bare"] {
            for depth in ["0", "0.05", "0.8", "20"] {
                let answer = predicted(&["--tissue", tissue, pigment, "--depth", depth, "--dots=0.4,0.3"]);
                for key in ["skin_reflectance", "slab_reflectance", "area_reflectance"] {
                    let values = spectrum(&answer[key]).0;
                    assert!(
                        values.iter().all(|value| (0.0..=1.0).contains(value)),
                        "{tissue} {pigment} {depth}: {values:?}"
                    );
                }
                assert!(lab(&answer["dot_lab"]).is_finite() && answer["coverage"] == 1.0, "{answer}");
            }
        }
    }
}

#[test]
fn a_color_that_no_skin_has_is_told() {
    let answer = predicted(&["--skin=50,-30,5", "--bare"]);
    assert_eq!(answer["cautions"][0]["kind"], "hardly_skin");
    assert_eq!(predicted(&["--skin=30.2,6.5,9.1", "--bare"])["cautions"], json!([]));
}

#[test]
fn wrong_usage_exits_with_2_and_an_unknown_shade_with_1() {
    let skin = "--skin=62,9,16";
    for options in [
        vec![],
        vec![skin],
        vec!["--bare"],
        vec![skin, "--tissue=0.1,0.1", "--bare"],
        vec![skin, "--carbon=1", "--brown=1"],
        vec![skin, "--carbon=1", "--water=5"],
        vec![skin, "--carbon=-1"],
        vec![skin, "--carbon=NaN"],
        vec![skin, "--carbon=1", "--lightening=0.5,0.1"],
        vec![skin, "--carbon=1", "--retained=2"],
        vec![skin, "--carbon=1", "--depth=-0.1"],
        vec![skin, "--carbon=1", "--dots=0.3"],
        vec![skin, "--carbon=1", "--dots=0,0.7"],
        vec!["--skin=162,9,16", "--bare"],
        vec!["--skin=62,9", "--bare"],
        vec!["--tissue=1.2,0", "--bare"],
    ] {
        let refused = run([&["predict"], options.as_slice()].concat());
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{options:?}: {refused:?}");
    }
    assert!(run(["predict", skin, "--shade=none-such"]).reason().contains("none-such"));
    assert!(run(["predict", skin, "--shade=dermmicro-hd-c"]).reason().contains("nothing is known"));
}

#[test]
fn a_person_reads_the_same_in_words() {
    let told = run(["predict", "--skin=62,9,16", "--shade=carbon-neutral", "--water=20", "--dots=0.3,0.8"]);
    assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""), "{told:?}");
    for words in ["skin", "full layer of pigment", "area, 11.0 % covered", "middle of a dot", "4 weeks"] {
        assert!(told.stdout.contains(words), "{words}: {}", told.stdout);
    }
}
