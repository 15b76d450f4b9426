use nalgebra::Vector3;

use super::patches::{Hue, luminance};
use crate::color::{Lab, LinearRgb};

/// What hair shafts below the skin take from red, green and blue, as the logarithm of light, for each part that they take from
/// green, by the skin's L*: red wanders furthest and meets most of them, blue is kept short by melanin and blood, green
/// too on dark skin.
///
/// What [`HairShafts`](crate::skin::HairShafts) of black hair do to skin of usual blood, read off once: the test below holds both
/// together.
const COLORS: [(f64, [f64; 3]); 5] = [
    (30.0, [2.50, 1.0, 0.07]),
    (35.0, [2.30, 1.0, 0.16]),
    (44.0, [2.11, 1.0, 0.26]),
    (52.0, [2.04, 1.0, 0.33]),
    (68.0, [1.85, 1.0, 0.43]),
];

/// Standard uncertainty of what shafts take, as a share of it, as a step in hue tells it: blood of 0.2–1.5 %, which can't be
/// seen, lets more or less green come back from where they lie.
pub(super) const BLOOD_DOUBT: f64 = 0.2;

/// What shafts below the skin take from the light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::measurement) struct ShaftColor(pub [f64; 3]);

impl ShaftColor {
    /// In skin that sends back so much light.
    pub fn in_skin(luminance: f64) -> Self {
        let l = Lab::from(LinearRgb::WHITE * luminance).l;
        let [first, .., last] = COLORS;
        let l = l.clamp(first.0, last.0);
        let steps = COLORS.windows(2).find(|step| l <= step[1].0);
        Self(steps.map_or(last.1, |step| {
            let share = (l - step[0].0) / (step[1].0 - step[0].0);
            std::array::from_fn(|k| step[0].1[k] + share * (step[1].1[k] - step[0].1[k]))
        }))
    }

    /// How shafts that take so much from green move a hue.
    pub(super) fn hue(self, depth: f64) -> Hue {
        let [red, green, blue] = self.0;
        Hue { red: -depth * (red - green), blue: -depth * (blue - green) }
    }

    /// What they take from the luminance of this skin for each part that they take from green.
    pub fn on_luminance(self, skin: Vector3<f64>) -> f64 {
        luminance(skin.component_mul(&Vector3::from(self.0))) / luminance(skin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skin::{HairShafts, USUAL_BLOOD};

    #[test]
    fn shafts_take_what_the_optics_of_skin_say() {
        let skins = [[68.0, 8.0, 15.0], [52.0, 11.0, 18.0], [44.0, 12.5, 18.0], [40.0, 10.5, 15.0], [30.0, 7.5, 8.5]];
        for bare in skins {
            let skin = HairShafts::skin(bare.into(), USUAL_BLOOD);
            let hair = Lab::new(15.0, 1.0, 2.0);
            let shafts = HairShafts { hair, hairs_per_cm2: 180.0, diameter_mm: 0.08, unshaded: HairShafts::UNSHADED };
            let [with, without] = [shafts.between(&skin), skin.bare()].map(|lab| lab.to_linear().to_array());
            let taken = [0, 1, 2].map(|k| (without[k] / with[k]).ln());
            let of_green = taken.map(|one| one / taken[1]);
            let color = ShaftColor::in_skin(Lab::from(bare).to_linear().luminance()).0;
            let most = [0, 2].map(|k: usize| (color[k] - of_green[k]).abs()).into_iter().fold(0.0, f64::max);
            // Skins of one lightness differ in hue.
            assert!(most < 0.1, "{color:?} is not {of_green:?} on {bare:?}");
        }
    }
}
