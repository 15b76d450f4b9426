use super::contrast::usable;
use super::peaks::{self, PEAK_NUMBERS};
use super::tiles::{SIDE, Tile};
use super::window::window_means;
use crate::color::{LinearRgb, quantile};

/// The reach of what a pixel is compared with, px to each side: further than a tip is wide, less than the halo that a
/// shaft makes in the skin around it (our choice, for 8–30 px per mm).
const REACH: usize = 5;

/// Luminances lower than this are black.
const BLACK: f64 = 1e-4;

/// How many numbers describe a field.
pub const FIELD_NUMBERS: usize = 13;

/// The moments of a field of hair tips: how far pixels lie below the skin right beside them, and over how wide a place.
///
/// They are ratios, free of light and exposure, and outlive blur, sharpening and JPEG better than any single tip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Logarithms of: mean and standard deviation of the depth; its mean beyond the median towards the tips and away from
    /// them; the mean square over the mean of both; depths of which 90, 95 and 99 % are less; the standard deviation after
    /// averaging 3, 5 and 9 pixels square, as a share. Last, not as a logarithm, the skewness.
    pub numbers: [f64; FIELD_NUMBERS],
    /// How its tips stand apart, where the scale is known.
    pub peaks: Option<[f64; PEAK_NUMBERS]>,
    /// What the whole field lacks of the light beside its tips, by channel.
    pub lack: [f64; 3],
}

impl Field {
    /// `px_per_mm` is the scale of the tiles; `None` where the tips are not darker than the skin.
    pub(super) fn of(tiles: &[Tile], px_per_mm: Option<f64>) -> Option<Self> {
        let (mut depths, mut smooth, mut lights, mut beside) = (Vec::new(), [(0.0, 0.0, 0.0); 3], [0.0; 3], [0.0; 3]);
        for tile in tiles {
            let depth = Depths::of(tile);
            for place in usable(tile) {
                depths.push(depth.depths[place]);
                for k in 0..3 {
                    lights[k] += tile.lights[place][k];
                    beside[k] += depth.beside[k][place];
                }
            }
            for (sums, reach) in smooth.iter_mut().zip([1, 2, 4]) {
                let mean = window_means(&depth.depths, &depth.usable, reach);
                for place in usable(tile) {
                    *sums = (sums.0 + mean[place], sums.1 + mean[place].powi(2), sums.2 + 1.0);
                }
            }
        }
        let count = depths.len() as f64;
        let mean = depths.iter().sum::<f64>() / count;
        let moment = |power: i32| depths.iter().map(|depth| (depth - mean).powi(power)).sum::<f64>() / count;
        let (variance, third) = (moment(2), moment(3));
        let skewness = third / variance.powf(1.5);
        let [middle, q90, q95, q99] = [0.5, 0.9, 0.95, 0.99].map(|share| quantile(&mut depths, share));
        let side = |sign: f64| {
            let off = |depth: &f64| (sign * (depth - middle)).max(0.0);
            let (first, second) = depths.iter().map(off).fold((0.0, 0.0), |(p, q), off| (p + off, q + off * off));
            [first / count, second / first.max(1e-9)]
        };
        let ([towards, typical], [away, noise]) = (side(1.0), side(-1.0));
        let share = |(sum, squares, count): (f64, f64, f64)| {
            ((squares / count - (sum / count).powi(2)).max(0.0) / variance.max(1e-12)).sqrt()
        };
        let [three, five, nine] = smooth.map(share);
        let positive = [mean, variance.sqrt(), towards, away, typical, noise, q90, q95, q99, three, five, nine]
            .map(|v| v.max(BLACK).ln());
        let mut numbers = [skewness; FIELD_NUMBERS];
        numbers[..FIELD_NUMBERS - 1].copy_from_slice(&positive);
        let lack = std::array::from_fn(|k| 1.0 - lights[k] / f64::max(beside[k], 1e-9));
        let peaks = px_per_mm.map(|px_per_mm| peaks::numbers(tiles, px_per_mm));
        let mut all = numbers.iter().chain(peaks.iter().flatten());
        let is_told = mean > 0.0 && skewness > 0.0 && all.all(|number| number.is_finite());
        is_told.then_some(Self { numbers, peaks, lack })
    }
}

/// How far each pixel of a tile lies below the light beside it, as a share of that.
struct Depths {
    depths: Vec<f64>,
    /// By channel.
    beside: [Vec<f64>; 3],
    usable: Vec<f64>,
}

impl Depths {
    /// The light beside a pixel is the mean of what lies above the mean around it: skin rather than tips.
    fn of(tile: &Tile) -> Self {
        let usable: Vec<f64> = tile.usable.iter().map(|usable| f64::from(u8::from(*usable))).collect();
        let luminances: Vec<f64> =
            tile.lights.iter().map(|light| LinearRgb::new(light.x, light.y, light.z).luminance()).collect();
        let around = window_means(&luminances, &usable, REACH);
        let is_above = |i: usize| if luminances[i] >= around[i] { usable[i] } else { 0.0 };
        let above: Vec<f64> = (0..SIDE * SIDE).map(is_above).collect();
        let skin = |values: &[f64]| window_means(&window_means(values, &above, REACH), &usable, REACH);
        let reference = skin(&luminances);
        let depths = (0..SIDE * SIDE).map(|i| (reference[i] - luminances[i]) / reference[i].max(BLACK)).collect();
        let channel = |k: usize| skin(&tile.lights.iter().map(|light| light[k]).collect::<Vec<f64>>());
        Self { depths, beside: std::array::from_fn(channel), usable }
    }
}
