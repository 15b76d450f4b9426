use super::gradient::LightGradient;
use super::matrix_field::{Examples, MatrixField};
use super::residual::Residual;
use super::sensor::Sensor;
use super::tone_curve::ToneCurve;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};

/// A camera as one chart shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartFit {
    /// Which chart explains the readings best.
    pub chart: String,
    pub curve: ToneCurve,
    pub sensor: Sensor,
    pub residual: Residual,
    /// The true colour of each patch as the fit reads it.
    pub patches: Vec<Lab>,
    /// Patches that agree with the others; glare and obstacles take one out.
    pub trusted: Vec<bool>,
    /// How the light falls off over the chart, and by that over the photo.
    pub gradient: LightGradient,
    /// Light that lies over all patches alike.
    pub veil: Option<Veil>,
    pub(in crate::calibration) examples: Examples,
    pub(in crate::calibration) field: MatrixField,
}

/// A veil, and the camera that follows if it lies over the card alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Veil {
    /// As a share of the light of the white patch.
    pub share: f64,
    pub(super) on_card: Box<ChartFit>,
}

/// Mean ΔE00 from what the other patches predict beyond which the card's colours are not those of the chart: another make,
/// a print, a faded or veiled card, or a photo processed so much that it comes to the same. Real ones of every make under
/// every lamp have 1.3–4.6, clones and prints 4.3–5.6.
const NOT_MATCHING: f64 = 4.0;

impl ChartFit {
    /// Whether the card has the chart's colours, as far as the photo tells.
    pub fn matches_chart(&self) -> bool {
        self.residual.cross_validated.0 < NOT_MATCHING
    }

    /// The true colour of light that the photo shows where the chart lies.
    pub fn apply(&self, light: LinearRgb) -> LinearRgb {
        self.field.apply(self.curve.undo(light))
    }

    /// The true colour of light that the photo shows at a place, the light's fall-off from the chart undone.
    pub fn apply_at(&self, light: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        self.true_light(LinearRgb::from_array(self.curve.undo(light)), pos_in_photo)
    }

    /// As [`ChartFit::apply_at`], of light on which the tone curve is undone already.
    pub fn true_light(&self, camera: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        self.field.apply(self.without_fall_off(camera, pos_in_photo))
    }

    fn without_fall_off(&self, camera: LinearRgb, pos_in_photo: [f64; 2]) -> [f64; 3] {
        let fall_off = self.gradient.relative_light(pos_in_photo);
        camera.to_array().map(|value| value / fall_off)
    }

    /// Standard uncertainty of [`ChartFit::true_light`], CIEDE2000.
    ///
    /// Parts that don't depend on each other: what the chart leaves open about the sensor, how much surfaces that read
    /// alike differ, how well the fall-off of light is known, the chart's own tolerance, what the model leaves, and
    /// where a veil may lie.
    pub fn uncertainty(&self, camera: LinearRgb, pos_in_photo: [f64; 2]) -> DeltaE {
        let camera = self.without_fall_off(camera, pos_in_photo);
        let sensor = self.examples.doubt(&self.field, camera).0;
        let scatter = self.examples.scatter(&self.field, camera).0;
        let brighter = camera.map(|value| value * self.gradient.doubt(pos_in_photo).exp());
        let [here, there] = [camera, brighter].map(|camera| Lab::from(self.field.apply(camera)));
        let light = ciede2000(here, there).0;
        let decoded = LinearRgb::from_array(camera.map(|value| self.curve.bend_value(value)));
        let veil = self.veil.as_ref().map_or(0.0, |veil| veil.doubt(decoded, self.field.apply(camera)).0);
        let parts = [sensor, scatter, light, CHART_TOLERANCE, self.unexplained(), veil];
        DeltaE(parts.iter().map(|part| part * part).sum::<f64>().sqrt())
    }

    /// What real cards and cameras do beyond the model: local processing, wear, veil, another make. The patches tell how
    /// much by how badly they predict each other.
    fn unexplained(&self) -> f64 {
        let seen = self.residual.cross_validated.0;
        UNEXPLAINED * (seen * seen - EXPLAINED * EXPLAINED).max(0.0).sqrt()
    }
}

/// Cross-validated ΔE00 that the other parts of the uncertainty account for, as on charts that were drawn.
const EXPLAINED: f64 = 0.8;
/// Standard uncertainty per ΔE00 beyond that: patches that were left out of fits to real charts lie within twice of it in
/// 95 % (`examples/chart_errors.rs`; chosen on every other photo of two dozen).
const UNEXPLAINED: f64 = 1.15;

/// How far a chart may be from its published colours: about what charts made since 2005 differ by among each other
/// (ΔE00 0.3–0.6, Pascale 2012, "The ColorChecker pages").
const CHART_TOLERANCE: f64 = 0.4;

/// Standard uncertainty per difference between two cameras that are equally likely, of which one is taken.
const EITHER: f64 = std::f64::consts::FRAC_1_SQRT_2;

impl Veil {
    /// Standard uncertainty of `found`, the true colour of `light` as decoded if the veil lies over everything.
    pub fn doubt(&self, light: LinearRgb, found: LinearRgb) -> DeltaE {
        let [everywhere, on_card] = [found, self.on_card.apply(light)].map(Lab::from);
        DeltaE(EITHER * ciede2000(everywhere, on_card).0)
    }
}
