//! A small copy of the photo in which charts are looked for.

use rayon::prelude::*;

use crate::color::LinearRgb;
use crate::photo::{Grid, Photo};
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

impl Reduced {
    /// The photo with its longest side at most `longest` pixels: the photo's pixel in the middle of each of them.
    ///
    /// To average light over them costs more time than all that is done with the copy, and finds no chart more.
    pub fn from_photo(photo: &Photo, longest: usize, progress: &Progress) -> Result<Self, Cancelled> {
        let (full_width, full_height) = (photo.width() as usize, photo.height() as usize);
        let step = (full_width.max(full_height) as f64 / longest as f64).max(1.0);
        let width = ((full_width as f64 / step) as usize).max(1);
        let height = ((full_height as f64 / step) as usize).max(1);
        let mut values = vec![[0.0; 3]; width * height];
        const BAND: usize = 64;
        for (band, rows) in values.chunks_mut(BAND * width).enumerate() {
            progress.report("looking for a color chart", (band * BAND) as u64, height as u64)?;
            rows.par_chunks_mut(width).enumerate().for_each(|(y, row)| {
                let y = ((band * BAND + y) as f64 + 0.5) * step;
                for (x, value) in row.iter_mut().enumerate() {
                    *value = roots_at(photo, (x as f64 + 0.5) * step, y);
                }
            });
        }
        Ok(Self { width, height, values, step })
    }

    /// Half the size, for large charts and blurred photos. Roots are averaged: patches are even, so it is the same on them.
    pub fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let [finer, coarser] = [Grid::of_pixels(self.width, self.height), Grid::of_pixels(width, height)];
        let values = (0..coarser.count()).map(|pixel| {
            let [x, y] = coarser.place(pixel).map(|at| 2 * at);
            let (right, below) = ((x + 1).min(self.width - 1), (y + 1).min(self.height - 1));
            let [a, b, c, d] = [[x, y], [right, y], [x, below], [right, below]].map(|at| self.values[finer.cell(at)]);
            [0, 1, 2].map(|k| (a[k] + b[k] + c[k] + d[k]) / 4.0)
        });
        let values = values.collect();
        Self { width, height, values, step: self.step * 2.0 }
    }

    /// Linear light at a place between pixels, bilinear.
    pub fn light_at(&self, place: [f64; 2]) -> Option<[f64; 3]> {
        let between = Grid::of_pixels(self.width, self.height).strictly_between(place)?;
        let light = |pixel: usize| LinearRgb::from_array(self.values[pixel].map(|root| f64::from(root).powi(2)));
        Some(between.mixed(light).to_array())
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

/// Square roots of the light of one pixel of the photo.
fn roots_at(photo: &Photo, x: f64, y: f64) -> [f32; 3] {
    let light = photo.pixel(x as u32, y as u32).map_or(LinearRgb::BLACK, |pixel| pixel.light);
    let root = |light: f64| (light as f32).max(0.0).sqrt();
    [root(light.r), root(light.g), root(light.b)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_of_the_copy_is_the_root_of_light_in_its_middle() {
        let ramp: Vec<u8> = (0..64 * 64).flat_map(|n| [(n % 64) as u8 * 4, 188, 0, 255]).collect();
        let photo = Photo::from_rgba8("ramp", 64, 64, ramp).unwrap();
        let reduced = Reduced::from_photo(&photo, 16, &Progress::unwatched()).unwrap();
        assert_eq!((reduced.width, reduced.height, reduced.step), (16, 16, 4.0));
        for x in 0..16_u32 {
            let light = photo.pixel(4 * x + 2, 30).unwrap().light;
            let [r, g, _] = reduced.around([f64::from(x) + 0.5, 8.5], 0.1).unwrap();
            assert!((r * r - light.r).abs() < 1e-6 && (g * g - light.g).abs() < 1e-6, "{r} {g} {light:?}");
        }
    }

    #[test]
    fn a_halved_copy_has_the_same_places_at_half_the_size() {
        let values: Vec<[f32; 3]> = (0..8 * 6).map(|n| [(n % 8) as f32 / 8.0; 3]).collect();
        let halved = Reduced { width: 8, height: 6, values, step: 2.0 }.halved();
        assert_eq!((halved.width, halved.height, halved.step), (4, 3, 4.0));
        assert_eq!(halved.values[1], [2.5 / 8.0; 3]);
    }
}
