use serde::Serialize;

use super::contrast::{Contrast, Marks, usable};
use super::tiles::{SIDE, Tile};
use crate::color::{median, quantile};

/// How dense tips stand and how wide they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TipSize {
    pub follicles_per_cm2: f64,
    /// Mean over the field, from the area of the tips and their length.
    pub tip_diameter_mm: f64,
}

/// Fewer single tips than this tell no size (our choice).
const LEAST_SINGLE: usize = 20;

/// Where one spot in five is smaller, it is a single tip's: one unit in four has one hair, and units may run together.
const SINGLE: f64 = 0.2;

/// Counts and measures tips whose full depth is known; `scale` is in pixels per mm. `None` where tips run together.
pub(super) fn tip_size(tiles: &[Tile], contrast: &Contrast, depth: f64, scale: f64) -> Option<TipSize> {
    let (mut spots, mut pixels) = (Vec::new(), 0);
    for (tile, marks) in tiles.iter().zip(&contrast.marks) {
        pixels += usable(tile).count();
        spots.extend(spots_of(tile, marks, contrast, depth));
    }
    let whole: Vec<&Spot> = spots.iter().filter(|spot| !spot.is_cut).collect();
    let small = quantile(&mut whole.iter().map(|spot| spot.area).collect::<Vec<_>>(), SINGLE);
    let single: Vec<&Spot> = whole.into_iter().filter(|spot| (0.6..1.7).contains(&(spot.area / small))).collect();
    let area = single.iter().map(|spot| spot.area).sum::<f64>() / single.len() as f64;
    let tips = spots.iter().map(|spot| spot.area).sum::<f64>() / area;
    let size = || TipSize {
        follicles_per_cm2: tips / (pixels as f64 / (scale * scale) / 100.0),
        tip_diameter_mm: median(&mut single.iter().map(|spot| spot.width()).collect::<Vec<_>>()) / scale,
    };
    (single.len() >= LEAST_SINGLE).then(size)
}

/// Neighbouring pixels of one tip, or of several that touch.
struct Spot {
    /// Light taken away over the depth of full cover: covered pixels.
    area: f64,
    /// From end to end.
    length: f64,
    /// By a tile's edge.
    is_cut: bool,
}

impl Spot {
    fn width(&self) -> f64 {
        self.area / self.length.max(1.0)
    }
}

fn spots_of(tile: &Tile, marks: &Marks, contrast: &Contrast, depth: f64) -> Vec<Spot> {
    let depths: Vec<f64> = (0..SIDE * SIDE)
        .map(|place| if tile.usable[place] { contrast.depth(tile, marks, place) / depth } else { 0.0 })
        .collect();
    let mut left: Vec<bool> = marks.tip.clone();
    (0..SIDE * SIDE).filter_map(|start| spot_from(start, &mut left, &depths)).collect()
}

/// Takes the spot around `start` out of the marked pixels that are left.
fn spot_from(start: usize, left: &mut [bool], depths: &[f64]) -> Option<Spot> {
    let (mut next, mut places) = (vec![start], Vec::new());
    while let Some(place) = next.pop() {
        if !std::mem::take(&mut left[place]) {
            continue;
        }
        places.push(place);
        let (x, y) = (place % SIDE, place / SIDE);
        let sides = [
            (x > 0, place.wrapping_sub(1)),
            (x + 1 < SIDE, place + 1),
            (y > 0, place.wrapping_sub(SIDE)),
            (y + 1 < SIDE, place + SIDE),
        ];
        next.extend(sides.into_iter().filter(|(inside, _)| *inside).map(|(_, place)| place));
    }
    (places.len() >= 3).then(|| spot(&places, depths))
}

fn spot(places: &[usize], depths: &[f64]) -> Spot {
    let area: f64 = places.iter().map(|&place| depths[place]).sum();
    let at = |place: usize| [(place % SIDE) as f64, (place / SIDE) as f64];
    let weight = |place: usize| depths[place].max(0.0);
    let total: f64 = places.iter().map(|&place| weight(place)).sum::<f64>().max(1e-9);
    let mean = [0, 1].map(|k| places.iter().map(|&place| weight(place) * at(place)[k]).sum::<f64>() / total);
    let moment = |i: usize, j: usize| {
        places.iter().map(|&place| weight(place) * (at(place)[i] - mean[i]) * (at(place)[j] - mean[j])).sum::<f64>()
            / total
    };
    let (xx, xy, yy) = (moment(0, 0), moment(0, 1), moment(1, 1));
    let root = ((xx - yy).powi(2) / 4.0 + xy * xy).sqrt();
    let (long, short) = ((xx + yy) / 2.0 + root, (xx + yy) / 2.0 - root);
    // Blur widens a spot equally along and across; a bar's variance is its squared length over 12.
    let length = (12.0 * (long - short)).max(0.0).sqrt() + area / (12.0 * long).max(1.0).sqrt();
    let is_cut =
        places.iter().any(|&place| [0, SIDE - 1].contains(&(place % SIDE)) || [0, SIDE - 1].contains(&(place / SIDE)));
    Spot { area, length, is_cut }
}
