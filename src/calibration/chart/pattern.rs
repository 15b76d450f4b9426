//! Whether a grid shows the chart's colours, and which way round.

use nalgebra::{DMatrix, Matrix3};

use super::homography::Homography;
use super::lattice::Lattice;
use super::reduced::Reduced;
use super::{Chart, PATCHES};

/// The chart's colours as a pattern that survives any camera: up to an affine change of root light.
pub(super) struct Pattern {
    roots: [[f64; 3]; PATCHES],
}

/// One way to lay the chart on a grid.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    /// From chart places (patch middles at whole numbers) to the reduced photo.
    pub view: Homography,
    /// Share of the colours' variance that the chart explains, at most 1.
    pub agreement: f64,
}

/// Patches whose disagreement is forgiven: glare, a strand of hair.
const FORGIVEN: usize = 3;

impl Pattern {
    pub fn of(chart: &Chart) -> Self {
        Self { roots: chart.colors.map(|lab| lab.to_linear().to_array().map(|light| light.max(0.0).sqrt())) }
    }

    /// The placement that agrees best, seen from the front: a mirrored chart agrees with none.
    pub fn best_placement(&self, photo: &Reduced, lattice: &Lattice) -> Option<Placement> {
        let views = placements(lattice).into_iter().filter(|view| view.is_upright_at([2.5, 1.5]));
        let scored = views.filter_map(|view| Some(Placement { agreement: self.agreement(photo, &view)?, view }));
        scored.max_by(|a, b| a.agreement.total_cmp(&b.agreement))
    }

    /// None where the chart would reach out of the photo or its greys don't fall from white to black.
    pub fn agreement(&self, photo: &Reduced, view: &Homography) -> Option<f64> {
        let mut colors = [[0.0; 3]; PATCHES];
        for (i, color) in colors.iter_mut().enumerate() {
            let place = super::center_of(i);
            *color = photo.around(view.apply(place), 0.15 * view.unit_at(place))?;
        }
        let greys_fall = colors[18..].windows(2).filter(|pair| sum(pair[0]) > sum(pair[1])).count() >= 4;
        greys_fall.then(|| self.explained(&colors))
    }

    fn explained(&self, colors: &[[f64; 3]; PATCHES]) -> f64 {
        let all: Vec<usize> = (0..PATCHES).collect();
        let mut misses = self.misses(colors, &all);
        misses.sort_by(|a, b| a.1.total_cmp(&b.1));
        let kept: Vec<usize> = misses[..PATCHES - FORGIVEN].iter().map(|(i, _)| *i).collect();
        let left: f64 = self.misses(colors, &kept).iter().map(|(_, miss)| miss).sum();
        let mean = [0, 1, 2].map(|k| kept.iter().map(|&i| colors[i][k]).sum::<f64>() / kept.len() as f64);
        let square = |i: &usize| (0..3).map(|k| (colors[*i][k] - mean[k]).powi(2)).sum::<f64>();
        let total: f64 = kept.iter().map(square).sum();
        // An even surface has no variance to explain; its noise is not a chart.
        if total < 1e-3 * kept.len() as f64 { 0.0 } else { 1.0 - left / total }
    }

    /// Squared misses of `patches` after the affine change that fits them best.
    fn misses(&self, colors: &[[f64; 3]; PATCHES], patches: &[usize]) -> Vec<(usize, f64)> {
        let design =
            DMatrix::from_fn(patches.len(), 4, |row, k| if k == 3 { 1.0 } else { self.roots[patches[row]][k] });
        let seen = DMatrix::from_fn(patches.len(), 3, |row, k| colors[patches[row]][k]);
        let squares = design.tr_mul(&design) + DMatrix::identity(4, 4) * 1e-6;
        let Some(inverse) = squares.try_inverse() else { return Vec::new() };
        let left = &seen - &design * (inverse * design.tr_mul(&seen));
        patches.iter().enumerate().map(|(row, &i)| (i, left.row(row).norm_squared())).collect()
    }
}

/// All ways to lay six by four patches on the grid so that they cover, or lie within, the blobs found.
fn placements(lattice: &Lattice) -> Vec<Homography> {
    let mut views = Vec::new();
    for (long, short) in [(0, 1), (1, 0)] {
        let (Some(long_span), Some(short_span)) = (lattice.span(long), lattice.span(short)) else { continue };
        for first_long in windows(long_span, 6) {
            for first_short in windows(short_span, 4) {
                let (along, across) = (first_long..=first_long + 5, first_short..=first_short + 3);
                let part = if long == 0 { [along, across] } else { [across, along] };
                if let Some(view) = lattice.view_of(part) {
                    views.extend(turns(long, first_long, first_short).map(|on_grid| Homography(view.0 * on_grid)));
                }
            }
        }
    }
    views
}

/// The chart laid on grid places from `first_long` and `first_short` on, as it is and turned over along either axis.
fn turns(long: usize, first_long: i32, first_short: i32) -> [Matrix3<f64>; 4] {
    [(false, false), (false, true), (true, false), (true, true)].map(|(turn_long, turn_short)| {
        let (from_long, step_long) = if turn_long { (first_long + 5, -1.0) } else { (first_long, 1.0) };
        let (from_short, step_short) = if turn_short { (first_short + 3, -1.0) } else { (first_short, 1.0) };
        let mut on_grid = Matrix3::zeros();
        (on_grid[(long, 0)], on_grid[(long, 2)]) = (step_long, f64::from(from_long));
        (on_grid[(1 - long, 1)], on_grid[(1 - long, 2)]) = (step_short, f64::from(from_short));
        on_grid[(2, 2)] = 1.0;
        on_grid
    })
}

/// First places of `length` that cover the span, or lie within it when it is longer.
fn windows([first, last]: [i32; 2], length: i32) -> std::ops::RangeInclusive<i32> {
    let other = last - length + 1;
    first.min(other)..=first.max(other)
}

fn sum(color: [f64; 3]) -> f64 {
    color.iter().sum()
}
