use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::painting::Painting;
use super::texture::value_noise;
use super::{Paintable, Point, Shape};

/// Longer hair lying side by side: strands lighter and darker around one mean colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hair {
    pub shape: Shape,
    pub lab: Lab,
    /// Which way the strands run, degrees from x towards y.
    pub degrees: f64,
    /// How far a strand swings to the side, mm.
    pub wave_mm: f64,
    /// How much light changes from strand to strand, 0–1.
    pub contrast: f64,
}

/// Widths of strands and locks, mm, with their weights; chosen by eye.
const STRANDS: [(f64, f64); 3] = [(0.25, 0.5), (0.8, 0.3), (3.0, 0.2)];
/// How much longer than wide a stretch of even shine is.
const STRETCH: f64 = 60.0;
/// The length of a wave, mm.
const WAVE_LENGTH_MM: f64 = 30.0;

impl Hair {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let px_per_mm = painting.px_per_mm;
        let mean = self.mean_shine(painting, seed);
        let light = self.lab.to_linear();
        painting.lay(&self.shape, |center| light * (self.shine_at(center, px_per_mm, seed) / mean));
    }

    /// The mean of the shine, which is divided out, so that the patch has the stated colour in the mean.
    fn mean_shine(&self, painting: &Painting, seed: u64) -> f64 {
        let (mut sum, mut area) = (0.0, 0.0);
        for (x, y) in painting.pixels_of(&self.shape) {
            let part = self.shape.coverage(x, y);
            sum += part * self.shine_at([x as f64 + 0.5, y as f64 + 0.5], painting.px_per_mm, seed);
            area += part;
        }
        sum / area.max(f64::MIN_POSITIVE)
    }

    fn shine_at(&self, [x, y]: Point, px_per_mm: f64, seed: u64) -> f64 {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let along = (x * cos + y * sin) / px_per_mm;
        let straight = (y * cos - x * sin) / px_per_mm;
        let across = straight + self.wave_mm * value_noise(along / WAVE_LENGTH_MM, straight / WAVE_LENGTH_MM, seed ^ 7);
        let strand = |(mm, weight): (f64, f64)| weight * value_noise(across / mm, along / mm / STRETCH, seed);
        1.0 + self.contrast * STRANDS.into_iter().map(strand).sum::<f64>()
    }
}
