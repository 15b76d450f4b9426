//! Computes the generic catalog, `shades.json`; no maker publishes the healed colour of a pigment.
//!
//! ```text
//! cargo run --release --no-default-features --example compute_shades > shades.json
//! ```
//!
//! Each colour is CIELAB, D65/2°, specular reflection excluded, of skin with healed dots in it, four weeks or more after
//! treatment, for each dilution. `tests/shipped_catalog.rs` checks that the file is what this program prints.
//!
//! What is published: the optics of carbon black, hematite and skin (sources in `src/skin`), and that stock holds about
//! 15 % pigment powder and is diluted 6 to 30 times.
//!
//! What we chose, and each practitioner's hand decides: dots of 0.30 mm every 0.60 mm, and the pigment that stays in the
//! skin, so that 20 water : 1 pigment heals to τ 0.5 (optical depth at 550 nm) in a deposit 0.3–0.5 mm deep. That is a
//! 21st of 150 mg/mL of which 4.67 % stays: 0.33 mg/mL of carbon. A family is carbon and warm brown in the stated parts
//! of τ, and at a dilution all families have the same τ. Skins are the model's types II, IV and VI with 0.5 % of blood.

use serde_json::{Value, json};
use stipple::color::Lab;
use stipple::skin::{Deposit, Dots, MELANIN_OF_TYPES, PigmentLayer, PreparedSkin, Skin};

const WATER_PARTS: [f64; 9] = [6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 20.0, 25.0, 30.0];
const STOCK_MG_PER_ML: f64 = 150.0;
/// Carbon with τ 1 in a deposit of 0.2 mm: 5 /mm over 7.5 m²/g (Bond and Bergstrom 2006).
const CARBON_MG_PER_ML_AT_TAU_1: f64 = 5.0 / 7.5;
/// We chose it: 20 water : 1 pigment heals to τ 0.5.
const DEPOSIT_EFFICIENCY: f64 = 0.5 * CARBON_MG_PER_ML_AT_TAU_1 * 21.0 / STOCK_MG_PER_ML;
const DEPTH_MM: f64 = 0.4;
const BLOOD_FRACTION: f64 = 0.005;
/// We chose them: a field of medium density, 20 % of it covered.
const DOTS: Dots = Dots { diameter_mm: 0.3, pitch_mm: 0.6 };

struct Family {
    id: &'static str,
    name: &'static str,
    /// The share of τ that is warm brown.
    brown_share: f64,
    colorants: &'static [&'static str],
}

const FAMILIES: [Family; 3] = [
    Family { id: "carbon-neutral", name: "Carbon black, neutral", brown_share: 0.0, colorants: &["CI 77266"] },
    Family {
        id: "carbon-warmed",
        name: "Carbon black, warmed",
        brown_share: 0.25,
        colorants: &["CI 77266", "CI 77491"],
    },
    Family { id: "carbon-warm", name: "Carbon black, warm", brown_share: 0.5, colorants: &["CI 77266", "CI 77491"] },
];

/// Reference skins: a word for the id and the name, and the model's type.
const SKINS: [(&str, usize); 3] = [("light", 2), ("medium", 4), ("dark", 6)];

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
    let computed = SKINS.iter().flat_map(|&(skin, number)| ladders(skin, number));
    let shades: Vec<Value> = computed.chain(LINES.iter().map(line)).collect();
    json!({ "format_version": 1, "name": "Generic carbon ladder, computed", "shades": shades })
}

fn ladders(skin: &str, number: usize) -> Vec<Value> {
    let tissue = Skin::new(MELANIN_OF_TYPES[number - 1], BLOOD_FRACTION);
    let prepared = PreparedSkin::new(&tissue, Deposit::centered_at(DEPTH_MM));
    FAMILIES.iter().map(|family| ladder(&prepared, skin, family)).collect()
}

fn ladder(prepared: &PreparedSkin, skin: &str, family: &Family) -> Value {
    let steps = WATER_PARTS.map(|water_parts| {
        json!({ "water_parts": water_parts, "color": color(prepared.area(&pigment(family, water_parts), &DOTS)) })
    });
    json!({
        "id": format!("{}-{skin}", family.id),
        "name": format!("{} ({skin} skin)", family.name),
        "family": family.id,
        "state": "computed",
        "on_skin": color(prepared.bare()),
        "provenance": {
            "kind": "computed",
            "source": "optics of pigment in a reference skin: dots 0.30 mm every 0.60 mm, 0.3–0.5 mm deep, 4.67 % of a 15 % stock retained (our choice)",
            "date": "2026-11-22",
        },
        "colorants": family.colorants,
        "ladder": steps,
        "notes": "A generic pigment, not a product. What stays in the skin differs with hand and depth",
    })
}

fn pigment(family: &Family, water_parts: f64) -> PigmentLayer {
    let tau = STOCK_MG_PER_ML / (water_parts + 1.0) * DEPOSIT_EFFICIENCY / CARBON_MG_PER_ML_AT_TAU_1;
    PigmentLayer::carbon(tau * (1.0 - family.brown_share)) + PigmentLayer::brown(tau * family.brown_share)
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
