//! What a practitioner should know before she trusts a ranking or takes its first recipe.

use super::candidate::Effect;
use super::caution::MatchCaution;
use super::client_skin::{ClientSkin, SkinSource};
use super::judge::{Judged, LadderEnd};
use super::practice::Goal;
use super::question::Question;
use super::recommendation::Recommendation;
use super::target::{TargetSource, USUAL_STUBBLE_COVERAGE};
use super::verdict::Verdict;
use crate::color::{DeltaE, Difference, Lab, ciede2000};
use crate::pigment::{Basis, State};

/// Half of what is just noticeable; a shade this much darker than the target is named so.
const DARKER: f64 = 1.0;

/// A cast that is no longer acceptable on light skin, ΔE*ab 1.8 (skin-like silicone, measured).
const COOL_CAST: f64 = 1.8;

/// Fair enough to show a cast: tan skin begins below ITA° 28 (Chardon, Cretois and Hourseau 1991); on dark skin it is
/// invisible.
const FAIR_ITA_DEGREES: f64 = 28.0;

pub(super) fn doubts_of_match(
    judged: &Judged,
    question: &Question,
    healed: Lab,
    direction: Difference,
) -> Vec<MatchCaution> {
    let Question { client, person, .. } = *question;
    let candidate = &judged.candidate;
    let is_predicted = matches!(candidate.effect, Effect::Predicted { .. });
    let from_swatch = matches!(candidate.effect, Effect::Predicted { basis: Basis::Swatch, .. });
    let is_elsewhere = !is_predicted && candidate.shade.on_skin.is_none();
    let other_skin = candidate.shade.on_skin.filter(|_| !is_predicted).map(|skin| ciede2000(skin, client.lab));
    let on_practice_skin = candidate.shade.state == State::PracticeSkin && !is_predicted;
    let doubts = [
        (direction.lightness < -DARKER).then_some(MatchCaution::Darker { by: -direction.lightness }),
        on_practice_skin.then_some(MatchCaution::NotHealed),
        from_swatch.then_some(MatchCaution::FromSwatch),
        is_elsewhere.then_some(MatchCaution::MeasuredElsewhere),
        other_skin.filter(|away| away.0 > 1.0).map(|difference| MatchCaution::ReferenceSkin { difference }),
        is_predicted.then(|| cool_cast(healed, client.lab)).flatten(),
        judged.ladder_end.map(|end| MatchCaution::LadderEnd { is_darkest: end == LadderEnd::Darkest }),
        person.on_scar.then_some(MatchCaution::Scar),
        person.doubt_beside(healed),
    ];
    doubts.into_iter().flatten().collect()
}

/// How far a dot is bluer than the same fair skin in shade would be.
fn cool_cast(dot: Lab, skin: Lab) -> Option<MatchCaution> {
    if skin.ita_degrees() < FAIR_ITA_DEGREES {
        return None;
    }
    let dimmed = skin.to_xyz().map(|value| value * dot.to_xyz()[1] / skin.to_xyz()[1].max(1e-6));
    let shaded = Lab::from_xyz(dimmed);
    let difference = ciede2000(dot, shaded);
    let turned = (dot.hue_degrees() - shaded.hue_degrees() + 180.0).rem_euclid(360.0) - 180.0;
    let is_cooler = dot.b < shaded.b && difference.0 >= COOL_CAST;
    is_cooler.then_some(MatchCaution::CoolCast { difference, hue_degrees: turned })
}

fn hair_instead(client: &ClientSkin) -> MatchCaution {
    match client.source {
        SkinSource::Assumed => MatchCaution::TargetIsHair,
        SkinSource::Measured | SkinSource::Unmixed => {
            MatchCaution::StubbleEstimated { coverage: USUAL_STUBBLE_COVERAGE }
        }
    }
}

pub(super) fn doubts_of_ranking(question: &Question, answer: &Recommendation, lightest: f64) -> Vec<MatchCaution> {
    let Question { target, client, practice, person } = *question;
    let Some(best) = answer.matches.first() else {
        return vec![MatchCaution::NoShadeWithColor];
    };
    let equal = answer.first_group().count();
    let is_usual = !target.close_up.is_measured && practice.per_cm2.is_none() && practice.goal == Goal::ShavedLook;
    let too_light = target.lab.l - lightest;
    let resolvable = 2.0 * target.relative_uncertainty(client.source);
    let from_skin = ciede2000(target.lab, client.lab);
    let is_blurred = from_skin.0 < resolvable && client.source != SkinSource::Assumed;
    let doubts = [
        (target.from == TargetSource::Hair).then(|| hair_instead(client)),
        (client.source == SkinSource::Assumed).then_some(MatchCaution::SkinAssumed { lab: client.lab }),
        client.fit.is_hardly_skin().then_some(MatchCaution::HardlySkin { residual: client.fit.residual }),
        (too_light > 0.0).then_some(MatchCaution::LighterThanAnyRecipe { by: too_light }),
        (answer.verdict == Verdict::LeaveIt).then_some(MatchCaution::LeaveIt),
        (equal > 1).then_some(MatchCaution::TooCloseToCall { matches: equal }),
        is_usual.then_some(MatchCaution::UsualDensity),
        is_blurred.then_some(MatchCaution::BelowResolution { difference: from_skin, resolvable: DeltaE(resolvable) }),
        (answer.verdict == Verdict::NothingNear).then_some(MatchCaution::NothingNear { nearest: best.difference }),
        person.on_scar.then_some(MatchCaution::Scar),
    ];
    doubts.into_iter().flatten().chain(person.doubts()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{BrowTone, Brows, Person, Practice, Target, rank_recipes};
    use crate::pigment::{Load, shipped_catalog};
    use crate::skin::Dots;

    const FAIR: Lab = Lab::new(70.0, 6.0, 14.0);
    const DARK: Lab = Lab::new(32.0, 9.0, 13.0);

    fn client(skin: Lab) -> ClientSkin {
        ClientSkin::prepare(skin, SkinSource::Measured, &Practice::default().hand)
    }

    fn ranked(skin: Lab, target: Lab, practice: &Practice) -> Recommendation {
        let target = Target::measured(target, skin, DeltaE(0.5));
        let person = Person::default();
        rank_recipes(&Question { target: &target, client: &client(skin), practice, person }, &shipped_catalog(), 3)
    }

    fn kinds(cautions: &[MatchCaution]) -> Vec<&'static str> {
        cautions.iter().map(MatchCaution::kind).collect()
    }

    #[test]
    fn dark_carbon_is_cool_on_fair_skin_and_not_on_dark() {
        let load = Load { carbon_tau: 1.5, ..Load::default() };
        let cast = |skin: Lab| cool_cast(client(skin).dot(&load, &Dots::of_density(0.3, 150.0)), skin);
        let Some(MatchCaution::CoolCast { difference, .. }) = cast(FAIR) else { panic!("{:?}", cast(FAIR)) };
        assert!(difference.0 > 3.0, "{difference}");
        assert_eq!(cast(DARK), None);
    }

    #[test]
    fn stubble_paler_than_any_recipe_is_named_with_its_distance() {
        let answer = ranked(DARK, Lab { l: DARK.l + 3.0, ..DARK }, &Practice::default());
        let by = answer.cautions.iter().find_map(|caution| match caution {
            MatchCaution::LighterThanAnyRecipe { by } => Some(*by),
            _ => None,
        });
        assert!(by.is_some_and(|by| by > 3.0), "{:?}", answer.cautions);
        assert!(
            !kinds(&ranked(DARK, Lab { l: DARK.l - 2.0, ..DARK }, &Practice::default()).cautions)
                .contains(&"lighter_than_any_recipe")
        );
    }

    #[test]
    fn stubble_that_the_photo_cannot_tell_from_skin_is_named() {
        let near = ranked(FAIR, Lab { l: FAIR.l - 0.4, ..FAIR }, &Practice::default());
        assert!(kinds(&near.cautions).contains(&"below_resolution"), "{:?}", near.cautions);
        let far = ranked(FAIR, Lab { l: FAIR.l - 5.0, ..FAIR }, &Practice::default());
        assert!(!kinds(&far.cautions).contains(&"below_resolution"), "{:?}", far.cautions);
    }

    #[test]
    fn a_scar_is_named_beside_the_recipe_and_the_answer() {
        let target = Target::measured(Lab { l: FAIR.l - 3.0, ..FAIR }, FAIR, DeltaE(0.5));
        let person = Person { on_scar: true, ..Person::default() };
        let (client, practice) = (client(FAIR), Practice::default());
        let question = Question { target: &target, client: &client, practice: &practice, person };
        let answer = rank_recipes(&question, &shipped_catalog(), 3);
        assert!(kinds(&answer.cautions).contains(&"scar") && kinds(&answer.matches[0].cautions).contains(&"scar"));
    }

    #[test]
    fn a_tan_and_pale_brows_are_named_and_change_no_rank() {
        let (practice, client) = (Practice::default(), client(FAIR));
        let stubble = Lab { l: FAIR.l - 4.0, ..FAIR };
        let target = Target::measured(stubble, FAIR, DeltaE(0.5));
        let ranked = |person| {
            let question = Question { target: &target, client: &client, practice: &practice, person };
            rank_recipes(&question, &shipped_catalog(), 3)
        };
        let ranks = |answer: &Recommendation| answer.matches.iter().map(|one| one.recipe).collect::<Vec<_>>();
        let (plain, judged) = (
            ranked(Person::default()),
            Person { is_tanned: true, brows: Some(Brows::Judged(BrowTone::Paler)), on_scar: false },
        );
        let told = ranked(judged);
        assert_eq!(ranks(&plain), ranks(&told));
        let kinds_told = kinds(&told.cautions);
        assert!(kinds_told.contains(&"tanned") && kinds_told.contains(&"pale_brows"), "{kinds_told:?}");
        assert!(!kinds(&plain.cautions).contains(&"pale_brows"));
        let blond = Person { brows: Some(Brows::Measured(Lab::new(74.0, 4.0, 18.0))), ..Person::default() };
        let measured = ranked(blond);
        let best = &measured.matches[0];
        let pale = best.cautions.iter().find_map(|caution| match caution {
            MatchCaution::PaleBrows { by } => *by,
            _ => None,
        });
        assert_eq!(pale, Some(74.0 - best.healed.l));
    }
}
