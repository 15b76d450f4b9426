use serde::{Deserialize, Serialize};

use super::deposit::Deposit;
use super::light_spread::view_share;
use super::pigment_layer::PigmentLayer;
use crate::color::Spectrum;

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

    /// The way of light through one dot, mm: the mean chord, 4·volume/surface of the cylinder.
    pub(super) fn chord_mm(&self, deposit: Deposit) -> f64 {
        let height_mm = deposit.thickness_mm();
        self.diameter_mm * height_mm / (height_mm + self.diameter_mm / 2.0)
    }

    /// The uniform layer that darkens skin as much as these dots of `pigment` do on the mean.
    ///
    /// Murray and Davies' mean of dot and skin would be wrong by ΔE00 4.5, since light spreads further than dots do.
    pub(super) fn spread_out(&self, pigment: &PigmentLayer, deposit: Deposit) -> PigmentLayer {
        shaded(pigment, self.chord_mm(deposit), Spectrum::constant(self.coverage()), Spectrum::constant(1.0))
    }

    /// The share of the deposit's plane that lies within a dot, as light meets it that spreads from above the middle of
    /// one: this dot, and beyond its cell the others.
    pub(super) fn share_around_middle(&self, height_mm: f64) -> f64 {
        let cell_radius_mm = self.pitch_mm / std::f64::consts::PI.sqrt();
        let others = self.coverage() * (1.0 - view_share(cell_radius_mm, height_mm));
        (view_share(self.diameter_mm / 2.0, height_mm) + others).min(1.0)
    }
}

/// The uniform layer that takes as much light as dots which make up a share of what is seen; `part` of it counts.
///
/// Pigment in a dot shades itself, less so where dots fill the skin: share·μa·(1 + y/n)⁻ⁿ with y = 0.75·μa·l·(1 − share)^1.5.
/// That is the mean over the ways through dots, if these are spread as a gamma distribution of order n = 1.25 around
/// their mean. All three numbers are fitted to the mean of 2,128 areas of our Monte Carlo; on 2,128 others it is off by
/// ΔE00 0.20 in the mean and 1.2 at most (`src/skin/data/README.md`).
pub(super) fn shaded(pigment: &PigmentLayer, chord_mm: f64, share: Spectrum, part: Spectrum) -> PigmentLayer {
    let counted = share.zip_with(part, |share, part| share * part);
    let depth = share.map(|share| 0.75 * chord_mm * (1.0 - share) * (1.0 - share).sqrt());
    let lit = depth.zip_with(pigment.absorption_per_mm, |depth, mua| lit_share(depth * mua));
    let lit_part = counted.zip_with(lit, |counted, lit| counted * lit);
    PigmentLayer {
        absorption_per_mm: lit_part.zip_with(pigment.absorption_per_mm, |part, mua| part * mua),
        scattering_per_mm: counted.zip_with(pigment.scattering_per_mm, |part, mus| part * mus),
    }
}

/// The share of an absorber that light reaches at an optical depth that differs from way to way: (1 + x/1.25)^−1.25.
fn lit_share(x: f64) -> f64 {
    let base = 1.0 + x / 1.25;
    1.0 / (base * base.sqrt().sqrt())
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
        // Chord 0.2 · 0.2 / 0.3 mm, carbon 6.875 /mm at 400 nm, coverage 0.064114:
        // y = 0.75 · 0.916667 · 0.935886^1.5 = 0.622454, (1 + 0.497963)^−1.25.
        assert!((counted(1.0) - 0.603_426).abs() < 1e-5, "{}", counted(1.0));
    }

    #[test]
    fn dots_that_fill_the_skin_are_a_layer() {
        let dots = Dots { diameter_mm: 2.0, pitch_mm: 1.0 };
        let pigment = PigmentLayer::carbon(1.0) + PigmentLayer::brown(0.3);
        assert_eq!(dots.spread_out(&pigment, Deposit::centered_at(0.2)), pigment);
    }
}
