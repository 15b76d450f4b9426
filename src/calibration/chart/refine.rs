//! The chart's exact place, from the edges of its patches at full size.

use super::homography::{Homography, Mark};
use super::{HALF_SIDE, PATCHES, center_of};
use crate::photo::Photo;

/// How far to both sides of an expected edge it is looked for, in patch pitches: half of the gap between patches and
/// as much on the patch, so that the next patch's edge stays out.
const REACH: f64 = 0.11;
/// Places along each edge.
const PLACES: [f64; 5] = [-0.28, -0.14, 0.0, 0.14, 0.28];
/// Steps over an edge.
const STEPS: usize = 24;
/// Least step of root light that counts as an edge.
const FAINTEST: f64 = 0.03;

/// The view of the chart at full size, improved by all edges that are seen.
pub(super) fn refine(photo: &Photo, rough: &Homography) -> Option<Homography> {
    let (mut view, mut half) = (*rough, HALF_SIDE);
    for _ in 0..3 {
        let marks: Vec<Mark> = (0..PATCHES).flat_map(|i| edge_marks(photo, &view, center_of(i), half)).collect();
        if marks.len() < 60 {
            return None;
        }
        (view, half) = view.fitted_to(&marks, half)?;
    }
    ((half - HALF_SIDE).abs() < 0.08).then_some(view)
}

fn edge_marks(photo: &Photo, view: &Homography, center: [f64; 2], half: f64) -> Vec<Mark> {
    let sides = [(0, -1.0), (0, 1.0), (1, -1.0), (1, 1.0)];
    let places = sides.iter().flat_map(|&(axis, side)| PLACES.map(|along| (axis, side, along)));
    let mark = |(axis, side, along): (usize, f64, f64)| {
        let mut at = center;
        at[1 - axis] += along;
        let at = |offset: f64| {
            let mut place = at;
            place[axis] += side * half + offset;
            place
        };
        let offset = edge_offset(photo, view, &at)?;
        Some(Mark { place: view.apply(at(offset)), axis, center: center[axis], side })
    };
    places.filter_map(mark).collect()
}

/// Where the light changes most on a short way over an edge: the centre of its steps.
fn edge_offset(photo: &Photo, view: &Homography, at: &dyn Fn(f64) -> [f64; 2]) -> Option<f64> {
    let offset = |step: usize| REACH * (2.0 * step as f64 / STEPS as f64 - 1.0);
    let mut levels = Vec::with_capacity(STEPS + 1);
    for step in 0..=STEPS {
        levels.push(level(photo, view.apply(at(offset(step))))?);
    }
    let rise = levels[STEPS] - levels[0];
    if rise.abs() < FAINTEST {
        return None;
    }
    // Only steps in the edge's own direction count, by their square: noise is in all of them, the edge in few.
    let steps = (0..STEPS).map(|s| ((levels[s + 1] - levels[s]) * rise.signum()).max(0.0).powi(2));
    let (weighted, total) = steps.enumerate().fold((0.0, 0.0), |(weighted, total), (s, weight)| {
        (weighted + weight * (offset(s) + offset(s + 1)) / 2.0, total + weight)
    });
    (total > 0.0).then(|| weighted / total)
}

/// Root of the light at a place between pixels, all channels together; bilinear.
fn level(photo: &Photo, [x, y]: [f64; 2]) -> Option<f64> {
    let (x, y) = (x - 0.5, y - 0.5);
    if !(x >= 0.0 && y >= 0.0) {
        return None;
    }
    let (column, row) = (x as u32, y as u32);
    let (right, below) = (x.fract(), y.fract());
    let light = |dx, dy| photo.pixel(column + dx, row + dy).map(|p| p.light.r + p.light.g + p.light.b);
    let above = light(0, 0)? * (1.0 - right) + light(1, 0)? * right;
    let under = light(0, 1)? * (1.0 - right) + light(1, 1)? * right;
    Some((above * (1.0 - below) + under * below).max(0.0).sqrt())
}
