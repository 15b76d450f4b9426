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

#[cfg(test)]
mod tests {
    use nalgebra::Matrix3;

    use super::*;
    use crate::calibration::chart::{HALF_SIDE, center_of};
    use crate::color::{Lab, LinearRgb};

    /// A photo of a chart through `view`, on an even wall.
    fn photo_of(view: &Homography, colors: [LinearRgb; PATCHES]) -> Photo {
        let from_photo = view.inverse().unwrap();
        let pixel = |n: u32| {
            // Four samples a pixel, so that edges lie between pixels as they do in a photo.
            let samples = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]];
            let light = samples.map(|[dx, dy]| {
                let [x, y] = from_photo.apply([f64::from(n % 640) + dx, f64::from(n / 640) + dy]);
                let on_chart = x > -MARGIN && y > -MARGIN && x < 5.0 + MARGIN && y < 3.0 + MARGIN;
                let (column, row) = (x.round().clamp(0.0, 5.0), y.round().clamp(0.0, 3.0));
                let on_patch = (x - column).abs() < HALF_SIDE && (y - row).abs() < HALF_SIDE;
                match (on_chart, on_patch) {
                    (false, _) => LinearRgb::new(0.3, 0.32, 0.28),
                    (true, false) => LinearRgb::WHITE * 0.035,
                    (true, true) => colors[row as usize * 6 + column as usize] * 0.9,
                }
            });
            let mean = light.into_iter().fold(LinearRgb::BLACK, |sum, light| sum + light * 0.25);
            let [r, g, b] = mean.to_srgb8();
            [r, g, b, 255]
        };
        Photo::from_rgba8("chart", 640, 480, (0..640 * 480).flat_map(pixel).collect()).unwrap()
    }

    const TILTED: Homography = Homography(Matrix3::new(46.0, -14.0, 220.0, 17.0, 44.0, 130.0, 0.012, 0.006, 1.0));

    fn patches() -> [LinearRgb; PATCHES] {
        Chart::after_november_2014().colors.map(Lab::to_linear)
    }

    fn find(photo: &Photo) -> Option<FoundChart> {
        detect_chart(photo, &Chart::known(), &Progress::unwatched()).unwrap()
    }

    #[test]
    fn a_turned_and_tilted_chart_is_found_to_half_a_percent() {
        let found = find(&photo_of(&TILTED, patches())).unwrap();
        let wanted = corners_of(&TILTED);
        let length = |[a, b]: [f64; 2], [c, d]: [f64; 2]| (a - c).hypot(b - d);
        let diagonal = length(wanted[0], wanted[2]);
        for (found, wanted) in found.corners.into_iter().zip(wanted) {
            assert!(length(found, wanted) < 0.005 * diagonal, "{found:?} {wanted:?}");
        }
        assert_eq!(found.fit.chart, Chart::after_november_2014().name);
    }

    #[test]
    fn glare_on_a_patch_leaves_it_out_and_finds_the_chart_all_the_same() {
        let mut glare = patches();
        glare[8] = glare[8] + LinearRgb::WHITE * 0.25;
        let found = find(&photo_of(&TILTED, glare)).unwrap();
        assert!(!found.fit.trusted[8] && found.fit.trusted.iter().filter(|trusted| **trusted).count() >= 22);
    }

    #[test]
    fn a_mirrored_chart_is_refused() {
        let mirrored = std::array::from_fn(|i| patches()[i / 6 * 6 + 5 - i % 6]);
        assert!(find(&photo_of(&TILTED, mirrored)).is_none());
    }

    #[test]
    fn a_grid_of_other_colours_is_refused() {
        assert!(find(&photo_of(&TILTED, std::array::from_fn(|i| patches()[(7 * i + 3) % 24]))).is_none());
    }

    #[test]
    fn corners_set_by_hand_are_corrected_by_the_patches() {
        let photo = photo_of(&TILTED, patches());
        let rough = corners_of(&TILTED).map(|[x, y]| [x + 2.0, y - 1.5]);
        let reading = read_chart(&photo, rough).unwrap();
        let [x, y] = reading.patches[23].pos_in_photo;
        let wanted = TILTED.apply(center_of(23));
        assert!((x - wanted[0]).hypot(y - wanted[1]) < 0.3, "{x} {y} {wanted:?}");
    }

    #[test]
    fn a_cancelled_search_ends() {
        let progress = Progress::unwatched();
        progress.cancel();
        assert_eq!(detect_chart(&photo_of(&TILTED, patches()), &Chart::known(), &progress), Err(Cancelled));
    }
}
