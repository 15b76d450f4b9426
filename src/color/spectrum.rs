use serde::{Deserialize, Serialize};

use super::Lab;

/// How many wavelengths a [`Spectrum`] has.
pub const SAMPLES: usize = 16;

/// The wavelengths of a [`Spectrum`] in nm.
pub const WAVELENGTHS_NM: [f64; SAMPLES] =
    [400.0, 420.0, 440.0, 460.0, 480.0, 500.0, 520.0, 540.0, 560.0, 580.0, 600.0, 620.0, 640.0, 660.0, 680.0, 700.0];

/// What each wavelength of a reflectance adds to X, Y and Z of D65/2° (Y of a perfect white is 1).
///
/// Source: ASTM E308 for data at 20 nm, from the CIE 1931 colour matching functions and D65 at 1 nm; computed one
/// wavelength at a time with `colour.sd_to_XYZ(…, method="ASTM E308")` of colour-science 0.4.7.
const XYZ_WEIGHTS: [[f64; 3]; SAMPLES] = [
    [0.00121738, 0.00001260, 0.00557644],
    [0.02598250, 0.00072284, 0.12467405],
    [0.06664822, 0.00452536, 0.33594959],
    [0.06345998, 0.01318887, 0.36409508],
    [0.02201021, 0.02933089, 0.18213882],
    [0.00049300, 0.06847670, 0.05525112],
    [0.01342819, 0.14114700, 0.01619617],
    [0.05769059, 0.18991386, 0.00385203],
    [0.11297610, 0.18863611, 0.00068679],
    [0.16258307, 0.15455306, 0.00025160],
    [0.17944751, 0.10695203, 0.00012816],
    [0.14028130, 0.06277458, 0.00002817],
    [0.07044155, 0.02739477, 0.00000193],
    [0.02513336, 0.00923522, -0.00000021],
    [0.00701856, 0.00253959, -0.00000001],
    [0.00165706, 0.00059653, 0.00000000],
];

/// One value for each of 400, 420 … 700 nm: a reflectance (0–1), or a coefficient in the unit that its name gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spectrum(pub [f64; SAMPLES]);

impl Spectrum {
    pub const fn constant(value: f64) -> Self {
        Self([value; SAMPLES])
    }

    /// The values of a function of the wavelength in nm.
    pub fn of_wavelength(value: impl Fn(f64) -> f64) -> Self {
        Self(WAVELENGTHS_NM.map(value))
    }

    /// Each value changed by the same function.
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(change))
    }

    /// Two spectra combined wavelength by wavelength.
    pub fn zip_with(self, other: Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|i| combine(self.0[i], other.0[i])))
    }

    /// X, Y and Z of this reflectance under D65 for the 2° observer; Y of a perfect white is 1.
    pub fn to_xyz(self) -> [f64; 3] {
        weighted_sum(&self, &XYZ_WEIGHTS)
    }

    /// The colour of this reflectance (D65, 2°).
    pub fn to_lab(self) -> Lab {
        Lab::from_xyz(self.to_xyz())
    }
}

fn weighted_sum(reflectance: &Spectrum, weights: &[[f64; 3]; SAMPLES]) -> [f64; 3] {
    let sum = |channel: usize| reflectance.0.iter().zip(weights).map(|(value, weight)| value * weight[channel]).sum();
    [sum(0), sum(1), sum(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_white_is_100_and_neutral() {
        let white = Spectrum::constant(1.0).to_lab();
        assert!((white.l - 100.0).abs() < 1e-3 && white.chroma() < 2e-3, "{white:?}");
    }

    #[test]
    fn a_skin_reflectance_has_its_published_colour() {
        // Monte Carlo reference, 2026: skin I without pigment, its Lab by ASTM E308; 0.01 is the white's last digit.
        let skin = Spectrum([
            0.199430, 0.175907, 0.223114, 0.303693, 0.337429, 0.357210, 0.360324, 0.324218, 0.351345, 0.337946,
            0.463616, 0.495861, 0.511318, 0.521468, 0.529162, 0.535027,
        ]);
        let lab = skin.to_lab();
        assert!((lab.l - 67.3999).abs() < 0.01, "{lab:?}");
        assert!((lab.a - 6.0027).abs() < 0.01, "{lab:?}");
        assert!((lab.b - 14.0586).abs() < 0.01, "{lab:?}");
    }
}
