use super::left_out::LeftOut;
use crate::calibration::Linearizer;
use crate::color::LinearRgb;
use crate::photo::{Photo, Pixel, Shape};

/// A systematic sample of this many pixels fixes a median to half a percent of the spread; more would only take time.
const SAMPLE_PIXELS: f64 = 40_000.0;

/// Calls `visit` with every `step`-th pixel of a shape in every `step`-th row.
pub(super) fn for_each_pixel(photo: &Photo, shape: &Shape, step: u32, mut visit: impl FnMut([u32; 2], Pixel)) {
    let mut run = Vec::new();
    for (y, xs) in shape.runs(photo.width(), photo.height()) {
        if y % step != 0 {
            continue;
        }
        if step > 1 {
            let pixels = xs.step_by(step as usize).filter_map(|x| photo.pixel(x, y).map(|pixel| ([x, y], pixel)));
            pixels.for_each(|(pos, pixel)| visit(pos, pixel));
            continue;
        }
        photo.read_run(y, xs.clone(), &mut run);
        xs.zip(&run).for_each(|(x, pixel)| visit([x, y], *pixel));
    }
}

/// Pixels spread evenly over a shape that are neither clipped, transparent nor left out, in the camera's linear light.
pub(super) struct Sample {
    pub lights: Vec<LinearRgb>,
}

impl Sample {
    pub fn take(photo: &Photo, shape: &Shape, linearizer: &Linearizer, left_out: &LeftOut) -> Self {
        let step = (pixel_count(photo, shape) / SAMPLE_PIXELS).sqrt().ceil().max(1.0) as u32;
        let mut lights = Vec::new();
        for_each_pixel(photo, shape, step, |pos, pixel| {
            if pixel.opaque && !pixel.clipped && left_out.at(pos).is_none() {
                lights.push(linearizer.apply(pixel.light));
            }
        });
        Self { lights }
    }

    /// The values of one channel, 0 red to 2 blue.
    pub fn channel(&self, channel: usize) -> Vec<f64> {
        self.lights.iter().map(|light| light.to_array()[channel]).collect()
    }
}

fn pixel_count(photo: &Photo, shape: &Shape) -> f64 {
    shape.runs(photo.width(), photo.height()).map(|(_, xs)| f64::from(xs.end - xs.start)).sum()
}
