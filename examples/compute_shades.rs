//! Computes the colours of the generic shades in `shades.json`; no maker publishes the healed colour of a pigment.
//!
//! ```text
//! cargo run --release --no-default-features --example compute_shades
//! ```
//!
//! prints one line of JSON for each family of pigment and reference skin: the colour (CIELAB, D65/2°, specular
//! reflection excluded) of an area that is fully covered, four weeks or more after treatment, for each dilution.
//!
//! What is published: the optics of carbon black, hematite and skin (sources in `src/skin`), and that stock holds about
//! 15 % pigment powder and is diluted 6 to 30 times.
//!
//! What we chose, and each practitioner's hand decides: the pigment that stays in the skin, so that 20 water : 1
//! pigment heals to τ 0.5 (optical depth at 550 nm) in a deposit 0.3–0.5 mm deep. That is a 21st of 150 mg/mL of which
//! 4.67 % stays: 0.33 mg/mL of carbon. A family is carbon and warm brown in the stated parts of τ, and at a dilution all
//! families have the same τ. Skins are the model's types II, IV and VI with 0.5 % of blood.

use anyhow::Result;
use serde::Serialize;
use stipple::color::Lab;
use stipple::skin::{Deposit, MELANIN_OF_TYPES, PigmentLayer, PreparedSkin, Skin};

const WATER_PARTS: [f64; 9] = [6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 20.0, 25.0, 30.0];
const STOCK_MG_PER_ML: f64 = 150.0;
/// Carbon with τ 1 in a deposit of 0.2 mm: 5 /mm over 7.5 m²/g (Bond and Bergstrom 2006).
const CARBON_MG_PER_ML_AT_TAU_1: f64 = 5.0 / 7.5;
/// We chose it: 20 water : 1 pigment heals to τ 0.5.
const DEPOSIT_EFFICIENCY: f64 = 0.5 * CARBON_MG_PER_ML_AT_TAU_1 * 21.0 / STOCK_MG_PER_ML;
const DEPTH_MM: f64 = 0.4;
const BLOOD_FRACTION: f64 = 0.005;

/// A name and the share of τ that is warm brown.
const FAMILIES: [(&str, f64); 3] =
    [("Carbon black, neutral", 0.0), ("Carbon black, warmed", 0.25), ("Carbon black, warm", 0.5)];
const SKINS: [(&str, usize); 3] = [("light (II)", 2), ("medium (IV)", 4), ("dark (VI)", 6)];

#[derive(Serialize)]
struct Ladder {
    family: &'static str,
    skin: &'static str,
    melanin_fraction: f64,
    blood_fraction: f64,
    depth_mm: f64,
    bare_lab: Lab,
    steps: [Step; WATER_PARTS.len()],
}

#[derive(Serialize)]
struct Step {
    water_parts: f64,
    tau: f64,
    lab: Lab,
}

fn main() -> Result<()> {
    for (skin, number) in SKINS {
        let melanin_fraction = MELANIN_OF_TYPES[number - 1];
        let tissue = Skin::new(melanin_fraction, BLOOD_FRACTION);
        let prepared = PreparedSkin::new(&tissue, Deposit::centered_at(DEPTH_MM));
        for (family, brown_share) in FAMILIES {
            let ladder = Ladder {
                family,
                skin,
                melanin_fraction,
                blood_fraction: BLOOD_FRACTION,
                depth_mm: DEPTH_MM,
                bare_lab: rounded(prepared.bare()),
                steps: WATER_PARTS.map(|water_parts| step(&prepared, brown_share, water_parts)),
            };
            println!("{}", serde_json::to_string(&ladder)?);
        }
    }
    Ok(())
}

fn step(skin: &PreparedSkin, brown_share: f64, water_parts: f64) -> Step {
    let tau = STOCK_MG_PER_ML / (water_parts + 1.0) * DEPOSIT_EFFICIENCY / CARBON_MG_PER_ML_AT_TAU_1;
    let pigment = PigmentLayer::carbon(tau * (1.0 - brown_share)) + PigmentLayer::brown(tau * brown_share);
    Step { water_parts, tau: to_places(tau, 4), lab: rounded(skin.slab(&pigment)) }
}

fn rounded(lab: Lab) -> Lab {
    Lab::new(to_places(lab.l, 2), to_places(lab.a, 2), to_places(lab.b, 2))
}

fn to_places(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (value * scale).round() / scale
}
