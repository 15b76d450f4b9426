//! Spectra of the things a scalp photo is about: skin and hair of every shade.
//!
//! They serve as surfaces of known colour when a camera is fitted, so that the fit is best where it is used. Only their
//! range matters, not their frequency; every draw is the same in every run.

use super::spectra::{SAMPLES, Spectrum, haemoglobin, light_of, wavelengths_nm};
use crate::color::Lab;

/// Parameters of one drawn spectrum, each 0–1.
const PARAMETERS: usize = 10;

/// `count` spectra of skin, then `count` of hair, spread evenly over what is found on heads.
pub(super) fn skin_and_hair(count: usize) -> Vec<Spectrum> {
    let skin = Skin::new();
    let hair = Hair::new();
    let draws = || evenly_spread(count);
    draws().map(|u| skin.spectrum(u)).chain(draws().map(|u| hair.spectrum(u))).collect()
}

/// `count` colors of hair, spread evenly over what is found on heads.
pub fn hair_colors(count: usize) -> Vec<Lab> {
    let hair = Hair::new();
    evenly_spread(count).map(|u| light_of(&hair.spectrum(u)).into()).collect()
}

struct Skin {
    wavelengths: Spectrum,
    blood: [Spectrum; 2],
}

impl Skin {
    fn new() -> Self {
        // ln 10 · ε · 150 g/L ÷ 64 500 g/mol (Prahl): whole blood's absorption in cm⁻¹.
        let blood = haemoglobin().map(|extinction| extinction * (std::f64::consts::LN_10 * 150.0 / 64_500.0));
        Self { wavelengths: wavelengths_nm(), blood }
    }

    /// An epidermis with melanin over a deep dermis with blood.
    ///
    /// Sources: absorption and reduced scattering as in Jacques (1998, 2013); diffuse reflectance of the dermis
    /// exp(−A / √(3(1 + μs′/μa))) (Jacques 1999). A = 6.8, the path of 3.85 and the two factors beside it were fitted
    /// to Monte Carlo spectra of bare skin, types I–VI (5 % root mean square); the ranges are ours.
    fn spectrum(&self, u: [f64; PARAMETERS]) -> Spectrum {
        let melanosomes = between_log(u[0], 0.008, 0.25);
        let blood_fraction = between(u[1], 0.002, 0.015);
        let oxygenation = between(u[2], 0.5, 0.9);
        let epidermis_cm = between(u[3], 0.006, 0.010);
        let scattering = between(u[4], 0.8, 1.3);
        let veil = between(u[5], 0.0, 0.03);
        let level = between(u[6], 0.8, 1.1);
        let texture = texture([u[7], u[8], u[9]]);
        Spectrum::from_fn(|i, _| {
            let nm = self.wavelengths[i];
            let base = 0.244 + 85.3 * (-(nm - 154.0) / 66.2).exp();
            let epidermis = melanosomes * 6.6e11 * nm.powf(-3.33) + (1.0 - melanosomes) * base;
            let blood = oxygenation * self.blood[0][i] + (1.0 - oxygenation) * self.blood[1][i];
            let dermis = blood_fraction * blood + (1.0 - blood_fraction) * base;
            let scattered = scattering * 43.6 * (0.41 * (nm / 500.0).powi(-4) + 0.59 * (nm / 500.0).powf(-0.562));
            let depth = 3.85 * epidermis * epidermis_cm;
            let deep = 0.695 * (-depth).exp() * (-6.8 / (3.0 * (1.0 + scattered / dermis)).sqrt()).exp();
            let shallow = 0.084 * (500.0 / nm) * (1.0 - (-depth).exp()) / depth;
            level * texture[i] * (shallow + deep) + veil
        })
    }
}

struct Hair {
    wavelengths: Spectrum,
}

impl Hair {
    fn new() -> Self {
        Self { wavelengths: wavelengths_nm() }
    }

    /// Eumelanin and pheomelanin in a white fibre (Kubelka–Munk), mixed with unpigmented hair.
    ///
    /// Source of the two absorption laws, λ^−3.33 and λ^−4.75: Donner and Jensen (2006). The ranges are ours.
    fn spectrum(&self, u: [f64; PARAMETERS]) -> Spectrum {
        let eumelanin = between_log(u[0], 0.3, 40.0);
        let pheomelanin = between_log(u[1], 0.05, 6.0);
        let baseline = between(u[2], 0.0, 0.3);
        let veil = between(u[3], 0.0, 0.03);
        let grey_share = if u[4] < 0.6 { 0.0 } else { between((u[4] - 0.6) / 0.4, 0.0, 0.6) };
        let white_level = between(u[5], 0.25, 0.6);
        let level = between(u[6], 0.8, 1.1);
        let texture = texture([u[7], u[8], u[9]]);
        Spectrum::from_fn(|i, _| {
            let x = self.wavelengths[i] / 550.0;
            let absorption = eumelanin * x.powf(-3.33) + pheomelanin * x.powf(-4.75) + baseline;
            let pigmented = 1.0 + absorption - (absorption * absorption + 2.0 * absorption).sqrt();
            let white = white_level * (1.0 - 0.35 * (-(self.wavelengths[i] - 400.0) / 80.0).exp());
            level * texture[i] * (veil + (1.0 - veil) * ((1.0 - grey_share) * pigmented + grey_share * white))
        })
    }
}

/// A smooth factor near 1 that stands for all that the models leave out; 8 % standard deviation, chosen by us.
fn texture(u: [f64; 3]) -> Spectrum {
    let unit_variance = |u: f64| (2.0 * u - 1.0) * 3f64.sqrt();
    Spectrum::from_fn(|i, _| {
        let t = std::f64::consts::PI * i as f64 / (SAMPLES - 1) as f64;
        let waves = [t.cos(), (2.0 * t).cos(), (3.0 * t).cos()];
        let sum: f64 = waves.iter().zip(u).map(|(wave, u)| wave * unit_variance(u)).sum();
        (0.08 * (2.0f64 / 3.0).sqrt() * sum).exp()
    })
}

/// Points that fill the unit cube evenly (Roberts 2018, the R-sequence: multiples of powers of a generalised golden ratio).
pub(super) fn evenly_spread(count: usize) -> impl Iterator<Item = [f64; PARAMETERS]> {
    let golden = (0..60).fold(1.5f64, |x, _| (1.0 + x).powf(1.0 / (PARAMETERS as f64 + 1.0)));
    let steps: [f64; PARAMETERS] = std::array::from_fn(|k| golden.powi(-(k as i32 + 1)));
    (1..=count).map(move |n| steps.map(|step| (0.5 + step * n as f64).fract()))
}

fn between(u: f64, low: f64, high: f64) -> f64 {
    low + u * (high - low)
}

fn between_log(u: f64, low: f64, high: f64) -> f64 {
    low * (high / low).powf(u)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness_range(spectra: &[Spectrum]) -> (f64, f64) {
        let l = spectra.iter().map(|s| Lab::from(light_of(s)).l);
        l.fold((f64::MAX, f64::MIN), |(low, high), l| (low.min(l), high.max(l)))
    }

    #[test]
    fn skin_and_hair_reach_from_very_dark_to_very_light() {
        let all = skin_and_hair(300);
        let (skin, hair) = all.split_at(300);
        let ((skin_low, skin_high), (hair_low, hair_high)) = (lightness_range(skin), lightness_range(hair));
        assert!(skin_low < 30.0 && skin_high > 68.0, "{skin_low} {skin_high}");
        assert!(hair_low < 16.0 && hair_high > 65.0, "{hair_low} {hair_high}");
    }

    #[test]
    fn skin_is_reddish_yellow_on_the_whole_and_its_spectrum_a_reflectance() {
        let skin = &skin_and_hair(200)[..200];
        let count = |is: &dyn Fn(Lab) -> bool| skin.iter().filter(|s| is(Lab::from(light_of(s)))).count();
        // The smooth deviations make a few draws odd on purpose.
        assert!(count(&|lab| lab.a > 0.0 && lab.b > 5.0) > 190);
        assert!(skin.iter().flat_map(|spectrum| spectrum.iter()).all(|r| (0.0..1.0).contains(r)));
    }
}
