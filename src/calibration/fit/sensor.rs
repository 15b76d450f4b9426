//! What the camera's three channels see of a surface, learned from the patches of a chart.
//!
//! A channel's reading of any surface is a weighted sum over the surface's reflectance. The weights (31 for each channel)
//! depend on sensor, light and camera settings; patches of known reflectance and what is known of measured sensors
//! under CIE illuminants determine them well enough to predict how skin and hair would read in this very photo. This is
//! Wiener estimation (Pratt and Mancill 1976) applied to the sensor instead of the surface.

use nalgebra::{DMatrix, DVector, Dyn, OMatrix, SMatrix, SVector, U13};

use crate::color::{FINE_SAMPLES, FineSpectrum, fine_spectrum_rows};

/// Directions in which a channel may vary, its mean included.
const RANK: usize = 13;

type Coefficients = SVector<f64, RANK>;
type Directions = SMatrix<f64, FINE_SAMPLES, RANK>;
type Design = OMatrix<f64, Dyn, U13>;

/// The spectra of the patches that may be used and how much their readings vary, prepared for many fits.
pub(super) struct PatchModel {
    channels: [ChannelModel; 3],
}

struct ChannelModel {
    directions: Directions,
    design: Design,
    inverse_variance: DVector<f64>,
    covariance: SMatrix<f64, RANK, RANK>,
}

/// The posterior of the three channels' weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensor {
    channels: [Channel; 3],
}

#[derive(Clone, Debug, PartialEq)]
struct Channel {
    weights: FineSpectrum,
    /// Standard deviations of the weights along what the chart leaves open: the variance of a reading of the surface r
    /// is |`open`ᵀ r|².
    open: Directions,
}

/// One channel fitted to its readings.
pub(super) struct ChannelFit {
    coefficients: Coefficients,
    /// Weighted residuals, then coefficients: their sum of squares is the misfit.
    pub terms: Vec<f64>,
    /// For each patch, its reading minus what the other patches predict, and that in standard deviations.
    pub left_out: Vec<(f64, f64)>,
}

impl PatchModel {
    /// `usable[i][k]` says whether channel `k` of patch `i` can be trusted; `noise` scales the expected misfit.
    pub fn new(reflectances: &[FineSpectrum], usable: &[[bool; 3]], noise: f64) -> Self {
        let directions = sensor_directions();
        let channels = [0, 1, 2].map(|k| ChannelModel::new(directions[k], reflectances, &|i| usable[i][k], noise));
        Self { channels }
    }

    /// Fits the weights of channel `k` to readings whose white is near 1.
    pub fn fit(&self, k: usize, readings: &DVector<f64>) -> ChannelFit {
        self.channels[k].fit(readings)
    }

    /// The sensor of three fitted channels, each with the `scale` that its readings were divided by.
    pub fn sensor(&self, fits: &[ChannelFit; 3], scale: [f64; 3]) -> Sensor {
        let channels = std::array::from_fn(|k| self.channels[k].posterior(&fits[k].coefficients, scale[k]));
        Sensor { channels }
    }
}

impl ChannelModel {
    fn new(directions: Directions, reflectances: &[FineSpectrum], usable: &dyn Fn(usize) -> bool, noise: f64) -> Self {
        let design = Design::from_fn_generic(Dyn(reflectances.len()), U13, |row, column| {
            reflectances[row].dot(&directions.column(column))
        });
        let inverse_variance = DVector::from_fn(reflectances.len(), |row, _| {
            if usable(row) { expected_deviation(&reflectances[row]).powi(-2) / (noise * noise) } else { 0.0 }
        });
        let weighted = DMatrix::from_diagonal(&inverse_variance) * &design;
        let precision = SMatrix::<f64, RANK, RANK>::identity() + design.tr_mul(&weighted);
        let covariance = precision.try_inverse().expect("a sum of identity and squares can be inverted");
        Self { directions, design, inverse_variance, covariance }
    }

    fn fit(&self, readings: &DVector<f64>) -> ChannelFit {
        let coefficients = self.covariance * self.design.tr_mul(&readings.component_mul(&self.inverse_variance));
        let misses = readings - &self.design * coefficients;
        let mut terms: Vec<f64> = misses.iter().zip(&self.inverse_variance).map(|(miss, w)| miss * w.sqrt()).collect();
        terms.extend(coefficients.iter());
        let left_out = (0..misses.len()).map(|i| self.left_out(i, misses[i])).collect();
        ChannelFit { coefficients, terms, left_out }
    }

    /// The miss that patch `i` would have if it were not among those fitted (the closed form of linear estimation).
    fn left_out(&self, i: usize, miss: f64) -> (f64, f64) {
        let weight = self.inverse_variance[i];
        let row = self.design.row(i);
        let known = (row * self.covariance * row.transpose())[0];
        let remaining = (1.0 - weight * known).max(1e-9);
        (miss / remaining, if weight > 0.0 { miss * (weight / remaining).sqrt() } else { 0.0 })
    }

    fn posterior(&self, coefficients: &Coefficients, scale: f64) -> Channel {
        let spread = self.covariance.cholesky().expect("a covariance is positive").l();
        Channel { weights: self.directions * coefficients * scale, open: self.directions * spread * scale }
    }
}

impl Sensor {
    /// One of the sensors and lights that are usual, drawn by nine numbers of 0–1.
    pub(in crate::calibration) fn usual(draw: &[f64; 10]) -> Self {
        let normal = |u: f64| (2.0 * u - 1.0) * 3f64.sqrt();
        let channels = sensor_directions().into_iter().enumerate().map(|(k, directions)| {
            let strongest = (0..3).map(|n| directions.column(n + 1) * normal(draw[3 * k + n]));
            let weights = strongest.fold(FineSpectrum::from(directions.column(0)), |sum, part| sum + part);
            Channel { weights, open: Directions::zeros() }
        });
        let mut channels = channels.collect::<Vec<_>>().into_iter();
        Sensor { channels: std::array::from_fn(|_| channels.next().expect("three channels")) }
    }

    /// What the camera would read of a surface.
    pub fn reading(&self, reflectance: &FineSpectrum) -> [f64; 3] {
        [0, 1, 2].map(|k| self.channels[k].weights.dot(reflectance))
    }

    /// The standard deviations of [`Sensor::reading`]: how much the chart leaves open for such a surface.
    pub fn doubt(&self, reflectance: &FineSpectrum) -> [f64; 3] {
        [0, 1, 2].map(|k| self.channels[k].open.tr_mul(reflectance).norm())
    }
}

/// How far a patch may read from the model, white being 1: 0.6 % of its level and a floor, chosen by us from patches
/// rendered with known spectra. A chart whose spectra are known less well raises `noise` instead.
fn expected_deviation(reflectance: &FineSpectrum) -> f64 {
    0.006 * reflectance.mean().max(0.02) + 0.0015
}

/// For each channel the mean of its weights and the ways they vary, each one standard deviation long.
///
/// Source: `tools/sensor_prior/make.py`.
pub(super) fn sensor_directions() -> [Directions; 3] {
    let rows = fine_spectrum_rows(include_str!("../data/sensor_prior.csv"));
    [0, 1, 2].map(|k| Directions::from_columns(&rows[k * RANK..(k + 1) * RANK]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::chart::Chart;
    use crate::skin::skins_and_hairs;

    #[test]
    fn a_chart_predicts_how_skin_and_hair_read_through_an_unseen_sensor() {
        let chart = Chart::after_november_2014();
        let patches = &chart.reflectances;
        // A sensor one standard deviation off along two directions of variation, unknown to the fit.
        let truth = sensor_directions().map(|d| FineSpectrum::from(d.column(0) + d.column(1) - d.column(4)));
        let model = PatchModel::new(patches, &[[true; 3]; 24], 1.0);
        let fits = [0, 1, 2].map(|k| model.fit(k, &DVector::from_fn(24, |i, _| truth[k].dot(&patches[i]))));
        let sensor = model.sensor(&fits, [1.0; 3]);
        for surface in skins_and_hairs(50) {
            for (k, reading) in sensor.reading(&surface).into_iter().enumerate() {
                let wanted = truth[k].dot(&surface);
                // 2 % of the reading, or 0.002 of white: below what a photo's noise leaves.
                assert!((reading - wanted).abs() < 0.02 * wanted.abs() + 0.002, "{reading} {wanted}");
            }
        }
    }
}
