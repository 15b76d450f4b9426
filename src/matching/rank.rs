use super::advice::{doubts_of_match, doubts_of_ranking};
use super::candidate::{Effect, candidates};
use super::close_up::Known;
use super::judge::{Judged, Judgement, judge};
use super::plan::SessionPlan;
use super::question::Question;
use super::ranked::Match;
use super::reason::{describe, tell_apart};
use super::recommendation::Recommendation;
use super::sight::Sight;
use super::verdict::Verdict;
use crate::color::{DeltaE, Difference, ciede2000, oklab_distance};
use crate::pigment::{Catalog, healed_colors};

/// The best recipes of the `top` pigments of a catalog in this client's skin, each with its dots.
///
/// Seen across a room the area's colour has to match, seen in the mirror the grain: what both cost is weighed as the practice
/// says, and measuring, the model, the hand and healing then vary together in the same draws for all. Ties are broken by id
/// and then by dilution, so that the order depends neither on the catalog's order nor on the run.
pub fn rank_recipes(question: &Question, catalog: &Catalog, top: usize) -> Recommendation {
    let sight = Sight::of(question);
    let candidates = candidates(&sight, catalog);
    let lightest = candidates.iter().flatten().map(|candidate| candidate.lightest).fold(f64::NEG_INFINITY, f64::max);
    let Judgement { judged, probabilities, untreated_cost } = judge(&sight, candidates, top);
    let matches: Vec<Match> =
        (1..).zip(judged.iter().take(top)).map(|(rank, judged)| to_match(judged, rank, question)).collect();
    let others = matches.iter().skip(1).take(2);
    let apart = matches.first().map_or_else(Vec::new, |first| others.map(|other| tell_apart(first, other)).collect());
    let plan = matches.first().and_then(|first| SessionPlan::of(first, question.client));
    let grain = Known { value: sight.aim.look.grain, ..question.target.close_up.grain };
    let mut answer = Recommendation {
        target: *question.target,
        grain,
        matches,
        group_probabilities: probabilities,
        untreated_cost,
        verdict: Verdict::Treat,
        apart,
        plan,
        cautions: Vec::new(),
    };
    answer.verdict = answer.verdict_in(question.client.source);
    answer.cautions = doubts_of_ranking(question, &answer, lightest);
    answer
}

fn to_match(judged: &Judged, rank: usize, question: &Question) -> Match {
    let Question { target, client, .. } = *question;
    let candidate = &judged.candidate;
    let (shade, area) = (candidate.shade, candidate.look.area);
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
        pigments: candidate.pigments().map(|shade| shade.name.clone()).collect(),
        recipe: candidate.recipe,
        water_range: judged.water_range,
        ladder_end: judged.ladder_end,
        grain: candidate.look.grain,
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
        group: judged.group,
        reason: describe(target.lab, area),
        cautions: doubts_of_match(judged, question, healed, direction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;
    use crate::matching::{ClientSkin, Goal, Looks, Person, Practice, SkinSource, Target};
    use crate::pigment::{Composition, Hand, LadderStep, Provenance, ProvenanceKind, Shade, State, shipped_catalog};

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);
    const STUBBLE: Lab = Lab::new(57.5, 7.6, 13.0);

    fn client() -> ClientSkin {
        ClientSkin::prepare(SKIN, SkinSource::Measured, &Practice::default().hand)
    }

    fn ranked(target: Lab, catalog: &Catalog, practice: &Practice) -> Vec<Match> {
        let target = Target::measured(target, SKIN, DeltaE(0.5));
        let question = Question { target: &target, client: &client(), practice, person: Person::default() };
        rank_recipes(&question, catalog, 100).matches
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
    fn a_pigment_stands_once_with_its_best_dilution_and_its_range() {
        let ranked = ranked(STUBBLE, &shipped_catalog(), &Practice::default());
        let known = shipped_catalog().shades.iter().filter(|shade| shade.stock().is_some()).count();
        assert_eq!(ranked.len(), known);
        for one in &ranked {
            let [from, to] = one.water_range.expect("it has a ladder");
            assert!(from <= one.recipe.water_parts && one.recipe.water_parts <= to && from < to, "{one:?}");
        }
    }

    #[test]
    fn the_pigments_of_a_recipe_come_from_the_catalog_and_not_from_its_name() {
        let composed = |id: &str, name: &str, carbon: f64| {
            let composition = Some(Composition { carbon, brown: 1.0 - carbon });
            Shade { name: name.into(), ..shade(id, composition, &[(12.0, STUBBLE), (18.0, STUBBLE)]) }
        };
        let shades = vec![composed("a", "Black and umber", 0.8), composed("b", "Sand, half and half", 0.4)];
        let practice = Practice { mixes: true, ..Practice::default() };
        for one in ranked(STUBBLE, &catalog(shades), &practice) {
            let expected: &[&str] = match (one.shade_id.as_str(), &one.mixed_with) {
                (_, Some(_)) => &["Black and umber", "Sand, half and half"],
                ("a", None) => &["Black and umber"],
                _ => &["Sand, half and half"],
            };
            assert_eq!(one.pigments, expected);
        }
    }

    #[test]
    fn a_surer_hand_is_surer_and_has_a_narrower_range() {
        let of = |retained_sigma: f64| {
            let practice = Practice { hand: Hand { retained_sigma, ..Hand::default() }, ..Practice::default() };
            let client = ClientSkin::prepare(SKIN, SkinSource::Measured, &practice.hand);
            let target = Target::measured(STUBBLE, SKIN, DeltaE(0.3));
            let person = Person::default();
            let question = Question { target: &target, client: &client, practice: &practice, person };
            let first = rank_recipes(&question, &shipped_catalog(), 1).matches.remove(0);
            (first.uncertainty.0, first.water_range.map_or(0.0, |[from, to]| to / from))
        };
        let (sure, unsure) = (of(0.02), of(0.8));
        assert!(sure.0 < 0.9 * unsure.0 && sure.1 < unsure.1, "{sure:?} {unsure:?}");
    }

    #[test]
    fn groups_are_in_the_order_of_their_probability_and_add_up() {
        let target = Target::measured(STUBBLE, SKIN, DeltaE(0.3));
        let (client, practice) = (client(), Practice::default());
        let question = Question { target: &target, client: &client, practice: &practice, person: Person::default() };
        let answer = rank_recipes(&question, &shipped_catalog(), 100);
        assert!(answer.group_probabilities.is_sorted_by(|more, less| more >= less));
        assert!((answer.group_probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(answer.matches.is_sorted_by(|one, next| one.group <= next.group));
        for group in 1..=answer.group_probabilities.len() {
            let of_group = answer.matches.iter().filter(|one| one.group == group);
            let sum: f64 = of_group.map(|one| one.probability_best).sum();
            assert!((sum - answer.group_probabilities[group - 1]).abs() < 1e-9);
        }
    }

    #[test]
    fn coarser_stubble_takes_fewer_and_stronger_dots() {
        let answer = |grain: f64| {
            let mut target = Target::measured(STUBBLE, SKIN, DeltaE(0.3));
            target.close_up.grain = Known { value: grain, log_sigma: 0.1 };
            let looks = Looks { mirror_weight: 1.0, density_weight: 0.25, ..Looks::default() };
            let (client, practice) = (client(), Practice { looks, ..Practice::default() });
            let question =
                Question { target: &target, client: &client, practice: &practice, person: Person::default() };
            rank_recipes(&question, &shipped_catalog(), 1).matches.remove(0)
        };
        let (fine, coarse) = (answer(1.0), answer(3.0));
        let per_cm2 = |one: &Match| one.dots.map_or(0.0, |dots| dots.per_cm2());
        assert!(per_cm2(&coarse) < 0.8 * per_cm2(&fine), "{} {}", per_cm2(&coarse), per_cm2(&fine));
        assert!(coarse.recipe.water_parts < fine.recipe.water_parts && coarse.grain > fine.grain);
    }

    #[test]
    fn dots_that_the_practitioner_chose_are_kept_and_the_dilution_follows() {
        let with = |per_cm2: f64| {
            let practice = Practice { per_cm2: Some(per_cm2), ..Practice::default() };
            ranked(STUBBLE, &shipped_catalog(), &practice).remove(0)
        };
        let (few, many) = (with(90.0), with(180.0));
        assert!(
            (few.dots.unwrap().per_cm2() - 90.0).abs() < 1e-6 && (many.dots.unwrap().per_cm2() - 180.0).abs() < 1e-6
        );
        assert!(few.recipe.water_parts < many.recipe.water_parts, "{:?} {:?}", few.recipe, many.recipe);
    }

    #[test]
    fn of_pigments_that_cannot_be_told_apart_the_palest_comes_first() {
        let carbon = |carbon: f64| Some(Composition { carbon, brown: 0.0 });
        let strong = shade("a", carbon(1.0), &[(12.0, STUBBLE), (18.0, STUBBLE)]);
        let weak = shade("b", carbon(0.98), &[(12.0, STUBBLE), (18.0, STUBBLE)]);
        let ranked = ranked(STUBBLE, &catalog(vec![strong, weak]), &Practice::default());
        let tau = |one: &Match| one.load.map_or(0.0, |load| load.tau());
        assert_eq!((ranked[0].group, ranked[1].group), (1, 1));
        assert!(tau(&ranked[0]) < tau(&ranked[1]), "{ranked:?}");
    }

    #[test]
    fn lighter_than_the_stubble_is_kept_lighter() {
        let with = |lighter_by: f64| {
            let practice = Practice { lighter_by, ..Practice::default() };
            ranked(STUBBLE, &shipped_catalog(), &practice).remove(0).lab.l
        };
        assert!(with(1.5) > with(0.0) + 0.7, "{} {}", with(1.5), with(0.0));
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
        // From afar alone: in the mirror the darker one has more grain.
        let practice = Practice { goal: Goal::BetweenHair, ..Practice::default() };
        let ranked = ranked(STUBBLE, &catalog(shades), &practice);
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
}
