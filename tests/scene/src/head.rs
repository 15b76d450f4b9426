use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::dome::Dome;
use super::facing::Facing;
use super::painting::{Painting, Surface};
use super::skin::mottled;
use super::texture::value_noise;
use super::{Paintable, Point};

/// A round head of bare skin, which lamps light from their sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub dome: Dome,
    pub lab: Lab,
    /// As that of flat skin: largest change of L* in patches some millimetres wide.
    pub mottling: f64,
    /// Largest change of L* from pore to pore.
    pub pores: f64,
    pub freckles: Vec<Freckle>,
    /// Width of the grains into which pores break gloss, mm.
    pub grain_mm: f64,
}

/// A dark spot with soft edges.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Freckle {
    pub center: Point,
    /// Where it has fallen to 1/e, px.
    pub radius: f64,
    /// Taken from L* in the middle.
    pub depth: f64,
}

/// Width of pores, mm (chosen by eye).
const PORE_MM: f64 = 0.3;
/// How sharply gloss is broken up: at 0 it is even, above 1 some grains stay matt (chosen by eye).
const BREAK_UP: f64 = 1.5;
/// The mean of `max(0, 1 + BREAK_UP·n)` over value noise n, which is divided out; counted over 200,000 places.
const MEAN_OIL: f64 = 1.012;

impl Head {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let (px_per_mm, width) = (painting.px_per_mm, painting.bare.width);
        let pixels: Vec<(usize, usize)> = painting.pixels_of(&self.dome.bounds()).collect();
        let surface = |(x, y): (usize, usize)| {
            let center = [x as f64 + 0.5, y as f64 + 0.5];
            let part = self.dome.coverage(center);
            (part > 0.0).then(|| (y * width + x, part, self.surface_at(center, px_per_mm, seed)))
        };
        for (i, part, surface) in pixels.into_par_iter().filter_map(surface).collect::<Vec<_>>() {
            painting.cover(i, part, surface);
        }
        let outline = self.dome.outline(1.0);
        painting.roots.retain(|root| !outline.holds(root.place));
    }

    fn surface_at(&self, center: Point, px_per_mm: f64, seed: u64) -> Surface {
        let at = |mm: f64, salt: u64| value_noise(center[0] / mm / px_per_mm, center[1] / mm / px_per_mm, seed ^ salt);
        let Lab { l, a, b } = mottled(self.lab, self.mottling, at);
        let l = l + self.pores * at(PORE_MM, 3) - self.freckles.iter().map(|freckle| freckle.at(center)).sum::<f64>();
        let oil = (1.0 + BREAK_UP * at(self.grain_mm, 4)).max(0.0) / MEAN_OIL;
        let facing = Facing { oil: oil as f32, ..Facing::matt(self.dome.normal_at(center)) };
        Surface { light: Lab { l, a, b }.to_linear(), shade: 1.0, facing }
    }
}

impl Freckle {
    fn at(&self, [x, y]: Point) -> f64 {
        let out = (x - self.center[0]).hypot(y - self.center[1]) / self.radius;
        if out > 3.0 { 0.0 } else { self.depth * (-out * out).exp() }
    }
}
