//! The wall or cloth behind the head: one material, so that a change of what it sends back is a change of the light.

use super::glance::Glance;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000, median};

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
    column: usize,
    row: usize,
    light: LinearRgb,
}

/// The largest area of one greyish material.
pub(super) struct Backdrop {
    tiles: Vec<Tile>,
    /// Tiles of the whole photo across and down.
    size: [usize; 2],
}

impl Backdrop {
    /// `None` when no material fills enough of the photo.
    pub fn find(glance: &Glance) -> Option<Self> {
        let size = [glance.columns, glance.rows].map(|side| side / TILE_SPOTS);
        let [columns, rows] = size;
        let tiles = largest_part(tiles(glance, columns, rows), columns);
        (tiles.len() as f64 > LEAST_SHARE * (columns * rows) as f64).then_some(Self { tiles, size })
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
        let [columns, rows] = self.size;
        let across = self.ends_along(columns, |tile| tile.column);
        across.into_iter().chain(self.ends_along(rows, |tile| tile.row))
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

/// Row by row; `None` where a tile is not even.
fn tiles(glance: &Glance, columns: usize, rows: usize) -> Vec<Option<Tile>> {
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    places.map(|(column, row)| even_light(glance, column, row).map(|light| Tile { column, row, light })).collect()
}

fn even_light(glance: &Glance, column: usize, row: usize) -> Option<LinearRgb> {
    let start = row * TILE_SPOTS * glance.columns + column * TILE_SPOTS;
    let spots = (0..TILE_SPOTS * TILE_SPOTS)
        .map(|i| &glance.spots[start + i / TILE_SPOTS * glance.columns + i % TILE_SPOTS])
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
fn largest_part(mut tiles: Vec<Option<Tile>>, columns: usize) -> Vec<Tile> {
    let parts = (0..tiles.len()).map(|start| part_from(start, &mut tiles, columns));
    parts.max_by_key(Vec::len).unwrap_or_default()
}

/// Takes the part around `start` out of the tiles.
fn part_from(start: usize, tiles: &mut [Option<Tile>], columns: usize) -> Vec<Tile> {
    let mut next = vec![start];
    let mut part = Vec::new();
    while let Some(at) = next.pop() {
        let Some(tile) = tiles[at].take() else { continue };
        let sides = [at.checked_sub(columns), Some(at + columns), at.checked_sub(1), Some(at + 1)];
        let like = |side: &usize| matches!(tiles.get(*side), Some(Some(other)) if is_one_material(&tile, other));
        next.extend(sides.into_iter().flatten().filter(like));
        part.push(tile);
    }
    part
}

fn is_one_material(tile: &Tile, other: &Tile) -> bool {
    let touch = tile.column.abs_diff(other.column) + tile.row.abs_diff(other.row) == 1;
    let alike = |(p, q): (f64, f64)| (p - q).abs() < EVEN * p.max(q);
    touch && tile.light.to_array().into_iter().zip(other.light.to_array()).all(alike)
}

fn typical_light<'a>(tiles: impl Iterator<Item = &'a Tile>) -> LinearRgb {
    let lights: Vec<[f64; 3]> = tiles.map(|tile| tile.light.to_array()).collect();
    let channel = |k: usize| median(&mut lights.iter().map(|light| light[k]).collect::<Vec<_>>());
    LinearRgb::new(channel(0), channel(1), channel(2))
}
