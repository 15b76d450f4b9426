//! What a photo's reference leaves in doubt.

use crate::calibration::{Calibrated, Calibration};
use crate::caution::Caution;

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
