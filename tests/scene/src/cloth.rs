use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::painting::Painting;
use super::texture::value_noise;
use super::{Point, Shape};

/// A surface that is lighter and darker from place to place: cloth, wood, plaster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cloth {
    pub shape: Shape,
    pub lab: Lab,
    /// Size of its largest spots across the grain, px.
    pub spot_px: f64,
    /// How much longer spots are along the grain: 1 is plaster, 10 is wood.
    pub stretch: f64,
    pub degrees: f64,
    /// How much light changes, 0–1.
    pub contrast: f64,
}

impl Cloth {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let light = self.lab.to_linear();
        painting.lay(&self.shape, |point| light * (1.0 + self.contrast * self.change_at(point, seed)));
    }

    /// Three octaves of spots.
    fn change_at(&self, [x, y]: Point, seed: u64) -> f64 {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let along = (x * cos + y * sin) / self.spot_px / self.stretch;
        let across = (y * cos - x * sin) / self.spot_px;
        let octave = |n: i32| 0.5_f64.powi(n) * value_noise(along * 3.0_f64.powi(n), across * 3.0_f64.powi(n), seed);
        (octave(0) + octave(1) + octave(2)) / 1.75
    }
}
