use rayon::prelude::*;

use super::features::{CELL, features};
use super::network::{CLASSES, COMMITTEE, Network};
use super::planes::Planes;
use super::reduced_photo::Reduced;
use crate::calibration::{Calibrated, Corners};
use crate::photo::{Grid, Photo, Shape};

/// How much larger than its frame the surroundings of a chart are that belong to it: a board, a hand (our choice).
const CHART_REACH: f64 = 1.25;

/// Numbers of [`HeadMap::looks`].
pub(super) const LOOKS: usize = 3;

/// What a square of a photo shows, in the order of the network's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Background, cloth, chart.
    Off,
    BareScalp,
    /// Forehead, face, ears, neck, hands.
    OtherSkin,
    Glare,
    /// Skin under sparse hair.
    Thin,
    Stubble,
    Hair,
}

/// How likely each square of a photo shows each class.
pub(super) struct HeadMap {
    /// A cell for each square, whose pixels are squares, not the photo's.
    pub grid: Grid,
    /// A square's width and height in the photo, px: it is a little off square where the photo was reduced unevenly.
    pub square: [f64; 2],
    /// Of each class, row by row; together 1.
    shares: [Vec<f32>; CLASSES],
    /// What each square looks like, row by row: ln of its light, ln R/G and ln B/G, means.
    pub looks: [Vec<f32>; LOOKS],
}

impl HeadMap {
    pub fn of(photo: &Photo, calibrated: &Calibrated) -> Self {
        let reduced = Reduced::of(photo);
        let grid = Grid::of_pixels(reduced.width / (2 * CELL), reduced.height / (2 * CELL));
        let square = [
            2.0 * CELL as f64 * f64::from(photo.width()) / reduced.width as f64,
            2.0 * CELL as f64 * f64::from(photo.height()) / reduced.height as f64,
        ];
        let features = features(&reduced);
        let mut map = Self { grid, square, shares: shares(&features, &grid), looks: looks(&features, &grid) };
        if let Some(chart) = calibrated.corners.map(surroundings) {
            map.exclude(|[x, y]| chart.contains(x, y));
        }
        map
    }

    /// A map that is sure everywhere.
    #[cfg(test)]
    pub fn with([columns, rows]: [usize; 2], square: [f64; 2], class: impl Fn([usize; 2]) -> Class) -> Self {
        let grid = Grid::of_pixels(columns, rows);
        let is = |of: usize, square: usize| class(grid.place(square)) as usize == of;
        let share = |of: usize| (0..grid.count()).map(|square| f32::from(is(of, square))).collect();
        let looks = std::array::from_fn(|_| vec![0.0; grid.count()]);
        Self { grid, square, shares: std::array::from_fn(share), looks }
    }

    #[cfg(test)]
    pub fn looking(self, look: impl Fn([usize; 2]) -> [f32; LOOKS]) -> Self {
        let places = (0..self.grid.count()).map(|square| self.grid.place(square));
        let looks = std::array::from_fn(|number| places.clone().map(|place| look(place)[number]).collect());
        Self { looks, ..self }
    }

    pub fn share(&self, class: Class) -> &[f32] {
        &self.shares[class as usize]
    }

    /// What is known to be neither skin nor hair.
    fn exclude(&mut self, is_off: impl Fn([f64; 2]) -> bool) {
        for square in 0..self.grid.count() {
            let middle = self.grid.middle(square);
            if is_off([0, 1].map(|axis| middle[axis] * self.square[axis])) {
                self.shares.iter_mut().for_each(|share| share[square] = 0.0);
                self.shares[Class::Off as usize][square] = 1.0;
            }
        }
    }
}

/// The networks' answers for the photo and for its mirror image, averaged.
fn shares(features: &Planes, grid: &Grid) -> [Vec<f32>; CLASSES] {
    let mirrored = features.seen_in_mirror();
    let both = |network: &Network| {
        [likelihoods(&network.evidence(features)), likelihoods(&network.evidence(&mirrored)).mirrored()]
    };
    let answers: Vec<Planes> = COMMITTEE.par_iter().flat_map_iter(both).collect();
    std::array::from_fn(|class| {
        let mut mean = vec![0.0; features.side * features.side];
        for answer in &answers {
            mean.iter_mut().zip(answer.inner(class)).for_each(|(mean, share)| *mean += share / answers.len() as f32);
        }
        part(&mean, features.side, grid)
    })
}

/// The features of the same name, as [`features`] scales them.
fn looks(features: &Planes, grid: &Grid) -> [Vec<f32>; LOOKS] {
    let plane = |number: usize, factor: f32| {
        let values: Vec<f32> = features.inner(number).iter().map(|value| factor * value).collect();
        part(&values, features.side, grid)
    };
    [plane(0, 1.0), plane(1, 0.5), plane(2, 0.5)]
}

/// What a photo covers of a square plane.
fn part(plane: &[f32], side: usize, grid: &Grid) -> Vec<f32> {
    plane.chunks(side).take(grid.rows).flat_map(|row| &row[..grid.columns]).copied().collect()
}

/// Softmax over the classes.
fn likelihoods(evidence: &Planes) -> Planes {
    let powers = Planes { side: evidence.side, values: evidence.values.iter().map(|value| value.exp()).collect() };
    let mut sums = vec![0.0; powers.values.len() / CLASSES];
    powers.iter().for_each(|plane| sums.iter_mut().zip(plane).for_each(|(sum, power)| *sum += power));
    let shares = powers.iter().flat_map(|plane| plane.iter().zip(&sums).map(|(power, sum)| power / sum));
    Planes { side: evidence.side, values: shares.collect() }
}

/// What a found chart covers, and a little around it.
fn surroundings(corners: Corners) -> Shape {
    let middle = [0, 1].map(|k| corners.iter().map(|corner| corner[k]).sum::<f64>() / 4.0);
    let outwards = |corner: [f64; 2]| [0, 1].map(|k| middle[k] + CHART_REACH * (corner[k] - middle[k]));
    Shape::Polygon { points: corners.map(outwards).to_vec() }
}
