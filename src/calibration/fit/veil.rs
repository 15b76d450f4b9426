//! A veil over a card: light added to all of its patches alike.
//!
//! From the lens it lies over everything, and the curve that the readings ask for undoes it everywhere. On the card alone it
//! is sheen, a sleeve or the grey black of a print, and the rest of the photo is free of it. The patches can't tell which:
//! how far the two cameras are apart is a doubt.

use super::candidate::Candidate;
use super::chart_fit::{ChartFit, Veil};
use super::error::FitError;
use crate::calibration::chart::ChartReading;

/// Veils that are tried, as shares of the light of the white patch.
const TRIED: [f64; 8] = [0.005, 0.01, 0.02, 0.035, 0.055, 0.08, 0.12, 0.18];
/// A veil is there when it leaves this share of the misfit or less. On 39 clear drawn charts it leaves 0.97 at least, on a
/// veiled one 0.09, on real prints 0.63–0.77.
const LEAVES: f64 = 0.8;

/// The best candidate's camera, with the veil that explains the readings much better than none if there is one.
pub(super) fn fit_through_veil(best: Candidate, reading: &ChartReading) -> Result<ChartFit, FitError> {
    let Some(share) = veil_over(reading, &best) else { return best.into_fit(reading) };
    let cleared = without_veil(reading, best.chart.white(), share);
    let on_card = Candidate::explain(&cleared.patches, best.chart, best.curve.primaries);
    let on_card = on_card.ok_or(FitError::NotThisChart)?.into_fit(&cleared)?;
    let everywhere = best.into_fit(reading)?;
    Ok(ChartFit { veil: Some(Veil { share, on_card: Box::new(on_card) }), ..everywhere })
}

fn veil_over(reading: &ChartReading, without: &Candidate) -> Option<f64> {
    let misfit = |veil: f64| {
        let cleared = without_veil(reading, without.chart.white(), veil);
        Candidate::explain(&cleared.patches, without.chart, without.curve.primaries).map(|found| found.misfit())
    };
    let tried = TRIED.into_iter().filter_map(|veil| Some((veil, misfit(veil)?)));
    let (veil, left) = tried.min_by(|a, b| a.1.total_cmp(&b.1))?;
    (left < LEAVES * without.misfit()).then_some(veil)
}

/// The readings with so much of white's light taken from each patch.
fn without_veil(reading: &ChartReading, white: usize, share: f64) -> ChartReading {
    let white = reading.patches[white].light;
    let mut cleared = reading.clone();
    cleared.patches.iter_mut().for_each(|patch| patch.light = patch.light + white * -share);
    cleared
}
