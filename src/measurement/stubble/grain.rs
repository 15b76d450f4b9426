use rayon::prelude::*;

use super::contrast::usable;
use super::tiles::{SIDE, Tile};
use crate::color::{Lab, LinearRgb};
use crate::photo::Grid;

/// The eye's blur for lightness: weights, and widths in degrees where each Gaussian has fallen to 1/e.
///
/// Source: Zhang and Wandell (1997), S-CIELAB, luminance channel; the third is so wide that it takes the mean.
const WEIGHTS: [f64; 3] = [0.921, 0.105, -0.108];
const WIDTHS_DEGREES: [f64; 2] = [0.0283, 0.133];

/// From where the grain is seen, mm: a look in the mirror.
const DISTANCE_MM: f64 = 500.0;

/// As many tiles as tell the spread of lightness within a tenth (our choice).
const TILES: usize = 8;

/// How far a grain may be off, as a share: gloss, sharpening and the camera's own blur (our choice).
const DOUBT: f64 = 0.2;

/// The standard deviation of L* over a field as an eye sees it from half a metre, with its standard uncertainty.
///
/// `px_per_mm` is the photo's scale, `lab` the field's mean colour.
pub(super) fn grain(tiles: &[Tile], px_per_mm: f64, lab: Lab) -> Option<[f64; 2]> {
    let step = tiles.len().div_ceil(TILES).max(1);
    let luminance = lab.to_linear().luminance();
    let seen: Vec<f64> =
        tiles.par_iter().step_by(step).flat_map_iter(|tile| seen_lightness(tile, px_per_mm, luminance)).collect();
    let count = seen.len() as f64;
    let mean = seen.iter().sum::<f64>() / count;
    let deviation = (seen.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / count).sqrt();
    (count > 0.0).then_some([deviation, DOUBT * deviation])
}

/// L* of the usable pixels of a tile after the eye's blur.
fn seen_lightness(tile: &Tile, px_per_mm: f64, luminance: f64) -> Vec<f64> {
    let weights: Vec<f64> = tile.usable.iter().map(|usable| f64::from(u8::from(*usable))).collect();
    let values: Vec<f64> =
        tile.lights.iter().map(|light| LinearRgb::new(light.x, light.y, light.z).luminance()).collect();
    let grid = Grid { origin: [0, 0], cell_px: 1, columns: SIDE, rows: SIDE };
    let mm_per_degree = DISTANCE_MM * 1_f64.to_radians().tan();
    let blurred = WIDTHS_DEGREES.map(|degrees| {
        // exp(−r²/w²) has the standard deviation w/√2.
        let sigma = degrees * mm_per_degree * px_per_mm / std::f64::consts::SQRT_2;
        grid.blurred(&values, &weights, sigma.max(0.3))
    });
    let usable: Vec<usize> = usable(tile).collect();
    let mean = usable.iter().map(|&place| values[place]).sum::<f64>() / usable.len().max(1) as f64;
    let sum: f64 = WEIGHTS.iter().sum();
    let seen = |place: usize| {
        let light = WEIGHTS[0] * blurred[0][place] + WEIGHTS[1] * blurred[1][place] + WEIGHTS[2] * mean;
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
