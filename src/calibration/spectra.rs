//! Spectra and the tables that come with the program.
//!
//! Everything is sampled at 400–700 nm by 10 nm: surfaces seen through a camera or an eye are smooth enough for that.

use std::sync::LazyLock;

use nalgebra::SVector;

use crate::color::LinearRgb;

/// Samples of a spectrum.
pub const SAMPLES: usize = 31;

/// A spectrum at 400–700 nm by 10 nm: a reflectance (0–1) or what a channel makes of each wavelength.
pub type Spectrum = SVector<f64, SAMPLES>;

/// The wavelengths of a [`Spectrum`] in nm.
pub fn wavelengths_nm() -> Spectrum {
    Spectrum::from_fn(|row, _| 400.0 + 10.0 * row as f64)
}

/// The light that a surface of this reflectance sends back under D65.
///
/// Source: CIE 1931 2° observer and D65 (CIE 15), tabulated in `data/observer_d65_2deg.csv`.
pub fn light_of(reflectance: &Spectrum) -> LinearRgb {
    rgb_from_xyz(OBSERVER.each_ref().map(|weights| weights.dot(reflectance)))
}

/// Linear sRGB light of CIE XYZ (D65, white Y = 1).
///
/// Source: IEC 61966-2-1 primaries; matrix from Lindbloom, "RGB/XYZ matrices" (sRGB, D65).
pub fn rgb_from_xyz([x, y, z]: [f64; 3]) -> LinearRgb {
    LinearRgb::new(
        3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
        -0.969_266_0 * x + 1.876_010_8 * y + 0.041_556_0 * z,
        0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
    )
}

/// CIE XYZ (D65, white Y = 1) of linear sRGB light; the inverse of [`rgb_from_xyz`].
pub fn xyz_from_rgb(light: LinearRgb) -> [f64; 3] {
    let LinearRgb { r, g, b } = light;
    [
        0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b,
        0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b,
        0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b,
    ]
}

static OBSERVER: LazyLock<[Spectrum; 3]> = LazyLock::new(|| {
    let rows = table(include_str!("data/observer_d65_2deg.csv"));
    [0, 1, 2].map(|k| Spectrum::from_fn(|row, _| rows[row][k]))
});

/// Molar extinction of oxygenated and of deoxygenated haemoglobin in cm⁻¹/M (S. Prahl).
pub(super) fn haemoglobin() -> [Spectrum; 2] {
    let rows = table(include_str!("data/haemoglobin.csv"));
    [0, 1].map(|k| Spectrum::from_fn(|row, _| rows[row][k]))
}

/// The numbers of one of the program's own tables; lines that start with `#` are remarks.
pub(super) fn table(csv: &str) -> Vec<Vec<f64>> {
    let numbers = |line: &str| line.split(',').map(|field| field.parse().expect("own tables hold numbers")).collect();
    csv.lines().filter(|line| !line.starts_with('#')).map(numbers).collect()
}

/// The rows of one of the program's own tables of spectra.
pub(super) fn spectra(csv: &str) -> Vec<Spectrum> {
    table(csv).iter().map(|row| Spectrum::from_column_slice(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;

    #[test]
    fn a_perfect_reflector_is_white() {
        let white = Lab::from(light_of(&Spectrum::repeat(1.0)));
        assert!((white.l - 100.0).abs() < 0.01 && white.chroma() < 0.02, "{white:?}");
    }

    #[test]
    fn xyz_and_rgb_undo_each_other() {
        let light = LinearRgb::new(0.2, 0.7, 0.1);
        let back = rgb_from_xyz(xyz_from_rgb(light));
        assert!(back.to_array().iter().zip(light.to_array()).all(|(a, b)| (a - b).abs() < 1e-6), "{back:?}");
    }
}
