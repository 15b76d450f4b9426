use std::fmt;

use serde::Serialize;

use super::client_skin::SkinSource;
use super::close_up::CloseUp;
use crate::color::{DeltaE, Lab, ciede2000};
use crate::measurement::Darkening;

/// Standard uncertainty of a difference within one photo, ΔE00: a card-calibrated camera repeats to 0.04–0.34.
pub(super) const WITHIN_PHOTO: f64 = 0.34;

/// The share of skin that a shaved field's hair covers where only the hair was measured: 150 on a cm², 0.08 mm thick, 0.5 mm
/// long and lying (our choice; between 3 and 10 % in twelve rendered heads).
pub const USUAL_STUBBLE_COVERAGE: f64 = 0.06;

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

    /// A shaved field of this hair on this skin, for want of a measured one; how much hair covers is known to a factor of 2.
    pub fn estimated(hair: Lab, skin: Lab, uncertainty: DeltaE) -> Self {
        let field = |coverage: f64| Lab::from(skin.to_linear().mix(hair.to_linear(), coverage));
        let lab = field(USUAL_STUBBLE_COVERAGE);
        let unsure = ciede2000(lab, field(USUAL_STUBBLE_COVERAGE / 2.0)).0;
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
    fn a_field_is_far_lighter_than_its_hair_and_says_how_unsure_it_is() {
        let target = Target::estimated(Lab::new(20.0, 2.0, 4.0), SKIN, DeltaE(0.5));
        assert!(target.lab.l < SKIN.l && target.lab.l > SKIN.l - 4.0, "{target:?}");
        assert!(target.relative_uncertainty(SkinSource::Measured) > 0.5, "{target:?}");
    }

    #[test]
    fn what_a_photo_gets_wrong_of_skin_and_stubble_cancels() {
        let target = Target::measured(SKIN, SKIN, DeltaE(1.5));
        assert_eq!(target.relative_uncertainty(SkinSource::Measured), WITHIN_PHOTO);
        assert_eq!(target.relative_uncertainty(SkinSource::Assumed), 1.5);
    }
}
