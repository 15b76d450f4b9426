use std::fmt;

use palette::color_difference::Ciede2000;
use serde::{Deserialize, Serialize};

use super::lab::palette_lab;
use super::{Lab, Oklab};

/// A colour difference, at least 0. Never a percentage, never "match".
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeltaE(pub f64);

impl fmt::Display for DeltaE {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}", f.precision().unwrap_or(1), self.0)
    }
}

/// Colour difference between two colours as a person sees it (CIEDE2000).
///
/// Unit: ΔE, unbounded; about 1 is just noticeable side by side. Symmetric; kL = kC = kH = 1.
/// Source: Sharma, Wu and Dalal (2005), eqs 2–22; all 34 pairs in `tests/it/domain/color_reference.rs`.
pub fn ciede2000(p: Lab, q: Lab) -> DeltaE {
    DeltaE(palette_lab(p).difference(palette_lab(q)))
}

/// How far to go from a color in a direction of L*, a* and b* until it differs by `difference`.
///
/// CIEDE2000 is taken to grow in proportion, as it does near a color; `direction` has length 1.
pub fn distance_to(from: Lab, direction: [f64; 3], difference: DeltaE) -> f64 {
    const STEP: f64 = 0.01;
    let [l, a, b] = direction.map(|part| part * STEP);
    STEP * difference.0 / ciede2000(from, Lab::new(from.l + l, from.a + a, from.b + b)).0
}

/// Distance in Oklab, times 100 so that its size resembles a ΔE (Ottosson 2020).
pub fn oklab_distance(p: Oklab, q: Oklab) -> f64 {
    100.0 * ((p.l - q.l).powi(2) + (p.a - q.a).powi(2) + (p.b - q.b).powi(2)).sqrt()
}

/// A CIEDE2000 difference by direction, `other` minus `reference`, before the weights SL, SC, SH are applied.
///
/// `lightness` > 0 is lighter, `chroma` > 0 more colourful, `hue` > 0 turned towards yellow from red.
/// Source: Sharma, Wu and Dalal (2005), eqs 2–11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    pub lightness: f64,
    pub chroma: f64,
    pub hue: f64,
}

impl Difference {
    pub fn between(reference: Lab, other: Lab) -> Self {
        let c_bar = (reference.chroma() + other.chroma()) / 2.0; // eq 3
        let g = 0.5 * (1.0 - (c_bar.powi(7) / (c_bar.powi(7) + 25f64.powi(7))).sqrt()); // eq 4
        let p = Lab { a: (1.0 + g) * reference.a, ..reference }; // eq 5
        let q = Lab { a: (1.0 + g) * other.a, ..other };
        let h_step = (q.hue_degrees() - p.hue_degrees() + 180.0).rem_euclid(360.0) - 180.0; // eq 10
        let hue = 2.0 * (p.chroma() * q.chroma()).sqrt() * (h_step.to_radians() / 2.0).sin(); // eq 11
        Self { lightness: q.l - p.l, chroma: q.chroma() - p.chroma(), hue }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_of_a_difference_is_named_from_the_reference() {
        let d = Difference::between(Lab::new(50.0, 5.0, 10.0), Lab::new(52.0, 5.0, 12.0));
        assert!(d.lightness == 2.0 && d.chroma > 0.0 && d.hue > 0.0, "{d:?}");
    }

    #[test]
    fn hue_differences_take_the_short_way_round() {
        let d = Difference::between(Lab::new(50.0, 10.0, 0.5), Lab::new(50.0, 10.0, -0.5));
        assert!(d.hue < 0.0 && d.hue > -1.5, "{d:?}");
    }
}
