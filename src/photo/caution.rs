//! Doubts about a photo as a whole: its file, its exposure and its light.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::color::DeltaE;
use crate::printable::percent;

/// One reason to trust a photo less, with what to do about it.
#[derive(Clone, Debug, PartialEq, Serialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PhotoCaution {
    /// The photo is black and white.
    WithoutColor,
    /// The photo carries no colour profile; sRGB was assumed.
    ProfileAssumed,
    /// The photo's own profile can't be used for this reason; another space was taken.
    ProfileUnusable { reason: String, taken: String },
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
    /// Light falls off over the photo by this share, as the chart, the neutral cards or the backdrop show.
    LightFallsOff { fraction: f64 },
    /// The file's own picture was brightened for other screens; the base picture is measured.
    HasGainMap,
    /// Software may have blurred or relit the photo.
    PortraitMode,
    /// A JPEG of low quality (1–100, libjpeg's scale) without camera data, as messengers send it.
    StronglyCompressed { quality: u8 },
}

impl PhotoCaution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// The doubt in plain words, with its number and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::WithoutColor => {
                "A photo without colour: only its lightness can be measured. Take one that is not black and white".into()
            }
            Self::ProfileAssumed => "The photo carries no colour profile; sRGB was assumed".into(),
            Self::ProfileUnusable { reason, taken } => {
                format!("The photo's colour profile is unusable, {taken} was taken: {reason}. Save the photo anew as sRGB")
            }
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
            Self::LightFallsOff { fraction } => format!(
                "Light falls off by {} over the photo. Retake with the lamp farther away or a second lamp on the dark side, the chart beside the scalp",
                percent(*fraction)
            ),
            Self::HasGainMap => "The photo has an HDR gain map: its base picture is measured, which the phone has tone-mapped. Retake with HDR off".into(),
            Self::PortraitMode => "Portrait mode may have blurred or relit the photo. Retake in the ordinary photo mode".into(),
            Self::StronglyCompressed { quality } => format!(
                "Strongly compressed (JPEG quality about {quality}) and without camera data, as messengers send photos: ask for the original file"
            ),
        }
    }
}
