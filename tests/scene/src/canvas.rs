use rayon::prelude::*;
use stipple::color::LinearRgb;

/// Linear light per pixel, row by row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<LinearRgb>,
}

impl Canvas {
    pub fn new(width: usize, height: usize, light: LinearRgb) -> Self {
        Self { width, height, pixels: vec![light; width * height] }
    }

    /// Each pixel with the centre that it is sampled at.
    pub fn centers_mut(&mut self) -> impl Iterator<Item = ([f64; 2], &mut LinearRgb)> {
        let width = self.width;
        let center = move |i: usize| [(i % width) as f64 + 0.5, (i / width) as f64 + 0.5];
        self.pixels.iter_mut().enumerate().map(move |(i, pixel)| (center(i), pixel))
    }

    /// The mean of each block of this many pixels along both sides; smaller blocks at the right and lower rim.
    pub fn reduced(&self, block: usize) -> Self {
        let [width, height] = [self.width, self.height].map(|side| side.div_ceil(block));
        let span = |at: usize, end: usize| block * at..(block * at + block).min(end);
        let mean = |i: usize| {
            let (columns, rows) = (span(i % width, self.width), span(i / width, self.height));
            let count = columns.len() * rows.len();
            let pixels = rows.flat_map(|y| &self.pixels[y * self.width..][columns.clone()]);
            pixels.fold(LinearRgb::BLACK, |sum, pixel| sum + *pixel) * (1.0 / count as f64)
        };
        Self { width, height, pixels: (0..width * height).map(mean).collect() }
    }

    /// Between the four pixels whose centres are nearest to a point of this canvas.
    pub fn between(&self, [x, y]: [f64; 2]) -> LinearRgb {
        let place = |at: f64, count: usize| {
            let at = (at - 0.5).clamp(0.0, (count - 1) as f64);
            (at as usize, (at as usize + 1).min(count - 1), at.fract())
        };
        let ((left, right, u), (top, bottom, v)) = (place(x, self.width), place(y, self.height));
        let along = |y: usize| self.pixels[y * self.width + left].mix(self.pixels[y * self.width + right], u);
        along(top).mix(along(bottom), v)
    }

    /// Blurred by a Gaussian of this standard deviation in pixels; the rim is continued outwards.
    pub fn blurred(self, sigma_px: f64) -> Self {
        if sigma_px <= 0.0 {
            return self;
        }
        let kernel = gaussian(sigma_px);
        let Self { width, height, pixels } = self;
        let across = convolve(&pixels, &kernel, width, 1);
        Self { width, height, pixels: convolve(&across, &kernel, height, width) }
    }
}

/// Weights of a Gaussian out to three standard deviations; their sum is 1.
fn gaussian(sigma: f64) -> Vec<f64> {
    let reach = (3.0 * sigma).ceil() as i32;
    let weights: Vec<f64> = (-reach..=reach).map(|i| (-f64::from(i).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// Convolves along one axis, on which neighbours are `stride` apart and `length` follow one another.
fn convolve(pixels: &[LinearRgb], kernel: &[f64], length: usize, stride: usize) -> Vec<LinearRgb> {
    let reach = kernel.len() / 2;
    let at = |i: usize| {
        let place = i / stride % length;
        let line_start = i - place * stride;
        kernel.iter().enumerate().fold(LinearRgb::BLACK, |sum, (k, weight)| {
            let neighbour = (place + k).saturating_sub(reach).min(length - 1);
            sum + pixels[line_start + neighbour * stride] * *weight
        })
    };
    (0..pixels.len()).into_par_iter().map(at).collect()
}
