//! What the moments of a field tell, as fitted to drawn fields of known truth.
//!
//! `cargo run --release --no-default-features --example fit_fields` draws the fields, fits and writes `fitted.json`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::field::{FIELD_NUMBERS, Field};

/// Below this scale, px per mm, tips are narrower than a pixel, and what they take is less sure by this share (our choices,
/// after drawn heads).
const NARROW: f64 = 10.0;
const NARROW_DOUBT: f64 = 0.3;

/// With a scale: the numbers, ln of the scale and its square, and the first six numbers times it.
pub const NUMBERS_WITH_SCALE: usize = FIELD_NUMBERS + 2 + 6;

/// Everything that is told of a field, each as ln with its standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FieldFacts {
    /// What tips take from the light, as a logarithm.
    pub tips_depth: Estimate,
    pub coverage: Estimate,
    /// How much less light tips send back than the skin between them, as a share.
    pub contrast: Estimate,
    /// Only with a scale.
    pub hairs_per_cm2: Option<Estimate>,
}

/// A positive quantity; `doubt` is the standard deviation of its logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub value: f64,
    pub doubt: f64,
}

/// Weights of the numbers for one quantity.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fit {
    pub constant: f64,
    pub weights: Vec<f64>,
    /// Standard deviation of what is left, on fields that the fit has not seen.
    pub doubt: f64,
}

/// The same for all quantities, without a scale and with one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fits {
    pub tips_depth: Fit,
    pub coverage: Fit,
    pub contrast: Fit,
    pub tips_depth_with_scale: Fit,
    pub coverage_with_scale: Fit,
    pub contrast_with_scale: Fit,
    pub hairs_per_cm2: Fit,
}

static FITS: LazyLock<Fits> =
    LazyLock::new(|| serde_json::from_str(include_str!("fitted.json")).expect("the shipped fits are whole"));

impl FieldFacts {
    pub fn of(field: &Field, px_per_mm: Option<f64>) -> Self {
        let (numbers, fits) = (numbers(field, px_per_mm), &*FITS);
        let [depth, coverage, contrast] = match px_per_mm {
            Some(_) => [&fits.tips_depth_with_scale, &fits.coverage_with_scale, &fits.contrast_with_scale],
            None => [&fits.tips_depth, &fits.coverage, &fits.contrast],
        };
        let doubt = if px_per_mm.is_some_and(|scale| scale < NARROW) { NARROW_DOUBT } else { 0.0 };
        let facts = Self {
            tips_depth: depth.of(&numbers),
            coverage: coverage.of(&numbers),
            contrast: contrast.of(&numbers),
            hairs_per_cm2: px_per_mm.map(|_| fits.hairs_per_cm2.of(&numbers)),
        };
        facts.doubted(doubt)
    }
}

impl FieldFacts {
    /// The same, less sure by this share where contrast counts.
    pub fn doubted(self, share: f64) -> Self {
        let less_sure = |estimate: Estimate| Estimate { doubt: estimate.doubt.hypot(share), ..estimate };
        Self { tips_depth: less_sure(self.tips_depth), coverage: less_sure(self.coverage), ..self }
    }
}

/// The scale at which a field is described, px per mm: finer photos are averaged down to about it, so that one fit serves
/// photos of many resolutions (our choice: a whole head in 12 megapixels).
const DESCRIBED_AT: f64 = 12.0;

/// How many pixels square are one place of a field that is described.
pub fn coarseness(px_per_mm: Option<f64>) -> u32 {
    px_per_mm.map_or(1, |scale| (scale / DESCRIBED_AT).round().clamp(1.0, 16.0) as u32)
}

/// What a fit weighs.
pub fn numbers(field: &Field, px_per_mm: Option<f64>) -> Vec<f64> {
    let mut numbers = field.numbers.to_vec();
    if let Some(scale) = px_per_mm {
        let scale = (scale / f64::from(coarseness(px_per_mm))).ln();
        numbers.extend([scale, scale * scale]);
        numbers.extend(field.numbers.iter().take(6).map(|number| number * scale));
    }
    numbers
}

impl Fit {
    fn of(&self, numbers: &[f64]) -> Estimate {
        let sum: f64 = self.weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum();
        Estimate { value: (self.constant + sum).exp(), doubt: self.doubt }
    }
}
