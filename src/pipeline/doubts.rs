//! What is in doubt about a photo and its reference, whatever the regions show.

use super::{Inputs, mistakes};
use crate::calibration::{Calibrated, Calibration};
use crate::caution::Caution;

pub(super) fn of(inputs: &Inputs, calibrated: &Calibrated, has_target: bool) -> Vec<Caution> {
    let calibration = &calibrated.calibration;
    let doubts = [
        inputs.are_regions_suggested.then_some(Caution::RegionsSuggested),
        (!calibration.is_absolute()).then_some(Caution::NoReference),
        mistakes::guessed_card(calibration),
        is_paper(calibration).then_some(Caution::WhitePaper),
        inputs.photo.profile().doubt(),
        inputs.photo.is_colorless().then_some(Caution::WithoutColor),
        (!has_target).then_some(Caution::NothingToMatch),
    ];
    doubts.into_iter().flatten().chain(chart_doubts(calibrated)).collect()
}

fn is_paper(calibration: &Calibration) -> bool {
    matches!(calibration, Calibration::Neutral(fit) if fit.is_paper)
}

/// The doubts about a chart: that it is not used, does not match, or is not the only one.
pub fn chart_doubts(calibrated: &Calibrated) -> Vec<Caution> {
    let unusable = calibrated.unusable_chart.as_ref();
    let others = calibrated.other_charts.len();
    let doubts = [
        unusable.map(|chart| Caution::ChartUnusable { reason: chart.reason.to_string() }),
        not_matching(&calibrated.calibration),
        veiled(&calibrated.calibration),
        (others > 0).then_some(Caution::SeveralCharts { others }),
    ];
    doubts.into_iter().flatten().collect()
}

fn not_matching(calibration: &Calibration) -> Option<Caution> {
    let Calibration::Chart(fit) = calibration else { return None };
    let doubt = Caution::ChartNotMatching { chart: fit.chart.clone(), difference: fit.residual.cross_validated };
    (!fit.matches_chart()).then_some(doubt)
}

fn veiled(calibration: &Calibration) -> Option<Caution> {
    let Calibration::Chart(fit) = calibration else { return None };
    fit.veil.as_ref().map(|veil| Caution::ChartVeiled { share: veil.share })
}
