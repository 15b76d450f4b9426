use nalgebra::Vector3;
use rayon::prelude::*;

use crate::calibration::Calibration;
use crate::color::{LinearRgb, quantile};
use crate::photo::{Grid, Photo};

/// As many pixels as fix the light of some thousand cells; more would only take time (our choice).
const MOST_PIXELS: f64 = 400_000.0;

/// A cell with a smaller share of usable pixels tells nothing.
const LEAST_USABLE: f64 = 0.7;

/// What a cell of the photo shows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Patch {
    /// The mean, true light as far as the reference tells it.
    pub light: Vector3<f64>,
    /// How much further the darkest tenth lies below the median than the lightest above it, as a share of the median:
    /// hair tips make it positive, gloss and light hair negative.
    pub dark_tail: f64,
    pub is_usable: bool,
}

impl Patch {
    /// The logarithm of green, and of red and blue over it.
    pub fn green(&self) -> f64 {
        self.light.y.max(1e-4).ln()
    }

    pub fn hue(&self) -> Hue {
        let [r, g, b] = [self.light.x, self.light.y, self.light.z].map(|value| value.max(1e-4).ln());
        Hue { red: r - g, blue: b - g }
    }
}

/// Colour without lightness: ln of red over green and of blue over green.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Hue {
    pub red: f64,
    pub blue: f64,
}

impl Hue {
    pub fn plus(self, other: Self, times: f64) -> Self {
        Self { red: self.red + times * other.red, blue: self.blue + times * other.blue }
    }
}

/// Of true light, and never so little that it has no logarithm.
pub(super) fn luminance(light: Vector3<f64>) -> f64 {
    LinearRgb::new(light.x, light.y, light.z).luminance().max(1e-4)
}

/// Reads every cell, in a photo of many pixels some of its rows.
pub(super) fn read(photo: &Photo, calibration: &Calibration, grid: &Grid) -> Vec<Patch> {
    let linearizer = calibration.linearizer();
    let pixels = grid.count() as f64 * grid.cell_px.powi(2);
    let cell_px = grid.cell_px as u32;
    let step = ((pixels / MOST_PIXELS).ceil() as u32).clamp(1, cell_px.div_ceil(3));
    let row = |row: usize| {
        let [left, top] = grid.corner([0, row]).map(|at| at as u32);
        let mut run = Vec::new();
        let mut cells: Vec<Vec<LinearRgb>> = vec![Vec::new(); grid.columns];
        for y in (top + step / 2..top + cell_px).step_by(step as usize) {
            photo.read_run(y, left..left + grid.columns as u32 * cell_px, &mut run);
            for (cell, pixels) in cells.iter_mut().zip(run.chunks(cell_px as usize)) {
                let usable = pixels.iter().filter(|pixel| pixel.opaque && !pixel.clipped);
                cell.extend(usable.map(|pixel| linearizer.apply(pixel.light)));
            }
        }
        let all = (cell_px * cell_px.div_ceil(step)) as f64;
        let patch = move |(column, lights): (usize, Vec<LinearRgb>)| {
            let middle = grid.middle_of([column, row]);
            let is_usable = lights.len() as f64 >= LEAST_USABLE * all;
            patch(&lights, is_usable, |camera| calibration.true_light(camera, middle))
        };
        cells.into_iter().enumerate().map(patch).collect::<Vec<_>>()
    };
    (0..grid.rows).into_par_iter().flat_map_iter(row).collect()
}

fn patch(lights: &[LinearRgb], is_usable: bool, true_light: impl Fn(LinearRgb) -> LinearRgb) -> Patch {
    if !is_usable || lights.is_empty() {
        return Patch::default();
    }
    let sum = lights.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light);
    let light = true_light(sum * (1.0 / lights.len() as f64));
    let mut luminances: Vec<f64> = lights.iter().map(|light| light.luminance()).collect();
    let [low, middle, high] = [0.1, 0.5, 0.9].map(|share| quantile(&mut luminances, share));
    let dark_tail = (2.0 * middle - low - high) / middle.max(1e-6);
    Patch { light: light.to_array().into(), dark_tail, is_usable: true }
}
