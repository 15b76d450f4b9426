use std::cmp::Ordering;

use super::reason::describe;
use super::target::{Target, TargetSource};
use crate::caution::Caution;
use crate::color::{DeltaE, Difference, Lab, ciede2000, oklab_distance};
use crate::pigment::{Catalog, Provenance, Recipe, Shade, State};

/// A nearest shade further away than this is no answer: anybody sees the difference (our choice).
const NOTHING_NEAR: f64 = 6.0;

/// Half of what is just noticeable; a shade this much darker than the target is named so.
const DARKER: f64 = 1.0;

/// One ranked answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Counted from 1.
    pub rank: usize,
    pub shade_id: String,
    pub name: String,
    pub recipe: Recipe,
    pub state: State,
    pub provenance: Provenance,
    pub lab: Lab,
    pub difference: DeltaE,
    /// Distance in Oklab × 100, for those who prefer it.
    pub oklab_difference: f64,
    pub direction: Difference,
    pub reason: String,
    pub cautions: Vec<Caution>,
}

/// The whole answer: the nearest recipes, nearest first, and the doubts about the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    pub target: Target,
    pub matches: Vec<Match>,
    pub cautions: Vec<Caution>,
}

struct Candidate<'a> {
    shade: &'a Shade,
    recipe: Recipe,
    lab: Lab,
    difference: DeltaE,
}

/// The `top` recipes of a catalog nearest to the target, by CIEDE2000.
///
/// Of a family computed in several reference skins only those in the skin nearest to the client's compete. Ties are
/// broken by id and then by dilution, so that the order depends neither on the catalog's order nor on the run.
pub fn rank_recipes(target: &Target, catalog: &Catalog, top: usize) -> Recommendation {
    let mut candidates = candidates(target, catalog);
    let kept = top.min(candidates.len());
    if kept < candidates.len() {
        candidates.select_nth_unstable_by(kept, compare);
        candidates.truncate(kept);
    }
    candidates.sort_by(compare);
    let cautions = doubts(target, &candidates);
    let matches =
        candidates.iter().enumerate().map(|(index, candidate)| candidate.to_match(index + 1, target)).collect();
    Recommendation { target: *target, matches, cautions }
}

fn candidates<'a>(target: &Target, catalog: &'a Catalog) -> Vec<Candidate<'a>> {
    let skin = nearest_reference_skin(target, catalog);
    let competing =
        catalog.shades.iter().filter(|shade| shade.on_skin.is_none() || skin.is_none() || shade.on_skin == skin);
    competing
        .flat_map(|shade| shade.recipes().map(move |(recipe, lab)| (shade, recipe, lab)))
        .map(|(shade, recipe, lab)| Candidate { shade, recipe, lab, difference: ciede2000(target.lab, lab) })
        .collect()
}

fn nearest_reference_skin(target: &Target, catalog: &Catalog) -> Option<Lab> {
    let skin = target.skin?;
    let references = catalog.shades.iter().filter_map(|shade| Some((ciede2000(skin, shade.on_skin?).0, shade)));
    let nearest = references.min_by(|(p, shade), (q, other)| p.total_cmp(q).then_with(|| shade.id.cmp(&other.id)));
    nearest.and_then(|(_, shade)| shade.on_skin)
}

fn compare(p: &Candidate, q: &Candidate) -> Ordering {
    let by_difference = p.difference.0.total_cmp(&q.difference.0);
    let by_id = by_difference.then_with(|| p.shade.id.cmp(&q.shade.id));
    by_id.then_with(|| p.recipe.water_parts.total_cmp(&q.recipe.water_parts))
}

impl Candidate<'_> {
    fn to_match(&self, rank: usize, target: &Target) -> Match {
        let direction = Difference::between(target.lab, self.lab);
        Match {
            rank,
            shade_id: self.shade.id.clone(),
            name: self.shade.name.clone(),
            recipe: self.recipe,
            state: self.shade.state,
            provenance: self.shade.provenance.clone(),
            lab: self.lab,
            difference: self.difference,
            oklab_difference: oklab_distance(target.lab.to_oklab(), self.lab.to_oklab()),
            direction,
            reason: describe(target.lab, self.lab),
            cautions: self.cautions(target, direction),
        }
    }

    fn cautions(&self, target: &Target, direction: Difference) -> Vec<Caution> {
        let not_healed = !matches!(self.shade.state, State::Healed | State::Computed);
        let reference_skin = self.shade.on_skin.zip(target.skin).map(|(on, skin)| ciede2000(on, skin));
        let doubts = [
            (direction.lightness < -DARKER).then_some(Caution::Darker { by: -direction.lightness }),
            not_healed.then_some(Caution::NotHealed),
            reference_skin.filter(|away| away.0 > 1.0).map(|difference| Caution::ReferenceSkin { difference }),
        ];
        doubts.into_iter().flatten().collect()
    }
}

fn doubts(target: &Target, ranked: &[Candidate]) -> Vec<Caution> {
    let Some(best) = ranked.first() else {
        return vec![Caution::NoShadeWithColor];
    };
    let within = best.difference.0 + target.uncertainty.0;
    let equal = ranked.iter().take_while(|candidate| candidate.difference.0 <= within).count();
    let doubts = [
        (target.from == TargetSource::Hair).then_some(Caution::TargetIsHair),
        (equal > 1).then_some(Caution::TooCloseToCall { matches: equal }),
        (best.difference.0 > NOTHING_NEAR).then_some(Caution::NothingNear { nearest: best.difference }),
    ];
    doubts.into_iter().flatten().collect()
}
