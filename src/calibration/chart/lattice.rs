//! Blobs that stand in rows and columns.

use std::ops::RangeInclusive;

use super::blob_field::{Field, alike};
use super::blobs::Blob;
use super::homography::Homography;
use crate::color::median;

/// Blobs on the nodes of a grid, seen in perspective.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    nodes: Vec<Node>,
    /// Whether the second axis turns clockwise from the first, as y does from x.
    pub is_upright: bool,
}

/// A place on the grid; the blob that the grid was grown from is at (0, 0).
pub(super) type Place = [i32; 2];

/// A blob on the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub place: Place,
    pub blob: usize,
    /// In the reduced photo.
    pub center: [f64; 2],
    pub color: [f64; 3],
    /// Steps to its neighbours along both axes.
    steps: [[f64; 2]; 2],
}

/// Pairs of steps from one blob that are followed, those with most blobs where a grid has them first.
const MOST_PAIRS: usize = 2;

/// How large a grid is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Places from the first blob, along both axes: those of the longest chart.
    pub farthest: i32,
    /// Nodes that it needs.
    pub fewest_nodes: usize,
}

/// The largest grid that has the blob `seed` on it.
pub(super) fn from_seed(field: &Field, seed: usize, extent: Extent) -> Option<Lattice> {
    let steps = neighbour_steps(field, seed);
    let pairs = steps.iter().enumerate().flat_map(|(i, a)| steps[i + 1..].iter().map(move |b| [*a, *b]));
    let cells = pairs.filter(|[a, b]| spans_a_cell(*a, *b));
    let mut supported: Vec<_> = cells.map(|pair| (support(&steps, pair), pair)).collect();
    supported.sort_by_key(|(support, _)| std::cmp::Reverse(*support));
    let grids = supported.into_iter().filter(|(support, _)| *support >= 3).take(MOST_PAIRS);
    let grown = grids.map(|(_, pair)| Lattice::grown(field, seed, pair, extent.farthest));
    grown.filter(|lattice| lattice.nodes.len() >= extent.fewest_nodes).max_by_key(|lattice| lattice.nodes.len())
}

/// Steps from a blob to those beside it that are about as large.
fn neighbour_steps(field: &Field, seed: usize) -> Vec<[f64; 2]> {
    let from = field.blobs[seed].center;
    let beside = field.beside(seed);
    beside.into_iter().map(|i| field.blobs[i].center).map(|[x, y]| [x - from[0], y - from[1]]).collect()
}

/// How many of the eight places around a cell's corner have a blob.
fn support(steps: &[[f64; 2]], [a, b]: [[f64; 2]; 2]) -> usize {
    let around = (0..9).map(|n| [n % 3 - 1, n / 3 - 1].map(f64::from)).filter(|place| *place != [0.0, 0.0]);
    let reach = 0.25 * length(a).min(length(b));
    let is_met = |[i, j]: &[f64; 2]| {
        let [x, y] = [0, 1].map(|k| i * a[k] + j * b[k]);
        steps.iter().any(|step| length([step[0] - x, step[1] - y]) < reach)
    };
    around.filter(is_met).count()
}

/// Whether two steps are the sides of a square that may be tilted by 45° and seen in perspective.
fn spans_a_cell(a: [f64; 2], b: [f64; 2]) -> bool {
    let (la, lb) = (length(a), length(b));
    let sine = cross(a, b).abs() / (la * lb);
    sine > 0.6 && la < 1.9 * lb && lb < 1.9 * la
}

impl Lattice {
    /// Walks from place to place, following the steps as perspective changes them.
    fn grown(field: &Field, seed: usize, steps: [[f64; 2]; 2], farthest: i32) -> Self {
        let node = |place, blob: usize, steps| {
            let Blob { center, color, .. } = field.blobs[blob];
            Node { place, blob, center, color, steps }
        };
        let span = 2 * farthest + 1;
        let index = |[column, row]: Place| ((row + farthest) * span + column + farthest) as usize;
        let mut taken = vec![false; (span * span) as usize];
        taken[index([0, 0])] = true;
        let mut nodes = vec![node([0, 0], seed, steps)];
        let mut next = 0;
        while let Some(from) = nodes.get(next).copied() {
            next += 1;
            for (axis, sign) in [(0, 1), (0, -1), (1, 1), (1, -1)] {
                let mut place = from.place;
                place[axis] += sign;
                if place[axis].abs() > farthest || taken[index(place)] {
                    continue;
                }
                let step = from.steps[axis].map(|s| s * f64::from(sign));
                let to = [from.center[0] + step[0], from.center[1] + step[1]];
                let found = field.nearest(to, 0.25 * length(step));
                let free = |blob: &usize| {
                    alike(&field.blobs[*blob], &field.blobs[from.blob]) && nodes.iter().all(|node| node.blob != *blob)
                };
                if let Some(blob) = found.filter(free) {
                    let mut steps = from.steps;
                    let walked = [0, 1].map(|k| field.blobs[blob].center[k] - from.center[k]);
                    steps[axis] = walked.map(|w| w * f64::from(sign));
                    taken[index(place)] = true;
                    nodes.push(node(place, blob, steps));
                }
            }
        }
        Self { nodes, is_upright: cross(steps[0], steps[1]) > 0.0 }
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// First and last place along an axis; the first blob's own is 0.
    pub fn span(&self, axis: usize) -> [i32; 2] {
        let places = self.nodes.iter().map(|node| node.place[axis]);
        places.fold([0, 0], |[first, last], place| [first.min(place), last.max(place)])
    }

    /// The view from the grid to the reduced photo through the nodes in a part of the grid, if they are as many.
    ///
    /// Nodes off the plane of the others are left out: a grid may have run on into what lies beside the chart.
    pub fn view_of(&self, part: [RangeInclusive<i32>; 2], fewest_nodes: usize) -> Option<Homography> {
        let inside = |node: &&Node| part[0].contains(&node.place[0]) && part[1].contains(&node.place[1]);
        let pairs: Vec<_> =
            self.nodes.iter().filter(inside).map(|node| (node.place.map(f64::from), node.center)).collect();
        let rough = Homography::from_points(&pairs).filter(|_| pairs.len() >= fewest_nodes)?;
        let miss = |(place, center): &([f64; 2], [f64; 2])| {
            let at = rough.apply(*place);
            length([at[0] - center[0], at[1] - center[1]]) / rough.unit_at(*place)
        };
        let usual = median(&mut pairs.iter().map(miss).collect::<Vec<_>>());
        let fitting: Vec<_> = pairs.iter().filter(|pair| miss(pair) < 3.0 * usual + 0.03).copied().collect();
        Homography::from_points(&fitting).filter(|_| fitting.len() >= fewest_nodes)
    }
}

fn length([x, y]: [f64; 2]) -> f64 {
    x.hypot(y)
}

fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Matrix3;

    const VIEW: Homography = Homography(Matrix3::new(30.0, 9.0, 100.0, -8.0, 26.0, 100.0, 0.01, 0.02, 1.0));

    const EXTENT: Extent = Extent { farthest: 5, fewest_nodes: 12 };

    fn blob(center: [f64; 2], side: f64) -> Blob {
        Blob { center, side, color: [0.5; 3] }
    }

    fn patches(missing: &[i32]) -> Vec<Blob> {
        let places = (0..24).filter(|n| !missing.contains(n)).map(|n| [f64::from(n % 6), f64::from(n / 6)]);
        places.map(|place| blob(VIEW.apply(place), 0.75 * VIEW.unit_at(place))).collect()
    }

    #[test]
    fn a_tilted_chart_with_missing_patches_is_one_grid() {
        let mut blobs = patches(&[3, 8, 21, 23]);
        blobs.extend([[20.0, 20.0], [300.0, 40.0], [33.0, 180.0]].map(|center| blob(center, 21.0)));
        let found = from_seed(&Field::new(&blobs), 6, EXTENT).unwrap();
        assert_eq!(found.nodes().len(), 20);
        let spans = [0, 1].map(|axis| found.span(axis)).map(|[first, last]| last - first);
        assert!(spans == [5, 3] || spans == [3, 5], "{spans:?}");
    }

    #[test]
    fn scattered_blobs_are_no_grid() {
        let scattered = |n: i32| blob([f64::from(n * 37 % 101) * 3.0, f64::from(n * 53 % 89) * 3.0], 10.0);
        let blobs: Vec<Blob> = (0..40).map(scattered).collect();
        let field = Field::new(&blobs);
        assert!((0..blobs.len()).all(|seed| from_seed(&field, seed, EXTENT).is_none()));
    }
}
