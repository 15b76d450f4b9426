//! What is in doubt about a photo and its reference, whatever the regions show.

use super::inputs::Inputs;
use super::mistakes;
use crate::calibration::{Calibrated, Calibration, ReferenceCaution};
use crate::caution::Caution;
use crate::matching::MatchCaution;
use crate::measurement::MeasureCaution;
use crate::photo::PhotoCaution;

pub(super) fn of(inputs: &Inputs, calibrated: &Calibrated, has_target: bool) -> Vec<Caution> {
    let calibration = &calibrated.calibration;
    let doubts = [
        inputs.marks.has_suggestions().then_some(MeasureCaution::RegionsSuggested.into()),
        (!calibration.is_absolute()).then_some(ReferenceCaution::NoReference.into()),
        mistakes::guessed_card(calibration),
        is_paper(calibration).then_some(ReferenceCaution::WhitePaper.into()),
        inputs.photo.profile().doubt().map(Caution::from),
        inputs.photo.is_colorless().then_some(PhotoCaution::WithoutColor.into()),
        (!has_target).then_some(MatchCaution::NothingToMatch.into()),
    ];
    doubts.into_iter().flatten().chain(chart_doubts(calibrated).into_iter().map(Caution::from)).collect()
}

fn is_paper(calibration: &Calibration) -> bool {
    matches!(calibration, Calibration::Neutral(fit) if fit.is_paper)
}

/// The doubts about a chart: that it is not used, does not match, or is not the only one.
pub fn chart_doubts(calibrated: &Calibrated) -> Vec<ReferenceCaution> {
    let unusable = calibrated.unusable_chart.as_ref();
    let others = calibrated.other_charts.len();
    let doubts = [
        unusable.map(|chart| ReferenceCaution::ChartUnusable { reason: chart.reason.to_string() }),
        not_matching(&calibrated.calibration),
        veiled(&calibrated.calibration),
        (others > 0).then_some(ReferenceCaution::SeveralCharts { others }),
    ];
    doubts.into_iter().flatten().collect()
}

fn not_matching(calibration: &Calibration) -> Option<ReferenceCaution> {
    let Calibration::Chart(fit) = calibration else { return None };
    let doubt =
        ReferenceCaution::ChartNotMatching { chart: fit.chart.clone(), difference: fit.residual.cross_validated };
    (!fit.matches_chart()).then_some(doubt)
}

fn veiled(calibration: &Calibration) -> Option<ReferenceCaution> {
    let Calibration::Chart(fit) = calibration else { return None };
    fit.veil.as_ref().map(|veil| ReferenceCaution::ChartVeiled { share: veil.share })
}
