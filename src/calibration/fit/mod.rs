//! Fitting a camera to a chart: tone curve, sensor, and the way from camera colour to true colour.
//!
//! [`fit_chart`] tries the charts and primaries it may be, and keeps what explains the readings best. Patches that
//! disagree with all others (glare, a strand of hair) are left out. `docs/calibration.md` compares it with simpler fits.

mod gradient;
mod left_out;
mod matrix_field;
mod residual;
mod sensor;
mod solve;
mod tone_curve;
mod veil;

pub(super) use gradient::LightAt;
pub use gradient::LightGradient;
pub use left_out::{LeftOut, left_out};
pub(super) use matrix_field::{Examples, MatrixField};
pub use residual::Residual;
pub use sensor::Sensor;
pub use tone_curve::{Primaries, ToneCurve};

use super::chart::{Chart, ChartReading, PatchReading};
use crate::color::FineSpectrum;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000, median};
use crate::skin::skins_and_hairs;
use sensor::PatchModel;
use solve::{Problem, Solution};
pub use veil::Veil;
use veil::fit_through_veil;

/// Skins, and as many hairs, that stand for the subject.
pub(super) const SUBJECTS: usize = 350;
/// One of so many patches may be left out before a chart is too damaged to be used.
const LEFT_OUT_OF: usize = 3;
/// Mean ΔE00 from what the other patches predict beyond which this is no such chart; a bad photo has about 2.
const WORST_CROSS_VALIDATED: f64 = 8.0;

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
    pub(super) examples: Examples,
    pub(super) field: MatrixField,
}

/// Why no camera could be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    #[error(
        "only {usable} of {patches} patches can be read; photograph the chart whole, without glare and not overexposed"
    )]
    TooFewPatches { usable: usize, patches: usize },
    #[error("the patches do not read like the chart's colours; check that its corners are right")]
    NotThisChart,
}

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

/// One chart on one set of primaries, fitted.
struct Candidate<'a> {
    chart: &'a Chart,
    curve: ToneCurve,
    usable: Vec<[bool; 3]>,
    solution: Solution,
}

impl<'a> Candidate<'a> {
    /// The best curve and sensor for this chart, without the patches that disagree.
    fn explain(readings: &[PatchReading], chart: &'a Chart, primaries: Primaries) -> Option<Self> {
        let channels = |reading: &PatchReading| {
            primaries.values_of(reading.light).map(|value| reading.is_usable() && within_range(value))
        };
        let mut usable: Vec<[bool; 3]> = readings.iter().map(channels).collect();
        loop {
            let model = PatchModel::new(&chart.reflectances, &usable, 1.0);
            let problem = Problem::new(&model, readings, chart, &usable);
            let curve = problem.best_curve(primaries)?;
            let solution = problem.solve(curve)?;
            let candidate = Self { chart, curve, usable, solution };
            match candidate.worst_outlier() {
                Some(i) if candidate.left_out() < most_left_out(readings.len()) => {
                    usable = candidate.usable;
                    usable[i] = [false; 3];
                }
                Some(_) => return None,
                None => return Some(candidate),
            }
        }
    }

    /// The patch that is much farther from what the others predict than is usual among them.
    ///
    /// What is usual is at most 3: spectra that are known badly give that, and wide glare must not count as usual.
    fn worst_outlier(&self) -> Option<usize> {
        let worst_channel = |i: usize| self.solution.fits.iter().map(|fit| fit.left_out[i].1.abs()).fold(0.0, f64::max);
        let distances: Vec<(usize, f64)> = self.trusted().map(|i| (i, worst_channel(i))).collect();
        let usual = median(&mut distances.iter().map(|(_, d)| *d).collect::<Vec<_>>()).clamp(1.0, 3.0);
        let farthest = distances.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (farthest.1 > 6.0 * usual).then_some(farthest.0)
    }

    fn trusted(&self) -> impl Iterator<Item = usize> {
        (0..self.usable.len()).filter(|&i| self.usable[i] != [false; 3])
    }

    fn left_out(&self) -> usize {
        self.usable.len() - self.trusted().count()
    }

    /// Smaller is better. A patch left out costs as much as one that misses by three deviations in each channel.
    fn misfit(&self) -> f64 {
        let terms = self.solution.fits.iter().flat_map(|fit| &fit.terms);
        terms.map(|term| term * term).sum::<f64>() + 27.0 * self.left_out() as f64
    }

    /// The deviation of the readings from this chart's spectra, in units of what is expected.
    fn noise(&self) -> f64 {
        let channels = self.usable.iter().flatten().filter(|usable| **usable).count().max(1);
        (self.misfit() / channels as f64).sqrt().max(1.0)
    }

    fn into_fit(self, reading: &ChartReading) -> Result<ChartFit, FitError> {
        let model = PatchModel::new(&self.chart.reflectances, &self.usable, self.noise());
        let problem = Problem::new(&model, &reading.patches, self.chart, &self.usable);
        let solution = problem.solve(self.curve).ok_or(FitError::NotThisChart)?;
        let sensor = model.sensor(&solution.fits, solution.scale);
        let examples = Examples::new(
            surfaces(self.chart).map(|surface| (sensor.reading(&surface), sensor.doubt(&surface), surface)),
        );
        let field = examples.field();
        let trusted = self.usable.iter().map(|channels| *channels != [false; 3]).collect();
        let patches: Vec<Lab> = solution.camera.iter().map(|camera| Lab::from(field.apply(*camera))).collect();
        let residual = Residual::of(&solution, &field, &patches, self.chart, &self.usable);
        if residual.cross_validated.0.is_nan() || residual.cross_validated.0 > WORST_CROSS_VALIDATED {
            return Err(FitError::NotThisChart);
        }
        let gradient = LightGradient::over(reading, &self.curve, |i| {
            let green = solution.camera[i][1] / sensor.reading(&self.chart.reflectances[i])[1];
            (self.usable[i][1] && green > 0.0).then(|| green.ln())
        });
        Ok(ChartFit {
            chart: self.chart.name.clone(),
            curve: self.curve,
            sensor,
            residual,
            patches,
            trusted,
            gradient,
            veil: None,
            examples,
            field,
        })
    }
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

/// Subjects and, for everything else, the chart's own surfaces in light and in shade.
fn surfaces(chart: &Chart) -> impl Iterator<Item = FineSpectrum> {
    let shades = [1.0, 0.6, 0.3].into_iter();
    let patches = shades.flat_map(|shade| chart.reflectances.iter().map(move |patch| patch * shade));
    skins_and_hairs(SUBJECTS).into_iter().chain(patches)
}

fn most_left_out(patches: usize) -> usize {
    patches / LEFT_OUT_OF
}

/// Whether a channel is neither crushed nor clipped; the ends are where cameras and encodings cut.
fn within_range(value: f64) -> bool {
    (0.004..0.97).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

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
