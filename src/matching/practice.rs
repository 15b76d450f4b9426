use serde::{Deserialize, Serialize};

use crate::pigment::Hand;
use crate::skin::Dots;

/// Dots on a square centimetre that can pass for follicles, fewest and most.
///
/// Fewest: follicular units, 65–85 (Jimenez and Ruifernandez 1999), a little under. Most: single hairs of a full scalp,
/// 227 ± 55 (Loussouarn 2001), one standard deviation above the mean.
pub const PLAUSIBLE_PER_CM2: [f64; 2] = [60.0, 282.0];

/// What dots have to pass for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// The shaved hair beside it: area, density and grain.
    #[default]
    ShavedLook,
    /// Less skin between hair that stays, such as thinning hair, a beard or hair beside a scar: the area alone.
    BetweenHair,
}

/// From how far away a result is judged, and how much each look counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// What the area's colour counts, seen from two metres and more, where no grain is left.
    pub room_weight: f64,
    /// What the grain counts, ΔE00 for each L* of its standard deviation.
    pub mirror_weight: f64,
    pub mirror_distance_m: f64,
    /// What a doubling of the dots beside those that go best with the hairs costs, ΔE00.
    pub density_weight: f64,
}

impl Default for Looks {
    /// Our choice, a look in the mirror at half a metre among them: of what we tried on sixty drawn fields whose truth was given,
    /// these spread the answers over the scale in the order of hair and skin, and follow the hairs more than the grain, which
    /// dots hardly reach.
    fn default() -> Self {
        Self { room_weight: 1.0, mirror_weight: 0.6, mirror_distance_m: 0.5, density_weight: 1.0 }
    }
}

/// Dots for each hair beside them: between the 0.55 and 1.05 that give dots the grain of hair, by how far light spreads
/// around them (simulated fields).
const DOTS_PER_HAIR: f64 = 0.75;

/// How a practitioner works and weighs, all of it hers to set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Practice {
    pub hand: Hand,
    pub looks: Looks,
    pub goal: Goal,
    /// Dots on a square centimetre where the practitioner chose them; else they follow the hairs beside.
    pub per_cm2: Option<f64>,
    /// How much lighter than the stubble the area is to stay, L*.
    pub lighter_by: f64,
    /// How many times as much a result that is too dark costs than one that is too light. Too dark means laser, too
    /// light another sitting; the 2 that we chose is no measurement.
    pub darker_costs: f64,
    /// Whether two shades mixed half and half compete too.
    pub mixes: bool,
}

impl Default for Practice {
    fn default() -> Self {
        Self {
            hand: Hand::default(),
            looks: Looks::default(),
            goal: Goal::default(),
            per_cm2: None,
            lighter_by: 0.0,
            darker_costs: 2.0,
            mixes: false,
        }
    }
}

impl Practice {
    /// How much the look in the mirror counts.
    pub(super) fn mirror_weight(&self) -> f64 {
        match self.goal {
            Goal::ShavedLook => self.looks.mirror_weight,
            Goal::BetweenHair => 0.0,
        }
    }

    /// The dots that go best with so many hairs beside them.
    pub(super) fn preferred_per_cm2(&self, hairs_per_cm2: f64) -> f64 {
        match (self.per_cm2, self.goal) {
            (Some(per_cm2), _) => per_cm2,
            (None, Goal::ShavedLook) => DOTS_PER_HAIR * hairs_per_cm2,
            (None, Goal::BetweenHair) => self.hand.dots.per_cm2(),
        }
    }

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
