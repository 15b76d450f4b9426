use std::f64::consts::TAU;

use super::surface_cells::{Cell, Cells};
use crate::calibration::Calibrated;
use crate::color::{Lab, ciede2000, median};
use crate::photo::{Bounds, Photo, Shape};

/// Rays from the middle along which the edge is looked for.
const RAYS: usize = 72;
/// Rays on each side whose mean an edge is: it is to be painted over, not traced.
const SMOOTHED: usize = 3;
/// How far the area goes on over stubble, in cells, for its dots to blend into it (our choice: about 20 mm on a head).
const BLEND: f64 = 5.0;
/// Bare skin is no rougher than this beside the marked skin, whose hue it has, where no stubble tells (our choices: the
/// skin's own grain, and what shading and mottling do to it).
const ROUGHER: f64 = 2.5;
const SKIN_COLOR: f64 = 5.0;
const SKIN_LIGHT: [f64; 2] = [0.45, 1.6];
/// Luminance over the marked skin's above which a cell may be shine (our choice).
const SHINES_ABOVE: f64 = 1.1;
/// Half cells in a row that are no bare skin before the edge is taken for found: a shine or a mole is none.
const GAP: usize = 6;

/// The bare area around the skin that was marked, out to where stubble, hair or the backdrop begins; a first guess that
/// a person has to look at. `None` without marked skin.
pub fn find_bare_area(photo: &Photo, calibrated: &Calibrated, skin: &[Shape], stubble: &[Shape]) -> Option<Shape> {
    let cells = Cells::of(photo, calibrated);
    let is_in = |shapes: &[Shape], [x, y]: [f64; 2]| shapes.iter().any(|shape| shape.contains(x, y));
    let is_marked = |middle: [f64; 2]| is_in(skin, middle);
    let cells_in = |shapes: &[Shape]| -> Vec<&Cell> {
        cells
            .iter()
            .enumerate()
            .filter(|(index, _)| is_in(shapes, cells.grid.middle(*index)))
            .map(|(_, cell)| cell)
            .collect()
    };
    let marked = cells_in(skin);
    let bounds = skin.iter().max_by(|p, q| p.area().total_cmp(&q.area()))?.bounds();
    if marked.is_empty() {
        return Some(around(&bounds));
    }
    let known = Known::of(&marked, &cells_in(stubble));
    let bare: Vec<bool> =
        cells.iter().enumerate().map(|(i, cell)| is_marked(cells.grid.middle(i)) || known.is_bare(cell)).collect();
    let skin: Vec<bool> = cells.iter().zip(&bare).map(|(cell, is_bare)| *is_bare || known.is_skin(cell)).collect();
    let shine: Vec<bool> = cells.iter().map(|cell| known.is_lighter(cell)).collect();
    let start = bounds.middle();
    let reaches: Vec<f64> = (0..RAYS).map(|ray| reach(&cells, [&bare, &skin, &shine], start, direction(ray))).collect();
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
    /// Above it hair begins.
    roughest: f64,
}

impl Known {
    /// As bare as stubble is the geometric middle between the roughness of both: density rises evenly between them.
    fn of(cells: &[&Cell], stubble: &[&Cell]) -> Self {
        let middle = |value: fn(&Cell) -> f64| median(&mut cells.iter().map(|cell| value(cell)).collect::<Vec<_>>());
        let roughness = middle(|cell| cell.roughness).max(1e-3);
        let rough = median(&mut stubble.iter().map(|cell| cell.roughness).collect::<Vec<_>>());
        let ratio = if stubble.is_empty() { ROUGHER } else { (rough / roughness).sqrt().max(ROUGHER) };
        Self {
            lab: Lab::new(middle(|cell| cell.lab.l), middle(|cell| cell.lab.a), middle(|cell| cell.lab.b)),
            luminance: middle(|cell| cell.luminance).max(1e-6),
            roughest: ratio * roughness,
        }
    }

    fn is_bare(&self, cell: &Cell) -> bool {
        cell.roughness < self.roughest && self.is_skin(cell)
    }

    /// Shine is, and a white wall: beyond the one skin goes on, beyond the other it does not.
    fn is_lighter(&self, cell: &Cell) -> bool {
        cell.luminance > SHINES_ABOVE * self.luminance
    }

    /// Shading changes the light of skin and leaves its hue; most of what shows between hairs is skin.
    fn is_skin(&self, cell: &Cell) -> bool {
        let light = cell.luminance / self.luminance;
        let as_bright = Lab::from(cell.lab.to_linear() * light.max(1e-6).recip());
        (SKIN_LIGHT[0]..=SKIN_LIGHT[1]).contains(&light) && ciede2000(as_bright, self.lab).0 < SKIN_COLOR
    }
}

fn direction(ray: usize) -> [f64; 2] {
    let angle = TAU * ray as f64 / RAYS as f64;
    [angle.cos(), angle.sin()]
}

/// How far from the start bare skin goes on in a direction and, to blend, a little of skin with stubble; px.
fn reach(cells: &Cells, [bare, skin, shine]: [&[bool]; 3], start: [f64; 2], [x, y]: [f64; 2]) -> f64 {
    let step = cells.grid.cell_px / 2.0;
    let at = |far: f64| cells.grid.at([start[0] + far * x, start[1] + far * y]);
    let (mut reach, mut far, mut gap) = (step, step, 0);
    while let Some(cell) = at(far).filter(|_| gap <= GAP) {
        (reach, gap) = match (bare[cell], shine[cell]) {
            (true, _) => (far, 0),
            (false, true) => (reach, gap),
            (false, false) => (reach, gap + 1),
        };
        far += step;
    }
    let end = reach + BLEND * cells.grid.cell_px;
    while reach < end && at(reach + step).is_some_and(|cell| skin[cell]) {
        reach += step;
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
