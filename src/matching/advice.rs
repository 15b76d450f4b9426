//! What a practitioner should know before she trusts a ranking or takes its first recipe.

use super::candidate::{Candidate, Effect};
use super::client_skin::{ClientSkin, SkinSource};
use super::practice::Practice;
use super::rank::Match;
use super::target::{Target, TargetSource};
use crate::caution::Caution;
use crate::color::{DeltaE, Difference, Lab, ciede2000};
use crate::pigment::{Basis, State};

/// A nearest shade further away than this is no answer: anybody sees the difference (our choice).
const NOTHING_NEAR: f64 = 6.0;

/// Half of what is just noticeable; a shade this much darker than the target is named so.
const DARKER: f64 = 1.0;

/// A cast that is no longer acceptable on light skin, ΔE*ab 1.8 (skin-like silicone, measured).
const COOL_CAST: f64 = 1.8;

pub(super) fn doubts_of_match(
    candidate: &Candidate,
    client: &ClientSkin,
    practice: &Practice,
    healed: Lab,
    direction: Difference,
) -> Vec<Caution> {
    let is_predicted = matches!(candidate.effect, Effect::Predicted { .. });
    let from_swatch = matches!(candidate.effect, Effect::Predicted { basis: Basis::Swatch, .. });
    let is_elsewhere = !is_predicted && candidate.shade.on_skin.is_none();
    let other_skin = candidate.shade.on_skin.filter(|_| !is_predicted).map(|skin| ciede2000(skin, client.lab));
    let on_practice_skin = candidate.shade.state == State::PracticeSkin && !is_predicted;
    let doubts = [
        (direction.lightness < -DARKER).then_some(Caution::Darker { by: -direction.lightness }),
        on_practice_skin.then_some(Caution::NotHealed),
        from_swatch.then_some(Caution::FromSwatch),
        is_elsewhere.then_some(Caution::MeasuredElsewhere),
        other_skin.filter(|away| away.0 > 1.0).map(|difference| Caution::ReferenceSkin { difference }),
        is_predicted.then(|| cool_cast(healed, client.lab)).flatten(),
        practice.on_scar.then_some(Caution::Scar),
    ];
    doubts.into_iter().flatten().collect()
}

/// How far a dot is bluer than the same skin in shade would be.
fn cool_cast(dot: Lab, skin: Lab) -> Option<Caution> {
    let dimmed = skin.to_xyz().map(|value| value * dot.to_xyz()[1] / skin.to_xyz()[1].max(1e-6));
    let shaded = Lab::from_xyz(dimmed);
    let difference = ciede2000(dot, shaded);
    let turned = (dot.hue_degrees() - shaded.hue_degrees() + 180.0).rem_euclid(360.0) - 180.0;
    let is_cooler = dot.b < shaded.b && difference.0 >= COOL_CAST;
    is_cooler.then_some(Caution::CoolCast { difference, hue_degrees: turned })
}

pub(super) fn doubts_of_ranking(
    target: &Target,
    client: &ClientSkin,
    practice: &Practice,
    matches: &[Match],
    lightest: f64,
) -> Vec<Caution> {
    let Some(best) = matches.first() else {
        return vec![Caution::NoShadeWithColor];
    };
    let equal = matches.iter().skip(1).take_while(|next| next.is_too_close).count();
    let too_light = target.lab.l - lightest;
    let resolvable = 2.0 * target.relative_uncertainty(client.source);
    let from_skin = ciede2000(target.lab, client.lab);
    let is_blurred = from_skin.0 < resolvable && client.source != SkinSource::Assumed;
    let doubts = [
        (target.from == TargetSource::Hair).then_some(Caution::TargetIsHair),
        (client.source == SkinSource::Assumed).then_some(Caution::SkinAssumed { lab: client.lab }),
        client.fit.is_hardly_skin().then_some(Caution::HardlySkin { residual: client.fit.residual }),
        (too_light > 0.0).then_some(Caution::LighterThanAnyRecipe { by: too_light }),
        (equal > 0).then_some(Caution::TooCloseToCall { matches: equal + 1 }),
        is_blurred.then_some(Caution::BelowResolution { difference: from_skin, resolvable: DeltaE(resolvable) }),
        (best.difference.0 > NOTHING_NEAR).then_some(Caution::NothingNear { nearest: best.difference }),
        practice.on_scar.then_some(Caution::Scar),
    ];
    doubts.into_iter().flatten().collect()
}
