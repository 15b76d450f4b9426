use std::f64::consts::{FRAC_PI_2, PI};

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb};

use super::painting::{Cover, Painting};
use super::{Fade, Point, Shape};

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
    /// Without the round ends.
    pub tip_length_mm: f64,
    pub lie: Lie,
    pub hair: Lab,
    pub grey_hair: Lab,
    /// The share of hairs that are grey, 0–1.
    pub grey_share: f64,
    /// Standard deviation of L* from hair to hair.
    pub unevenness: f64,
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
/// Distance of hairs in a unit, in diameters.
const HAIR_SPACING: f64 = 1.9;
/// Least distance of units where the mean area of one is 1. Discs thrown at random jam at a covered share of
/// 0.547 (Feder 1980), a least distance of 0.83; below that there is room for all.
const UNIT_SPACING: f64 = 0.68;
/// Standard deviations of the lie from unit to unit and within a unit, degrees (chosen to look natural).
const UNIT_SPREAD: f64 = 14.0;
const HAIR_SPREAD: f64 = 9.0;

impl Stubble {
    /// The share of skin that the tips cover where the density is full and none cross.
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
        let [left, top, right, bottom] = self.field.bounds();
        let steps = |from: f64, to: f64| (0..(to - from).ceil() as usize).map(move |i| from + i as f64 + 0.5);
        let points = steps(top, bottom).flat_map(|y| steps(left, right).map(move |x| [x, y]));
        let full_px: f64 = points.map(|point| self.density_at(point)).sum();
        (full_px / px_per_mm.powi(2) / 100.0 * self.follicles_per_cm2).round() as usize
    }

    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let mut rng = Rng::with_seed(seed);
        let mut cover = Cover::new(painting.bare.width, painting.bare.height);
        let mut left = self.hairs(painting.px_per_mm);
        for unit in self.units(painting.px_per_mm, &mut rng) {
            let hairs = rng.choice(HAIRS_OF_UNIT).unwrap_or(1).min(left);
            left -= hairs;
            self.paint_unit(unit, hairs, painting, &mut cover, &mut rng);
        }
    }

    fn density_at(&self, point: Point) -> f64 {
        let free = self.field.contains(point) && !self.avoid.iter().any(|shape| shape.contains(point));
        if free { self.fade.density_at(point) } else { 0.0 }
    }

    /// Places of follicular units: Poisson-disc spacing, wider where the field is thinner.
    fn units(&self, px_per_mm: f64, rng: &mut Rng) -> Vec<Point> {
        let units = (self.hairs(px_per_mm) as f64 / MEAN_HAIRS_OF_UNIT * 1.1).ceil() as usize;
        let mean_px = px_per_mm * (100.0 * MEAN_HAIRS_OF_UNIT / self.follicles_per_cm2).sqrt();
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

    fn paint_unit(&self, unit: Point, hairs: usize, painting: &mut Painting, cover: &mut Cover, rng: &mut Rng) {
        let angle = self.angle_at(unit) + UNIT_SPREAD.to_radians() * gaussian(rng);
        let spacing = HAIR_SPACING * self.tip_diameter_mm * painting.px_per_mm;
        for place in 0..hairs {
            let side = spacing * (place as f64 - (hairs - 1) as f64 / 2.0) * (0.8 + 0.5 * rng.f64());
            let stagger = 2.0 * spacing * (rng.f64() - 0.5);
            let root = step(step(unit, angle + FRAC_PI_2, side), angle, stagger);
            let end =
                step(root, angle + HAIR_SPREAD.to_radians() * gaussian(rng), self.length_px(painting.px_per_mm, rng));
            self.paint_tip(root, end, painting, cover, rng);
        }
    }

    fn paint_tip(&self, root: Point, end: Point, painting: &mut Painting, cover: &mut Cover, rng: &mut Rng) {
        let light = self.hair_light(rng);
        for (i, part) in cover.add(root, end, self.tip_diameter_mm * painting.px_per_mm) {
            painting.covered[i] += part;
            painting.tips.pixels[i] = painting.tips.pixels[i] + light * part;
        }
        painting.roots.push(root);
    }

    /// One hair's length; the mean over all is the stated one.
    fn length_px(&self, px_per_mm: f64, rng: &mut Rng) -> f64 {
        self.tip_length_mm * px_per_mm * (0.7 + 0.6 * rng.f64())
    }

    fn hair_light(&self, rng: &mut Rng) -> LinearRgb {
        let lab = if rng.f64() < self.grey_share { self.grey_hair } else { self.hair };
        Lab { l: (lab.l + self.unevenness * gaussian(rng)).max(0.0), ..lab }.to_linear()
    }

    fn angle_at(&self, point: Point) -> f64 {
        match self.lie {
            Lie::Along(degrees) => degrees.to_radians(),
            Lie::From(whorl) => (point[1] - whorl[1]).atan2(point[0] - whorl[0]),
        }
    }
}

/// The point `distance` away at `angle`, radians from x towards y.
fn step([x, y]: Point, angle: f64, distance: f64) -> Point {
    [x + distance * angle.cos(), y + distance * angle.sin()]
}

/// A normally distributed value (Box and Muller 1958).
pub fn gaussian(rng: &mut Rng) -> f64 {
    let (u, v): (f64, f64) = (1.0 - rng.f64(), rng.f64());
    (-2.0 * u.ln()).sqrt() * (2.0 * PI * v).cos()
}

/// Points in cells, so that near ones are found without asking all.
struct Neighbourhood {
    bounds: [f64; 4],
    cell: f64,
    columns: usize,
    cells: Vec<Vec<Point>>,
    points: Vec<Point>,
}

impl Neighbourhood {
    fn new(bounds: [f64; 4], cell: f64) -> Self {
        let [left, top, right, bottom] = bounds;
        let columns = ((right - left) / cell).ceil() as usize + 1;
        let rows = ((bottom - top) / cell).ceil() as usize + 1;
        Self { bounds, cell, columns, cells: vec![Vec::new(); columns * rows], points: Vec::new() }
    }

    fn anywhere(&self, rng: &mut Rng) -> Point {
        let [left, top, right, bottom] = self.bounds;
        [left + (right - left) * rng.f64(), top + (bottom - top) * rng.f64()]
    }

    fn insert(&mut self, point: Point) {
        let [column, row] = self.cell_of(point);
        self.cells[row * self.columns + column].push(point);
        self.points.push(point);
    }

    fn any_within(&self, point: Point, distance: f64) -> bool {
        let [column, row] = self.cell_of(point);
        let reach = (distance / self.cell).ceil() as usize;
        let rows = row.saturating_sub(reach)..=(row + reach).min(self.cells.len() / self.columns - 1);
        let columns = column.saturating_sub(reach)..=(column + reach).min(self.columns - 1);
        let mut near = rows.flat_map(|row| &self.cells[row * self.columns..][columns.clone()]).flatten();
        near.any(|[x, y]| (x - point[0]).hypot(y - point[1]) < distance)
    }

    fn cell_of(&self, [x, y]: Point) -> [usize; 2] {
        [((x - self.bounds[0]) / self.cell) as usize, ((y - self.bounds[1]) / self.cell) as usize]
    }
}
