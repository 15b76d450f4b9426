use std::ops::{Add, Mul};

use crate::color::{SAMPLES, Spectrum};

use super::medium::Medium;

/// Thickness of the deposit for which an optical depth τ is quoted, mm.
pub const DEPOSIT_THICKNESS_MM: f64 = 0.2;

/// Wavelength at which an optical depth τ is quoted, nm.
const TAU_WAVELENGTH_NM: f64 = 550.0;

/// Warm brown per unit τ: absorption and scattering (1/mm) and mean cosine at the wavelengths of a [`Spectrum`].
///
/// Hematite by Mie theory from the optical constants of Querry (1985), with carbon, 8 : 1 by mass.
const BROWN: [(f64, f64, f64); SAMPLES] = [
    (5.84865, 3.15451, 0.60864),
    (5.77497, 3.25842, 0.58534),
    (5.71291, 3.35807, 0.56581),
    (5.64716, 3.47134, 0.54984),
    (5.55933, 3.60661, 0.53471),
    (5.42838, 3.79720, 0.52088),
    (5.26083, 3.95069, 0.51077),
    (5.11649, 4.07233, 0.49717),
    (4.88453, 4.41411, 0.47689),
    (4.29150, 5.17861, 0.45307),
    (3.37641, 6.03224, 0.43640),
    (2.65128, 6.39898, 0.43325),
    (2.24843, 6.28653, 0.43827),
    (1.98202, 6.03684, 0.44200),
    (1.74516, 5.75596, 0.44378),
    (1.59435, 5.39858, 0.44550),
];

/// What a pigment adds to the tissue it lies in. Layers add, and a thinner dilution is a multiple.
///
/// What scatters does so by the mean cosine of the warm brown: of the pigments here only that one scatters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PigmentLayer {
    pub absorption_per_mm: Spectrum,
    pub scattering_per_mm: Spectrum,
}

impl PigmentLayer {
    /// Carbon black with the optical depth `tau` at 550 nm in a deposit of 0.2 mm; τ 1 is 0.67 mg/mL.
    ///
    /// 7.5 m²/g at 550 nm, falling as 1/λ (Bond and Bergstrom 2006). It doesn't scatter.
    pub fn carbon(tau: f64) -> Self {
        let absorption = |nm: f64| tau / DEPOSIT_THICKNESS_MM * TAU_WAVELENGTH_NM / nm;
        Self { absorption_per_mm: Spectrum::of_wavelength(absorption), ..Self::default() }
    }

    /// Warm brown (hematite with carbon, 8 : 1 by mass) with the optical depth `tau` at 550 nm in a deposit of 0.2 mm.
    pub fn brown(tau: f64) -> Self {
        Self {
            absorption_per_mm: Spectrum(BROWN.map(|(absorption, _, _)| tau * absorption)),
            scattering_per_mm: Spectrum(BROWN.map(|(_, scattering, _)| tau * scattering)),
        }
    }

    /// Absorption and scattering at the wavelength `WAVELENGTHS_NM[sample]`.
    pub(super) fn at(&self, sample: usize) -> (f64, f64) {
        (self.absorption_per_mm.0[sample], self.scattering_per_mm.0[sample])
    }
}

/// Pigment of this absorption and scattering at the wavelength `WAVELENGTHS_NM[sample]`, to be added to tissue.
pub(super) fn pigment_medium(sample: usize, absorption_per_mm: f64, scattering_per_mm: f64) -> Medium {
    let (_, _, anisotropy) = BROWN[sample];
    Medium::henyey_greenstein(absorption_per_mm, scattering_per_mm, anisotropy)
}

impl Add for PigmentLayer {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = |p: Spectrum, q: Spectrum| p.zip_with(q, |p, q| p + q);
        Self {
            absorption_per_mm: sum(self.absorption_per_mm, other.absorption_per_mm),
            scattering_per_mm: sum(self.scattering_per_mm, other.scattering_per_mm),
        }
    }
}

impl Mul<f64> for PigmentLayer {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        let times = |value: f64| factor * value;
        Self {
            absorption_per_mm: self.absorption_per_mm.map(times),
            scattering_per_mm: self.scattering_per_mm.map(times),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carbon_absorbs_as_its_mass_does() {
        // 7.5 m²/g · 0.6667 mg/mL = 5 /mm at 550 nm; at 700 nm 5 · 550 / 700.
        let carbon = PigmentLayer::carbon(1.0);
        assert!((carbon.absorption_per_mm.0[SAMPLES - 1] - 3.928_571).abs() < 1e-6);
        assert_eq!(carbon.scattering_per_mm, Spectrum::default());
    }

    #[test]
    fn brown_absorbs_as_much_as_carbon_at_550_nm() {
        let [below, above] = [7, 8].map(|sample| PigmentLayer::brown(1.0).at(sample).0);
        assert!(((below + above) / 2.0 - 5.0).abs() < 0.01, "{below} at 540 nm, {above} at 560 nm");
    }

    #[test]
    fn half_of_a_mixture_is_the_mixture_of_halves() {
        let mixture = (PigmentLayer::carbon(3.0) + PigmentLayer::brown(1.0)) * 0.5;
        assert_eq!(mixture, PigmentLayer::carbon(1.5) + PigmentLayer::brown(0.5));
    }
}
