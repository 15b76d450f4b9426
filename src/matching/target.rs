use std::fmt;

use serde::Serialize;

use super::client_skin::SkinSource;
use super::close_up::CloseUp;
use crate::color::{DeltaE, Lab, ciede2000};
use crate::measurement::Darkening;
use crate::skin::{HairShafts, PreparedSkin, USUAL_BLOOD};

/// Standard uncertainty of a difference within one photo, ΔE00: a card-calibrated camera repeats to 0.04–0.34.
pub(super) const WITHIN_PHOTO: f64 = 0.34;

/// A shaved field where only longer hair was measured: hairs on a cm², their width and the length of their tips, mm (our
/// choice: hair beside a bald crown, a day or two after shaving).
const USUAL_HAIRS_PER_CM2: f64 = 175.0;
const USUAL_WIDTH_MM: f64 = 0.08;
const USUAL_LENGTH_MM: f64 = 0.6;

/// The share of skin that its tips cover.
pub const USUAL_STUBBLE_COVERAGE: f64 = USUAL_HAIRS_PER_CM2 / 100.0 * USUAL_WIDTH_MM * USUAL_LENGTH_MM;

/// Standard uncertainty of what an estimated field takes from its skin, as a share of it: density, width and length are each known
/// to a third or a half, so that fields take from nothing to twice as much (`docs/optics.md`).
const UNSEEN_FIELD: f64 = 0.5;

/// The colour that treated skin has to reach, and how well it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub lab: Lab,
    pub from: TargetSource,
    /// Standard uncertainty of `lab`.
    pub uncertainty: DeltaE,
    /// The bare skin beside it in the same light, where that was measured.
    pub skin: Option<Lab>,
    /// How far it lies below that skin, where the photo tells it.
    pub darkening: Option<Darkening>,
    /// How the field looks in the mirror.
    pub close_up: CloseUp,
}

impl Target {
    /// A measured field whose close look is that of usual hair.
    pub fn measured(lab: Lab, skin: Lab, uncertainty: DeltaE) -> Self {
        let close_up = CloseUp::usual(skin.l - lab.l);
        Self { lab, from: TargetSource::Stubble, uncertainty, skin: Some(skin), darkening: None, close_up }
    }

    /// A shaved field of this hair on this skin, for want of a measured one: its tips, and its shafts in the skin between.
    ///
    /// What it takes from the skin is known to a factor of about 2.
    pub fn estimated(hair: Lab, skin: Lab, uncertainty: DeltaE) -> Self {
        let bare = HairShafts::skin(skin, USUAL_BLOOD);
        let lab = usual_field(hair, &bare, [1.0; 2]);
        let thinner = |share: [f64; 2]| ciede2000(lab, usual_field(hair, &bare, share)).0;
        let less = 1.0 - UNSEEN_FIELD;
        let unsure = [[less, less], [1.0, less], [less, 1.0]].map(thinner).into_iter().fold(0.0, f64::max);
        let uncertainty = DeltaE(uncertainty.0.hypot(unsure));
        let close_up = CloseUp { tips: Some(hair), ..CloseUp::usual(skin.l - lab.l) };
        Self { lab, from: TargetSource::Hair, uncertainty, skin: Some(skin), darkening: None, close_up }
    }

    /// Standard uncertainty of where the target lies beside the skin. What a photo gets wrong of both cancels, so that it
    /// is far less than either's own, unless the skin is only assumed.
    pub(super) fn relative_uncertainty(&self, skin: SkinSource) -> f64 {
        if self.from == TargetSource::Hair {
            return self.uncertainty.0;
        }
        match skin {
            SkinSource::Measured | SkinSource::Unmixed => self.within_photo(),
            SkinSource::Assumed => self.uncertainty.0.max(WITHIN_PHOTO),
        }
    }
}

/// The colour of a usual field of this hair, shaved, with so much of its shafts and of its tips.
fn usual_field(hair: Lab, bare: &PreparedSkin, [shafts, tips]: [f64; 2]) -> Lab {
    let hairs_per_cm2 = USUAL_HAIRS_PER_CM2 * shafts;
    let shafts =
        HairShafts { hair, hairs_per_cm2, diameter_mm: USUAL_WIDTH_MM, unshaded: HairShafts::UNSHADED }.between(bare);
    Lab::from(shafts.to_linear().mix(hair.to_linear(), USUAL_STUBBLE_COVERAGE * tips))
}

impl Target {
    /// What of the difference between stubble and skin the light on the head leaves open; L* and ΔE00 are nearly the same
    /// for a small change of lightness alone.
    fn within_photo(&self) -> f64 {
        let known = self.darkening.map_or(WITHIN_PHOTO, |darkening| darkening.uncertainty.max(WITHIN_PHOTO));
        self.uncertainty.0.min(known)
    }
}

/// What the target was measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetSource {
    /// A field of shaved hair: tips and skin together.
    Stubble,
    /// Hair, for want of stubble: a shaved field of it where the skin is known, else the shafts themselves.
    Hair,
}

impl fmt::Display for TargetSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stubble => "stubble",
            Self::Hair => "hair",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);

    #[test]
    fn an_estimated_field_of_black_hair_darkens_skin_as_real_ones_do() {
        // Marked by hand on 20 real photographs, uncalibrated: 4.8 in the median, 10.9 at most, on skin of all shades.
        for (skin, range) in
            [([68.0, 8.0, 15.0], 3.5..10.9), ([52.0, 11.0, 18.0], 2.5..10.9), ([35.0, 9.5, 12.0], 1.5..10.9)]
        {
            let target = Target::estimated(Lab::new(15.0, 1.0, 2.0), Lab::from(skin), DeltaE(0.5));
            let taken = skin[0] - target.lab.l;
            assert!(range.contains(&taken), "{taken} from {skin:?}");
        }
    }

    #[test]
    fn the_darker_the_hair_beside_its_skin_the_more_a_field_of_it_darkens() {
        let taken =
            |hair: [f64; 3], skin: [f64; 3]| skin[0] - Target::estimated(hair.into(), skin.into(), DeltaE(0.5)).lab.l;
        let hairs = [[14.0, 1.0, 2.0], [25.0, 5.5, 9.5], [31.0, 13.0, 18.0], [40.0, 7.0, 18.0], [58.0, 0.5, 5.0]];
        for skin in [[68.0, 8.0, 15.0], [52.0, 11.0, 18.0], [35.0, 9.5, 12.0]] {
            let taken = hairs.map(|hair| taken(hair, skin));
            assert!(taken.windows(2).all(|pair| pair[0] > pair[1]), "{taken:?} on {skin:?}");
        }
    }

    #[test]
    fn an_estimated_field_says_how_unsure_it_is() {
        let target = Target::estimated(Lab::new(20.0, 2.0, 4.0), SKIN, DeltaE(0.5));
        let taken = ciede2000(target.lab, SKIN).0;
        let doubt = target.relative_uncertainty(SkinSource::Measured);
        assert!((0.4..0.8).contains(&(doubt / taken)), "{doubt} of {taken}");
    }

    #[test]
    fn tips_and_shafts_that_cancel_are_unsure_too() {
        let skin = Lab::new(35.0, 9.5, 12.0);
        let target = Target::estimated(Lab::new(40.0, 7.0, 18.0), skin, DeltaE(0.1));
        assert!((skin.l - target.lab.l).abs() < 0.5 && target.uncertainty.0 > 0.3, "{target:?}");
    }

    #[test]
    fn what_a_photo_gets_wrong_of_skin_and_stubble_cancels() {
        let target = Target::measured(SKIN, SKIN, DeltaE(1.5));
        assert_eq!(target.relative_uncertainty(SkinSource::Measured), WITHIN_PHOTO);
        assert_eq!(target.relative_uncertainty(SkinSource::Assumed), 1.5);
    }
}
