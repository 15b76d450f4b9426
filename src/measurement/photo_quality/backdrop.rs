//! The wall or cloth behind the head: one material, so that a change of what it sends back is a change of the light.

use super::glance::Glance;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000, median_light};
use crate::photo::Grid;

/// Spots along a side of a tile, whose mean rids it of most noise.
const TILE_SPOTS: usize = 4;

/// The most that spots of an even tile scatter, and that neighbouring tiles of one material differ, as a share of
/// their light (our choice: above noise, below the edge between a wall and what stands before it).
const EVEN: f64 = 0.06;

/// The least share of the photo that a backdrop fills, and of its width or height that it spans (our choice).
const LEAST_SHARE: f64 = 0.1;
const LEAST_SPAN: f64 = 0.5;

/// A backdrop is greyish: further from grey than this, it may be skin or wood (our choice).
const MOST_CHROMA: f64 = 25.0;

/// The least luminance at which a color can be told from noise (our choice).
const LEAST_LIGHT: f64 = 0.02;

/// The luminance at which colors of unlike brightness are compared (our choice).
const MIDDLE: f64 = 0.2;

/// A small square of the photo that shows one color.
struct Tile {
    place: [usize; 2],
    light: LinearRgb,
}

/// The largest area of one greyish material.
pub(super) struct Backdrop {
    tiles: Vec<Tile>,
    /// The tiles of the whole photo.
    grid: Grid,
}

impl Backdrop {
    /// `None` when no material fills enough of the photo.
    pub fn find(glance: &Glance) -> Option<Self> {
        let grid = Grid::of_pixels(glance.grid.columns / TILE_SPOTS, glance.grid.rows / TILE_SPOTS);
        let tiles = largest_part(&grid, &even_lights(glance, &grid));
        (tiles.len() as f64 > LEAST_SHARE * grid.count() as f64).then_some(Self { tiles, grid })
    }

    /// How much the color of the light differs between opposite ends; `None` where the backdrop is too narrow to say.
    ///
    /// Unit: CIEDE2000 between the ends as if equally bright, so that shade alone counts nothing.
    pub fn color_change(&self) -> Option<DeltaE> {
        let changes = self.ends().map(|ends| {
            let [near, far] = ends.map(|end| Lab::from(end * (MIDDLE / end.luminance())));
            ciede2000(near, far)
        });
        changes.max_by(|p, q| p.0.total_cmp(&q.0))
    }

    /// The share of light lost from the brighter to the darker of opposite ends.
    pub fn fall_off(&self) -> Option<f64> {
        let losses = self.ends().map(|ends| {
            let [near, far] = ends.map(LinearRgb::luminance);
            1.0 - near.min(far) / near.max(far)
        });
        losses.max_by(f64::total_cmp)
    }

    /// The light of both ends across, and of both ends down, where they lie far enough apart.
    fn ends(&self) -> impl Iterator<Item = [LinearRgb; 2]> {
        let across = self.ends_along(self.grid.columns, |tile| tile.place[0]);
        across.into_iter().chain(self.ends_along(self.grid.rows, |tile| tile.place[1]))
    }

    /// The first and the last quarter of the backdrop along one axis.
    fn ends_along(&self, side: usize, place: impl Fn(&Tile) -> usize) -> Option<[LinearRgb; 2]> {
        let first = self.tiles.iter().map(&place).min()?;
        let last = self.tiles.iter().map(&place).max()?;
        let quarter = (last - first) / 4;
        let near = typical_light(self.tiles.iter().filter(|tile| place(tile) <= first + quarter));
        let far = typical_light(self.tiles.iter().filter(|tile| place(tile) + quarter >= last));
        ((last - first) as f64 >= LEAST_SPAN * side as f64).then_some([near, far])
    }
}

/// By tile: its light; `None` where it is not even.
fn even_lights(glance: &Glance, grid: &Grid) -> Vec<Option<LinearRgb>> {
    (0..grid.count()).map(|tile| even_light(glance, grid.place(tile))).collect()
}

fn even_light(glance: &Glance, tile: [usize; 2]) -> Option<LinearRgb> {
    let first = glance.grid.cell(tile.map(|at| at * TILE_SPOTS));
    let spots = (0..TILE_SPOTS * TILE_SPOTS)
        .map(|i| &glance.spots[first + glance.grid.cell([i % TILE_SPOTS, i / TILE_SPOTS])])
        .filter(|spot| spot.opaque && !spot.overexposed && !spot.skin_hued);
    let lights: Vec<LinearRgb> = spots.map(|spot| spot.light).collect();
    let count = lights.len() as f64;
    let mean = lights.iter().fold(LinearRgb::BLACK, |sum, &light| sum + light) * (1.0 / count.max(1.0));
    let level = mean.luminance();
    let variance = lights.iter().map(|light| (light.luminance() - level).powi(2)).sum::<f64>() / count;
    let is_whole = lights.len() == TILE_SPOTS * TILE_SPOTS;
    let is_even = level > LEAST_LIGHT && variance.sqrt() < EVEN * level;
    (is_whole && is_even && Lab::from(mean).chroma() < MOST_CHROMA).then_some(mean)
}

/// The largest part of neighbouring tiles, each like the one beside it.
fn largest_part(grid: &Grid, lights: &[Option<LinearRgb>]) -> Vec<Tile> {
    let is_even: Vec<bool> = lights.iter().map(Option::is_some).collect();
    let parts = grid.parts_joined(&is_even, |p, q| lights[p].zip(lights[q]).is_some_and(is_one_material));
    let largest = parts.into_iter().max_by_key(Vec::len).unwrap_or_default();
    largest.into_iter().filter_map(|tile| Some(Tile { place: grid.place(tile), light: lights[tile]? })).collect()
}

fn is_one_material((one, other): (LinearRgb, LinearRgb)) -> bool {
    let alike = |(p, q): (f64, f64)| (p - q).abs() < EVEN * p.max(q);
    one.to_array().into_iter().zip(other.to_array()).all(alike)
}

fn typical_light<'a>(tiles: impl Iterator<Item = &'a Tile>) -> LinearRgb {
    LinearRgb::from_array(median_light(tiles.map(|tile| tile.light.to_array())))
}
