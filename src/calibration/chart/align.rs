//! The chart's exact place: the view through which its model explains the photo best.

use std::ops::RangeInclusive;

use nalgebra::{Matrix3, SMatrix, SVector};

use super::Grid;
use super::homography::Homography;
use super::model::{Model, Shade};
use crate::color::{median, median_light};

/// Linear light at a place between pixels; none outside the picture.
pub(super) type LightAt<'a> = &'a dyn Fn([f64; 2]) -> Option<[f64; 3]>;

/// Eight numbers of a small projective change of the chart, then the changes of half side and blur.
type Change = SVector<f64, 10>;

/// How far beyond the middles of outer patches is looked: over their edges, not over that of a narrow frame.
const BEYOND: f64 = 0.5;
/// Places per pitch that are compared, at most.
const MOST_PER_PITCH: f64 = 20.0;
/// The part around a patch's middle that has no edges, to both sides of it.
const MIDDLE: f64 = 0.22;
const MOST_STEPS: usize = 14;
/// In pitches: a step smaller than this is the last.
const SMALLEST_STEP: f64 = 5e-4;
/// Differences that count at first even where all else agrees, in roots of light; halved with each step. Even parts of
/// patches always agree, and must not make outliers of their edges.
const SLACK: f64 = 0.5;
/// Blur that is assumed at first, in pitches, with the pitch in pixels below which it is no less.
const START_BLUR: f64 = 0.05;
const START_PITCH: f64 = 16.0;
/// The least blur, in pixels and in pitches: edges of no width would lie between the places that are compared.
const SHARPEST_PX: f64 = 0.35;
const SHARPEST: f64 = 0.02;
/// A last step of at most this still places a chart: bent card and lens leave no view that fits everywhere.
const LARGEST_LAST_STEP: f64 = 0.008;
/// Half sides of patches, in pitches: a Nano has 0.3, a Passport 0.41, a Classic 0.43, and strong contrast widens small
/// ones.
const HALVES: RangeInclusive<f64> = 0.24..=0.49;
/// How far half a side may move in one step.
const HALF_STEP: f64 = 0.03;
/// Share of the places that must agree with the model.
const FEWEST_AGREEING: f64 = 0.5;

/// A place on the chart with what the photo shows there.
struct Sample {
    place: [f64; 2],
    seen: [f64; 3],
}

/// A chart's exact place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aligned {
    pub view: Homography,
    /// Half the side of a patch, in pitches.
    pub half: f64,
}

/// The view improved; none where no chart's edges are near.
pub(super) fn align(light: LightAt, grid: Grid, rough: &Homography) -> Option<Aligned> {
    let mut view = *rough;
    let pitch = view.unit_at(grid.middle());
    let sharpest = SHARPEST_PX.max(SHARPEST * pitch);
    let colors = middle_colors(light, grid, &view)?;
    let mut model = Model::new(&view, grid, colors, START_BLUR * pitch.max(START_PITCH))?;
    let (mut agreeing, mut last_step) = (0.0, f64::INFINITY);
    for step in 0..MOST_STEPS {
        let slack = SLACK * 0.5_f64.powi(step as i32);
        let samples = samples(light, grid, &view);
        model.set_view(&view)?;
        model.frame = frame_color(&model, &samples);
        let (change, share) = correction(&model, &samples, slack)?;
        (agreeing, last_step) = (share, change.fixed_rows::<8>(0).amax());
        view = changed(&view, &change)?;
        model.half = (model.half + change[8]).clamp(model.half - HALF_STEP, model.half + HALF_STEP);
        model.blur = (model.blur + change[9]).clamp(0.7 * model.blur, 1.4 * model.blur).max(sharpest);
        if slack < SLACK / 3.0 && last_step < SMALLEST_STEP {
            break;
        }
        model.colors = middle_colors(light, grid, &view)?;
    }
    let is_chart = agreeing > FEWEST_AGREEING && last_step < LARGEST_LAST_STEP && HALVES.contains(&model.half);
    is_chart.then_some(Aligned { view, half: model.half })
}

fn changed(view: &Homography, c: &Change) -> Option<Homography> {
    let of_chart = Matrix3::new(1.0 + c[0], c[1], c[2], c[3], 1.0 + c[4], c[5], c[6], c[7], 1.0);
    Some(Homography(view.0 * of_chart.try_inverse()?)).filter(Homography::is_usable)
}

/// The usual colour of each patch around its middle.
fn middle_colors(light: LightAt, grid: Grid, view: &Homography) -> Option<Vec<[f64; 3]>> {
    let color = |[x, y]: [f64; 2]| {
        let offsets = (0..25).map(|n| [n % 5, n / 5].map(|step| MIDDLE * (f64::from(step) - 2.0) / 2.0));
        let lights: Vec<_> = offsets.filter_map(|[dx, dy]| light(view.apply([x + dx, y + dy]))).collect();
        (lights.len() == 25).then(|| median_light(lights))
    };
    (0..grid.patches()).map(|patch| color(grid.center_of(patch))).collect()
}

/// Places around all edges, as dense as pixels where these are few.
fn samples(light: LightAt, grid: Grid, view: &Homography) -> Vec<Sample> {
    let per_pitch = view.unit_at(grid.middle()).clamp(4.0, MOST_PER_PITCH);
    let [right, bottom] = grid.last();
    let count = |span: f64| ((span + 2.0 * BEYOND) * per_pitch) as usize;
    let (columns, rows) = (count(right), count(bottom));
    let at = |n: usize| (n as f64 + 0.5) / per_pitch - BEYOND;
    let from_middle = |place: f64, last: f64| (place - place.round().clamp(0.0, last)).abs();
    let places = (0..columns * rows).map(|n| [at(n % columns), at(n / columns)]);
    let near_edge = places.filter(|[x, y]| from_middle(*x, right) > MIDDLE || from_middle(*y, bottom) > MIDDLE);
    near_edge.filter_map(|place| Some(Sample { place, seen: light(view.apply(place))? })).collect()
}

/// The colour of the frame that explains the places between patches best.
fn frame_color(model: &Model, samples: &[Sample]) -> [f64; 3] {
    let without_frame = model.without_frame();
    let (mut sums, mut total) = ([0.0; 3], 1e-9);
    for sample in samples {
        let shade = without_frame.shade_at(sample.place);
        total += shade.frame_share * shade.frame_share;
        (0..3).for_each(|k| sums[k] += shade.frame_share * (sample.seen[k] - shade.light[k]));
    }
    sums.map(|sum| (sum / total).max(0.0))
}

/// The change that makes the model fit best, by one Gauss–Newton step, and the share of places that agree.
///
/// Places that are off by more than `slack` and much more than is usual, on glare, a hair or a finger, don't count
/// (Tukey's biweight).
fn correction(model: &Model, samples: &[Sample], slack: f64) -> Option<(Change, f64)> {
    let compared: Vec<(Shade, f64, [f64; 3])> = samples.iter().map(|sample| compare(model, sample)).collect();
    let sizes = compared.iter().map(|(_, _, misses)| size(misses));
    let usual = median(&mut sizes.clone().collect::<Vec<f64>>());
    let reach = 6.0 * usual + slack + 1e-3;
    let mut squares = SMatrix::<f64, 10, 10>::identity() * 1e-9;
    let mut products = Change::zeros();
    let mut agreeing = 0.0;
    for ((sample, (shade, weight, misses)), size) in samples.iter().zip(&compared).zip(sizes) {
        let trust = (1.0 - (size / reach).powi(2)).max(0.0).powi(2);
        agreeing += trust;
        for (k, miss) in misses.iter().enumerate() {
            let row = change_row(sample.place, shade, k) * *weight;
            squares += row * row.transpose() * trust;
            products += row * (miss * trust);
        }
    }
    let change = squares.cholesky()?.solve(&products);
    Some((change, agreeing / samples.len().max(1) as f64))
}

/// The model at a place, the weight of a difference there (its noise grows with light), and the differences.
fn compare(model: &Model, sample: &Sample) -> (Shade, f64, [f64; 3]) {
    let shade = model.shade_at(sample.place);
    let weight = 1.0 / (0.02 + shade.light.iter().sum::<f64>().max(0.0) / 3.0).sqrt();
    let misses = [0, 1, 2].map(|k| (sample.seen[k] - shade.light[k]) * weight);
    (shade, weight, misses)
}

fn size(misses: &[f64; 3]) -> f64 {
    misses.iter().map(|miss| miss * miss).sum::<f64>().sqrt()
}

/// How one channel's light changes with each number of the change.
fn change_row([x, y]: [f64; 2], shade: &Shade, k: usize) -> Change {
    let (u, v) = (shade.by_x[k], shade.by_y[k]);
    let both = -(u * x + v * y);
    Change::from([u * x, u * y, u, v * x, v * y, v, both * x, both * y, shade.by_half[k], shade.by_blur[k]])
}
