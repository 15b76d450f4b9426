//! How far blurred hair tips stay from their full color, read from how fast light changes around them.
//!
//! A tip is a bar blurred by lens and pixels. Neither its width nor the blur is known; many pairs explain what is seen,
//! and they differ most where a bar is narrower than the blur. All are kept, with their weights.

use std::f64::consts::SQRT_2;

use super::contrast::{Contrast, usable};
use super::tiles::{SIDE, Tile};
use crate::measurement::photo_quality::sharpness::mean_distance;

/// Offsets in pixels at which pixels are compared; both diagonals and both axes of each length.
const OFFSETS: [[isize; 2]; 10] = [[1, 0], [0, 1], [1, 1], [1, -1], [2, 0], [0, 2], [2, 2], [2, -2], [4, 0], [0, 4]];
const LENGTHS: [f64; 5] = [1.0, SQRT_2, 2.0, 2.0 * SQRT_2, 4.0];

/// How far the model of bars may be from tips that taper, cross and vary (our choice, after drawn fields).
const MODEL_DOUBT: f64 = 0.025;

/// Blur of lens, demosaicing and compression, standard deviation in pixels: middle and spread in ln (our choice).
const USUAL_BLUR: (f64, f64) = (0.75, 0.35);

/// Of human scalp hair in mm: middle and spread in ln (0.05–0.12 mm; Robbins 2012, ch. 9).
const USUAL_DIAMETER_MM: (f64, f64) = (0.08, 0.25);

/// Sums over the pixels of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// Mean depth.
    pub first: f64,
    /// Mean squared depth, noise taken off.
    pub second: f64,
    /// Mean product of depths at each of the lengths over `second`, noise taken off.
    pub kinship: [f64; LENGTHS.len()],
}

/// One explanation of a field: bars of some width under some blur.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    /// Mean squared over mean depth, as a share of the full depth; 1 for sharp bars.
    pub purity: f64,
    /// Relative probability.
    pub weight: f64,
}

impl Moments {
    pub fn of(tiles: &[Tile], contrast: &Contrast) -> Self {
        let (mut first, mut second, mut bare, mut counts) = (0.0, 0.0, 0.0, [0.0; 2]);
        let mut products = [Pairs::default(); OFFSETS.len()];
        for (tile, marks) in tiles.iter().zip(&contrast.marks) {
            let depths: Vec<f64> = (0..SIDE * SIDE).map(|place| contrast.depth(tile, marks, place)).collect();
            for place in usable(tile) {
                first += depths[place];
                second += depths[place].powi(2);
                counts[0] += 1.0;
                if marks.bare[place] {
                    bare += depths[place].powi(2);
                    counts[1] += 1.0;
                }
                for (pairs, offset) in products.iter_mut().zip(OFFSETS) {
                    let Some(other) = moved(place, offset).filter(|&other| tile.usable[other]) else { continue };
                    pairs.add(depths[place] * depths[other], marks.bare[place] && marks.bare[other]);
                }
            }
        }
        let second = second / f64::max(counts[0], 1.0) - bare / f64::max(counts[1], 1.0);
        let kinship = std::array::from_fn(|i| (products[2 * i].signal() + products[2 * i + 1].signal()) / 2.0 / second);
        Self { first: first / f64::max(counts[0], 1.0), second, kinship }
    }

    /// Whether the field takes light away, and unevenly, beyond noise: otherwise there are no tips to speak of.
    pub fn stand_out(&self) -> bool {
        self.first > 0.0 && self.second > 0.0
    }

    /// How much of what pixels have in common comes from neighbouring tips: 0 for single ones.
    pub fn crowd(&self) -> f64 {
        self.first.powi(2) / self.second
    }

    /// Every width and blur with its weight; `px_per_mm` narrows the widths down.
    pub fn explanations(&self, px_per_mm: Option<f64>) -> Vec<Bars> {
        let crowd = self.crowd();
        let mut bars = Vec::new();
        for width_px in (0..20).map(|i| 0.35 * 1.2f64.powi(i)) {
            for blur_px in (0..10).map(|i| 0.4 * 1.22f64.powi(i)) {
                for slenderness in [1.0, 1.7, 3.0, 7.0] {
                    let shape = Shape {
                        width: width_px,
                        length: width_px * slenderness,
                        spread: std::f64::consts::SQRT_2 * blur_px.hypot(0.289),
                    };
                    let misfit: f64 = LENGTHS
                        .iter()
                        .zip(self.kinship)
                        .map(|(&length, seen)| {
                            let doubt = MODEL_DOUBT.hypot(0.4 * crowd * (length / (length + width_px)));
                            ((seen - shape.kinship(length)) / doubt).powi(2)
                        })
                        .sum();
                    let prior = square_of_ln(blur_px, USUAL_BLUR)
                        + px_per_mm.map_or(0.0, |scale| square_of_ln(width_px / scale, USUAL_DIAMETER_MM));
                    bars.push(Bars { purity: shape.purity(), weight: (-(misfit + prior) / 2.0).exp() });
                }
            }
        }
        bars
    }
}

fn square_of_ln(value: f64, (middle, spread): (f64, f64)) -> f64 {
    ((value / middle).ln() / spread).powi(2)
}

/// Mean products of all pairs at an offset and of those on bare skin.
#[derive(Clone, Copy, Default)]
struct Pairs {
    all: (f64, f64),
    bare: (f64, f64),
}

impl Pairs {
    fn add(&mut self, product: f64, is_bare: bool) {
        self.all = (self.all.0 + product, self.all.1 + 1.0);
        if is_bare {
            self.bare = (self.bare.0 + product, self.bare.1 + 1.0);
        }
    }

    fn signal(&self) -> f64 {
        self.all.0 / self.all.1.max(1.0) - self.bare.0 / self.bare.1.max(1.0)
    }
}

fn moved(place: usize, [dx, dy]: [isize; 2]) -> Option<usize> {
    let (x, y) = ((place % SIDE).checked_add_signed(dx)?, (place / SIDE).checked_add_signed(dy)?);
    (x < SIDE && y < SIDE).then_some(y * SIDE + x)
}

/// A bar and its blur; `spread` is that of the blur's autocorrelation.
struct Shape {
    width: f64,
    length: f64,
    spread: f64,
}

impl Shape {
    /// The overlap of a bar with itself, moved by `distance`, over that unmoved; the mean over all directions.
    fn kinship(&self, distance: f64) -> f64 {
        const DIRECTIONS: usize = 6;
        let overlap = |i: usize| {
            let (sin, cos) = ((i as f64 + 0.5) / DIRECTIONS as f64 * std::f64::consts::FRAC_PI_2).sin_cos();
            self.overlap(distance * cos, self.width) * self.overlap(distance * sin, self.length)
        };
        let mean = (0..DIRECTIONS).map(overlap).sum::<f64>() / DIRECTIONS as f64;
        mean / (self.overlap(0.0, self.width) * self.overlap(0.0, self.length))
    }

    fn purity(&self) -> f64 {
        self.overlap(0.0, self.width) * self.overlap(0.0, self.length) / (self.width * self.length)
    }

    /// The triangle max(0, side − |x|) blurred, as the second difference of E|x + spread·Z|.
    fn overlap(&self, x: f64, side: f64) -> f64 {
        let blurred = |x: f64| mean_distance(x.abs(), self.spread);
        (blurred(x + side) - 2.0 * blurred(x) + blurred(x - side)) / 2.0
    }
}
