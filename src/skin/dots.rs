use serde::{Deserialize, Serialize};

use super::pigment_layer::PigmentLayer;
use super::prepared::Deposit;

/// Dots in the skin: cylinders as high as the deposit, on a square grid.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dots {
    pub diameter_mm: f64,
    /// Distance from one dot's middle to the next.
    pub pitch_mm: f64,
}

impl Dots {
    /// So many dots on a square centimetre.
    pub fn of_density(diameter_mm: f64, per_cm2: f64) -> Self {
        Self { diameter_mm, pitch_mm: 10.0 / per_cm2.sqrt() }
    }

    /// Dots of this diameter that cover a share of the area.
    pub fn of_coverage(diameter_mm: f64, coverage: f64) -> Self {
        Self { diameter_mm, pitch_mm: diameter_mm / 2.0 * (std::f64::consts::PI / coverage).sqrt() }
    }

    pub fn per_cm2(&self) -> f64 {
        100.0 / (self.pitch_mm * self.pitch_mm)
    }

    /// The share of the area that lies within a dot, at most 1.
    pub fn coverage(&self) -> f64 {
        let radius_in_pitches = self.diameter_mm / (2.0 * self.pitch_mm);
        (std::f64::consts::PI * radius_in_pitches * radius_in_pitches).min(1.0)
    }

    /// The uniform layer that darkens skin as much as these dots of `pigment` do on the mean.
    ///
    /// Murray and Davies' mean of dot and skin would be wrong by ΔE00 4.5, since light spreads further than dots do.
    pub(super) fn spread_out(&self, pigment: &PigmentLayer, deposit: Deposit) -> PigmentLayer {
        self.shaded(pigment, deposit, self.coverage())
    }

    /// The uniform layer that looks as the middle of a dot does from straight above.
    ///
    /// A point of the surface collects light from all directions below it: from those where it sees the dot, and from
    /// the other dots and the skin between them. Without a fitted constant; L* is off by 1.0 in the mean over 16 areas
    /// of dots followed by Monte Carlo, at most 4.5 (dense dots of 0.4 mm right under the epidermis).
    pub(super) fn seen_from_above(&self, pigment: &PigmentLayer, deposit: Deposit) -> PigmentLayer {
        let cell_radius_mm = self.pitch_mm / std::f64::consts::PI.sqrt();
        let dot = view_share(self.diameter_mm / 2.0, deposit.top_mm);
        let others = self.coverage() * (1.0 - view_share(cell_radius_mm, deposit.top_mm));
        self.shaded(pigment, deposit, (dot + others).min(1.0))
    }

    /// Pigment in a dot shades itself: share·μa·(1 − e⁻ˣ)/x with x = μa·l and the dot's mean chord l = 4·volume/surface.
    fn shaded(&self, pigment: &PigmentLayer, deposit: Deposit, share: f64) -> PigmentLayer {
        let height_mm = deposit.thickness_mm();
        let chord_mm = self.diameter_mm * height_mm / (height_mm + self.diameter_mm / 2.0);
        PigmentLayer {
            absorption_per_mm: pigment.absorption_per_mm.map(|mua| share * mua * lit_share(mua * chord_mm)),
            scattering_per_mm: pigment.scattering_per_mm.map(|mus| share * mus),
        }
    }
}

/// The share of all directions downwards in which a disc is seen from `height_mm` above its middle.
fn view_share(radius_mm: f64, height_mm: f64) -> f64 {
    1.0 - height_mm / height_mm.hypot(radius_mm)
}

/// The share of an absorber that light reaches through its optical depth `x`: (1 − e⁻ˣ)/x.
fn lit_share(x: f64) -> f64 {
    if x < 1e-12 { 1.0 } else { -(-x).exp_m1() / x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_the_dot_over_its_cell() {
        // π/4 · (0.4 / 1.0)².
        assert!((Dots { diameter_mm: 0.4, pitch_mm: 1.0 }.coverage() - 0.125_664).abs() < 1e-6);
        assert_eq!(Dots { diameter_mm: 2.0, pitch_mm: 1.0 }.coverage(), 1.0);
    }

    #[test]
    fn density_and_coverage_lead_back_to_the_same_dots() {
        let dots = Dots::of_density(0.3, 100.0);
        assert!((dots.pitch_mm - 1.0).abs() < 1e-12 && (dots.per_cm2() - 100.0).abs() < 1e-9);
        let again = Dots::of_coverage(0.3, dots.coverage());
        assert!((again.pitch_mm - dots.pitch_mm).abs() < 1e-12);
    }

    #[test]
    fn pigment_in_thin_dots_counts_in_full_and_in_dense_dots_less() {
        let dots = Dots { diameter_mm: 0.2, pitch_mm: 0.7 };
        let counted = |tau: f64| {
            let spread = dots.spread_out(&PigmentLayer::carbon(tau), Deposit::centered_at(0.4));
            spread.absorption_per_mm.0[0] / PigmentLayer::carbon(tau).absorption_per_mm.0[0] / dots.coverage()
        };
        assert!((counted(1e-6) - 1.0).abs() < 1e-5);
        // Chord 0.2 · 0.2 / 0.3 mm, carbon 6.875 /mm at 400 nm: (1 − e^−0.916667) / 0.916667.
        assert!((counted(1.0) - 0.654_709).abs() < 1e-5, "{}", counted(1.0));
    }

    #[test]
    fn a_dot_is_darker_in_its_middle_than_its_area_and_lighter_than_its_slab() {
        let dots = Dots { diameter_mm: 0.3, pitch_mm: 0.9 };
        let deposit = Deposit::centered_at(0.4);
        let pigment = PigmentLayer::carbon(0.5);
        let at_700 = |layer: PigmentLayer| layer.absorption_per_mm.0[15];
        let middle = at_700(dots.seen_from_above(&pigment, deposit));
        assert!(at_700(dots.spread_out(&pigment, deposit)) < middle && middle < at_700(pigment), "{middle}");
    }
}
