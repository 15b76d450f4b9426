//! The wall or cloth behind the head: one material, so that a change of its color is a change of the light's.

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

/// A small square of the photo that shows one color.
struct Tile {
    column: usize,
    row: usize,
    light: LinearRgb,
}

/// How much the color of the light differs between opposite ends of the backdrop; `None` without a backdrop.
///
/// Unit: CIEDE2000 between the ends as if equally bright, so that shade alone counts nothing.
pub(super) fn light_color_difference(glance: &Glance) -> Option<DeltaE> {
    let [columns, rows] = [glance.columns, glance.rows].map(|side| side / TILE_SPOTS);
    let tiles = tiles(glance, columns, rows);
    let backdrop = largest_backdrop(&tiles, columns)?;
    if (backdrop.len() as f64) < LEAST_SHARE * (columns * rows) as f64 {
        return None;
    }
    let across = difference_along(&backdrop, columns, |tile| tile.column);
    let down = difference_along(&backdrop, rows, |tile| tile.row);
    across.into_iter().chain(down).max_by(|p, q| p.0.total_cmp(&q.0))
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
fn largest_backdrop(tiles: &[Option<Tile>], columns: usize) -> Option<Vec<&Tile>> {
    let mut seen = vec![false; tiles.len()];
    let parts = (0..tiles.len()).map(|start| backdrop_from(start, tiles, columns, &mut seen));
    parts.max_by_key(Vec::len).filter(|part| !part.is_empty())
}

fn backdrop_from<'a>(start: usize, tiles: &'a [Option<Tile>], columns: usize, seen: &mut [bool]) -> Vec<&'a Tile> {
    let mut part = Vec::new();
    let mut next = vec![start];
    while let Some(at) = next.pop() {
        let Some(tile) = &tiles[at] else { continue };
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        part.push(tile);
        let sides = [at.checked_sub(columns), at.checked_add(columns), at.checked_sub(1), at.checked_add(1)];
        let sides = sides.into_iter().flatten().filter(|&side| side < tiles.len() && !seen[side]);
        next.extend(sides.filter(|&side| tiles[side].as_ref().is_some_and(|other| is_one_material(tile, other))));
    }
    part
}

fn is_one_material(tile: &Tile, other: &Tile) -> bool {
    let touch = tile.column.abs_diff(other.column) + tile.row.abs_diff(other.row) == 1;
    let alike = |(p, q): (f64, f64)| (p - q).abs() < EVEN * p.max(q);
    touch && tile.light.to_array().into_iter().zip(other.light.to_array()).all(alike)
}

/// Between the first and the last quarter of the backdrop along one axis.
fn difference_along(backdrop: &[&Tile], side: usize, place: impl Fn(&Tile) -> usize) -> Option<DeltaE> {
    let first = backdrop.iter().map(|tile| place(tile)).min()?;
    let last = backdrop.iter().map(|tile| place(tile)).max()?;
    if ((last - first) as f64) < LEAST_SPAN * side as f64 {
        return None;
    }
    let quarter = (last - first) / 4;
    let near = color_of(backdrop.iter().filter(|tile| place(tile) <= first + quarter));
    let far = color_of(backdrop.iter().filter(|tile| place(tile) + quarter >= last));
    Some(ciede2000(near, far))
}

/// The typical color as if of a middle lightness.
fn color_of<'a>(tiles: impl Iterator<Item = &'a &'a Tile>) -> Lab {
    let lights: Vec<[f64; 3]> = tiles.map(|tile| (tile.light * (0.2 / tile.light.luminance())).to_array()).collect();
    let channel = |k: usize| median(&mut lights.iter().map(|light| light[k]).collect::<Vec<_>>());
    LinearRgb::new(channel(0), channel(1), channel(2)).into()
}
