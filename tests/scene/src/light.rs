use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stipple::color::LinearRgb;

use super::facing::Facing;
use super::lamp::Lamp;
use super::painting::Painting;
use super::texture::smooth;
use super::{Canvas, Paintable, Point, Shape};

/// The light: how evenly it falls, from which lamps, and where they shine back from the surface.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Light {
    /// Relative change of light over the picture's width and height; 1 in the middle.
    pub gradient: [f64; 2],
    /// On what is flat, wherever it faces.
    pub glares: Vec<Glare>,
    /// What they don't give comes from everywhere alike.
    #[serde(default)]
    pub lamps: Vec<Lamp>,
}

/// Light at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lit {
    /// Factors of what the surface sends back; 1 is the light of the reference.
    pub factors: LinearRgb,
    /// Added, whatever the surface's colour; 1 is a white surface.
    pub shine: LinearRgb,
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
    /// The painting under this light.
    pub(super) fn on(&self, painting: &Painting) -> Canvas {
        let Canvas { width, height, .. } = painting.bare;
        let lit = |i: usize| {
            let Lit { factors, shine } = self.at(painting, i);
            per_channel(painting.surface(i), factors) + shine
        };
        Canvas { width, height, pixels: (0..width * height).into_par_iter().map(lit).collect() }
    }

    pub(super) fn at(&self, painting: &Painting, i: usize) -> Lit {
        let Canvas { width, height, .. } = painting.bare;
        let center = [(i % width) as f64 + 0.5, (i / width) as f64 + 0.5];
        let [u, v] = [center[0] / width as f64 - 0.5, center[1] / height as f64 - 0.5];
        let even = painting.shade[i] * (1.0 + self.gradient[0] * u + self.gradient[1] * v);
        let (mut factors, mut shine) = (LinearRgb::WHITE, LinearRgb::WHITE * self.glare_at(center));
        for lamp in &self.lamps {
            factors = factors + LinearRgb::from_array(lamp.change_on(&painting.facing[i]));
            shine = shine + LinearRgb::from_array(lamp.gloss_on(&painting.facing[i]));
        }
        Lit { factors: factors * even, shine }
    }

    /// The lamps' light on a matt surface with this unit normal, mean of the channels; 1 where it faces the camera.
    pub fn on_matt(&self, normal: [f64; 3]) -> f64 {
        let facing = Facing::matt(normal);
        1.0 + self.lamps.iter().map(|lamp| lamp.change_on(&facing).into_iter().sum::<f64>() / 3.0).sum::<f64>()
    }

    fn glare_at(&self, center: Point) -> f64 {
        self.glares.iter().map(|glare| glare.at(center)).sum()
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

fn per_channel(light: LinearRgb, factors: LinearRgb) -> LinearRgb {
    LinearRgb::new(light.r * factors.r, light.g * factors.g, light.b * factors.b)
}
