//! Lines of equal light over a head (marching squares over the middles of a map's cells).

use std::collections::{BTreeMap, BTreeSet};

use crate::measurement::LightMap;

/// Shorter lines, in cells, are noise (our choice; light is smooth over three cells).
const LEAST_CELLS: f64 = 6.0;

/// Percentages for a head on which light differs by many times, as under a lamp close by: each a fifth to a half more than the
/// one before.
const WIDE: [i32; 14] = [10, 15, 20, 30, 40, 60, 80, 100, 120, 150, 200, 300, 400, 600];

/// A line along which light is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Contour {
    /// Of the light of the reference.
    pub percent: i32,
    /// In photo pixels; the first is also the last where the line closes.
    pub points: Vec<[f64; 2]>,
}

/// The lines of all levels that suit the head, the dimmest first.
pub fn contours(map: &LightMap) -> Vec<Contour> {
    levels(map).into_iter().flat_map(|percent| lines_at(map, percent)).collect()
}

/// Round percentages, close enough to show the shape of the light and few enough to be read.
fn levels(map: &LightMap) -> Vec<i32> {
    let Some([dim, bright]) = map.range().map(|range| range.map(|light| 100.0 * light)) else {
        return Vec::new();
    };
    let lights = || map.light.iter().flatten().map(|light| 100.0 * light);
    let (least, most) = (lights().fold(f64::INFINITY, f64::min), lights().fold(0.0, f64::max));
    let every = |step: usize| (step as i32..=most as i32).step_by(step).collect();
    let round: Vec<i32> = match bright - dim {
        spread if spread < 20.0 => every(5),
        spread if spread < 80.0 => every(10),
        _ => WIDE.to_vec(),
    };
    round.into_iter().filter(|percent| (least..=most).contains(&f64::from(*percent))).collect()
}

fn lines_at(map: &LightMap, percent: i32) -> Vec<Contour> {
    let level = f64::from(percent) / 100.0;
    let cell = map.grid.cell_px;
    let lines = joined(segments(map, level)).into_iter();
    let placed = lines.map(|line| line.into_iter().map(|edge| edge.crossing(map, level)).collect::<Vec<_>>());
    placed.filter(|points| length(points) >= LEAST_CELLS * cell).map(|points| Contour { percent, points }).collect()
}

fn length(points: &[[f64; 2]]) -> f64 {
    points.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
}

/// The line between the middles of two neighbouring cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: usize,
    to: usize,
}

impl Edge {
    fn is_crossed(self, map: &LightMap, level: f64) -> bool {
        let above = [self.from, self.to].map(|cell| map.light[cell].is_some_and(|light| light >= level));
        above[0] != above[1]
    }

    /// Where the light along it has this level.
    fn crossing(self, map: &LightMap, level: f64) -> [f64; 2] {
        let [p, q] = [self.from, self.to].map(|cell| map.grid.middle(cell));
        let [a, b] = [self.from, self.to].map(|cell| map.light[cell].unwrap_or(level));
        let share = if a == b { 0.5 } else { ((level - a) / (b - a)).clamp(0.0, 1.0) };
        [0, 1].map(|axis| p[axis] + share * (q[axis] - p[axis]))
    }
}

/// The pieces of the lines within each four cells that all lie on the head.
fn segments(map: &LightMap, level: f64) -> Vec<[Edge; 2]> {
    let columns = map.grid.columns;
    let corners =
        (0..map.grid.count()).filter(|cell| cell % columns + 1 < columns && cell / columns + 1 < map.grid.rows);
    corners.flat_map(|cell| within_four(map, level, [cell, cell + 1, cell + columns + 1, cell + columns])).collect()
}

/// Of four cells clockwise from the top left.
fn within_four(map: &LightMap, level: f64, cells: [usize; 4]) -> Vec<[Edge; 2]> {
    let Some(sum) = cells.iter().map(|&cell| map.light[cell]).sum::<Option<f64>>() else {
        return Vec::new();
    };
    let [a, b, c, d] = cells;
    let edges = [(a, b), (b, c), (d, c), (a, d)].map(|(from, to)| Edge { from, to });
    let crossed: Vec<Edge> = edges.into_iter().filter(|edge| edge.is_crossed(map, level)).collect();
    match crossed[..] {
        [first, second] => vec![[first, second]],
        [top, right, bottom, left] => {
            // A saddle: the middle tells which corners hang together.
            let is_first_joined = (sum / 4.0 >= level) == (map.light[a].is_some_and(|light| light >= level));
            if is_first_joined { vec![[top, right], [bottom, left]] } else { vec![[top, left], [right, bottom]] }
        }
        _ => Vec::new(),
    }
}

/// Pieces put end to end; open lines are taken from one of their ends.
fn joined(segments: Vec<[Edge; 2]>) -> Vec<Vec<Edge>> {
    let mut next: BTreeMap<Edge, BTreeSet<Edge>> = BTreeMap::new();
    for [p, q] in segments {
        next.entry(p).or_default().insert(q);
        next.entry(q).or_default().insert(p);
    }
    let ends = next.iter().filter(|(_, others)| others.len() == 1).map(|(edge, _)| *edge);
    let starts: Vec<Edge> = ends.chain(next.keys().copied()).collect();
    starts.into_iter().map(|start| walked(&mut next, start)).filter(|line| line.len() > 1).collect()
}

/// Follows a line from its start and takes it out.
fn walked(next: &mut BTreeMap<Edge, BTreeSet<Edge>>, start: Edge) -> Vec<Edge> {
    let mut line = vec![start];
    let mut at = start;
    while let Some(to) = next.get_mut(&at).and_then(BTreeSet::pop_first) {
        if let Some(back) = next.get_mut(&to) {
            back.remove(&at);
        }
        line.push(to);
        at = to;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::{Bounds, Grid};

    fn map(light: impl Fn([f64; 2]) -> Option<f64>) -> LightMap {
        let bounds = Bounds { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };
        let grid = Grid::over(&bounds, [400, 300], 10);
        let light: Vec<Option<f64>> = (0..grid.count()).map(|cell| light(grid.middle(cell))).collect();
        LightMap { gloss: vec![0.0; light.len()], light, grid }
    }

    #[test]
    fn light_that_falls_to_one_side_has_straight_lines_where_it_is_round() {
        let lines = contours(&map(|[x, _]| Some(0.7 + x / 1000.0)));
        let percents: Vec<i32> = lines.iter().map(|line| line.percent).collect();
        assert_eq!(percents, [80, 90, 100]);
        assert!(lines[1].points.iter().all(|[x, _]| (x - 200.0).abs() < 1e-6), "{:?}", lines[1]);
        assert_eq!(lines[1].points.len(), 30);
    }

    #[test]
    fn a_bright_spot_is_ringed_by_lines_that_close() {
        let lines = contours(&map(|[x, y]| Some(1.2 - ((x - 200.0).hypot(y - 150.0)) / 500.0)));
        let ring = lines.iter().find(|line| line.percent == 100).unwrap();
        assert_eq!(ring.points.first(), ring.points.last());
        assert!(ring.points.iter().all(|[x, y]| ((x - 200.0).hypot(y - 150.0) - 100.0).abs() < 2.0));
        assert_eq!(lines.iter().filter(|line| line.percent == 100).count(), 1);
    }

    #[test]
    fn light_of_many_times_the_reference_has_few_lines() {
        let lines = contours(&map(|[x, _]| Some(0.4 + x / 80.0)));
        let percents: Vec<i32> = lines.iter().map(|line| line.percent).collect();
        assert_eq!(percents, [60, 80, 100, 120, 150, 200, 300, 400]);
    }

    #[test]
    fn no_line_leaves_the_head_and_even_light_has_none() {
        let lines = contours(&map(|[x, y]| (y < 150.0).then_some(0.7 + x / 1000.0)));
        assert!(!lines.is_empty() && lines.iter().all(|line| line.points.iter().all(|[_, y]| *y < 150.0)));
        assert_eq!(contours(&map(|_| Some(1.01))), []);
        assert_eq!(contours(&map(|_| None)), []);
    }
}
