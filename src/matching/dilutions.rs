use super::client_skin::ClientSkin;
use super::ranked::Match;
use crate::color::Lab;
use crate::pigment::{Recipe, WATER_RANGE, even_dilutions};

/// One dilution of a match's pigment, and the healed dot it leaves in this client's skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DilutionStep {
    pub recipe: Recipe,
    pub dot: Lab,
    pub is_chosen: bool,
}

impl ClientSkin {
    /// The ladder of a match's pigment from dark to light, even in lightness, with the match's own step in it; empty for
    /// a match that was measured and not predicted.
    pub fn dilutions_of(&self, chosen: &Match, steps: usize) -> Vec<DilutionStep> {
        let (Some(load), Some(dots)) = (chosen.load, chosen.dots) else { return Vec::new() };
        let dot = |recipe: Recipe| self.dot(&(load * (recipe.pigment_share() / chosen.recipe.pigment_share())), &dots);
        let mut waters = even_dilutions(steps, |water| dot(Recipe::diluted(water)).l);
        let own = chosen.recipe.water_to_one();
        // The step beside it gives way, so that the ladder stays as long.
        match waters.iter_mut().min_by(|p, q| (**p - own).abs().total_cmp(&(**q - own).abs())) {
            Some(nearest) if own >= f64::from(WATER_RANGE[0]) => *nearest = own,
            _ => waters.insert(0, own),
        }
        let step = |water: f64| {
            let recipe = Recipe::diluted(water);
            DilutionStep { recipe, dot: dot(recipe), is_chosen: water == own }
        };
        waters.into_iter().map(step).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::DeltaE;
    use crate::matching::{Person, Practice, Question, SkinSource, Target, rank_recipes};
    use crate::pigment::shipped_catalog;

    #[test]
    fn the_ladder_holds_the_choice_and_pales_with_water() {
        let (skin, practice) = (Lab::new(62.0, 9.0, 16.0), Practice::default());
        let client = ClientSkin::prepare(skin, SkinSource::Measured, &practice.hand);
        let stubble = Lab::new(55.0, 7.0, 12.0);
        let target = Target::measured(stubble, skin, DeltaE(0.3));
        let question = Question { target: &target, client: &client, practice: &practice, person: Person::default() };
        let first = rank_recipes(&question, &shipped_catalog(), 1).matches.remove(0);
        let ladder = client.dilutions_of(&first, 6);
        assert!(ladder.is_sorted_by(|paler, palest| paler.dot.l < palest.dot.l), "{ladder:?}");
        let chosen: Vec<_> = ladder.iter().filter(|step| step.is_chosen).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!((chosen[0].recipe, chosen[0].dot), (first.recipe, first.healed));
    }
}
