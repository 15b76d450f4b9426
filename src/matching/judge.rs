//! Pigments under uncertainty: what each recipe costs in all the ways in which the truth may differ, and which pigments
//! can be told apart.

use rayon::prelude::*;

use super::candidate::{Candidate, Effect};
use super::draws::{Draw, ShadeDraw, draws};
use super::outlook::Outlook;
use super::sight::Sight;

/// So many pigments, those nearest without uncertainty, are looked at under it; what is left out is hardly ever the best, and
/// ranking stays fast.
const JUDGED: usize = 48;

/// Colours that were measured are all as uncertain: those that are not among so many of the nearest are never the best.
const MEASURED: usize = 48;

/// Costs that differ by less are equal, ΔE00: a fifth of what is perceptible on light skin, 0.59.
pub(super) const EQUAL_COST: f64 = 0.12;

/// A pigment can't be told from another when their costs are equal or it turns out better this often.
const OFTEN_BETTER: f64 = 0.3;

/// The share of draws whose best dilution lies in the stated range of water.
const IN_RANGE: f64 = 0.95;

/// The share of draws in which an end of the ladder is best, from which the ladder is too short (our choice).
const OFTEN_AT_END: f64 = 0.5;

/// A pigment, the best of its recipes and what becomes of it.
pub(super) struct Judged<'a> {
    pub candidate: Candidate<'a>,
    /// Of the chosen recipe, mean over all draws.
    pub expected_cost: f64,
    /// Of the chosen recipe in each draw.
    costs: Vec<f64>,
    /// Of the recipe that is best in each draw.
    least: Vec<f64>,
    /// The share of draws in which no other pigment can do better.
    pub probability_best: f64,
    /// The fewest and the most parts of water that turn out best in 95 of 100 draws; none for a bottle without a ladder.
    pub water_range: Option<[f64; 2]>,
    /// The end of the ladder that is best in most draws.
    pub ladder_end: Option<LadderEnd>,
    /// Counted from 1; pigments of one group can't be told apart.
    pub group: usize,
}

/// Where a ladder is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LadderEnd {
    Darkest,
    Palest,
}

/// What a catalog has for a question.
pub(super) struct Judgement<'a> {
    /// Groups by their probability, the palest pigment of a group first.
    pub judged: Vec<Judged<'a>>,
    /// Of each group.
    pub probabilities: Vec<f64>,
    /// What untreated skin costs, mean over all draws.
    pub untreated_cost: f64,
}

/// The recipe of least expected cost of each pigment.
pub(super) fn judge<'a>(sight: &Sight, pigments: Vec<Vec<Candidate<'a>>>, top: usize) -> Judgement<'a> {
    let is_measured = |recipes: &Vec<Candidate>| matches!(recipes[0].effect, Effect::Measured);
    let (measured, predicted) = pigments.into_iter().partition(is_measured);
    let mut kept = nearest(predicted, JUDGED.max(top));
    kept.extend(nearest(measured, MEASURED.max(top)));
    kept.sort_by(|p, q| p[0].compare_names(&q[0]));
    let futures = Futures::of(sight);
    let mut judged: Vec<Judged> = kept.into_par_iter().filter_map(|recipes| futures.judged(recipes)).collect();
    count_best(&mut judged);
    let (judged, probabilities) = in_groups(judged);
    Judgement { judged, probabilities, untreated_cost: futures.untreated_cost() }
}

/// The pigments whose best recipe costs least without uncertainty, in no order.
fn nearest(mut pigments: Vec<Vec<Candidate>>, count: usize) -> Vec<Vec<Candidate>> {
    if count < pigments.len() {
        let least = |recipes: &[Candidate]| recipes.iter().map(|one| one.nominal).fold(f64::INFINITY, f64::min);
        pigments.select_nth_unstable_by(count, |p, q| {
            least(p).total_cmp(&least(q)).then_with(|| p[0].compare_names(&q[0]))
        });
        pigments.truncate(count);
    }
    pigments
}

/// All ways in which the truth may differ, the same for every recipe.
struct Futures<'a> {
    sight: &'a Sight<'a>,
    draws: Vec<Draw>,
    depths: Vec<[f64; 3]>,
}

impl<'a> Futures<'a> {
    fn of(sight: &'a Sight<'a>) -> Self {
        let draws = draws(sight.question.target, sight.question.client);
        let depths = draws.iter().map(|draw| sight.question.client.depth_shares(draw.depth_sigmas)).collect();
        Self { sight, draws, depths }
    }

    fn judged<'c>(&self, mut recipes: Vec<Candidate<'c>>) -> Option<Judged<'c>> {
        let of_shade: Vec<ShadeDraw> = self.draws.iter().map(|draw| draw.of_shade(&recipes[0].shade.id)).collect();
        let costs: Vec<Vec<f64>> = recipes.iter().map(|recipe| self.costs(recipe, &of_shade)).collect();
        let expected: Vec<f64> = costs.iter().map(|costs| mean(costs)).collect();
        let chosen = (0..recipes.len()).min_by(|p, q| expected[*p].total_cmp(&expected[*q]))?;
        let best: Vec<usize> = (0..self.draws.len()).map(|draw| best_in(draw, &costs)).collect();
        let least = best.iter().enumerate().map(|(draw, best)| costs[*best][draw]).collect();
        Some(Judged {
            expected_cost: expected[chosen],
            costs: costs[chosen].clone(),
            least,
            probability_best: 0.0,
            water_range: water_range(&recipes, &best).map(|range| with(range, recipes[chosen].recipe.water_parts)),
            ladder_end: ladder_end(&recipes, &best, recipes[chosen].recipe.water_parts),
            group: 0,
            candidate: recipes.swap_remove(chosen),
        })
    }

    fn costs(&self, candidate: &Candidate, of_shade: &[ShadeDraw]) -> Vec<f64> {
        let Sight { question, .. } = self.sight;
        let outlook = Outlook::of(candidate, self.sight);
        let density = match candidate.effect {
            Effect::Predicted { dots, .. } => self.sight.density_cost(&dots),
            Effect::Measured => 0.0,
        };
        let cost = |((draw, depths), of_shade): ((&Draw, &[f64; 3]), &ShadeDraw)| {
            let look = outlook.look(depths, draw, of_shade, question.client.lab);
            self.sight.aim_at(draw.target, draw.grain_sigmas).cost(look, question.practice) + density
        };
        self.draws.iter().zip(&self.depths).zip(of_shade).map(cost).collect()
    }

    fn untreated_cost(&self) -> f64 {
        let look = self.sight.untreated();
        let cost =
            |draw: &Draw| self.sight.aim_at(draw.target, draw.grain_sigmas).cost(look, self.sight.question.practice);
        mean(&self.draws.iter().map(cost).collect::<Vec<f64>>())
    }
}

fn best_in(draw: usize, costs: &[Vec<f64>]) -> usize {
    (0..costs.len()).min_by(|p, q| costs[*p][draw].total_cmp(&costs[*q][draw])).unwrap_or_default()
}

/// The fewest steps of the ladder, in a row, among which the best of [`IN_RANGE`] of all draws is; of as many the likeliest.
fn water_range(recipes: &[Candidate], best: &[usize]) -> Option<[f64; 2]> {
    let mut waters: Vec<f64> = recipes.iter().map(|recipe| recipe.recipe.water_parts).collect();
    waters.sort_by(f64::total_cmp);
    waters.dedup();
    let count = |from: f64, to: f64| {
        best.iter().filter(|&&recipe| (from..=to).contains(&recipes[recipe].recipe.water_parts)).count()
    };
    let enough = (IN_RANGE * best.len() as f64).ceil() as usize;
    let narrowest = |steps: usize| {
        let rows = waters.windows(steps).map(|row| (count(row[0], row[steps - 1]), [row[0], row[steps - 1]]));
        rows.max_by_key(|(count, _)| *count).filter(|(count, _)| *count >= enough).map(|(_, row)| row)
    };
    (waters.len() > 1).then(|| (1..=waters.len()).find_map(narrowest)).flatten()
}

fn with([from, to]: [f64; 2], water_parts: f64) -> [f64; 2] {
    [from.min(water_parts), to.max(water_parts)]
}

/// Only where the recipe that is recommended is that end.
fn ladder_end(recipes: &[Candidate], best: &[usize], chosen: f64) -> Option<LadderEnd> {
    let waters = || recipes.iter().map(|recipe| recipe.recipe.water_parts);
    let (least, most) = (waters().fold(f64::INFINITY, f64::min), waters().fold(0.0, f64::max));
    let at = |water: f64| best.iter().filter(|&&recipe| recipes[recipe].recipe.water_parts == water).count();
    let is_often = |water: f64| chosen == water && least < most && at(water) as f64 > OFTEN_AT_END * best.len() as f64;
    match (is_often(least), is_often(most)) {
        (true, _) => Some(LadderEnd::Darkest),
        (_, true) => Some(LadderEnd::Palest),
        _ => None,
    }
}

impl Judged<'_> {
    /// Standard deviation of the cost over all draws.
    pub fn cost_deviation(&self) -> f64 {
        let squares: Vec<f64> = self.costs.iter().map(|cost| (cost - self.expected_cost).powi(2)).collect();
        mean(&squares).sqrt()
    }

    fn is_like(&self, first: &Judged) -> bool {
        let better = self.least.iter().zip(&first.least).filter(|(own, first)| own < first).count();
        let is_often_better = better as f64 > OFTEN_BETTER * self.least.len() as f64;
        is_often_better || self.expected_cost - first.expected_cost <= EQUAL_COST
    }
}

fn count_best(judged: &mut [Judged]) {
    let draws = judged.first().map_or(0, |first| first.least.len());
    for draw in 0..draws {
        let best = judged.iter_mut().min_by(|p, q| p.least[draw].total_cmp(&q.least[draw]));
        best.into_iter().for_each(|best| best.probability_best += 1.0 / draws as f64);
    }
}

/// Those that can't be told from the cheapest are a group, and so on; groups by their probability, the palest of a group
/// first.
fn in_groups(mut judged: Vec<Judged>) -> (Vec<Judged>, Vec<f64>) {
    judged.sort_by(|p, q| {
        p.expected_cost.total_cmp(&q.expected_cost).then_with(|| p.candidate.compare_names(&q.candidate))
    });
    let mut groups: Vec<Vec<Judged>> = Vec::new();
    while !judged.is_empty() {
        let first = judged.remove(0);
        let (mut alike, rest): (Vec<Judged>, Vec<Judged>) = judged.into_iter().partition(|other| other.is_like(&first));
        alike.push(first);
        alike.sort_by(|p, q| {
            let palest_first = q.candidate.paleness().total_cmp(&p.candidate.paleness());
            palest_first.then_with(|| p.candidate.compare_names(&q.candidate))
        });
        groups.push(alike);
        judged = rest;
    }
    let probability = |group: &Vec<Judged>| group.iter().map(|one| one.probability_best).sum::<f64>();
    groups.sort_by(|p, q| probability(q).total_cmp(&probability(p)));
    let probabilities = groups.iter().map(probability).collect();
    let numbered =
        (1..).zip(groups).flat_map(|(group, alike)| alike.into_iter().map(move |one| Judged { group, ..one }));
    (numbered.collect(), probabilities)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
