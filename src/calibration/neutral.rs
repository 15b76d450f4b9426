//! Calibration by one grey or white patch.
//!
//! A neutral patch tells white balance and, when its lightness is known or can be guessed, exposure. It says nothing of
//! the camera's matrix and tone curve: for those stands what is usual, averaged over many sensors, lights and curves.

use super::fit::{Examples, MatrixField, Primaries, SUBJECTS, Sensor, ToneCurve};
use super::spectra::Spectrum;
use super::subject::{evenly_spread, skin_and_hair};
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};

/// A camera as one neutral patch shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct NeutralFit {
    /// Lightness L* that the patch is taken to have.
    pub lightness: f64,
    /// Whether that was guessed from how bright the photo shows it.
    pub lightness_guessed: bool,
    gain: [f64; 3],
    examples: Examples,
    field: MatrixField,
}

/// Why a patch can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeutralError {
    #[error("the neutral patch is too dark to show the color of the light; choose a lighter grey")]
    TooDark,
    #[error("the neutral patch is overexposed; choose one that is not at the end of the range")]
    Clipped,
}

/// Lightness of neutral surfaces that people hold into photos: white paper or card, the chart's white, neutral 8, 6.5,
/// 5 and 3.5 (X-Rite, ColorChecker Classic), and a grey card of 18 %.
const USUAL_LIGHTNESS: [f64; 7] = [97.0, 95.2, 81.3, 66.9, 50.8, 35.6, 49.5];
/// How bright cameras show a mid-tone, in stops from the truth: mean and standard deviation. Exposures stay a little under,
/// tone curves lift it again. Chosen by us; a patch whose brightness suits no usual lightness is taken as the photo shows it.
const USUAL_EXPOSURE: (f64, f64) = (0.0, 0.3);
/// Share of patches that are none of the usual.
const OTHER_SHARE: f64 = 0.1;

/// Fits to a patch that reads `patch`; `lightness` is its L*, if known.
///
/// # Errors
/// When the patch is too dark or overexposed to show the light.
pub fn fit_neutral(patch: LinearRgb, lightness: Option<f64>) -> Result<NeutralFit, NeutralError> {
    let values = patch.to_array();
    if !values.iter().all(|value| *value > 0.01) {
        return Err(NeutralError::TooDark);
    }
    if values.iter().any(|value| *value > 0.99) {
        return Err(NeutralError::Clipped);
    }
    let guessed = lightness.is_none();
    let lightness = lightness.unwrap_or_else(|| likely_lightness(exposed_level(patch)));
    let level = Lab::new(lightness, 0.0, 0.0).to_linear().g;
    let examples = Examples::new(usual_readings(level));
    let field = examples.field();
    let gain = values.map(|value| level / value);
    Ok(NeutralFit { lightness, lightness_guessed: guessed, gain, examples, field })
}

impl NeutralFit {
    pub fn apply(&self, light: LinearRgb) -> LinearRgb {
        self.field.apply(self.balanced(light))
    }

    /// Standard uncertainty of [`NeutralFit::apply`], CIEDE2000: how much usual cameras differ, and the exposure.
    pub fn uncertainty(&self, light: LinearRgb) -> DeltaE {
        let balanced = self.balanced(light);
        let cameras = self.examples.scatter(&self.field, balanced).0;
        // Light that falls off between patch and head, and 3 of lightness when that was guessed (chosen by us).
        let doubt: f64 = if self.lightness_guessed { 0.08 } else { 0.05 };
        let brighter = balanced.map(|value| value * (1.0 + doubt));
        let [here, there] = [balanced, brighter].map(|camera| Lab::from(self.field.apply(camera)));
        DeltaE(cameras.hypot(ciede2000(here, there).0))
    }

    fn balanced(&self, light: LinearRgb) -> [f64; 3] {
        let values = light.to_array();
        [0, 1, 2].map(|k| values[k] * self.gain[k])
    }
}

/// The level by which a camera exposes: mostly luminance, but under a strong cast it spares the brightest channel.
fn exposed_level(patch: LinearRgb) -> f64 {
    let brightest = patch.to_array().into_iter().fold(0.0, f64::max);
    (brightest + 2.0 * patch.luminance()) / 3.0
}

/// The usual lightness whose exposure would be the most usual, or what the photo shows.
fn likely_lightness(level: f64) -> f64 {
    let shown = Lab::from(LinearRgb::WHITE * level).l;
    let (mean, deviation) = USUAL_EXPOSURE;
    let unlikeliness = |lightness: f64| {
        let stops = (level / Lab::new(lightness, 0.0, 0.0).to_linear().g).log2();
        ((stops - mean) / deviation).powi(2) / 2.0
    };
    let likeliest = USUAL_LIGHTNESS.into_iter().min_by(|a, b| unlikeliness(*a).total_cmp(&unlikeliness(*b)));
    likeliest.filter(|lightness| (-unlikeliness(*lightness)).exp() > OTHER_SHARE).unwrap_or(shown)
}

/// Skin and hair as many cameras would read them, balanced on a neutral of the luminance `level`.
fn usual_readings(level: f64) -> impl Iterator<Item = ([f64; 3], [f64; 3], Spectrum)> {
    let subjects = skin_and_hair(SUBJECTS);
    let draws: Vec<_> = evenly_spread(2 * SUBJECTS).collect();
    subjects.into_iter().zip(draws.into_iter().rev()).map(move |(surface, draw)| {
        let sensor = Sensor::usual(&draw);
        let curve = usual_curve(draw[9]);
        let white = sensor.reading(&Spectrum::repeat(1.0));
        let reading = sensor.reading(&surface);
        let seen = |value: f64| curve.bend_value(value.clamp(0.0, 1.0));
        let balanced = [0, 1, 2].map(|k| seen(reading[k] / white[k]) / seen(level) * level);
        (balanced, [0.0; 3], surface)
    })
}

/// Tone curves from none to a strong lift of the mid-tones; the shape is that of [`ToneCurve`]'s strongest use.
fn usual_curve(strength: f64) -> ToneCurve {
    ToneCurve { bend: [0.55, 0.33, 0.25].map(|bend| bend * strength), primaries: Primaries::Srgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_is_taken_off() {
        let cast = |light: LinearRgb| LinearRgb::new(light.r * 0.9, light.g * 0.7, light.b * 0.4);
        let grey = Lab::new(66.9, 0.0, 0.0).to_linear();
        let skin = Lab::new(60.0, 10.0, 16.0);
        let fit = fit_neutral(cast(grey), Some(66.9)).unwrap();
        let miss = ciede2000(Lab::from(fit.apply(cast(skin.to_linear()))), skin);
        // Within twice what it says of itself; the camera's curve is not known.
        assert!(miss.0 < 2.0 * fit.uncertainty(cast(skin.to_linear())).0, "{miss}");
        assert!(miss.0 < 4.0, "{miss}");
    }

    #[test]
    fn the_likely_grey_is_the_one_that_a_usual_exposure_shows_so() {
        assert_eq!(likely_lightness(0.31), 66.9);
        assert_eq!(likely_lightness(0.16), 49.5);
        assert!(likely_lightness(0.75) > 94.0);
    }

    #[test]
    fn a_patch_at_either_end_is_refused() {
        assert_eq!(fit_neutral(LinearRgb::WHITE, None), Err(NeutralError::Clipped));
        assert_eq!(fit_neutral(LinearRgb::WHITE * 0.005, None), Err(NeutralError::TooDark));
    }
}
