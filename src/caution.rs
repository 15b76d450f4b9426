//! Doubts about a result, with their numbers: shown beside it, printed in the report, returned in JSON.

mod mistake;

pub use mistake::{Exposure, Mistake};

use serde::Serialize;

use crate::color::{DeltaE, Lab};

/// One reason to trust a result less.
#[derive(Clone, Debug, PartialEq)]
pub enum Caution {
    /// No chart or grey card: absolute colour is unknown, differences within the photo still hold.
    NoReference,
    /// The reference that the user chose cannot be used; the photo is measured without one.
    ReferenceUnusable { reason: String },
    /// The photo shows a chart that cannot be used; it is measured without it.
    ChartUnusable { reason: String },
    /// The card does not have the colours of the chart that it looks like: how far its patches are from each other's word.
    ChartNotMatching { chart: String, difference: DeltaE },
    /// Light lies over all patches of the chart like a veil, as this share of white's.
    ChartVeiled { share: f64 },
    /// More charts are in the photo than the one that is used.
    SeveralCharts { others: usize },
    /// The L* of the neutral patch was not given; a usual card's was taken.
    LightnessGuessed { lightness: f64 },
    /// The only neutral reference is a sheet of white paper.
    WhitePaper,
    /// The photo carries no colour profile; sRGB was assumed.
    ProfileAssumed,
    /// The photo's own profile can't be used for this reason; another space was taken.
    ProfileUnusable { reason: String, taken: String },
    /// The photo is black and white.
    WithoutColor,
    /// Too few pixels to speak of a colour.
    FewPixels { used: u64 },
    /// The skin's colour is one that skin hardly has: melanin and blood leave this difference.
    HardlySkin { residual: DeltaE },
    /// Pixels at the end of the camera's range, left out of the colour.
    Clipped { fraction: f64 },
    /// Shine, left out of the colour.
    Glare { fraction: f64 },
    /// Shadow, left out of the colour.
    Shadow { fraction: f64 },
    /// Patches of another colour, left out of the colour.
    Blemish { fraction: f64 },
    /// The region lies in the dimmest tenth of the light on the head, with this share of the light of the reference.
    DimPlace { light: f64 },
    /// Light between skin and stubble differs by this factor; a pair at their border would see the same.
    LightBetween { factor: f64 },
    /// Broad gloss was taken off, this share of the region's light.
    GlossTakenOff { fraction: f64 },
    /// Parts of the region differ: light falls off, or tissues are mixed.
    Uneven { difference: DeltaE },
    /// The region holds two colors, such as a scar and the skin around it: how far apart, and the share of the lesser.
    TwoTissues { difference: DeltaE, share: f64 },
    /// A hair region was taken as the target; shafts are darker than the stubble field.
    TargetIsHair,
    /// The target is a shaved field of the measured hair, with this share of skin covered.
    StubbleEstimated { coverage: f64 },
    /// Regions of one tissue differ by up to this.
    RegionsDisagree { tissue: String, difference: DeltaE },
    /// Neither stubble nor hair was measured.
    NothingToMatch,
    /// No shade of the catalog has a colour.
    NoShadeWithColor,
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
    /// The shade's colour is from another skin, carried over to this client's.
    ReferenceSkin { difference: DeltaE },
    /// The shade's colour is from practice skin.
    NotHealed,
    /// The healed colour is predicted from a swatch's colour alone.
    FromSwatch,
    /// The shade's healed colour was measured in a skin that the catalog does not state.
    MeasuredElsewhere,
    /// Neither skin nor the skin between the hairs was measured; this one was assumed.
    SkinAssumed { lab: Lab },
    /// The target is lighter than the lightest recipe at the least coverage, by this much in L*.
    LighterThanAnyRecipe { by: f64 },
    /// A healed dot is bluer than the same fair skin in shade, by this much and turned by this hue angle.
    CoolCast { difference: DeltaE, hue_degrees: f64 },
    /// Target and skin differ less than the photo can tell.
    BelowResolution { difference: DeltaE, resolvable: DeltaE },
    /// The area to be treated is a scar.
    Scar,
    /// The skin is tanned now.
    Tanned,
    /// Brows paler than the dots by this much in L*, or by somebody's judgement paler than the hair.
    PaleBrows { by: Option<f64> },
    /// Darker than the target by more than a light shade would be lighter: too dark cannot be taken back.
    Darker { by: f64 },
    /// Regions were proposed by the program, not drawn by a person.
    RegionsSuggested,
    /// The photo has few pixels, as a messenger leaves them.
    SmallPhoto { width: u32, height: u32 },
    /// Even the sharpest edges of the photo are at least this wide, from 10 % to 90 % of their height.
    Blurred { edge_px: f64 },
    /// Parts of the photo, not a white backdrop, lie beyond the camera's range.
    Overexposed { fraction: f64 },
    /// The reference is darker in the photo than it is.
    Underexposed { stops: f64 },
    /// Without a reference: the luminance that 95 of 100 pixels stay below, and the median; 1 is white.
    Dark { brightest: f64, middle: f64 },
    /// Shine covers this much of the scalp.
    MuchShine { fraction: f64 },
    /// The light's own colour changes by this over the backdrop or between neutral cards, brightness left out.
    MixedLight { difference: DeltaE },
    /// The file's own picture was brightened for other screens; the base picture is measured.
    HasGainMap,
    /// Software may have blurred or relit the photo.
    PortraitMode,
    /// A JPEG of low quality (1–100, libjpeg's scale) without camera data, as messengers send it.
    StronglyCompressed { quality: u8 },
    /// Light falls off over the photo by this share, as the chart, the neutral cards or the backdrop show.
    LightFallsOff { fraction: f64 },
    /// Hair tips differ from the skin between them by no more than this.
    TipsFaint { difference: DeltaE },
    /// The share of skin that hair tips cover is known no better than this standard uncertainty.
    CoverageUnsure { coverage: f64, uncertainty: f64 },
    /// Hair tips leave only this share of the region's pixels to the skin.
    LittleSkin { fraction: f64 },
    /// Hair tips and the skin between them cannot be told apart.
    NoTips,
    /// Something was probably marked or entered wrongly.
    Mistake(Mistake),
}

impl Caution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoReference => "no_reference",
            Self::ReferenceUnusable { .. } => "reference_unusable",
            Self::ChartUnusable { .. } => "chart_unusable",
            Self::ChartNotMatching { .. } => "chart_not_matching",
            Self::ChartVeiled { .. } => "chart_veiled",
            Self::SeveralCharts { .. } => "several_charts",
            Self::LightnessGuessed { .. } => "lightness_guessed",
            Self::WhitePaper => "white_paper",
            Self::ProfileAssumed => "profile_assumed",
            Self::ProfileUnusable { .. } => "profile_unusable",
            Self::WithoutColor => "without_color",
            Self::FewPixels { .. } => "few_pixels",
            Self::HardlySkin { .. } => "hardly_skin",
            Self::Clipped { .. } => "clipped",
            Self::Glare { .. } => "glare",
            Self::Shadow { .. } => "shadow",
            Self::Blemish { .. } => "blemish",
            Self::DimPlace { .. } => "dim_place",
            Self::LightBetween { .. } => "light_between",
            Self::GlossTakenOff { .. } => "gloss_taken_off",
            Self::Uneven { .. } => "uneven",
            Self::TwoTissues { .. } => "two_tissues",
            Self::TargetIsHair => "target_is_hair",
            Self::StubbleEstimated { .. } => "stubble_estimated",
            Self::RegionsDisagree { .. } => "regions_disagree",
            Self::NothingToMatch => "nothing_to_match",
            Self::NoShadeWithColor => "no_shade_with_color",
            Self::TooCloseToCall { .. } => "too_close_to_call",
            Self::LeaveIt => "leave_it",
            Self::LadderEnd { .. } => "ladder_end",
            Self::UsualDensity => "usual_density",
            Self::NothingNear { .. } => "nothing_near",
            Self::ReferenceSkin { .. } => "reference_skin",
            Self::NotHealed => "not_healed",
            Self::FromSwatch => "from_swatch",
            Self::MeasuredElsewhere => "measured_elsewhere",
            Self::SkinAssumed { .. } => "skin_assumed",
            Self::LighterThanAnyRecipe { .. } => "lighter_than_any_recipe",
            Self::CoolCast { .. } => "cool_cast",
            Self::BelowResolution { .. } => "below_resolution",
            Self::Scar => "scar",
            Self::Tanned => "tanned",
            Self::PaleBrows { .. } => "pale_brows",
            Self::Darker { .. } => "darker",
            Self::RegionsSuggested => "regions_suggested",
            Self::SmallPhoto { .. } => "small_photo",
            Self::Blurred { .. } => "blurred",
            Self::Overexposed { .. } => "overexposed",
            Self::Underexposed { .. } => "underexposed",
            Self::Dark { .. } => "dark",
            Self::MuchShine { .. } => "much_shine",
            Self::MixedLight { .. } => "mixed_light",
            Self::HasGainMap => "has_gain_map",
            Self::PortraitMode => "portrait_mode",
            Self::StronglyCompressed { .. } => "strongly_compressed",
            Self::LightFallsOff { .. } => "light_falls_off",
            Self::TipsFaint { .. } => "tips_faint",
            Self::CoverageUnsure { .. } => "coverage_unsure",
            Self::LittleSkin { .. } => "little_skin",
            Self::NoTips => "no_tips",
            Self::Mistake(mistake) => mistake.kind(),
        }
    }

    /// The doubt in plain words, with its number and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::NoReference => {
                "No reference in this photo: absolute colour is not reliable, compare inside the photo only".into()
            }
            Self::ReferenceUnusable { reason } => format!("Measured without a reference: {reason}"),
            Self::ChartUnusable { reason } => {
                format!("The chart in this photo is not used: {reason}. Retake the photo, or mark a grey card instead")
            }
            Self::ChartNotMatching { chart, difference } => format!(
                "The card does not match the published colours of a {chart} (ΔE00 {difference}): another make, a print, faded, or the photo is strongly processed. Its uncertainty is wider; give the card's own colours if you have them"
            ),
            Self::ChartVeiled { share } => format!(
                "Light lies over the chart like a veil, {:.0} % of its white: sheen, a sleeve, a faded or printed card, haze from the lens, or shadows that the camera lifted. Its uncertainty is wider; tilt the card out of the shine or clean the lens and retake",
                100.0 * share
            ),
            Self::SeveralCharts { others } => format!(
                "There are {} charts in this photo; the one that fits best is used. Which is right? Choose it, or place its corners",
                others + 1
            ),
            Self::LightnessGuessed { lightness } => format!(
                "The card is taken for one of L* {lightness:.0}; if it is another, every lightness is off: enter its L*"
            ),
            Self::WhitePaper => {
                "White paper is a last resort: brighteners make it bluish and sheets differ. Retake with a grey card".into()
            }
            Self::ProfileAssumed => "The photo carries no colour profile; sRGB was assumed".into(),
            Self::ProfileUnusable { reason, taken } => {
                format!("The photo's colour profile is unusable, {taken} was taken: {reason}. Save the photo anew as sRGB")
            }
            Self::WithoutColor => {
                "A photo without colour: only its lightness can be measured. Take one that is not black and white".into()
            }
            Self::FewPixels { used } => {
                format!("Only {used} usable pixels: draw a larger region or use a sharper photo")
            }
            Self::HardlySkin { residual } => format!(
                "Melanin and blood don't explain this skin by ΔE00 {residual}: is the region bare skin, and the colour true?"
            ),
            Self::Clipped { fraction } => {
                format!("{} of the region is clipped and left out: retake with less light", percent(*fraction))
            }
            Self::Glare { fraction } => {
                format!("{} of the region is shine, or as pale as a scar, and left out", percent(*fraction))
            }
            Self::Blemish { fraction } if *fraction > 0.3 => format!(
                "{} of the region is of another colour than the rest and left out: mark one tissue, or brush the other out",
                percent(*fraction)
            ),
            Self::Blemish { fraction } => {
                format!("{} of the region is a mole, a scar or of another colour, and left out", percent(*fraction))
            }
            Self::Shadow { fraction } => format!("{} of the region lies in shadow and is left out", percent(*fraction)),
            Self::DimPlace { light } => format!(
                "The region lies in the dimmest light on the head, {} of that of the reference: mark a place that faces the lamp",
                percent(*light)
            ),
            Self::LightBetween { factor } if *factor < 1.0 => format!(
                "The stubble lies in {} less light than the bare skin, which was taken out: mark both close to their border to be surer",
                percent(1.0 - factor)
            ),
            Self::LightBetween { factor } => format!(
                "The stubble lies in {} more light than the bare skin, which was taken out: mark both close to their border to be surer",
                percent(factor - 1.0)
            ),
            Self::GlossTakenOff { fraction } => {
                format!("{} of the region's light was gloss and was taken off", percent(*fraction))
            }
            Self::Uneven { difference } => {
                format!("Parts of the region differ by ΔE00 {difference}: choose an evenly lit patch of one tissue")
            }
            Self::TwoTissues { difference, share } => format!(
                "Two colours in one region, ΔE00 {difference} apart, the lesser in {} of it: a scar, perhaps. Mark one tissue, or brush the other out",
                percent(*share)
            ),
            Self::TargetIsHair => {
                "Matched to hair shafts, which are darker than shaved stubble: mark a stubble region".into()
            }
            Self::StubbleEstimated { coverage } => format!(
                "The target is estimated: this hair, shaved, over {} of the skin. Mark a stubble region for what is really there",
                percent(*coverage)
            ),
            Self::RegionsDisagree { tissue, difference } => format!(
                "Regions of {tissue} differ by up to ΔE00 {difference}: mottled scalps do, or one lies in other light or on other tissue"
            ),
            Self::NothingToMatch => "Nothing to match yet: mark the shaved stubble beside the bald area".into(),
            Self::NoShadeWithColor => "No shade of this catalog has a measured or computed colour".into(),
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
            Self::SkinAssumed { lab } => format!(
                "No bare skin was measured; L* {:.0}, a* {:.0}, b* {:.0} is assumed: mark bare skin",
                lab.l, lab.a, lab.b
            ),
            Self::LighterThanAnyRecipe { by } => format!(
                "The target is {by:.1} lighter in L* than the palest recipe with the fewest dots: no pigment lightens skin"
            ),
            Self::CoolCast { difference, hue_degrees } => format!(
                "Cool cast: a healed dot looks ΔE00 {difference} bluer than a shadow on this skin, its hue turned by {:.0}°. A paler or warmer recipe lessens it",
                hue_degrees.abs()
            ),
            Self::BelowResolution { difference, resolvable } => format!(
                "Target and skin differ by only ΔE00 {difference}, and this photo resolves {resolvable}: how dark to go is hardly known, begin with the palest"
            ),
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
            Self::Darker { by } => {
                format!(
                    "{by:.1} darker than the target in L*: too dark cannot be taken back, a lighter step can be built up"
                )
            }
            Self::RegionsSuggested => "The regions were proposed by the program: check them on the photo".into(),
            Self::SmallPhoto { width, height } => format!(
                "Only {width} × {height} pixels: use the camera's original file, messengers and screenshots shrink photos"
            ),
            Self::Blurred { edge_px } => format!(
                "Blurred: even the sharpest edges are {edge_px:.0} pixels wide or more, so stubble runs into skin. Retake: tap on the scalp to focus, steady the camera, more light"
            ),
            Self::Overexposed { fraction } => format!(
                "{} of the photo is overexposed and shows no colour. Retake with less light or a lower exposure",
                percent(*fraction)
            ),
            Self::Underexposed { stops } => format!(
                "Dark: {stops:.1} stops below the right exposure, so noise colours dark hair. Retake with more light or a higher exposure"
            ),
            Self::Dark { brightest, middle } => format!(
                "Dark: half of the photo sends back under {} of white's light, its brightest parts {}. Retake with more light, or a higher exposure if the light is behind the head",
                percent(*middle),
                percent(*brightest)
            ),
            Self::MuchShine { fraction } => format!(
                "Shine on {} of the scalp hides its colour. Retake: dab the skin dry, light it from the side or through a cloth, no flash",
                percent(*fraction)
            ),
            Self::MixedLight { difference } => format!(
                "Mixed light: its colour changes by ΔE00 {difference} over the photo. Retake with one kind of light: lamps off at the window, or curtains closed"
            ),
            Self::HasGainMap => "The photo has an HDR gain map: its base picture is measured, which the phone has tone-mapped. Retake with HDR off".into(),
            Self::PortraitMode => "Portrait mode may have blurred or relit the photo. Retake in the ordinary photo mode".into(),
            Self::StronglyCompressed { quality } => format!(
                "Strongly compressed (JPEG quality about {quality}) and without camera data, as messengers send photos: ask for the original file"
            ),
            Self::LightFallsOff { fraction } => format!(
                "Light falls off by {} over the photo. Retake with the lamp farther away or a second lamp on the dark side, the chart beside the scalp",
                percent(*fraction)
            ),
            Self::TipsFaint { difference } => format!(
                "Hair tips differ from the skin by only ΔE00 {difference}: how much they cover can hardly be told"
            ),
            Self::CoverageUnsure { coverage, uncertainty } => format!(
                "Tips cover {:.1} ± {:.1} % of the skin: mark longer hair too, or photograph nearer",
                coverage * 100.0,
                uncertainty * 100.0
            ),
            Self::LittleSkin { fraction } => format!(
                "Only {} of the region shows skin between the tips: mark bare skin too, or photograph nearer",
                percent(*fraction)
            ),
            Self::Mistake(mistake) => mistake.text(),
            Self::NoTips => {
                "Hair tips and skin cannot be told apart here: mark bare skin or longer hair too, or photograph nearer"
                    .into()
            }
        }
    }
}

fn percent(fraction: f64) -> String {
    format!("{:.0} %", (fraction * 100.0).max(1.0))
}

impl Serialize for Caution {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("Caution", 2)?;
        object.serialize_field("kind", self.kind())?;
        object.serialize_field("text", &self.text())?;
        object.end()
    }
}
