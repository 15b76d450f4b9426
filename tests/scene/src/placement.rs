use fastrand::Rng;

use super::backdrop::between;
use super::{Dome, Fade, Paintable, Point, Shape, ellipse, rect};

/// Where the head of a client, its bald crown, its regions and its chart are in the picture.
pub struct Placement {
    pub dome: Dome,
    pub crown: Shape,
    /// Shares of the crown's radius at which stubble begins and is full.
    pub border: [f64; 2],
    pub skin: Shape,
    pub stubble: Shape,
    pub chart: Point,
}

/// Half axes of a head and of a crown, as shares of the picture's height and of the head's.
const HEAD: [f64; 2] = [0.39, 0.47];
const CROWN: [f64; 2] = [0.3, 0.46];
/// How far a crown's middle is off the head's, as a share of its half axes.
const OFF_MIDDLE: f64 = 0.28;
/// Where stubble begins and where it is full, as shares of the crown's radius.
const BEGINS: [f64; 2] = [0.8, 1.0];
const FULL: [f64; 2] = [1.15, 1.5];
/// Regions lie within this share of the head's outline.
const MARKED: f64 = 0.86;
/// Half of a region of skin, as a share of the crown's half axes, and of one of stubble, as a share of the head's.
const HALF_SKIN: f64 = 0.42;
const HALF_STUBBLE: f64 = 0.17;

impl Placement {
    /// In a picture of this size.
    pub fn random(size: [f64; 2], rng: &mut Rng) -> Self {
        loop {
            let dome = any_dome(size, rng);
            let crown = any_crown(&dome, rng);
            let border = [between(rng, BEGINS[0], BEGINS[1]), between(rng, FULL[0], FULL[1])];
            if let Some(stubble) = any_stubble(&dome, &crown, border[1], rng) {
                let chart = [size[0] - 0.16 * size[0] * between(rng, 0.8, 1.1), size[1] * between(rng, 0.2, 0.8)];
                let placed = Self { skin: any_skin(&crown, rng), dome, crown, border, stubble, chart };
                return if rng.bool() { placed } else { placed.mirrored(size[0]) };
            }
        }
    }

    /// Bare on the crown, full around it.
    pub fn fade(&self) -> Fade {
        Fade::Outward { ellipse: self.crown.clone(), from: self.border[0], to: self.border[1] }
    }

    fn mirrored(self, width: f64) -> Self {
        let turned = |shape: Shape| match shape {
            Shape::Rect { x, y, width: own, height } => rect(width - x - own, y, own, height),
            Shape::Ellipse { cx, cy, rx, ry } => ellipse(width - cx, cy, rx, ry),
            other => other,
        };
        let Dome { center: [x, y], degrees, .. } = self.dome;
        Self {
            dome: Dome { center: [width - x, y], degrees: -degrees, ..self.dome },
            crown: turned(self.crown),
            border: self.border,
            skin: turned(self.skin),
            stubble: turned(self.stubble),
            chart: [width - self.chart[0], self.chart[1]],
        }
    }
}

fn any_dome([width, height]: [f64; 2], rng: &mut Rng) -> Dome {
    let length = height * between(rng, HEAD[0], HEAD[1]);
    let radii = [length, length * between(rng, 0.82, 0.96)];
    let center = [width * between(rng, 0.35, 0.38), height * between(rng, 0.48, 0.52)];
    let degrees = 90.0 + between(rng, -30.0, 30.0);
    Dome { center, radii, degrees, height: length * between(rng, 0.75, 0.95) }
}

fn any_crown(dome: &Dome, rng: &mut Rng) -> Shape {
    let [cx, cy] = dome.at([between(rng, -OFF_MIDDLE, OFF_MIDDLE), between(rng, -OFF_MIDDLE, OFF_MIDDLE)]);
    let radius = dome.radii[1] * between(rng, CROWN[0], CROWN[1]);
    ellipse(cx.round(), cy.round(), (radius * between(rng, 0.9, 1.1)).round(), radius.round())
}

/// A rectangle on the bare crown, a little off its middle.
fn any_skin(crown: &Shape, rng: &mut Rng) -> Shape {
    let bounds = crown.bounds();
    let side = |low: f64, high: f64, rng: &mut Rng| {
        let (middle, half) = ((low + high) / 2.0 + 0.06 * between(rng, low - high, high - low), (high - low) / 2.0);
        ((middle - HALF_SKIN * half).round(), (2.0 * HALF_SKIN * half).round())
    };
    let (x, width) = side(bounds.left, bounds.right, rng);
    let (y, height) = side(bounds.top, bounds.bottom, rng);
    rect(x, y, width, height)
}

/// A rectangle in full stubble, as near to the crown as it fits; none where none fits.
fn any_stubble(dome: &Dome, crown: &Shape, full: f64, rng: &mut Rng) -> Option<Shape> {
    let half = (HALF_STUBBLE * dome.radii[1]).round();
    let bounds = crown.bounds();
    let (sin, cos) = between(rng, 0.0, std::f64::consts::TAU).sin_cos();
    let at = |out: f64| {
        let x = (bounds.left + bounds.right + out * cos * (bounds.right - bounds.left)) / 2.0;
        let y = (bounds.top + bounds.bottom + out * sin * (bounds.bottom - bounds.top)) / 2.0;
        [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
    };
    let clear = |corners: &[Point; 4]| corners.iter().all(|corner| crown.radius_at(*corner) > full);
    let corners = (100..300).map(|percent| at(f64::from(percent) / 100.0)).find(clear)?;
    let [x, y] = corners[0];
    let fits = corners.into_iter().all(|corner| dome.radius_at(corner) < MARKED);
    fits.then(|| rect(x.round(), y.round(), 2.0 * half, 2.0 * half))
}
