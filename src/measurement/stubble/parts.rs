use super::tips::TipSize;
use crate::color::{DeltaE, Lab};
use crate::measurement::caution::MeasureCaution;
use crate::measurement::region::measure::Measurement;

/// A coverage less sure than this share of itself gets a word, and so does a difference of tips from skin below this
/// (our choices).
pub(super) const UNSURE: f64 = 0.33;
pub(super) const FAINT: DeltaE = DeltaE(6.0);

/// A field of shaved hair, taken apart. Uncertainties are standard ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Stubble {
    pub hair: Part,
    pub skin: Part,
    /// The share of skin that tips cover, 0–1.
    pub coverage: f64,
    pub coverage_uncertainty: f64,
    /// What tips take from the light of the field, as a logarithm, and its standard uncertainty.
    pub tips_depth: [f64; 2],
    /// Where the photo's scale is known.
    pub size: Option<TipSize>,
    /// Standard deviation of L* as seen from half a metre and its standard uncertainty, where the photo's scale is known.
    pub grain: Option<[f64; 2]>,
    /// Hairs on a cm² and their standard uncertainty, where the photo's scale is known.
    pub hairs_per_cm2: Option<[f64; 2]>,
    pub cautions: Vec<MeasureCaution>,
}

/// The color of tips or of the skin between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub lab: Lab,
    pub uncertainty: DeltaE,
}

/// What else the photo tells about a field of stubble.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    pub skin: Option<&'a Measurement>,
    pub hair: Option<&'a Measurement>,
    pub px_per_mm: Option<f64>,
}
