//! Spectra of the things a scalp photo is about: skin and hair of every shade.
//!
//! They serve as surfaces of known colour when a camera is fitted, so that the fit is best where it is used. Only their
//! range matters, not their frequency; every draw is the same in every run.

use super::absorption::{
    HAEMOGLOBIN_EXTINCTION, HAEMOGLOBIN_GRAMS, HAEMOGLOBIN_MOLE_GRAMS, baseline_absorption_per_cm,
    melanosome_absorption_per_cm,
};
use crate::color::{FINE_SAMPLES, FineSpectrum, Lab, evenly_spread, fine_wavelengths_nm, light_of};

/// Parameters of one drawn spectrum, each 0–1.
const PARAMETERS: usize = 10;

/// `count` spectra of skin, then `count` of hair, spread evenly over what is found on heads.
pub fn skins_and_hairs(count: usize) -> Vec<FineSpectrum> {
    let skin = QuickSkin::new();
    let hair = Hair::new();
    let draws = || evenly_spread(count);
    draws().map(|u| skin.spectrum(u)).chain(draws().map(|u| hair.spectrum(u))).collect()
}

/// `count` colors of hair, spread evenly over what is found on heads.
pub fn hair_colors(count: usize) -> Vec<Lab> {
    let hair = Hair::new();
    evenly_spread(count).map(|u| light_of(&hair.spectrum(u)).into()).collect()
}

/// A skin that a formula gives the spectrum of, at once.
///
/// A fit to a chart needs 350 skins at 31 wavelengths; the layers of [`PreparedSkin`](super::PreparedSkin) take 20 ms each
/// at 16. Only the range of its spectra counts, so that it stays; melanin, blood and scattering are those of
/// the exact model, and a test below holds the two together.
struct QuickSkin {
    wavelengths: FineSpectrum,
    /// Absorption of whole blood with and without oxygen, 1/cm.
    blood: [FineSpectrum; 2],
}

/// What a [`QuickSkin`] is made of.
struct Ingredients {
    /// Share of the epidermis by volume, 0–1.
    melanosomes: f64,
    /// Share of the dermis by volume, 0–1.
    blood_fraction: f64,
    /// Share of haemoglobin that carries oxygen, 0–1.
    oxygenation: f64,
    epidermis_cm: f64,
    /// Of the usual scattering of dermis.
    scattering: f64,
}

impl QuickSkin {
    fn new() -> Self {
        let molar = std::f64::consts::LN_10 * HAEMOGLOBIN_GRAMS / HAEMOGLOBIN_MOLE_GRAMS;
        Self { wavelengths: fine_wavelengths_nm(), blood: HAEMOGLOBIN_EXTINCTION.map(|extinction| extinction * molar) }
    }

    /// One drawn skin; the ranges are ours.
    fn spectrum(&self, u: [f64; PARAMETERS]) -> FineSpectrum {
        let skin = Ingredients {
            melanosomes: between_log(u[0], 0.008, 0.25),
            blood_fraction: between(u[1], 0.002, 0.015),
            oxygenation: between(u[2], 0.5, 0.9),
            epidermis_cm: between(u[3], 0.006, 0.010),
            scattering: between(u[4], 0.8, 1.3),
        };
        let veil = between(u[5], 0.0, 0.03);
        let level = between(u[6], 0.8, 1.1);
        let texture = texture([u[7], u[8], u[9]]);
        FineSpectrum::from_fn(|i, _| level * texture[i] * self.reflectance(&skin, i) + veil)
    }

    /// An epidermis with melanin over a deep dermis with blood, at one wavelength.
    ///
    /// Sources: absorption and reduced scattering as in Jacques (1998, 2013); diffuse reflectance of the dermis
    /// exp(−A / √(3(1 + μs′/μa))) (Jacques 1999). A = 6.8, the path of 3.85 and the two factors beside it were fitted
    /// to Monte Carlo spectra of bare skin, types I–VI (5 % root mean square).
    fn reflectance(&self, skin: &Ingredients, i: usize) -> f64 {
        let nm = self.wavelengths[i];
        let base = baseline_absorption_per_cm(nm);
        let epidermis = skin.melanosomes * melanosome_absorption_per_cm(nm) + (1.0 - skin.melanosomes) * base;
        let blood = skin.oxygenation * self.blood[0][i] + (1.0 - skin.oxygenation) * self.blood[1][i];
        let dermis = skin.blood_fraction * blood + (1.0 - skin.blood_fraction) * base;
        // Of dermis, as `tissue.rs` has it.
        let scattered = skin.scattering * 43.6 * (0.41 * (nm / 500.0).powi(-4) + 0.59 * (nm / 500.0).powf(-0.562));
        let depth = 3.85 * epidermis * skin.epidermis_cm;
        let deep = 0.695 * (-depth).exp() * (-6.8 / (3.0 * (1.0 + scattered / dermis)).sqrt()).exp();
        let shallow = 0.084 * (500.0 / nm) * (1.0 - (-depth).exp()) / depth;
        shallow + deep
    }
}

struct Hair {
    wavelengths: FineSpectrum,
}

impl Hair {
    fn new() -> Self {
        Self { wavelengths: fine_wavelengths_nm() }
    }

    /// Eumelanin and pheomelanin in a white fibre (Kubelka–Munk), mixed with unpigmented hair.
    ///
    /// Source of the two absorption laws, λ^−3.33 and λ^−4.75: Donner and Jensen (2006). The ranges are ours.
    fn spectrum(&self, u: [f64; PARAMETERS]) -> FineSpectrum {
        let eumelanin = between_log(u[0], 0.3, 40.0);
        let pheomelanin = between_log(u[1], 0.05, 6.0);
        let baseline = between(u[2], 0.0, 0.3);
        let veil = between(u[3], 0.0, 0.03);
        let grey_share = if u[4] < 0.6 { 0.0 } else { between((u[4] - 0.6) / 0.4, 0.0, 0.6) };
        let white_level = between(u[5], 0.25, 0.6);
        let level = between(u[6], 0.8, 1.1);
        let texture = texture([u[7], u[8], u[9]]);
        FineSpectrum::from_fn(|i, _| {
            let x = self.wavelengths[i] / 550.0;
            let absorption = eumelanin * x.powf(-3.33) + pheomelanin * x.powf(-4.75) + baseline;
            let pigmented = 1.0 + absorption - (absorption * absorption + 2.0 * absorption).sqrt();
            let white = white_level * (1.0 - 0.35 * (-(self.wavelengths[i] - 400.0) / 80.0).exp());
            level * texture[i] * (veil + (1.0 - veil) * ((1.0 - grey_share) * pigmented + grey_share * white))
        })
    }
}

/// A smooth factor near 1 that stands for all that the models leave out; 8 % standard deviation, chosen by us.
fn texture(u: [f64; 3]) -> FineSpectrum {
    let unit_variance = |u: f64| (2.0 * u - 1.0) * 3f64.sqrt();
    FineSpectrum::from_fn(|i, _| {
        let t = std::f64::consts::PI * i as f64 / (FINE_SAMPLES - 1) as f64;
        let waves = [t.cos(), (2.0 * t).cos(), (3.0 * t).cos()];
        let sum: f64 = waves.iter().zip(u).map(|(wave, u)| wave * unit_variance(u)).sum();
        (0.08 * (2.0f64 / 3.0).sqrt() * sum).exp()
    })
}

fn between(u: f64, low: f64, high: f64) -> f64 {
    low + u * (high - low)
}

fn between_log(u: f64, low: f64, high: f64) -> f64 {
    low * (high / low).powf(u)
}

#[cfg(test)]
mod tests {
    use super::super::{Deposit, MELANIN_OF_TYPES, PreparedSkin, Skin};
    use super::*;
    use crate::color::Spectrum;

    fn lightness_range(spectra: &[FineSpectrum]) -> (f64, f64) {
        let l = spectra.iter().map(|s| Lab::from(light_of(s)).l);
        l.fold((f64::MAX, f64::MIN), |(low, high), l| (low.min(l), high.max(l)))
    }

    #[test]
    fn skins_and_hairs_reach_from_very_dark_to_very_light() {
        let all = skins_and_hairs(300);
        let (skin, hair) = all.split_at(300);
        let ((skin_low, skin_high), (hair_low, hair_high)) = (lightness_range(skin), lightness_range(hair));
        assert!(skin_low < 30.0 && skin_high > 68.0, "{skin_low} {skin_high}");
        assert!(hair_low < 16.0 && hair_high > 65.0, "{hair_low} {hair_high}");
    }

    #[test]
    fn skin_is_reddish_yellow_on_the_whole_and_its_spectrum_a_reflectance() {
        let skin = &skins_and_hairs(200)[..200];
        let count = |is: &dyn Fn(Lab) -> bool| skin.iter().filter(|s| is(Lab::from(light_of(s)))).count();
        // The smooth deviations make a few draws odd on purpose.
        assert!(count(&|lab| lab.a > 0.0 && lab.b > 5.0) > 190);
        assert!(skin.iter().flat_map(|spectrum| spectrum.iter()).all(|r| (0.0..1.0).contains(r)));
    }

    /// Root mean square of the share by which quick and exact spectra of a skin differ.
    fn apart(melanosomes: f64, blood_fraction: f64) -> f64 {
        let quick = QuickSkin::new();
        let skin = Ingredients { melanosomes, blood_fraction, oxygenation: 0.75, epidermis_cm: 0.008, scattering: 1.0 };
        let fine = FineSpectrum::from_fn(|i, _| quick.reflectance(&skin, i));
        let exact = PreparedSkin::new(&Skin::new(melanosomes, blood_fraction), Deposit::centered_at(0.3));
        let off = Spectrum::of_fine(&fine).zip_with(exact.bare_reflectance(), |quick, exact| quick / exact - 1.0);
        (off.0.iter().map(|off| off * off).sum::<f64>() / off.0.len() as f64).sqrt()
    }

    #[test]
    fn quick_skin_is_near_the_exact_one_for_every_type() {
        for melanin in MELANIN_OF_TYPES {
            let apart = apart(melanin, 0.005);
            // What the formula leaves of the layers; blood between 0.2 and 1.5 % changes as much.
            assert!(apart < 0.08, "{melanin}: {apart}");
        }
    }
}
