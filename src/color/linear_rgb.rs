use std::ops::{Add, Mul};

use palette::encoding::{FromLinear, IntoLinear, Srgb};
use serde::{Deserialize, Serialize};

/// What full red, green and blue of sRGB have of the luminance of white (IEC 61966-2-1; Lindbloom, "RGB/XYZ matrices").
pub const LUMINANCE: [f64; 3] = [0.212_672_9, 0.715_152_2, 0.072_175_0];

/// Linear light on the sRGB primaries, white D65.
///
/// Unit: 1 is the photo's white; nominally 0–1, but a wide-gamut colour leaves that range and is never clamped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinearRgb {
    pub r: f64,
    pub g: f64,
    pub b: f64,
}

impl LinearRgb {
    pub const BLACK: Self = Self::new(0.0, 0.0, 0.0);
    pub const WHITE: Self = Self::new(1.0, 1.0, 1.0);

    pub const fn new(r: f64, g: f64, b: f64) -> Self {
        Self { r, g, b }
    }

    pub fn from_array([r, g, b]: [f64; 3]) -> Self {
        Self { r, g, b }
    }

    pub fn to_array(self) -> [f64; 3] {
        [self.r, self.g, self.b]
    }

    /// The colour of 8-bit sRGB values.
    pub fn from_srgb8(rgb: [u8; 3]) -> Self {
        Self::from_array(rgb.map(|value| decode_srgb(f64::from(value) / 255.0)))
    }

    /// The nearest 8-bit sRGB values for a screen, the only place where a colour is clipped.
    pub fn to_srgb8(self) -> [u8; 3] {
        self.to_array().map(|v| (encode_srgb(v.clamp(0.0, 1.0)) * 255.0).round() as u8)
    }

    /// Relative luminance (CIE Y, white is 1), by [`LUMINANCE`].
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = LUMINANCE;
        red * self.r + green * self.g + blue * self.b
    }

    /// A colour between two lights: `self` at 0, `other` at 1.
    pub fn mix(self, other: Self, share: f64) -> Self {
        self * (1.0 - share) + other * share
    }

    pub fn is_finite(self) -> bool {
        self.to_array().into_iter().all(f64::is_finite)
    }
}

/// The linear light of one sRGB-encoded value (IEC 61966-2-1); the curve is continued outside 0–1.
pub fn decode_srgb(encoded: f64) -> f64 {
    let linear: f64 = Srgb::into_linear(encoded.abs());
    linear.copysign(encoded)
}

/// The sRGB encoding of one linear value (IEC 61966-2-1); the curve is continued outside 0–1.
pub fn encode_srgb(linear: f64) -> f64 {
    let encoded: f64 = Srgb::from_linear(linear.abs());
    encoded.copysign(linear)
}

impl Add for LinearRgb {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.r + other.r, self.g + other.g, self.b + other.b)
    }
}

impl Mul<f64> for LinearRgb {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::new(self.r * factor, self.g * factor, self.b * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_srgb_value_survives_the_round_trip() {
        for v in 0..=255u8 {
            assert_eq!(LinearRgb::from_srgb8([v, 255 - v, v / 2]).to_srgb8(), [v, 255 - v, v / 2]);
        }
    }

    #[test]
    fn mid_grey_is_decoded_by_the_standard_curve() {
        // IEC 61966-2-1: ((0.5 + 0.055) / 1.055)^2.4 for 127.5/255; 188 is the usual "half the light" value.
        let half = LinearRgb::from_srgb8([188, 188, 188]).g;
        assert!((half - 0.502_886).abs() < 1e-5, "{half}");
    }

    #[test]
    fn a_wide_gamut_colour_is_not_clamped_by_arithmetic() {
        let wide = LinearRgb::new(1.2, -0.04, 0.0);
        assert_eq!((wide * 0.5 + wide * 0.5).to_array(), [1.2, -0.04, 0.0]);
        assert_eq!(wide.to_srgb8(), [255, 0, 0]);
    }
}
