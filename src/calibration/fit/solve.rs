//! The tone curve and sensor that explain a chart's readings best.

use nalgebra::{DVector, Matrix3, Vector3};

use super::sensor::{ChannelFit, PatchModel};
use super::tone_curve::{Primaries, ToneCurve};
use crate::calibration::chart::{Chart, PatchReading};

/// Sensor and readings for one tone curve.
pub(super) struct Solution {
    pub fits: [ChannelFit; 3],
    /// Undone readings, and what they are divided by so that white reads 1.
    pub camera: Vec<[f64; 3]>,
    pub scale: [f64; 3],
}

/// Readings to be explained by a chart through a curve.
pub(super) struct Problem<'a> {
    model: &'a PatchModel,
    readings: &'a [PatchReading],
    chart: &'a Chart,
    usable: &'a [[bool; 3]],
    neutrals: Vec<usize>,
}

impl<'a> Problem<'a> {
    pub fn new(model: &'a PatchModel, readings: &'a [PatchReading], chart: &'a Chart, usable: &'a [[bool; 3]]) -> Self {
        Self { model, readings, chart, usable, neutrals: chart.neutrals() }
    }

    /// The sensor that explains the readings best when this curve is undone.
    pub fn solve(&self, curve: ToneCurve) -> Option<Solution> {
        let camera: Vec<[f64; 3]> = self.readings.iter().map(|reading| curve.undo(reading.light)).collect();
        let scale = [0, 1, 2].map(|k| self.scale(&camera, k));
        if !scale.iter().all(|s| s.is_finite() && *s > 1e-4) {
            return None;
        }
        let fits =
            [0, 1, 2].map(|k| self.model.fit(k, &DVector::from_fn(camera.len(), |i, _| camera[i][k] / scale[k])));
        Some(Solution { fits, camera, scale })
    }

    /// What a white of reflectance 1 would read: from the neutral patches, whose spectra are flat.
    fn scale(&self, camera: &[[f64; 3]], k: usize) -> f64 {
        let usable = |i: &usize| self.usable[*i][k];
        let neutrals: Vec<usize> = self.neutrals.iter().copied().filter(usable).collect();
        let patches = if neutrals.len() >= 2 { neutrals } else { (0..camera.len()).filter(usable).collect() };
        let sum = |values: &dyn Fn(usize) -> f64| patches.iter().map(|&i| values(i)).sum::<f64>();
        sum(&|i| camera[i][k]) / sum(&|i| self.chart.reflectances[i].mean())
    }

    /// All that the fit leaves over for one curve, which is least for the best curve.
    fn terms(&self, curve: ToneCurve) -> Option<DVector<f64>> {
        let solution = curve.is_monotone().then(|| self.solve(curve)).flatten()?;
        let misses = solution.fits.into_iter().flat_map(|fit| fit.terms);
        // A curve costs something: 0.3 is about what a strong camera curve needs, so that none is the default.
        Some(DVector::from_vec(misses.chain(curve.bend.map(|bend| bend / 0.3)).collect()))
    }

    /// The curve with the least misfit (Levenberg 1944, with numerical derivatives).
    pub fn best_curve(&self, primaries: Primaries) -> Option<ToneCurve> {
        let mut curve = ToneCurve { bend: [0.0; 3], primaries };
        let mut terms = self.terms(curve)?;
        let mut damping = 1e-2;
        for _ in 0..25 {
            let Some(step) = self.step(curve, &terms, damping) else { break };
            let tried = ToneCurve { bend: std::array::from_fn(|k| curve.bend[k] + step[k]), primaries };
            match self.terms(tried).filter(|tried| tried.norm_squared() < terms.norm_squared()) {
                Some(better) => (curve, terms, damping) = (tried, better, damping * 0.2),
                None => damping *= 5.0,
            }
            if step.norm() < 1e-4 || damping > 1e6 {
                break;
            }
        }
        Some(curve)
    }

    fn step(&self, curve: ToneCurve, terms: &DVector<f64>, damping: f64) -> Option<Vector3<f64>> {
        const H: f64 = 1e-4;
        let mut slopes = Vec::with_capacity(3);
        for k in 0..3 {
            let mut moved = curve;
            moved.bend[k] += H;
            slopes.push((self.terms(moved)? - terms) / H);
        }
        let squares = Matrix3::from_fn(|i, j| slopes[i].dot(&slopes[j]) * if i == j { 1.0 + damping } else { 1.0 });
        let descent = Vector3::from_fn(|i, _| -slopes[i].dot(terms));
        squares.try_inverse().map(|inverse| inverse * descent)
    }
}
