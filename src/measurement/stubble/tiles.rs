use nalgebra::{Matrix3, Vector3};

use crate::calibration::Linearizer;
use crate::color::median_light;
use crate::photo::{Bounds, Photo, Shape};

/// A tile's side in pixels: small beside the mottling of skin, large beside a hair (our choice, for 8–60 px per mm).
pub(super) const SIDE: usize = 64;

/// As many tiles as fix a covered fraction of a percent; more would only take time (our choice).
const MOST_TILES: usize = 64;

/// A tile with fewer usable pixels says nothing.
const LEAST_USABLE: usize = SIDE * SIDE / 16;

/// A square of a region, pixel by pixel, in the camera's linear light.
pub(super) struct Tile {
    pub lights: Vec<Vector3<f64>>,
    /// Inside the region and trusted.
    pub usable: Vec<bool>,
}

/// A color that changes evenly over a tile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    middle: Vector3<f64>,
    slope: [Vector3<f64>; 2],
}

/// Tiles spread evenly over a region; all of them where the region is small. A place of a tile is the mean of `coarseness`
/// pixels square.
pub(super) fn tiles_of(
    photo: &Photo,
    shape: &Shape,
    linearizer: &Linearizer,
    coarseness: u32,
    is_left_out: impl Fn([u32; 2]) -> bool,
) -> Vec<Tile> {
    let Bounds { left, top, right, bottom } = shape.bounds();
    let step_px = SIDE * coarseness as usize;
    let start = |low: f64| low.max(0.0) as usize;
    let columns = (start(left)..start(right.ceil()).min(photo.width() as usize)).step_by(step_px);
    let rows = (start(top)..start(bottom.ceil()).min(photo.height() as usize)).step_by(step_px);
    let corners: Vec<[u32; 2]> = rows.flat_map(|y| columns.clone().map(move |x| [x as u32, y as u32])).collect();
    let step = corners.len() as f64 / MOST_TILES.min(corners.len()).max(1) as f64;
    let chosen = (0..corners.len().min(MOST_TILES)).filter_map(|i| corners.get((i as f64 * step) as usize));
    let tiles = chosen.map(|&corner| Tile::read(photo, corner, shape, linearizer, coarseness, &is_left_out));
    tiles.filter(|tile| tile.usable.iter().filter(|&&usable| usable).count() >= LEAST_USABLE).collect()
}

impl Tile {
    fn read(
        photo: &Photo,
        [left, top]: [u32; 2],
        shape: &Shape,
        linearizer: &Linearizer,
        coarseness: u32,
        is_left_out: impl Fn([u32; 2]) -> bool,
    ) -> Self {
        let (mut sums, mut counts) = (vec![Vector3::zeros(); SIDE * SIDE], vec![0u32; SIDE * SIDE]);
        let mut run = Vec::new();
        let side = SIDE as u32 * coarseness;
        for row in 0..side {
            photo.read_run(top + row, left..left + side, &mut run);
            let first = (row / coarseness) as usize * SIDE;
            for (column, pixel) in (0..side).zip(&run) {
                let (x, y) = (left + column, top + row);
                let place = first + (column / coarseness) as usize;
                let is_inside = shape.contains(f64::from(x) + 0.5, f64::from(y) + 0.5);
                if is_inside && pixel.opaque && !pixel.clipped && !is_left_out([x, y]) {
                    sums[place] += Vector3::from(linearizer.apply(pixel.light).to_array());
                    counts[place] += 1;
                }
            }
        }
        let lights = sums.iter().zip(&counts).map(|(sum, count)| sum / f64::from((*count).max(1))).collect();
        let usable = counts.into_iter().map(|count| 2 * count > coarseness * coarseness).collect();
        Self { lights, usable }
    }

    /// The typical light, channel by channel.
    pub fn median(&self) -> Vector3<f64> {
        let usable = self.lights.iter().zip(&self.usable).filter(|(_, usable)| **usable);
        median_light(usable.map(|(light, _)| <[f64; 3]>::from(*light))).into()
    }
}

impl Plane {
    pub fn even(middle: Vector3<f64>) -> Self {
        Self { middle, slope: [Vector3::zeros(); 2] }
    }

    /// Fitted to the pixels that `is_wanted` picks by their place; `None` for too few.
    pub fn fit(tile: &Tile, is_wanted: impl Fn(usize) -> bool) -> Option<Self> {
        let mut normal = Matrix3::zeros();
        let mut sums = Matrix3::zeros();
        for place in (0..SIDE * SIDE).filter(|&place| is_wanted(place)) {
            let [u, v] = position(place);
            let row = Vector3::new(1.0, u, v);
            normal += row * row.transpose();
            sums += row * tile.lights[place].transpose();
        }
        // A little of the prior "even" keeps a plane through few pixels flat.
        let count = normal[(0, 0)];
        normal[(1, 1)] += 2.0;
        normal[(2, 2)] += 2.0;
        let solved = (count >= 64.0).then(|| normal.try_inverse()).flatten()? * sums;
        let row = |k: usize| solved.row(k).transpose();
        Some(Self { middle: row(0), slope: [row(1), row(2)] })
    }

    pub fn mean<'a>(planes: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let (sum, count) =
            planes.fold((Vector3::zeros(), 0.0), |(sum, count), plane| (sum + plane.middle, count + 1.0));
        (count > 0.0).then(|| Self::even(sum / count))
    }

    pub fn at(&self, place: usize) -> Vector3<f64> {
        let [u, v] = position(place);
        self.middle + self.slope[0] * u + self.slope[1] * v
    }
}

/// From the tile's middle, in half sides.
fn position(place: usize) -> [f64; 2] {
    let half = SIDE as f64 / 2.0;
    [place % SIDE, place / SIDE].map(|at| (at as f64 + 0.5 - half) / half)
}
