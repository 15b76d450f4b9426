//! Finding charts anywhere in a photo.
//!
//! Even blobs → blobs in rows and columns → a chart's colours on them → exact place from the look of patches and gaps. What
//! decides is the pattern of the colours up to a smooth change of colour and light: on real charts of any make and
//! lamp it explains 96 % of their variance and more, on anything else, mirrored and shuffled charts included, 90 % at most.
//! Whether the colours are good enough to calibrate by is the fit's to say.

use super::align::{Aligned, align};
use super::blob_field::{Field, distinct};
use super::blobs::{Blob, Steps};
use super::corners::Outline;
use super::homography::Homography;
use super::lattice::{Extent, from_seed};
use super::pattern::{Pattern, Placement};
use super::readings::{ChartReading, read_view};
use super::reduced_photo::Reduced;
use super::{Chart, Grid, HALF_SIDE, Order, PATCHES};
use crate::calibration::fit::{ChartFit, FitError, fit_chart};
use crate::color::LinearRgb;
use crate::photo::{self, Photo};
use crate::progress::{Cancelled, Progress};

/// A chart in a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundChart {
    pub order: Order,
    /// In photo pixels, clockwise: outer corners of the frame from the one by the dark-skin patch; of a chart with its own
    /// order those of its patches from the first.
    pub corners: [[f64; 2]; 4],
    pub reading: ChartReading,
    /// The camera that the chart shows, or why it can't be used.
    pub fit: Result<ChartFit, FitError>,
}

/// Longest side of the copy that is searched: at it, the smallest charts (5 % of the frame) have patches of 11 pixels.
const LONGEST_SIDE: usize = 1600;
/// Thousandths of root light between pixels that still belong to one patch. All are tried at once: no number is right for
/// all patches of a photo, as edges are weak between dark patches and strong noise lies on light ones.
const EVEN: [u8; 6] = [130, 90, 65, 45, 30, 18];
/// Grids that are grown in one look.
const MOST_GRIDS: usize = 150;
/// Places that are looked at closely in vain before the search ends.
const MOST_REFUSED: usize = 6;
/// Agreement that makes a placement worth a closer look, the one of a chart, and the one that needs no edges in sight.
const PROMISING: f64 = 0.8;
const IS_CHART: f64 = 0.93;
const CLEAR: f64 = 0.97;
/// Pitch in pixels at which a chart is aligned.
const ALIGNED_PITCH: f64 = 24.0;
/// Places around a chart, at its pitch, that hold patches where it is the middle of a larger one; there are twenty.
const SURROUNDED: usize = 12;

/// The charts in the photo, those that are calibrated best by first; it may show any of `charts`.
///
/// # Errors
/// When `progress` was cancelled.
pub fn detect_charts(photo: &Photo, charts: &[Chart], progress: &Progress) -> Result<Vec<FoundChart>, Cancelled> {
    let patterns = patterns_of(charts);
    if patterns.is_empty() {
        return Ok(Vec::new());
    }
    let full = Reduced::from_photo(photo, LONGEST_SIDE, progress)?;
    let half = full.halved();
    let quarter = half.halved();
    let copies = [full, half, quarter];
    let mut search =
        Search { photo, charts, patterns: &patterns, copies: &copies, found: Vec::new(), seen: Vec::new() };
    for halvings in (0..copies.len()).rev() {
        // Only small charts are missed on the smaller copies, and the largest copy costs most.
        if halvings == 0 && !search.found.is_empty() {
            break;
        }
        progress.report("looking for a color chart", 1, 1)?;
        search.look_at(halvings);
    }
    let mut found = search.found;
    found.sort_by(|a, b| misses(a).total_cmp(&misses(b)));
    Ok(found)
}

fn misses(found: &FoundChart) -> f64 {
    found.fit.as_ref().map_or(f64::INFINITY, |fit| fit.residual.cross_validated.0)
}

/// One pattern for each order; a Digital SG shows the Classic's inside its other patches, and each chart with an order of
/// its own has its own.
fn patterns_of(charts: &[Chart]) -> Vec<Pattern<'_>> {
    let of_order = |order: Order| charts.iter().filter(move |chart| chart.order == order);
    let classic = of_order(Order::Classic).chain(of_order(Order::DigitalSg)).take(1);
    let known = classic.chain(of_order(Order::SpyderCheckr24).take(1));
    known.chain(of_order(Order::Own)).map(Pattern::of).collect()
}

/// Blobs up to so many places from the first of a grid start no other one.
const SETTLED: i32 = 1;

/// A photo with copies of it, each half as large as the one before.
struct Search<'a> {
    photo: &'a Photo,
    charts: &'a [Chart],
    patterns: &'a [Pattern<'a>],
    copies: &'a [Reduced; 3],
    found: Vec<FoundChart>,
    /// Middles of charts, or of something like one, that were looked at closely already.
    seen: Vec<Middle>,
}

/// Where the middle of a chart lies, and its pitch there, in photo pixels.
struct Middle {
    pos_in_photo: [f64; 2],
    pitch: f64,
}

impl Middle {
    fn of(view: &Homography, grid: Grid) -> Self {
        Self { pos_in_photo: view.apply(grid.middle()), pitch: view.unit_at(grid.middle()) }
    }

    fn is_of_same_chart(&self, other: &Self) -> bool {
        let ([x, y], [u, v]) = (self.pos_in_photo, other.pos_in_photo);
        (x - u).hypot(y - v) < 0.4 * self.pitch
    }
}

impl<'a> Search<'a> {
    /// Looks for charts on one copy.
    fn look_at(&mut self, halvings: usize) {
        let copy = &self.copies[halvings];
        let steps = Steps::of(copy);
        let fewest = self.patterns.iter().map(|pattern| pattern.grid().patches()).min().unwrap_or_default();
        let blobs = distinct(EVEN.iter().flat_map(|most| steps.even_blobs(*most, fewest)).collect());
        for placement in self.placements(copy, &blobs) {
            let rough = placement.view.scaled(copy.step);
            let refused = self.seen.len() - self.found.len();
            let place = Middle::of(&rough, placement.pattern.grid());
            if refused < MOST_REFUSED && !self.seen.iter().any(|seen| seen.is_of_same_chart(&place)) {
                let confirmed = self.confirm(&placement, &rough, copy);
                self.seen.push(place);
                self.found.extend(confirmed);
            }
        }
    }

    /// Grids that look like a chart, the most alike first.
    fn placements(&self, reduced: &Reduced, blobs: &[Blob]) -> Vec<Placement<'a>> {
        let field = Field::new(blobs);
        let mut used = vec![false; blobs.len()];
        let mut promising: Vec<Placement<'a>> = Vec::new();
        let extent = self.extent();
        let mut left = MOST_GRIDS;
        for seed in field.varied() {
            if left == 0 {
                break;
            }
            if used[seed] {
                continue;
            }
            let Some(lattice) = from_seed(&field, seed, extent) else { continue };
            left -= 1;
            let near = |place: [i32; 2]| place.into_iter().all(|p| p.abs() <= SETTLED);
            lattice.nodes().iter().filter(|node| near(node.place)).for_each(|node| used[node.blob] = true);
            let placed = self.patterns.iter().filter_map(|pattern| pattern.best_placement(reduced, &lattice));
            let Some(best) = placed.max_by(|a, b| a.agreement.total_cmp(&b.agreement)) else { continue };
            if best.agreement > IS_CHART {
                blobs_on(&best, blobs).for_each(|blob| used[blob] = true);
            }
            if best.agreement > PROMISING {
                promising.push(Placement { order: order_of(&best, &field), ..best });
            }
        }
        promising.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
        promising
    }

    /// The lattice of the longest chart with as many blobs as the smallest needs.
    fn extent(&self) -> Extent {
        let longest = self.patterns.iter().map(|pattern| pattern.grid().longest()).max().unwrap_or_default();
        let fewest_nodes = self.patterns.iter().map(Pattern::fewest_nodes).min().unwrap_or_default();
        Extent { farthest: longest as i32 - 1, fewest_nodes }
    }

    fn confirm(&self, placement: &Placement, rough: &Homography, copy: &Reduced) -> Option<FoundChart> {
        let grid = placement.pattern.grid();
        let aligned = self.aligned(grid, rough);
        let has_edges = aligned.is_some();
        let Aligned { view, half } = aligned.unwrap_or(Aligned { view: *rough, half: HALF_SIDE });
        let evidence = placement.pattern.evidence(copy, &view.scaled(1.0 / copy.step))?;
        let least = placement.pattern.least_agreement(if has_edges { IS_CHART } else { CLEAR });
        if evidence.agreement < least || !evidence.is_whole || evidence.is_half_shaded {
            return None;
        }
        let order = placement.order;
        let reading = read_view(self.photo, grid, order, &view, half);
        let fit = fit_chart(&reading, &candidates(self.charts, placement));
        // So few patches agree by chance now and then; a camera can't be fitted to what is none of the chart's.
        if grid.patches() < PATCHES && fit == Err(FitError::NotThisChart) {
            return None;
        }
        Some(FoundChart { order, corners: Outline::seen(order, grid, half).through(&view), reading, fit })
    }

    /// The exact view, found on the smallest copy that shows the chart well: lens and card bend it by more than the photo
    /// itself would add.
    fn aligned(&self, grid: Grid, view: &Homography) -> Option<Aligned> {
        let pitch = view.unit_at(grid.middle());
        let [full, ..] = self.copies;
        let copy = self.copies.iter().rev().find(|copy| pitch / copy.step > ALIGNED_PITCH).unwrap_or(full);
        let aligned = align(&|place| copy.light_at(place), grid, &view.scaled(1.0 / copy.step))?;
        let aligned = Aligned { view: aligned.view.scaled(copy.step), ..aligned };
        if pitch / copy.step > ALIGNED_PITCH || copy.step == 1.0 {
            return Some(aligned);
        }
        align(&|place| light_at(self.photo, place), grid, &aligned.view)
    }
}

/// The charts that may lie so. A measured chart is taken for what its owner says.
fn candidates(charts: &[Chart], placement: &Placement) -> Vec<Chart> {
    let order = placement.order;
    if order == Order::Own {
        return vec![placement.pattern.chart.clone()];
    }
    let of_order: Vec<Chart> = charts.iter().filter(|chart| chart.order == order).cloned().collect();
    if of_order.is_empty() {
        charts.iter().filter(|chart| chart.order != Order::Own).cloned().collect()
    } else {
        of_order
    }
}

/// The order of a placed chart: with more patches around it is the middle of a larger one.
fn order_of(placement: &Placement, field: &Field) -> Order {
    let view = &placement.view;
    let along = (-1..=6).flat_map(|x| [[x, -1], [x, 4]]);
    let down = (0..4).flat_map(|y| [[-1, y], [6, y]]);
    let is_patch = |place: [i32; 2]| {
        let place = place.map(f64::from);
        let unit = view.unit_at(place);
        let blob = field.nearest(view.apply(place), 0.25 * unit);
        blob.is_some_and(|blob| (0.4..1.1).contains(&(field.blobs[blob].side / unit)))
    };
    let surrounded = along.chain(down).filter(|place| is_patch(*place)).count() >= SURROUNDED;
    if surrounded && placement.order == Order::Classic { Order::DigitalSg } else { placement.order }
}

/// The blobs that lie on a placed chart.
fn blobs_on<'a>(placement: &Placement, blobs: &'a [Blob]) -> impl Iterator<Item = usize> + use<'a> {
    let to_chart = placement.view.inverse();
    let [right, bottom] = placement.pattern.grid().last();
    let is_on = move |blob: &Blob| {
        to_chart.is_some_and(|to_chart| {
            let [x, y] = to_chart.apply(blob.center);
            (-0.5..right + 0.5).contains(&x) && (-0.5..bottom + 0.5).contains(&y)
        })
    };
    (0..blobs.len()).filter(move |i| is_on(&blobs[*i]))
}

/// Light at a place between pixels, bilinear.
pub(super) fn light_at(photo: &Photo, place: [f64; 2]) -> Option<[f64; 3]> {
    let pixels = photo::Grid::of_pixels(photo.width() as usize, photo.height() as usize);
    let light = |pixel: usize| {
        let [x, y] = pixels.place(pixel).map(|at| at as u32);
        photo.pixel(x, y).map_or(LinearRgb::BLACK, |pixel| pixel.light)
    };
    Some(pixels.strictly_between(place)?.mixed(light).to_array())
}

#[cfg(test)]
mod tests {
    use nalgebra::Matrix3;

    use super::*;
    use crate::calibration::chart::MARGIN;
    use crate::calibration::chart::place_chart;
    use crate::color::LinearRgb;

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
        let chart = Chart::after_november_2014();
        std::array::from_fn(|i| chart.colors[i].to_linear())
    }

    fn frame_corners() -> [[f64; 2]; 4] {
        Outline::of(Order::Classic, Grid::CLASSIC).through(&TILTED)
    }

    fn find(photo: &Photo) -> Option<FoundChart> {
        detect_charts(photo, &Chart::known(), &Progress::unwatched()).unwrap().into_iter().next()
    }

    #[test]
    fn a_turned_and_tilted_chart_is_found_to_half_a_percent() {
        let found = find(&photo_of(&TILTED, patches())).unwrap();
        let wanted = frame_corners();
        let length = |[a, b]: [f64; 2], [c, d]: [f64; 2]| (a - c).hypot(b - d);
        let diagonal = length(wanted[0], wanted[2]);
        for (found, wanted) in found.corners.into_iter().zip(wanted) {
            assert!(length(found, wanted) < 0.005 * diagonal, "{found:?} {wanted:?}");
        }
        assert_eq!(found.fit.unwrap().chart, Chart::after_november_2014().name);
    }

    #[test]
    fn glare_on_a_patch_leaves_it_out_and_finds_the_chart_all_the_same() {
        let mut glare = patches();
        glare[8] = glare[8] + LinearRgb::WHITE * 0.25;
        let found = find(&photo_of(&TILTED, glare)).unwrap();
        let fit = found.fit.unwrap();
        assert!(!fit.trusted[8] && fit.trusted.iter().filter(|trusted| **trusted).count() >= 22);
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
        let rough = frame_corners().map(|[x, y]| [x + 2.0, y - 1.5]);
        let fit = |corners| place_chart(&photo, corners, &Chart::known()).unwrap().fit.unwrap();
        let (placed, exact) = (fit(rough), fit(frame_corners()));
        let apart = (placed.residual.mean.0 - exact.residual.mean.0).abs();
        assert!(apart < 0.02 && placed.residual.mean.0 < 1.0, "{:?} {:?}", placed.residual, exact.residual);
    }

    #[test]
    fn a_cancelled_search_ends() {
        let progress = Progress::unwatched();
        progress.cancel();
        assert_eq!(detect_charts(&photo_of(&TILTED, patches()), &Chart::known(), &progress), Err(Cancelled));
    }
}
