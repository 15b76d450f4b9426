//! Doubts about what regions show.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::color::DeltaE;
use crate::photo::Tissue;
use crate::printable::percent;

/// One reason to trust the measurement of a region, or of several, less.
#[derive(Clone, Debug, PartialEq, Serialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MeasureCaution {
    /// Regions were proposed by the program, not drawn by a person.
    RegionsSuggested,
    /// Too few pixels to speak of a colour.
    FewPixels { used: u64 },
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
    /// Regions of one tissue differ by up to this.
    RegionsDisagree { tissue: Tissue, difference: DeltaE },
    /// Hair tips differ from the skin between them by no more than this.
    TipsFaint { difference: DeltaE },
    /// The share of skin that hair tips cover is known no better than this standard uncertainty.
    CoverageUnsure { coverage: f64, uncertainty: f64 },
    /// Hair tips leave only this share of the region's pixels to the skin.
    LittleSkin { fraction: f64 },
    /// Hair tips and the skin between them cannot be told apart.
    NoTips,
}

impl MeasureCaution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// The doubt in plain words, with its number and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::RegionsSuggested => "The regions were proposed by the program: check them on the photo".into(),
            Self::FewPixels { used } => {
                format!("Only {used} usable pixels: draw a larger region or use a sharper photo")
            }
            Self::Clipped { fraction } => {
                format!("{} of the region is clipped and left out: retake with less light", percent(*fraction))
            }
            Self::Glare { fraction } => {
                format!("{} of the region is shine, or as pale as a scar, and left out", percent(*fraction))
            }
            Self::Shadow { fraction } => format!("{} of the region lies in shadow and is left out", percent(*fraction)),
            Self::Blemish { fraction } if *fraction > 0.3 => format!(
                "{} of the region is of another colour than the rest and left out: mark one tissue, or brush the other out",
                percent(*fraction)
            ),
            Self::Blemish { fraction } => {
                format!("{} of the region is a mole, a scar or of another colour, and left out", percent(*fraction))
            }
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
            Self::RegionsDisagree { tissue, difference } => format!(
                "Regions of {tissue} differ by up to ΔE00 {difference}: mottled scalps do, or one lies in other light or on other tissue"
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
            Self::NoTips => {
                "Hair tips and skin cannot be told apart here: mark bare skin or longer hair too, or photograph nearer"
                    .into()
            }
        }
    }
}
