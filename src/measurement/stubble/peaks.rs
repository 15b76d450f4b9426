//! How tips stand apart: the bodies and outlines of what lies deep in a field, at several blurs and heights.
//!
//! Moments say how much tips take, not how many do it. The outlines and the bodies less their holes of a field cut at some
//! height are what tells number, length and width of overlapping tips apart (Miles 1976; Stoyan, Kendall and Mecke 1987). [`numbers`]
//! describes; what the numbers say of hairs on a cm² is fitted.

use rayon::prelude::*;

use super::contrast::usable;
use super::tiles::{SIDE, Tile};
use super::window::window_means;
use crate::color::{LinearRgb, median, quantile};
use crate::photo::Grid;

/// Spreads of the blurs, mm: from a hair's width to that of a follicular unit; never less than so many pixels (our choices).
const BLURS_MM: [f64; 4] = [0.06, 0.10, 0.16, 0.25];
const LEAST_BLUR_PX: f64 = 0.6;

/// Where a field is cut, as shares of how far its deepest places lie below its middle, and how many of its places lie less
/// deep than these (our choices).
const CUTS: [f64; 3] = [0.35, 0.5, 0.65];
const DEEPEST: f64 = 0.98;

/// Peaks lower than this are noise (our choice).
const LOWEST_PEAK: f64 = 0.25;

/// How far skin around a place reaches, mm to each side: more than units are apart, less than skin is mottled (our choice).
const AROUND_MM: f64 = 1.2;

/// What lies deeper than skin by more deviations than this is a tip's (our choice).
const BRIGHT: f64 = 0.5;

/// As many tiles as hold a thousand hairs (our choice).
const TILES: usize = 36;

/// By blur: lengths of outlines, bodies less holes, how far tips stand out, and mean and spread of the peaks.
const OF_BLUR: usize = 2 * CUTS.len() + 3;
pub const PEAK_NUMBERS: usize = BLURS_MM.len() * OF_BLUR;

/// From counts of bodies on a cm² to numbers of about one, evenly below and above none (our choice).
const USUAL_BODIES: f64 = 60.0;

/// For each blur: the logarithms of the outlines' lengths, mm on a mm², and the bodies less holes on a cm² (as an inverse
/// hyperbolic sine), each by cut; the logarithm of the height over the noise; mean and standard deviation of the peaks'
/// heights. Not a number where there are no pixels.
pub(super) fn numbers(tiles: &[Tile], px_per_mm: f64) -> [f64; PEAK_NUMBERS] {
    let step = tiles.len().div_ceil(TILES).max(1);
    let fields: Vec<Depths> = tiles.par_iter().step_by(step).map(|tile| Depths::of(tile, px_per_mm)).collect();
    let by_blur: Vec<[f64; OF_BLUR]> =
        BLURS_MM.par_iter().map(|blur_mm| Relief::of(&fields, *blur_mm, px_per_mm).numbers()).collect();
    let mut numbers = [f64::NAN; PEAK_NUMBERS];
    numbers.iter_mut().zip(by_blur.into_iter().flatten()).for_each(|(place, number)| *place = number);
    numbers
}

/// How far the places of a tile lie below the skin around them, as a share of its light.
struct Depths {
    depths: Vec<f64>,
    /// 1 or 0.
    usable: Vec<f64>,
}

impl Depths {
    /// Skin is first the mean of all that is around, then of what is not deep below that.
    fn of(tile: &Tile, px_per_mm: f64) -> Self {
        let reach = ((AROUND_MM * px_per_mm).round() as usize).min(SIDE - 1);
        let weights: Vec<f64> = tile.usable.iter().map(|usable| f64::from(u8::from(*usable))).collect();
        let lights: Vec<f64> =
            tile.lights.iter().map(|light| LinearRgb::new(light.x, light.y, light.z).luminance()).collect();
        let below = |skin: &[f64]| -> Vec<f64> {
            skin.iter().zip(&lights).map(|(skin, light)| if *skin > 0.0 { 1.0 - light / skin } else { 0.0 }).collect()
        };
        let around = window_means(&lights, &weights, reach);
        let depths = below(&around);
        let count = usable(tile).count().max(1) as f64;
        let deviation = (usable(tile).map(|place| depths[place].powi(2)).sum::<f64>() / count).sqrt();
        let deep = median(&mut usable(tile).map(|place| depths[place]).collect::<Vec<_>>()) + BRIGHT * deviation;
        let bright: Vec<f64> =
            weights.iter().zip(&depths).map(|(weight, depth)| if *depth < deep { *weight } else { 0.0 }).collect();
        let skin = window_means(&lights, &bright, reach);
        let skin: Vec<f64> = skin.iter().zip(&around).map(|(s, all)| if *s > 0.0 { *s } else { *all }).collect();
        Self { depths: below(&skin), usable: weights }
    }

    fn blurred(&self, sigma_px: f64) -> Vec<f64> {
        let grid = Grid { origin: [0.0; 2], cell_px: 1.0, columns: SIDE, rows: SIDE };
        grid.blurred(&self.depths, &self.usable, sigma_px)
    }
}

/// The blurred depths of all tiles.
struct Relief<'a> {
    tiles: Vec<(Vec<f64>, &'a [f64])>,
    middle: f64,
    /// How far the deepest places lie below the middle.
    height: f64,
    noise: f64,
    px_per_mm: f64,
}

/// What a cut leaves, over an area.
#[derive(Clone, Copy, Default)]
struct Cut {
    /// Pixels whose neighbours to the right and below are usable too.
    area_px: f64,
    outline_px: f64,
    bodies: f64,
}

impl<'a> Relief<'a> {
    fn of(fields: &'a [Depths], blur_mm: f64, px_per_mm: f64) -> Self {
        let sigma_px = (blur_mm * px_per_mm).max(LEAST_BLUR_PX);
        let tiles: Vec<_> = fields.par_iter().map(|field| (field.blurred(sigma_px), &field.usable[..])).collect();
        let usable = |(depths, usable): &(Vec<f64>, &[f64])| -> Vec<f64> {
            depths.iter().zip(*usable).filter(|(_, usable)| **usable > 0.0).map(|(depth, _)| *depth).collect()
        };
        let mut depths: Vec<f64> = tiles.iter().flat_map(usable).collect();
        let [middle, deepest] = [0.5, DEEPEST].map(|share| quantile(&mut depths, share));
        let mut away: Vec<f64> = depths.iter().filter(|depth| **depth < middle).map(|depth| middle - depth).collect();
        Self { tiles, middle, height: (deepest - middle).max(1e-6), noise: 1.4826 * median(&mut away), px_per_mm }
    }

    fn numbers(&self) -> [f64; OF_BLUR] {
        let cuts = CUTS.map(|share| self.cut(share));
        let [mean, spread] = self.peaks();
        let mut numbers = [0.0; OF_BLUR];
        for (k, cut) in cuts.iter().enumerate() {
            // Steps along rows and columns are longer than an outline of any direction by 4/π.
            let outline = std::f64::consts::FRAC_PI_4 * cut.outline_px / cut.area_px * self.px_per_mm;
            numbers[k] = (outline + 1e-2).ln();
            numbers[CUTS.len() + k] = (self.per_cm2(cut) / USUAL_BODIES).asinh();
        }
        numbers[2 * CUTS.len()..].copy_from_slice(&[(self.height / self.noise.max(1e-6)).ln(), mean, spread]);
        numbers
    }

    fn per_cm2(&self, cut: &Cut) -> f64 {
        100.0 * cut.bodies / cut.area_px * self.px_per_mm.powi(2)
    }

    /// What lies deeper than this share of the height.
    fn cut(&self, share: f64) -> Cut {
        let level = self.middle + share * self.height;
        let cuts = self.tiles.iter().map(|(depths, usable)| Cut::of(depths, usable, level));
        cuts.fold(Cut::default(), |sum, cut| Cut {
            area_px: sum.area_px + cut.area_px,
            outline_px: sum.outline_px + cut.outline_px,
            bodies: sum.bodies + cut.bodies,
        })
    }

    /// Mean and standard deviation of the heights of places deeper than the eight around them.
    fn peaks(&self) -> [f64; 2] {
        let [mut count, mut sum, mut squares] = [0.0_f64, 0.0, 0.0];
        for (depths, usable) in &self.tiles {
            for place in inner().filter(|place| usable[*place] > 0.0 && is_peak(depths, *place)) {
                let height = (depths[place] - self.middle) / self.height;
                if height > LOWEST_PEAK {
                    (count, sum, squares) = (count + 1.0, sum + height, squares + height * height);
                }
            }
        }
        let mean = sum / count.max(1.0);
        [mean, (squares / count.max(1.0) - mean * mean).max(0.0).sqrt()]
    }
}

impl Cut {
    /// Bodies less holes by counting the corners of squares of four places: a quarter of those with one deep place, less a
    /// quarter of those with three (Gray 1971; a diagonal pair counts as half together).
    fn of(depths: &[f64], usable: &[f64], level: f64) -> Self {
        let mut cut = Self::default();
        for y in 0..SIDE - 1 {
            for x in 0..SIDE - 1 {
                let place = y * SIDE + x;
                let places = [place, place + 1, place + SIDE, place + SIDE + 1];
                if places.iter().any(|place| usable[*place] == 0.0) {
                    continue;
                }
                let [here, right, below, across] = places.map(|place| depths[place] > level);
                let deep = [here, right, below, across].into_iter().filter(|deep| *deep).count();
                cut.area_px += 1.0;
                cut.outline_px += f64::from(u8::from(here != right)) + f64::from(u8::from(here != below));
                cut.bodies += [0.0, 0.25, 0.0, -0.25, 0.0][deep];
            }
        }
        cut
    }
}

/// Places of a tile that have eight others around them.
fn inner() -> impl Iterator<Item = usize> {
    (1..SIDE - 1).flat_map(|y| (1..SIDE - 1).map(move |x| y * SIDE + x))
}

fn is_peak(depths: &[f64], place: usize) -> bool {
    let rows = [place - SIDE, place, place + SIDE];
    rows.into_iter().all(|middle| depths[middle - 1..=middle + 1].iter().all(|other| *other <= depths[place]))
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::*;

    const PX_PER_MM: f64 = 12.0;

    /// Round tips of 0.15 mm, so many on a cm², at equal distances, in noise of this deviation.
    fn lattice(per_cm2: f64, noise: f64) -> Tile {
        let (apart, width) = (PX_PER_MM * (100.0 / per_cm2).sqrt(), 0.15 * PX_PER_MM);
        let off = |at: usize| (at as f64 + 0.5) % apart - apart / 2.0;
        let mut random = fastrand::Rng::with_seed(3);
        let light = |place: usize| {
            let square = off(place % SIDE).powi(2) + off(place / SIDE).powi(2);
            let tip = 0.5 * (-square / (2.0 * (width / 2.0).powi(2))).exp();
            Vector3::repeat(0.3 * (1.0 - tip + noise * 12.0_f64.sqrt() * (random.f64() - 0.5)))
        };
        Tile { lights: (0..SIDE * SIDE).map(light).collect(), usable: vec![true; SIDE * SIDE] }
    }

    fn counted(tile: &Tile) -> f64 {
        let fields = [Depths::of(tile, PX_PER_MM)];
        let relief = Relief::of(&fields, 0.10, PX_PER_MM);
        relief.per_cm2(&relief.cut(0.5))
    }

    #[test]
    fn tips_that_stand_apart_are_counted_within_a_tenth() {
        for per_cm2 in [60.0, 110.0, 160.0, 210.0] {
            for noise in [0.0, 0.05] {
                let counted = counted(&lattice(per_cm2, noise));
                assert!((counted / per_cm2 - 1.0).abs() < 0.1, "{per_cm2} with noise {noise}: {counted}");
            }
        }
    }

    #[test]
    fn a_hole_is_taken_off_the_bodies() {
        let ring = |place: usize| {
            let off = [place % SIDE, place / SIDE].map(|at| at.abs_diff(SIDE / 2)).into_iter().max();
            f64::from(u8::from(matches!(off, Some(4..=6))))
        };
        let depths: Vec<f64> = (0..SIDE * SIDE).map(ring).collect();
        let cut = Cut::of(&depths, &[1.0; SIDE * SIDE], 0.5);
        // Squares of 13 and 7 px have outlines of 52 and 28.
        assert_eq!([cut.bodies, cut.outline_px], [0.0, 80.0]);
    }

    #[test]
    fn light_and_exposure_do_not_change_the_numbers() {
        let tile = lattice(150.0, 0.02);
        let darker =
            Tile { lights: tile.lights.iter().map(|light| light * 0.5).collect(), usable: tile.usable.clone() };
        let [one, other] = [tile, darker].map(|tile| numbers(&[tile], PX_PER_MM));
        assert!(one.iter().zip(&other).all(|(p, q)| (p - q).abs() < 1e-9));
    }

    #[test]
    fn no_pixels_have_no_numbers() {
        assert!(numbers(&[], PX_PER_MM).iter().any(|number| number.is_nan()));
    }
}
