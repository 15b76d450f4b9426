use std::cmp::Ordering;

use super::advice::{doubts_of_match, doubts_of_ranking};
use super::candidate::{Candidate, Costs, Effect, candidates};
use super::client_skin::ClientSkin;
use super::draws::{Draw, ShadeDraw, draws};
use super::plan::SessionPlan;
use super::practice::Practice;
use super::reason::{describe, tell_apart};
use super::target::Target;
use crate::caution::Caution;
use crate::color::{DeltaE, Difference, Lab, ciede2000, oklab_distance};
use crate::pigment::{Catalog, HealedColor, Load, Provenance, Recipe, State, healed_colors};
use crate::skin::Dots;

/// So many of the nearest recipes are looked at under uncertainty, in every so many draws only; and of these the best so
/// many in all draws. What is left out is never the best, and ranking stays fast.
const GLANCED: usize = 512;
const GLANCE: usize = 8;
const JUDGED: usize = 128;

/// Costs that differ by less are equal, ΔE00: a fifth of what is perceptible on light skin, 0.59. Of equals the lighter
/// comes first.
const EQUAL_COST: f64 = 0.12;

/// A recipe cannot be told from the first when their costs are equal or it turns out better this often.
const OFTEN_BETTER: f64 = 0.3;

/// One ranked answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Counted from 1.
    pub rank: usize,
    pub shade_id: String,
    /// The other half of the pigment in a mix.
    pub mixed_with: Option<String>,
    pub name: String,
    pub recipe: Recipe,
    pub state: State,
    pub provenance: Provenance,
    /// The treated area once healed: dots and skin together.
    pub lab: Lab,
    /// One healed dot in this skin; the area's colour where it was measured and not predicted.
    pub healed: Lab,
    /// The dots that bring the area nearest to the target; none for a colour that was measured and not predicted.
    pub dots: Option<Dots>,
    /// What is left in the skin at four weeks; none for a colour that was measured.
    pub load: Option<Load>,
    /// The area's colour over the years; empty for a colour that was measured.
    pub over_years: Vec<HealedColor>,
    pub difference: DeltaE,
    /// Standard deviation of `difference` over all that is uncertain.
    pub uncertainty: DeltaE,
    /// Distance in Oklab × 100, for those who prefer it.
    pub oklab_difference: f64,
    pub direction: Difference,
    /// Mean cost over all that is uncertain, ΔE00 with darkness counted more.
    pub expected_cost: f64,
    /// How often this one turns out best of all recipes.
    pub probability_best: f64,
    /// It cannot be told from the first.
    pub is_too_close: bool,
    pub reason: String,
    pub cautions: Vec<Caution>,
}

/// The whole answer: the recipes of least expected cost first, and the doubts about the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    pub target: Target,
    pub matches: Vec<Match>,
    /// What tells the second and the third from the first, in words.
    pub apart: Vec<String>,
    /// How the first is built up; none if its dots are not known.
    pub plan: Option<SessionPlan>,
    pub cautions: Vec<Caution>,
}

/// A candidate and what becomes of it in each draw.
pub(super) struct Judged<'a> {
    pub candidate: Candidate<'a>,
    costs: Vec<f64>,
    pub expected: f64,
    best_count: usize,
    pub is_too_close: bool,
}

/// The `top` recipes of a catalog of least expected cost in this client's skin.
///
/// Each is given the coverage whose area comes nearest to the target; measuring, the model and healing then vary together
/// in the same [`draws`] for all. Ties are broken by id and then by dilution, so that the order depends neither on the
/// catalog's order nor on the run.
pub fn rank_recipes(
    target: &Target,
    client: &ClientSkin,
    catalog: &Catalog,
    practice: &Practice,
    top: usize,
) -> Recommendation {
    let mut competing = candidates(target, client, catalog, practice);
    competing.sort_by(by_nominal_cost);
    let lightest = competing.iter().map(|candidate| candidate.area.l).fold(f64::NEG_INFINITY, f64::max);
    competing.truncate(GLANCED.max(top));
    let mut judged = judge(target, client, practice, competing, top);
    let ranked = in_order(&mut judged, top);
    let count = |judged: &Judged| judged.best_count as f64 / judged.costs.len() as f64;
    let matches: Vec<Match> = (1..)
        .zip(&ranked)
        .map(|(rank, judged)| judged.to_match(rank, target, client, practice, count(judged)))
        .collect();
    let cautions = doubts_of_ranking(target, client, practice, &matches, lightest);
    let others = matches.iter().skip(1).take(2);
    let apart = matches.first().map_or_else(Vec::new, |first| others.map(|other| tell_apart(first, other)).collect());
    let plan = matches.first().and_then(|first| SessionPlan::of(first, client));
    Recommendation { target: *target, matches, apart, plan, cautions }
}

fn judge<'a>(
    target: &Target,
    client: &ClientSkin,
    practice: &Practice,
    mut candidates: Vec<Candidate<'a>>,
    at_least: usize,
) -> Vec<Judged<'a>> {
    // Neighbours share their shade's draws.
    candidates
        .sort_by(|p, q| p.key().cmp(&q.key()).then_with(|| p.recipe.water_parts.total_cmp(&q.recipe.water_parts)));
    let futures = Futures::of(target, client, practice);
    let kept = JUDGED.max(at_least);
    if candidates.len() > kept {
        let mut glanced: Vec<_> =
            futures.costs(&candidates, GLANCE).into_iter().map(|costs| mean(&costs)).zip(candidates).collect();
        glanced.sort_by(|(p, _), (q, _)| p.total_cmp(q));
        glanced.truncate(kept);
        candidates = glanced.into_iter().map(|(_, candidate)| candidate).collect();
        candidates.sort_by(|p, q| p.key().cmp(&q.key()));
    }
    let costs = futures.costs(&candidates, 1);
    let judged = |(candidate, costs): (Candidate<'a>, Vec<f64>)| {
        let expected = mean(&costs);
        Judged { candidate, costs, expected, best_count: 0, is_too_close: false }
    };
    let mut judged: Vec<Judged> = candidates.into_iter().zip(costs).map(judged).collect();
    count_best(&mut judged);
    judged
}

/// All ways in which the truth may differ, the same for every recipe.
struct Futures<'a> {
    client: &'a ClientSkin,
    draws: Vec<Draw>,
    depths: Vec<[f64; 3]>,
    reckoning: Costs<'a>,
}

impl<'a> Futures<'a> {
    fn of(target: &Target, client: &'a ClientSkin, practice: &'a Practice) -> Self {
        let draws = draws(target, client);
        let depths = draws.iter().map(|draw| client.depth_shares(draw.depth_sigmas)).collect();
        Self { client, draws, depths, reckoning: Costs { skin: client.lab, practice } }
    }

    /// What each candidate costs in each draw, or in every so many; shades stand together.
    fn costs(&self, candidates: &[Candidate], every: usize) -> Vec<Vec<f64>> {
        let of_a_shade = |shade: &[Candidate]| -> Vec<Vec<f64>> {
            let draws: Vec<_> = (0..self.draws.len()).step_by(every).collect();
            let id = shade.first().map_or("", |candidate| &candidate.shade.id);
            let of_shade: Vec<_> = draws.iter().map(|&i| self.draws[i].of_shade(id)).collect();
            let costs = |candidate: &Candidate| {
                let outlook = candidate.outlook(self.client);
                let cost = |(&i, of_shade): (&usize, &ShadeDraw)| {
                    candidate.cost(&outlook, &self.depths[i], &self.draws[i], of_shade, &self.reckoning)
                };
                draws.iter().zip(&of_shade).map(cost).collect()
            };
            shade.iter().map(costs).collect()
        };
        candidates.chunk_by(|p, q| p.key() == q.key()).flat_map(of_a_shade).collect()
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn count_best(judged: &mut [Judged]) {
    for draw in 0..judged.first().map_or(0, |first| first.costs.len()) {
        let best = judged.iter_mut().min_by(|p, q| p.costs[draw].total_cmp(&q.costs[draw]));
        best.into_iter().for_each(|best| best.best_count += 1);
    }
}

/// The lightest of those whose cost equals the least, again and again.
fn in_order<'a>(judged: &mut Vec<Judged<'a>>, top: usize) -> Vec<Judged<'a>> {
    judged.sort_by(|p, q| p.expected.total_cmp(&q.expected).then_with(|| by_nominal_cost(&p.candidate, &q.candidate)));
    let mut ranked: Vec<Judged> = Vec::new();
    while ranked.len() < top && !judged.is_empty() {
        let equal = judged.iter().take_while(|next| next.expected <= judged[0].expected + EQUAL_COST);
        let lightest = equal.enumerate().max_by(|(i, p), (j, q)| {
            p.candidate.lightness_rank().total_cmp(&q.candidate.lightness_rank()).then_with(|| j.cmp(i))
        });
        let mut next = judged.remove(lightest.map_or(0, |(index, _)| index));
        next.is_too_close = ranked
            .first()
            .is_some_and(|first| next.is_too_close_to(first) && ranked.iter().skip(1).all(|r| r.is_too_close));
        ranked.push(next);
    }
    ranked
}

fn by_nominal_cost(p: &Candidate, q: &Candidate) -> Ordering {
    let by_cost = p.nominal.total_cmp(&q.nominal).then_with(|| p.key().cmp(&q.key()));
    by_cost.then_with(|| p.recipe.water_parts.total_cmp(&q.recipe.water_parts))
}

impl Candidate<'_> {
    /// Larger is lighter: by the dot's pigment, else by the area.
    fn lightness_rank(&self) -> f64 {
        match self.effect {
            Effect::Predicted { healed, .. } => -healed.tau(),
            Effect::Measured => self.area.l - 100.0,
        }
    }
}

impl Judged<'_> {
    fn is_too_close_to(&self, first: &Judged) -> bool {
        if self.expected - first.expected <= EQUAL_COST {
            return true;
        }
        let better = self.costs.iter().zip(&first.costs).filter(|(own, first)| own < first).count();
        better as f64 > OFTEN_BETTER * self.costs.len() as f64
    }

    fn to_match(&self, rank: usize, target: &Target, client: &ClientSkin, practice: &Practice, best: f64) -> Match {
        let candidate = &self.candidate;
        let (shade, area) = (candidate.shade, candidate.area);
        let direction = Difference::between(target.lab, area);
        let load = match candidate.effect {
            Effect::Predicted { healed, .. } => Some(healed),
            Effect::Measured => None,
        };
        let treated = load.zip(candidate.dots());
        let healed = treated.map_or(area, |(load, dots)| client.dot(&load, &dots));
        let variance =
            self.costs.iter().map(|cost| (cost - self.expected).powi(2)).sum::<f64>() / self.costs.len() as f64;
        Match {
            rank,
            shade_id: shade.id.clone(),
            mixed_with: candidate.second.map(|second| second.id.clone()),
            name: candidate.name(),
            recipe: candidate.recipe,
            state: shade.state,
            provenance: shade.provenance.clone(),
            lab: area,
            healed,
            dots: candidate.dots(),
            load,
            over_years: treated.map_or_else(Vec::new, |(load, dots)| {
                healed_colors(client.hand(), load, |layer| client.usual().area(layer, &dots))
            }),
            difference: ciede2000(target.lab, area),
            uncertainty: DeltaE(variance.sqrt()),
            oklab_difference: oklab_distance(target.lab.to_oklab(), area.to_oklab()),
            direction,
            expected_cost: self.expected,
            probability_best: best,
            is_too_close: self.is_too_close,
            reason: describe(target.lab, area),
            cautions: doubts_of_match(candidate, client, practice, healed, direction),
        }
    }
}

impl Candidate<'_> {
    fn name(&self) -> String {
        match self.second {
            Some(second) => format!("{} and {}, half and half", self.shade.name, second.name),
            None => self.shade.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{SkinSource, TargetSource};
    use crate::pigment::{Composition, LadderStep, ProvenanceKind, Shade, shipped_catalog};

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);
    const STUBBLE: Lab = Lab::new(57.5, 7.6, 13.0);

    fn client() -> ClientSkin {
        ClientSkin::prepare(SKIN, SkinSource::Measured, &Practice::default().hand)
    }

    fn ranked(target: Lab, catalog: &Catalog, practice: &Practice) -> Vec<Match> {
        let (from, uncertainty) = (TargetSource::Stubble, DeltaE(0.5));
        let target = Target { lab: target, from, uncertainty, skin: Some(SKIN) };
        rank_recipes(&target, &client(), catalog, practice, 100).matches
    }

    fn shade(id: &str, composition: Option<Composition>, colors: &[(f64, Lab)]) -> Shade {
        let step = |&(water_parts, color): &(f64, Lab)| LadderStep { water_parts, color };
        Shade {
            id: id.into(),
            name: id.into(),
            family: "any".into(),
            state: State::Healed,
            color: None,
            ladder: colors.iter().map(step).collect(),
            on_skin: None,
            composition,
            provenance: Provenance { kind: ProvenanceKind::Measured, source: "test".into(), date: None },
            colorants: Vec::new(),
            notes: String::new(),
        }
    }

    fn catalog(shades: Vec<Shade>) -> Catalog {
        Catalog { name: "any".into(), shades }
    }

    #[test]
    fn of_equals_the_paler_comes_first() {
        let carbon = Composition { carbon: 1.0, brown: 0.0 };
        let steps = [(18.0, STUBBLE), (19.0, STUBBLE)];
        let first = &ranked(STUBBLE, &catalog(vec![shade("carbon", Some(carbon), &steps)]), &Practice::default())[0];
        assert_eq!(first.recipe.water_parts, 19.0);
    }

    #[test]
    fn darker_stubble_takes_more_pigment() {
        let amount = |target: Lab| {
            let first = ranked(target, &shipped_catalog(), &Practice::default()).remove(0);
            first.load.map_or(0.0, |load| load.tau()) * first.dots.map_or(0.0, |dots| dots.coverage())
        };
        let darkening = [60.5, 58.5, 56.5, 54.5].map(|l| amount(Lab { l, ..STUBBLE }));
        assert!(darkening.is_sorted_by(|less, more| less < more), "{darkening:?}");
    }

    #[test]
    fn of_two_measured_colors_as_far_from_the_target_the_lighter_wins() {
        let at = |l: f64| [(0.0, Lab { l: STUBBLE.l + l, ..STUBBLE })];
        let shades = vec![shade("darker", None, &at(-1.0)), shade("lighter", None, &at(1.0))];
        let ranked = ranked(STUBBLE, &catalog(shades), &Practice::default());
        assert_eq!(ranked[0].shade_id, "lighter");
        assert!(ranked[0].probability_best > 0.6, "{}", ranked[0].probability_best);
        assert_eq!((ranked[0].lab, ranked[0].dots), (Lab { l: STUBBLE.l + 1.0, ..STUBBLE }, None));
    }

    #[test]
    fn dots_stay_as_dense_as_follicles_can_be() {
        for target in [Lab { l: 30.0, ..STUBBLE }, SKIN, STUBBLE] {
            for ranked in ranked(target, &shipped_catalog(), &Practice::default()) {
                let per_cm2 = ranked.dots.expect("it is predicted").per_cm2();
                assert!((59.9..282.1).contains(&per_cm2), "{per_cm2}");
            }
        }
    }

    #[test]
    fn the_rank_follows_the_cost_but_for_equals() {
        let ranked = ranked(STUBBLE, &shipped_catalog(), &Practice::default());
        let costs: Vec<f64> = ranked.iter().map(|m| m.expected_cost).collect();
        assert!(costs.is_sorted_by(|before, after| before - EQUAL_COST <= *after), "{costs:?}");
    }
}
