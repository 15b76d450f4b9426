//! Whether a lattice shows a chart's colours, and which way round.

use nalgebra::Vector3;

use super::evidence::{Evidence, agreement};
use super::homography::Homography;
use super::lattice::Lattice;
use super::reduced_photo::Reduced;
use super::seen_through::{Roots, Seen};
use super::turn::Turn;
use super::{Chart, Grid, Order, PATCHES};

/// A chart's colours as a pattern that survives any camera: up to an affine change of root light.
pub(super) struct Pattern<'a> {
    /// One of those that show the pattern.
    pub chart: &'a Chart,
    roots: Roots,
    /// For each patch its number among the greys from white to black.
    grey_steps: Vec<Option<usize>>,
}

/// One way to lay a chart on a lattice.
#[derive(Clone)]
pub(super) struct Placement<'a> {
    pub pattern: &'a Pattern<'a>,
    pub order: Order,
    /// From chart places (patch middles at whole numbers) to the reduced photo.
    pub view: Homography,
    /// Share of the colours' variance that the chart explains, at most 1.
    pub agreement: f64,
}

/// Agreement of the blobs' own colours that makes a lattice worth a closer look.
const WORTH_A_LOOK: f64 = 0.7;
/// Turns of one lattice that are looked at closely.
const MOST_TURNS: usize = 2;

impl<'a> Pattern<'a> {
    pub fn of(chart: &'a Chart) -> Self {
        let mut grey_steps = vec![None; chart.colors.len()];
        (0..).zip(chart.grey_steps()).for_each(|(step, patch)| grey_steps[patch] = Some(step));
        Self { chart, roots: Roots::of(chart), grey_steps }
    }

    pub fn grid(&self) -> Grid {
        self.chart.grid
    }

    /// Blobs that a lattice needs to be taken for the chart: half of a chart of 24 patches or fewer, and a quarter of
    /// what a larger one has more, as blobs and turns to lay it have more ways to agree by chance.
    pub fn fewest_nodes(&self) -> usize {
        let patches = self.grid().patches();
        patches.min(24) / 2 + patches.saturating_sub(24) / 4
    }

    /// The agreement that says as much as `of_classic` does of 24 patches: fewer agree better by chance, as the four numbers
    /// of an affine change and the plane of light take more of what there is to explain (adjusted R², Theil 1961).
    pub fn least_agreement(&self, of_classic: f64) -> f64 {
        let patches = self.grid().patches();
        if patches >= PATCHES {
            return of_classic;
        }
        1.0 - (1.0 - of_classic) * freedom(patches) / freedom(PATCHES)
    }

    /// The placement that agrees best, seen from the front: a mirrored chart agrees with none.
    pub fn best_placement(&'a self, photo: &Reduced, lattice: &Lattice) -> Option<Placement<'a>> {
        let turns = Turn::all(self.grid(), lattice);
        let rated = turns.filter_map(|turn| Some((self.rated(lattice, &turn)?, turn)));
        let mut worth: Vec<(f64, Turn)> = rated.filter(|(agreement, _)| *agreement > WORTH_A_LOOK).collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0));
        let placements = worth.into_iter().take(MOST_TURNS).filter_map(|(_, turn)| {
            let view = Homography(lattice.view_of(turn.part(), self.fewest_nodes())?.0 * turn.on_lattice());
            let agreement = self.agreement(photo, &view)?;
            Some(Placement { pattern: self, order: self.chart.order, agreement, view })
        });
        placements.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
    }

    /// Agreement of those blobs of the lattice that the chart would lie on.
    fn rated(&self, lattice: &Lattice, turn: &Turn) -> Option<f64> {
        let nodes = lattice.nodes().iter();
        let seen: Vec<Seen> =
            nodes.filter_map(|node| Some((turn.patch_at(node.place)?, Vector3::from(node.color)))).collect();
        (seen.len() >= self.fewest_nodes() && self.greys_fall(&seen)).then(|| agreement(&self.roots, &seen))
    }

    /// None where the chart would reach out of the photo or its greys don't fall from white to black.
    fn agreement(&self, photo: &Reduced, view: &Homography) -> Option<f64> {
        let seen = self.seen_through(photo, view)?;
        self.greys_fall(&seen).then(|| agreement(&self.roots, &seen))
    }

    /// What the patches' colours say, if all lie within the photo.
    pub fn evidence(&self, photo: &Reduced, view: &Homography) -> Option<Evidence> {
        Some(Evidence::of(&self.roots, &self.seen_through(photo, view)?))
    }

    /// The patches' colours, if all lie within the photo.
    fn seen_through(&self, photo: &Reduced, view: &Homography) -> Option<Vec<Seen>> {
        let color = |patch: usize| {
            let place = self.grid().center_of(patch);
            photo.around(view.apply(place), 0.15 * view.unit_at(place))
        };
        (0..self.grid().patches()).map(|patch| Some((patch, Vector3::from(color(patch)?)))).collect()
    }

    /// Whether almost every grey is darker than the one before it.
    fn greys_fall(&self, seen: &[Seen]) -> bool {
        let mut levels = vec![None; self.grey_steps.len()];
        let greys = seen.iter().filter_map(|(patch, color)| Some((self.grey_steps[*patch]?, color)));
        greys.for_each(|(step, color)| levels[step] = Some(color.sum()));
        let pairs = levels.windows(2).filter_map(|pair| Some(pair[0]? > pair[1]?));
        pairs.filter(|falls| !falls).count() <= 1
    }
}

/// Share of what a channel shows of so many patches that a smooth look leaves free: it takes four numbers of the change and
/// a third of the two of light.
fn freedom(patches: usize) -> f64 {
    1.0 - (4.0 + 2.0 / 3.0) / patches as f64
}
