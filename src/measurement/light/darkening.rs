use nalgebra::Vector3;

use super::head::Shafts;
use super::patches::luminance;
use super::shafts::{BLOOD_DOUBT, ShaftColor};
use super::slope::Slope;
use super::tips::Tips;
use crate::color::{Lab, LinearRgb};

/// How well the darkening is known by colour and tips beside their own doubts, as a logarithm of light: shafts of other
/// skins and hairs have other colours (our choice).
const MODEL_DOUBT: f64 = 0.02;

/// Standard deviation of the light between two regions, as a logarithm: of an evenly lit photo, and as a share of what the
/// slopes within both regions carry from one to the other (our choices; the slopes of a round head change between them).
const EVEN: f64 = 0.02;
const SLOPE_SHARE: f64 = 0.35;

/// What a field of longer hair lacks beyond tips and shafts, as a logarithm, before hair that stands too close to be read is
/// thought of (our choice: more than light and mottling do in an evenly lit photo).
const NOTABLE_LACK: f64 = 0.06;

/// Where light is likely to differ by less than this, readings are left in their own light (our choice).
const SURE: f64 = 0.05;

/// From bare skin to stubble: what is the field itself, and what is light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Darkening {
    /// L* that the stubble lies below bare skin in the same light.
    pub lightness: f64,
    /// Its standard uncertainty.
    pub uncertainty: f64,
    /// The logarithm of the light on the stubble over that on the skin.
    pub light: f64,
    /// What of it is sure enough to be taken out of the readings themselves.
    pub sure_light: f64,
    /// What shafts and tips take from green in the field, as a logarithm.
    pub field: f64,
    /// What longer hair may take beside the tips that were read, as a logarithm; 0 for a shaved field.
    pub unread_hair: f64,
    /// The largest change of light that the slopes within the regions carry from one to the other, as a logarithm.
    pub slope: f64,
}

/// What is seen of both regions, gloss taken off.
pub(super) struct Seen {
    /// Mean true light.
    pub skin: Vector3<f64>,
    pub stubble: Vector3<f64>,
    /// Of the skin, then of the stubble.
    pub slopes: [Slope; 2],
    pub shafts: Shafts,
    pub tips: Tips,
    /// Longer hair is marked on this head, so that the field may be of longer hair too.
    pub is_long: bool,
}

impl Darkening {
    /// The difference in lightness is darkening and light; each is known a little by itself (linear Bayesian estimate).
    pub(super) fn of(seen: &Seen) -> Self {
        let shafts = seen.shafts_on_luminance();
        let expected = shafts * seen.shafts.depth + seen.tips.depth;
        let of_blood = BLOOD_DOUBT * seen.shafts.depth;
        let of_shafts = shafts * seen.shafts.uncertainty.hypot(of_blood);
        let doubt = of_shafts.hypot(seen.tips.uncertainty).hypot(MODEL_DOUBT);
        let [from, to] = seen.slopes;
        let slope = seen.slopes.map(|slope| slope.change.dot(&(to.middle - from.middle)).abs()).into_iter();
        let slope = slope.fold(0.0, f64::max);
        let light_doubt = EVEN.hypot(SLOPE_SHARE * slope);
        let [skin, stubble] = [seen.skin, seen.stubble].map(luminance);
        let difference = (stubble / skin).ln();
        let lack = -(difference + expected);
        let unread_hair = if seen.is_long && lack > NOTABLE_LACK { lack } else { 0.0 };
        let doubt = doubt.hypot(unread_hair);
        let share = light_doubt.powi(2) / (light_doubt.powi(2) + doubt.powi(2));
        let light = share * (difference + expected);
        let darker = skin * (difference - light).exp();
        // L* rises by (L* + 16) / 3 for each part that the logarithm of light rises.
        let per_log = (lightness(skin) + 16.0) / 3.0;
        let uncertainty = per_log * (doubt.powi(-2) + light_doubt.powi(-2)).powf(-0.5);
        let sure_light = light * light_doubt.powi(2) / (light_doubt.powi(2) + SURE.powi(2));
        let field = seen.shafts.depth + seen.tips.depth;
        Self {
            lightness: lightness(skin) - lightness(darker),
            uncertainty,
            light,
            sure_light,
            field,
            unread_hair,
            slope,
        }
    }
}

impl Darkening {
    /// Bare skin as it was read, in the light of the stubble as it was read.
    pub fn beside_stubble(&self, skin: Lab) -> Lab {
        Lab::from(skin.to_linear() * (self.light - self.sure_light).exp())
    }
}

impl Seen {
    /// What shafts take from luminance for each part that they take from green.
    fn shafts_on_luminance(&self) -> f64 {
        ShaftColor::in_skin(luminance(self.skin)).on_luminance(self.skin)
    }
}

fn lightness(luminance: f64) -> f64 {
    Lab::from(LinearRgb::WHITE * luminance).l
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector2;

    fn seen(light: f64, shafts: f64, tips: f64, change: f64) -> Seen {
        let skin = Vector3::new(0.25, 0.13, 0.07);
        let color = ShaftColor::in_skin(luminance(skin)).0;
        let darker = |k: usize| (light - shafts * color[k] - tips).exp();
        let slope = |x: f64| Slope { middle: Vector2::new(x, 0.0), change: Vector2::new(change, 0.0) };
        Seen {
            skin,
            stubble: Vector3::new(skin.x * darker(0), skin.y * darker(1), skin.z * darker(2)),
            slopes: [slope(0.0), slope(500.0)],
            shafts: Shafts { depth: shafts, uncertainty: 0.015 },
            tips: Tips { depth: tips, uncertainty: 0.01, own_light: [0.0; 3] },
            is_long: false,
        }
    }

    #[test]
    fn light_on_a_round_head_is_no_darkening() {
        let even = Darkening::of(&seen(0.0, 0.08, 0.08, 0.0));
        let shaded = Darkening::of(&seen(-0.15, 0.08, 0.08, -0.0005));
        assert!((even.lightness - shaded.lightness).abs() < 0.6, "{even:?} {shaded:?}");
        assert!((shaded.light + 0.15).abs() < 0.03 && even.light.abs() < 0.01);
    }

    #[test]
    fn among_longer_hair_a_lack_that_no_tip_explains_is_doubted() {
        let dark =
            Seen { tips: Tips { depth: 0.04, uncertainty: 0.01, own_light: [0.0; 3] }, ..seen(0.0, 0.0, 0.16, 0.001) };
        let shaved = Darkening::of(&dark);
        let long = Darkening::of(&Seen { is_long: true, ..dark });
        assert_eq!(shaved.unread_hair, 0.0);
        assert!((long.unread_hair - 0.12).abs() < 1e-6 && long.uncertainty > 2.0 * shaved.uncertainty, "{long:?}");
    }

    #[test]
    fn in_even_light_the_difference_is_the_darkening_whatever_the_tips_say() {
        let even = seen(0.0, 0.0, 0.06, 0.0);
        let doubtful = Tips { depth: 0.15, uncertainty: 0.06, own_light: [0.0; 3] };
        let found = Darkening::of(&Seen { tips: doubtful, ..even });
        assert!(found.light.abs() < 0.02 && found.uncertainty < 0.6, "{found:?}");
    }
}
