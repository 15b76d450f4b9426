use std::fmt;

use serde::Serialize;

use super::client_skin::ClientSkin;
use super::practice::PLAUSIBLE_PER_CM2;
use super::ranked::Match;
use crate::color::Lab;
use crate::pigment::{HEALED_WEEKS, Load, Recipe, WATER_RANGE};
use crate::skin::Dots;

/// Half of the dots come first, in a paler dilution; what still lacks at the end is a tenth (our choice: practitioners
/// work in two to four sittings at least a week apart, each a little darker).
const FOUNDATION_SHARE: f64 = 0.5;
const REFINEMENT_SHARE: f64 = 0.1;
/// Water of the first sitting beside the recipe's own.
const PALER: f64 = 1.5;
const WEEKS_BETWEEN: f64 = 1.0;

/// The sittings in which a recipe is built up, lighter first.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionPlan {
    pub sittings: Vec<Sitting>,
}

/// One sitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sitting {
    pub stage: Stage,
    pub recipe: Recipe,
    /// Dots to set in it.
    pub per_cm2: f64,
    /// The area once all dots so far have healed.
    pub area: Lab,
    pub weeks_after_last: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Foundation,
    Density,
    Refinement,
}

impl SessionPlan {
    /// How to build up a match; none for one whose dots are not known.
    pub fn of(planned: &Match, client: &ClientSkin) -> Option<Self> {
        let (load, dots) = (planned.load?, planned.dots?);
        let paler = paler(planned.recipe);
        let first = load * (paler.pigment_share() / planned.recipe.pigment_share());
        let placed = [(first, FOUNDATION_SHARE), (load, 1.0 - FOUNDATION_SHARE), (load, REFINEMENT_SHARE)];
        let recipes = [paler, planned.recipe, planned.recipe];
        let stages = [Stage::Foundation, Stage::Density, Stage::Refinement];
        let weeks = [0.0, WEEKS_BETWEEN, HEALED_WEEKS];
        let sitting = |number: usize| Sitting {
            stage: stages[number],
            recipe: recipes[number],
            per_cm2: placed[number].1 * dots.per_cm2(),
            area: area_after(&placed[..=number], &dots, client),
            weeks_after_last: weeks[number],
        };
        Some(Self { sittings: (0..stages.len()).map(sitting).collect() })
    }
}

/// Dots of different loads look from afar as that many dots of their mean load.
fn area_after(placed: &[(Load, f64)], planned: &Dots, client: &ClientSkin) -> Lab {
    let share: f64 = placed.iter().map(|(_, share)| share).sum();
    let sum = placed.iter().map(|(load, share)| *load * *share).fold(Load::default(), |sum, load| sum + load);
    let per_cm2 = (share * planned.per_cm2()).min(PLAUSIBLE_PER_CM2[1]);
    client.area(&(sum * (1.0 / share)), &Dots::of_density(planned.diameter_mm, per_cm2))
}

fn paler(recipe: Recipe) -> Recipe {
    let water_parts = (recipe.water_parts * PALER).round().min(f64::from(WATER_RANGE[1])).max(recipe.water_parts);
    Recipe { water_parts, ..recipe }
}

impl fmt::Display for Sitting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stage, recipe, per_cm2, weeks_after_last, .. } = self;
        write!(f, "{stage}: {recipe}, {per_cm2:.0} dots on a cm²")?;
        match stage {
            Stage::Foundation => Ok(()),
            Stage::Density => write!(f, ", {weeks_after_last:.0} week later at the earliest"),
            Stage::Refinement => {
                write!(f, " only where it is still lighter than the stubble, {weeks_after_last:.0} weeks later, healed")
            }
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foundation => "Foundation",
            Self::Density => "Density",
            Self::Refinement => "Refinement",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::DeltaE;
    use crate::matching::{Person, Practice, Question, SkinSource, Target, rank_recipes};
    use crate::pigment::shipped_catalog;

    fn plan(target: Lab) -> (Match, SessionPlan) {
        let (skin, practice) = (Lab::new(62.0, 9.0, 16.0), Practice::default());
        let client = ClientSkin::prepare(skin, SkinSource::Measured, &practice.hand);
        let target = Target::measured(target, skin, DeltaE(0.3));
        let question = Question { target: &target, client: &client, practice: &practice, person: Person::default() };
        let first = rank_recipes(&question, &shipped_catalog(), 1).matches.remove(0);
        let plan = SessionPlan::of(&first, &client).expect("it was predicted");
        (first, plan)
    }

    #[test]
    fn every_sitting_darkens_and_the_first_is_the_palest() {
        let (first, plan) = plan(Lab::new(54.0, 6.5, 11.0));
        assert!(plan.sittings.is_sorted_by(|before, after| before.area.l > after.area.l), "{plan:#?}");
        assert!(plan.sittings[0].recipe.water_parts > first.recipe.water_parts, "{plan:#?}");
        let density = plan.sittings[0].per_cm2 + plan.sittings[1].per_cm2;
        assert!((density / first.dots.unwrap().per_cm2() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn before_refinement_nothing_is_darker_than_planned() {
        let (first, plan) = plan(Lab::new(56.0, 7.0, 12.0));
        assert!(plan.sittings[1].area.l >= first.lab.l, "{plan:#?}");
    }

    #[test]
    fn a_sitting_is_told_in_words() {
        let sitting = Sitting {
            stage: Stage::Density,
            recipe: Recipe::diluted(12.0),
            per_cm2: 70.0,
            area: Lab::default(),
            weeks_after_last: 1.0,
        };
        let told = "Density: 12 water : 1 pigment, 70 dots on a cm², 1 week later at the earliest";
        assert_eq!(sitting.to_string(), told);
    }
}
