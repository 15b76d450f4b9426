use nalgebra::Vector3;

use super::field::Field;
use super::fitted::coarseness;
use super::tiles::{SIDE, Tile, tiles_of};
use crate::calibration::{Calibration, Linearizer};
use crate::measurement::region::left_out::LeftOut;
use crate::photo::{Photo, Region};

/// Twice as far apart, places of a photo that tells no more than half its pixels differ nearly four times as much, and
/// of one that is as fine as its pixels less than twice: the ratio in between below which it is soft.
///
/// Chosen between drawn heads, photographed with a lens's and a sensor's blur (0.49 and more), and the same enlarged to
/// twice their size (0.34–0.41).
const SOFT: f64 = 0.45;

/// Photos coarser than this are not told from smooth skin.
const COARSEST: u32 = 4;

/// A region as finely as its photo tells something.
pub(super) struct Fine<'a> {
    photo: &'a Photo,
    region: &'a Region,
    linearizer: Linearizer,
    left_out: LeftOut,
    /// How many pixels square count as one.
    coarseness: u32,
    /// Of these, where the scale is known.
    pub px_per_mm: Option<f64>,
}

impl<'a> Fine<'a> {
    pub fn look(photo: &'a Photo, region: &'a Region, calibration: &Calibration, px_per_mm: Option<f64>) -> Self {
        let linearizer = calibration.linearizer();
        let left_out = LeftOut::of(photo, region, calibration, &linearizer);
        let by_pixels = Self { photo, region, linearizer, left_out, coarseness: 1, px_per_mm };
        let coarseness = coarseness_of(&by_pixels.tiles());
        let px_per_mm = px_per_mm.map(|px_per_mm| px_per_mm / f64::from(coarseness));
        Self { coarseness, px_per_mm, ..by_pixels }
    }

    pub fn tiles(&self) -> Vec<Tile> {
        self.tiles_by(1)
    }

    /// The moments of the field, at about the scale at which fields are described.
    pub fn field(&self) -> Option<Field> {
        let times = coarseness(self.px_per_mm);
        Field::of(&self.tiles_by(times), self.px_per_mm.map(|px_per_mm| px_per_mm / f64::from(times)))
    }

    /// So many times as coarse.
    fn tiles_by(&self, times: u32) -> Vec<Tile> {
        let is_left_out = |pos| self.left_out.at(pos).is_some();
        tiles_of(self.photo, &self.region.shape, &self.linearizer, times * self.coarseness, is_left_out)
    }
}

/// How many pixels square tell as much as all of them: 1 for a photo that is as fine as its pixels, 2 or 4 for one that was
/// enlarged, or is out of focus by as much.
fn coarseness_of(tiles: &[Tile]) -> u32 {
    let mut coarseness = 1;
    while coarseness < COARSEST && is_soft(tiles, 2 * coarseness as usize) {
        coarseness *= 2;
    }
    coarseness
}

/// Whether places `apart` px from each other differ much less than those twice as far.
fn is_soft(tiles: &[Tile], apart: usize) -> bool {
    let [near, far] = [apart, 2 * apart].map(|apart| difference(tiles, apart));
    near < SOFT * far
}

/// The mean squared difference of places along the rows and the columns, as a share of the light.
fn difference(tiles: &[Tile], apart: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for tile in tiles {
        for (place, next) in pairs(apart).filter(|&(place, next)| tile.usable[place] && tile.usable[next]) {
            sum += relative(tile.lights[place], tile.lights[next]).powi(2);
            count += 1.0;
        }
    }
    sum / count.max(1.0)
}

fn pairs(apart: usize) -> impl Iterator<Item = (usize, usize)> {
    let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| [x, y]));
    places.flat_map(move |[x, y]| {
        let at = move |x: usize, y: usize| (x.max(y) < SIDE).then_some(y * SIDE + x);
        [at(x + apart, y), at(x, y + apart)].into_iter().flatten().map(move |next| (y * SIDE + x, next))
    })
}

fn relative(one: Vector3<f64>, other: Vector3<f64>) -> f64 {
    2.0 * (one.y - other.y) / (one.y + other.y).max(1e-6)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even noise of squares of `block` px, smoothed over as many.
    fn noise(block: usize) -> Tile {
        let mut random = fastrand::Rng::with_seed(7);
        let coarse: Vec<f64> = (0..SIDE * SIDE).map(|_| 0.3 + 0.2 * random.f64()).collect();
        let smooth = |at: f64| ((at / block as f64) as usize, (at / block as f64).fract());
        let light = |place: usize| {
            let [(x, right), (y, down)] = [place % SIDE, place / SIDE].map(|at| smooth(at as f64));
            let at = |dx: usize, dy: usize| coarse[(y + dy).min(SIDE - 1) * SIDE + (x + dx).min(SIDE - 1)];
            let [upper, lower] = [0, 1].map(|dy| at(0, dy) * (1.0 - right) + at(1, dy) * right);
            Vector3::repeat(upper * (1.0 - down) + lower * down)
        };
        Tile { lights: (0..SIDE * SIDE).map(light).collect(), usable: vec![true; SIDE * SIDE] }
    }

    #[test]
    fn a_photo_as_fine_as_its_pixels_is_taken_by_pixels() {
        assert_eq!(coarseness_of(&[noise(1)]), 1);
    }

    #[test]
    fn an_enlarged_photo_is_taken_by_what_its_pixels_tell() {
        assert_eq!(coarseness_of(&[noise(4)]), 2);
        assert_eq!(coarseness_of(&[noise(10)]), 4);
    }

    #[test]
    fn a_region_without_pixels_is_not_soft() {
        assert_eq!(coarseness_of(&[]), 1);
    }
}
