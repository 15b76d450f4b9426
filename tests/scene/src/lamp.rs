use serde::{Deserialize, Serialize};

use super::facing::Facing;

/// A distant lamp in front of the scene. All lamps and the light from everywhere together give 1 to a surface that
/// faces the camera; what faces the lamp gets more, what turns away less (Lambert).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lamp {
    /// Unit vector: x to the right, y down, z towards the camera, above 0.
    pub toward: [f64; 3],
    /// The share of light that it gives to a surface that faces the camera, 0–1.
    pub share: f64,
    /// Factors of red, green and blue against white.
    pub color: [f64; 3],
    pub gloss: Gloss,
}

/// How a lamp is mirrored by skin: a peak on a broad sheen, both around the place that faces half-way between lamp and
/// camera (Blinn 1977, with Gaussian lobes).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gloss {
    /// Added light in the middle; 1 is a white surface.
    pub peak: f64,
    /// Standard deviation, degrees of the surface's turn.
    pub peak_degrees: f64,
    pub sheen: f64,
    pub sheen_degrees: f64,
}

impl Lamp {
    /// From `azimuth` degrees (from x towards y) and `tilt` degrees off the camera's axis.
    pub fn from_side(azimuth: f64, tilt: f64, share: f64) -> Self {
        let ((sin, cos), (out, up)) = (azimuth.to_radians().sin_cos(), tilt.to_radians().sin_cos());
        Self { toward: [out * cos, out * sin, up], share, color: [1.0; 3], gloss: Gloss::default() }
    }

    /// Light per channel that it gives to a surface, less that to one facing the camera.
    pub fn change_on(&self, facing: &Facing) -> [f64; 3] {
        let cosine = dot(self.toward, facing).max(0.0) / self.toward[2];
        self.color.map(|factor| self.share * factor * (cosine - 1.0))
    }

    /// Light per channel that it adds as gloss.
    pub fn gloss_on(&self, facing: &Facing) -> [f64; 3] {
        if facing.oil == 0.0 {
            return [0.0; 3];
        }
        let off_degrees = dot(self.half_way(), facing).clamp(-1.0, 1.0).acos().to_degrees();
        let seen = f64::from(facing.oil) * self.gloss.at(off_degrees);
        self.color.map(|factor| factor * seen)
    }

    /// The normal that mirrors the lamp into the camera.
    pub fn half_way(&self) -> [f64; 3] {
        let [x, y, z] = self.toward;
        let length = (x * x + y * y + (z + 1.0).powi(2)).sqrt();
        [x / length, y / length, (z + 1.0) / length]
    }
}

impl Gloss {
    fn at(&self, off_degrees: f64) -> f64 {
        lobe(self.peak, self.peak_degrees, off_degrees) + lobe(self.sheen, self.sheen_degrees, off_degrees)
    }
}

fn lobe(strength: f64, width: f64, off: f64) -> f64 {
    if strength == 0.0 { 0.0 } else { strength * (-(off / width).powi(2) / 2.0).exp() }
}

fn dot(a: [f64; 3], facing: &Facing) -> f64 {
    a.into_iter().zip(facing.normal).map(|(a, b)| a * f64::from(b)).sum()
}
