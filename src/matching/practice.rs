use serde::{Deserialize, Serialize};

use crate::pigment::Hand;
use crate::skin::Dots;

/// Dots on a square centimetre that can pass for follicles, fewest and most.
///
/// Fewest: follicular units, 65–85 (Jimenez and Ruifernandez 1999), a little under. Most: single hairs of a full scalp,
/// 227 ± 55 (Loussouarn 2001), one standard deviation above the mean.
pub const PLAUSIBLE_PER_CM2: [f64; 2] = [60.0, 282.0];

/// How a practitioner works and weighs, all of it hers to set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Practice {
    pub hand: Hand,
    /// How many times as much a result that is too dark costs than one that is too light. Too dark means laser, too
    /// light another sitting; the 2 that we chose is no measurement.
    pub darker_costs: f64,
    /// Whether two shades mixed half and half compete too.
    pub mixes: bool,
    /// The area to be treated is a scar.
    pub on_scar: bool,
}

impl Default for Practice {
    fn default() -> Self {
        Self { hand: Hand::default(), darker_costs: 2.0, mixes: false, on_scar: false }
    }
}

impl Practice {
    /// The least and the most coverage that dots of this hand can have.
    pub(super) fn coverages(&self) -> [f64; 2] {
        PLAUSIBLE_PER_CM2.map(|per_cm2| Dots::of_density(self.hand.dots.diameter_mm, per_cm2).coverage())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_dots_lie_within_what_is_plausible() {
        let practice = Practice::default();
        let [least, most] = practice.coverages();
        // π/4 · 0.3² mm² · 60 and 282 on 100 mm².
        assert!((least - 0.042_412).abs() < 1e-6 && (most - 0.199_334).abs() < 1e-6, "{least} {most}");
        assert!((least..=most).contains(&practice.hand.dots.coverage()));
    }
}
