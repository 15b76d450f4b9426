//! Recipes under uncertainty: what each costs in all the ways in which the truth may differ, and which comes first.

use rayon::prelude::*;

use super::candidate::{Candidate, Effect};
use super::draws::{Draw, ShadeDraw, draws};
use super::question::Question;

/// So many of the nearest recipes are looked at under uncertainty, in every so many draws only; and of these the best so
/// many in all draws. What is left out is never the best, and ranking stays fast.
const GLANCED: usize = 512;
const GLANCE: usize = 8;
const JUDGED: usize = 128;

/// Colours that were measured are all as uncertain: those that are not among so many of the nearest are never the best.
const MEASURED: usize = 48;

/// Costs that differ by less are equal, ΔE00: a fifth of what is perceptible on light skin, 0.59. Of equals the lighter
/// comes first.
pub(super) const EQUAL_COST: f64 = 0.12;

/// A recipe cannot be told from the first when their costs are equal or it turns out better this often.
const OFTEN_BETTER: f64 = 0.3;

/// A candidate and what becomes of it.
pub(super) struct Judged<'a> {
    pub candidate: Candidate<'a>,
    /// In each draw.
    costs: Vec<f64>,
    pub expected_cost: f64,
    /// The share of draws in which no other costs less.
    pub probability_best: f64,
    /// It cannot be told from the first.
    pub is_too_close: bool,
}

/// The `top` candidates of least expected cost; of equals the palest first.
pub(super) fn judge<'a>(question: &Question, candidates: Vec<Candidate<'a>>, top: usize) -> Vec<Judged<'a>> {
    let (measured, predicted) = candidates.into_iter().partition(|one| matches!(one.effect, Effect::Measured));
    let mut candidates = nearest(predicted, GLANCED.max(top));
    candidates.extend(nearest(measured, MEASURED.max(top)));
    let futures = Futures::of(question);
    let candidates = futures.most_promising(candidates, JUDGED.max(top));
    let costs = futures.costs(&candidates, 1);
    let mut judged: Vec<Judged> = candidates.into_iter().zip(costs).map(|(c, costs)| Judged::new(c, costs)).collect();
    count_best(&mut judged);
    in_order(judged, top)
}

/// The candidates that cost least without uncertainty, in no order.
fn nearest(mut candidates: Vec<Candidate>, count: usize) -> Vec<Candidate> {
    if count < candidates.len() {
        let by_cost = |p: &Candidate, q: &Candidate| p.nominal.total_cmp(&q.nominal).then_with(|| p.compare_names(q));
        candidates.select_nth_unstable_by(count, by_cost);
        candidates.truncate(count);
    }
    candidates
}

/// All ways in which the truth may differ, the same for every recipe.
struct Futures<'a> {
    question: Question<'a>,
    draws: Vec<Draw>,
    depths: Vec<[f64; 3]>,
}

impl<'a> Futures<'a> {
    fn of(question: &Question<'a>) -> Self {
        let draws = draws(question.target, question.client);
        let depths = draws.iter().map(|draw| question.client.depth_shares(draw.depth_sigmas)).collect();
        Self { question: *question, draws, depths }
    }

    /// At most so many candidates, recipes of a shade together: those that cost least at a glance.
    fn most_promising<'c>(&self, mut candidates: Vec<Candidate<'c>>, kept: usize) -> Vec<Candidate<'c>> {
        candidates.sort_by(Candidate::compare_names);
        if candidates.len() <= kept {
            return candidates;
        }
        let costs = self.costs(&candidates, GLANCE);
        let mut glanced: Vec<_> = costs.iter().map(|costs| mean(costs)).zip(candidates).collect();
        glanced.sort_by(|(p, _), (q, _)| p.total_cmp(q));
        let mut promising: Vec<Candidate> = glanced.into_iter().take(kept).map(|(_, candidate)| candidate).collect();
        promising.sort_by(Candidate::compare_names);
        promising
    }

    /// What each candidate costs in each draw, or in every so many; recipes of a shade stand together.
    fn costs(&self, candidates: &[Candidate], every: usize) -> Vec<Vec<f64>> {
        let numbers: Vec<usize> = (0..self.draws.len()).step_by(every).collect();
        let of_a_shade = |recipes: &[Candidate]| -> Vec<Vec<f64>> {
            let id = recipes.first().map_or("", |candidate| &candidate.shade.id);
            let of_shade: Vec<_> = numbers.iter().map(|&number| self.draws[number].of_shade(id)).collect();
            recipes.iter().map(|candidate| self.costs_of(candidate, &numbers, &of_shade)).collect()
        };
        let shades: Vec<&[Candidate]> = candidates.chunk_by(|p, q| p.key() == q.key()).collect();
        shades.into_par_iter().flat_map_iter(of_a_shade).collect()
    }

    fn costs_of(&self, candidate: &Candidate, numbers: &[usize], of_shade: &[ShadeDraw]) -> Vec<f64> {
        let outlook = candidate.outlook(self.question.client);
        let cost = |(&number, of_shade): (&usize, &ShadeDraw)| {
            let (depths, draw) = (&self.depths[number], &self.draws[number]);
            let area = outlook.area(depths, draw, of_shade, self.question.client.lab);
            candidate.cost_of(area, draw.target, self.question.practice)
        };
        numbers.iter().zip(of_shade).map(cost).collect()
    }
}

impl<'a> Judged<'a> {
    fn new(candidate: Candidate<'a>, costs: Vec<f64>) -> Self {
        let expected_cost = mean(&costs);
        Self { candidate, costs, expected_cost, probability_best: 0.0, is_too_close: false }
    }

    /// Standard deviation of the cost over all draws.
    pub fn cost_deviation(&self) -> f64 {
        let squares: Vec<f64> = self.costs.iter().map(|cost| (cost - self.expected_cost).powi(2)).collect();
        mean(&squares).sqrt()
    }

    fn is_too_close_to(&self, first: &Judged) -> bool {
        let better = self.costs.iter().zip(&first.costs).filter(|(own, first)| own < first).count();
        let is_often_better = better as f64 > OFTEN_BETTER * self.costs.len() as f64;
        is_often_better || self.expected_cost - first.expected_cost <= EQUAL_COST
    }

    /// Larger is paler: by the dot's pigment. A colour that was measured comes after, its pigment being unknown.
    fn paleness(&self) -> f64 {
        match self.candidate.effect {
            Effect::Predicted { healed, .. } => -healed.tau(),
            Effect::Measured => self.candidate.area.l - 1e3,
        }
    }
}

fn count_best(judged: &mut [Judged]) {
    let draws = judged.first().map_or(0, |first| first.costs.len());
    for draw in 0..draws {
        let best = judged.iter_mut().min_by(|p, q| p.costs[draw].total_cmp(&q.costs[draw]));
        best.into_iter().for_each(|best| best.probability_best += 1.0 / draws as f64);
    }
}

/// The palest of those whose cost equals the least, again and again.
fn in_order<'a>(mut judged: Vec<Judged<'a>>, top: usize) -> Vec<Judged<'a>> {
    judged.sort_by(|p, q| {
        p.expected_cost.total_cmp(&q.expected_cost).then_with(|| p.candidate.compare_names(&q.candidate))
    });
    let mut ranked: Vec<Judged> = Vec::new();
    while ranked.len() < top && !judged.is_empty() {
        let mut next = judged.remove(palest_of_equals(&judged));
        let is_group_open = ranked.iter().skip(1).all(|earlier| earlier.is_too_close);
        next.is_too_close = is_group_open && ranked.first().is_some_and(|first| next.is_too_close_to(first));
        ranked.push(next);
    }
    ranked
}

/// Of several equally pale the one that costs least.
fn palest_of_equals(by_cost: &[Judged]) -> usize {
    let least = by_cost.first().map_or(0.0, |first| first.expected_cost);
    let equal = by_cost.iter().take_while(|judged| judged.expected_cost <= least + EQUAL_COST);
    let palest =
        equal.enumerate().max_by(|(i, p), (j, q)| p.paleness().total_cmp(&q.paleness()).then_with(|| j.cmp(i)));
    palest.map_or(0, |(index, _)| index)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
