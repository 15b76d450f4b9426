use std::array;
use std::ops::Range;

use rayon::prelude::*;

use super::gate::{Gate, Verdict};
use super::left_out::LeftOut;
use super::pixel_counts::PixelCounts;
use crate::calibration::Linearizer;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::photo::{Bounds, Photo, Pixel, Shape};

/// Rows of a large region that one thread takes at a time: enough work to be worth handing out (our choice).
const RUNS_AT_ONCE: usize = 64;

/// What becomes of the pixels of a region, and the light of its ninths.
#[derive(Default)]
pub(super) struct Sums {
    ninths: [Mean; 9],
    pub pixels: PixelCounts,
    /// Pixels that cells or the brush leave out, which `pixels` counts as clipped.
    left_out: PixelCounts,
}

/// A running mean of light.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: [f64; 3],
    count: u64,
}

/// The bounds of a region in three by three parts.
struct Ninths {
    origin: [f64; 2],
    size: [f64; 2],
}

impl Sums {
    /// The same to the last bit however many threads share the rows, since their sums are added in order.
    pub fn over(photo: &Photo, shape: &Shape, linearizer: &Linearizer, gate: &Gate, left_out: &LeftOut) -> Self {
        let runs: Vec<_> = shape.runs(photo.width(), photo.height()).collect();
        let (ninths, open) = (Ninths::of(shape), Gate::open());
        let sum = |runs: &[(u32, Range<u32>)]| {
            let (mut sums, mut run) = (Self::default(), Vec::new());
            for (y, xs) in runs {
                photo.read_run(*y, xs.clone(), &mut run);
                left_out.clear(*y, xs.start, &mut run, |reason, pixels| sums.left_out.count(reason, pixels));
                for part in left_out.parts(*y, xs.clone()) {
                    let gate = if part.is_judged { gate } else { &open };
                    let from = xs.start + part.places.start as u32;
                    let pixels = run.get(part.places.clone()).unwrap_or_default();
                    for (ninth, part) in ninths.parts_of(*y, &(from..from + pixels.len() as u32)) {
                        sums.add(ninth, pixels.get(part).unwrap_or_default(), linearizer, gate);
                    }
                }
            }
            sums
        };
        let parts: Vec<Self> = runs.par_chunks(RUNS_AT_ONCE).map(sum).collect();
        let mut sums = parts.into_iter().fold(Self::default(), Self::and);
        sums.pixels.clipped -= sums.left_out.total;
        sums.pixels = sums.pixels.and(PixelCounts { total: 0, ..sums.left_out });
        sums
    }

    fn and(self, other: Self) -> Self {
        let ninths = array::from_fn(|i| self.ninths[i].and(other.ninths[i]));
        Self { ninths, pixels: self.pixels.and(other.pixels), left_out: self.left_out.and(other.left_out) }
    }

    /// Adds pixels of one ninth. Their sum is made apart, so that it stays in registers.
    fn add(&mut self, ninth: usize, pixels: &[Pixel], linearizer: &Linearizer, gate: &Gate) {
        let (mut mean, mut counts) = (Mean::default(), PixelCounts::default());
        for pixel in pixels {
            if !pixel.opaque || pixel.clipped {
                counts.clipped += 1;
                continue;
            }
            let light = linearizer.apply(pixel.light);
            match gate.judge(light) {
                Verdict::Used => mean.add(light),
                Verdict::Glare => counts.glare += 1,
                Verdict::Outlier => counts.outlier += 1,
            }
        }
        (counts.total, counts.used) = (pixels.len() as u64, mean.count);
        self.pixels = self.pixels.and(counts);
        if let Some(sum) = self.ninths.get_mut(ninth) {
            *sum = sum.and(mean);
        }
    }

    /// The mean light of all trusted pixels; none without any.
    pub fn light(&self) -> Option<LinearRgb> {
        self.ninths.into_iter().fold(Mean::default(), Mean::and).light()
    }

    /// The largest difference between the whole and a ninth that holds a fair share of it.
    pub fn unevenness(&self, lab: Lab, true_light: impl Fn(LinearRgb) -> LinearRgb) -> DeltaE {
        let fair = (self.pixels.used / 36).max(25);
        let lights = self.ninths.iter().filter(|mean| mean.count >= fair).filter_map(Mean::light);
        DeltaE(lights.map(|camera| ciede2000(lab, true_light(camera).into()).0).fold(0.0, f64::max))
    }
}

impl Mean {
    fn add(&mut self, light: LinearRgb) {
        for (sum, value) in self.sum.iter_mut().zip(light.to_array()) {
            *sum += value;
        }
        self.count += 1;
    }

    fn and(self, other: Self) -> Self {
        Self { sum: array::from_fn(|i| self.sum[i] + other.sum[i]), count: self.count + other.count }
    }

    fn light(&self) -> Option<LinearRgb> {
        (self.count > 0).then(|| LinearRgb::from_array(self.sum.map(|sum| sum / self.count as f64)))
    }
}

impl Ninths {
    fn of(shape: &Shape) -> Self {
        let Bounds { left, top, right, bottom } = shape.bounds();
        Self { origin: [left, top], size: [(right - left) / 3.0, (bottom - top) / 3.0] }
    }

    /// A run of a row by ninths: which one, counted row by row, and the part of the run that lies in it.
    fn parts_of(&self, y: u32, xs: &Range<u32>) -> [(usize, Range<usize>); 3] {
        let row = (1..3).filter(|border| y >= self.first_from(1, *border)).count();
        let place = |border: u8| (self.first_from(0, border).clamp(xs.start, xs.end) - xs.start) as usize;
        let [second, third] = [place(1), place(2)];
        let parts = [0..second, second..third, third..xs.len()];
        let mut column = 0..;
        parts.map(|part| (3 * row + column.next().unwrap_or(0), part))
    }

    /// The first pixel whose centre lies beyond a border, 1 or 2, between thirds.
    fn first_from(&self, axis: usize, border: u8) -> u32 {
        (self.origin[axis] + f64::from(border) * self.size[axis] - 0.5).ceil().max(0.0) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_of_a_run_lies_in_the_ninth_that_its_centre_lies_in() {
        let ninths = Ninths::of(&Shape::Rect { x: -7.25, y: 3.5, width: 41.0, height: 20.0 });
        for y in 4..23 {
            for (ninth, part) in ninths.parts_of(y, &(0..33)) {
                for x in part {
                    let third = |center: f64, from: f64, size: f64| ((center - from) / size * 3.0) as usize;
                    let [column, row] = [third(x as f64 + 0.5, -7.25, 41.0), third(f64::from(y) + 0.5, 3.5, 20.0)];
                    assert_eq!(ninth, 3 * row + column, "{x},{y}");
                }
            }
            let lengths: usize = ninths.parts_of(y, &(5..30)).map(|(_, part)| part.len()).into_iter().sum();
            assert_eq!(lengths, 25);
        }
    }
}
