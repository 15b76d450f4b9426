use std::fmt;

use super::cup::{Cup, CupError};
use super::shade::Recipe;

/// The share of pigment may be off by this with whole drops (our choice: a step from 20 to 19 parts of water changes it by
/// 5 %, which nobody sees in one dot).
const CLOSE: f64 = 0.03;

/// A cup is not overfilled by more than this share for the sake of whole drops (our choice).
const OVERFILLED: f64 = 0.25;

/// A dilution in drops that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeDrops {
    /// Of each pigment.
    pub of_each: u32,
    /// How many pigments.
    pub pigments: u32,
    pub water: u32,
}

impl WholeDrops {
    /// The whole drops whose total is nearest to the cup among those whose share of pigment is as the recipe says; where
    /// there are none, those that come nearest to that share.
    ///
    /// # Errors
    /// [`CupError`] where the cup is too small or too large, or nothing.
    pub fn of(recipe: Recipe, pigments: usize, cup: &Cup) -> Result<Self, CupError> {
        let wanted = cup.drops()?;
        let pigments = u32::try_from(pigments.max(1)).unwrap_or(u32::MAX);
        let least = Self::with(recipe, pigments, 1);
        if f64::from(least.total()) > wanted * (1.0 + OVERFILLED) {
            let drops = least.total();
            return Err(CupError::TooSmall { drops, ml: f64::from(drops) * cup.drop_ml });
        }
        let all = (1..).map(|of_each| Self::with(recipe, pigments, of_each));
        let all = all.take_while(|drops| f64::from(drops.total()) <= wanted * (1.0 + OVERFILLED));
        let worth = |drops: &Self| {
            let off = drops.off(recipe);
            (off.max(CLOSE), (f64::from(drops.total()) - wanted).abs(), off)
        };
        Ok(all.min_by(|p, q| worth(p).partial_cmp(&worth(q)).unwrap_or(std::cmp::Ordering::Equal)).unwrap_or(least))
    }

    /// The water that goes best with so many drops of each pigment.
    fn with(recipe: Recipe, pigments: u32, of_each: u32) -> Self {
        let water = f64::from(of_each * pigments) * recipe.water_to_one();
        Self { of_each, pigments, water: water.round().clamp(0.0, f64::from(u32::MAX / 2)) as u32 }
    }

    pub fn pigment(&self) -> u32 {
        self.of_each * self.pigments
    }

    pub fn total(&self) -> u32 {
        self.pigment().saturating_add(self.water)
    }

    /// What these drops really make.
    pub fn recipe(&self) -> Recipe {
        Recipe::diluted(f64::from(self.water) / f64::from(self.pigment().max(1)))
    }

    /// By how much of itself the share of pigment differs from the recipe's.
    pub fn off(&self, recipe: Recipe) -> f64 {
        (self.recipe().pigment_share() / recipe.pigment_share() - 1.0).abs()
    }

    /// Whether the share of pigment is the recipe's, as nearly as it matters.
    pub fn is_close(&self, recipe: Recipe) -> bool {
        self.off(recipe) <= CLOSE
    }
}

impl fmt::Display for WholeDrops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drops = |count: u32| if count == 1 { "drop" } else { "drops" };
        let each = if self.pigments > 1 { " each" } else { "" };
        write!(f, "{} {} pigment{each}", self.of_each, drops(self.of_each))?;
        if self.water > 0 {
            write!(f, " + {} {} water", self.water, drops(self.water))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drops(water: f64, pigments: usize, ml: f64) -> Result<WholeDrops, CupError> {
        WholeDrops::of(Recipe::diluted(water), pigments, &Cup { ml, ..Cup::default() })
    }

    fn told(water: f64, pigments: usize, ml: f64) -> String {
        drops(water, pigments, ml).expect("it goes into drops").to_string()
    }

    #[test]
    fn a_cup_is_filled_by_whole_drops_that_come_nearest_to_it() {
        assert_eq!(told(20.0, 1, 3.0), "3 drops pigment + 60 drops water");
        assert_eq!(told(20.0, 1, 2.0), "2 drops pigment + 40 drops water");
        assert_eq!(told(20.0, 1, 1.0), "1 drop pigment + 20 drops water");
        assert_eq!(told(9.0, 2, 2.0), "2 drops pigment each + 36 drops water");
        assert_eq!(told(0.0, 1, 1.0), "20 drops pigment");
    }

    #[test]
    fn the_share_of_pigment_stays_within_a_few_per_cent_where_a_cup_allows_it() {
        for water in [6.0, 7.5, 10.8, 13.3, 17.5, 26.7] {
            let recipe = Recipe::diluted(water);
            let whole = drops(water, 1, 4.0).expect("it goes into drops");
            assert!(whole.is_close(recipe), "{water}: {whole} make {}", whole.recipe());
            assert!((f64::from(whole.total()) - 80.0).abs() < 80.0 * OVERFILLED, "{water}: {whole}");
        }
    }

    #[test]
    fn drops_say_what_they_really_make() {
        // One drop to 7.5 is 8 drops of water: 8 : 1, 5.6 % less pigment; two are exact.
        let (one, two) = (drops(7.5, 1, 0.45).unwrap(), drops(7.5, 1, 0.9).unwrap());
        assert_eq!(
            (one.recipe().to_string(), one.is_close(Recipe::diluted(7.5))),
            ("8 water : 1 pigment".into(), false)
        );
        assert_eq!(
            (two.to_string(), two.is_close(Recipe::diluted(7.5))),
            ("2 drops pigment + 15 drops water".into(), true)
        );
    }

    #[test]
    fn a_cup_that_cannot_be_filled_says_why() {
        let error = drops(20.0, 1, 0.5).unwrap_err();
        assert_eq!(error, CupError::TooSmall { drops: 21, ml: 1.05 });
        assert!(error.to_string().starts_with("21 drops are the least for this dilution, 1.05 ml"), "{error}");
        assert_eq!(drops(20.0, 1, 100.0), Err(CupError::TooLarge));
        for ml in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(drops(20.0, 1, ml), Err(CupError::Nothing));
        }
    }
}
