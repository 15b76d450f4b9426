//! Spectra as finely sampled as a camera is fitted, and the light that surfaces send back.

use std::sync::LazyLock;

use nalgebra::SVector;

use super::{LinearRgb, SAMPLES, Spectrum};

/// Samples of a [`FineSpectrum`].
pub const FINE_SAMPLES: usize = 31;

/// A spectrum at 400–700 nm by 10 nm: a reflectance (0–1) or what a channel makes of each wavelength.
///
/// Twice as fine as [`Spectrum`], which it has every second value of. Both stay: a camera's weights have 31 numbers, and
/// published reflectances of charts are stated so; skin is solved layer by layer at 16, at twice the time for 31. Colours
/// of skin and hair by one and the other agree to ΔE00 0.2 (a test below).
pub type FineSpectrum = SVector<f64, FINE_SAMPLES>;

/// The wavelengths of a [`FineSpectrum`] in nm.
pub fn fine_wavelengths_nm() -> FineSpectrum {
    FineSpectrum::from_fn(|row, _| 400.0 + 10.0 * row as f64)
}

/// The light that a surface of this reflectance sends back under D65; a perfect white gives 1, 1, 1.
///
/// Source: CIE 1931 2° observer and D65 (CIE 15), tabulated in `data/observer_d65_2deg.csv`.
pub fn light_of(reflectance: &FineSpectrum) -> LinearRgb {
    LinearRgb::from_xyz(OBSERVER.each_ref().map(|weights| weights.dot(reflectance)))
}

static OBSERVER: LazyLock<[FineSpectrum; 3]> = LazyLock::new(|| columns(include_str!("data/observer_d65_2deg.csv")));

impl Spectrum {
    /// Every second value.
    pub fn of_fine(fine: &FineSpectrum) -> Self {
        Self(std::array::from_fn::<f64, SAMPLES, _>(|sample| fine[2 * sample]))
    }
}

/// The numbers of one of the program's own tables; lines that start with `#` are remarks.
pub fn own_table(csv: &str) -> Vec<Vec<f64>> {
    csv.lines().filter(|line| !line.starts_with('#')).map(numbers).collect()
}

fn numbers(line: &str) -> Vec<f64> {
    line.split(',').map(|field| field.parse().expect("own tables hold numbers")).collect()
}

/// The rows of one of the program's own tables, a spectrum each.
pub fn rows(csv: &str) -> Vec<FineSpectrum> {
    own_table(csv).iter().map(|row| FineSpectrum::from_column_slice(row)).collect()
}

/// The columns of one of the program's own tables, a spectrum each.
pub fn columns<const N: usize>(csv: &str) -> [FineSpectrum; N] {
    let rows = own_table(csv);
    std::array::from_fn(|column| FineSpectrum::from_fn(|row, _| rows[row][column]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Lab, ciede2000};

    #[test]
    fn a_perfect_reflector_is_white() {
        let white = Lab::from(light_of(&FineSpectrum::repeat(1.0)));
        assert!((white.l - 100.0).abs() < 0.01 && white.chroma() < 0.02, "{white:?}");
    }

    #[test]
    fn every_second_value_tells_the_same_colour() {
        let smooth = fine_wavelengths_nm().map(|nm| 0.3 + 0.2 * ((nm - 420.0) / 70.0).sin());
        let step = fine_wavelengths_nm().map(|nm| 0.1 + 0.4 / (1.0 + ((590.0 - nm) / 12.0).exp()));
        for fine in [FineSpectrum::repeat(0.2), smooth, step] {
            let [by_31, by_16] = [Lab::from(light_of(&fine)), Spectrum::of_fine(&fine).to_lab()];
            assert!(ciede2000(by_31, by_16).0 < 0.2, "{by_31:?} {by_16:?}");
        }
    }
}
