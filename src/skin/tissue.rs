use crate::color::{Spectrum, WAVELENGTHS_NM};

use super::absorption::{
    HAEMOGLOBIN_EXTINCTION, HAEMOGLOBIN_GRAMS, HAEMOGLOBIN_MOLE_GRAMS, baseline_absorption_per_cm,
    melanosome_absorption_per_cm,
};
use super::medium::Medium;

/// Depth at which the epidermis ends, mm; Oltulu et al. (2018): scalp epidermis 66 ± 14 µm in women.
pub(super) const EPIDERMIS_END_MM: f64 = 0.08;
/// Depth at which the dermis ends and the subcutis begins, mm.
pub(super) const DERMIS_END_MM: f64 = 2.0;

/// Melanosome fraction of the epidermis in skin types I–VI, fitted to measured foreheads.
///
/// Jacques' own ranges (1998) give skin that is too dark. A type is no colour: use them for examples, never for a client.
pub const MELANIN_OF_TYPES: [f64; 6] = [0.010, 0.018, 0.030, 0.055, 0.10, 0.20];

/// Blood fraction of the subcutis.
const SUBCUTIS_BLOOD: f64 = 0.005;
/// Share of haemoglobin that carries oxygen.
const OXYGENATION: f64 = 0.75;
const MM_PER_CM: f64 = 10.0;

/// How the tissue of one client differs from another's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skin {
    /// Melanosomes' share of the epidermis by volume, 0–1.
    pub melanin_fraction: f64,
    /// Blood's share of the dermis by volume, 0–1.
    pub blood_fraction: f64,
    /// Odds of the bare skin's reflectance, measured over modelled: what melanin and blood don't explain.
    pub correction: Spectrum,
}

/// The optical properties of the skin's layers at one wavelength.
pub(super) struct Tissue {
    pub epidermis: Medium,
    pub dermis: Medium,
    pub subcutis: Medium,
}

impl Skin {
    /// Skin of these fractions, each kept within 0–1, as the model sees it.
    pub fn new(melanin_fraction: f64, blood_fraction: f64) -> Self {
        Self {
            melanin_fraction: melanin_fraction.clamp(0.0, 1.0),
            blood_fraction: blood_fraction.clamp(0.0, 1.0),
            correction: Spectrum::constant(1.0),
        }
    }

    /// The layers' properties at the wavelength `WAVELENGTHS_NM[sample]`.
    pub(super) fn tissue(&self, sample: usize) -> Tissue {
        let nm = WAVELENGTHS_NM[sample];
        let blood = blood_absorption_per_mm(sample);
        let with_blood = |fraction| mixed(fraction, blood, baseline_absorption_per_mm(nm));
        let melanin = mixed(self.melanin_fraction, melanosome_absorption_per_mm(nm), baseline_absorption_per_mm(nm));
        let medium = |absorption: f64, scatter: &Scatter| {
            let g = anisotropy(nm);
            Medium::henyey_greenstein(absorption, scatter.reduced_per_mm(nm) / (1.0 - g), g)
        };
        Tissue {
            epidermis: medium(melanin, &EPIDERMIS),
            dermis: medium(with_blood(self.blood_fraction), &DERMIS),
            subcutis: medium(with_blood(SUBCUTIS_BLOOD), &SUBCUTIS),
        }
    }
}

impl Tissue {
    /// The media between two depths with their thickness in mm, from the top; none when `to_mm` lies above `from_mm`.
    pub fn sections(&self, from_mm: f64, to_mm: f64) -> Vec<(Medium, f64)> {
        let layers = [
            (self.epidermis, 0.0, EPIDERMIS_END_MM),
            (self.dermis, EPIDERMIS_END_MM, DERMIS_END_MM),
            (self.subcutis, DERMIS_END_MM, f64::INFINITY),
        ];
        let within = layers.map(|(medium, top, bottom)| (medium, bottom.min(to_mm) - top.max(from_mm)));
        within.into_iter().filter(|(_, thickness_mm)| *thickness_mm > 0.0).collect()
    }
}

fn mixed(fraction: f64, inside: f64, outside: f64) -> f64 {
    fraction * inside + (1.0 - fraction) * outside
}

/// Whole blood: μa = ln 10 · ε · concentration (Prahl, OMLC), at the wavelength `WAVELENGTHS_NM[sample]`.
fn blood_absorption_per_mm(sample: usize) -> f64 {
    let [oxygenated, deoxygenated] = HAEMOGLOBIN_EXTINCTION.each_ref().map(|extinction| extinction[2 * sample]);
    let extinction = mixed(OXYGENATION, oxygenated, deoxygenated);
    std::f64::consts::LN_10 * extinction * (HAEMOGLOBIN_GRAMS / HAEMOGLOBIN_MOLE_GRAMS) / MM_PER_CM
}

fn melanosome_absorption_per_mm(nm: f64) -> f64 {
    melanosome_absorption_per_cm(nm) / MM_PER_CM
}

fn baseline_absorption_per_mm(nm: f64) -> f64 {
    baseline_absorption_per_cm(nm) / MM_PER_CM
}

/// Mean cosine of scattering (van Gemert et al. 1989).
fn anisotropy(nm: f64) -> f64 {
    0.62 + 0.29e-3 * nm
}

/// Reduced scattering μs′ = a′·[f·(λ/500)⁻⁴ + (1 − f)·(λ/500)⁻ᵇ] (Jacques 2013).
struct Scatter {
    at_500_nm_per_cm: f64,
    rayleigh_share: f64,
    mie_power: f64,
}

// Jacques (2013), from Salomatina et al. (2006).
const EPIDERMIS: Scatter = Scatter { at_500_nm_per_cm: 66.7, rayleigh_share: 0.29, mie_power: 0.689 };
const DERMIS: Scatter = Scatter { at_500_nm_per_cm: 43.6, rayleigh_share: 0.41, mie_power: 0.562 };
const SUBCUTIS: Scatter = Scatter { at_500_nm_per_cm: 34.2, rayleigh_share: 0.26, mie_power: 0.567 };

impl Scatter {
    fn reduced_per_mm(&self, nm: f64) -> f64 {
        let wavelength = nm / 500.0;
        let shape = mixed(self.rayleigh_share, wavelength.powi(-4), wavelength.powf(-self.mie_power));
        self.at_500_nm_per_cm * shape / MM_PER_CM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ingredients_have_the_published_size_at_560_nm() {
        // By hand from the formulas above; blood from ε = 0.75 · 32613.2 + 0.25 · 53788.
        let close = |got: f64, want: f64| assert!((got / want - 1.0).abs() < 1e-4, "{got} is not {want}");
        close(melanosome_absorption_per_mm(560.0), 46.567);
        close(baseline_absorption_per_mm(560.0), 0.042_911_9);
        close(blood_absorption_per_mm(8), 20.2986);
        close(EPIDERMIS.reduced_per_mm(560.0), 5.609_27);
        close(DERMIS.reduced_per_mm(560.0), 3.549_72);
        close(SUBCUTIS.reduced_per_mm(560.0), 2.938_39);
        close(anisotropy(560.0), 0.7824);
    }

    #[test]
    fn fractions_stay_between_none_and_all() {
        let skin = Skin::new(-0.1, 1.5);
        assert_eq!((skin.melanin_fraction, skin.blood_fraction), (0.0, 1.0));
    }
}
