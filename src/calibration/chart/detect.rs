//! Finding a chart anywhere in a photo.
//!
//! Even blobs → blobs in rows and columns → the chart's colours on them → exact place from the look of patches and frame → a fit that has
//! to be good. The last step is what refuses mirrored, cut-off and half-shadowed charts and everything that is no chart.

use super::align::align;
use super::blobs::{Blob, Steps};
use super::field::{Field, distinct};
use super::homography::Homography;
use super::lattice::from_seed;
use super::pattern::{Pattern, Placement};
use super::readings::{ChartReading, read_view};
use super::reduced::Reduced;
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
/// Where it is looked for, cheapest first: how often the copy is halved, and thousandths of root light between pixels
/// that still belong to one patch, for clean and for noisy photos. The last look takes the blobs of several together:
/// where patches have few pixels, no number is right for all 24.
const LOOKS: [(usize, &[&[u8]]); 3] =
    [(2, &[&[50], &[90]]), (1, &[&[60], &[35]]), (0, &[&[50], &[90], &[130, 90, 65, 45, 30]])];
/// Grids that are grown in one look.
const MOST_GRIDS: usize = 150;
/// Places that are looked at closely in vain before the search ends.
const MOST_REFUSED: usize = 4;
/// The middle of the chart, on it.
const MIDDLE: [f64; 2] = [2.5, 1.5];
/// Agreement that makes a placement worth a closer look, and the one that needs no comparison with others.
const PROMISING: f64 = 0.8;
const CLEAR: f64 = 0.93;
/// Pitch in pixels at which a chart is first aligned.
const ALIGNED_PITCH: f64 = 24.0;
/// ΔE00 by which patches may differ from what the others predict.
const WORST_CROSS_VALIDATED: f64 = 4.0;
/// Patches that must agree with each other: glare, a finger and a hair take five, a shadow over a third takes more.
const FEWEST_TRUSTED: usize = 19;

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
    let mut search = Search { photo, charts, copies: &copies, refused: Vec::new() };
    for (halvings, looks) in LOOKS {
        let steps = Steps::of(&copies[halvings]);
        for thresholds in looks {
            progress.report("looking for a color chart", 1, 1)?;
            let blobs = distinct(thresholds.iter().flat_map(|most| steps.even_blobs(*most)).collect());
            for placement in placements(&copies[halvings], &blobs, &pattern) {
                if let Some(found) = search.confirm(halvings, &placement) {
                    return Ok(Some(found));
                }
            }
        }
    }
    Ok(None)
}

/// Grids that look like the chart, the most alike first.
fn placements(reduced: &Reduced, blobs: &[Blob], pattern: &Pattern) -> Vec<Placement> {
    let field = Field::new(blobs);
    let mut used = vec![false; blobs.len()];
    let mut promising = Vec::new();
    let mut left = MOST_GRIDS;
    for seed in field.varied() {
        if left == 0 {
            break;
        }
        if used[seed] {
            continue;
        }
        let Some(lattice) = from_seed(&field, seed) else { continue };
        left -= 1;
        let near = |place: [i32; 2]| place.into_iter().all(|p| p.abs() <= SETTLED);
        lattice.nodes().iter().filter(|node| near(node.place)).for_each(|node| used[node.blob] = true);
        let placement = pattern.best_placement(reduced, &lattice);
        promising.extend(placement.filter(|placement| placement.agreement > PROMISING));
        if promising.last().is_some_and(|placement| placement.agreement > CLEAR) {
            break;
        }
    }
    promising.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
    promising
}

/// Blobs up to so many places from the first of a grid start no other one.
const SETTLED: i32 = 1;

/// A photo with copies of it, each half as large as the one before.
struct Search<'a> {
    photo: &'a Photo,
    charts: &'a [Chart],
    copies: &'a [Reduced; 3],
    /// Where something like a chart was looked at closely and is none, at full size.
    refused: Vec<Homography>,
}

impl Search<'_> {
    fn confirm(&mut self, halvings: usize, placement: &Placement) -> Option<FoundChart> {
        let rough = placement.view.scaled(self.copies[halvings].step);
        if self.refused.len() == MOST_REFUSED || self.refused.iter().any(|refused| is_same(refused, &rough)) {
            return None;
        }
        let view = self.aligned(&rough)?;
        let reading = read_view(self.photo, &view);
        let fit = fit_chart(&reading, self.charts).ok().filter(is_good);
        if fit.is_none() {
            self.refused.push(view);
        }
        fit.map(|fit| FoundChart { corners: corners_of(&view), reading, fit })
    }

    /// A view at full size: aligned on the smallest copy that shows the chart well, then on the photo itself.
    fn aligned(&self, view: &Homography) -> Option<Homography> {
        let pitch = view.unit_at(MIDDLE);
        let [full, ..] = self.copies;
        let copy = self.copies.iter().rev().find(|copy| pitch / copy.step > ALIGNED_PITCH).unwrap_or(full);
        let on_copy = align(&|place| copy.light_at(place), &view.scaled(1.0 / copy.step))?;
        align(&|place| light_at(self.photo, place), &on_copy.scaled(copy.step))
    }
}

/// Whether two views put the middle of the chart at about the same place.
fn is_same(a: &Homography, b: &Homography) -> bool {
    let ([x, y], [u, v]) = (a.apply(MIDDLE), b.apply(MIDDLE));
    (x - u).hypot(y - v) < 0.4 * a.unit_at(MIDDLE)
}

/// Whether the colours are those of a chart that is seen whole: a row or column on its rim that can't be trusted is
/// hidden or none of the chart's.
fn is_good(fit: &ChartFit) -> bool {
    let trusted = |patches: &mut dyn Iterator<Item = usize>| patches.filter(|&i| fit.trusted[i]).count();
    let columns = [0, 5].map(|column| trusted(&mut (0..4).map(|row| 6 * row + column)));
    let rows = [0, 3].map(|row| trusted(&mut (6 * row..6 * row + 6)));
    let is_whole = columns.into_iter().all(|count| count >= 2) && rows.into_iter().all(|count| count >= 3);
    is_whole && trusted(&mut (0..PATCHES)) >= FEWEST_TRUSTED && fit.residual.cross_validated.0 < WORST_CROSS_VALIDATED
}

/// Light at a place between pixels, bilinear.
fn light_at(photo: &Photo, [x, y]: [f64; 2]) -> Option<[f64; 3]> {
    let (x, y) = (x - 0.5, y - 0.5);
    if !(x >= 0.0 && y >= 0.0) {
        return None;
    }
    let (column, row, right, below) = (x as u32, y as u32, x.fract(), y.fract());
    let light = |dx, dy| photo.pixel(column + dx, row + dy).map(|pixel| pixel.light);
    let above = light(0, 0)? * (1.0 - right) + light(1, 0)? * right;
    let under = light(0, 1)? * (1.0 - right) + light(1, 1)? * right;
    Some((above * (1.0 - below) + under * below).to_array())
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
    let view = align(&|place| light_at(photo, place), &given).filter(near).unwrap_or(given);
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
