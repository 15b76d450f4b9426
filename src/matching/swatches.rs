//! Swatches photographed beside the head, ranked against the stubble inside one photo.
//!
//! Light and camera are the same for both, so that the comparison needs no reference; only its scale does.

use serde::Serialize;

use super::reason::describe;
use crate::calibration::Method;
use crate::color::{DeltaE, Difference, Lab, ciede2000};
use crate::measurement::{Combined, Measurement};
use crate::photo::RegionId;

/// Differences inside one photo repeat to this (a camera with a card, ΔE 0.04–0.34 over sessions).
const REPEAT: f64 = 0.3;

/// How far an unknown tone curve, exposure and cast stretch or shrink a difference, as a share of it (our choice: a strong
/// S-shaped picture style changes the slope of mid-tones by more than half, of most tones by less).
const UNKNOWN_SCALE: f64 = 0.3;

/// The same with a neutral patch, and with a chart.
const NEUTRAL_SCALE: f64 = 0.08;
const CHART_SCALE: f64 = 0.03;

/// One swatch and how far it is from the stubble beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SwatchMatch {
    /// Counted from 1, nearest first.
    pub rank: usize,
    pub region: RegionId,
    /// As the photo shows it; absolute only with a reference.
    pub lab: Lab,
    pub difference: DeltaE,
    /// Standard uncertainty of `difference`, that of the camera's absolute colour left out.
    pub uncertainty: DeltaE,
    pub direction: Difference,
    /// The measurement cannot tell it from the nearest: their differences lie within twice the uncertainty.
    pub as_near: bool,
    pub reason: String,
}

/// Ranks swatches by CIEDE2000 from the stubble; ties are broken by region.
///
/// `mixed` is how far stubble seems off an even surface because it is a mixture of hair and skin, seen through the camera's
/// curve; it counts in full without a reference, and with a chart not at all.
pub fn rank_swatches(stubble: &Combined, swatches: &[&Measurement], method: Method, mixed: DeltaE) -> Vec<SwatchMatch> {
    let mixed = if method == Method::Chart { DeltaE(0.0) } else { mixed };
    let mut ranked: Vec<SwatchMatch> = swatches.iter().map(|swatch| compare(stubble, swatch, method, mixed)).collect();
    ranked.sort_by(|p, q| p.difference.0.total_cmp(&q.difference.0).then(p.region.cmp(&q.region)));
    let Some(best) = ranked.first().cloned() else { return ranked };
    for (rank, swatch) in (1..).zip(&mut ranked) {
        let doubt = 2.0 * best.uncertainty.0.hypot(swatch.uncertainty.0);
        swatch.rank = rank;
        swatch.as_near = swatch.difference.0 - best.difference.0 <= doubt;
    }
    ranked
}

fn compare(stubble: &Combined, swatch: &Measurement, method: Method, mixed: DeltaE) -> SwatchMatch {
    let difference = ciede2000(stubble.lab, swatch.lab);
    let scale = match method {
        Method::None => UNKNOWN_SCALE,
        Method::Neutral => NEUTRAL_SCALE,
        Method::Chart => CHART_SCALE,
    };
    let parts = [REPEAT, scale * difference.0, stubble.relative_uncertainty.0, swatch.relative_uncertainty.0, mixed.0];
    SwatchMatch {
        rank: 0,
        region: swatch.region,
        lab: swatch.lab,
        difference,
        uncertainty: DeltaE(parts.iter().map(|part| part * part).sum::<f64>().sqrt()),
        direction: Difference::between(stubble.lab, swatch.lab),
        as_near: false,
        reason: describe(stubble.lab, swatch.lab),
    }
}
