//! Blobs that stand in rows and columns.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::RangeInclusive;

use super::blobs::Blob;
use super::homography::Homography;
use crate::color::median;

/// Blobs on the nodes of a grid, seen in perspective.
#[derive(Clone, Debug)]
pub(super) struct Lattice {
    /// Places on the grid with where they are in the reduced photo.
    nodes: Vec<(Place, [f64; 2])>,
}

type Place = [i32; 2];

/// A blob on the grid with the steps to its neighbours along both axes.
#[derive(Clone, Copy)]
struct Node {
    blob: usize,
    steps: [[f64; 2]; 2],
}

/// Nodes that a grid needs; a chart with half of its patches found has more.
const FEWEST_NODES: usize = 9;
/// Grid places from the first blob; a chart is six wide.
const FARTHEST: i32 = 5;

/// Blobs by where they are.
struct Field<'a> {
    blobs: &'a [Blob],
    squares: HashMap<[i32; 2], Vec<usize>>,
}

/// Side of the squares into which blobs are sorted, in pixels: about a patch's pitch.
const SQUARE: f64 = 40.0;

impl<'a> Field<'a> {
    fn new(blobs: &'a [Blob]) -> Self {
        let mut squares: HashMap<[i32; 2], Vec<usize>> = HashMap::new();
        for (i, blob) in blobs.iter().enumerate() {
            squares.entry(square_of(blob.center)).or_default().push(i);
        }
        Self { blobs, squares }
    }

    /// All blobs within `reach` of a place, with their distance.
    fn near(&self, [x, y]: [f64; 2], reach: f64) -> impl Iterator<Item = (usize, f64)> {
        let ([left, top], [right, bottom]) = (square_of([x - reach, y - reach]), square_of([x + reach, y + reach]));
        let squares = (left..=right).flat_map(move |column| (top..=bottom).map(move |row| [column, row]));
        let members = squares.filter_map(|square| self.squares.get(&square)).flatten().copied();
        let distance = move |i: usize| length([self.blobs[i].center[0] - x, self.blobs[i].center[1] - y]);
        members.map(move |i| (i, distance(i))).filter(move |(_, distance)| *distance < reach)
    }
}

fn square_of(place: [f64; 2]) -> [i32; 2] {
    place.map(|p| (p / SQUARE).floor() as i32)
}

/// Grids among `blobs`, the largest first; no blob starts one if it is on an earlier one.
pub(super) fn lattices(blobs: &[Blob]) -> Vec<Lattice> {
    let field = Field::new(blobs);
    let mut used = vec![false; blobs.len()];
    let mut found = Vec::new();
    for seed in 0..blobs.len() {
        if used[seed] {
            continue;
        }
        if let Some((lattice, members)) = from_seed(&field, seed) {
            members.into_iter().for_each(|blob| used[blob] = true);
            found.push(lattice);
        }
    }
    found.sort_by_key(|lattice| std::cmp::Reverse(lattice.len()));
    found
}

/// The largest grid that has the blob `seed` on it.
fn from_seed(field: &Field, seed: usize) -> Option<(Lattice, Vec<usize>)> {
    let steps = neighbour_steps(field, seed);
    let pairs = steps.iter().enumerate().flat_map(|(i, a)| steps[i + 1..].iter().map(move |b| [*a, *b]));
    let mut best: Option<(Lattice, Vec<usize>)> = None;
    for pair in pairs.filter(|[a, b]| spans_a_cell(*a, *b)) {
        let grid = grow(field, Node { blob: seed, steps: pair });
        let largest = best.as_ref().map_or(FEWEST_NODES - 1, |(lattice, _)| lattice.len());
        if grid.len() > largest
            && let Some(lattice) = Lattice::new(&grid, field.blobs)
        {
            best = Some((lattice, grid.values().map(|node| node.blob).collect()));
        }
    }
    best
}

/// Steps from a blob to those beside it that are about as large, the nearest eight.
fn neighbour_steps(field: &Field, seed: usize) -> Vec<[f64; 2]> {
    let from = &field.blobs[seed];
    let near = field.near(from.center, 2.2 * (from.side + 2.0));
    let beside = |(i, distance): &(usize, f64)| *distance > 0.7 * from.side && alike(&field.blobs[*i], from);
    let mut beside: Vec<(usize, f64)> = near.filter(beside).collect();
    beside.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let center = |i: usize| field.blobs[i].center;
    beside.iter().take(8).map(|(i, _)| [center(*i)[0] - from.center[0], center(*i)[1] - from.center[1]]).collect()
}

/// Whether two steps are the sides of a square that may be tilted by 45° and seen in perspective.
fn spans_a_cell(a: [f64; 2], b: [f64; 2]) -> bool {
    let (la, lb) = (length(a), length(b));
    let sine = (a[0] * b[1] - a[1] * b[0]).abs() / (la * lb);
    sine > 0.6 && la < 1.9 * lb && lb < 1.9 * la
}

/// Walks from place to place, following the steps as perspective changes them.
fn grow(field: &Field, start: Node) -> BTreeMap<Place, Node> {
    let blobs = field.blobs;
    let mut grid = BTreeMap::from([([0, 0], start)]);
    let mut queue = VecDeque::from([[0, 0]]);
    while let Some(place) = queue.pop_front() {
        let node = grid[&place];
        for (axis, sign) in [(0, 1i32), (0, -1), (1, 1), (1, -1)] {
            let mut next = place;
            next[axis] += sign;
            if next[axis].abs() > FARTHEST || grid.contains_key(&next) {
                continue;
            }
            let step = node.steps[axis].map(|s| s * f64::from(sign));
            let from = &blobs[node.blob];
            if let Some(blob) =
                nearest(field, [from.center[0] + step[0], from.center[1] + step[1]], 0.25 * length(step))
                && alike(&blobs[blob], from)
                && grid.values().all(|other| other.blob != blob)
            {
                let mut steps = node.steps;
                let walked = [0, 1].map(|k| blobs[blob].center[k] - from.center[k]);
                steps[axis] = walked.map(|w| w * f64::from(sign));
                grid.insert(next, Node { blob, steps });
                queue.push_back(next);
            }
        }
    }
    grid
}

fn nearest(field: &Field, place: [f64; 2], reach: f64) -> Option<usize> {
    field.near(place, reach).min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))).map(|(i, _)| i)
}

impl Lattice {
    fn new(grid: &BTreeMap<Place, Node>, blobs: &[Blob]) -> Option<Self> {
        let nodes = grid.iter().map(|(place, node)| (*place, blobs[node.blob].center)).collect();
        let lattice = Self { nodes };
        let flat = [0, 1].into_iter().any(|axis| lattice.span(axis).is_none_or(|[first, last]| last == first));
        (!flat).then_some(lattice)
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// First and last place along an axis.
    pub fn span(&self, axis: usize) -> Option<[i32; 2]> {
        let places = self.nodes.iter().map(|(place, _)| place[axis]);
        Some([places.clone().min()?, places.max()?])
    }

    /// The view from the grid to the reduced photo through the nodes in a part of the grid, if they are enough.
    ///
    /// Nodes off the plane of the others are left out: a grid may have run on into what lies beside the chart.
    pub fn view_of(&self, part: [RangeInclusive<i32>; 2]) -> Option<Homography> {
        let inside = |place: &Place| part[0].contains(&place[0]) && part[1].contains(&place[1]);
        let pairs = self.nodes.iter().filter(|(place, _)| inside(place));
        let pairs: Vec<_> = pairs.map(|(place, center)| (place.map(f64::from), *center)).collect();
        let rough = Homography::from_points(&pairs).filter(|_| pairs.len() >= FEWEST_NODES)?;
        let miss = |(place, center): &([f64; 2], [f64; 2])| {
            let at = rough.apply(*place);
            length([at[0] - center[0], at[1] - center[1]]) / rough.unit_at(*place)
        };
        let usual = median(&mut pairs.iter().map(miss).collect::<Vec<_>>());
        let fitting: Vec<_> = pairs.iter().filter(|pair| miss(pair) < 3.0 * usual + 0.03).copied().collect();
        Homography::from_points(&fitting).filter(|_| fitting.len() >= FEWEST_NODES)
    }
}

fn alike(a: &Blob, b: &Blob) -> bool {
    let ratio = (a.side + 2.0) / (b.side + 2.0);
    (0.65..1.55).contains(&ratio)
}

fn length([x, y]: [f64; 2]) -> f64 {
    x.hypot(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Matrix3;

    const VIEW: Homography = Homography(Matrix3::new(30.0, 9.0, 100.0, -8.0, 26.0, 100.0, 0.01, 0.02, 1.0));

    fn patches(missing: &[i32]) -> Vec<Blob> {
        let places = (0..24).filter(|n| !missing.contains(n)).map(|n| [f64::from(n % 6), f64::from(n / 6)]);
        places.map(|place| Blob { center: VIEW.apply(place), side: 0.75 * VIEW.unit_at(place) }).collect()
    }

    #[test]
    fn a_tilted_chart_with_missing_patches_is_one_grid() {
        let mut blobs = patches(&[3, 8, 21, 23]);
        blobs.extend([[20.0, 20.0], [300.0, 40.0], [33.0, 180.0]].map(|center| Blob { center, side: 21.0 }));
        let found = lattices(&blobs);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].len(), 20);
        let spans = [0, 1].map(|axis| found[0].span(axis).map(|[first, last]| last - first).unwrap());
        assert!(spans == [5, 3] || spans == [3, 5], "{spans:?}");
    }

    #[test]
    fn scattered_blobs_are_no_grid() {
        let blob = |n: i32| Blob { center: [f64::from(n * 37 % 101) * 3.0, f64::from(n * 53 % 89) * 3.0], side: 10.0 };
        assert!(lattices(&(0..40).map(blob).collect::<Vec<_>>()).is_empty());
    }
}
