//! Absorption of what colours skin: melanin, blood, and the rest. One set of formulas for all models of skin.

use std::sync::LazyLock;

use crate::color::{FineSpectrum, fine_spectrum_columns};

/// Molar extinction of haemoglobin with and without oxygen, L/(mol·cm).
///
/// Source: S. Prahl, Oregon Medical Laser Center, compiled from Gratzer and Kollias; `data/haemoglobin.csv`.
pub(super) static HAEMOGLOBIN_EXTINCTION: LazyLock<[FineSpectrum; 2]> =
    LazyLock::new(|| fine_spectrum_columns(include_str!("data/haemoglobin.csv")));

/// Haemoglobin in whole blood, g/L, and what a mole of it weighs, g (Prahl, OMLC): blood absorbs ln 10 · ε · one over the
/// other.
pub(super) const HAEMOGLOBIN_GRAMS: f64 = 150.0;
pub(super) const HAEMOGLOBIN_MOLE_GRAMS: f64 = 64_500.0;

/// Interior of a melanosome, 1/cm (Jacques 1998).
pub(super) fn melanosome_absorption_per_cm(nm: f64) -> f64 {
    6.6e11 * nm.powf(-3.33)
}

/// Tissue without melanin or blood, 1/cm (Jacques 1998).
pub(super) fn baseline_absorption_per_cm(nm: f64) -> f64 {
    0.244 + 85.3 * (-(nm - 154.0) / 66.2).exp()
}
