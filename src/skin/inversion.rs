use crate::color::{DeltaE, Lab, SAMPLES, Spectrum, ciede2000};

use super::adding_doubling::{Above, Below, Layer};
use super::correction::factor_to;
use super::interpolation::{Interpolant, points};
use super::streams::Streams;
use super::tissue::{DERMIS_END_MM, EPIDERMIS_END_MM, Skin};

/// Bounds of the search, which we chose wider than the types I–VI and the published 0.5–1.5 % of blood.
const MELANIN_RANGE: [f64; 2] = [0.002, 0.4];
const BLOOD_RANGE: [f64; 2] = [0.0005, 0.06];

/// Points over melanin and blood between which reflectance is interpolated.
const MELANIN_POINTS: usize = 12;
const BLOOD_POINTS: usize = 9;

/// The search: a coarse grid over both ranges, then steps around the best until they are this small (share of a range).
const GRID: usize = 24;
const SMALLEST_STEP: f64 = 1e-4;

/// The skin that a measured bare colour comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkinFit {
    /// With the correction that gives the bare skin exactly its measured colour.
    pub skin: Skin,
    /// How far melanin and blood alone leave the model from the measured colour.
    pub residual: DeltaE,
    /// Melanin or blood lies at the end of its range: the colour is hardly one of bare skin.
    pub at_limit: bool,
}

/// Skin hardly leaves a larger residual: light and medium foreheads leave 0.9–2.8, the darkest measured skin that we know
/// of 8.5, since the model is too yellow there. A wrong white balance passes unseen below it.
const LARGEST_RESIDUAL: f64 = 10.0;

impl SkinFit {
    /// The colour is one that bare skin hardly has.
    pub fn is_hardly_skin(&self) -> bool {
        self.residual.0 > LARGEST_RESIDUAL
    }
}

/// Finds the melanin and blood that come nearest to a bare skin's measured colour.
///
/// What they leave over is carried as [`Skin::correction`], a smooth factor, also when there is pigment
/// under it. The published model misses measured foreheads by ΔE00 0.9–2.8; a larger residual means that the region
/// is not bare skin or the photo's colour is not true.
pub fn infer_skin(measured: Lab) -> SkinFit {
    let model = BareSkins::new();
    let best = smallest(|at| ciede2000(model.reflectance(at).to_lab(), measured).0);
    model.fit(measured, best)
}

/// Finds the melanin that comes nearest to a bare skin's measured colour, its blood being known.
///
/// For what lies deep in the dermis: on dark skin the model is too yellow, and [`infer_skin`] makes up for it with more
/// blood than skin has, which no green comes back through.
pub fn infer_melanin(measured: Lab, blood_fraction: f64) -> SkinFit {
    let model = BareSkins::new();
    let [least, most] = BLOOD_RANGE;
    let blood = (blood_fraction.clamp(least, most) / least).ln() / (most / least).ln();
    let [melanin, _] = smallest(|[melanin, _]| ciede2000(model.reflectance([melanin, blood]).to_lab(), measured).0);
    model.fit(measured, [melanin, blood])
}

/// Reflectance of all bare skins within the ranges; positions are 0–1 on the ranges' logarithmic scales.
struct BareSkins {
    tables: [Interpolant<MELANIN_POINTS, BLOOD_POINTS>; SAMPLES],
}

impl BareSkins {
    fn new() -> Self {
        let streams = Streams::new();
        Self { tables: std::array::from_fn(|sample| bare_table(&streams, sample)) }
    }

    fn reflectance(&self, [melanin, blood]: [f64; 2]) -> Spectrum {
        Spectrum(std::array::from_fn(|sample| self.tables[sample].at(melanin, blood)))
    }

    fn fit(&self, measured: Lab, at: [f64; 2]) -> SkinFit {
        let modelled = self.reflectance(at);
        let correction = factor_to(modelled, measured.to_xyz());
        let skin = Skin { correction, ..Skin::new(of_range(at[0], MELANIN_RANGE), of_range(at[1], BLOOD_RANGE)) };
        let at_limit = at.into_iter().any(|position| position <= 0.0 || position >= 1.0);
        SkinFit { skin, residual: ciede2000(modelled.to_lab(), measured), at_limit }
    }
}

fn bare_table(streams: &Streams, sample: usize) -> Interpolant<MELANIN_POINTS, BLOOD_POINTS> {
    let surface = Above::surface(streams);
    let subcutis = Below::endless(streams, &Skin::new(0.0, 0.0).tissue(sample).subcutis);
    let above = points::<MELANIN_POINTS>().map(|position| {
        let epidermis = Skin::new(of_range(position, MELANIN_RANGE), 0.0).tissue(sample).epidermis;
        surface.over(&Layer::new(streams, &epidermis, EPIDERMIS_END_MM))
    });
    let below = points::<BLOOD_POINTS>().map(|position| {
        let dermis = Skin::new(0.0, of_range(position, BLOOD_RANGE)).tissue(sample).dermis;
        subcutis.under(&Layer::new(streams, &dermis, DERMIS_END_MM - EPIDERMIS_END_MM))
    });
    Interpolant::new(|i, j| above[i].reflectance_over(&below[j]))
}

fn of_range(position: f64, [from, to]: [f64; 2]) -> f64 {
    from * (to / from).powf(position)
}

/// Where on the unit square `cost` is smallest: the best point of a grid, then a pattern search around it.
fn smallest(cost: impl Fn([f64; 2]) -> f64) -> [f64; 2] {
    let last = (GRID - 1) as f64;
    let grid = (0..GRID * GRID).map(|i| [(i / GRID) as f64 / last, (i % GRID) as f64 / last]);
    let lower = |a: &[f64; 2], b: &[f64; 2]| cost(*a).total_cmp(&cost(*b));
    let mut best = grid.min_by(lower).unwrap_or_default();
    let mut step = 1.0 / last;
    while step > SMALLEST_STEP {
        match neighbours(best, step).min_by(lower) {
            Some(near) if cost(near) < cost(best) => best = near,
            _ => step /= 2.0,
        }
    }
    best
}

fn neighbours([x, y]: [f64; 2], step: f64) -> impl Iterator<Item = [f64; 2]> {
    let moves = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)];
    moves.into_iter().map(move |(dx, dy)| [(x + step * dx).clamp(0.0, 1.0), (y + step * dy).clamp(0.0, 1.0)])
}

#[cfg(test)]
mod tests {
    use super::super::{Deposit, PigmentLayer, PreparedSkin};
    use super::*;

    fn bare(skin: &Skin) -> Lab {
        PreparedSkin::new(skin, Deposit::centered_at(0.4)).bare()
    }

    #[test]
    fn modelled_skin_is_found_again() {
        for (melanin, blood) in [(0.012, 0.004), (0.03, 0.012), (0.15, 0.008)] {
            let fit = infer_skin(bare(&Skin::new(melanin, blood)));
            assert!((fit.skin.melanin_fraction / melanin - 1.0).abs() < 0.02, "{fit:?}");
            assert!((fit.skin.blood_fraction / blood - 1.0).abs() < 0.05, "{fit:?}");
            assert!(fit.residual.0 < 0.05 && !fit.at_limit, "{fit:?}");
        }
    }

    #[test]
    fn without_pigment_the_skin_keeps_its_measured_colour() {
        for lab in [[61.2, 9.8, 16.1], [68.0, 5.0, 20.0], [38.0, 12.0, 18.0], [24.0, 7.0, 9.0]].map(Lab::from) {
            let fit = infer_skin(lab);
            let predicted = bare(&fit.skin);
            assert!(ciede2000(predicted, lab).0 < 0.05, "{predicted:?} from {fit:?}");
            assert!(!fit.is_hardly_skin(), "{fit:?}");
        }
    }

    #[test]
    fn with_known_blood_a_skin_keeps_its_colour_and_that_blood() {
        for lab in [[68.0, 8.5, 15.0], [44.0, 13.0, 19.0], [31.0, 7.0, 8.0]].map(Lab::from) {
            let fit = infer_melanin(lab, 0.006);
            assert!((fit.skin.blood_fraction / 0.006 - 1.0).abs() < 1e-6, "{fit:?}");
            assert!(ciede2000(bare(&fit.skin), lab).0 < 0.05, "{fit:?}");
        }
    }

    #[test]
    fn what_is_no_skin_is_told_by_residual_or_limit() {
        for lab in [[50.0, -20.0, 5.0], [95.0, 0.0, 0.0], [40.0, 10.0, -40.0]].map(Lab::from) {
            let fit = infer_skin(lab);
            assert!(fit.residual.0 > 5.0 || fit.at_limit, "{fit:?}");
            assert!(fit.is_hardly_skin(), "{fit:?}");
        }
    }

    #[test]
    fn a_measured_colour_predicts_pigment_as_the_tissue_itself_does() {
        let pigment = PigmentLayer::carbon(0.7);
        let healed = |skin: &Skin| PreparedSkin::new(skin, Deposit::centered_at(0.3)).slab(&pigment);
        let tissue = Skin::new(0.055, 0.012);
        assert!(ciede2000(healed(&infer_skin(bare(&tissue)).skin), healed(&tissue)).0 < 0.05);
    }
}
