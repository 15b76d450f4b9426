use rayon::prelude::*;

use super::pattern::Pattern;
use crate::photo::Bounds;
use crate::preview::treatment::density_map::DensityMap;
use crate::preview::treatment::noise::{bell, scrambled};
use crate::preview::treatment::plan::Treatment;

/// One dot on the photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub pos_in_photo: [f64; 2],
    /// Its diameter over the treatment's.
    pub size: f64,
    /// Its pigment over the recipe's.
    pub tone: f64,
}

/// Where dots lie. Any part of the photo can be asked for by itself; its dots are the same as in the whole.
pub(in crate::preview) struct Placement<'a> {
    treatment: &'a Treatment,
    /// `None` if dots are everywhere.
    map: Option<&'a DensityMap>,
    points: &'a [[f64; 2]],
    period_px: f64,
    /// Standard deviation of a dot's place.
    stray_px: f64,
}

/// How far a dot may stray from its place, in standard deviations of [`bell`].
const FARTHEST: f64 = 3.0;

/// Where dots are sparse they are finer, as hair is at a natural front: the least size, our choice.
const FINEST: f64 = 0.8;

impl<'a> Placement<'a> {
    pub(in crate::preview) fn new(treatment: &'a Treatment, pattern: &'a Pattern, map: &'a DensityMap) -> Self {
        Self { map: Some(map), ..Self::endless(treatment, pattern) }
    }

    /// Dots everywhere, as if all were painted.
    pub(super) fn endless(treatment: &'a Treatment, pattern: &'a Pattern) -> Self {
        Self {
            treatment,
            map: None,
            points: pattern.of_density(treatment.density_per_cm2 / 100.0),
            period_px: pattern.period_mm() * treatment.px_per_mm,
            stray_px: treatment.variation.spacing * treatment.dots().pitch_mm * treatment.px_per_mm,
        }
    }

    /// All dots whose middle lies within the bounds, in photo pixels; from the top repetition to the bottom one.
    pub(in crate::preview) fn dots_in(&self, bounds: &Bounds) -> Vec<Dot> {
        let Some(bounds) = self.within_map(bounds) else { return Vec::new() };
        let stray_px = self.stray_px * FARTHEST;
        let repetitions = |from: f64, to: f64| {
            ((from - stray_px) / self.period_px).floor() as i64..=((to + stray_px) / self.period_px).floor() as i64
        };
        let columns = repetitions(bounds.left, bounds.right);
        let cells: Vec<[i64; 2]> = repetitions(bounds.top, bounds.bottom)
            .flat_map(|row| columns.clone().map(move |column| [column, row]))
            .collect();
        cells.par_iter().flat_map_iter(|&cell| self.dots_of(cell, bounds)).collect()
    }

    fn within_map(&self, bounds: &Bounds) -> Option<Bounds> {
        let Some(painted) = self.map.map(DensityMap::bounds) else { return Some(*bounds) };
        let common = Bounds {
            left: bounds.left.max(painted.left),
            top: bounds.top.max(painted.top),
            right: bounds.right.min(painted.right),
            bottom: bounds.bottom.min(painted.bottom),
        };
        (common.left < common.right && common.top < common.bottom).then_some(common)
    }

    fn dots_of(&self, cell: [i64; 2], bounds: Bounds) -> impl Iterator<Item = Dot> + '_ {
        let [column, row] = cell;
        let salt = scrambled(self.treatment.seed ^ scrambled((column as u64) << 32 ^ (row as u64 & 0xffff_ffff)));
        let origin = cell.map(|repeated| repeated as f64 * self.period_px);
        let stray_px = self.stray_px * FARTHEST;
        (0..).zip(self.points).filter_map(move |(rank, point)| {
            let place = [0, 1].map(|axis: usize| origin[axis] + point[axis] * self.period_px);
            if !is_within(&bounds, place, stray_px) {
                return None;
            }
            let number = salt.wrapping_add(8 * rank);
            let strayed = |axis: usize| place[axis] + self.stray_px * bell(number.wrapping_add(axis as u64));
            let pos = [strayed(0), strayed(1)];
            is_within(&bounds, pos, 0.0).then(|| self.dot(pos, rank, number)).flatten()
        })
    }

    /// The dot of this rank, if the density here reaches so far.
    fn dot(&self, pos_in_photo: [f64; 2], rank: u64, number: u64) -> Option<Dot> {
        let share = self.map.map_or(1.0, |map| map.share_at(pos_in_photo));
        let variation = &self.treatment.variation;
        let varied = |deviation: f64, salt: u64| (1.0 + deviation * bell(number.wrapping_add(salt))).max(0.2);
        ((rank as f64) < share * self.points.len() as f64).then(|| Dot {
            pos_in_photo,
            size: varied(variation.diameter, 2) * (FINEST + (1.0 - FINEST) * share),
            tone: varied(variation.tone, 3),
        })
    }
}

/// Whether a point lies within bounds that are this much wider on every side.
fn is_within(bounds: &Bounds, [x, y]: [f64; 2], wider_px: f64) -> bool {
    x >= bounds.left - wider_px
        && x < bounds.right + wider_px
        && y >= bounds.top - wider_px
        && y < bounds.bottom + wider_px
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preview::treatment::paint::{Mark, Paint};
    use crate::skin::Dots;

    const ALL: Bounds = Bounds { left: 0.0, top: 0.0, right: 1200.0, bottom: 900.0 };

    fn painted(shape: &str) -> Treatment {
        let mark = Mark::Area(shape.parse().expect("a shape"));
        let paint = vec![Paint { mark, erases: false }];
        Treatment { paint, margin_mm: 0.0, ..Treatment::new(Dots::of_density(0.3, 150.0), 10.0) }
    }

    fn dots(treatment: &Treatment, bounds: &Bounds) -> Vec<Dot> {
        let map = DensityMap::new(treatment, [1200, 900]);
        map.map_or_else(Vec::new, |map| Placement::new(treatment, &Pattern::new(1), &map).dots_in(bounds))
    }

    fn sorted(mut dots: Vec<Dot>) -> Vec<Dot> {
        dots.sort_by(|a, b| a.pos_in_photo.partial_cmp(&b.pos_in_photo).expect("finite"));
        dots
    }

    #[test]
    fn parts_have_the_dots_of_the_whole() {
        let treatment = painted("ellipse:600,450,500,400");
        let halves = [ALL.left, 600.0].map(|left| Bounds { left, right: left + 600.0, ..ALL });
        let parts = halves.iter().flat_map(|half| dots(&treatment, half)).collect();
        assert_eq!(sorted(parts), sorted(dots(&treatment, &ALL)));
    }

    #[test]
    fn a_painted_square_has_as_many_dots_as_its_density_says() {
        let count = dots(&painted("rect:100,100,600,600"), &ALL).len();
        // 36 cm² at 150; blue noise varies far less than chance, whose deviation would be 73.
        assert!(count.abs_diff(5400) < 60, "{count}");
    }

    #[test]
    fn more_density_keeps_the_dots_that_are_there() {
        let thin = painted("rect:100,100,600,600");
        let variation = crate::preview::Variation { diameter: 0.0, tone: 0.0, spacing: 0.0 };
        let thin = Treatment { variation, ..thin };
        let dense = Treatment { density_per_cm2: 220.0, ..thin.clone() };
        let all = dots(&dense, &ALL);
        assert!(dots(&thin, &ALL).iter().all(|dot| all.contains(dot)));
    }

    #[test]
    fn nothing_lies_where_the_paint_was_wiped_off_or_never_was() {
        let mut treatment = painted("rect:100,100,600,600");
        treatment.paint.push(Paint { erases: true, ..painted("rect:0,0,400,900").paint.remove(0) });
        let left = dots(&treatment, &ALL);
        // A cell of the density map, 0.4 mm, is as sharp as an edge gets.
        assert!(left.len() > 2000 && left.iter().all(|dot| dot.pos_in_photo[0] >= 396.0));
        treatment.paint.clear();
        assert!(dots(&treatment, &ALL).is_empty());
    }
}
