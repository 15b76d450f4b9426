//! A small copy of the photo in which charts are looked for.

use rayon::prelude::*;

use crate::photo::{Photo, Pixel};
use crate::progress::{Cancelled, Progress};

/// A reduced photo; values are square roots of linear light, so that a step looks alike in dark and light.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reduced {
    pub width: usize,
    pub height: usize,
    pub values: Vec<[f32; 3]>,
    /// Photo pixels per pixel of this copy.
    pub step: f64,
}

/// Rows of the photo that are read for one of the copy: more cost time and change nothing that is looked for.
const ROWS_PER_PIXEL: usize = 1;

impl Reduced {
    /// The photo with its longest side at most `longest` pixels, by averaging light.
    pub fn from_photo(photo: &Photo, longest: usize, progress: &Progress) -> Result<Self, Cancelled> {
        let (full_width, full_height) = (photo.width() as usize, photo.height() as usize);
        let step = (full_width.max(full_height) as f64 / longest as f64).max(1.0);
        let width = ((full_width as f64 / step) as usize).max(1);
        let height = ((full_height as f64 / step) as usize).max(1);
        let mut values = vec![[0.0; 3]; width * height];
        const BAND: usize = 64;
        for (band, rows) in values.chunks_mut(BAND * width).enumerate() {
            progress.report("looking for a color chart", (band * BAND) as u64, height as u64)?;
            rows.par_chunks_mut(width).enumerate().for_each_init(
                || (Vec::new(), Vec::new()),
                |(pixels, sums), (y, row)| average_rows(photo, band * BAND + y, step, row, pixels, sums),
            );
        }
        Ok(Self { width, height, values, step })
    }

    /// Half the size, for large charts and blurred photos.
    pub fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let at = |x: usize, y: usize| self.values[y.min(self.height - 1) * self.width + x.min(self.width - 1)];
        let average = |n: usize| {
            let (x, y) = (n % width * 2, n / width * 2);
            let four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
            [0, 1, 2].map(|k| (four.iter().map(|value| value[k] * value[k]).sum::<f32>() / 4.0).sqrt())
        };
        let values = (0..width * height).into_par_iter().map(average).collect();
        Self { width, height, values, step: self.step * 2.0 }
    }

    /// Linear light at a place between pixels, bilinear.
    pub fn light_at(&self, [x, y]: [f64; 2]) -> Option<[f64; 3]> {
        let (x, y) = (x - 0.5, y - 0.5);
        let (last_x, last_y) = (self.width as f64 - 1.0, self.height as f64 - 1.0);
        if !(x >= 0.0 && y >= 0.0 && x < last_x && y < last_y) {
            return None;
        }
        let (at, right, below) = (y as usize * self.width + x as usize, x.fract(), y.fract());
        let light = |n: usize, k: usize| self.values.get(n).map_or(0.0, |value| f64::from(value[k]).powi(2));
        Some([0, 1, 2].map(|k| {
            let above = light(at, k) * (1.0 - right) + light(at + 1, k) * right;
            let under = light(at + self.width, k) * (1.0 - right) + light(at + self.width + 1, k) * right;
            above * (1.0 - below) + under * below
        }))
    }

    /// The mean colour of a small square around a place, if it is inside.
    pub fn around(&self, [x, y]: [f64; 2], reach: f64) -> Option<[f64; 3]> {
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f64 && y < self.height as f64;
        if !inside {
            return None;
        }
        let span = |at: f64, end: usize| ((at - reach).max(0.0) as usize)..(((at + reach) as usize + 1).min(end));
        let (mut sum, mut count) = ([0.0; 3], 0.0);
        for row in span(y, self.height) {
            for value in &self.values[row * self.width..][span(x, self.width)] {
                (0..3).for_each(|k| sum[k] += f64::from(value[k]));
                count += 1.0;
            }
        }
        (count > 0.0).then(|| sum.map(|s| s / count))
    }
}

fn average_rows(
    photo: &Photo,
    y: usize,
    step: f64,
    row: &mut [[f32; 3]],
    pixels: &mut Vec<Pixel>,
    sums: &mut Vec<[f64; 4]>,
) {
    sums.clear();
    sums.resize(row.len(), [0.0; 4]);
    let (first, end) = ((y as f64 * step) as usize, ((y + 1) as f64 * step) as usize);
    let stride = (end - first).div_ceil(ROWS_PER_PIXEL).max(1);
    for source in (first..end.max(first + 1)).step_by(stride) {
        photo.read_run(source as u32, 0..photo.width(), pixels);
        for (x, pixel) in pixels.iter().enumerate() {
            if let Some(sum) = sums.get_mut((x as f64 / step) as usize) {
                let light = pixel.light.to_array();
                *sum = [sum[0] + light[0], sum[1] + light[1], sum[2] + light[2], sum[3] + 1.0];
            }
        }
    }
    for (value, sum) in row.iter_mut().zip(sums.iter()) {
        *value = [0, 1, 2].map(|k| (sum[k] / sum[3].max(1.0)).max(0.0).sqrt() as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_is_averaged_not_its_encoding() {
        let stripes: Vec<u8> =
            (0..64 * 64).flat_map(|n| if n % 2 == 0 { [255, 255, 255, 255] } else { [0, 0, 0, 255] }).collect();
        let photo = Photo::from_rgba8("stripes", 64, 64, stripes).unwrap();
        let reduced = Reduced::from_photo(&photo, 16, &Progress::unwatched()).unwrap();
        assert_eq!((reduced.width, reduced.height, reduced.step), (16, 16, 4.0));
        let [r, ..] = reduced.around([8.0, 8.0], 3.0).unwrap();
        assert!((r * r - 0.5).abs() < 1e-3, "{r}");
    }
}
