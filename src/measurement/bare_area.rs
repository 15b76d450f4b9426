use std::f64::consts::TAU;

use super::cells::{Cell, Cells};
use crate::calibration::Calibrated;
use crate::color::{Lab, ciede2000, median};
use crate::photo::{Bounds, Photo, Shape};

/// Rays from the middle along which the edge is looked for.
const RAYS: usize = 72;
/// Rays on each side whose mean an edge is: it is to be painted over, not traced.
const SMOOTHED: usize = 3;
/// Bare skin is no rougher than this beside the marked skin, whose hue it has (our choices: the skin's own grain, and what
/// shading and mottling do to it).
const ROUGHER: f64 = 1.6;
const SKIN_COLOR: f64 = 5.0;
const SKIN_LIGHT: [f64; 2] = [0.45, 1.6];
/// Cells in a row that are no bare skin before the edge is taken for found: a shine or a mole is none.
const GAP: usize = 2;

/// The bare area around the skin that was marked, out to where stubble, hair or the backdrop begins; a first guess that
/// a person has to look at. `None` without marked skin.
pub fn find_bare_area(photo: &Photo, calibrated: &Calibrated, skin: &[Shape]) -> Option<Shape> {
    let cells = Cells::of(photo, calibrated);
    let is_marked = |middle: [f64; 2]| skin.iter().any(|shape| shape.contains(middle[0], middle[1]));
    let marked: Vec<&Cell> =
        cells.iter().enumerate().filter(|(i, _)| is_marked(cells.middle(*i))).map(|(_, c)| c).collect();
    let bounds = skin.iter().max_by(|p, q| p.area().total_cmp(&q.area()))?.bounds();
    if marked.is_empty() {
        return Some(around(&bounds));
    }
    let known = Known::of(&marked);
    let bare: Vec<bool> =
        cells.iter().enumerate().map(|(i, cell)| is_marked(cells.middle(i)) || known.is_bare(cell)).collect();
    let start = bounds.middle();
    let reaches: Vec<f64> = (0..RAYS).map(|ray| reach(&cells, &bare, start, direction(ray))).collect();
    let points = (0..RAYS).map(|ray| {
        let [x, y] = direction(ray);
        let reach = smoothed(&reaches, ray);
        let within = |at: f64, side: u32| at.clamp(0.0, f64::from(side));
        [within(start[0] + reach * x, photo.width()), within(start[1] + reach * y, photo.height())]
    });
    Some(Shape::Polygon { points: points.collect() })
}

/// What the marked skin is like.
struct Known {
    lab: Lab,
    luminance: f64,
    roughness: f64,
}

impl Known {
    fn of(cells: &[&Cell]) -> Self {
        let middle = |value: fn(&Cell) -> f64| median(&mut cells.iter().map(|cell| value(cell)).collect::<Vec<_>>());
        Self {
            lab: Lab::new(middle(|cell| cell.lab.l), middle(|cell| cell.lab.a), middle(|cell| cell.lab.b)),
            luminance: middle(|cell| cell.luminance).max(1e-6),
            roughness: middle(|cell| cell.roughness).max(1e-3),
        }
    }

    /// Shading changes the light of skin and leaves its hue.
    fn is_bare(&self, cell: &Cell) -> bool {
        let light = cell.luminance / self.luminance;
        let as_bright = Lab::from(cell.lab.to_linear() * light.max(1e-6).recip());
        cell.roughness < ROUGHER * self.roughness
            && (SKIN_LIGHT[0]..=SKIN_LIGHT[1]).contains(&light)
            && ciede2000(as_bright, self.lab).0 < SKIN_COLOR
    }
}

fn direction(ray: usize) -> [f64; 2] {
    let angle = TAU * ray as f64 / RAYS as f64;
    [angle.cos(), angle.sin()]
}

/// How far from the start bare skin goes on in a direction, px.
fn reach(cells: &Cells, bare: &[bool], start: [f64; 2], [x, y]: [f64; 2]) -> f64 {
    let step = cells.side() / 2.0;
    let (mut reach, mut gap) = (step, 0);
    for steps in 1.. {
        let far = f64::from(steps) * step;
        match cells.at([start[0] + far * x, start[1] + far * y]) {
            None => break,
            Some(cell) if bare[cell] => (reach, gap) = (far, 0),
            Some(_) => gap += 1,
        }
        if gap > 2 * GAP {
            break;
        }
    }
    reach
}

fn smoothed(reaches: &[f64], ray: usize) -> f64 {
    let near = (0..=2 * SMOOTHED).map(|step| reaches[(ray + RAYS + step - SMOOTHED) % RAYS]);
    median(&mut near.collect::<Vec<_>>())
}

/// Where the marked skin is too small to be known: half as far again around it.
fn around(bounds: &Bounds) -> Shape {
    let [cx, cy] = bounds.middle();
    Shape::Ellipse { cx, cy, rx: 0.75 * (bounds.right - bounds.left), ry: 0.75 * (bounds.bottom - bounds.top) }
}
