//! Doubts about what gives a photo its true colours.

use serde::Serialize;
use strum::IntoStaticStr;

use crate::color::DeltaE;

/// One reason to trust the colours that a reference gives less.
#[derive(Clone, Debug, PartialEq, Serialize, IntoStaticStr)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReferenceCaution {
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
}

impl ReferenceCaution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        self.into()
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
                "White paper is a last resort: brighteners make it bluish and sheets differ. Retake with a grey card"
                    .into()
            }
        }
    }
}
