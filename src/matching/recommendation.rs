use super::caution::MatchCaution;
use super::client_skin::SkinSource;
use super::close_up::Known;
use super::plan::SessionPlan;
use super::ranked::Match;
use super::target::{Target, TargetSource};
use super::verdict::Verdict;

/// As many answers are given; what else is possible stands below them (our choice).
const ANSWERS: usize = 3;

/// A nearest area further from the target than this, ΔE00, is no answer: anybody sees the difference (our choice).
const NOTHING_NEAR: f64 = 6.0;

/// The whole answer: the pigments of the most probable group first, and the doubts about the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommendation {
    pub target: Target,
    /// The grain that is aimed at, L* as seen in the mirror, and its standard uncertainty as a logarithm.
    pub grain: Known,
    pub matches: Vec<Match>,
    /// How often each group holds the best pigment, in falling order; those of `matches` and all others.
    pub group_probabilities: Vec<f64>,
    /// What untreated skin costs, on the scale of [`Match::expected_cost`].
    pub untreated_cost: f64,
    pub verdict: Verdict,
    /// What tells the second and the third from the first, in words.
    pub apart: Vec<String>,
    /// How the first is built up; none if its dots are not known.
    pub plan: Option<SessionPlan>,
    pub cautions: Vec<MatchCaution>,
}

impl Recommendation {
    /// The pigments that stand for the most probable groups, the palest of each, by their places in `matches`.
    pub fn answers(&self) -> impl Iterator<Item = (usize, &Match)> {
        let numbered = || self.matches.iter().enumerate();
        (1..=ANSWERS).filter_map(move |group| numbered().find(|(_, one)| one.group == group))
    }

    /// The pigments of the most probable group.
    pub fn first_group(&self) -> impl Iterator<Item = &Match> {
        self.matches.iter().filter(|one| one.group == 1)
    }
}

impl Recommendation {
    /// `source` tells where the client's bare colour comes from.
    ///
    /// That skin is better left can be told only where stubble and skin were both seen: a field estimated from longer hair
    /// is known to a factor of two, and would nearly always look as if treating were useless.
    pub(super) fn verdict_in(&self, source: SkinSource) -> Verdict {
        let Some(first) = self.matches.first() else { return Verdict::NoPigment };
        let is_seen = self.target.from == TargetSource::Stubble && source != SkinSource::Assumed;
        if is_seen && first.expected_cost >= self.untreated_cost {
            return Verdict::LeaveIt;
        }
        if first.difference.0 > NOTHING_NEAR { Verdict::NothingNear } else { Verdict::Treat }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{DeltaE, Lab};
    use crate::matching::{ClientSkin, Person, Practice, Question, Target, rank_recipes};
    use crate::pigment::{Catalog, shipped_catalog};

    const SKIN: Lab = Lab::new(62.0, 9.0, 16.0);

    fn verdict(target: &Target, catalog: &Catalog) -> Verdict {
        let practice = Practice::default();
        let client = ClientSkin::prepare(SKIN, SkinSource::Measured, &practice.hand);
        let question = Question { target, client: &client, practice: &practice, person: Person::default() };
        rank_recipes(&question, catalog, 3).verdict
    }

    fn of_stubble(lab: Lab) -> Verdict {
        verdict(&Target::measured(lab, SKIN, DeltaE(0.3)), &shipped_catalog())
    }

    #[test]
    fn skin_that_is_as_dark_as_its_stubble_is_better_left() {
        assert_eq!(of_stubble(Lab { l: SKIN.l - 0.2, ..SKIN }), Verdict::LeaveIt);
        assert_eq!(of_stubble(Lab { l: SKIN.l + 2.0, ..SKIN }), Verdict::LeaveIt);
        assert_eq!(of_stubble(Lab::new(57.5, 7.6, 13.0)), Verdict::Treat);
    }

    #[test]
    fn stubble_that_was_only_estimated_never_says_leave_it() {
        let estimated = Target::estimated(Lab::new(45.0, 8.0, 18.0), SKIN, DeltaE(1.0));
        assert_eq!(verdict(&estimated, &shipped_catalog()), Verdict::Treat);
    }

    #[test]
    fn what_no_recipe_comes_near_to_and_an_empty_catalog_are_told() {
        assert_eq!(of_stubble(Lab { l: 20.0, ..SKIN }), Verdict::NothingNear);
        let target = Target::measured(Lab::new(57.5, 7.6, 13.0), SKIN, DeltaE(0.3));
        assert_eq!(verdict(&target, &Catalog::default()), Verdict::NoPigment);
    }
}
