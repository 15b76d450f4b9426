use serde::{Deserialize, Serialize};

use super::load::Load;
use super::shade::Recipe;
use crate::skin::{Deposit, Dots};

/// Pigment powder in a stock, mg/mL: about 15 %, as practitioners and makers quote it.
const STOCK_MG_PER_ML: f64 = 150.0;

/// Carbon of τ 1 in a deposit of 0.2 mm: 5 /mm over 7.5 m²/g (Bond and Bergstrom 2006).
const CARBON_MG_PER_ML_AT_TAU_1: f64 = 5.0 / 7.5;

/// What one practitioner's hand does with a recipe. Every number is hers to set; follow-up photos teach them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hand {
    /// Depth of the deposit's middle. What healed pigment is found at differs; no advice.
    pub depth_mm: f64,
    /// The part of a dilution's pigment that is in the deposit once healed, 0–1.
    pub retained: f64,
    /// How well that is known: its standard uncertainty as a logarithm.
    pub retained_sigma: f64,
    /// The least and the most share of pigment that is lost while it heals, 0–1.
    pub lightening: [f64; 2],
    /// The least and the most by which dots widen over the years, mm per √year: the square of a diameter grows by the
    /// square of this each year.
    pub widening: [f64; 2],
    pub dots: Dots,
}

impl Default for Hand {
    /// Quoted: lightening of 10–50 %. Our choice, for want of a measurement: dots of 0.30 mm, 150 on a cm² as shaved
    /// follicles are, and as much retained as makes 20 water : 1 pigment heal to τ 0.5. The deposit lies at 0.1–0.3 mm,
    /// since healed dots are seen apart and grey to black under the dermatoscope: from 0.3–0.5 mm the model's dots would
    /// run together. No dot's widening has been measured; 0.03–0.12 mm per √year takes 0.30 mm to 0.31–0.42 mm in six
    /// years, and blurs lines by half a millimetre in twenty, about when fine tattoos are said to lose their detail
    /// (Eames 2011).
    fn default() -> Self {
        Self {
            depth_mm: 0.2,
            retained_sigma: 0.35,
            retained: 0.5 * 21.0 * CARBON_MG_PER_ML_AT_TAU_1 / STOCK_MG_PER_ML,
            lightening: [0.1, 0.5],
            widening: [0.03, 0.12],
            dots: Dots::of_density(0.30, 150.0),
        }
    }
}

impl Hand {
    pub fn deposit(&self) -> Deposit {
        Deposit::centered_at(self.depth_mm)
    }

    /// What is left in the skin about four weeks after treatment; `stock` is relative to a stock of 15 % carbon black.
    pub fn healed(&self, stock: Load, recipe: Recipe) -> Load {
        let undiluted = STOCK_MG_PER_ML * self.retained / CARBON_MG_PER_ML_AT_TAU_1;
        stock * (undiluted * recipe.pigment_share())
    }

    /// What was in the skin right after treatment, so that `healed` is left of it at this lightening.
    pub fn fresh(healed: Load, lightening: f64) -> Load {
        healed * (1.0 / (1.0 - lightening.clamp(0.0, 0.95)))
    }

    /// The middle of the range.
    pub fn usual_lightening(&self) -> f64 {
        f64::midpoint(self.lightening[0], self.lightening[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARBON: Load =
        Load { carbon_tau: 1.0, brown_tau: 0.0, other_tau: 0.0, other_shape: crate::color::Spectrum::constant(0.0) };

    #[test]
    fn dilution_is_a_concentration() {
        let tau = |water_parts| Hand::default().healed(CARBON, Recipe::diluted(water_parts)).tau();
        assert!((tau(20.0) - 0.5).abs() < 1e-12);
        // 18 to 20 parts of water change the load by 10 %, 6 to 8 by 22 %.
        assert!((tau(20.0) / tau(18.0) - 19.0 / 21.0).abs() < 1e-12);
        assert!((tau(8.0) / tau(6.0) - 7.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn healing_undoes_what_fresh_adds() {
        let fresh = Hand::fresh(CARBON, 0.3);
        assert!((fresh.tau() * 0.7 - 1.0).abs() < 1e-12);
        assert!((Hand::default().usual_lightening() - 0.3).abs() < 1e-12);
    }
}
