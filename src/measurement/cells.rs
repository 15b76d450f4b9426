use rayon::prelude::*;

use crate::calibration::{Calibrated, Corners};
use crate::color::{Lab, LinearRgb, median};
use crate::photo::{Photo, Pixel, Shape};

/// Cells along the longer side of the photo.
const CELLS: u32 = 64;

/// A cell is read at this many places along each side.
const READINGS: u32 = 16;

/// A suggested region is at least this many cells wide and high.
const LEAST_CELLS: usize = 2;

/// How much larger than its frame the surroundings of a chart are that belong to it: a board, a hand (our choice).
const CHART_REACH: f64 = 1.25;

/// A small square of the photo.
#[derive(Clone)]
pub(super) struct Cell {
    /// What most of its pixels show, in true light as far as the reference tells it.
    pub lab: Lab,
    pub luminance: f64,
    /// Standard deviation of the luminance over its mean.
    pub roughness: f64,
    usable_share: f64,
}

/// The whole photo in squares.
pub(super) struct Cells {
    cells: Vec<Cell>,
    columns: usize,
    side: u32,
}

impl Cell {
    pub fn is_usable(&self) -> bool {
        self.usable_share > 0.9
    }

    fn of(pixels: &[Pixel], true_light: impl Fn(LinearRgb) -> LinearRgb) -> Self {
        let usable = pixels.iter().filter(|pixel| pixel.opaque && !pixel.clipped);
        let mut lights: Vec<(f64, LinearRgb)> = usable.map(|pixel| (pixel.light.luminance(), pixel.light)).collect();
        let count = lights.len().max(1) as f64;
        let mean = lights.iter().map(|(luminance, _)| luminance).sum::<f64>() / count;
        let variance = lights.iter().map(|(luminance, _)| (luminance - mean).powi(2)).sum::<f64>() / count;
        let light = true_light(most_frequent(&mut lights));
        let usable_share = lights.len() as f64 / pixels.len().max(1) as f64;
        Self {
            lab: light.into(),
            luminance: light.luminance(),
            roughness: variance.sqrt() / mean.max(1e-6),
            usable_share,
        }
    }
}

/// The mean of the half of all pixels that are most alike in luminance.
fn most_frequent(lights: &mut [(f64, LinearRgb)]) -> LinearRgb {
    lights.sort_unstable_by(|p, q| p.0.total_cmp(&q.0));
    let half = lights.len().div_ceil(2).max(1);
    let width = |part: &[(f64, LinearRgb)]| part.last().zip(part.first()).map_or(0.0, |(last, first)| last.0 - first.0);
    let narrowest = lights.windows(half).min_by(|p, q| width(p).total_cmp(&width(q)));
    let sum = narrowest.unwrap_or_default().iter().fold(LinearRgb::BLACK, |sum, (_, light)| sum + *light);
    sum * (1.0 / half as f64)
}

/// What a found chart covers, and a little around it.
fn surroundings(corners: Corners) -> Shape {
    let middle = [0, 1].map(|k| corners.iter().map(|corner| corner[k]).sum::<f64>() / 4.0);
    let outwards = |corner: [f64; 2]| [0, 1].map(|k| middle[k] + CHART_REACH * (corner[k] - middle[k]));
    Shape::Polygon { points: corners.map(outwards).to_vec() }
}

impl Cells {
    pub fn of(photo: &Photo, calibrated: &Calibrated) -> Self {
        let side = photo.width().max(photo.height()).div_ceil(CELLS);
        let (columns, rows) = (photo.width() / side, photo.height() / side);
        let chart = calibrated.corners.map(surroundings);
        let cell = |place: u32| {
            let [x, y] = [place % columns * side, place / columns * side];
            let middle = [x, y].map(|at| f64::from(at) + f64::from(side) / 2.0);
            let cell = Cell::of(&read(photo, x, y, side), |light| calibrated.calibration.apply(light, middle));
            let is_chart = chart.as_ref().is_some_and(|chart| chart.contains(middle[0], middle[1]));
            if is_chart { Cell { usable_share: 0.0, ..cell } } else { cell }
        };
        let cells = (0..columns * rows).into_par_iter().map(cell).collect();
        Self { cells, columns: columns as usize, side }.calmed()
    }

    /// With each cell's roughness the middle one of those around it: hairs stand unevenly.
    fn calmed(self) -> Self {
        let middle = |cell: usize| {
            let (column, row) = (cell % self.columns, cell / self.columns);
            let near = |at: usize| at.saturating_sub(1)..at + 2;
            let around = near(row).flat_map(|row| near(column).map(move |column| (row, column)));
            let cells =
                around.filter(|(_, column)| *column < self.columns).map(|(row, column)| row * self.columns + column);
            median(&mut cells.filter_map(|cell| self.cells.get(cell)).map(|cell| cell.roughness).collect::<Vec<_>>())
        };
        let cells =
            self.cells.iter().enumerate().map(|(i, cell)| Cell { roughness: middle(i), ..cell.clone() }).collect();
        Self { cells, ..self }
    }

    /// A cell's side, px.
    pub fn side(&self) -> f64 {
        f64::from(self.side)
    }

    /// The middle of a cell, in photo pixels.
    pub fn middle(&self, cell: usize) -> [f64; 2] {
        [cell % self.columns, cell / self.columns].map(|at| (at as f64 + 0.5) * self.side())
    }

    /// The cell at a place of the photo.
    pub fn at(&self, pos_in_photo: [f64; 2]) -> Option<usize> {
        let [column, row] = pos_in_photo.map(|at| (at / self.side()).floor());
        let is_inside = column >= 0.0 && row >= 0.0 && (column as usize) < self.columns;
        let cell = is_inside.then_some(row as usize * self.columns + column as usize);
        cell.filter(|&cell| cell < self.cells.len())
    }

    /// Whether a cell touches one that is marked.
    pub fn touches(&self, cell: usize, marked: &[bool]) -> bool {
        self.neighbors(cell).any(|next| marked[next])
    }

    /// The share of cells on the rim of the photo that are marked.
    pub fn rim_share(&self, marked: &[bool]) -> f64 {
        let rim: Vec<usize> = (0..self.cells.len()).filter(|&cell| self.neighbors(cell).count() < 4).collect();
        rim.iter().filter(|&&cell| marked[cell]).count() as f64 / rim.len().max(1) as f64
    }

    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
    }

    /// The largest part of the photo whose cells are wanted and touch along their sides.
    pub fn largest_part(&self, is_wanted: impl Fn(&Cell) -> bool) -> Vec<bool> {
        let wanted: Vec<bool> = self.cells.iter().map(is_wanted).collect();
        let mut seen = vec![false; wanted.len()];
        let mut largest = Vec::new();
        for start in 0..wanted.len() {
            let part = self.part_from(start, &wanted, &mut seen);
            if part.len() > largest.len() {
                largest = part;
            }
        }
        let mut inside = vec![false; wanted.len()];
        largest.into_iter().for_each(|cell| inside[cell] = true);
        inside
    }

    fn part_from(&self, start: usize, wanted: &[bool], seen: &mut [bool]) -> Vec<usize> {
        let mut part = Vec::new();
        let mut next = vec![start];
        while let Some(cell) = next.pop() {
            if !wanted[cell] || seen[cell] {
                continue;
            }
            seen[cell] = true;
            part.push(cell);
            next.extend(self.neighbors(cell));
        }
        part
    }

    fn neighbors(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, count, column) = (self.columns, self.cells.len(), cell % self.columns);
        let left = (column > 0).then(|| cell - 1);
        let right = (column + 1 < columns).then(|| cell + 1);
        let above = cell.checked_sub(columns);
        let below = Some(cell + columns).filter(|&below| below < count);
        [left, right, above, below].into_iter().flatten()
    }

    /// The rectangle of most wanted cells, a quarter of a cell within its edges; `None` if it is too small.
    pub fn largest_rectangle(&self, wanted: &[bool]) -> Option<Shape> {
        let mut heights = vec![0usize; self.columns];
        let mut best: Option<(usize, [usize; 4])> = None;
        for (row, line) in wanted.chunks(self.columns).enumerate() {
            for (height, &is_wanted) in heights.iter_mut().zip(line) {
                *height = if is_wanted { *height + 1 } else { 0 };
            }
            for left in 0..self.columns {
                let mut height = usize::MAX;
                for (right, &here) in heights.iter().enumerate().skip(left) {
                    height = height.min(here);
                    let width = right + 1 - left;
                    let area = height * width;
                    if height.min(width) >= LEAST_CELLS && best.is_none_or(|(most, _)| area > most) {
                        best = Some((area, [left, row + 1 - height, width, height]));
                    }
                }
            }
        }
        let (_, cells) = best?;
        let [x, y, width, height] = cells.map(|cells| cells as f64 * f64::from(self.side));
        let inset = f64::from(self.side) / 4.0;
        Some(Shape::Rect { x: x + inset, y: y + inset, width: width - 2.0 * inset, height: height - 2.0 * inset })
    }
}

fn read(photo: &Photo, x: u32, y: u32, side: u32) -> Vec<Pixel> {
    let step = side.div_ceil(READINGS).max(1);
    let (mut run, mut pixels) = (Vec::new(), Vec::new());
    for row in (y..y + side).step_by(step as usize) {
        photo.read_run(row, x..x + side, &mut run);
        pixels.extend(run.iter().step_by(step as usize));
    }
    pixels
}
