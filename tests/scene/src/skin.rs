use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb};

use super::painting::Painting;
use super::texture::value_noise;
use super::{Paintable, Point, Shape};

/// Bare skin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skin {
    pub shape: Shape,
    pub lab: Lab,
    /// Unevenness: largest change of L* in patches some millimetres wide; a* and b* change by less.
    pub mottling: f64,
    /// How much darker a rounded body is at its rim, 0 for a flat one; at 0.45 the light keeps within
    /// 3 % of even over the inner 0.79 of the radius.
    pub rim: f64,
}

/// A healed cut: a pale, even bar without follicles (leave it out of a stubble field with `Stubble::avoid`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scar {
    pub shape: Shape,
    pub lab: Lab,
}

/// Widths of the patches of mottling, mm, with their weights; chosen by eye.
const MOTTLES: [(f64, f64); 3] = [(14.0, 0.5), (5.0, 0.3), (1.2, 0.2)];

impl Skin {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let px_per_mm = painting.px_per_mm;
        painting.lay_shaded(&self.shape, |center| (self.light_at(center, px_per_mm, seed), self.shade_at(center)));
    }

    fn light_at(&self, [x, y]: Point, px_per_mm: f64, seed: u64) -> LinearRgb {
        let at = |mm: f64, salt: u64| value_noise(x / mm / px_per_mm, y / mm / px_per_mm, seed ^ salt);
        mottled(self.lab, self.mottling, at).to_linear()
    }

    fn shade_at(&self, point: Point) -> f64 {
        if self.rim == 0.0 { 1.0 } else { 1.0 - self.rim * self.shape.radius_at(point).min(1.0).powi(12) }
    }
}

impl Scar {
    pub fn paint(&self, painting: &mut Painting) {
        let light = self.lab.to_linear();
        painting.lay(&self.shape, |_| light);
    }
}

/// Skin of this colour at one place; `noise_at` gives a value of −1 to 1 there that changes over so many millimetres.
pub fn mottled(lab: Lab, mottling: f64, noise_at: impl Fn(f64, u64) -> f64) -> Lab {
    let uneven =
        |salt: u64| mottling * MOTTLES.into_iter().map(|(mm, weight)| weight * noise_at(mm, salt)).sum::<f64>();
    // Blood darkens and reddens together; melanin yellows on its own.
    let (blood, melanin) = (uneven(1), uneven(2));
    Lab::new(lab.l + blood, lab.a - 0.5 * blood, lab.b + 0.4 * melanin)
}
