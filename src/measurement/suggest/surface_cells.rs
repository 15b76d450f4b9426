use rayon::prelude::*;

use crate::calibration::Calibrated;
use crate::color::{Lab, LinearRgb, median, narrowest};
use crate::photo::{Grid, Photo, Pixel};

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
    pub grid: Grid,
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
    let sum = narrowest(lights, half).iter().fold(LinearRgb::BLACK, |sum, (_, light)| sum + *light);
    sum * (1.0 / half as f64)
}

impl Cells {
    pub fn of(photo: &Photo, calibrated: &Calibrated) -> Self {
        let side = photo.width().max(photo.height()).div_ceil(CELLS);
        let [columns, rows] = [photo.width(), photo.height()].map(|length| (length / side) as usize);
        let grid = Grid { origin: [0.0; 2], cell_px: f64::from(side), columns, rows };
        let read = |cell: usize| {
            let pixels = read(photo, grid.corner(grid.place(cell)).map(|at| at as u32), side);
            Cell::of(&pixels, |light| calibrated.calibration.apply(light, grid.middle(cell)))
        };
        let cells = (0..grid.count()).into_par_iter().map(read).collect();
        Self { cells, grid }.calmed()
    }

    /// With each cell's roughness the middle one of those around it: hairs stand unevenly.
    fn calmed(self) -> Self {
        let calm = |cell: usize| {
            median(&mut self.grid.around(cell).map(|near| self.cells[near].roughness).collect::<Vec<f64>>())
        };
        let cells = self.cells.iter().enumerate().map(|(i, cell)| Cell { roughness: calm(i), ..cell.clone() });
        Self { cells: cells.collect(), ..self }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
    }
}

fn read(photo: &Photo, [x, y]: [u32; 2], side: u32) -> Vec<Pixel> {
    let step = side.div_ceil(READINGS).max(1);
    let (mut run, mut pixels) = (Vec::new(), Vec::new());
    for row in (y..y + side).step_by(step as usize) {
        photo.read_run(row, x..x + side, &mut run);
        pixels.extend(run.iter().step_by(step as usize));
    }
    pixels
}
