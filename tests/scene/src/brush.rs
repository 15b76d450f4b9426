use std::f64::consts::{FRAC_PI_2, PI};

use fastrand::Rng;
use stipple::color::{Lab, LinearRgb};

use super::cover::Cover;
use super::painting::{Painting, Root};
use super::{Point, Stubble};

/// Distance of hairs in a unit, in diameters.
const HAIR_SPACING: f64 = 1.9;
/// Standard deviations of the lie from unit to unit and within a unit, degrees (chosen to look natural).
const UNIT_SPREAD: f64 = 14.0;
const HAIR_SPREAD: f64 = 9.0;
/// How far fully tangled hairs of a unit stand apart, mm, and how much more they turn, degrees: standard deviations.
const APART_MM: f64 = 0.12;
const CROSSING: f64 = 14.0;
/// How much longer a tip may get to make up for crossings, in its own length.
const LONGEST_EXTRA: f64 = 0.5;

/// Paints one field of stubble, tip by tip.
pub struct Brush<'a> {
    pub rng: Rng,
    stubble: &'a Stubble,
    painting: &'a mut Painting,
    cover: Cover,
    diameter_px: f64,
    /// Area that the tips so far should have covered and have not, px².
    owed: f64,
}

impl<'a> Brush<'a> {
    pub fn new(stubble: &'a Stubble, painting: &'a mut Painting, rng: Rng) -> Self {
        let cover = Cover::new(painting.bare.width, painting.bare.height);
        let diameter_px = stubble.tip_diameter_mm * painting.px_per_mm;
        Self { rng, stubble, painting, cover, diameter_px, owed: 0.0 }
    }

    /// Paints the hairs of one follicular unit, side by side across their lie.
    pub fn paint_unit(&mut self, unit: Point, hairs: usize) {
        let tangle = self.stubble.tangle;
        let angle = self.stubble.angle_at(unit) + self.spread(UNIT_SPREAD);
        let spacing = HAIR_SPACING * self.diameter_px;
        for place in 0..hairs {
            let side = spacing * (place as f64 - (hairs - 1) as f64 / 2.0) * self.between(0.8, 1.3);
            let root = step(unit, angle + FRAC_PI_2, side);
            let root = step(root, angle, spacing * self.between(-1.0, 1.0));
            let root = if tangle > 0.0 { self.moved(root, tangle * APART_MM) } else { root };
            let angle = angle + self.spread(HAIR_SPREAD + tangle * CROSSING);
            self.paint_tip(root, angle);
        }
    }

    /// A place some mm away, by this standard deviation.
    fn moved(&mut self, [x, y]: Point, apart_mm: f64) -> Point {
        let apart = apart_mm * self.painting.px_per_mm;
        [x + apart * gaussian(&mut self.rng), y + apart * gaussian(&mut self.rng)]
    }

    fn paint_tip(&mut self, root: Point, angle: f64) {
        let own_length = self.stubble.tip_length_mm * self.painting.px_per_mm * self.between(0.7, 1.3);
        let most = if self.stubble.tangle > 0.0 { 0.0 } else { LONGEST_EXTRA * own_length };
        let extra = (self.owed / self.diameter_px).clamp(-most, most);
        let hair = self.hair();
        let light = self.light_of(hair);
        self.owed += self.stubble.tip_area_mm2() * self.painting.px_per_mm.powi(2);
        for (i, part) in self.cover.add(root, step(root, angle, own_length + extra), self.diameter_px) {
            self.owed -= part;
            self.painting.covered[i] += part;
            self.painting.tips.pixels[i] = self.painting.tips.pixels[i] + light * part;
        }
        self.painting.roots.push(Root { place: root, angle, hair });
    }

    /// The colour of the next hair's kind.
    fn hair(&mut self) -> Lab {
        if self.rng.f64() < self.stubble.grey_share { self.stubble.grey_hair } else { self.stubble.hair }
    }

    /// The light of one hair of this kind.
    fn light_of(&mut self, kind: Lab) -> LinearRgb {
        let l = (kind.l + self.stubble.unevenness * gaussian(&mut self.rng)).max(0.0);
        Lab { l, ..kind }.to_linear()
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.rng.f64()
    }

    /// A random turn with this standard deviation in degrees, in radians.
    fn spread(&mut self, degrees: f64) -> f64 {
        degrees.to_radians() * gaussian(&mut self.rng)
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
