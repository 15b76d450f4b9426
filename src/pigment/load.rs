use std::ops::{Add, Mul};

use crate::color::{SAMPLES, Spectrum};
use crate::skin::{DEPOSIT_THICKNESS_MM, PigmentLayer};

/// Pigment by what it does to light: optical depths at 550 nm in a deposit of 0.2 mm. Loads add, and fade by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    pub carbon_tau: f64,
    pub brown_tau: f64,
    pub other_tau: f64,
    /// Absorption of the other pigment over that at 550 nm; see [`super::absorption_of_swatch`].
    pub other_shape: Spectrum,
}

impl Load {
    /// What this load adds to the tissue that it fills.
    pub fn layer(&self) -> PigmentLayer {
        let per_mm = self.other_tau / DEPOSIT_THICKNESS_MM;
        let other =
            PigmentLayer { absorption_per_mm: self.other_shape.map(|shape| per_mm * shape), ..Default::default() };
        PigmentLayer::carbon(self.carbon_tau) + PigmentLayer::brown(self.brown_tau) + other
    }

    /// Optical depth at 550 nm of all pigments together.
    pub fn tau(&self) -> f64 {
        self.carbon_tau + self.brown_tau + self.other_tau
    }

    /// The load of which these shares are left.
    pub fn left(self, carbon: f64, brown: f64, other: f64) -> Self {
        Self {
            carbon_tau: carbon * self.carbon_tau,
            brown_tau: brown * self.brown_tau,
            other_tau: other * self.other_tau,
            ..self
        }
    }
}

impl Mul<f64> for Load {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        self.left(factor, factor, factor)
    }
}

impl Add for Load {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        let other_tau = self.other_tau + more.other_tau;
        let share = if other_tau > 0.0 { self.other_tau / other_tau } else { 0.5 };
        let shape = |i: usize| share * self.other_shape.0[i] + (1.0 - share) * more.other_shape.0[i];
        Self {
            carbon_tau: self.carbon_tau + more.carbon_tau,
            brown_tau: self.brown_tau + more.brown_tau,
            other_tau,
            other_shape: Spectrum(std::array::from_fn::<f64, SAMPLES, _>(shape)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mixed_absorbs_as_its_parts_do_together() {
        let red = Load { other_tau: 0.3, other_shape: Spectrum::of_wavelength(|nm| 550.0 / nm), ..Load::default() };
        let flat = Load { other_tau: 0.1, other_shape: Spectrum::constant(1.0), carbon_tau: 0.2, ..Load::default() };
        let (mixed, parts) = ((red + flat).layer(), red.layer() + flat.layer());
        for (got, want) in mixed.absorption_per_mm.0.into_iter().zip(parts.absorption_per_mm.0) {
            assert!((got - want).abs() < 1e-12, "{got} is not {want}");
        }
        assert!(((red + flat).tau() - 0.6).abs() < 1e-12);
    }
}
