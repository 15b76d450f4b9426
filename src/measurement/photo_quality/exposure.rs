use super::glance::{Glance, Spot};
use crate::color::quantile;
use crate::photo::PhotoCaution;

/// A share of overexposed pixels worth a word (our choice, as for a single region).
const OVEREXPOSED_SHARE: f64 = 0.02;

/// Stops below the right exposure worth a word (our choice: black hair of L* 15 then has 19 of 255 code values, where
/// a step of one is half a ΔE00 and noise is more).
const UNDEREXPOSED_STOPS: f64 = 1.5;

/// Without a reference a photo is dark when all but a twentieth is below this luminance, L* 34, or half of it below
/// L* 16 (our choice: dark skin, correctly exposed, fills a frame without a word; the very darkest alone in the frame
/// gets one, and a longer exposure is better for it).
const DARK_BRIGHTEST: f64 = 0.08;
const DARK_MEDIAN: f64 = 0.02;

/// The share of the photo below what counts as its brightest: lamps and a chart's white are above.
const BELOW_BRIGHTEST: f64 = 0.95;

/// Overexposed parts; white ones that reach the rim of the frame are taken for a backdrop or a window.
pub(super) fn overexposed(glance: &Glance) -> Option<PhotoCaution> {
    let parts = glance.grid.parts(&glance.marked(|spot| spot.overexposed));
    let is_backdrop = |part: &Vec<usize>| {
        let white = part.iter().filter(|&&spot| is_white(&glance.spots[spot])).count();
        2 * white > part.len() && part.iter().any(|&spot| glance.grid.is_rim(spot))
    };
    let count: usize = parts.iter().filter(|part| !is_backdrop(part)).map(Vec::len).sum();
    let fraction = glance.share(count);
    (fraction > OVEREXPOSED_SHARE).then_some(PhotoCaution::Overexposed { fraction })
}

/// All channels are near the end of the range.
fn is_white(spot: &Spot) -> bool {
    spot.luminance > 0.9 && spot.light.b > 0.85 * spot.light.r
}

/// Too little light, by the reference's word where there is one: `stops_under` the right exposure.
pub(super) fn dark(glance: &Glance, stops_under: Option<f64>) -> Option<PhotoCaution> {
    match stops_under {
        Some(stops) => (stops > UNDEREXPOSED_STOPS).then_some(PhotoCaution::Underexposed { stops }),
        None => without_reference(glance),
    }
}

fn without_reference(glance: &Glance) -> Option<PhotoCaution> {
    let mut luminances = glance.luminances();
    let brightest = quantile(&mut luminances, BELOW_BRIGHTEST);
    let middle = quantile(&mut luminances, 0.5);
    (brightest < DARK_BRIGHTEST || middle < DARK_MEDIAN).then_some(PhotoCaution::Dark { brightest, middle })
}
