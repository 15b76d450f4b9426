use serde::Serialize;
use strum::IntoStaticStr;

use crate::color::{DeltaE, Lab};
use crate::photo::Tissue;
use crate::printable::percent;

/// Something that was probably marked or entered wrongly: what is seen contradicts it.
#[derive(Clone, Debug, PartialEq, Serialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Mistake {
    /// A skin region lighter or darker than any human skin.
    ImpossibleSkin { lightness: f64, reference: Exposure },
    /// A skin region of a colour that no skin has, this far from the nearest.
    NotSkin { difference: DeltaE },
    /// The neutral card covers this share of the region.
    CardOnRegion { fraction: f64 },
    /// The color chart covers this share of the region.
    ChartOnRegion { fraction: f64 },
    /// The meter's reading and the photo's colour of a tissue lie farther apart than both can be wrong.
    MeterContradictsPhoto { tissue: Tissue, meter: Lab, photo: Lab, difference: DeltaE },
    /// Readings of the meter do not say what it was held to; bare skin was taken.
    MeterSubjectAssumed { readings: usize },
    /// Readings of the meter name neither light nor observer; D50 and 2° were taken.
    MeterConditionAssumed { readings: usize },
    /// The card is taken for one of a lightness, and may as well be one of the others.
    CardNotClear { lightness: f64, others: Vec<f64> },
}

/// What a photo's lightness rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    Nothing,
    Card,
    Chart,
}

impl Mistake {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    /// What contradicts what, and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::ImpossibleSkin { lightness, reference } => impossible_skin(*lightness, *reference),
            Self::NotSkin { difference } => format!(
                "The region doesn't look like skin: ΔE00 {difference} from any skin's colour. Mark bare skin, or check the reference"
            ),
            Self::CardOnRegion { fraction } => {
                format!("The card overlaps {} of the region: mark the card and the region apart", percent(*fraction))
            }
            Self::ChartOnRegion { fraction } => {
                format!("The chart overlaps {} of the region: mark the region beside the chart", percent(*fraction))
            }
            Self::MeterContradictsPhoto { tissue, meter, photo, difference } => format!(
                "The meter reads {tissue} as {}, the photo shows {}, ΔE00 {difference} apart: one of them is wrong. Check that the reading is of this head and place, or take the reading out",
                numbers(*meter),
                numbers(*photo)
            ),
            Self::MeterSubjectAssumed { readings } => format!(
                "{} of the meter not said to be of skin, stubble or hair: taken for bare skin. Add a column “subject”",
                counted(*readings)
            ),
            Self::MeterConditionAssumed { readings } => format!(
                "{} of the meter without illuminant and observer: D50 and 2° were taken. Add columns “illuminant” and “observer”",
                counted(*readings)
            ),
            Self::CardNotClear { lightness, others } => format!(
                "Which card is it? It is taken for L* {lightness:.0}, and may be {}: then every lightness is off. Enter its L*",
                listed(others)
            ),
        }
    }
}

fn impossible_skin(lightness: f64, reference: Exposure) -> String {
    let skin = match lightness {
        _ if lightness > 100.0 => format!("Skin of L* {lightness:.0} is impossible, lighter than white"),
        _ if lightness > 50.0 => format!("L* {lightness:.0} is lighter than any skin"),
        _ => format!("L* {lightness:.0} is darker than any skin"),
    };
    let advice = match reference {
        Exposure::Card => "the card's L* is probably another, or the region is no skin. Check both",
        Exposure::Chart => "the region is probably no skin, or lies in other light than the chart. Check both",
        Exposure::Nothing => "the photo's exposure is off, or the region is no skin. Retake with a grey card",
    };
    format!("{skin}: {advice}")
}

fn listed(lightness: &[f64]) -> String {
    lightness.iter().map(|l| format!("{l:.0}")).collect::<Vec<_>>().join(" or ")
}

fn counted(readings: usize) -> String {
    if readings == 1 { "1 reading".into() } else { format!("{readings} readings") }
}

fn numbers(lab: Lab) -> String {
    format!("L* {:.1}, a* {:.1}, b* {:.1}", lab.l, lab.a, lab.b)
}
