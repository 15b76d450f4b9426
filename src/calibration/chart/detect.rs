//! Finding a chart anywhere in a photo.
//!
//! Even blobs → blobs in rows and columns → the chart's colours on them → exact place from patch edges → a fit that has
//! to be good. The last step is what refuses mirrored, cut-off and half-shadowed charts and everything that is no chart.

use super::blobs::even_blobs;
use super::homography::Homography;
use super::lattice::lattices;
use super::pattern::{Pattern, Placement};
use super::readings::{ChartReading, read_view};
use super::reduced::Reduced;
use super::refine::refine;
use super::{Chart, MARGIN, PATCHES};
use crate::calibration::fit::{ChartFit, fit_chart};
use crate::photo::Photo;
use crate::progress::{Cancelled, Progress};

/// A chart in a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundChart {
    /// Outer corners of the frame in photo pixels: by the dark-skin patch, then clockwise.
    pub corners: [[f64; 2]; 4],
    pub reading: ChartReading,
    pub fit: ChartFit,
}

/// Longest side of the copy that is searched: at it, the smallest charts (5 % of the frame) have patches of 11 pixels.
const LONGEST_SIDE: usize = 1600;
/// Where it is looked for, cheapest first: how often the copy is halved, and steps of root light between pixels that
/// still belong to one patch, for clean and for noisy photos.
const LOOKS: [(usize, f32); 9] =
    [(2, 0.05), (2, 0.09), (1, 0.06), (1, 0.035), (1, 0.1), (0, 0.05), (0, 0.09), (2, 0.025), (0, 0.025)];
/// Grids of one look that are compared with the chart, those with about as many blobs first.
const MOST_GRIDS: usize = 12;
/// Agreement that makes a grid worth a closer look, and the one that ends the search.
const PROMISING: f64 = 0.8;
/// ΔE00 by which patches may differ from what the others predict.
const WORST_CROSS_VALIDATED: f64 = 4.0;
/// Patches that must agree with each other.
const FEWEST_TRUSTED: usize = 16;

/// The chart in the photo, if there is one whose colours can be trusted.
///
/// # Errors
/// When `progress` was cancelled.
pub fn detect_chart(photo: &Photo, charts: &[Chart], progress: &Progress) -> Result<Option<FoundChart>, Cancelled> {
    let Some(pattern) = charts.first().map(Pattern::of) else { return Ok(None) };
    let full = Reduced::from_photo(photo, LONGEST_SIDE, progress)?;
    let half = full.halved();
    let quarter = half.halved();
    let copies = [full, half, quarter];
    for (halvings, threshold) in LOOKS {
        progress.report("looking for a color chart", 1, 1)?;
        let reduced = &copies[halvings];
        let placements = placements(reduced, threshold, &pattern);
        if let Some(found) = placements.iter().find_map(|placement| confirm(photo, charts, reduced, placement)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Grids that look like the chart, the most alike first.
fn placements(reduced: &Reduced, threshold: f32, pattern: &Pattern) -> Vec<Placement> {
    let mut lattices = lattices(&even_blobs(reduced, threshold));
    lattices.sort_by_key(|lattice| lattice.len().abs_diff(PATCHES));
    let best = lattices.iter().take(MOST_GRIDS).filter_map(|lattice| pattern.best_placement(reduced, lattice));
    let mut promising: Vec<Placement> = best.filter(|placement| placement.agreement > PROMISING).collect();
    promising.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
    promising
}

fn confirm(photo: &Photo, charts: &[Chart], reduced: &Reduced, placement: &Placement) -> Option<FoundChart> {
    let view = refine(photo, &placement.view.scaled(reduced.step))?;
    let reading = read_view(photo, &view);
    let fit = fit_chart(&reading, charts).ok()?;
    let trusted = fit.trusted.iter().filter(|trusted| **trusted).count();
    let good = fit.residual.cross_validated.0 < WORST_CROSS_VALIDATED && trusted >= FEWEST_TRUSTED;
    good.then(|| FoundChart { corners: corners_of(&view), reading, fit })
}

fn corners_of(view: &Homography) -> [[f64; 2]; 4] {
    outer_corners().map(|corner| view.apply(corner))
}

/// The frame's corners on the chart, patch middles being at whole numbers.
fn outer_corners() -> [[f64; 2]; 4] {
    let (left, right, bottom) = (-MARGIN, 5.0 + MARGIN, 3.0 + MARGIN);
    [[left, left], [right, left], [right, bottom], [left, bottom]]
}

/// Reads a chart whose outer corners are known: by the dark-skin patch, then clockwise.
///
/// Where the patches' edges are seen near by, they correct corners that were set by hand.
pub fn read_chart(photo: &Photo, corners: [[f64; 2]; 4]) -> Option<ChartReading> {
    let pairs: Vec<_> = outer_corners().into_iter().zip(corners).collect();
    let given = Homography::from_points(&pairs)?;
    let near = |view: &Homography| {
        let moved = outer_corners().map(|corner| {
            let ([x, y], [u, v]) = (view.apply(corner), given.apply(corner));
            (x - u).hypot(y - v) / given.unit_at(corner)
        });
        moved.into_iter().all(|pitches| pitches < 0.3)
    };
    let view = refine(photo, &given).filter(near).unwrap_or(given);
    Some(read_view(photo, &view))
}
