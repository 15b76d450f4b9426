//! A chart whose corners a person set.

use super::align::align;
use super::corners::{farthest_apart, view_of};
use super::detect::light_at;
use super::homography::Homography;
use super::readings::{ChartReading, read_view};
use super::{Chart, HALF_SIDE, Order};
use crate::calibration::fit::{ChartFit, FitError, fit_chart};
use crate::photo::Photo;

/// Pitches by which the patches' edges may correct a corner.
const FARTHEST_CORRECTED: f64 = 0.3;

/// A chart where a person said that it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedChart {
    pub reading: ChartReading,
    /// The camera that the chart shows, or why it can't be used.
    pub fit: Result<ChartFit, FitError>,
}

/// Reads and fits a chart whose outer corners are known: by the dark-skin patch, then clockwise. It may be any of `charts`.
///
/// Where the patches' edges are seen near by, they correct corners that were set by hand. What lies around is not looked
/// at: of a Classic and the middle of a Digital SG the one whose patches predict each other better is taken. `None` where
/// the corners span no chart.
pub fn place_chart(photo: &Photo, corners: [[f64; 2]; 4], charts: &[Chart]) -> Option<PlacedChart> {
    let orders = [Order::Classic, Order::DigitalSg, Order::SpyderCheckr24];
    let placed = orders.into_iter().filter_map(|order| {
        let candidates: Vec<Chart> = charts.iter().filter(|chart| chart.order == order).cloned().collect();
        let reading = read_placed(photo, &view_of(corners, order)?);
        let fit = (!candidates.is_empty()).then(|| fit_chart(&reading, &candidates))?;
        Some(PlacedChart { reading, fit })
    });
    placed.reduce(|best, next| if misses(&next) < misses(&best) { next } else { best })
}

fn misses(placed: &PlacedChart) -> f64 {
    placed.fit.as_ref().map_or(f64::INFINITY, |fit| fit.residual.cross_validated.0)
}

fn read_placed(photo: &Photo, given: &Homography) -> ChartReading {
    let aligned = align(&|place| light_at(photo, place), given);
    match aligned.filter(|aligned| farthest_apart(&aligned.view, given) < FARTHEST_CORRECTED) {
        Some(aligned) => read_view(photo, &aligned.view, aligned.half),
        None => read_view(photo, given, HALF_SIDE),
    }
}
