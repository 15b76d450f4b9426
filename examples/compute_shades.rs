//! Computes the generic catalog, `shades.json`; no maker publishes the healed colour of a pigment.
//!
//! ```text
//! cargo run --release --no-default-features --example compute_shades > shades.json
//! ```
//!
//! Each colour is CIELAB, D65/2°, specular reflection excluded, of skin with healed dots in it, four weeks or more after
//! treatment, for each dilution. `tests/it/guards/shipped_catalog.rs` checks that the file is what this program prints.
//! They are for reading: a match predicts each client's skin from the composition.
//!
//! What is published: the optics of carbon black, hematite and skin (sources in `src/skin`), and that stock holds about
//! 15 % pigment powder and is diluted 6 to 30 times. What we chose, and each practitioner's hand decides: `Hand`'s
//! defaults. A family is carbon and warm brown in the stated parts of τ, and at a dilution all have the same τ; its
//! steps are even in lightness. The skin is the model's type III with 0.5 % of blood.

use serde_json::{Value, json};
use stipple::color::Lab;
use stipple::pigment::{Composition, Hand, Load, Recipe, even_dilutions};
use stipple::skin::{MELANIN_OF_TYPES, PreparedSkin, Skin};

const STEPS: usize = 8;
const SKIN_TYPE: usize = 3;
const BLOOD_FRACTION: f64 = 0.005;

struct Family {
    id: &'static str,
    name: &'static str,
    composition: Composition,
    colorants: &'static [&'static str],
}

const FAMILIES: [Family; 3] = [
    Family {
        id: "carbon-neutral",
        name: "Carbon black, neutral",
        composition: Composition { carbon: 1.0, brown: 0.0 },
        colorants: &["CI 77266"],
    },
    Family {
        id: "carbon-warmed",
        name: "Carbon black, warmed",
        composition: Composition { carbon: 0.75, brown: 0.25 },
        colorants: &["CI 77266", "CI 77491"],
    },
    Family {
        id: "carbon-warm",
        name: "Carbon black, warm",
        composition: Composition { carbon: 0.5, brown: 0.5 },
        colorants: &["CI 77266", "CI 77491"],
    },
];

/// Lines that exist, in their makers' words. No maker publishes a colour, so they are listed and never ranked.
const LINES: [(&str, &str, &str, &[&str]); 4] = [
    ("dermmicro-hd-c", "DermMicro HD-C", "For light skin and blond or brown hair, says its maker", &[]),
    ("dermmicro-hd-m", "DermMicro HD-M", "For medium skin and dark hair, says its maker", &[]),
    ("dermmicro-hd-b", "DermMicro HD-B", "For dark skin and dark hair, says its maker", &[]),
    (
        "tricopigmentation-universal-brown",
        "Tricopigmentation Universal Brown",
        "Iron oxide and titanium dioxide, gone in 2–3 years, says its maker",
        &["CI 77491", "CI 77891"],
    ),
];

pub fn main() -> serde_json::Result<()> {
    println!("{}", serde_json::to_string_pretty(&catalog())?);
    Ok(())
}

/// The whole catalog, as the file holds it.
pub fn catalog() -> Value {
    let hand = Hand::default();
    let skin = PreparedSkin::new(&Skin::new(MELANIN_OF_TYPES[SKIN_TYPE - 1], BLOOD_FRACTION), hand.deposit());
    let computed = FAMILIES.iter().map(|family| ladder(&skin, &hand, family));
    let shades: Vec<Value> = computed.chain(LINES.iter().map(line)).collect();
    json!({ "format_version": 1, "name": "Generic carbon ladders, computed", "shades": shades })
}

fn ladder(skin: &PreparedSkin, hand: &Hand, family: &Family) -> Value {
    let healed = |water_parts| {
        let Composition { carbon, brown } = family.composition;
        let stock = Load { carbon_tau: carbon, brown_tau: brown, ..Load::default() };
        skin.area(&hand.healed(stock, Recipe::diluted(water_parts)).layer(), &hand.dots)
    };
    let dilutions = even_dilutions(STEPS, |water_parts| healed(water_parts).l);
    let step = |water_parts| json!({ "water_parts": water_parts, "color": color(healed(water_parts)) });
    json!({
        "id": family.id,
        "name": family.name,
        "family": family.id,
        "state": "computed",
        "composition": family.composition,
        "on_skin": color(skin.bare()),
        "provenance": {
            "kind": "computed",
            "source": "published optical constants of carbon black and hematite; the ladder's own colours are those of 150 dots of 0.30 mm on a cm² of a reference skin, 0.1–0.3 mm deep, 4.67 % of a 15 % stock retained (our choice)",
            "date": "2026-11-22",
        },
        "colorants": family.colorants,
        "ladder": dilutions.into_iter().map(step).collect::<Vec<_>>(),
        "notes": "A generic pigment, not a product. What stays in the skin differs with hand and depth",
    })
}

fn line(&(id, name, notes, colorants): &(&str, &str, &str, &[&str])) -> Value {
    json!({
        "id": id,
        "name": name,
        "family": "ready tone",
        "state": "in_bottle",
        "provenance": { "kind": "maker_statement", "source": "maker's description; no colour is published" },
        "colorants": colorants,
        "notes": notes,
    })
}

fn color(lab: Lab) -> Value {
    json!({ "lab": [to_places(lab.l), to_places(lab.a), to_places(lab.b)], "illuminant": "D65", "observer": 2 })
}

fn to_places(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
