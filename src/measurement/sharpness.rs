//! How sharp the sharpest edges of a photo are.
//!
//! Around the strongest contrasts windows are read at full resolution. The mean square of the difference between two
//! pixels grows in proportion to their distance across a sharp edge, and with its square across a blurred one; fine
//! texture is as different at any distance. Bare skin has no contrast to look at and is never judged.

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

/// The two distances at which pixels are compared, in units of the blur that is allowed.
const DISTANCES: [usize; 2] = [1, 4];

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
        Ok(ratio_of_sharpest(&windows).map(|ratio| Self { px: allowed_px * blur_of_ratio(ratio), allowed_px }))
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

/// Mean squares of differences at the two distances, and what of them is noise.
struct Window {
    squares: [f64; 2],
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
        let [near, far] = DISTANCES.map(|distance| differences(&rows, distance * unit));
        let squares = [&near, &far].map(|differences| mean_square(differences));
        Self { squares, noise: quiet_square(near) }
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

fn mean_square(differences: &[f64]) -> f64 {
    differences.iter().map(|difference| difference * difference).sum::<f64>() / differences.len().max(1) as f64
}

/// The mean square of most differences, edges left out.
fn quiet_square(mut differences: Vec<f64>) -> f64 {
    differences.iter_mut().for_each(|difference| *difference = difference.abs());
    // The standard deviation of a normal spread is 1.4826 times its median distance (Rousseeuw and Croux 1993).
    (1.4826 * median(&mut differences)).powi(2)
}

/// The ratio of the squares, far to near, of the sharpest windows; from 1 (texture) over 4 (a sharp edge) to 16.
fn ratio_of_sharpest(windows: &[Window]) -> Option<f64> {
    let noise = quantile(&mut windows.iter().map(|window| window.noise).collect::<Vec<_>>(), 0.25);
    let with_edges = windows.iter().filter(|window| window.squares[1] > ABOVE_NOISE * noise);
    let ratio = |[near, far]: [f64; 2]| (far - noise) / (near - noise).max(far / 100.0);
    let mut ratios: Vec<f64> = with_edges.map(|window| ratio(window.squares)).collect();
    (ratios.len() >= LEAST_WINDOWS).then(|| quantile(&mut ratios, SHARP_SHARE))
}

/// The standard deviation of a blur, in units of the nearer distance, that gives a step this ratio; at most 4.
fn blur_of_ratio(ratio: f64) -> f64 {
    let (mut low, mut high) = (0.0, 4.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        let [near, far] = DISTANCES.map(|distance| step_square(distance as f64, middle));
        if far < ratio * near { low = middle } else { high = middle }
    }
    low
}

/// ∫(F(x + h) − F(x))² dx of a unit step blurred by a Gaussian: E|h + √2 σ Z| − E|√2 σ Z| for a standard normal Z.
fn step_square(distance: f64, blur: f64) -> f64 {
    let spread = std::f64::consts::SQRT_2 * blur.max(1e-6);
    mean_distance(distance, spread) - mean_distance(0.0, spread)
}

/// E|N(mean, spread²)|, by the trapezoid rule over ±6 standard deviations.
fn mean_distance(mean: f64, spread: f64) -> f64 {
    const STEPS: i32 = 240;
    let z = |i: i32| f64::from(i) * 12.0 / f64::from(STEPS) - 6.0;
    let (sum, weights) = (0..=STEPS).map(z).fold((0.0, 0.0), |(sum, weights), z| {
        let weight = (-z * z / 2.0).exp();
        (sum + weight * (mean + spread * z).abs(), weights + weight)
    });
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blur_of_a_step_is_read_from_its_ratio() {
        // By hand from the closed form, E|N(h, s²)| = s √(2/π) exp(−h²/2s²) + h (1 − 2Φ(−h/s)).
        for (ratio, blur) in [(7.07, 0.5), (10.6, 1.0), (13.9, 2.0)] {
            let read = blur_of_ratio(ratio);
            assert!((read / blur - 1.0).abs() < 0.03, "{read} for {blur}");
        }
        assert_eq!(blur_of_ratio(3.9), 0.0);
    }
}
