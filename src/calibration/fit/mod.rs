//! Fitting a camera to a chart: tone curve, sensor, and the way from camera colour to true colour.
//!
//! [`fit_chart`] tries the charts and primaries it may be, and keeps what explains the readings best. Patches that
//! disagree with all others (glare, a strand of hair) are left out. `docs/calibration.md` compares it with simpler fits.

mod candidate;
mod chart_fit;
mod error;
mod gradient;
mod left_out;
mod matrix_field;
mod residual;
mod sensor;
mod solve;
mod tone_curve;
mod veil;

pub(super) use candidate::SUBJECTS;
pub use chart_fit::{ChartFit, Veil};
pub use error::FitError;
pub(super) use gradient::LightAt;
pub use gradient::LightGradient;
pub use left_out::{LeftOut, left_out};
pub(super) use matrix_field::{Examples, MatrixField};
pub use residual::Residual;
pub use sensor::Sensor;
pub use tone_curve::{Primaries, ToneCurve};

use super::chart::{Chart, ChartReading};
use candidate::{Candidate, most_left_out};
use veil::fit_through_veil;

/// Fits the camera that read one of `charts` so.
///
/// # Errors
/// When too few patches can be read, or when they read like none of the charts.
pub fn fit_chart(reading: &ChartReading, charts: &[Chart]) -> Result<ChartFit, FitError> {
    let readings = &reading.patches;
    let usable = readings.iter().filter(|patch| patch.is_usable()).count();
    if usable < readings.len() - most_left_out(readings.len()) {
        return Err(FitError::TooFewPatches { usable, patches: readings.len() });
    }
    let candidates = charts.iter().flat_map(|chart| {
        [Primaries::Srgb, Primaries::DisplayP3].map(|primaries| Candidate::explain(readings, chart, primaries))
    });
    let best = candidates.flatten().min_by(|a, b| a.misfit().total_cmp(&b.misfit())).ok_or(FitError::NotThisChart)?;
    fit_through_veil(best, reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::chart::PatchReading;
    use crate::color::{FineSpectrum, Lab, LinearRgb, ciede2000};
    use crate::skin::skins_and_hairs;

    /// What a sensor nobody knows, under light nobody knows, makes of the chart through a phone's tone curve.
    struct Camera {
        sensor: Sensor,
        curve: ToneCurve,
    }

    impl Camera {
        fn sees(&self, surface: &FineSpectrum) -> LinearRgb {
            let white = self.sensor.reading(&FineSpectrum::repeat(1.0));
            let reading = self.sensor.reading(surface);
            LinearRgb::from_array([0, 1, 2].map(|k| self.curve.bend_value(0.8 * reading[k] / white[k])))
        }

        fn reads(&self, chart: &Chart) -> ChartReading {
            let patch = |i: usize| PatchReading {
                light: self.sees(&chart.reflectances[i]),
                pos_in_photo: [0, 1].map(|axis| [500.0, 400.0][axis] + 40.0 * chart.grid.place_of(i)[axis] as f64),
                pixels: 100,
                used: 100,
                ..PatchReading::default()
            };
            let patches = (0..chart.grid.patches()).map(patch).collect();
            ChartReading { grid: chart.grid, patches, frame: Vec::new(), photo_diagonal: 2000.0 }
        }
    }

    fn camera() -> Camera {
        let sensor = Sensor::usual(&[0.8, 0.3, 0.6, 0.2, 0.7, 0.4, 0.6, 0.9, 0.3, 0.0]);
        Camera { sensor, curve: ToneCurve { bend: [0.5, 0.3, 0.2], primaries: Primaries::Srgb } }
    }

    fn mean_miss(fit: &ChartFit, camera: &Camera, surfaces: &[FineSpectrum]) -> f64 {
        let miss =
            |s: &FineSpectrum| ciede2000(Lab::from(fit.apply(camera.sees(s))), Lab::from(crate::color::light_of(s))).0;
        surfaces.iter().map(miss).sum::<f64>() / surfaces.len() as f64
    }

    #[test]
    fn a_true_light_leads_back_to_its_reading_and_from_there_to_itself() {
        let camera = camera();
        let fit = fit_chart(&camera.reads(&Chart::after_november_2014()), &Chart::known()).unwrap();
        let (calibration, place) = (crate::calibration::Calibration::Chart(Box::new(fit)), [520.0, 440.0]);
        for lab in [Lab::new(69.0, 8.5, 15.0), Lab::new(37.0, 10.5, 15.5), Lab::new(50.0, 0.0, 0.0)] {
            let again = calibration.apply(calibration.reading_of(lab.to_linear(), place), place);
            assert!(ciede2000(lab, again.into()).0 < 0.2, "{lab:?}: {:?}", Lab::from(again));
        }
    }

    #[test]
    fn skin_and_hair_come_out_right_through_an_unknown_curve_and_sensor() {
        let camera = camera();
        let fit = fit_chart(&camera.reads(&Chart::after_november_2014()), &Chart::known()).unwrap();
        let miss = mean_miss(&fit, &camera, &skins_and_hairs(40));
        // Without noise in the photo; what is left is metamerism.
        assert!(miss < 1.0, "{miss}");
        assert_eq!(fit.chart, Chart::after_november_2014().name);
        assert!(fit.residual.cross_validated.0 < 0.5, "{:?}", fit.residual);
    }

    #[test]
    fn glare_on_a_grey_patch_is_left_out() {
        let camera = camera();
        let mut reading = camera.reads(&Chart::iso_17321());
        reading.patches[20].light = reading.patches[20].light + LinearRgb::WHITE * 0.2;
        let fit = fit_chart(&reading, &Chart::known()).unwrap();
        assert!(!fit.trusted[20] && fit.trusted.iter().filter(|trusted| **trusted).count() == 23);
        assert!(mean_miss(&fit, &camera, &skins_and_hairs(40)) < 1.0);
    }

    #[test]
    fn a_veil_over_the_card_is_told_and_doubted() {
        let camera = camera();
        let clear = camera.reads(&Chart::after_november_2014());
        let mut veiled = clear.clone();
        let light = clear.patches[18].light * 0.08;
        veiled.patches.iter_mut().for_each(|patch| patch.light = patch.light + light);
        let fits = [clear, veiled].map(|reading| fit_chart(&reading, &Chart::known()).unwrap());
        assert!(fits[0].veil.is_none());
        let share = fits[1].veil.as_ref().unwrap().share;
        assert!((0.05..0.13).contains(&share), "{share}");
        // The veil lies on the card alone: skin is read through the clear air beside it.
        for surface in skins_and_hairs(10) {
            let seen = camera.sees(&surface);
            let found = ciede2000(Lab::from(fits[1].apply(seen)), Lab::from(crate::color::light_of(&surface)));
            let undone = LinearRgb::from_array(fits[1].curve.undo(seen));
            let stated = fits[1].uncertainty(undone, [600.0, 450.0]);
            assert!(found.0 < 2.5 * stated.0, "{found} {stated}");
        }
    }

    #[test]
    fn uncertainty_grows_with_the_distance_from_the_chart() {
        let camera = camera();
        let fit = fit_chart(&camera.reads(&Chart::iso_17321()), &Chart::known()).unwrap();
        let skin = LinearRgb::new(0.4, 0.28, 0.22);
        let (near, far) = (fit.uncertainty(skin, [600.0, 450.0]), fit.uncertainty(skin, [1600.0, 50.0]));
        assert!(near < far && near.0 > 0.3 && far.0 < 5.0, "{near} {far}");
    }

    #[test]
    fn half_a_chart_is_refused_with_its_reason() {
        let mut reading = camera().reads(&Chart::iso_17321());
        reading.patches[12..].iter_mut().for_each(|patch| patch.used = 0);
        let failed = fit_chart(&reading, &Chart::known());
        assert_eq!(failed.err(), Some(FitError::TooFewPatches { usable: 12, patches: 24 }));
    }
}
