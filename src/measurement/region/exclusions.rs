//! Which parts of a region are shine, shadow or blemish, told apart by the dichromatic model.
//!
//! A surface sends back its own light, more or less of it as it is lit, and shine of the lamp's color (Shafer 1985).
//! With the lamp's color made neutral, shine leaves the differences between channels as they are, and shade scales
//! them: so each part of the region splits into shade, shine and what neither explains.

use nalgebra::Vector3;
use rayon::prelude::*;

use super::cell_row::{CellReader, CellRow};
use crate::calibration::{Calibration, Linearizer};
use crate::color::{LinearRgb, median, median_absolute_deviation, median_light, narrowest};
use crate::photo::{BrushMap, Grid, Photo, Region, Shape, Tissue};

/// Cells along the longer side of a region (our choice).
const CELLS: f64 = 48.0;

/// A cell is at least this wide, in stubble wide enough for skin between the tips (our choices).
const LEAST_CELL_PX: u32 = 4;
const LEAST_STUBBLE_CELL_PX: u32 = 16;

/// Fewer cells than this don't tell what is typical.
const FEW_CELLS: usize = 16;

/// The share of a region that shows its typical light, or more (our choice).
const TYPICAL: f64 = 0.35;

/// Shine worth leaving out, as a share of the typical light (our choice: ΔE00 about 2), if it is also this many
/// standard deviations of the calmer half of the region.
const SHINE: f64 = 0.08;
const DEVIATIONS: f64 = 3.5;

/// Shine has a peak of this many times that; a lighter patch of mottled skin has none (our choice).
const PEAK: f64 = 2.0;

/// Around such shine cells with this share of it, and this many deviations, are left out too (our choices).
const FADING: f64 = 0.5;
const FADING_DEVIATIONS: f64 = 3.0;

/// Fewer cells of shine or shadow than this in stubble may be white or dark tips that stand close (our choice).
const STUBBLE_PATCH: usize = 4;

/// A cell in less light than this share of the typical lies in shadow (our choice: below the shading of a rounded head).
const SHADE: f64 = 0.72;

/// What neither shade nor shine explains, as a share of the typical light (our choice: a mole; mottling stays below half).
const BLEMISH: f64 = 0.18;

/// Why a pixel is left out of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// At the end of the camera's range, or transparent.
    Clipped,
    /// Shine of the lamp.
    Glare,
    Shadow,
    /// A mole, a scar or another patch of another color.
    Blemish,
    /// A single pixel unlike the rest.
    Outlier,
    /// The user's brush.
    Brushed,
}

/// The cells of a region that are left out.
#[derive(Clone, Debug)]
pub(super) struct Exclusions {
    grid: Grid,
    cells: Vec<Option<Exclusion>>,
}

impl Exclusions {
    pub fn none() -> Self {
        Self { grid: Grid::of_pixels(0, 0), cells: Vec::new() }
    }

    /// Hair shines by nature and swatches are small; both are only judged pixel by pixel.
    pub fn of(
        photo: &Photo,
        region: &Region,
        brushed: &BrushMap,
        calibration: &Calibration,
        linearizer: &Linearizer,
    ) -> Self {
        let Region { tissue, ref shape, .. } = *region;
        if matches!(tissue, Tissue::Hair | Tissue::Swatch) {
            return Self::none();
        }
        let grid = grid(photo, shape, tissue);
        let lamp = lamp_color(calibration, shape.bounds().middle());
        // Shine lifts the darkest pixels of a cell and the brightest, shadow dims both; where tips stand close or far apart,
        // only one of both ends moves.
        let is_stubble = tissue == Tissue::Stubble;
        let ([low, high], least_patch) = if is_stubble { ([0.25, 0.75], STUBBLE_PATCH) } else { ([0.5, 0.5], 1) };
        let reader = CellReader { photo, shape, brushed, linearizer, lamp };
        let cells: Vec<Option<[Vector3<f64>; 2]>> =
            cell_rows(&grid).into_par_iter().flat_map_iter(|row| reader.quantiles(&row, [low, high])).collect();
        let (Some(dim), Some(bright)) = (Body::of(&cells, |[low, _]| low), Body::of(&cells, |[_, high]| high)) else {
            return Self::none();
        };
        let judge = |[low, high]: [Vector3<f64>; 2]| dim.lack(low).filter(|lack| bright.lack(high) == Some(*lack));
        let mut exclusions = Self { grid, cells: cells.iter().map(|cell| cell.and_then(judge)).collect() };
        let lacking: Vec<bool> = exclusions.cells.iter().map(Option::is_some).collect();
        let specks = grid.parts(&lacking).into_iter().filter(|part| part.len() < least_patch);
        specks.flatten().for_each(|cell| exclusions.cells[cell] = None);
        let shine = |[low, high]: [Vector3<f64>; 2]| dim.shine_of(low).min(bright.shine_of(high));
        let shine: Vec<f64> = cells.iter().map(|cell| cell.map_or(0.0, shine)).collect();
        for cell in patches_of_shine(&grid, &shine, &dim, least_patch) {
            exclusions.cells[cell] = Some(Exclusion::Glare);
        }
        exclusions
    }

    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Option::is_none)
    }

    /// Why a pixel is left out, if it is.
    pub fn at(&self, pos: [u32; 2]) -> Option<Exclusion> {
        self.grid.at(pos.map(f64::from)).and_then(|cell| self.cells[cell])
    }

    /// The first pixel of the next cell to the right.
    pub fn next_column(&self, x: u32) -> u32 {
        let (left, cell_px) = (self.grid.origin[0] as u32, self.grid.cell_px as u32);
        left + (x.saturating_sub(left) / cell_px + 1) * cell_px
    }
}

/// Cells so fine that they tell shine from skin, and so wide that stubble has skin in each.
fn grid(photo: &Photo, shape: &Shape, tissue: Tissue) -> Grid {
    let (bounds, photo_size) = (shape.bounds(), [photo.width(), photo.height()]);
    let longer = bounds.pixels_within(photo_size).map(|pixels| pixels.len()).into_iter().max().unwrap_or_default();
    let least = if tissue == Tissue::Stubble { LEAST_STUBBLE_CELL_PX } else { LEAST_CELL_PX };
    Grid::covering(&bounds, photo_size, least.max((longer as f64 / CELLS).ceil() as u32))
}

fn cell_rows(grid: &Grid) -> Vec<CellRow> {
    let row = |row: usize| {
        let [left, top] = grid.corner([0, row]).map(|at| at as u32);
        CellRow { left, top, cell_px: grid.cell_px as u32, count: grid.columns }
    };
    (0..grid.rows).map(row).collect()
}

/// The cells of patches of shine, as far as it fades into what cannot be told from none.
fn patches_of_shine(grid: &Grid, shine: &[f64], body: &Body, least_cells: usize) -> Vec<usize> {
    let is_patch = |part: &Vec<usize>| {
        let brighter_than = |limit: f64| part.iter().filter(|&&cell| shine[cell] > limit).count();
        brighter_than(body.shine) >= least_cells && brighter_than(PEAK * body.shine) > 0
    };
    let shining: Vec<bool> = shine.iter().map(|&shine| shine > body.fading).collect();
    grid.parts(&shining).into_iter().filter(is_patch).flatten().collect()
}

/// The lamp's color in the camera's linear light, with a mean of 1.
fn lamp_color(calibration: &Calibration, pos_in_photo: [f64; 2]) -> Vector3<f64> {
    const GREY: f64 = 0.3;
    let mut reading = [GREY; 3];
    // A fixed point; each step leaves a small part of a cast.
    for _ in 0..8 {
        let truth = calibration.true_light(LinearRgb::from_array(reading), pos_in_photo).to_array();
        reading = [0, 1, 2].map(|k| reading[k] * (GREY / truth[k].max(1e-3)).clamp(0.2, 5.0));
    }
    let lamp = Vector3::from(reading);
    lamp / lamp.mean()
}

/// What the region is made of, by its most frequent light.
struct Body {
    light: Vector3<f64>,
    /// Light without what all channels share.
    color: Vector3<f64>,
    /// Added light beyond this is shine.
    shine: f64,
    /// Around shine, added light beyond this is too.
    fading: f64,
}

impl Body {
    /// From where light changes least: shine and shadow spread theirs. `None` for too few cells.
    fn of<C: Copy>(cells: &[Option<C>], light: impl Fn(C) -> Vector3<f64>) -> Option<Self> {
        let lights: Vec<Vector3<f64>> = cells.iter().flatten().map(|cell| light(*cell)).collect();
        if lights.len() < FEW_CELLS {
            return None;
        }
        let typical = densest(&lights, TYPICAL, |light| light.mean().max(1e-6).ln());
        let light = Vector3::from(median_light(typical.into_iter().map(<[f64; 3]>::from)));
        let body = Self { light, color: without_grey(light), shine: 0.0, fading: 0.0 };
        let calm = densest(&lights, 0.5, |light| body.split(*light).1);
        let mut shines: Vec<f64> = calm.iter().map(|light| body.split(*light).1).collect();
        let middle = median(&mut shines);
        let spread = median_absolute_deviation(&mut shines, middle);
        let shine = (SHINE * light.mean()).max(DEVIATIONS * spread);
        Some(Self { shine, fading: (FADING * shine).max(FADING_DEVIATIONS * spread), ..body })
    }

    /// Shade, shine, and the length of what neither explains.
    fn split(&self, light: Vector3<f64>) -> (f64, f64, f64) {
        let color = without_grey(light);
        let shade = color.dot(&self.color) / self.color.norm_squared().max(1e-12);
        let rest = color - self.color * shade;
        (shade, light.mean() - shade * self.light.mean(), rest.norm())
    }

    fn shine_of(&self, light: Vector3<f64>) -> f64 {
        if light.mean() > self.light.mean() { self.split(light).1 } else { 0.0 }
    }

    /// Whether light of the body's is missing, in all channels alike or not.
    fn lack(&self, light: Vector3<f64>) -> Option<Exclusion> {
        let (shade, shine, rest) = self.split(light);
        let typical = self.light.mean();
        if rest > BLEMISH * typical || shine < -self.shine.max(BLEMISH * typical) {
            return Some(Exclusion::Blemish);
        }
        (light.mean() < SHADE * typical && shade < 1.0).then_some(Exclusion::Shadow)
    }
}

fn without_grey(light: Vector3<f64>) -> Vector3<f64> {
    light.add_scalar(-light.mean())
}

/// The share of all lights whose values lie closest together.
fn densest(lights: &[Vector3<f64>], share: f64, value: impl Fn(&Vector3<f64>) -> f64) -> Vec<Vector3<f64>> {
    let mut sorted: Vec<(f64, Vector3<f64>)> = lights.iter().map(|light| (value(light), *light)).collect();
    sorted.sort_unstable_by(|(p, _), (q, _)| p.total_cmp(q));
    let count = ((sorted.len() as f64 * share) as usize).clamp(1, sorted.len());
    narrowest(&sorted, count).iter().map(|(_, light)| *light).collect()
}
