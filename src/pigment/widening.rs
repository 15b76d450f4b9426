use super::hand::Hand;
use super::load::Load;
use super::weeks::{HEALED_WEEKS, WEEKS_PER_YEAR};
use crate::skin::Dots;

/// Dots as they are at some time, with the pigment that is in each of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WornDots {
    pub dots: Dots,
    pub load: Load,
}

impl Hand {
    /// Dots as wide as they usually are so many weeks after treatment; `load` is what would be in them had they not
    /// widened ([`super::load_after`]).
    pub fn worn(&self, load: Load, dots: &Dots, weeks: f64) -> WornDots {
        self.worn_by(f64::midpoint(self.widening[0], self.widening[1]), load, dots, weeks)
    }

    /// The least and the most that they may have widened by then.
    pub(super) fn worn_least_and_most(&self, load: Load, dots: &Dots, weeks: f64) -> [WornDots; 2] {
        self.widening.map(|widening| self.worn_by(widening, load, dots, weeks))
    }

    /// Ink spreads as heat does (Eames 2011, “The dispersion of tattoos”, Mathematics Today 47): the square of a width
    /// grows evenly with time. The pigment stays the same, so that a wider dot holds it thinner.
    fn worn_by(&self, widening_mm: f64, load: Load, dots: &Dots, weeks: f64) -> WornDots {
        let years = (weeks - HEALED_WEEKS).max(0.0) / WEEKS_PER_YEAR;
        let diameter_mm = dots.diameter_mm.hypot(widening_mm * years.sqrt());
        let wider = Dots { diameter_mm, ..*dots };
        WornDots { dots: wider, load: load * (dots.diameter_mm / diameter_mm).powi(2) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOTS: Dots = Dots { diameter_mm: 0.3, pitch_mm: 0.8 };
    const CARBON: Load =
        Load { carbon_tau: 0.5, brown_tau: 0.0, other_tau: 0.0, other_shape: crate::color::Spectrum::constant(0.0) };

    fn after(years: f64, widening: [f64; 2]) -> WornDots {
        let hand = Hand { widening, ..Hand::default() };
        hand.worn(CARBON, &DOTS, HEALED_WEEKS + years * WEEKS_PER_YEAR)
    }

    #[test]
    fn a_wider_dot_holds_the_same_pigment() {
        for years in [0.0, 1.0, 6.0, 20.0] {
            let worn = after(years, [0.05, 0.15]);
            let amount = worn.load.carbon_tau * worn.dots.coverage();
            assert!((amount / (0.5 * DOTS.coverage()) - 1.0).abs() < 1e-12, "{years}: {worn:?}");
        }
    }

    #[test]
    fn squares_of_widths_grow_evenly_from_when_dots_are_healed() {
        // 0.3² + 0.1² · 4 = 0.36² · 1.003.
        assert!((after(4.0, [0.1, 0.1]).dots.diameter_mm - 0.13f64.sqrt()).abs() < 1e-12);
        assert_eq!(after(-0.05, [0.1, 0.1]).dots, DOTS);
        assert_eq!(after(9.0, [0.0, 0.0]), WornDots { dots: DOTS, load: CARBON });
    }

    #[test]
    fn small_dots_lose_their_edge_first() {
        let share = |diameter_mm: f64| {
            let dots = Dots { diameter_mm, ..DOTS };
            Hand::default().worn(CARBON, &dots, 313.0).dots.diameter_mm / diameter_mm
        };
        assert!(share(0.15) > 1.1 * share(0.3), "{} {}", share(0.15), share(0.3));
    }
}
