//! How sharp the sharpest edges of a photo are.
//!
//! Around the strongest contrasts windows are read at full resolution. The square of the difference between two pixels
//! grows in proportion to their distance across a sharp edge, and with its square across a blurred one; dots and hairs
//! have a width, beyond which it grows no more. Bare skin has no contrast to look at and is never judged; a camera that
//! shook along one direction only leaves the edges along it sharp, and is not told.

use super::glance::Glance;
use crate::color::{median, quantile};
use crate::photo::Photo;
use crate::progress::{Cancelled, Progress};

/// Parts of the photo along its longer side; the strongest contrast of each is looked at.
const WINDOWS: usize = 12;

/// A contrast worth looking at, in root luminance (our choice: skin beside a grey wall one tenth lighter or darker in
/// L*; the mottling and shading of bare skin stay below half of it within a window).
const LEAST_CONTRAST: f64 = 0.06;

/// Fewer windows than this do not speak for a photo (our choice).
const LEAST_WINDOWS: usize = 6;

/// The share of windows that must be sharp: a head is deeper than the field that is in focus (our choice).
const SHARP_SHARE: f64 = 0.1;

/// Edges are looked at where their mean square difference is this many times that of noise.
const ABOVE_NOISE: f64 = 6.0;

/// A photo may be blurred by one pixel in this many along its longer side, standard deviation (our choice: with a head
/// of 250 mm in the frame that is 0.2 mm, two hairs' width, where shaved tips run together).
const SIDE_PER_BLUR: f64 = 1300.0;

/// Blur by fewer pixels than this comes from demosaicing and scaling.
const LEAST_BLUR_PX: f64 = 2.0;

/// The distances at which pixels are compared, in units of the blur that is allowed.
const DISTANCES: [usize; 3] = [1, 4, 8];

/// Across an edge the square at the last distance is twice that at the one before, in texture it is the same; the limit
/// is our choice.
const EDGE_GROWTH: f64 = 1.7;

/// The strongest blur that the distances can tell, in units of the blur that is allowed.
const MOST_BLUR: f64 = 4.0;

/// A window's side in units of the blur that is allowed.
const WINDOW_SIDE: usize = 16;

/// The blur of a photo's sharpest edges as a Gaussian's standard deviation, and what is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Blur {
    pub px: f64,
    pub allowed_px: f64,
}

impl Blur {
    /// `None` when the photo shows no edges to judge by.
    pub fn of(photo: &Photo, glance: &Glance, progress: &Progress) -> Result<Option<Self>, Cancelled> {
        let longer_side = photo.width().max(photo.height());
        let allowed_px = (f64::from(longer_side) / SIDE_PER_BLUR).max(LEAST_BLUR_PX).round();
        let mut windows = Vec::new();
        let places = contrasts(glance);
        for (done, place) in (0..).zip(&places) {
            if done % 16 == 0 {
                progress.report("checking sharpness", done, places.len() as u64)?;
            }
            windows.push(Window::read(photo, *place, allowed_px as usize));
        }
        Ok(blur_of_sharpest(&windows).map(|blur| Self { px: allowed_px * blur, allowed_px }))
    }

    pub fn is_blurred(&self) -> bool {
        self.px > self.allowed_px
    }

    /// The distance over which an edge goes from 10 % to 90 %, as an optical engineer states it.
    pub fn edge_px(&self) -> f64 {
        // 2 · 1.2816 standard deviations of a normal distribution.
        2.563 * self.px
    }
}

/// Where the strongest contrast of each part of the photo lies, if it is strong.
fn contrasts(glance: &Glance) -> Vec<[u32; 2]> {
    let side = glance.columns.max(glance.rows).div_ceil(WINDOWS);
    let columns = glance.columns.div_ceil(side);
    let mut strongest = vec![(LEAST_CONTRAST, None); columns * glance.rows.div_ceil(side)];
    for (spot, here) in glance.spots.iter().enumerate() {
        let window = spot / glance.columns / side * columns + spot % glance.columns / side;
        let contrast = glance.neighbors(spot).map(|next| contrast(here.luminance, glance.spots[next].luminance));
        let contrast = contrast.fold(0.0, f64::max);
        if contrast > strongest[window].0 {
            strongest[window] = (contrast, Some(spot));
        }
    }
    strongest.into_iter().filter_map(|(_, spot)| spot).map(|spot| glance.pos_in_photo(spot)).collect()
}

/// In root luminance, where noise is about even.
fn contrast(p: f64, q: f64) -> f64 {
    (root(p) - root(q)).abs()
}

fn root(luminance: f64) -> f64 {
    luminance.max(0.0).sqrt()
}

/// Squares of differences at the three distances, per pixel, and what of them is noise.
struct Window {
    squares: [f64; 3],
    noise: f64,
}

impl Window {
    fn read(photo: &Photo, [x, y]: [u32; 2], unit: usize) -> Self {
        let side = (WINDOW_SIDE * unit) as u32;
        let (left, top) = (x.saturating_sub(side / 2), y.saturating_sub(side / 2));
        let (mut run, mut rows) = (Vec::new(), Vec::new());
        for row in top..top.saturating_add(side) {
            photo.read_run(row, left..left.saturating_add(side), &mut run);
            rows.push(run.iter().map(|pixel| root(pixel.light.luminance())).collect::<Vec<f64>>());
        }
        let [near, far, farther] = DISTANCES.map(|distance| differences(&rows, distance * unit));
        // Of one count, so that an edge in the middle of the window gives squares in proportion to the distance.
        let squares = [&near, &far, &farther].map(|differences| sum_of_squares(differences) / near.len().max(1) as f64);
        Self { squares, noise: quiet_square(near) }
    }

    /// The blur of what the window shows, in units of the nearest distance; noise is taken off.
    fn blur(&self, noise: f64) -> f64 {
        let [near, far, farther] = self.squares.map(|square| square - noise);
        let ratio = far / near.max(far / 100.0);
        if farther > EDGE_GROWTH * far { blur_of_ratio(ratio, edge_square) } else { blur_of_ratio(ratio, dot_square) }
    }
}

/// Differences of all pixels that lie `distance` apart in a row or a column.
fn differences(rows: &[Vec<f64>], distance: usize) -> Vec<f64> {
    let between = |p: &[f64], q: &[f64]| p.iter().zip(q).map(|(p, q)| p - q).collect::<Vec<f64>>();
    let across = rows.iter().flat_map(|row| between(row, row.get(distance..).unwrap_or_default()));
    let below = rows.get(distance..).unwrap_or_default();
    let down = rows.iter().zip(below).flat_map(|(row, below)| between(row, below));
    across.chain(down).collect()
}

fn sum_of_squares(differences: &[f64]) -> f64 {
    differences.iter().map(|difference| difference * difference).sum()
}

/// The mean square of most differences, edges left out.
fn quiet_square(mut differences: Vec<f64>) -> f64 {
    differences.iter_mut().for_each(|difference| *difference = difference.abs());
    // The standard deviation of a normal spread is 1.4826 times its median distance (Rousseeuw and Croux 1993).
    (1.4826 * median(&mut differences)).powi(2)
}

/// The blur of the sharpest windows, in units of the nearest distance.
fn blur_of_sharpest(windows: &[Window]) -> Option<f64> {
    let noise = quantile(&mut windows.iter().map(|window| window.noise).collect::<Vec<_>>(), 0.25);
    let with_contrast = windows.iter().filter(|window| window.squares[1] > ABOVE_NOISE * noise);
    let mut blurs: Vec<f64> = with_contrast.map(|window| window.blur(noise)).collect();
    (blurs.len() >= LEAST_WINDOWS).then(|| quantile(&mut blurs, SHARP_SHARE))
}

/// The blur at which the squares at the second and first distance have this ratio; at most [`MOST_BLUR`].
fn blur_of_ratio(ratio: f64, square: impl Fn(f64, f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, MOST_BLUR);
    for _ in 0..16 {
        let middle = (low + high) / 2.0;
        let [near, far, _] = DISTANCES.map(|distance| square(distance as f64, middle));
        if far < ratio * near { low = middle } else { high = middle }
    }
    low
}

/// (1 − exp(−h²/4σ²)): how the square grows between dots whose profile is a Gaussian, by their autocorrelation.
fn dot_square(distance: f64, blur: f64) -> f64 {
    1.0 - (-(distance / (2.0 * blur.max(1e-6))).powi(2)).exp()
}

/// ∫(F(x + h) − F(x))² dx of a unit step blurred by a Gaussian: E|h + √2 σ Z| − E|√2 σ Z| for a standard normal Z.
fn edge_square(distance: f64, blur: f64) -> f64 {
    let spread = std::f64::consts::SQRT_2 * blur.max(1e-6);
    mean_distance(distance, spread) - mean_distance(0.0, spread)
}

/// E|X| of a normal X with this mean and spread (folded normal distribution; Leone, Nelson and Nottingham 1961).
pub(super) fn mean_distance(mean: f64, spread: f64) -> f64 {
    let z = mean / (spread * std::f64::consts::SQRT_2);
    spread * (2.0 / std::f64::consts::PI).sqrt() * (-z * z).exp() + mean * error_function(z)
}

/// Of z ≥ 0, within 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).
fn error_function(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let coefficients = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    1.0 - coefficients.into_iter().fold(0.0, |sum, coefficient| (sum + coefficient) * t) * (-z * z).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blur_of_an_edge_is_read_from_its_ratio() {
        // By hand from the closed form, E|N(h, s²)| = s √(2/π) exp(−h²/2s²) + h (1 − 2Φ(−h/s)).
        for (ratio, blur) in [(7.07, 0.5), (10.6, 1.0), (13.9, 2.0)] {
            let read = blur_of_ratio(ratio, edge_square);
            assert!((read / blur - 1.0).abs() < 0.03, "{read} for {blur}");
        }
        assert_eq!(blur_of_ratio(3.9, edge_square), 0.0);
    }

    #[test]
    fn a_sharp_hair_of_any_width_is_no_blurred_dot() {
        // A bar's square grows in proportion to the distance at most, four times from the first to the second.
        assert!(blur_of_ratio(4.0, dot_square) < 1.0);
        // (1 − e⁻¹) / (1 − e^(−1/16)) = 10.4 for a dot of twice the allowed blur.
        assert!((blur_of_ratio(10.43, dot_square) - 2.0).abs() < 0.02);
    }
}
