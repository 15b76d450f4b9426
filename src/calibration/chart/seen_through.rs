//! How a camera and the light over a card show a chart's colours.
//!
//! A camera changes colours by an unknown cast and curve, about an affine change of root light; the light changes smoothly
//! over the card, about a plane. A shadow's edge is a step on top of that plane.

use nalgebra::{Matrix3, SMatrix, Vector2, Vector3, Vector4};

use super::{Chart, Grid};
use crate::color::Lab;

/// A patch with the colour seen there, roots of light.
pub(super) type Seen = (usize, Vector3<f64>);

/// A chart's colours and where they lie.
#[derive(Clone, Debug)]
pub(super) struct Roots {
    pub grid: Grid,
    patches: Vec<PatchRoot>,
}

#[derive(Clone, Copy, Debug)]
struct PatchRoot {
    /// Red, green and blue roots of light and 1.
    root: Vector4<f64>,
    /// From the middle of the chart, in pitches.
    place: Vector2<f64>,
}

/// How much root light usually changes per pitch, or by a step, and how much that counts beside the patches.
const USUAL: f64 = 0.03;
const WEIGHT: f64 = 2e-4;
/// Rounds in which change and light are found by turns; a third changes agreement in the fourth digit.
const ROUNDS: usize = 3;
/// Patches on either side of a shadow's edge.
const FEWEST_BESIDE: usize = 5;

/// Which part of a card a shadow may cover: none, or what lies beyond a line.
#[derive(Clone, Copy, Debug)]
struct Edge {
    normal: Vector2<f64>,
    distance: f64,
}

/// A camera and a light that show a chart so.
pub(super) struct Look {
    /// From the chart's roots to the photo's.
    change: SMatrix<f64, 4, 3>,
    /// Relative change of root light per pitch, along and across the chart, and from one side of the edge to the other.
    light: Vector3<f64>,
    edge: Option<Edge>,
}

/// A step of light across a card.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Root light on one side over that on the other, at least 1.
    pub ratio: f64,
    /// Share of what smooth light leaves unexplained that the step explains.
    pub explains: f64,
}

impl Roots {
    pub fn of(chart: &Chart) -> Self {
        let middle = Vector2::from(chart.grid.middle());
        let patch = |(patch, lab): (usize, &Lab)| {
            let [r, g, b] = lab.to_linear().to_array().map(|light| light.max(0.0).sqrt());
            PatchRoot { root: Vector4::new(r, g, b, 1.0), place: Vector2::from(chart.grid.center_of(patch)) - middle }
        };
        Self { grid: chart.grid, patches: chart.colors.iter().enumerate().map(patch).collect() }
    }

    /// What a camera sees of the chart whose colours are sRGB's.
    pub fn seen(&self) -> Vec<Seen> {
        self.patches.iter().map(|patch| patch.root.xyz()).enumerate().collect()
    }

    fn place(&self, patch: usize) -> Vector2<f64> {
        self.patches[patch].place
    }
}

impl Look {
    /// The look under smooth light that explains the colours best.
    pub fn smooth(roots: &Roots, seen: &[Seen]) -> Option<Self> {
        Self::with(roots, seen, None)
    }

    fn with(roots: &Roots, seen: &[Seen], edge: Option<Edge>) -> Option<Self> {
        let mut look = Self { change: SMatrix::zeros(), light: Vector3::zeros(), edge };
        for _ in 0..ROUNDS {
            look.change = look.best_change(roots, seen)?;
            look.light = look.best_light(roots, seen)?;
        }
        Some(look)
    }

    /// Squared distance between what is seen and what the chart would show.
    pub fn miss(&self, roots: &Roots, (patch, color): &Seen) -> f64 {
        (color - self.under_even_light(roots, *patch) * self.light_on(roots, *patch)).norm_squared()
    }

    fn best_change(&self, roots: &Roots, seen: &[Seen]) -> Option<SMatrix<f64, 4, 3>> {
        let mut squares = SMatrix::<f64, 4, 4>::identity() * 1e-6;
        let mut products = SMatrix::<f64, 4, 3>::zeros();
        for (patch, color) in seen {
            let root = roots.patches[*patch].root * self.light_on(roots, *patch);
            squares += root * root.transpose();
            products += root * color.transpose();
        }
        squares.cholesky().map(|cholesky| cholesky.solve(&products))
    }

    fn best_light(&self, roots: &Roots, seen: &[Seen]) -> Option<Vector3<f64>> {
        let mut squares = Matrix3::identity() * (WEIGHT / (USUAL * USUAL));
        let mut products = Vector3::zeros();
        for (patch, color) in seen {
            let (even, place) = (self.under_even_light(roots, *patch), self.place(roots, *patch));
            squares += place * place.transpose() * even.norm_squared();
            products += place * even.dot(&(color - even));
        }
        squares.cholesky().map(|cholesky| cholesky.solve(&products))
    }

    fn under_even_light(&self, roots: &Roots, patch: usize) -> Vector3<f64> {
        self.change.transpose() * roots.patches[patch].root
    }

    fn light_on(&self, roots: &Roots, patch: usize) -> f64 {
        1.0 + self.light.dot(&self.place(roots, patch))
    }

    /// From the middle of the chart, in pitches, and the side of the edge.
    fn place(&self, roots: &Roots, patch: usize) -> Vector3<f64> {
        let place = roots.place(patch);
        let side = self.edge.map_or(0.0, |edge| if edge.leaves(place) { 0.5 } else { -0.5 });
        Vector3::new(place.x, place.y, side)
    }
}

impl Edge {
    /// Whether a place, from the middle of the card, lies beyond it.
    fn leaves(&self, place: Vector2<f64>) -> bool {
        self.normal.dot(&place) > self.distance
    }

    /// Lines over the card, six directions with half a pitch between them.
    fn all(grid: Grid) -> impl Iterator<Item = Self> {
        // The last line to either side leaves one row of patches and a half.
        let steps = grid.longest() as i32 - 2;
        let directions = (0..6).map(|n| f64::from(n) * std::f64::consts::PI / 6.0);
        directions.flat_map(move |angle| {
            let normal = Vector2::new(angle.cos(), angle.sin());
            (-steps..=steps).map(move |n| Self { normal, distance: f64::from(n) / 2.0 + 0.01 })
        })
    }
}

/// The step of light that explains most of what smooth light leaves.
pub(super) fn step_of_light(roots: &Roots, seen: &[Seen]) -> Option<Step> {
    let left = |look: &Look| seen.iter().map(|one| look.miss(roots, one)).sum::<f64>();
    let smooth = left(&Look::smooth(roots, seen)?);
    let beyond = |edge: &Edge| seen.iter().filter(|(patch, _)| edge.leaves(roots.place(*patch))).count();
    let edges = Edge::all(roots.grid)
        .filter(|edge| (FEWEST_BESIDE..=seen.len().saturating_sub(FEWEST_BESIDE)).contains(&beyond(edge)));
    let steps = edges.filter_map(|edge| {
        let look = Look::with(roots, seen, Some(edge))?;
        let half = look.light.z.abs() / 2.0;
        Some(Step { ratio: (1.0 + half) / (1.0 - half).max(0.1), explains: 1.0 - left(&look) / smooth.max(1e-12) })
    });
    steps.max_by(|a, b| a.explains.total_cmp(&b.explains))
}
