use std::f64::consts::PI;

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use stipple::color::Lab;
use stipple::photo::Bounds;

use super::brush::Brush;
use super::neighbourhood::Neighbourhood;
use super::painting::Painting;
use super::{Fade, Paintable, Point, Shape};

/// A field of hair shaved to its tips.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stubble {
    pub field: Shape,
    pub fade: Fade,
    /// Places within the field without follicles, such as scars.
    pub avoid: Vec<Shape>,
    /// Hairs, not follicular units, where the density is full.
    pub follicles_per_cm2: f64,
    pub tip_diameter_mm: f64,
    /// The mean, without the round ends.
    pub tip_length_mm: f64,
    pub lie: Lie,
    pub hair: Lab,
    pub grey_hair: Lab,
    /// The share of hairs that are grey, 0–1.
    pub grey_share: f64,
    /// Standard deviation of L* from hair to hair.
    pub unevenness: f64,
    /// How far hairs of a unit stand apart and cross: 0 for hairs that lie side by side and never hide each other.
    #[serde(default)]
    pub tangle: f64,
    /// The share of units that have a hair more than the usual one, two or three; below 0 of those that have one less, if any
    /// is left.
    #[serde(default)]
    pub fuller_units: f64,
}

/// Which way the tips lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lie {
    /// Degrees from x towards y.
    Along(f64),
    /// Away from a whorl.
    From(Point),
}

/// One follicular unit in two has two hairs, the others one or three (chosen to look natural).
const HAIRS_OF_UNIT: [usize; 4] = [1, 2, 2, 3];
const MEAN_HAIRS_OF_UNIT: f64 = 2.0;
const NOT_SINGLE: f64 = 0.75;
/// Least distance of units where the mean area of one is 1. Discs thrown at random jam at a covered share of
/// 0.547 (Feder 1980), a least distance of 0.83; below that there is room for all.
const UNIT_SPACING: f64 = 0.68;
impl Stubble {
    /// The share of skin that the tips cover where the density is full. Where tips cross, later ones are drawn
    /// longer by up to half to keep it; long hair, where that isn't enough, covers less.
    pub fn coverage(&self) -> f64 {
        self.follicles_per_cm2 / 100.0 * self.tip_area_mm2()
    }

    /// The same field with tips as long as this coverage needs; at least round.
    pub fn with_coverage(self, coverage: f64) -> Self {
        let diameter = self.tip_diameter_mm;
        let round = PI / 4.0 * diameter * diameter;
        let tip_length_mm = ((coverage * 100.0 / self.follicles_per_cm2 - round) / diameter).max(0.0);
        Self { tip_length_mm, ..self }
    }

    pub fn tip_area_mm2(&self) -> f64 {
        self.tip_diameter_mm * (self.tip_length_mm + PI / 4.0 * self.tip_diameter_mm)
    }

    /// How many hairs the whole field has.
    pub fn hairs(&self, px_per_mm: f64) -> usize {
        let Bounds { left, top, right, bottom } = self.field.bounds();
        let steps = |from: f64, to: f64| (0..(to - from).ceil() as usize).map(move |i| from + i as f64 + 0.5);
        let points = steps(top, bottom).flat_map(|y| steps(left, right).map(move |x| [x, y]));
        let full_px: f64 = points.map(|point| self.density_at(point)).sum();
        (full_px / px_per_mm.powi(2) / 100.0 * self.follicles_per_cm2).round() as usize
    }

    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let px_per_mm = painting.px_per_mm;
        let mut rng = Rng::with_seed(seed);
        let mut left = self.hairs(px_per_mm);
        let units = self.units(left, px_per_mm, &mut rng);
        let mut brush = Brush::new(self, painting, rng);
        for unit in units {
            let hairs = self.hairs_of_unit(&mut brush.rng).min(left);
            left -= hairs;
            brush.paint_unit(unit, hairs);
        }
    }

    fn mean_hairs_of_unit(&self) -> f64 {
        MEAN_HAIRS_OF_UNIT + if self.fuller_units < 0.0 { NOT_SINGLE * self.fuller_units } else { self.fuller_units }
    }

    fn hairs_of_unit(&self, rng: &mut Rng) -> usize {
        let usual = rng.choice(HAIRS_OF_UNIT).unwrap_or(1);
        let is_other = self.fuller_units != 0.0 && rng.f64() < self.fuller_units.abs();
        match (is_other, self.fuller_units > 0.0) {
            (false, _) => usual,
            (true, true) => usual + 1,
            (true, false) => (usual - 1).max(1),
        }
    }

    fn density_at(&self, point: Point) -> f64 {
        let free = self.field.holds(point) && !self.avoid.iter().any(|shape| shape.holds(point));
        if free { self.fade.density_at(point) } else { 0.0 }
    }

    /// Places of follicular units: Poisson-disc spacing, wider where the field is thinner.
    fn units(&self, hairs: usize, px_per_mm: f64, rng: &mut Rng) -> Vec<Point> {
        let units = (hairs as f64 / self.mean_hairs_of_unit() * 1.1).ceil() as usize;
        let mean_px = px_per_mm * (100.0 * self.mean_hairs_of_unit() / self.follicles_per_cm2).sqrt();
        let mut placed = Neighbourhood::new(self.field.bounds(), mean_px);
        for _ in 0..units * 400 {
            if placed.points.len() == units {
                break;
            }
            let point = placed.anywhere(rng);
            let density = self.density_at(point);
            if rng.f64() < density && !placed.any_within(point, UNIT_SPACING * mean_px / density.sqrt()) {
                placed.insert(point);
            }
        }
        rng.shuffle(&mut placed.points);
        placed.points
    }

    pub fn angle_at(&self, point: Point) -> f64 {
        match self.lie {
            Lie::Along(degrees) => degrees.to_radians(),
            Lie::From(whorl) => (point[1] - whorl[1]).atan2(point[0] - whorl[0]),
        }
    }
}
