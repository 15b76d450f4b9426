use rayon::prelude::*;

use crate::calibration::Calibrated;
use crate::color::{Lab, LinearRgb, median};
use crate::photo::{Photo, Pixel};

/// Cells along the longer side of the photo.
const CELLS: u32 = 64;

/// A cell is read at this many places along each side.
const READINGS: u32 = 16;

/// A small square of the photo.
#[derive(Clone)]
pub(super) struct Cell {
    /// What most of its pixels show, in true light as far as the reference tells it.
    pub lab: Lab,
    pub luminance: f64,
    /// Standard deviation of the luminance over its mean.
    pub roughness: f64,
}

/// The whole photo in squares.
pub(super) struct Cells {
    cells: Vec<Cell>,
    columns: usize,
    side: u32,
}

impl Cell {
    fn of(pixels: &[Pixel], true_light: impl Fn(LinearRgb) -> LinearRgb) -> Self {
        let usable = pixels.iter().filter(|pixel| pixel.opaque && !pixel.clipped);
        let mut lights: Vec<(f64, LinearRgb)> = usable.map(|pixel| (pixel.light.luminance(), pixel.light)).collect();
        let count = lights.len().max(1) as f64;
        let mean = lights.iter().map(|(luminance, _)| luminance).sum::<f64>() / count;
        let variance = lights.iter().map(|(luminance, _)| (luminance - mean).powi(2)).sum::<f64>() / count;
        let light = true_light(most_frequent(&mut lights));
        Self { lab: light.into(), luminance: light.luminance(), roughness: variance.sqrt() / mean.max(1e-6) }
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

impl Cells {
    pub fn of(photo: &Photo, calibrated: &Calibrated) -> Self {
        let side = photo.width().max(photo.height()).div_ceil(CELLS);
        let (columns, rows) = (photo.width() / side, photo.height() / side);
        let cell = |place: u32| {
            let [x, y] = [place % columns * side, place / columns * side];
            let middle = [x, y].map(|at| f64::from(at) + f64::from(side) / 2.0);
            Cell::of(&read(photo, x, y, side), |light| calibrated.calibration.apply(light, middle))
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

    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
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
