//! Calibration: how the camera's colour becomes true colour.
//!
//! A [`Calibration`] comes from a chart in the photo ([`chart::detect_charts`], [`fit::fit_chart`]), from neutral
//! cards ([`fit_neutral`]), or from nothing; it turns light as decoded into true light and says how far that may be off.
//! It measures no region and reads no file.

mod calibrate;
mod card;
mod caution;
pub mod chart;
mod curve_strength;
pub mod fit;
mod guess;
mod linearizer;
mod neutral;
mod reference;
mod reference_text_error;
mod screen_look;

pub use calibrate::{Calibrated, ReferenceError, UnusableChart, calibrate};
pub use card::{Card, NeutralPatch};
pub use caution::ReferenceCaution;
pub use curve_strength::mixture_doubt;
pub use fit::Residual;
pub use linearizer::Linearizer;
pub use neutral::{CardReading, NeutralError, NeutralFit, fit_neutral};
pub use reference::{Corners, Reference};
pub use reference_text_error::ReferenceTextError;

use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use fit::{ChartFit, ToneCurve};

/// How light as the photo has it becomes true light.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Calibration {
    /// The photo is taken at its word.
    #[default]
    None,
    Neutral(Box<NeutralFit>),
    Chart(Box<ChartFit>),
}

/// What a calibration rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    #[default]
    None,
    Neutral,
    Chart,
}

impl Calibration {
    pub fn method(&self) -> Method {
        match self {
            Self::None => Method::None,
            Self::Neutral(_) => Method::Neutral,
            Self::Chart(_) => Method::Chart,
        }
    }

    /// What turns light as decoded into the camera's linear light, which may be averaged.
    pub fn linearizer(&self) -> Linearizer {
        Linearizer::new(match self {
            Self::Chart(fit) => fit.curve,
            Self::None | Self::Neutral(_) => ToneCurve::NONE,
        })
    }

    /// True light, D65, of the camera's linear light at a place of the photo; exposure is that of the reference.
    pub fn true_light(&self, camera: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        match self {
            Self::None => camera,
            Self::Neutral(fit) => fit.apply(camera, pos_in_photo),
            Self::Chart(fit) => fit.true_light(camera, pos_in_photo),
        }
    }

    /// True light of light as decoded, for single pixels.
    pub fn apply(&self, light: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        match self {
            Self::Chart(fit) => fit.apply_at(light, pos_in_photo),
            Self::None | Self::Neutral(_) => self.true_light(light, pos_in_photo),
        }
    }

    /// Light as decoded that [`Calibration::apply`] makes this true light of.
    pub fn reading_of(&self, truth: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        let wanted = truth.to_array();
        let mut reading = wanted;
        // A fixed point; each step leaves a small part of a strong cast and tone curve.
        for _ in 0..12 {
            let made = self.apply(LinearRgb::from_array(reading), pos_in_photo).to_array();
            reading = [0, 1, 2].map(|k| reading[k] * (wanted[k] / made[k].max(1e-4)).clamp(0.2, 5.0));
        }
        LinearRgb::from_array(reading)
    }

    /// Standard uncertainty of [`Calibration::true_light`], CIEDE2000: the truth lies within twice of it 95 times in 100.
    ///
    /// It is that of the camera's colour alone; how a region scatters comes on top.
    pub fn uncertainty(&self, camera: LinearRgb, pos_in_photo: [f64; 2]) -> DeltaE {
        match self {
            Self::None => uncalibrated(camera),
            Self::Neutral(fit) => fit.uncertainty(camera, pos_in_photo),
            Self::Chart(fit) => fit.uncertainty(camera, pos_in_photo),
        }
    }

    pub fn is_absolute(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// How far the chart's own patches are off; only a chart has any.
    pub fn residual(&self) -> Option<Residual> {
        match self {
            Self::Chart(fit) => Some(fit.residual),
            _ => None,
        }
    }
}

/// Without a reference neither white balance nor exposure is known: half a stop and 12 % between channels, chosen by us
/// after photos rendered with automatic, daylight and tinted white balance.
fn uncalibrated(light: LinearRgb) -> DeltaE {
    let here = Lab::from(light);
    let miss = |other: LinearRgb| ciede2000(here, Lab::from(other)).0;
    let exposure = miss(light * 2f64.powf(0.5));
    let balance = miss(LinearRgb::new(light.r * 1.12, light.g, light.b / 1.12));
    DeltaE(exposure.hypot(balance).max(2.0))
}
