use super::shade::Recipe;

/// Drops of water in a millilitre: 20 from a normal drop meter (European Pharmacopoeia 2.1.1). A bottle's own dropper may
/// differ; count its drops into a millilitre once.
pub const DROPS_PER_ML: f64 = 20.0;

/// What to put into one cup.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub recipe: Recipe,
    pub pigments: Vec<Portion>,
    pub water_ml: f64,
}

/// So much of one pigment.
#[derive(Clone, Debug, PartialEq)]
pub struct Portion {
    pub name: String,
    pub ml: f64,
}

impl Batch {
    /// A cup of `total_ml` with these pigments in equal parts.
    pub fn new(recipe: Recipe, pigments: &[&str], total_ml: f64) -> Self {
        let part_ml = total_ml / (recipe.pigment_parts + recipe.water_parts);
        let each_ml = part_ml * recipe.pigment_parts / pigments.len().max(1) as f64;
        let portion = |name: &&str| Portion { name: (*name).to_owned(), ml: each_ml };
        Self { recipe, pigments: pigments.iter().map(portion).collect(), water_ml: part_ml * recipe.water_parts }
    }

    pub fn total_ml(&self) -> f64 {
        self.water_ml + self.pigments.iter().map(|portion| portion.ml).sum::<f64>()
    }

    /// The same mixture, half of it.
    pub fn halved(&self) -> Self {
        let half = |portion: &Portion| Portion { name: portion.name.clone(), ml: portion.ml / 2.0 };
        Self { recipe: self.recipe, pigments: self.pigments.iter().map(half).collect(), water_ml: self.water_ml / 2.0 }
    }

    /// What is written on the cup.
    pub fn label(&self) -> String {
        let names: Vec<&str> = self.pigments.iter().map(|portion| portion.name.as_str()).collect();
        let portions = self.pigments.iter().map(|portion| amount(&portion.name, portion.ml));
        let lines = [names.join(" + "), self.recipe.to_string()].into_iter().chain(portions);
        let lines = lines.chain([amount("Water", self.water_ml), amount("In all", self.total_ml())]);
        let lines: Vec<String> = lines.chain(["Lot:            Mixed on:".to_owned()]).collect();
        lines.join("\n") + "\n"
    }
}

fn amount(name: &str, ml: f64) -> String {
    format!("{name}: {ml:.2} ml, {:.1} drops", ml * DROPS_PER_ML)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_millilitres_and_drops_that_sum_up() {
        let batch = Batch::new(Recipe::diluted(20.0), &["Carbon black"], 2.1);
        assert!((batch.pigments[0].ml - 0.1).abs() < 1e-12 && (batch.water_ml - 2.0).abs() < 1e-12, "{batch:?}");
        assert!((batch.total_ml() - 2.1).abs() < 1e-12);
        let expected = "Carbon black\n20 water : 1 pigment\nCarbon black: 0.10 ml, 2.0 drops\n\
                        Water: 2.00 ml, 40.0 drops\nIn all: 2.10 ml, 42.0 drops\nLot:            Mixed on:\n";
        assert_eq!(batch.label(), expected);
    }

    #[test]
    fn half_a_batch_is_the_same_mixture() {
        let whole = Batch::new(Recipe::diluted(9.0), &["neutral", "warm"], 2.0);
        let half = whole.halved();
        assert_eq!((half.total_ml(), half.recipe), (1.0, whole.recipe));
        assert_eq!(half.pigments[0].ml, half.pigments[1].ml);
        assert!((half.water_ml / half.pigments[0].ml - whole.water_ml / whole.pigments[0].ml).abs() < 1e-12);
    }
}
