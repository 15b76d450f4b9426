//! Doubts about a result, with their numbers: shown beside it, printed in the report, returned in JSON.
//!
//! Each stage owns its own; here they become one. A doubt never steers the program: what does is a field.

mod mistake;

pub use mistake::{Exposure, Mistake};

use serde::Serialize;

use crate::calibration::ReferenceCaution;
use crate::matching::MatchCaution;
use crate::measurement::MeasureCaution;
use crate::photo::PhotoCaution;

/// One reason to trust a result less.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Caution {
    Photo(PhotoCaution),
    Reference(ReferenceCaution),
    Measure(MeasureCaution),
    Match(MatchCaution),
    /// Something was probably marked or entered wrongly.
    Mistake(Mistake),
}

impl Caution {
    /// A stable name for other programs.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Photo(doubt) => doubt.kind(),
            Self::Reference(doubt) => doubt.kind(),
            Self::Measure(doubt) => doubt.kind(),
            Self::Match(doubt) => doubt.kind(),
            Self::Mistake(doubt) => doubt.kind(),
        }
    }

    /// The doubt in plain words, with its number and what to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::Photo(doubt) => doubt.text(),
            Self::Reference(doubt) => doubt.text(),
            Self::Measure(doubt) => doubt.text(),
            Self::Match(doubt) => doubt.text(),
            Self::Mistake(doubt) => doubt.text(),
        }
    }

    /// Whether what gives the photo its true colours is in doubt.
    pub fn is_about_reference(&self) -> bool {
        matches!(self, Self::Reference(_) | Self::Mistake(Mistake::CardNotClear { .. }))
    }
}

impl From<PhotoCaution> for Caution {
    fn from(doubt: PhotoCaution) -> Self {
        Self::Photo(doubt)
    }
}

impl From<ReferenceCaution> for Caution {
    fn from(doubt: ReferenceCaution) -> Self {
        Self::Reference(doubt)
    }
}

impl From<MeasureCaution> for Caution {
    fn from(doubt: MeasureCaution) -> Self {
        Self::Measure(doubt)
    }
}

impl From<MatchCaution> for Caution {
    fn from(doubt: MatchCaution) -> Self {
        Self::Match(doubt)
    }
}

impl From<Mistake> for Caution {
    fn from(doubt: Mistake) -> Self {
        Self::Mistake(doubt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{DeltaE, Lab};
    use crate::photo::Tissue;

    #[test]
    fn json_names_the_kind_and_keeps_the_numbers() {
        let doubts: [(Caution, serde_json::Value); 5] = [
            (PhotoCaution::HasGainMap.into(), serde_json::json!({ "kind": "has_gain_map" })),
            (
                ReferenceCaution::ChartVeiled { share: 0.25 }.into(),
                serde_json::json!({ "kind": "chart_veiled", "share": 0.25 }),
            ),
            (
                MeasureCaution::RegionsDisagree { tissue: Tissue::Skin, difference: DeltaE(3.5) }.into(),
                serde_json::json!({ "kind": "regions_disagree", "tissue": "skin", "difference": 3.5 }),
            ),
            (
                MatchCaution::SkinAssumed { lab: Lab::new(60.0, 8.0, 14.0) }.into(),
                serde_json::json!({ "kind": "skin_assumed", "lab": [60.0, 8.0, 14.0] }),
            ),
            (
                Mistake::CardNotClear { lightness: 50.0, others: vec![81.0] }.into(),
                serde_json::json!({ "kind": "card_not_clear", "lightness": 50.0, "others": [81.0] }),
            ),
        ];
        for (doubt, json) in doubts {
            assert_eq!(serde_json::to_value(&doubt).expect("a doubt is plain data"), json);
            assert_eq!(json["kind"], doubt.kind());
        }
    }
}
