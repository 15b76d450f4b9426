use std::cmp::Ordering;

use rayon::prelude::*;

use super::client_skin::ClientSkin;
use super::cost::cost;
use super::draws::{Draw, ShadeDraw, amount_sigma, shade_sigmas};
use super::practice::Practice;
use super::question::Question;
use crate::color::Lab;
use crate::pigment::{Basis, Catalog, Hand, Load, Recipe, Shade, State, WATER_RANGE};
use crate::skin::Dots;

/// What a doubling of the dots beside the hand's usual density costs, ΔE00: so little that it decides only between recipes
/// that look alike from afar. We chose it; dots that are neither crowded nor lost look like follicles.
const DENSITY_COST: f64 = 0.3;

/// Steps of the search for the coverage: each narrows it to 62 %, so that the last is 2 % wide; no hand is as exact.
const SEARCH_STEPS: usize = 9;

/// Amounts of pigment for which a recipe is predicted, in standard deviations; a cubic goes through them.
const AMOUNTS: [f64; 4] = [-2.0, -0.7, 0.7, 2.0];

/// Standard deviation of L*, a* and b* of a healed colour that was measured on somebody else (our choice).
const MEASURED_SIGMA: f64 = 1.0;

/// One recipe that competes, with the dots that bring it nearest to the target.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub shade: &'a Shade,
    /// The other half of a mix.
    pub second: Option<&'a Shade>,
    pub recipe: Recipe,
    pub effect: Effect,
    /// The treated area.
    pub area: Lab,
    /// L* of the lightest area that this recipe can make.
    pub lightest: f64,
    /// The cost without uncertainty.
    pub nominal: f64,
}

/// Where a candidate's colour comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// Predicted for this client.
    Predicted { healed: Load, basis: Basis, dots: Dots },
    /// As healed and measured elsewhere, carried over to this client's skin where the other skin is known.
    Measured,
}

/// What a candidate looks like within the uncertainty.
pub(super) struct Outlook {
    /// At each amount and depth; one colour alone when it was measured.
    areas: Vec<[[f64; 3]; 3]>,
    common_sigma: f64,
    sigma: f64,
    color_sigma: f64,
}

/// All recipes of a catalog, in its order.
pub(super) fn candidates<'a>(question: &Question, catalog: &'a Catalog) -> Vec<Candidate<'a>> {
    let single = catalog.shades.par_iter().flat_map_iter(|shade| question.of_shade(shade));
    let pairs = if question.practice.mixes { pairs(catalog) } else { Vec::new() };
    let mixed = pairs.into_par_iter().flat_map_iter(|(p, q)| question.of_mix(p, q));
    single.chain(mixed).collect()
}

impl<'a> Question<'_> {
    fn of_shade(&self, shade: &'a Shade) -> Vec<Candidate<'a>> {
        let is_healed = matches!(shade.state, State::Healed | State::PracticeSkin | State::Computed);
        if is_healed && shade.composition.is_none() {
            return shade.recipes().map(|(recipe, lab)| self.measured(shade, recipe, lab)).collect();
        }
        let Some(stock) = shade.stock() else { return Vec::new() };
        let healed = |recipe| (recipe, self.client.hand().healed(stock.load, recipe));
        let recipes = dilutions(shade).into_iter().map(healed);
        recipes.map(|(recipe, healed)| self.predicted(shade, None, recipe, healed, stock.basis)).collect()
    }

    fn of_mix(&self, first: &'a Shade, second: &'a Shade) -> Vec<Candidate<'a>> {
        let (Some(p), Some(q)) = (first.stock(), second.stock()) else { return Vec::new() };
        let (load, basis) = ((p.load + q.load) * 0.5, p.basis.max(q.basis));
        let recipes = dilutions(first).into_iter().filter(|recipe| recipe.water_parts > 0.0);
        let healed = recipes.map(|recipe| (recipe, self.client.hand().healed(load, recipe)));
        healed.map(|(recipe, healed)| self.predicted(first, Some(second), recipe, healed, basis)).collect()
    }

    fn measured(&self, shade: &'a Shade, recipe: Recipe, lab: Lab) -> Candidate<'a> {
        let area = shade.on_skin.map_or(lab, |other| carried_over(lab, other, self.client.lab));
        let nominal = cost(area, self.target.lab, self.practice.darker_costs);
        Candidate { shade, second: None, recipe, effect: Effect::Measured, area, lightest: area.l, nominal }
    }

    /// The coverage whose area is nearest to the target, by golden section on its logarithm.
    fn predicted(
        &self,
        shade: &'a Shade,
        second: Option<&'a Shade>,
        recipe: Recipe,
        healed: Load,
        basis: Basis,
    ) -> Candidate<'a> {
        let ends = self.practice.coverages().map(f64::ln);
        let cost = |log_coverage: f64| self.seen(&healed, log_coverage).2;
        let best = lowest_between(ends, cost);
        let (dots, area, nominal) = self.seen(&healed, best);
        let lightest = self.seen(&healed, ends[0]).1.l;
        Candidate { shade, second, recipe, effect: Effect::Predicted { healed, basis, dots }, area, lightest, nominal }
    }

    fn seen(&self, healed: &Load, log_coverage: f64) -> (Dots, Lab, f64) {
        let dots = Dots::of_coverage(self.practice.hand.dots.diameter_mm, log_coverage.exp());
        let area = self.client.area(healed, &dots);
        let cost = cost(area, self.target.lab, self.practice.darker_costs);
        let nominal = cost + density_cost(&dots, &self.practice.hand);
        (dots, area, nominal)
    }
}

impl Candidate<'_> {
    /// The same for a recipe wherever its shade stands in a catalog.
    pub fn key(&self) -> (&str, &str) {
        (&self.shade.id, self.second.map_or("", |second| &second.id))
    }

    pub fn compare_names(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key()).then_with(|| self.recipe.water_parts.total_cmp(&other.recipe.water_parts))
    }

    pub fn name(&self) -> String {
        match self.second {
            Some(second) => format!("{} and {}, half and half", self.shade.name, second.name),
            None => self.shade.name.clone(),
        }
    }

    pub fn outlook(&self, client: &ClientSkin) -> Outlook {
        let Effect::Predicted { healed, basis, dots } = self.effect else {
            let areas = vec![[self.area.into(); 3]];
            return Outlook { areas, common_sigma: 0.0, sigma: 0.0, color_sigma: 0.0 };
        };
        let [strength_sigma, color_sigma] = shade_sigmas(basis);
        let common_sigma = amount_sigma(client.hand());
        let sigma = common_sigma.hypot(strength_sigma);
        let at = |amount: f64| client.areas(&(healed * (sigma * amount).exp()), &dots).map(<[f64; 3]>::from);
        Outlook { areas: AMOUNTS.map(at).to_vec(), common_sigma, sigma, color_sigma }
    }

    /// What this recipe costs when its area turns out so.
    pub fn cost_of(&self, area: Lab, target: Lab, practice: &Practice) -> f64 {
        let density = match self.effect {
            Effect::Predicted { dots, .. } => density_cost(&dots, &practice.hand),
            Effect::Measured => 0.0,
        };
        cost(area, target, practice.darker_costs) + density
    }
}

impl Outlook {
    /// The area in one of the ways in which the truth may differ.
    pub fn area(&self, depths: &[f64; 3], draw: &Draw, of_shade: &ShadeDraw, skin: Lab) -> Lab {
        if let [only] = &self.areas[..] {
            // A colour of its own does not move with what the photo gets wrong of skin and target.
            let moved = |k: usize| only[0][k] + draw.common[k] + MEASURED_SIGMA * of_shade.color[k];
            return Lab::from(std::array::from_fn(moved));
        }
        let own = (self.sigma * self.sigma - self.common_sigma * self.common_sigma).max(0.0).sqrt();
        let amount = (self.common_sigma * draw.amount + own * of_shade.strength) / self.sigma;
        let amounts = cubic_shares(amount.clamp(-2.5, 2.5));
        let mut area = [0.0; 3];
        for (at_depths, amount) in self.areas.iter().zip(amounts) {
            for (at, depth) in at_depths.iter().zip(depths) {
                area.iter_mut().zip(at).for_each(|(sum, value)| *sum += amount * depth * value);
            }
        }
        let contrast = (area[0] - skin.l).hypot(area[1] - skin.a).hypot(area[2] - skin.b);
        Lab::from(std::array::from_fn(|k| area[k] + self.color_sigma * contrast * of_shade.color[k]))
    }
}

/// Lagrange's cubic through [`AMOUNTS`].
fn cubic_shares(x: f64) -> [f64; 4] {
    std::array::from_fn(|i| {
        let others = (0..4).filter(|&j| j != i);
        others.map(|j| (x - AMOUNTS[j]) / (AMOUNTS[i] - AMOUNTS[j])).product()
    })
}

pub(super) fn density_cost(dots: &Dots, hand: &Hand) -> f64 {
    DENSITY_COST * (dots.per_cm2() / hand.dots.per_cm2()).log2().abs()
}

/// Where a function with one valley, or that falls all the way, is lowest (golden section; Kiefer 1953).
fn lowest_between([from, to]: [f64; 2], value: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high, ratio) = (from, to, (5f64.sqrt() - 1.0) / 2.0);
    let left = |low: f64, high: f64| high - ratio * (high - low);
    let right = |low: f64, high: f64| low + ratio * (high - low);
    let (mut p, mut q) = (left(low, high), right(low, high));
    let (mut at_p, mut at_q) = (value(p), value(q));
    for _ in 0..SEARCH_STEPS {
        if at_p <= at_q {
            (high, q, at_q) = (q, p, at_p);
            p = left(low, high);
            at_p = value(p);
        } else {
            (low, p, at_p) = (p, q, at_q);
            q = right(low, high);
            at_q = value(q);
        }
    }
    let found = [(from, value(from)), (p, at_p), (q, at_q), (to, value(to))];
    found.into_iter().min_by(|(_, p), (_, q)| p.total_cmp(q)).map_or(p, |(at, _)| at)
}

/// What pigment did to another skin, done to this one: the same part of X, Y and Z is left.
fn carried_over(healed: Lab, from: Lab, to: Lab) -> Lab {
    let [healed, from, to] = [healed, from, to].map(Lab::to_xyz);
    Lab::from_xyz(std::array::from_fn(|k| to[k] * healed[k] / from[k].max(1e-6)))
}

/// The dilutions that the catalog states, and the usual ones of a stock without any.
fn dilutions(shade: &Shade) -> Vec<Recipe> {
    let stated: Vec<Recipe> = shade.recipes().map(|(recipe, _)| recipe).collect();
    if shade.ladder.is_empty() {
        let usual = (WATER_RANGE[0]..=WATER_RANGE[1]).step_by(4).map(|parts| Recipe::diluted(f64::from(parts)));
        return stated.into_iter().chain(usual).collect();
    }
    stated
}

/// Every two shades of known composition.
fn pairs(catalog: &Catalog) -> Vec<(&Shade, &Shade)> {
    let known: Vec<&Shade> = catalog.shades.iter().filter(|shade| shade.composition.is_some()).collect();
    let after = |i: usize, p| known.iter().skip(i + 1).map(move |&q| (p, q));
    let mut pairs: Vec<(&Shade, &Shade)> = known.iter().enumerate().flat_map(|(i, &p)| after(i, p)).collect();
    pairs.iter_mut().filter(|(p, q)| p.id > q.id).for_each(|(p, q)| std::mem::swap(p, q));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pigment_measured_elsewhere_leaves_the_same_part_of_the_light() {
        let (healed, other, skin) = (Lab::new(45.0, 4.0, 8.0), Lab::new(62.0, 9.0, 16.0), Lab::new(40.0, 11.0, 17.0));
        let close = |p: Lab, q: Lab| assert!(crate::color::ciede2000(p, q).0 < 1e-6, "{p:?} {q:?}");
        close(carried_over(healed, other, other), healed);
        close(carried_over(other, other, skin), skin);
        assert!(carried_over(healed, other, skin).l < skin.l);
    }

    #[test]
    fn the_cubic_goes_through_its_points() {
        let cubic = |x: f64| 1.0 + x - 0.3 * x * x + 0.1 * x * x * x;
        for x in [-2.3, -0.2, 0.7, 1.9] {
            let sum: f64 = cubic_shares(x).iter().zip(AMOUNTS).map(|(share, at)| share * cubic(at)).sum();
            assert!((sum - cubic(x)).abs() < 1e-12, "{x}");
        }
    }
}
