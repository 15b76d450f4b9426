use std::cmp::Ordering;

use rayon::prelude::*;

use super::cost::Look;
use super::sight::Sight;
use crate::color::Lab;
use crate::pigment::{Basis, Catalog, Load, Recipe, Shade, State, WATER_RANGE};
use crate::skin::Dots;

/// Steps of the search for the coverage: each narrows it to 62 %, so that the last is 2 % wide; no hand is as exact.
const SEARCH_STEPS: usize = 9;

/// One recipe that competes, with its dots.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub shade: &'a Shade,
    /// The other half of a mix.
    pub second: Option<&'a Shade>,
    pub recipe: Recipe,
    pub effect: Effect,
    /// The treated area as it is meant to heal.
    pub look: Look,
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

/// The recipes of every pigment of a catalog, in its order. Those of one pigment are set equally densely: how densely, its
/// best recipe says.
pub(super) fn candidates<'a>(sight: &Sight, catalog: &'a Catalog) -> Vec<Vec<Candidate<'a>>> {
    let single = catalog.shades.par_iter().map(|shade| sight.of_shade(shade));
    let pairs = if sight.question.practice.mixes { pairs(catalog) } else { Vec::new() };
    let mixed = pairs.into_par_iter().map(|(p, q)| sight.of_mix(p, q));
    single.chain(mixed).filter(|recipes| !recipes.is_empty()).collect()
}

/// A pigment in a dilution, not yet set.
#[derive(Clone, Copy)]
struct Diluted<'a> {
    shade: &'a Shade,
    second: Option<&'a Shade>,
    recipe: Recipe,
    healed: Load,
    basis: Basis,
}

impl<'a> Sight<'_> {
    fn of_shade(&self, shade: &'a Shade) -> Vec<Candidate<'a>> {
        let is_healed = matches!(shade.state, State::Healed | State::PracticeSkin | State::Computed);
        if is_healed && shade.composition.is_none() {
            return shade.recipes().map(|(recipe, lab)| self.measured(shade, recipe, lab)).collect();
        }
        let Some(stock) = shade.stock() else { return Vec::new() };
        self.at_one_density(shade, None, stock.load, stock.basis, dilutions(shade))
    }

    fn of_mix(&self, first: &'a Shade, second: &'a Shade) -> Vec<Candidate<'a>> {
        let (Some(p), Some(q)) = (first.stock(), second.stock()) else { return Vec::new() };
        let (load, basis) = ((p.load + q.load) * 0.5, p.basis.max(q.basis));
        let recipes = dilutions(first).into_iter().filter(|recipe| recipe.water_parts > 0.0);
        self.at_one_density(first, Some(second), load, basis, recipes.collect())
    }

    fn measured(&self, shade: &'a Shade, recipe: Recipe, lab: Lab) -> Candidate<'a> {
        let skin = self.question.client.lab;
        let area = shade.on_skin.map_or(lab, |other| carried_over(lab, other, skin));
        let look = Look { area, grain: self.usual_grain(area) };
        let nominal = self.aim.cost(look, self.question.practice);
        Candidate { shade, second: None, recipe, effect: Effect::Measured, look, lightest: area.l, nominal }
    }

    /// All dilutions of a pigment with the dots of that which comes nearest to the target.
    fn at_one_density(
        &self,
        shade: &'a Shade,
        second: Option<&'a Shade>,
        load: Load,
        basis: Basis,
        recipes: Vec<Recipe>,
    ) -> Vec<Candidate<'a>> {
        let hand = self.question.client.hand();
        let diluted = |recipe| Diluted { shade, second, recipe, healed: hand.healed(load, recipe), basis };
        let diluted: Vec<Diluted> = recipes.into_iter().map(diluted).collect();
        let best = diluted.iter().map(|one| self.best_dots(&one.healed)).min_by(|p, q| p.1.total_cmp(&q.1));
        let Some((dots, _)) = best else { return Vec::new() };
        diluted.into_iter().map(|one| self.set(one, dots)).collect()
    }

    /// The dots of which this load comes nearest to the target, and what they cost: by golden section on the logarithm of
    /// their coverage, unless the practitioner chose them.
    fn best_dots(&self, healed: &Load) -> (Dots, f64) {
        let diameter_mm = self.question.practice.hand.dots.diameter_mm;
        if let Some(per_cm2) = self.question.practice.per_cm2 {
            let dots = Dots::of_density(diameter_mm, per_cm2);
            return (dots, self.cost_of(healed, &dots));
        }
        let ends = self.question.practice.coverages().map(f64::ln);
        let dots = |log_coverage: f64| Dots::of_coverage(diameter_mm, log_coverage.exp());
        let best = dots(lowest_between(ends, |log_coverage| self.cost_of(healed, &dots(log_coverage))));
        (best, self.cost_of(healed, &best))
    }

    fn cost_of(&self, healed: &Load, dots: &Dots) -> f64 {
        self.aim.cost(self.look(healed, dots), self.question.practice) + self.density_cost(dots)
    }

    pub fn density_cost(&self, dots: &Dots) -> f64 {
        let doublings = (dots.per_cm2() / self.preferred_per_cm2).log2().abs();
        self.question.practice.looks.density_weight * doublings
    }

    fn set(&self, one: Diluted<'a>, dots: Dots) -> Candidate<'a> {
        let Diluted { shade, second, recipe, healed, basis } = one;
        let fewest = Dots::of_coverage(dots.diameter_mm, self.question.practice.coverages()[0]);
        let look = self.look(&healed, &dots);
        Candidate {
            shade,
            second,
            recipe,
            effect: Effect::Predicted { healed, basis, dots },
            look,
            lightest: self.question.client.area(&healed, &fewest).l,
            nominal: self.aim.cost(look, self.question.practice) + self.density_cost(&dots),
        }
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

    /// What goes into the cup.
    pub fn pigments(&self) -> impl Iterator<Item = &Shade> {
        [Some(self.shade), self.second].into_iter().flatten()
    }

    pub fn name(&self) -> String {
        match self.second {
            Some(second) => format!("{} and {}, half and half", self.shade.name, second.name),
            None => self.shade.name.clone(),
        }
    }

    /// Larger is paler: by the dot's pigment. A colour that was measured comes after, its pigment being unknown.
    pub fn paleness(&self) -> f64 {
        match self.effect {
            Effect::Predicted { healed, .. } => -healed.tau(),
            Effect::Measured => self.look.area.l - 1e3,
        }
    }
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
}
