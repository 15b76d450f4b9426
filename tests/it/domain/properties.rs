//! What must hold for any colour, region, shade or file, tried on random ones.

use std::sync::{Arc, LazyLock};

use proptest::collection::vec;
use proptest::prelude::*;
use scene::{Encoding, Picture, ellipse, polygon, rect};
use stipple::calibration::Reference;
use stipple::color::{DeltaE, Lab, LinearRgb, ciede2000};
use stipple::matching::{ClientSkin, Person, Practice, Question, Recommendation, SkinSource, Target, rank_recipes};
use stipple::measurement::Measurement;
use stipple::photo::{Limits, Photo, Region, RegionId, Shape, Tissue};
use stipple::pigment::{
    Catalog, Composition, LadderStep, Provenance, ProvenanceKind, Shade, State, load_catalog, read_catalog,
};
use stipple::pipeline::{Inputs, Marks, analyze};
use stipple::progress::Progress;

const SHIPPED: &str = include_str!("../../../shades.json");

/// A photo of 16 bits without a reference.
fn photo(width: usize, height: usize, light: impl Fn(usize, usize) -> LinearRgb) -> Arc<Photo> {
    let encode = |light: LinearRgb| light.to_array().map(stipple::color::encode_srgb);
    let values = (0..width * height).map(|i| encode(light(i % width, i / width))).collect();
    let file = Picture { width, height, values, encoding: Encoding::Srgb }.png16().expect("a picture can be encoded");
    Arc::new(Photo::from_bytes("any.png", &file, &Limits::default(), &Progress::unwatched()).expect("a valid file"))
}

fn measured(photo: &Arc<Photo>, shape: Shape) -> Measurement {
    let regions = vec![Region::new(RegionId(0), "any", Tissue::Skin, shape)];
    let marks = Marks { regions, reference: Reference::None, ..Marks::default() };
    let inputs = Inputs { top: 1, ..Inputs::measuring(photo.clone(), marks) };
    let analysis = analyze(&inputs, None, &Progress::unwatched()).expect("nobody cancels");
    analysis.measurement(RegionId(0)).expect("the region lies in the photo").clone()
}

/// Skin-like light that differs from pixel to pixel by up to a fifth.
fn mottled(x: usize, y: usize) -> LinearRgb {
    let step = ((x * 7919 + y * 104_729) % 101) as f64 / 101.0;
    LinearRgb::new(0.42, 0.27, 0.19) * (0.9 + 0.2 * step)
}

fn any_lab() -> impl Strategy<Value = Lab> + Clone {
    (0..=1000i32, -600..=600i32, -600..=600i32).prop_map(|(l, a, b)| Lab::from([l, a, b].map(|v| f64::from(v) / 10.0)))
}

/// Few enough places that shades often tie.
fn coarse_lab() -> impl Strategy<Value = Lab> + Clone {
    (2..=4i32, -1..=1i32, -1..=1i32).prop_map(|(l, a, b)| Lab::from([20 * l, 4 * a, 4 * b].map(f64::from)))
}

/// Healed colours are compared as they are, compositions and swatches are predicted in the client's skin.
fn any_shade(lab: impl Strategy<Value = Lab> + Clone) -> impl Strategy<Value = Shade> {
    let ladder = vec((1..30i32, lab.clone()), 0..4);
    let state = prop_oneof![Just(State::Healed), Just(State::CardSwatch)];
    let parts = prop::option::of((0..=4u8, 1..=4u8));
    let on_skin = prop::option::of(lab.clone());
    (lab, ladder, state, parts, on_skin).prop_map(|(color, steps, state, parts, on_skin)| {
        let step = |(water, color)| LadderStep { water_parts: f64::from(water), color };
        let composition =
            parts.map(|(carbon, brown)| Composition { carbon: f64::from(carbon) / 4.0, brown: f64::from(brown) / 4.0 });
        Shade { state, composition, ..shade(Some(color), steps.into_iter().map(step).collect(), on_skin) }
    })
}

fn shade(color: Option<Lab>, ladder: Vec<LadderStep>, on_skin: Option<Lab>) -> Shade {
    let source = "drawn at random".into();
    Shade {
        id: String::new(),
        name: "any".into(),
        family: "any".into(),
        state: State::Healed,
        color,
        ladder,
        on_skin,
        composition: None,
        provenance: Provenance { kind: ProvenanceKind::User, source, date: None },
        colorants: Vec::new(),
        notes: String::new(),
    }
}

/// A catalog in which every shade has an id of its own.
fn catalog(shades: Vec<Shade>) -> Catalog {
    let shades = (0..).zip(shades).map(|(number, shade): (u32, Shade)| Shade { id: format!("{number:03}"), ..shade });
    Catalog { name: "any".into(), shades: shades.collect() }
}

static CLIENT: LazyLock<ClientSkin> =
    LazyLock::new(|| ClientSkin::prepare(Lab::new(60.0, 9.0, 16.0), SkinSource::Measured, &Practice::default().hand));

fn ranked(wanted: Lab, catalog: &Catalog, top: usize) -> Recommendation {
    let target = Target::measured(wanted, CLIENT.lab, DeltaE(0.5));
    rank_recipes(
        &Question { target: &target, client: &CLIENT, practice: &Practice::default(), person: Person::default() },
        catalog,
        top,
    )
}

fn least_cost(answer: &Recommendation) -> f64 {
    answer.matches.iter().map(|ranked| ranked.expected_cost).fold(f64::INFINITY, f64::min)
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let place = -1e5..1e5f64;
    let size = 1e-3..1e5f64;
    prop_oneof![
        [place.clone(), place.clone(), size.clone(), size.clone()].prop_map(|[x, y, w, h]| rect(x, y, w, h)),
        [place.clone(), place.clone(), size.clone(), size].prop_map(|[x, y, rx, ry]| ellipse(x, y, rx, ry)),
        vec([place.clone(), place], 3..12).prop_map(polygon),
    ]
}

/// The shipped catalog with some bytes replaced, inserted or taken out.
fn mutated_catalog() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..3u8);
    vec(change, 1..12).prop_map(|changes| {
        let mut bytes = SHIPPED.as_bytes().to_vec();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes
    })
}

/// Whether a text is read, or refused with faults on lines that it has.
fn is_read_or_refused(text: &str) -> bool {
    let lines = text.lines().count().max(1);
    let lies_in_text = |line: usize| (1..=lines + 1).contains(&line);
    read_catalog(text).map_or_else(|faults| !faults.is_empty() && faults.iter().all(|f| lies_in_text(f.line)), |_| true)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_difference_is_symmetric_and_zero_only_for_equals(p in any_lab(), q in any_lab()) {
        let difference = ciede2000(p, q).0;
        prop_assert!((difference - ciede2000(q, p).0).abs() < 1e-9);
        prop_assert_eq!(difference > 0.0, p != q);
        prop_assert_eq!(ciede2000(p, p).0, 0.0);
    }

    #[test]
    fn a_further_shade_never_makes_the_best_match_worse(
        shades in vec(any_shade(any_lab()), 1..8), further in any_shade(any_lab()), wanted in any_lab()
    ) {
        let best = |shades| least_cost(&ranked(wanted, &catalog(shades), usize::MAX));
        let more = shades.iter().cloned().chain([further]).collect();
        prop_assert!(best(more) <= best(shades));
    }

    #[test]
    fn ranking_does_not_depend_on_catalog_order(
        shades in vec(any_shade(coarse_lab()), 1..12), wanted in coarse_lab(), top in 1..8usize, turn in 0..12usize
    ) {
        let catalog = catalog(shades);
        let mut turned = catalog.clone();
        turned.shades.rotate_left(turn % catalog.shades.len());
        turned.shades.reverse();
        prop_assert_eq!(ranked(wanted, &catalog, top), ranked(wanted, &turned, top));
    }

    #[test]
    fn probabilities_of_being_best_are_shares_of_one(
        shades in vec(any_shade(any_lab()), 1..6), wanted in any_lab(), top in 1..20usize
    ) {
        let probabilities = ranked(wanted, &catalog(shades), top).matches.into_iter().map(|m| m.probability_best);
        prop_assert!(probabilities.clone().all(|p| (0.0..=1.0).contains(&p)));
        prop_assert!(probabilities.sum::<f64>() <= 1.0 + 1e-9);
    }

    #[test]
    fn shapes_survive_writing_and_reading(shape in any_shape()) {
        prop_assert_eq!(shape.to_string().parse::<Shape>(), Ok(shape.clone()));
    }

    #[test]
    fn no_text_makes_reading_a_shape_panic(text in "(rect|ellipse|polygon)?:?[-0-9.,eE naif]{0,40}") {
        if let Ok(shape) = text.parse::<Shape>() {
            prop_assert!(shape.runs(40, 30).all(|(y, xs)| y < 30 && xs.end <= 40));
        }
    }

    #[test]
    fn any_text_is_read_as_a_catalog_or_refused(text in any::<String>()) {
        prop_assert!(is_read_or_refused(&text));
    }
}

proptest! {
    // Each case makes photos or reads files.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_region_measures_the_same_wherever_it_lies_in_the_photo(
        dx in 0..30usize, dy in 0..30usize, shape in (20.0..35.0f64, 20.0..35.0f64, 10.0..18.0f64, 10.0..18.0f64)
    ) {
        let (cx, cy, rx, ry) = shape;
        let here = measured(&photo(60, 60, mottled), ellipse(cx, cy, rx, ry));
        let moved = photo(90, 90, |x, y| mottled((x + 90 - dx) % 90, (y + 90 - dy) % 90));
        let there = measured(&moved, ellipse(cx + dx as f64, cy + dy as f64, rx, ry));
        // Whether a centre on the very edge counts may change by rounding.
        prop_assert!(here.pixels.total.abs_diff(there.pixels.total) <= 4);
        prop_assert!(ciede2000(here.lab, there.lab).0 < 0.05);
    }

    #[test]
    fn more_exposure_gives_as_much_more_light(factor in 0.3..1.9f64) {
        let shape = rect(5.0, 5.0, 40.0, 40.0);
        let once = measured(&photo(50, 50, mottled), shape.clone());
        let scaled = measured(&photo(50, 50, |x, y| mottled(x, y) * factor), shape);
        prop_assert_eq!(once.pixels, scaled.pixels);
        for (got, want) in scaled.light.to_array().into_iter().zip((once.light * factor).to_array()) {
            // Steps of 16 bits are below 0.1 % here.
            prop_assert!((got / want - 1.0).abs() < 1e-3, "{got} for {want}");
        }
    }

    #[test]
    fn an_even_region_measures_its_color(values in [1..65_535u16, 1..65_535u16, 1..65_535u16], shape in any_shape_inside()) {
        let light = LinearRgb::from_array(values.map(|value| stipple::color::decode_srgb(f64::from(value) / 65_535.0)));
        let measured = measured(&photo(40, 40, |_, _| light), shape);
        prop_assert!(ciede2000(measured.lab, light.into()).0 < 1e-6, "{measured:?}");
        prop_assert_eq!(measured.pixels.used, measured.pixels.total);
        prop_assert!(measured.spread.0 < 1e-6);
    }

    #[test]
    fn a_damaged_catalog_is_read_or_refused(bytes in mutated_catalog()) {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("shades.json");
        std::fs::write(&path, &bytes)?;
        if let (Err(error), Ok(text)) = (load_catalog(&path), String::from_utf8(bytes)) {
            prop_assert!(!error.faults().is_empty());
            prop_assert!(is_read_or_refused(&text));
        }
    }
}

/// A shape with some pixels of a photo of 40 × 40.
fn any_shape_inside() -> impl Strategy<Value = Shape> {
    let (place, size) = (8.0..25.0f64, 2.0..14.0f64);
    prop_oneof![
        [place.clone(), place.clone(), size.clone(), size.clone()].prop_map(|[x, y, w, h]| rect(x, y, w, h)),
        [place.clone(), place.clone(), size.clone(), size.clone()].prop_map(|[x, y, rx, ry]| ellipse(x, y, rx, ry)),
        [place.clone(), place, size].prop_map(|[x, y, s]| polygon([[x, y], [x + s, y], [x, y + s]])),
    ]
}
