use serde::{Deserialize, Serialize};
use stipple::color::LinearRgb;

use super::painting::Painting;
use super::texture::smooth;
use super::{Canvas, Paintable, Point, Shape};

/// The lamp: how evenly it lights, and where it shines back from the surface.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// Relative change of light over the picture's width and height; 1 in the middle.
    pub gradient: [f64; 2],
    pub glares: Vec<Glare>,
}

/// Shine: light of the lamp's own colour, added to what the surface sends back (Shafer 1985, dichromatic reflection).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Glare {
    pub center: Point,
    /// Where the shine has fallen to 1/e, px.
    pub radius: f64,
    /// Added light in the middle; 1 is a white surface.
    pub strength: f64,
}

/// A shadow with soft edges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shadow {
    /// An ellipse, at whose edge it is gone.
    pub shape: Shape,
    /// The share of light taken away in the middle.
    pub depth: f64,
    /// The outer share of the radius over which it fades.
    #[serde(default = "Shadow::soft")]
    pub edge: f64,
}

impl Light {
    pub fn apply(&self, canvas: &mut Canvas) {
        let [width, height] = [canvas.width as f64, canvas.height as f64];
        for (center, pixel) in canvas.centers_mut() {
            let [u, v] = [center[0] / width - 0.5, center[1] / height - 0.5];
            let shine: f64 = self.glares.iter().map(|glare| glare.at(center)).sum();
            *pixel = *pixel * (1.0 + self.gradient[0] * u + self.gradient[1] * v) + LinearRgb::WHITE * shine;
        }
    }
}

impl Glare {
    fn at(&self, [x, y]: Point) -> f64 {
        let out = (x - self.center[0]).hypot(y - self.center[1]) / self.radius;
        self.strength * (-out * out).exp()
    }
}

impl Shadow {
    pub(super) fn paint(&self, painting: &mut Painting) {
        for (x, y) in painting.pixels_of(&self.shape) {
            let out = self.shape.radius_at([x as f64 + 0.5, y as f64 + 0.5]);
            painting.shade[y * painting.bare.width + x] *= 1.0 - self.depth * smooth((1.0 - out) / self.edge);
        }
    }

    fn soft() -> f64 {
        0.5
    }
}
