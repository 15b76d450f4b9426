use super::Session;
use super::effect::Effect;
use crate::matching::{Match, RecipeId};

/// The recipe that is decided for, or the first of the ranking while none is.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    pub ranked: &'a Match,
    /// Its place among the ranked recipes, from 0.
    pub index: usize,
    /// What was decided for and is no longer ranked so; none while the decision stands or none was made.
    pub overtaken: Option<&'a RecipeId>,
}

impl Session {
    /// The decision as the ranking has it now: the recipe itself, else its pigment in another dilution, else the first.
    /// `None` while nothing is ranked.
    pub fn chosen(&self) -> Option<Chosen<'_>> {
        let matches = &self.recommendation()?.matches;
        let chosen = self.consultation.chosen.as_ref();
        let index = chosen.and_then(|id| place_of(matches, id)).unwrap_or_default();
        let ranked = matches.get(index)?;
        Some(Chosen { ranked, index, overtaken: chosen.filter(|id| ranked.id() != **id) })
    }

    /// Decides for a recipe, in one step. It comes with its own dots, unless those of the preview were set by hand.
    pub(super) fn choose_recipe(&mut self, id: RecipeId) -> Vec<Effect> {
        let before = self.chosen().and_then(|chosen| chosen.ranked.dots);
        let matches = self.recommendation().map(|found| found.matches.as_slice()).unwrap_or_default();
        let Some(after) = matches.iter().find(|one| one.id() == id).map(|one| one.dots) else { return Vec::new() };
        if self.consultation.chosen.as_ref() == Some(&id) {
            return Vec::new();
        }
        self.record("Choose recipe", |consultation| {
            consultation.chosen = Some(id);
            if let (Some(treatment), Some(before), Some(after)) = (&mut consultation.treatment, before, after)
                && treatment.has_dots(&before)
            {
                (treatment.dot_diameter_mm, treatment.density_per_cm2) = (after.diameter_mm, after.per_cm2());
            }
        });
        Vec::new()
    }
}

/// Where a recipe is ranked, else its pigment in another dilution.
fn place_of(matches: &[Match], id: &RecipeId) -> Option<usize> {
    let exactly = matches.iter().position(|one| one.id() == *id);
    exactly.or_else(|| matches.iter().position(|one| one.is_of_pigment(id)))
}
