//! Tells the pixels of hair tips from the skin between them.

use nalgebra::{Matrix3, SymmetricEigen, Vector3};

use super::tiles::{Plane, SIDE, Tile};
use crate::color::{median, quantile};

/// Light this many standard deviations from that of skin is a tip's.
const DEVIATIONS: f64 = 3.0;

/// How much the light of bare skin differs from that of skin elsewhere on the head, as a share (our choice: ΔE00 about 2).
const SKIN_ELSEWHERE: f64 = 0.05;

/// How much the light on skin may differ from that on skin elsewhere on the head, as a share (our choice).
const LIGHT_ELSEWHERE: f64 = 0.15;

/// Pixels around a tip that blur and compression may have touched: as many as leave enough skin to look at.
const REACHES: [usize; 4] = [4, 3, 2, 1];

/// The least share of pixels beyond the reach of tips that tells the skin's color (our choice).
pub(super) const LEAST_SKIN: f64 = 0.08;

/// How far to each side a pixel's surroundings reach: further than a tip is wide, less than skin is mottled.
const SURROUNDINGS: usize = 9;

/// Where more skin than this is in sight, tips are told from mottled skin by what is around them (our choice).
const SPARSE: f64 = 0.3;

/// The first look finds the strongest tips only; each further look knows noise and skin better.
const LOOKS: usize = 3;

/// What a look at the tiles tells.
pub(super) struct Contrast {
    /// What a difference from skin is multiplied by for its length towards the tips with the least noise.
    pub weights: Vector3<f64>,
    /// The mean light of the skin between the tips.
    pub skin: Vector3<f64>,
    /// Mean light taken away by the tips: the skin's less that of all pixels.
    pub deficit: Vector3<f64>,
    /// Covariance of `deficit`.
    pub doubt: Matrix3<f64>,
    /// The share of pixels beyond the reach of tips.
    pub skin_share: f64,
    /// By tile and place.
    pub marks: Vec<Marks>,
}

/// What the pixels of one tile show.
pub(super) struct Marks {
    pub skin: Plane,
    /// Differs from skin by more than noise.
    pub tip: Vec<bool>,
    /// Beyond the reach of tips.
    pub bare: Vec<bool>,
}

impl Contrast {
    /// `None` where nothing stands out from the skin, or nothing but tips is seen.
    pub fn of(tiles: &[Tile]) -> Option<Self> {
        let mut planes: Vec<Plane> = tiles.iter().map(|tile| Plane::even(tile.median())).collect();
        let mut direction = clearest_direction(tiles, &planes)?;
        let mut weights = direction;
        let mut marks: Vec<Marks> = Vec::new();
        for _ in 0..LOOKS {
            let is_sparse = share(tiles, &marks, |marks, place| marks.bare[place]) > SPARSE;
            marks = mark(tiles, &planes, weights, is_sparse)?;
            planes = marks.iter().map(|marks: &Marks| marks.skin).collect();
            direction = tip_difference(tiles, &marks)?.normalize();
            weights = quiet_weights(direction, noise(tiles, &marks)?)?;
        }
        Self::put_together(tiles, marks, weights)
    }

    /// From the light of bare skin elsewhere in the photo, for a field in which no skin can be seen alone.
    pub fn with_known_skin(tiles: &[Tile], skin: Vector3<f64>) -> Option<Self> {
        let noise = tiles.iter().map(neighbor_noise).sum::<Matrix3<f64>>();
        let all = || tiles.iter().flat_map(|tile| usable(tile).map(|place| tile.lights[place]));
        let count = all().count() as f64;
        let deficit = skin - all().sum::<Vector3<f64>>() / count;
        let off = skin * SKIN_ELSEWHERE;
        let weights = quiet_weights(deficit.normalize(), noise / (2.0 * count))?;
        let marks =
            |_: &Tile| Marks { skin: Plane::even(skin), tip: vec![true; SIDE * SIDE], bare: vec![false; SIDE * SIDE] };
        let marks = tiles.iter().map(marks).collect();
        Some(Self { weights, skin, deficit, doubt: off * off.transpose(), skin_share: 0.0, marks })
    }

    fn put_together(tiles: &[Tile], marks: Vec<Marks>, weights: Vector3<f64>) -> Option<Self> {
        let noise = noise(tiles, &marks)?;
        let (mut skin, mut deficit, mut count, mut bare) = (Vector3::zeros(), Vector3::zeros(), 0.0, 0.0);
        for (tile, marks) in tiles.iter().zip(&marks) {
            for place in usable(tile) {
                let here = marks.skin.at(place);
                skin += here;
                deficit += here - tile.lights[place];
                count += 1.0;
                bare += f64::from(u8::from(marks.bare[place]));
            }
        }
        let skin_share = bare / count;
        // Noise of neighbours runs together over about three by three pixels in a JPEG; mottling is what planes leave.
        let uneven = unevenness(tiles, &marks) * ((1.0 - skin_share) / tiles.len() as f64);
        let doubt = noise * (9.0 / bare.max(1.0)) + uneven;
        Some(Self { weights, skin: skin / count, deficit: deficit / count, doubt, skin_share, marks })
    }

    /// Whether tips differ from skin the way the field differs from bare skin elsewhere; a small difference may be that
    /// of the light.
    pub fn agrees_with(&self, skin: Vector3<f64>) -> bool {
        let off = skin - (self.skin - self.deficit);
        off.norm() < LIGHT_ELSEWHERE * skin.norm() || self.deficit.dot(&off) > 0.0
    }

    /// How far a pixel is from skin towards the tips, in light.
    pub fn depth(&self, tile: &Tile, marks: &Marks, place: usize) -> f64 {
        (marks.skin.at(place) - tile.lights[place]).dot(&self.weights)
    }
}

/// The share of usable pixels of which something holds; 0 before anything is marked.
fn share(tiles: &[Tile], marks: &[Marks], holds: impl Fn(&Marks, usize) -> bool) -> f64 {
    let all: usize = tiles.iter().map(|tile| usable(tile).count()).sum();
    let holding = |(tile, marks): (&Tile, &Marks)| usable(tile).filter(|&place| holds(marks, place)).count();
    tiles.iter().zip(marks).map(holding).sum::<usize>() as f64 / all.max(1) as f64
}

pub(super) fn usable(tile: &Tile) -> impl Iterator<Item = usize> + '_ {
    tile.usable.iter().enumerate().filter(|(_, usable)| **usable).map(|(place, _)| place)
}

/// The direction in which few pixels stand out most clearly, of the three in which light varies more than noise does.
fn clearest_direction(tiles: &[Tile], planes: &[Plane]) -> Option<Vector3<f64>> {
    let off = |(tile, plane): (&Tile, &Plane)| -> Vec<Vector3<f64>> { smooth_differences(tile, plane) };
    let differences: Vec<Vec<Vector3<f64>>> = tiles.iter().zip(planes).map(off).collect();
    let all = || tiles.iter().zip(&differences).flat_map(|(tile, differences)| usable(tile).map(|i| differences[i]));
    let covariance = all().fold(Matrix3::zeros(), |sum, d| sum + d * d.transpose());
    let noise = tiles.iter().map(neighbor_noise).sum::<Matrix3<f64>>();
    let quiet = (noise + Matrix3::identity() * (noise.trace() * 1e-3 + 1e-12)).cholesky()?.l().try_inverse()?;
    let axes = SymmetricEigen::new(quiet * covariance * quiet.transpose()).eigenvectors;
    let skews = (0..3).map(|k| {
        let weights: Vector3<f64> = quiet.transpose() * axes.column(k);
        (weights, skewness(&all().map(|d| d.dot(&weights)).collect::<Vec<f64>>()))
    });
    let (weights, skew) = skews.max_by(|p, q| p.1.abs().total_cmp(&q.1.abs()))?;
    (skew != 0.0 && skew.is_finite()).then(|| weights * (skew.signum() / weights.norm()))
}

/// The third standardized moment; positive where few values lie far above the mean.
fn skewness(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / count;
    moment(3) / moment(2).powf(1.5)
}

/// What differs between neighbouring pixels: noise and edges.
fn neighbor_noise(tile: &Tile) -> Matrix3<f64> {
    let pairs = (1..SIDE * SIDE).filter(|&i| i % SIDE > 0 && tile.usable[i] && tile.usable[i - 1]);
    pairs.map(|i| tile.lights[i] - tile.lights[i - 1]).map(|d| d * d.transpose()).sum()
}

/// The mean difference of tips from skin.
fn tip_difference(tiles: &[Tile], marks: &[Marks]) -> Option<Vector3<f64>> {
    let (mut sum, mut count) = (Vector3::zeros(), 0.0);
    for (tile, marks) in tiles.iter().zip(marks) {
        for place in usable(tile).filter(|&place| marks.tip[place]) {
            sum += marks.skin.at(place) - tile.lights[place];
            count += 1.0;
        }
    }
    (count >= 16.0).then(|| sum / count).filter(|mean| mean.norm() > 0.0)
}

/// Covariance of the light of bare pixels around their skin.
fn noise(tiles: &[Tile], marks: &[Marks]) -> Option<Matrix3<f64>> {
    let (mut sum, mut count) = (Matrix3::zeros(), 0.0);
    for (tile, marks) in tiles.iter().zip(marks) {
        for place in usable(tile).filter(|&place| marks.bare[place]) {
            let off = tile.lights[place] - marks.skin.at(place);
            sum += off * off.transpose();
            count += 1.0;
        }
    }
    (count > 64.0).then(|| sum / count)
}

/// Covariance of what is left of the skin's mottling in a quarter of a tile.
fn unevenness(tiles: &[Tile], marks: &[Marks]) -> Matrix3<f64> {
    let (mut sum, mut count) = (Matrix3::zeros(), 0.0);
    for (tile, marks) in tiles.iter().zip(marks) {
        for quarter in 0..4 {
            let is_in = |place: usize| 2 * (place / SIDE * 2 / SIDE) + place % SIDE * 2 / SIDE == quarter;
            let places: Vec<usize> = usable(tile).filter(|&place| marks.bare[place] && is_in(place)).collect();
            let off = |place: &usize| tile.lights[*place] - marks.skin.at(*place);
            if places.len() >= 32 {
                let mean = places.iter().map(off).sum::<Vector3<f64>>() / places.len() as f64;
                sum += mean * mean.transpose();
                count += 1.0;
            }
        }
    }
    sum / f64::max(count, 1.0)
}

/// The weights of least noise that give a step along `direction` its length (a matched filter).
fn quiet_weights(direction: Vector3<f64>, noise: Matrix3<f64>) -> Option<Vector3<f64>> {
    let ridge = Matrix3::identity() * (noise.trace() * 0.05 + 1e-12);
    let weights = (noise + ridge).try_inverse()? * direction;
    Some(weights / weights.dot(&direction))
}

fn mark(tiles: &[Tile], planes: &[Plane], weights: Vector3<f64>, is_sparse: bool) -> Option<Vec<Marks>> {
    let depths = |(tile, plane)| {
        let depths: Vec<f64> = smooth_differences(tile, plane).iter().map(|d| d.dot(&weights)).collect();
        if is_sparse { above_surroundings(&depths) } else { depths }
    };
    let depths: Vec<Vec<f64>> = tiles.iter().zip(planes).map(depths).collect();
    let mut all: Vec<f64> =
        tiles.iter().zip(&depths).flat_map(|(tile, depths)| usable(tile).map(|place| depths[place])).collect();
    let (skin, deviation) = peak(&mut all);
    let limit = skin + DEVIATIONS * deviation;
    let tips: Vec<Vec<bool>> =
        depths.iter().map(|depths| depths.iter().map(|&depth| depth > limit).collect()).collect();
    REACHES.into_iter().find_map(|reach| with_reach(tiles, &tips, reach))
}

/// Marks tips and what lies beyond their reach; `None` if that leaves too little skin.
fn with_reach(tiles: &[Tile], tips: &[Vec<bool>], reach: usize) -> Option<Vec<Marks>> {
    let bares: Vec<Vec<bool>> =
        tips.iter().map(|tip| grown(tip, reach).into_iter().map(|near| !near).collect()).collect();
    let (mut all, mut bare) = (0, 0);
    for (tile, is_bare) in tiles.iter().zip(&bares) {
        all += usable(tile).count();
        bare += usable(tile).filter(|&place| is_bare[place]).count();
    }
    if (bare as f64) < LEAST_SKIN * all as f64 && reach > 1 {
        return None;
    }
    let planes: Vec<Option<Plane>> = tiles
        .iter()
        .zip(&bares)
        .map(|(tile, bare)| Plane::fit(tile, |place| tile.usable[place] && bare[place]))
        .collect();
    let elsewhere = Plane::mean(planes.iter().flatten())?;
    let marks = planes.into_iter().zip(tips).zip(bares);
    let marks = marks.map(|((plane, tip), bare)| Marks { skin: plane.unwrap_or(elsewhere), tip: tip.clone(), bare });
    Some(marks.collect())
}

/// Differences from the skin towards the tips, averaged over three by three pixels.
fn smooth_differences(tile: &Tile, plane: &Plane) -> Vec<Vector3<f64>> {
    let off = |i: usize| if tile.usable[i] { plane.at(i) - tile.lights[i] } else { Vector3::zeros() };
    let differences: Vec<Vector3<f64>> = (0..SIDE * SIDE).map(off).collect();
    let across: Vec<_> = (0..SIDE * SIDE).map(|i| mean_of_three(&differences, i, 1, i % SIDE)).collect();
    (0..SIDE * SIDE).map(|i| mean_of_three(&across, i, SIDE, i / SIDE)).collect()
}

/// Values less the mean around them, which takes mottled skin off.
fn above_surroundings(values: &[f64]) -> Vec<f64> {
    let across: Vec<f64> = (0..SIDE * SIDE).map(|i| mean_around(values, i, 1, i % SIDE)).collect();
    (0..SIDE * SIDE).map(|i| values[i] - mean_around(&across, i, SIDE, i / SIDE)).collect()
}

fn mean_around(values: &[f64], place: usize, step: usize, at: usize) -> f64 {
    let (before, after) = (at.min(SURROUNDINGS), (SIDE - 1 - at).min(SURROUNDINGS));
    let around = (place - before * step..=place + after * step).step_by(step);
    around.map(|i| values[i]).sum::<f64>() / (before + after + 1) as f64
}

fn mean_of_three(values: &[Vector3<f64>], place: usize, step: usize, at: usize) -> Vector3<f64> {
    let before = if at > 0 { values[place - step] } else { values[place] };
    let after = if at + 1 < SIDE { values[place + step] } else { values[place] };
    (before + values[place] + after) / 3.0
}

/// Where most values lie, and their spread on the side away from the tips.
fn peak(values: &mut [f64]) -> (f64, f64) {
    let peak = densest(values);
    let mut below: Vec<f64> = values.iter().filter(|&&value| value <= peak).map(|value| peak - value).collect();
    // The median distance on one side is 1/1.4826 of a normal standard deviation.
    (peak, 1.4826 * median(&mut below))
}

/// The middle of the shortest interval that holds a quarter of all values.
fn densest(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let quarter = (values.len() / 4).max(1);
    let lengths = values
        .iter()
        .zip(values.get(quarter..).unwrap_or_default())
        .map(|(low, high)| (high - low, (low + high) / 2.0));
    let shortest = lengths.min_by(|p, q| p.0.total_cmp(&q.0)).map(|(_, middle)| middle);
    shortest.unwrap_or_else(|| quantile(values, 0.5))
}

/// A mask that reaches `reach` pixels further in all directions.
fn grown(mask: &[bool], reach: usize) -> Vec<bool> {
    let spread = |mask: &[bool], step: usize, at: &dyn Fn(usize) -> usize| {
        let mut grown = mask.to_vec();
        for place in (0..mask.len()).filter(|&place| mask[place]) {
            for distance in 1..=reach {
                if at(place) >= distance {
                    grown[place - distance * step] = true;
                }
                if at(place) + distance < SIDE {
                    grown[place + distance * step] = true;
                }
            }
        }
        grown
    };
    let across = spread(mask, 1, &|place| place % SIDE);
    spread(&across, SIDE, &|place| place / SIDE)
}
