use nalgebra::Vector3;

use super::darkening::luminance;
use super::patches::Hue;
use crate::color::{Lab, LinearRgb};

/// What hair shafts below the skin take from red, green and blue, as the logarithm of light, for each part that they take from
/// green, by the skin's L*: red wanders furthest and meets most of them, blue is kept short by melanin and blood, green
/// too on dark skin.
///
/// Adding–doubling of layered skin of 0.55 % blood with black shafts from 0.08 to 4 mm, and photos rendered elsewhere, which
/// have 1.9–2.5 in red and 0.1–0.7 in blue (`docs/sampling.md`; `skin/shafts.rs` is the model).
const COLORS: [(f64, [f64; 3]); 4] =
    [(28.0, [2.55, 1.0, 0.1]), (36.0, [2.3, 1.0, 0.22]), (46.0, [2.1, 1.0, 0.37]), (60.0, [2.05, 1.0, 0.5])];

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
