//! What the colours at a chart's patches say: whether it is one, whole, and in one light.

use super::seen_through::{Look, Roots, Seen, step_of_light};

/// How well the places of a chart's patches agree with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// Share of the colours' variance that the chart explains, at most 1, the worst patches forgiven.
    pub agreement: f64,
    /// Whether no outer row or column is hidden or none of the chart's.
    pub is_whole: bool,
    /// Whether a shadow's edge lies across it.
    pub is_half_shaded: bool,
}

/// Share of the patches whose disagreement is forgiven: glare, a strand of hair, a finger.
const FORGIVEN: f64 = 0.15;
/// Variance of root light per patch below which a surface is even; a chart in a dark linear photo has more.
const LEAST_VARIANCE: f64 = 2e-4;
/// Squared miss of a patch that is none of the chart's, in variances of the chart's colours.
const HIDDEN: f64 = 0.15;
/// Root light on both sides of a shadow's edge, and the share of what smooth light leaves that it explains. On real whole
/// charts an edge explains at most 0.28, on drawn ones 0.29, on drawn half-shaded ones at least 0.42.
const SHADED: f64 = 1.12;
const SHADE_EXPLAINS: f64 = 0.36;

impl Evidence {
    /// Of all patches' colours.
    pub fn of(roots: &Roots, seen: &[Seen]) -> Self {
        let step = step_of_light(roots, seen);
        let is_half_shaded = step.is_some_and(|step| step.ratio > SHADED && step.explains > SHADE_EXPLAINS);
        Self { agreement: agreement(roots, seen), is_whole: is_whole(roots, seen), is_half_shaded }
    }
}

/// The share of the colours' variance that the chart explains, some patches forgiven.
pub(super) fn agreement(roots: &Roots, seen: &[Seen]) -> f64 {
    let kept = agreeing(roots, seen);
    let total = total_variance(&kept);
    // An even surface has no variance to explain; its noise is not a chart.
    if total <= LEAST_VARIANCE * kept.len() as f64 {
        return 0.0;
    }
    let left = |look: Look| kept.iter().map(|one| look.miss(roots, one)).sum::<f64>();
    Look::smooth(roots, &kept).map_or(0.0, |look| 1.0 - left(look) / total)
}

/// The patches without those that disagree most.
fn agreeing(roots: &Roots, seen: &[Seen]) -> Vec<Seen> {
    let Some(rough) = Look::smooth(roots, seen) else { return Vec::new() };
    let mut kept = seen.to_vec();
    kept.sort_by(|a, b| rough.miss(roots, a).total_cmp(&rough.miss(roots, b)));
    let forgiven = (FORGIVEN * seen.len() as f64).round() as usize;
    kept.truncate(seen.len() - forgiven);
    kept
}

fn total_variance(seen: &[Seen]) -> f64 {
    let mean = seen.iter().map(|(_, color)| color).sum::<nalgebra::Vector3<f64>>() / seen.len().max(1) as f64;
    seen.iter().map(|(_, color)| (color - mean).norm_squared()).sum()
}

fn is_whole(roots: &Roots, seen: &[Seen]) -> bool {
    let kept = agreeing(roots, seen);
    let Some(look) = Look::smooth(roots, &kept) else { return false };
    let most = HIDDEN * total_variance(&kept) / kept.len().max(1) as f64;
    let shown = |in_line: &dyn Fn(usize) -> bool| {
        seen.iter().filter(|one| in_line(one.0) && look.miss(roots, one) < most).count()
    };
    let grid = roots.grid;
    let columns = [0, grid.columns - 1].map(|column| shown(&|patch| grid.place_of(patch)[0] == column));
    let rows = [0, grid.rows - 1].map(|row| shown(&|patch| grid.place_of(patch)[1] == row));
    // Half of an outer row or column may be hidden.
    columns.into_iter().all(|count| 2 * count >= grid.rows) && rows.into_iter().all(|count| 2 * count >= grid.columns)
}
