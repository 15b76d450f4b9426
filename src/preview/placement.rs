use rayon::prelude::*;

use super::hairline::Front;
use super::noise::{bell, hills, scrambled};
use super::pattern::Pattern;
use super::treatment::Treatment;
use crate::photo::Bounds;

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
pub(super) struct Placement<'a> {
    treatment: &'a Treatment,
    front: Option<Front>,
    points: &'a [[f64; 2]],
    period_mm: f64,
    /// Dots everywhere, as if all were painted.
    is_endless: bool,
}

/// How far a dot may stray from its place, in standard deviations of [`bell`].
const FARTHEST: f64 = 3.0;

/// Where dots are sparse they are finer, as hair is at a natural front: the least size, our choice.
const FINEST: f64 = 0.8;

/// How uneven a painted edge is, and how far its bays are apart, mm; chosen by eye.
const EDGE_BAYS: f64 = 0.35;
const EDGE_BAYS_APART_MM: f64 = 5.0;

impl<'a> Placement<'a> {
    pub(super) fn new(treatment: &'a Treatment, pattern: &'a Pattern) -> Self {
        let front = treatment.hairline.as_ref();
        Self {
            front: front.and_then(|line| Front::new(line, treatment.px_per_mm, treatment.seed)),
            ..Self::endless(treatment, pattern)
        }
        .painted()
    }

    pub(super) fn endless(treatment: &'a Treatment, pattern: &'a Pattern) -> Self {
        let points = pattern.of_density(treatment.density_per_cm2 / 100.0);
        Self { treatment, front: None, points, period_mm: pattern.period_mm(), is_endless: true }
    }

    fn painted(self) -> Self {
        Self { is_endless: false, ..self }
    }

    /// All dots whose middle lies within the bounds, in photo pixels; from the top repetition to the bottom one.
    pub(super) fn dots_in(&self, bounds: &Bounds) -> Vec<Dot> {
        let Some(bounds) = self.within_paint(bounds) else { return Vec::new() };
        let period_px = self.period_mm * self.treatment.px_per_mm;
        let stray_px = self.stray_px() * FARTHEST;
        let repetitions = |from: f64, to: f64| {
            ((from - stray_px) / period_px).floor() as i64..=((to + stray_px) / period_px).floor() as i64
        };
        let columns = repetitions(bounds.left, bounds.right);
        let cells: Vec<[i64; 2]> = repetitions(bounds.top, bounds.bottom)
            .flat_map(|row| columns.clone().map(move |column| [column, row]))
            .collect();
        cells.par_iter().flat_map_iter(|&cell| self.dots_of(cell, bounds, period_px)).collect()
    }

    fn within_paint(&self, bounds: &Bounds) -> Option<Bounds> {
        if self.is_endless {
            return Some(*bounds);
        }
        let painted = self.treatment.bounds()?;
        let common = Bounds {
            left: bounds.left.max(painted.left),
            top: bounds.top.max(painted.top),
            right: bounds.right.min(painted.right),
            bottom: bounds.bottom.min(painted.bottom),
        };
        (common.left < common.right && common.top < common.bottom).then_some(common)
    }

    fn dots_of(&self, cell: [i64; 2], bounds: Bounds, period_px: f64) -> impl Iterator<Item = Dot> + '_ {
        let [column, row] = cell;
        let salt = scrambled(self.treatment.seed ^ scrambled((column as u64) << 32 ^ (row as u64 & 0xffff_ffff)));
        (0..).zip(self.points).filter_map(move |(rank, point)| {
            let number = salt.wrapping_add(8 * rank);
            let at = |axis: usize, repeated: i64| {
                (repeated as f64 + point[axis]) * period_px + self.stray_px() * bell(number.wrapping_add(axis as u64))
            };
            let pos = [at(0, column), at(1, row)];
            let is_inside =
                (bounds.left..bounds.right).contains(&pos[0]) && (bounds.top..bounds.bottom).contains(&pos[1]);
            is_inside.then(|| self.dot(pos, rank, number)).flatten()
        })
    }

    /// The dot of this rank, if the density here reaches so far.
    fn dot(&self, pos_in_photo: [f64; 2], rank: u64, number: u64) -> Option<Dot> {
        let share = if self.is_endless { 1.0 } else { self.share_at(pos_in_photo) };
        let variation = &self.treatment.variation;
        let varied = |deviation: f64, salt: u64| (1.0 + deviation * bell(number.wrapping_add(salt))).max(0.2);
        ((rank as f64) < share * self.points.len() as f64).then(|| Dot {
            pos_in_photo,
            size: varied(variation.diameter, 2) * (FINEST + (1.0 - FINEST) * share),
            tone: varied(variation.tone, 3),
        })
    }

    /// The share of the full density at a point of the photo.
    pub(super) fn share_at(&self, point: [f64; 2]) -> f64 {
        let margin_px = self.treatment.margin_mm * self.treatment.px_per_mm;
        let mut free = 1.0;
        for paint in &self.treatment.paint {
            let share = paint.mark.share_at(point, margin_px);
            free = if paint.erases { 1.0 - (1.0 - free) * (1.0 - share) } else { free * (1.0 - share) };
        }
        let uneven = self.uneven(1.0 - free, point);
        if uneven > 0.0 { uneven * self.front.as_ref().map_or(1.0, |front| front.share_at(point)) } else { 0.0 }
    }

    /// What fades does so in bays: no painted edge looks like one.
    fn uneven(&self, share: f64, point: [f64; 2]) -> f64 {
        if share <= 0.0 || share >= 1.0 {
            return share;
        }
        let apart_px = EDGE_BAYS_APART_MM * self.treatment.px_per_mm;
        let bays = EDGE_BAYS * hills(point.map(|px| px / apart_px), self.treatment.seed ^ 0xed9e);
        (share + 4.0 * bays * share * (1.0 - share)).clamp(0.0, 1.0)
    }

    /// Standard deviation of a dot's place, px.
    fn stray_px(&self) -> f64 {
        self.treatment.variation.spacing * self.treatment.dots().pitch_mm * self.treatment.px_per_mm
    }
}

#[cfg(test)]
mod tests {
    use super::super::paint::{Mark, Paint};
    use super::*;
    use crate::skin::Dots;

    const ALL: Bounds = Bounds { left: 0.0, top: 0.0, right: 1200.0, bottom: 900.0 };

    fn painted(shape: &str) -> Treatment {
        let mark = Mark::Area(shape.parse().expect("a shape"));
        let paint = vec![Paint { mark, erases: false }];
        Treatment { paint, margin_mm: 0.0, ..Treatment::new(Dots::of_density(0.3, 150.0), 10.0) }
    }

    fn sorted(mut dots: Vec<Dot>) -> Vec<Dot> {
        dots.sort_by(|a, b| a.pos_in_photo.partial_cmp(&b.pos_in_photo).expect("finite"));
        dots
    }

    #[test]
    fn parts_have_the_dots_of_the_whole() {
        let (treatment, pattern) = (painted("ellipse:600,450,500,400"), Pattern::new(1));
        let placement = Placement::new(&treatment, &pattern);
        let halves = [ALL.left, 600.0].map(|left| Bounds { left, right: left + 600.0, ..ALL });
        let parts = halves.iter().flat_map(|half| placement.dots_in(half)).collect();
        assert_eq!(sorted(parts), sorted(placement.dots_in(&ALL)));
    }

    #[test]
    fn a_painted_square_has_as_many_dots_as_its_density_says() {
        let (treatment, pattern) = (painted("rect:100,100,600,600"), Pattern::new(1));
        let count = Placement::new(&treatment, &pattern).dots_in(&ALL).len();
        // 36 cm² at 150; blue noise varies far less than chance, whose deviation would be 73.
        assert!(count.abs_diff(5400) < 60, "{count}");
    }

    #[test]
    fn more_density_keeps_the_dots_that_are_there() {
        let (thin, pattern) = (painted("rect:100,100,600,600"), Pattern::new(1));
        let variation = super::super::Variation { diameter: 0.0, tone: 0.0, spacing: 0.0 };
        let thin = Treatment { variation, ..thin };
        let dense = Treatment { density_per_cm2: 220.0, ..thin.clone() };
        let all = Placement::new(&dense, &pattern).dots_in(&ALL);
        assert!(Placement::new(&thin, &pattern).dots_in(&ALL).iter().all(|dot| all.contains(dot)));
    }

    #[test]
    fn nothing_lies_where_the_paint_was_wiped_off_or_never_was() {
        let (mut treatment, pattern) = (painted("rect:100,100,600,600"), Pattern::new(1));
        treatment.paint.push(Paint { erases: true, ..painted("rect:0,0,400,900").paint.remove(0) });
        let dots = Placement::new(&treatment, &pattern).dots_in(&ALL);
        assert!(dots.len() > 2000 && dots.iter().all(|dot| dot.pos_in_photo[0] >= 400.0));
        treatment.paint.clear();
        assert!(Placement::new(&treatment, &pattern).dots_in(&ALL).is_empty());
    }
}
