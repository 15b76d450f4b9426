//! How sharp the sharpest edges of a photo are.
//!
//! Around the strongest contrasts windows are read at full resolution. The square of the difference between two pixels
//! grows in proportion to their distance across a sharp edge, and with its square across a blurred one; dots and hairs
//! have a width, beyond which it grows no more. Bare skin has no contrast to look at and is never judged; a camera that
//! shook along one direction only leaves the edges along it sharp, and is not told.

use rayon::prelude::*;

use super::glance::Glance;
use crate::color::{median, quantile};
use crate::photo::{Grid, Photo};
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

/// Every so many pairs of pixels are enough for a median.
const NOISE_STEP: usize = 5;

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
        progress.report("checking sharpness", 0, 1)?;
        let windows: Vec<_> =
            contrasts(glance).into_par_iter().map(|place| Window::read(photo, place, allowed_px as usize)).collect();
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
    let side = glance.grid.columns.max(glance.grid.rows).div_ceil(WINDOWS);
    let windows = Grid::of_pixels(glance.grid.columns.div_ceil(side), glance.grid.rows.div_ceil(side));
    let mut strongest = vec![(LEAST_CONTRAST, None); windows.count()];
    let roots: Vec<f64> = glance.spots.iter().map(|spot| root(spot.luminance)).collect();
    for (spot, here) in roots.iter().enumerate() {
        let window = windows.cell(glance.grid.place(spot).map(|at| at / side));
        let contrast = glance.grid.neighbors(spot).map(|next| (here - roots[next]).abs()).fold(0.0, f64::max);
        if contrast > strongest[window].0 {
            strongest[window] = (contrast, Some(spot));
        }
    }
    strongest.into_iter().filter_map(|(_, spot)| spot).map(|spot| glance.pos_in_photo(spot)).collect()
}

/// Of luminance; noise is about even in it.
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
        let squares = DISTANCES.map(|distance| mean_square(&rows, distance * unit));
        Self { squares, noise: quiet_square(&rows, unit) }
    }

    /// The blur of what the window shows, in units of the nearest distance; noise is taken off.
    fn blur(&self, noise: f64, scales: &Scales) -> f64 {
        let [near, far, farther] = self.squares.map(|square| square - noise);
        let ratio = far / near.max(far / 100.0);
        if farther > EDGE_GROWTH * far { scales.edges.blur(ratio) } else { scales.dots.blur(ratio) }
    }
}

/// Pairs of pixels that lie `distance` apart in a row or a column.
fn pairs(rows: &[Vec<f64>], distance: usize) -> impl Iterator<Item = (f64, f64)> {
    let across = rows.iter().flat_map(move |row| row.iter().zip(row.iter().skip(distance)));
    let down = rows.iter().zip(rows.iter().skip(distance)).flat_map(|(row, below)| row.iter().zip(below));
    across.chain(down).map(|(p, q)| (*p, *q))
}

/// Per pixel of the window, so that an edge in its middle gives squares in proportion to the distance.
fn mean_square(rows: &[Vec<f64>], distance: usize) -> f64 {
    let pixels = rows.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    pairs(rows, distance).map(|(p, q)| (p - q) * (p - q)).sum::<f64>() / pixels
}

/// The mean square that most pixels have, edges left out.
fn quiet_square(rows: &[Vec<f64>], distance: usize) -> f64 {
    let mut differences: Vec<f64> = pairs(rows, distance).step_by(NOISE_STEP).map(|(p, q)| (p - q).abs()).collect();
    // The standard deviation of a normal spread is 1.4826 times its median distance (Rousseeuw and Croux 1993).
    if differences.is_empty() { 0.0 } else { 2.0 * (1.4826 * median(&mut differences)).powi(2) }
}

/// The blur of the sharpest windows, in units of the nearest distance.
fn blur_of_sharpest(windows: &[Window]) -> Option<f64> {
    let scales = Scales { edges: Scale::of(edge_square), dots: Scale::of(dot_square) };
    let noise = quantile(&mut windows.iter().map(|window| window.noise).collect::<Vec<_>>(), 0.25);
    let with_contrast = windows.iter().filter(|window| window.squares[1] > ABOVE_NOISE * noise);
    let mut blurs: Vec<f64> = with_contrast.map(|window| window.blur(noise, &scales)).collect();
    (blurs.len() >= LEAST_WINDOWS).then(|| quantile(&mut blurs, SHARP_SHARE))
}

struct Scales {
    edges: Scale,
    dots: Scale,
}

/// The ratio of the squares at the second and first distance for each blur from 0 in even steps; it grows with blur.
struct Scale {
    ratios: Vec<f64>,
}

impl Scale {
    const PER_UNIT: f64 = 16.0;

    fn of(square: impl Fn(f64, f64) -> f64) -> Self {
        let ratio = |step: usize| {
            let [near, far, _] = DISTANCES.map(|distance| square(distance as f64, step as f64 / Self::PER_UNIT));
            far / near
        };
        Self { ratios: (0..=(MOST_BLUR * Self::PER_UNIT) as usize).map(ratio).collect() }
    }

    /// The blur of a ratio, at most [`MOST_BLUR`].
    fn blur(&self, ratio: f64) -> f64 {
        let above = self.ratios.partition_point(|&smaller| smaller <= ratio);
        let within = match (above.checked_sub(1).and_then(|below| self.ratios.get(below)), self.ratios.get(above)) {
            (Some(below), Some(above)) => (ratio - below) / (above - below) - 1.0,
            (None, _) => 0.0,
            (_, None) => -1.0,
        };
        (above as f64 + within) / Self::PER_UNIT
    }
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
pub(in crate::measurement) fn mean_distance(mean: f64, spread: f64) -> f64 {
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
            let read = Scale::of(edge_square).blur(ratio);
            assert!((read / blur - 1.0).abs() < 0.03, "{read} for {blur}");
        }
        assert_eq!(Scale::of(edge_square).blur(3.9), 0.0);
    }

    #[test]
    fn a_sharp_hair_of_any_width_is_no_blurred_dot() {
        // A bar's square grows in proportion to the distance at most, four times from the first to the second.
        assert!(Scale::of(dot_square).blur(4.0) < 1.0);
        // At most what the distances can tell.
        assert_eq!(Scale::of(dot_square).blur(16.0), MOST_BLUR);
        // (1 − e⁻¹) / (1 − e^(−1/16)) = 10.4 for a dot of twice the allowed blur.
        assert!((Scale::of(dot_square).blur(10.43) - 2.0).abs() < 0.02);
    }
}
