use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stipple::color::LinearRgb;

use super::{Canvas, Picture};

/// What a phone does to its picture besides picture style and encoding; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Processing {
    /// How far even parts are drawn towards their surroundings, 0–1; edges stay.
    pub noise_reduction: f64,
    /// Local tone mapping: the most that dark places are lifted, and bright ones lowered, as a share of their light.
    pub lift: f64,
    /// Unsharp mask: the share of the difference to the blurred picture that is added.
    pub sharpening: f64,
    /// Standard deviation of that blur, px.
    pub sharpening_px: f64,
    /// Chroma is kept for blocks of 2 × 2 pixels only (4:2:0).
    pub halved_chroma: bool,
}

/// Standard deviation of the noise filter's surroundings, px, and how much of the light an edge differs by that stays
/// (chosen by eye).
const NOISE_PX: f64 = 1.0;
const EDGE: f64 = 0.08;
/// Local tone mapping sees the picture in blocks of this many pixels, blurred by this share of its width
/// (chosen by eye: halos around a head are then some centimetres wide).
const BLOCK_PX: usize = 16;
const SURROUNDINGS: f64 = 1.0 / 14.0;
/// The least light of surroundings, so that black has a logarithm.
const DARKEST: f64 = 1e-3;

impl Processing {
    pub fn of_light(&self, canvas: Canvas) -> Canvas {
        self.tone_mapped(self.smoothed(canvas))
    }

    pub fn of_picture(&self, picture: Picture) -> Picture {
        let picture = self.sharpened(picture);
        if self.halved_chroma { halved_chroma(picture) } else { picture }
    }

    fn smoothed(&self, canvas: Canvas) -> Canvas {
        if self.noise_reduction == 0.0 {
            return canvas;
        }
        let around = canvas.clone().blurred(NOISE_PX);
        let pixel = |(own, around): (&LinearRgb, &LinearRgb)| {
            let edge = (own.luminance() / around.luminance().max(DARKEST) - 1.0) / EDGE;
            own.mix(*around, self.noise_reduction * (-edge * edge).exp())
        };
        Canvas { pixels: canvas.pixels.par_iter().zip(&around.pixels).map(pixel).collect(), ..canvas }
    }

    fn tone_mapped(&self, mut canvas: Canvas) -> Canvas {
        if self.lift == 0.0 {
            return canvas;
        }
        let sigma = SURROUNDINGS * canvas.width as f64 / BLOCK_PX as f64;
        let around = canvas.reduced(BLOCK_PX).blurred(sigma);
        let log = |light: LinearRgb| light.luminance().max(DARKEST).ln();
        let middle = around.pixels.iter().map(|light| log(*light)).sum::<f64>() / around.pixels.len() as f64;
        for ([x, y], pixel) in canvas.centers_mut() {
            let around = around.between([x / BLOCK_PX as f64, y / BLOCK_PX as f64]);
            *pixel = *pixel * (1.0 + self.lift * (middle - log(around)).tanh());
        }
        canvas
    }

    /// Lightness is sharpened, colour is not.
    fn sharpened(&self, picture: Picture) -> Picture {
        if self.sharpening == 0.0 {
            return picture;
        }
        let around = canvas_of(&picture).blurred(self.sharpening_px);
        let value = |(own, around): (&[f64; 3], &LinearRgb)| {
            let added = self.sharpening * (luma(*own) - luma(around.to_array()));
            own.map(|value| (value + added).clamp(0.0, 1.0))
        };
        Picture { values: picture.values.par_iter().zip(&around.pixels).map(value).collect(), ..picture }
    }
}

/// Each pixel with its own luma and the chroma between the blocks around it, as readers of JPEG blend them.
fn halved_chroma(picture: Picture) -> Picture {
    let blocks = canvas_of(&picture).reduced(2);
    let width = picture.width;
    let value = |(i, own): (usize, &[f64; 3])| {
        let center = [(i % width) as f64 + 0.5, (i / width) as f64 + 0.5];
        let around = blocks.between(center.map(|at| at / 2.0)).to_array();
        let change = luma(*own) - luma(around);
        around.map(|value| (value + change).clamp(0.0, 1.0))
    };
    Picture { values: picture.values.par_iter().enumerate().map(value).collect(), ..picture }
}

/// Encoded values as a canvas, to blur them.
fn canvas_of(picture: &Picture) -> Canvas {
    let pixels = picture.values.iter().map(|value| LinearRgb::from_array(*value)).collect();
    Canvas { width: picture.width, height: picture.height, pixels }
}

/// ITU-R BT.601, as in JPEG.
fn luma([r, g, b]: [f64; 3]) -> f64 {
    0.299 * r + 0.587 * g + 0.114 * b
}
