//! What the moments of a field tell, as fitted to drawn fields of known truth.
//!
//! `cargo run --release --no-default-features --example fit_fields` draws the fields, fits and writes `fitted.json`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::field::Field;

/// Below this scale, px per mm, tips are narrower than a pixel, and what they take is less sure by this share (our choices,
/// after drawn heads).
const NARROW: f64 = 10.0;
const NARROW_DOUBT: f64 = 0.3;

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

impl Estimate {
    /// The value and its standard uncertainty.
    pub fn known(self) -> [f64; 2] {
        [self.value, self.value * self.doubt]
    }
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
    /// Within which each number of the fields lies that were fitted to, but for a hundredth at each end. What lies beyond is
    /// taken as lying there: a line fitted to shaved heads says nothing of what none of them has.
    pub ranges: Vec<[f64; 2]>,
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
        let of = |fit: &Fit| fit.of(&numbers, &fits.ranges);
        let [depth, coverage, contrast] = match px_per_mm {
            Some(_) => [&fits.tips_depth_with_scale, &fits.coverage_with_scale, &fits.contrast_with_scale],
            None => [&fits.tips_depth, &fits.coverage, &fits.contrast],
        };
        let doubt = if px_per_mm.is_some_and(|scale| scale < NARROW) { NARROW_DOUBT } else { 0.0 };
        let facts = Self {
            tips_depth: of(depth),
            coverage: of(coverage),
            contrast: of(contrast),
            hairs_per_cm2: px_per_mm.map(|_| of(&fits.hairs_per_cm2)),
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

/// What a fit weighs: the field's numbers and with a scale also its logarithm and the square of that, the first six numbers
/// times it, and how tips stand apart.
pub fn numbers(field: &Field, px_per_mm: Option<f64>) -> Vec<f64> {
    let mut numbers = field.numbers.to_vec();
    if let Some(scale) = px_per_mm {
        let scale = (scale / f64::from(coarseness(px_per_mm))).ln();
        numbers.extend([scale, scale * scale]);
        numbers.extend(field.numbers.iter().take(6).map(|number| number * scale));
        numbers.extend(field.peaks.iter().flatten());
    }
    numbers
}

/// The same numbers, none beyond its range.
pub fn within(numbers: &[f64], ranges: &[[f64; 2]]) -> Vec<f64> {
    numbers.iter().zip(ranges).map(|(number, [low, high])| number.clamp(*low, *high)).collect()
}

impl Fit {
    /// No surer than what lies beyond the ranges would change.
    fn of(&self, numbers: &[f64], ranges: &[[f64; 2]]) -> Estimate {
        let sum =
            |numbers: &[f64]| -> f64 { self.weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum() };
        let (known, all) = (sum(&within(numbers, ranges)), sum(numbers));
        Estimate { value: (self.constant + known).exp(), doubt: self.doubt.hypot(all - known) }
    }
}
