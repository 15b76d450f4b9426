use super::paint::around;
use super::plan::Treatment;
use crate::photo::Bounds;
use crate::preview::Paint;
use crate::preview::dots::spread::MOST_SIZE;
use crate::skin::REACH_MM;

/// Four cells of a density map, as wide as they are on photos of 500 MP.
const MAP_REACH_PX: f64 = 128.0;

impl Treatment {
    /// The part of the photo in which dots differ between two treatments, their reach included; `None` if none do.
    ///
    /// Photo pixels. It may be larger than what differs, never smaller: of every level, the tiles that overlap it or
    /// come within a pixel of it are to be drawn again.
    pub fn changed(&self, other: &Self) -> Option<Bounds> {
        let [one, other] = [self, other].map(Self::within_range);
        let unpainted = |treatment: &Self| Self { paint: Vec::new(), ..treatment.clone() };
        let touched = if unpainted(&one) == unpainted(&other) {
            one.repainted(&other)
        } else {
            around([one.bounds(), other.bounds()].into_iter().flatten())
        };
        let reach_mm = |treatment: &Self| treatment.margin_mm + REACH_MM * MOST_SIZE;
        let reach = |treatment: &Self| reach_mm(treatment) * treatment.px_per_mm + MAP_REACH_PX;
        let reach_px = reach(&one).max(reach(&other));
        touched.map(|bounds| Bounds {
            left: bounds.left - reach_px,
            top: bounds.top - reach_px,
            right: bounds.right + reach_px,
            bottom: bounds.bottom + reach_px,
        })
    }

    /// Around the marks between those that both treatments begin and end with.
    fn repainted(&self, other: &Self) -> Option<Bounds> {
        let first = self.paint.iter().zip(&other.paint).take_while(|(one, other)| one == other).count();
        let [mine, others] = [&self.paint[first..], &other.paint[first..]];
        let last = mine.iter().rev().zip(others.iter().rev()).take_while(|(one, other)| one == other).count();
        let differing = |paint: &'_ [Paint]| paint[..paint.len() - last].to_vec();
        let (mine, others) = (differing(mine), differing(others));
        around(mine.iter().chain(&others).filter_map(|paint| paint.mark.touched()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Stroke;
    use crate::preview::Mark;
    use crate::skin::Dots;

    fn dab(x: f64) -> Paint {
        Paint { mark: Mark::Stroke(Stroke { points: vec![[x, 500.0]], radius_px: 50.0 }), erases: false }
    }

    /// A millimetre is 10 pixels; dots fade over 2 mm from an edge.
    fn treatment(paint: &[Paint]) -> Treatment {
        let dots = Dots::of_density(0.3, 150.0);
        Treatment { paint: paint.to_vec(), margin_mm: 2.0, ..Treatment::new(dots, 10.0) }
    }

    #[test]
    fn one_more_stroke_changes_its_surroundings_only() {
        let (before, after) = (treatment(&[dab(200.0)]), treatment(&[dab(200.0), dab(1200.0)]));
        let changed = before.changed(&after).expect("a stroke more");
        assert!((900.0..1150.0).contains(&changed.left) && (1250.0..1500.0).contains(&changed.right), "{changed:?}");
        assert_eq!(after.changed(&before), Some(changed));
    }

    #[test]
    fn a_stroke_taken_back_from_the_middle_leaves_the_others_alone() {
        let (before, after) =
            (treatment(&[dab(200.0), dab(1200.0), dab(2000.0)]), treatment(&[dab(200.0), dab(2000.0)]));
        let changed = before.changed(&after).expect("a stroke less");
        assert!(changed.left > 900.0 && changed.right < 1500.0, "{changed:?}");
    }

    #[test]
    fn another_density_changes_all_that_is_painted_and_nothing_changes_nothing() {
        let before = treatment(&[dab(200.0), dab(1200.0)]);
        let denser = Treatment { density_per_cm2: 200.0, ..before.clone() };
        let changed = before.changed(&denser).expect("more dots");
        assert!(changed.left < 150.0 && changed.right > 1250.0, "{changed:?}");
        assert_eq!(before.changed(&before), None);
        assert_eq!(treatment(&[]).changed(&Treatment { density_per_cm2: 200.0, ..treatment(&[]) }), None);
    }

    #[test]
    fn a_number_that_is_none_is_no_change() {
        let broken = Treatment { density_per_cm2: f64::NAN, ..treatment(&[dab(200.0)]) };
        assert_eq!(broken.changed(&broken), None);
    }
}
