use serde::Serialize;

use super::client_skin::SkinSource;
use super::recommendation::Recommendation;
use super::target::TargetSource;

/// A nearest area further from the target than this, ΔE00, is no answer: anybody sees the difference (our choice).
const NOTHING_NEAR: f64 = 6.0;

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Treat,
    /// Treating would come no nearer to the stubble than leaving the skin as it is.
    LeaveIt,
    /// The first recipe is far from the target.
    NothingNear,
    /// The catalog has no pigment whose colour is known.
    NoPigment,
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
