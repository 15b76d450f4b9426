//! A chart whose corners a person set.

use super::align::align;
use super::corners::Outline;
use super::detect::light_at;
use super::readings::{ChartReading, read_view};
use super::{Chart, Grid, HALF_SIDE, Order};
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
/// They are those of the frame; of a chart with its own order those of its patches, the first patch's first. Where the
/// patches' edges are seen near by, they correct corners that were set by hand. What lies around is not looked at: of a
/// Classic and the middle of a Digital SG the one whose patches predict each other better is taken. `None` where the
/// corners span no chart.
pub fn place_chart(photo: &Photo, corners: [[f64; 2]; 4], charts: &[Chart]) -> Option<PlacedChart> {
    let placed = alike(charts).into_iter().filter_map(|charts| {
        let Chart { order, grid, .. } = charts.first()?;
        let reading = read_placed(photo, *order, *grid, corners)?;
        let fit = fit_chart(&reading, &charts);
        Some(PlacedChart { reading, fit })
    });
    placed.reduce(|best, next| if misses(&next) < misses(&best) { next } else { best })
}

/// The charts in groups that lie alike.
fn alike(charts: &[Chart]) -> Vec<Vec<Chart>> {
    let mut groups: Vec<Vec<Chart>> = Vec::new();
    for chart in charts {
        let is_alike =
            |group: &&mut Vec<Chart>| group.iter().all(|one| one.order == chart.order && one.grid == chart.grid);
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(chart.clone()),
            None => groups.push(vec![chart.clone()]),
        }
    }
    groups
}

fn misses(placed: &PlacedChart) -> f64 {
    placed.fit.as_ref().map_or(f64::INFINITY, |fit| fit.residual.cross_validated.0)
}

fn read_placed(photo: &Photo, order: Order, grid: Grid, corners: [[f64; 2]; 4]) -> Option<ChartReading> {
    let outline = Outline::of(order, grid);
    let given = outline.view_to(corners)?;
    let aligned = align(&|place| light_at(photo, place), grid, &given);
    Some(match aligned.filter(|aligned| outline.farthest_apart(&aligned.view, &given) < FARTHEST_CORRECTED) {
        Some(aligned) => read_view(photo, grid, order, &aligned.view, aligned.half),
        None => read_view(photo, grid, order, &given, HALF_SIDE),
    })
}
