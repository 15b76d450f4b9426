use rayon::prelude::*;

use super::contrast::usable;
use super::tiles::{SIDE, Tile};
use crate::color::{EYE_WEIGHTS, Lab, LinearRgb, eye_sigmas_px, median};
use crate::photo::Grid;

/// From where the grain is seen, mm: a look in the mirror.
const DISTANCE_MM: f64 = 500.0;

/// As many tiles as tell the spread of lightness within a tenth (our choice).
const TILES: usize = 16;

/// How far a grain may be off, as a share: gloss, sharpening and the camera's own blur (our choice).
const DOUBT: f64 = 0.2;

/// The standard deviation of L* over a field as an eye sees it from half a metre, with its standard uncertainty: of the
/// typical tile, so that a freckle or a spot of gloss counts little.
///
/// `px_per_mm` is the photo's scale, `lab` the field's mean colour.
pub(super) fn grain(tiles: &[Tile], px_per_mm: f64, lab: Lab) -> Option<[f64; 2]> {
    let step = tiles.len().div_ceil(TILES).max(1);
    let luminance = lab.to_linear().luminance();
    let variance_of = |tile: &Tile| variance(&seen_lightness(tile, px_per_mm, luminance));
    let mut variances: Vec<f64> = tiles.par_iter().step_by(step).map(variance_of).collect();
    let deviation = median(&mut variances).sqrt();
    (!variances.is_empty()).then_some([deviation, DOUBT * deviation])
}

fn variance(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count
}

/// L* of the usable pixels of a tile after the eye's blur.
fn seen_lightness(tile: &Tile, px_per_mm: f64, luminance: f64) -> Vec<f64> {
    let weights: Vec<f64> = tile.usable.iter().map(|usable| f64::from(u8::from(*usable))).collect();
    let values: Vec<f64> =
        tile.lights.iter().map(|light| LinearRgb::new(light.x, light.y, light.z).luminance()).collect();
    let grid = Grid::of_pixels(SIDE, SIDE);
    let blurred = eye_sigmas_px(DISTANCE_MM, px_per_mm).map(|sigma| grid.blurred(&values, &weights, sigma.max(0.3)));
    let usable: Vec<usize> = usable(tile).collect();
    let mean = usable.iter().map(|&place| values[place]).sum::<f64>() / usable.len().max(1) as f64;
    let sum: f64 = EYE_WEIGHTS.iter().sum();
    let seen = |place: usize| {
        let light = EYE_WEIGHTS[0] * blurred[0][place] + EYE_WEIGHTS[1] * blurred[1][place] + EYE_WEIGHTS[2] * mean;
        Lab::from(LinearRgb::WHITE * (light / sum / mean.max(1e-6) * luminance)).l
    };
    usable.iter().map(|&place| seen(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector3;

    fn striped(period: usize) -> Tile {
        let light = |place: usize| if place % SIDE % period < period / 2 { 0.1 } else { 0.2 };
        Tile {
            lights: (0..SIDE * SIDE).map(|place| Vector3::repeat(light(place))).collect(),
            usable: vec![true; SIDE * SIDE],
        }
    }

    #[test]
    fn fine_stripes_melt_into_an_even_grey_and_broad_ones_stay() {
        let lab = Lab::new(46.0, 0.0, 0.0);
        let [fine, broad] = [2, 32].map(|period| grain(&[striped(period)], 12.0, lab).expect("pixels")[0]);
        assert!(fine < 0.3 && broad > 5.0, "{fine} {broad}");
    }
}
