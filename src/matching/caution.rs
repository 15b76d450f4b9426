//! Doubts about what is aimed at and about what is recommended.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::color::{DeltaE, Lab};
use crate::printable::percent;

/// One reason to trust a recommendation, or one of its recipes, less.
#[derive(Clone, Debug, PartialEq, Serialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MatchCaution {
    /// Neither stubble nor hair was measured.
    NothingToMatch,
    /// No shade of the catalog has a colour.
    NoShadeWithColor,
    /// A hair region was taken as the target; shafts are darker than the stubble field.
    TargetIsHair,
    /// The target is a shaved field of the measured hair, with this share of skin covered.
    StubbleEstimated { coverage: f64 },
    /// Neither skin nor the skin between the hairs was measured; this one was assumed.
    SkinAssumed { lab: Lab },
    /// The skin's colour is one that skin hardly has: melanin and blood leave this difference.
    HardlySkin { residual: DeltaE },
    /// Several shades are as near as the measurement can tell.
    TooCloseToCall { matches: usize },
    /// Treating would come no nearer to the stubble than leaving the skin as it is.
    LeaveIt,
    /// Another step of the pigment's ladder would be better still, darker or paler than it has.
    LadderEnd { is_darkest: bool },
    /// The density of the dots follows usual hair, since no scale tells that beside them.
    UsualDensity,
    /// The nearest shade is still far away.
    NothingNear { nearest: DeltaE },
    /// The target is lighter than the lightest recipe at the least coverage, by this much in L*.
    LighterThanAnyRecipe { by: f64 },
    /// Target and skin differ less than the photo can tell.
    BelowResolution { difference: DeltaE, resolvable: DeltaE },
    /// A healed dot is bluer than the same fair skin in shade, by this much and turned by this hue angle.
    CoolCast { difference: DeltaE, hue_degrees: f64 },
    /// Darker than the target by more than a light shade would be lighter: too dark cannot be taken back.
    Darker { by: f64 },
    /// The shade's colour is from another skin, carried over to this client's.
    ReferenceSkin { difference: DeltaE },
    /// The shade's colour is from practice skin.
    NotHealed,
    /// The healed colour is predicted from a swatch's colour alone.
    FromSwatch,
    /// The shade's healed colour was measured in a skin that the catalog does not state.
    MeasuredElsewhere,
    /// The area to be treated is a scar.
    Scar,
    /// The skin is tanned now.
    Tanned,
    /// Brows paler than the dots by this much in L*, or by somebody's judgement paler than the hair.
    PaleBrows { by: Option<f64> },
}

impl MatchCaution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// The doubt in plain words, with its number and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::NothingToMatch => "Nothing to match yet: mark the shaved stubble beside the bald area".into(),
            Self::NoShadeWithColor => "No shade of this catalog has a measured or computed colour".into(),
            Self::TargetIsHair => {
                "Matched to hair shafts, which are darker than shaved stubble: mark a stubble region".into()
            }
            Self::StubbleEstimated { coverage } => format!(
                "The target is estimated: this hair, shaved, over {} of the skin. Mark a stubble region for what is really there",
                percent(*coverage)
            ),
            Self::SkinAssumed { lab } => format!(
                "No bare skin was measured; L* {:.0}, a* {:.0}, b* {:.0} is assumed: mark bare skin",
                lab.l, lab.a, lab.b
            ),
            Self::HardlySkin { residual } => format!(
                "Melanin and blood don't explain this skin by ΔE00 {residual}: is the region bare skin, and the colour true?"
            ),
            Self::TooCloseToCall { matches } => {
                format!("Too close to call: any of the first {matches} may do, the photo cannot tell their tones apart. The palest comes first")
            }
            Self::LeaveIt => "Leave it: treated skin would come no nearer to the stubble than the skin does now".into(),
            Self::LadderEnd { is_darkest: true } => {
                "The darkest step of this pigment: it may not be dark enough. More dots, or a stronger pigment".into()
            }
            Self::LadderEnd { is_darkest: false } => {
                "The palest step of this pigment: it may still be too dark. More water, or fewer dots".into()
            }
            Self::UsualDensity => {
                "How dense the hair is beside the dots is not known: usual hair stands in. Set a scale, or the density itself".into()
            }
            Self::NothingNear { nearest } => format!("Nothing near: the nearest shade is ΔE00 {nearest} away"),
            Self::LighterThanAnyRecipe { by } => format!(
                "The target is {by:.1} lighter in L* than the palest recipe with the fewest dots: no pigment lightens skin"
            ),
            Self::BelowResolution { difference, resolvable } => format!(
                "Target and skin differ by only ΔE00 {difference}, and this photo resolves {resolvable}: how dark to go is hardly known, begin with the palest"
            ),
            Self::CoolCast { difference, hue_degrees } => format!(
                "Cool cast: a healed dot looks ΔE00 {difference} bluer than a shadow on this skin, its hue turned by {:.0}°. A paler or warmer recipe lessens it",
                hue_degrees.abs()
            ),
            Self::Darker { by } => {
                format!(
                    "{by:.1} darker than the target in L*: too dark cannot be taken back, a lighter step can be built up"
                )
            }
            Self::ReferenceSkin { difference } => format!(
                "Measured or computed in a skin that is ΔE00 {difference} from this one, and carried over: less certain"
            ),
            Self::NotHealed => "A colour on practice skin: pigment looks different once healed in skin".into(),
            Self::FromSwatch => {
                "Predicted from a swatch's colour alone, which fixes little: measure a healed result before you rely on it".into()
            }
            Self::MeasuredElsewhere => {
                "Healed and measured in a skin that the catalog does not state; in this skin it may look different".into()
            }
            Self::Scar => {
                "Scars hold pigment worse and fade more than the 11 % in six months measured beside them (n = 10): plan a paler first session and a later look".into()
            }
            Self::Tanned => {
                "The skin is tanned: what matches it now will not when the tan has gone. Wait for that, then measure again".into()
            }
            Self::PaleBrows { by: Some(by) } => format!(
                "The brows are {by:.0} paler in L* than these dots, and pale brows make a dark scalp look false: take a paler step"
            ),
            Self::PaleBrows { by: None } => {
                "The brows are paler than the hair, and pale brows make a dark scalp look false: take a paler step".into()
            }
        }
    }
}
