use super::cup::{Cup, CupError};
use super::drops::WholeDrops;
use super::shade::Recipe;

/// What to put into one cup.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub recipe: Recipe,
    pub pigments: Vec<Portion>,
    pub water_ml: f64,
    /// The same in drops that can be counted, or why not.
    pub drops: Result<WholeDrops, CupError>,
    drop_ml: f64,
}

/// So much of one pigment.
#[derive(Clone, Debug, PartialEq)]
pub struct Portion {
    pub name: String,
    pub ml: f64,
    /// Of its bottle; empty where nobody wrote it down.
    pub bottle: Bottle,
}

/// What is written on a bottle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bottle {
    pub lot: String,
    pub expires: String,
}

impl Batch {
    /// A cup with these pigments in equal parts.
    pub fn new(recipe: Recipe, pigments: &[&str], cup: &Cup) -> Self {
        let part_ml = cup.ml / (recipe.pigment_parts + recipe.water_parts);
        let each_ml = part_ml * recipe.pigment_parts / pigments.len().max(1) as f64;
        let portion = |name: &&str| Portion { name: (*name).to_owned(), ml: each_ml, bottle: Bottle::default() };
        Self {
            recipe,
            pigments: pigments.iter().map(portion).collect(),
            water_ml: part_ml * recipe.water_parts,
            drops: WholeDrops::of(recipe, pigments.len(), cup),
            drop_ml: cup.drop_ml,
        }
    }

    /// The same from these bottles, in the order of the pigments.
    pub fn from_bottles(mut self, bottles: impl IntoIterator<Item = Bottle>) -> Self {
        self.pigments.iter_mut().zip(bottles).for_each(|(portion, bottle)| portion.bottle = bottle);
        self
    }

    pub fn total_ml(&self) -> f64 {
        self.water_ml + self.pigments.iter().map(|portion| portion.ml).sum::<f64>()
    }

    /// The amounts in words: whole drops and what they make, then millilitres.
    pub fn amounts(&self) -> Vec<String> {
        [self.drops_text(), self.millilitres_text()].into()
    }

    /// What is written on the cup; a line is left to write on where nothing was entered.
    pub fn label(&self, mixed_on: &str) -> String {
        let names: Vec<&str> = self.pigments.iter().map(|portion| portion.name.as_str()).collect();
        let lines = [names.join(" + "), self.recipe.to_string()].into_iter().chain(self.amounts());
        let lines = lines.chain(self.pigments.iter().map(|portion| self.bottle_text(portion)));
        let lines: Vec<String> = lines.chain([field("Mixed on", mixed_on)]).collect();
        lines.join("\n") + "\n"
    }

    fn drops_text(&self) -> String {
        let drops = match &self.drops {
            Ok(drops) => drops,
            Err(error) => return format!("No whole drops: {error}"),
        };
        let ml = f64::from(drops.total()) * self.drop_ml;
        let made = drops.recipe();
        let exactness = if drops.is_close(self.recipe) { "" } else { ", not quite the recipe: take a larger cup" };
        let makes = if made == self.recipe { String::new() } else { format!(", make {}{exactness}", rounded(made)) };
        format!("{drops} = {} drops, {ml:.2} ml{makes}", drops.total())
    }

    fn millilitres_text(&self) -> String {
        let portions: Vec<String> =
            self.pigments.iter().map(|portion| format!("{:.2} ml {}", portion.ml, portion.name)).collect();
        let water = if self.water_ml > 0.0 { format!(" + {:.2} ml water", self.water_ml) } else { String::new() };
        format!("or {}{water} = {:.2} ml", portions.join(" + "), self.total_ml())
    }

    fn bottle_text(&self, Portion { name, bottle, .. }: &Portion) -> String {
        let of = if self.pigments.len() > 1 { format!(" of {name}") } else { String::new() };
        format!("{}  {}", field(&format!("Lot{of}"), &bottle.lot), field("Expires", &bottle.expires))
    }
}

fn field(name: &str, value: &str) -> String {
    if value.trim().is_empty() { format!("{name}: ________") } else { format!("{name}: {}", value.trim()) }
}

fn rounded(recipe: Recipe) -> Recipe {
    Recipe { water_parts: (recipe.water_parts * 10.0).round() / 10.0, ..recipe }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cup(ml: f64) -> Cup {
        Cup { ml, ..Cup::default() }
    }

    #[test]
    fn parts_become_whole_drops_and_millilitres_that_sum_up() {
        let batch = Batch::new(Recipe::diluted(20.0), &["Carbon black"], &cup(2.1));
        assert!((batch.pigments[0].ml - 0.1).abs() < 1e-12 && (batch.water_ml - 2.0).abs() < 1e-12, "{batch:?}");
        assert!((batch.total_ml() - 2.1).abs() < 1e-12);
        let expected = "Carbon black\n20 water : 1 pigment\n2 drops pigment + 40 drops water = 42 drops, 2.10 ml\n\
                        or 0.10 ml Carbon black + 2.00 ml water = 2.10 ml\n\
                        Lot: ________  Expires: ________\nMixed on: ________\n";
        assert_eq!(batch.label(""), expected);
    }

    #[test]
    fn drops_that_make_another_dilution_say_which() {
        let batch = Batch::new(Recipe::diluted(7.5), &["Carbon black"], &cup(0.45));
        assert_eq!(
            batch.amounts()[0],
            "1 drop pigment + 8 drops water = 9 drops, 0.45 ml, make 8 water : 1 pigment, not quite the recipe: take a larger cup"
        );
        let small = Batch::new(Recipe::diluted(30.0), &["Carbon black"], &cup(0.2));
        assert!(small.amounts()[0].starts_with("No whole drops: 31 drops are the least"), "{:?}", small.amounts());
        assert!(small.amounts()[1].ends_with("= 0.20 ml"));
    }

    #[test]
    fn each_pigment_of_a_mix_keeps_its_own_lot() {
        let bottle = |lot: &str| Bottle { lot: lot.into(), expires: "2027-03".into() };
        let batch = Batch::new(Recipe::diluted(9.0), &["Black and umber", "Warm"], &cup(2.0));
        let label = batch.from_bottles([bottle("A1"), bottle("B2")]).label("2026-11-26");
        assert!(label.starts_with("Black and umber + Warm\n9 water : 1 pigment\n2 drops pigment each + 36"), "{label}");
        let end =
            "Lot of Black and umber: A1  Expires: 2027-03\nLot of Warm: B2  Expires: 2027-03\nMixed on: 2026-11-26\n";
        assert!(label.ends_with(end), "{label}");
    }
}
