//! Whether a grid shows the chart's colours, and which way round.

use nalgebra::{Matrix3, SMatrix, SVector, Vector3, Vector4};

use super::homography::Homography;
use super::lattice::{FEWEST_NODES, Lattice};
use super::reduced::Reduced;
use super::{Chart, PATCHES};

/// The chart's colours as a pattern that survives any camera: up to an affine change of root light.
pub(super) struct Pattern {
    /// Red, green and blue roots and 1.
    roots: [Vector4<f64>; PATCHES],
}

/// One way to lay the chart on a grid.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    /// From chart places (patch middles at whole numbers) to the reduced photo.
    pub view: Homography,
    /// Share of the colours' variance that the chart explains, at most 1.
    pub agreement: f64,
}

/// A patch with the colour seen there, roots of light.
type Seen = (usize, Vector3<f64>);

/// Share of the patches whose disagreement is forgiven: glare, a strand of hair, a finger.
const FORGIVEN: f64 = 0.15;
/// Agreement of the blobs' own colours that makes a grid worth a closer look.
const WORTH_A_LOOK: f64 = 0.7;
/// Turns of one grid that are looked at closely.
const MOST_TURNS: usize = 2;

impl Pattern {
    pub fn of(chart: &Chart) -> Self {
        let root = |light: f64| light.max(0.0).sqrt();
        let roots = chart.colors.map(|lab| lab.to_linear().to_array().map(root));
        Self { roots: roots.map(|[r, g, b]| Vector4::new(r, g, b, 1.0)) }
    }

    /// The placement that agrees best, seen from the front: a mirrored chart agrees with none.
    pub fn best_placement(&self, photo: &Reduced, lattice: &Lattice) -> Option<Placement> {
        let rated = turns(lattice).filter_map(|turn| Some((self.rated(lattice, &turn)?, turn)));
        let mut worth: Vec<(f64, Turn)> = rated.filter(|(agreement, _)| *agreement > WORTH_A_LOOK).collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0));
        let placements = worth.into_iter().take(MOST_TURNS).filter_map(|(_, turn)| {
            let view = Homography(lattice.view_of(turn.part())?.0 * turn.on_grid());
            Some(Placement { agreement: self.agreement(photo, &view)?, view })
        });
        placements.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
    }

    /// Agreement of those blobs of the grid that the chart would lie on.
    fn rated(&self, lattice: &Lattice, turn: &Turn) -> Option<f64> {
        let nodes = lattice.nodes().iter();
        let seen: Vec<Seen> =
            nodes.filter_map(|node| Some((turn.patch_at(node.place)?, Vector3::from(node.color)))).collect();
        (seen.len() >= FEWEST_NODES && greys_fall(&seen)).then(|| self.explained(&seen))
    }

    /// None where the chart would reach out of the photo or its greys don't fall from white to black.
    fn agreement(&self, photo: &Reduced, view: &Homography) -> Option<f64> {
        let mut seen = Vec::with_capacity(PATCHES);
        for patch in 0..PATCHES {
            let place = super::center_of(patch);
            let color = photo.around(view.apply(place), 0.15 * view.unit_at(place))?;
            seen.push((patch, Vector3::from(color)));
        }
        greys_fall(&seen).then(|| self.explained(&seen))
    }

    /// The share of the colours' variance that the chart explains, some patches forgiven.
    fn explained(&self, seen: &[Seen]) -> f64 {
        let mut misses: Vec<(f64, Seen)> = self.misses(seen).into_iter().zip(seen.iter().copied()).collect();
        misses.sort_by(|a, b| a.0.total_cmp(&b.0));
        let forgiven = (FORGIVEN * seen.len() as f64).round() as usize;
        let kept: Vec<Seen> = misses.iter().take(seen.len() - forgiven).map(|(_, seen)| *seen).collect();
        let left: f64 = self.misses(&kept).iter().sum();
        let count = kept.len() as f64;
        let mean = kept.iter().map(|(_, color)| color).sum::<Vector3<f64>>() / count;
        let total: f64 = kept.iter().map(|(_, color)| (color - mean).norm_squared()).sum();
        // An even surface has no variance to explain; its noise is not a chart.
        if total <= 1e-3 * count { 0.0 } else { 1.0 - left / total }
    }

    /// Squared misses after the affine change that fits best.
    fn misses(&self, seen: &[Seen]) -> Vec<f64> {
        let mut squares = SMatrix::<f64, 4, 4>::identity() * 1e-6;
        let mut products = SMatrix::<f64, 4, 3>::zeros();
        for (patch, color) in seen {
            let root: &SVector<f64, 4> = &self.roots[*patch];
            squares += root * root.transpose();
            products += root * color.transpose();
        }
        let Some(change) = squares.cholesky().map(|cholesky| cholesky.solve(&products)) else { return Vec::new() };
        seen.iter().map(|(patch, color)| (color - change.transpose() * self.roots[*patch]).norm_squared()).collect()
    }
}

/// Whether almost every grey is darker than the one before it.
fn greys_fall(seen: &[Seen]) -> bool {
    let mut levels = [None; 6];
    seen.iter().filter(|(patch, _)| *patch >= 18).for_each(|(patch, color)| levels[patch - 18] = Some(color.sum()));
    let pairs = levels.windows(2).filter_map(|pair| Some(pair[0]? > pair[1]?));
    pairs.filter(|falls| !falls).count() <= 1
}

/// Which way round the chart lies on a grid.
#[derive(Clone, Copy, Debug)]
struct Turn {
    /// The grid axis that the chart's rows run along.
    long: usize,
    /// The lowest grid places along that axis and across it.
    first: [i32; 2],
    /// Whether patches are counted down along that axis and across it.
    back: [bool; 2],
}

/// All ways to lay six by four patches, front up, on a part of the grid that has its first blob.
fn turns(lattice: &Lattice) -> impl Iterator<Item = Turn> {
    [0, 1].into_iter().flat_map(move |long| {
        let is_upright = lattice.is_upright == (long == 0);
        let (along, across) = (windows(lattice.span(long), 6), windows(lattice.span(1 - long), 4));
        let firsts = along.flat_map(move |a| across.clone().map(move |b| [a, b]));
        firsts.flat_map(move |first| {
            [false, true].map(|turned| Turn { long, first, back: [turned, turned == is_upright] })
        })
    })
}

impl Turn {
    /// The patch that lies on a grid place.
    fn patch_at(&self, place: [i32; 2]) -> Option<usize> {
        let offset = |axis: usize, k: usize, count: i32| {
            let offset = place[axis] - self.first[k];
            let counted = if self.back[k] { count - 1 - offset } else { offset };
            (0..count).contains(&offset).then_some(counted as usize)
        };
        Some(offset(1 - self.long, 1, 4)? * 6 + offset(self.long, 0, 6)?)
    }

    /// The part of the grid that the chart lies on.
    fn part(&self) -> [std::ops::RangeInclusive<i32>; 2] {
        let ranges = [self.first[0]..=self.first[0] + 5, self.first[1]..=self.first[1] + 3];
        let [along, across] = ranges;
        if self.long == 0 { [along, across] } else { [across, along] }
    }

    /// From chart places to grid places.
    fn on_grid(&self) -> Matrix3<f64> {
        let mut on_grid = Matrix3::zeros();
        for (k, axis, last) in [(0, self.long, 5), (1, 1 - self.long, 3)] {
            let (from, step) = if self.back[k] { (self.first[k] + last, -1.0) } else { (self.first[k], 1.0) };
            (on_grid[(axis, k)], on_grid[(axis, 2)]) = (step, f64::from(from));
        }
        on_grid[(2, 2)] = 1.0;
        on_grid
    }
}

/// First places of `length` that have place 0 among them and cover the span, or lie within it when it is longer.
fn windows([first, last]: [i32; 2], length: i32) -> std::ops::RangeInclusive<i32> {
    let other = last - length + 1;
    first.min(other).max(1 - length)..=first.max(other).min(0)
}
