//! Whether a grid shows the chart's colours, and which way round.

use nalgebra::{Matrix3, Vector3};

use super::evidence::{Evidence, agreement};
use super::homography::Homography;
use super::lattice::{FEWEST_NODES, Lattice};
use super::look::{Roots, Seen, roots_of};
use super::reduced::Reduced;
use super::{Chart, Order, PATCHES};

/// The chart's colours as a pattern that survives any camera: up to an affine change of root light.
pub(super) struct Pattern {
    pub order: Order,
    roots: Roots,
}

/// One way to lay the chart on a grid.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub order: Order,
    /// From chart places (patch middles at whole numbers) to the reduced photo.
    pub view: Homography,
    /// Share of the colours' variance that the chart explains, at most 1.
    pub agreement: f64,
}

/// Agreement of the blobs' own colours that makes a grid worth a closer look.
const WORTH_A_LOOK: f64 = 0.7;
/// Turns of one grid that are looked at closely.
const MOST_TURNS: usize = 2;

impl Pattern {
    pub fn of(chart: &Chart) -> Self {
        Self { order: chart.order, roots: roots_of(chart) }
    }

    /// Whether a chart of this order has the pattern's colours.
    pub fn shows(&self, order: Order) -> bool {
        (self.order == Order::SpyderCheckr24) == (order == Order::SpyderCheckr24)
    }

    /// The placement that agrees best, seen from the front: a mirrored chart agrees with none.
    pub fn best_placement(&self, photo: &Reduced, lattice: &Lattice) -> Option<Placement> {
        let rated = turns(lattice).filter_map(|turn| Some((self.rated(lattice, &turn)?, turn)));
        let mut worth: Vec<(f64, Turn)> = rated.filter(|(agreement, _)| *agreement > WORTH_A_LOOK).collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0));
        let placements = worth.into_iter().take(MOST_TURNS).filter_map(|(_, turn)| {
            let view = Homography(lattice.view_of(turn.part())?.0 * turn.on_grid());
            Some(Placement { order: self.order, agreement: self.agreement(photo, &view)?, view })
        });
        placements.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
    }

    /// Agreement of those blobs of the grid that the chart would lie on.
    fn rated(&self, lattice: &Lattice, turn: &Turn) -> Option<f64> {
        let nodes = lattice.nodes().iter();
        let seen: Vec<Seen> =
            nodes.filter_map(|node| Some((turn.patch_at(node.place)?, Vector3::from(node.color)))).collect();
        (seen.len() >= FEWEST_NODES && greys_fall(&seen)).then(|| agreement(&self.roots, &seen))
    }

    /// None where the chart would reach out of the photo or its greys don't fall from white to black.
    pub fn agreement(&self, photo: &Reduced, view: &Homography) -> Option<f64> {
        let seen = seen_through(photo, view)?;
        greys_fall(&seen).then(|| agreement(&self.roots, &seen))
    }

    /// What the patches' colours say, if all lie within the photo.
    pub fn evidence(&self, photo: &Reduced, view: &Homography) -> Option<Evidence> {
        Some(Evidence::of(&self.roots, &seen_through(photo, view)?))
    }
}

/// The patches' colours, if all lie within the photo.
fn seen_through(photo: &Reduced, view: &Homography) -> Option<Vec<Seen>> {
    let color = |patch: usize| {
        let place = super::center_of(patch);
        photo.around(view.apply(place), 0.15 * view.unit_at(place))
    };
    (0..PATCHES).map(|patch| Some((patch, Vector3::from(color(patch)?)))).collect()
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
