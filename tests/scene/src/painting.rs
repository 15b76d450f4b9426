use stipple::color::{Lab, LinearRgb};

use super::facing::Facing;
use super::{Canvas, Paintable, Point, Shape};

/// What the surfaces send back under even light, hair tips apart from what lies under them, and how each meets the light.
pub struct Painting {
    pub px_per_mm: f64,
    /// Everything but stubble.
    pub bare: Canvas,
    /// What shafts below the skin take from it: optical depth per channel.
    pub shafts: Canvas,
    /// The covered part of each pixel times the colour of the tips on it.
    pub tips: Canvas,
    pub covered: Vec<f64>,
    pub roots: Vec<Root>,
    pub shade: Vec<f64>,
    pub facing: Vec<Facing>,
}

/// Where a hair leaves the skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Root {
    pub place: Point,
    /// Which way its tip lies, radians from x towards y.
    pub angle: f64,
    /// Colour of its kind, before what sets one hair apart from the next.
    pub hair: Lab,
}

/// A surface at one place, as a layer lays it.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    pub light: LinearRgb,
    pub shade: f64,
    pub facing: Facing,
}

impl Painting {
    pub fn new(width: usize, height: usize, px_per_mm: f64, backdrop: Lab) -> Self {
        Self {
            px_per_mm,
            bare: Canvas::new(width, height, backdrop.to_linear()),
            shafts: Canvas::new(width, height, LinearRgb::BLACK),
            tips: Canvas::new(width, height, LinearRgb::BLACK),
            covered: vec![0.0; width * height],
            roots: Vec::new(),
            shade: vec![1.0; width * height],
            facing: vec![Facing::CAMERA; width * height],
        }
    }

    pub fn pixels_of(&self, shape: &Shape) -> impl Iterator<Item = (usize, usize)> + use<> {
        shape.pixels(self.bare.width, self.bare.height)
    }

    /// Lays an evenly lit surface that faces the camera over all that is there; `color` gets pixel centres.
    pub fn lay(&mut self, shape: &Shape, color: impl Fn(Point) -> LinearRgb) {
        self.lay_shaded(shape, |center| (color(center), 1.0));
    }

    /// Lays a surface that has its own shading: colour and light factor at a pixel's centre.
    pub fn lay_shaded(&mut self, shape: &Shape, surface: impl Fn(Point) -> (LinearRgb, f64)) {
        self.lay_surface(shape, |center| {
            let (light, shade) = surface(center);
            Surface { light, shade, facing: Facing::CAMERA }
        });
    }

    /// Lays a surface that also has its own facing.
    pub fn lay_surface(&mut self, shape: &Shape, surface: impl Fn(Point) -> Surface) {
        for (x, y) in self.pixels_of(shape) {
            let part = shape.coverage(x, y);
            if part > 0.0 {
                self.cover(y * self.bare.width + x, part, surface([x as f64 + 0.5, y as f64 + 0.5]));
            }
        }
        self.roots.retain(|root| !shape.holds(root.place));
    }

    /// Covers a part, 0–1, of one pixel.
    pub fn cover(&mut self, i: usize, part: f64, surface: Surface) {
        self.bare.pixels[i] = self.bare.pixels[i].mix(surface.light, part);
        self.shafts.pixels[i] = self.shafts.pixels[i] * (1.0 - part);
        self.tips.pixels[i] = self.tips.pixels[i] * (1.0 - part);
        self.covered[i] *= 1.0 - part;
        self.shade[i] = self.shade[i] * (1.0 - part) + surface.shade * part;
        self.facing[i] = self.facing[i].mix(surface.facing, part as f32);
    }

    /// The colour of a pixel's skin under even light, with the shafts below it.
    pub fn skin(&self, i: usize) -> LinearRgb {
        let (bare, shafts) = (self.bare.pixels[i], self.shafts.pixels[i]);
        if shafts == LinearRgb::BLACK {
            return bare;
        }
        LinearRgb::new(bare.r * (-shafts.r).exp(), bare.g * (-shafts.g).exp(), bare.b * (-shafts.b).exp())
    }

    /// The colour of a pixel under even light.
    pub fn surface(&self, i: usize) -> LinearRgb {
        self.skin(i) * (1.0 - self.covered[i]) + self.tips.pixels[i]
    }
}
