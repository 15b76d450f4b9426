use rayon::prelude::*;

use super::practice::PLAUSIBLE_PER_CM2;
use super::question::Question;
use super::ranked::Match;
use super::sight::Sight;
use crate::color::ciede2000;
use crate::pigment::Recipe;
use crate::skin::Dots;

/// Dilutions and densities that are looked at, even in their logarithms.
const COLUMNS: usize = 25;
const ROWS: usize = 15;

/// Parts of water to one of pigment: what the trade uses and a little beyond.
const WATERS: [f64; 2] = [3.0, 40.0];

/// What a pigment's dilutions look like at every density: where the area has the target's colour, and how the grain runs
/// across that valley.
#[derive(Clone, Debug, PartialEq)]
pub struct RecipeMap {
    /// Parts of water to one of pigment, rising.
    pub waters: Vec<f64>,
    /// Dots on a square centimetre, rising.
    pub per_cm2: Vec<f64>,
    /// By density, then by dilution.
    pub spots: Vec<Spot>,
    /// The grain that is aimed at, L* as seen in the mirror.
    pub grain_aimed: f64,
}

/// One dilution at one density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// L* of the area over that of the target: positive is lighter.
    pub lighter_by: f64,
    /// ΔE00 from the target.
    pub difference: f64,
    /// Standard deviation of L* in the mirror.
    pub grain: f64,
}

impl RecipeMap {
    /// Of the pigment of a match, in the same skin; none where its amount is not known. About 10 ms.
    pub fn of(question: &Question, ranked: &Match) -> Option<Self> {
        let (load, dots) = (ranked.load?, ranked.dots?);
        let sight = Sight::of(question);
        let (waters, per_cm2) = (even_in_logarithm(WATERS, COLUMNS), even_in_logarithm(PLAUSIBLE_PER_CM2, ROWS));
        let spot = |index: usize| {
            let recipe = Recipe::diluted(waters[index % COLUMNS]);
            let diluted = load * (recipe.pigment_share() / ranked.recipe.pigment_share());
            let look = sight.look(&diluted, &Dots::of_density(dots.diameter_mm, per_cm2[index / COLUMNS]));
            let target = sight.aim.look.area;
            Spot { lighter_by: look.area.l - target.l, difference: ciede2000(target, look.area).0, grain: look.grain }
        };
        let spots = (0..COLUMNS * ROWS).into_par_iter().map(spot).collect();
        Some(Self { waters, per_cm2, spots, grain_aimed: sight.aim.look.grain })
    }

    /// Lines on which a value of the spots has this level, as pairs of places in columns and rows (marching squares).
    pub fn contour(&self, value: impl Fn(&Spot) -> f64, level: f64) -> Vec<[[f64; 2]; 2]> {
        let above = |column: usize, row: usize| value(&self.spots[row * self.waters.len() + column]) - level;
        let squares = (1..self.per_cm2.len()).flat_map(|row| (1..self.waters.len()).map(move |column| [column, row]));
        let line = |[column, row]: [usize; 2]| {
            let corners = [[column - 1, row - 1], [column, row - 1], [column, row], [column - 1, row]];
            let sides = (0..4).map(|side| [corners[side], corners[(side + 1) % 4]]);
            let crossings: Vec<[f64; 2]> = sides.filter_map(|[from, to]| crossing(from, to, &above)).collect();
            crossings.as_chunks::<2>().0.to_vec()
        };
        squares.flat_map(line).collect()
    }

    /// Where a dilution and a density lie, in columns and rows.
    pub fn place(&self, water_parts: f64, per_cm2: f64) -> [f64; 2] {
        [place_in(&self.waters, water_parts), place_in(&self.per_cm2, per_cm2)]
    }

    /// The dilution and the density at a place.
    pub fn at(&self, [column, row]: [f64; 2]) -> [f64; 2] {
        [value_in(&self.waters, column), value_in(&self.per_cm2, row)]
    }

    /// What lies nearest to a place.
    pub fn nearest(&self, [column, row]: [f64; 2]) -> &Spot {
        let index = |at: f64, count: usize| (at.round().max(0.0) as usize).min(count - 1);
        &self.spots[index(row, self.per_cm2.len()) * self.waters.len() + index(column, self.waters.len())]
    }
}

/// Where a value goes through nothing on the way from one corner to the next.
fn crossing(from: [usize; 2], to: [usize; 2], above: &impl Fn(usize, usize) -> f64) -> Option<[f64; 2]> {
    let (p, q) = (above(from[0], from[1]), above(to[0], to[1]));
    let share = p / (p - q);
    let between = |axis: usize| from[axis] as f64 + share * (to[axis] as f64 - from[axis] as f64);
    ((p > 0.0) != (q > 0.0)).then(|| [between(0), between(1)])
}

fn even_in_logarithm([from, to]: [f64; 2], count: usize) -> Vec<f64> {
    let share = |index: usize| index as f64 / (count - 1) as f64;
    (0..count).map(|index| from * (to / from).powf(share(index))).collect()
}

fn place_in(values: &[f64], value: f64) -> f64 {
    let (first, last) = (values[0], values[values.len() - 1]);
    (value.max(1e-9) / first).ln() / (last / first).ln() * (values.len() - 1) as f64
}

fn value_in(values: &[f64], place: f64) -> f64 {
    let (first, last) = (values[0], values[values.len() - 1]);
    first * (last / first).powf(place / (values.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{DeltaE, Lab};
    use crate::matching::{ClientSkin, Person, Practice, SkinSource, Target, rank_recipes};
    use crate::pigment::shipped_catalog;

    fn mapped() -> (Match, RecipeMap) {
        let (skin, practice) = (Lab::new(62.0, 9.0, 16.0), Practice::default());
        let client = ClientSkin::prepare(skin, SkinSource::Measured, &practice.hand);
        let target = Target::measured(Lab::new(57.5, 7.6, 13.0), skin, DeltaE(0.3));
        let question = Question { target: &target, client: &client, practice: &practice, person: Person::default() };
        let first = rank_recipes(&question, &shipped_catalog(), 1).matches.remove(0);
        let map = RecipeMap::of(&question, &first).expect("it is predicted");
        (first, map)
    }

    #[test]
    fn along_the_valley_more_dots_take_more_water_and_the_grain_falls() {
        let (_, map) = mapped();
        let valley = map.contour(|spot| spot.lighter_by, 0.0);
        assert!(valley.len() > 10, "{valley:?}");
        let ends: Vec<[f64; 2]> = valley.into_iter().flatten().collect();
        let by_row = |p: &&[f64; 2], q: &&[f64; 2]| p[1].total_cmp(&q[1]);
        let (sparse, dense) = (ends.iter().min_by(by_row).unwrap(), ends.iter().max_by(by_row).unwrap());
        assert!(map.at(*dense)[0] > map.at(*sparse)[0], "{sparse:?} {dense:?}");
        assert!(map.nearest(*dense).grain < map.nearest(*sparse).grain);
    }

    #[test]
    fn an_answer_is_found_on_its_map_as_it_was_ranked() {
        let (first, map) = mapped();
        let (water, per_cm2) = (first.recipe.water_parts, first.dots.expect("predicted").per_cm2());
        let place = map.place(water, per_cm2);
        let [water_again, per_cm2_again] = map.at(place);
        assert!((water_again - water).abs() < 1e-9 && (per_cm2_again - per_cm2).abs() < 1e-9);
        let nearest = map.nearest(place);
        assert!((nearest.grain - first.grain).abs() < 0.15 && (nearest.difference - first.difference.0).abs() < 0.5);
    }
}
