use serde::{Deserialize, Serialize};

use super::hairline::Hairline;
use super::paint::{Paint, around};
use crate::photo::Bounds;
use crate::skin::Dots;

/// Where dots go and what they are like: what the practitioner paints and sets, and what is saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Treatment {
    /// In the order painted.
    pub paint: Vec<Paint>,
    pub hairline: Option<Hairline>,
    /// Where the density is full.
    pub density_per_cm2: f64,
    pub dot_diameter_mm: f64,
    pub variation: Variation,
    /// How far inside a painted edge the density is full, mm.
    pub margin_mm: f64,
    /// The photo's scale at the head.
    pub px_per_mm: f64,
    /// Another seed, other dots.
    pub seed: u64,
}

/// Standard deviations from dot to dot, as shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variation {
    pub diameter: f64,
    /// Of the pigment in a dot.
    pub tone: f64,
    /// Of its place, in mean distances between dots.
    pub spacing: f64,
}

/// What a hand can set; beyond it a slip of the keyboard would take all memory. Follicles stand up to 300 on a cm².
const DENSITY_RANGE: [f64; 2] = [1.0, 400.0];
const DIAMETER_RANGE_MM: [f64; 2] = [0.05, 1.0];
const SCALE_RANGE: [f64; 2] = [0.5, 400.0];

/// Variation beyond half leaves no dot like the other.
const MOST_VARIATION: f64 = 0.5;

impl Default for Variation {
    /// Chosen by eye beside shaved follicles.
    fn default() -> Self {
        Self { diameter: 0.12, tone: 0.12, spacing: 0.05 }
    }
}

impl Treatment {
    /// Nothing painted yet.
    pub fn new(dots: Dots, px_per_mm: f64) -> Self {
        Self {
            paint: Vec::new(),
            hairline: None,
            density_per_cm2: dots.per_cm2(),
            dot_diameter_mm: dots.diameter_mm,
            variation: Variation::default(),
            margin_mm: 4.0,
            px_per_mm,
            seed: 1,
        }
    }

    /// The dots where the density is full.
    pub fn dots(&self) -> Dots {
        Dots::of_density(self.dot_diameter_mm, self.density_per_cm2)
    }

    /// Whether its dots are these, as finely as controls set them: 0.01 mm and one on a cm².
    pub fn has_dots(&self, dots: &Dots) -> bool {
        (self.dot_diameter_mm - dots.diameter_mm).abs() < 0.005 && (self.density_per_cm2 - dots.per_cm2()).abs() < 0.5
    }

    /// Around everything painted, in photo pixels; `None` if nothing is.
    pub fn bounds(&self) -> Option<Bounds> {
        around(self.paint.iter().filter(|paint| !paint.erases).filter_map(|paint| paint.mark.touched()))
    }

    /// Whether dots are as dense, for their full density, in all places.
    pub(in crate::preview) fn is_painted_as(&self, other: &Self) -> bool {
        let unpainted = |treatment: &Self| (treatment.margin_mm, treatment.px_per_mm, treatment.seed);
        unpainted(self) == unpainted(other) && self.hairline == other.hairline && self.paint == other.paint
    }

    /// The same with every number in the range that a preview can draw, without marks that are nowhere.
    pub(in crate::preview) fn within_range(&self) -> Self {
        let kept = |value: f64, [low, high]: [f64; 2], otherwise: f64| {
            if value.is_finite() { value.clamp(low, high) } else { otherwise }
        };
        let share = |value: f64| kept(value, [0.0, MOST_VARIATION], 0.0);
        Self {
            density_per_cm2: kept(self.density_per_cm2, DENSITY_RANGE, 150.0),
            dot_diameter_mm: kept(self.dot_diameter_mm, DIAMETER_RANGE_MM, 0.3),
            px_per_mm: kept(self.px_per_mm, SCALE_RANGE, 10.0),
            margin_mm: kept(self.margin_mm, [0.0, 100.0], 0.0),
            variation: Variation {
                diameter: share(self.variation.diameter),
                tone: share(self.variation.tone),
                spacing: share(self.variation.spacing),
            },
            paint: self.paint.iter().filter(|paint| paint.mark.touched().is_some()).cloned().collect(),
            hairline: self.hairline.as_ref().filter(|line| line.has_only_numbers()).cloned(),
            seed: self.seed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paint::Mark;
    use super::*;
    use crate::photo::Stroke;

    fn painted() -> Treatment {
        let area = Mark::Area("rect:10,20,30,40".parse().expect("a shape"));
        let stroke = Mark::Stroke(Stroke { points: vec![[0.0, 0.0], [5.0, 5.0]], radius_px: 2.0 });
        let paint = [(area, false), (stroke, true)].map(|(mark, erases)| Paint { mark, erases });
        Treatment { paint: paint.to_vec(), ..Treatment::new(Dots::of_density(0.3, 150.0), 12.0) }
    }

    #[test]
    fn a_treatment_survives_saving() {
        let text = serde_json::to_string(&painted()).expect("plain data");
        assert_eq!(serde_json::from_str::<Treatment>(&text).expect("what was written"), painted());
    }

    #[test]
    fn what_is_wiped_off_widens_no_bounds() {
        assert_eq!(painted().bounds(), Some(Bounds { left: 10.0, top: 20.0, right: 40.0, bottom: 60.0 }));
        assert_eq!(Treatment::new(Dots::of_density(0.3, 150.0), 12.0).bounds(), None);
    }

    #[test]
    fn numbers_that_no_hand_sets_are_kept_in_range() {
        let wild = Treatment { density_per_cm2: 1e12, px_per_mm: f64::NAN, dot_diameter_mm: -1.0, ..painted() };
        let kept = wild.within_range();
        assert_eq!((kept.density_per_cm2, kept.px_per_mm, kept.dot_diameter_mm), (400.0, 10.0, 0.05));
        assert_eq!(painted().within_range(), painted());
    }
}
