use super::chart_fit::ChartFit;
use super::error::FitError;
use super::gradient::LightGradient;
use super::matrix_field::Examples;
use super::residual::Residual;
use super::sensor::PatchModel;
use super::solve::{Problem, Solution};
use super::tone_curve::{Primaries, ToneCurve};
use crate::calibration::chart::{Chart, ChartReading, PatchReading};
use crate::color::{FineSpectrum, Lab, median};
use crate::skin::skins_and_hairs;

/// Skins, and as many hairs, that stand for the subject.
pub(in crate::calibration) const SUBJECTS: usize = 350;
/// One of so many patches may be left out before a chart is too damaged to be used.
const LEFT_OUT_OF: usize = 3;
/// Mean ΔE00 from what the other patches predict beyond which this is no such chart; a bad photo has about 2.
const WORST_CROSS_VALIDATED: f64 = 8.0;

/// One chart on one set of primaries, fitted.
pub(super) struct Candidate<'a> {
    pub chart: &'a Chart,
    pub curve: ToneCurve,
    usable: Vec<[bool; 3]>,
    solution: Solution,
}

impl<'a> Candidate<'a> {
    /// The best curve and sensor for this chart, without the patches that disagree.
    pub fn explain(readings: &[PatchReading], chart: &'a Chart, primaries: Primaries) -> Option<Self> {
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
    pub fn misfit(&self) -> f64 {
        let terms = self.solution.fits.iter().flat_map(|fit| &fit.terms);
        terms.map(|term| term * term).sum::<f64>() + 27.0 * self.left_out() as f64
    }

    /// The deviation of the readings from this chart's spectra, in units of what is expected.
    fn noise(&self) -> f64 {
        let channels = self.usable.iter().flatten().filter(|usable| **usable).count().max(1);
        (self.misfit() / channels as f64).sqrt().max(1.0)
    }

    pub fn into_fit(self, reading: &ChartReading) -> Result<ChartFit, FitError> {
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

/// Subjects and, for everything else, the chart's own surfaces in light and in shade.
fn surfaces(chart: &Chart) -> impl Iterator<Item = FineSpectrum> {
    let shades = [1.0, 0.6, 0.3].into_iter();
    let patches = shades.flat_map(|shade| chart.reflectances.iter().map(move |patch| patch * shade));
    skins_and_hairs(SUBJECTS).into_iter().chain(patches)
}

/// How many patches may be left out of so many.
pub(super) fn most_left_out(patches: usize) -> usize {
    patches / LEFT_OUT_OF
}

/// Whether a channel is neither crushed nor clipped; the ends are where cameras and encodings cut.
fn within_range(value: f64) -> bool {
    (0.004..0.97).contains(&value)
}
