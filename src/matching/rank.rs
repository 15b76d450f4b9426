use super::advice::{doubts_of_match, doubts_of_ranking};
use super::candidate::{Effect, candidates};
use super::judge::{Judged, judge};
use super::plan::SessionPlan;
use super::question::Question;
use super::reason::{describe, tell_apart};
use super::target::Target;
use crate::caution::Caution;
use crate::color::{DeltaE, Difference, Lab, ciede2000, oklab_distance};
use crate::pigment::{Catalog, HealedColor, Load, Provenance, Recipe, State, healed_colors};
use crate::skin::Dots;

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
    /// Standard deviation of the cost over all that is uncertain.
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

/// The `top` recipes of a catalog of least expected cost in this client's skin.
///
/// Each is given the coverage whose area comes nearest to the target; measuring, the model and healing then vary together
/// in the same draws for all. Ties are broken by id and then by dilution, so that the order depends neither on the
/// catalog's order nor on the run.
pub fn rank_recipes(question: &Question, catalog: &Catalog, top: usize) -> Recommendation {
    let candidates = candidates(question, catalog);
    let lightest = candidates.iter().map(|candidate| candidate.lightest).fold(f64::NEG_INFINITY, f64::max);
    let judged = judge(question, candidates, top);
    let matches: Vec<Match> = (1..).zip(&judged).map(|(rank, judged)| to_match(judged, rank, question)).collect();
    let others = matches.iter().skip(1).take(2);
    let apart = matches.first().map_or_else(Vec::new, |first| others.map(|other| tell_apart(first, other)).collect());
    let plan = matches.first().and_then(|first| SessionPlan::of(first, question.client));
    let cautions = doubts_of_ranking(question, &matches, lightest);
    Recommendation { target: *question.target, matches, apart, plan, cautions }
}

fn to_match(judged: &Judged, rank: usize, question: &Question) -> Match {
    let Question { target, client, .. } = *question;
    let candidate = &judged.candidate;
    let (shade, area) = (candidate.shade, candidate.area);
    let direction = Difference::between(target.lab, area);
    let treated = match candidate.effect {
        Effect::Predicted { healed, dots, .. } => Some((healed, dots)),
        Effect::Measured => None,
    };
    let healed = treated.map_or(area, |(load, dots)| client.dot(&load, &dots));
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
        dots: treated.map(|(_, dots)| dots),
        load: treated.map(|(load, _)| load),
        over_years: treated.map_or_else(Vec::new, |(load, dots)| {
            healed_colors(client.hand(), load, &dots, |layer, dots| client.usual().area(layer, dots))
        }),
        difference: ciede2000(target.lab, area),
        uncertainty: DeltaE(judged.cost_deviation()),
        oklab_difference: oklab_distance(target.lab.to_oklab(), area.to_oklab()),
        direction,
        expected_cost: judged.expected_cost,
        probability_best: judged.probability_best,
        is_too_close: judged.is_too_close,
        reason: describe(target.lab, area),
        cautions: doubts_of_match(candidate, question, healed, direction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::judge::EQUAL_COST;
    use crate::matching::{ClientSkin, Person, Practice, SkinSource, TargetSource};
    use crate::pigment::{Composition, LadderStep, ProvenanceKind, Shade, shipped_catalog};

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);
    const STUBBLE: Lab = Lab::new(57.5, 7.6, 13.0);

    fn client() -> ClientSkin {
        ClientSkin::prepare(SKIN, SkinSource::Measured, &Practice::default().hand)
    }

    fn ranked(target: Lab, catalog: &Catalog, practice: &Practice) -> Vec<Match> {
        let (from, uncertainty) = (TargetSource::Stubble, DeltaE(0.5));
        let target = Target { lab: target, from, uncertainty, skin: Some(SKIN), darkening: None };
        rank_recipes(
            &Question { target: &target, client: &client(), practice, person: Person::default() },
            catalog,
            100,
        )
        .matches
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
