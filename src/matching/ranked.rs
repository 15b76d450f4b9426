use serde::{Deserialize, Serialize};

use super::caution::MatchCaution;
use super::judge::LadderEnd;
use crate::color::{DeltaE, Difference, Lab};
use crate::pigment::{HealedColor, Load, Provenance, Recipe, State};
use crate::skin::Dots;

/// One ranked answer: the best recipe of a pigment.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Counted from 1.
    pub rank: usize,
    pub shade_id: String,
    /// The other half of the pigment in a mix.
    pub mixed_with: Option<String>,
    pub name: String,
    /// The names of the pigments that go into it, one or two.
    pub pigments: Vec<String>,
    pub recipe: Recipe,
    /// The fewest and the most parts of water to one of pigment between which the best dilution lies in 95 of 100 ways in
    /// which the truth may differ, most of it what the hand leaves; none for a pigment without a ladder.
    pub water_range: Option<[f64; 2]>,
    /// The end of its ladder that is recommended and best in most futures, so that a longer ladder might do better.
    pub ladder_end: Option<LadderEnd>,
    /// Standard deviation of L* that its dots add to the skin's own, as seen in the mirror.
    pub grain: f64,
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
    /// How often this pigment turns out best of all, each in its best dilution.
    pub probability_best: f64,
    /// Counted from 1 by their probability; the pigments of a group can't be told apart.
    pub group: usize,
    pub reason: String,
    pub cautions: Vec<MatchCaution>,
}

/// Which recipe it is, whatever its rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipeId {
    pub shade: String,
    /// The other half of the pigment in a mix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mixed_with: Option<String>,
    pub dilution: Recipe,
}

impl Match {
    pub fn id(&self) -> RecipeId {
        RecipeId { shade: self.shade_id.clone(), mixed_with: self.mixed_with.clone(), dilution: self.recipe }
    }

    /// Whether both are of the same pigment, in whatever dilution.
    pub fn is_of_pigment(&self, id: &RecipeId) -> bool {
        (&self.shade_id, &self.mixed_with) == (&id.shade, &id.mixed_with)
    }
}
