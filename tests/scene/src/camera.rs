use fastrand::Rng;
use palette::rgb::LinDisplayP3;
use palette::{LinSrgb, convert::FromColorUnclamped};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stipple::color::{LinearRgb, decode_srgb, encode_srgb};

use super::brush::gaussian;
use super::{Canvas, Picture, Processing};

/// What a camera does to light: optics, sensor, a phone's processing around picture style and encoding, in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// Standard deviation of the blur, px.
    pub blur_px: f64,
    /// The share of light lost in the corners.
    pub vignetting: f64,
    pub exposure: f64,
    /// What is left of a colour cast after white balance: one factor per channel.
    pub white_balance: [f64; 3],
    pub noise: Noise,
    pub tone_curve: ToneCurve,
    pub encoding: Encoding,
    #[serde(default)]
    pub processing: Processing,
}

/// Sensor noise: the variance of a linear value y is `read`² + `shot`² · y.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    pub read: f64,
    pub shot: f64,
}

/// The picture style's contrast, an S on encoded values that keeps black, middle and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToneCurve {
    None,
    Soft,
    Strong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Srgb,
    DisplayP3,
}

impl Default for Camera {
    /// A camera that adds nothing.
    fn default() -> Self {
        Self {
            blur_px: 0.0,
            vignetting: 0.0,
            exposure: 1.0,
            white_balance: [1.0; 3],
            noise: Noise::default(),
            tone_curve: ToneCurve::None,
            encoding: Encoding::Srgb,
            processing: Processing::default(),
        }
    }
}

impl Camera {
    pub fn photograph(&self, canvas: Canvas, seed: u64) -> Picture {
        let mut canvas = canvas.blurred(self.blur_px);
        self.expose(&mut canvas);
        self.add_noise(&mut canvas, &mut Rng::with_seed(seed ^ 0x006e_6f69_7365));
        let canvas = self.processing.of_light(canvas);
        let values = canvas.pixels.par_iter().map(|light| self.encode(*light)).collect();
        let picture = Picture { width: canvas.width, height: canvas.height, values, encoding: self.encoding };
        self.processing.of_picture(picture)
    }

    fn expose(&self, canvas: &mut Canvas) {
        let [half_width, half_height] = [canvas.width as f64 / 2.0, canvas.height as f64 / 2.0];
        let gains = self.white_balance.map(|gain| gain * self.exposure);
        for ([x, y], pixel) in canvas.centers_mut() {
            let out_squared = ((x / half_width - 1.0).powi(2) + (y / half_height - 1.0).powi(2)) / 2.0;
            let fall_off = 1.0 - self.vignetting * out_squared;
            *pixel = LinearRgb::new(pixel.r * gains[0], pixel.g * gains[1], pixel.b * gains[2]) * fall_off;
        }
    }

    fn add_noise(&self, canvas: &mut Canvas, rng: &mut Rng) {
        let Noise { read, shot } = self.noise;
        if read == 0.0 && shot == 0.0 {
            return;
        }
        for pixel in &mut canvas.pixels {
            let noisy = |y: f64| y + (read * read + shot * shot * y.max(0.0)).sqrt() * gaussian(rng);
            *pixel = LinearRgb::from_array(pixel.to_array().map(noisy));
        }
    }

    /// Encoded values of 0–1; what the encoding can't hold is clipped, as in a camera.
    fn encode(&self, light: LinearRgb) -> [f64; 3] {
        let channels = match self.encoding {
            Encoding::Srgb => light.to_array(),
            Encoding::DisplayP3 => {
                let p3 = LinDisplayP3::from_color_unclamped(LinSrgb::new(light.r, light.g, light.b));
                [p3.red, p3.green, p3.blue]
            }
        };
        channels.map(|linear| self.tone_curve.apply(encode_srgb(linear.clamp(0.0, 1.0))))
    }
}

impl ToneCurve {
    /// The strength of the S: 0 is none; below 1 the curve keeps rising.
    fn strength(self) -> f64 {
        match self {
            Self::None => 0.0,
            Self::Soft => 0.25,
            Self::Strong => 0.6,
        }
    }

    /// The encoded value after the style, both 0–1.
    pub fn apply(self, encoded: f64) -> f64 {
        let turn = 2.0 * std::f64::consts::PI;
        encoded - self.strength() * (turn * encoded).sin() / turn
    }
}

impl Encoding {
    /// The linear-light sRGB colour of encoded values, for a camera without a tone curve.
    pub fn decode(self, values: [f64; 3]) -> LinearRgb {
        let [r, g, b] = values.map(decode_srgb);
        match self {
            Self::Srgb => LinearRgb::new(r, g, b),
            Self::DisplayP3 => {
                let rgb = LinSrgb::from_color_unclamped(LinDisplayP3::new(r, g, b));
                LinearRgb::new(rgb.red, rgb.green, rgb.blue)
            }
        }
    }
}
