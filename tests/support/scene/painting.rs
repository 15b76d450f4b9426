use stipple::color::{Lab, LinearRgb};

use super::Canvas;
use super::shape::{Point, Shape, subsamples};

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
        self.roots.retain(|root| !shape.contains(*root));
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

/// From a pixel's centre to its corner.
const HALF_DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Which of each pixel's 64 sample points hair covers, so that crossing tips are counted once.
pub struct Cover {
    width: usize,
    height: usize,
    points: Vec<u64>,
}

impl Cover {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, points: vec![0; width * height] }
    }

    /// Adds a tip from `root` to `end`, `diameter` wide with round ends; gives pixels and the parts newly covered.
    pub fn add(&mut self, root: Point, end: Point, diameter: f64) -> Vec<(usize, f64)> {
        let radius = diameter / 2.0;
        let [left, right] = [root[0].min(end[0]) - radius, root[0].max(end[0]) + radius];
        let [top, bottom] = [root[1].min(end[1]) - radius, root[1].max(end[1]) + radius];
        let bounds = Shape::rect(left, top, right - left, bottom - top);
        let reached = bounds.pixels(self.width, self.height);
        let near =
            reached.filter(|(x, y)| distance([*x as f64 + 0.5, *y as f64 + 0.5], root, end) < radius + HALF_DIAGONAL);
        let newly = near.map(|(x, y)| {
            let touched = (0u32..).zip(subsamples(x, y)).filter(|(_, point)| distance(*point, root, end) < radius);
            let bits = touched.fold(0u64, |bits, (place, _)| bits | 1 << place);
            let seen = &mut self.points[y * self.width + x];
            let new = bits & !*seen;
            *seen |= bits;
            (y * self.width + x, f64::from(new.count_ones()) / 64.0)
        });
        newly.collect()
    }
}

/// Distance of a point from the line between two others.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let out = [point[0] - from[0], point[1] - from[1]];
    let length_squared = along[0].powi(2) + along[1].powi(2);
    let share = ((out[0] * along[0] + out[1] * along[1]) / length_squared.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    (out[0] - share * along[0]).hypot(out[1] - share * along[1])
}
