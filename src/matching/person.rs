use serde::{Deserialize, Serialize};

use super::caution::MatchCaution;
use crate::color::Lab;

/// A measured brow this much lighter in L* than a dot counts as paler (our choice: a reading of a brow holds skin too).
const PALER: f64 = 5.0;

/// What is known of the client beside skin and stubble, and bears on the choice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Person {
    /// The skin is tanned now.
    pub is_tanned: bool,
    /// The area to be treated is a scar.
    pub on_scar: bool,
    pub brows: Option<Brows>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Brows {
    Measured(Lab),
    /// As somebody sees them beside the hair on the head.
    Judged(BrowTone),
}

/// Brows beside the hair on the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BrowTone {
    Paler,
    Alike,
    Darker,
}

impl Person {
    /// What stands in the way of any recipe.
    pub(super) fn doubts(self) -> impl Iterator<Item = MatchCaution> {
        let is_pale = self.brows == Some(Brows::Judged(BrowTone::Paler));
        let doubts =
            [self.is_tanned.then_some(MatchCaution::Tanned), is_pale.then_some(MatchCaution::PaleBrows { by: None })];
        doubts.into_iter().flatten()
    }

    /// How measured brows look above dots of this color.
    pub(super) fn doubt_beside(self, dot: Lab) -> Option<MatchCaution> {
        let Some(Brows::Measured(brow)) = self.brows else { return None };
        let by = brow.l - dot.l;
        (by > PALER).then_some(MatchCaution::PaleBrows { by: Some(by) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_brows_are_compared_with_the_dot() {
        let person = Person { brows: Some(Brows::Measured(Lab::new(58.0, 4.0, 14.0))), ..Person::default() };
        let by = |dot: f64| person.doubt_beside(Lab::new(dot, 2.0, 4.0));
        assert_eq!(by(48.0), Some(MatchCaution::PaleBrows { by: Some(10.0) }));
        assert_eq!(by(54.0), None);
    }

    #[test]
    fn only_a_tan_and_paler_brows_are_doubts() {
        let kinds = |is_tanned, tone| {
            let person = Person { is_tanned, brows: Some(Brows::Judged(tone)), ..Person::default() };
            person.doubts().map(|doubt| doubt.kind()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(true, BrowTone::Paler), ["tanned", "pale_brows"]);
        assert!(kinds(false, BrowTone::Alike).is_empty() && kinds(false, BrowTone::Darker).is_empty());
    }
}
