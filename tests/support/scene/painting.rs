use stipple::color::{Lab, LinearRgb};

use super::{Canvas, Paintable, Point, Shape};

/// What the surfaces send back under even light, hair tips apart from what lies under them, and how brightly each is lit.
pub struct Painting {
    pub px_per_mm: f64,
    /// Everything but stubble.
    pub bare: Canvas,
    /// The covered part of each pixel times the colour of the tips on it.
    pub tips: Canvas,
    pub covered: Vec<f64>,
    pub roots: Vec<Point>,
    pub shade: Vec<f64>,
}

impl Painting {
    pub fn new(width: usize, height: usize, px_per_mm: f64, backdrop: Lab) -> Self {
        Self {
            px_per_mm,
            bare: Canvas::new(width, height, backdrop.to_linear()),
            tips: Canvas::new(width, height, LinearRgb::BLACK),
            covered: vec![0.0; width * height],
            roots: Vec::new(),
            shade: vec![1.0; width * height],
        }
    }

    pub fn pixels_of(&self, shape: &Shape) -> impl Iterator<Item = (usize, usize)> + use<> {
        shape.pixels(self.bare.width, self.bare.height)
    }

    /// Lays an evenly lit surface over all that is there; `color` gets pixel centres.
    pub fn lay(&mut self, shape: &Shape, color: impl Fn(Point) -> LinearRgb) {
        self.lay_shaded(shape, |center| (color(center), 1.0));
    }

    /// Lays a surface that has its own shading: colour and light factor at a pixel's centre.
    pub fn lay_shaded(&mut self, shape: &Shape, surface: impl Fn(Point) -> (LinearRgb, f64)) {
        for (x, y) in self.pixels_of(shape) {
            let part = shape.coverage(x, y);
            if part > 0.0 {
                let (light, shade) = surface([x as f64 + 0.5, y as f64 + 0.5]);
                self.cover(y * self.bare.width + x, part, light, shade);
            }
        }
        self.roots.retain(|root| !shape.holds(*root));
    }

    fn cover(&mut self, i: usize, part: f64, light: LinearRgb, shade: f64) {
        self.bare.pixels[i] = self.bare.pixels[i].mix(light, part);
        self.tips.pixels[i] = self.tips.pixels[i] * (1.0 - part);
        self.covered[i] *= 1.0 - part;
        self.shade[i] = self.shade[i] * (1.0 - part) + shade * part;
    }

    /// The colour of a pixel under even light.
    pub fn surface(&self, i: usize) -> LinearRgb {
        self.bare.pixels[i] * (1.0 - self.covered[i]) + self.tips.pixels[i]
    }

    /// The picture with shading, before the lamp's own traits and the camera.
    pub fn lit(&self) -> Canvas {
        let pixels = (0..self.shade.len()).map(|i| self.surface(i) * self.shade[i]).collect();
        Canvas { width: self.bare.width, height: self.bare.height, pixels }
    }
}
