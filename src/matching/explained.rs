//! Which share of pigment explains an area's colour, and how well, when light, depth and coverage may be off too.

use nalgebra::{Matrix3, Vector3};

use super::client_skin::ClientSkin;
use crate::color::Lab;
use crate::pigment::WornDots;
use crate::skin::Dots;

/// Shares are tried around the one that the hand was taken for: standard deviation of that expectation as a logarithm (our
/// choice, twice the usual doubt and more). It is taken out again, so that it steers where to look and is no evidence.
const EXPECTED_SIGMA: f64 = 0.8;
/// Shares that are tried, over four of these to each side.
const TRIED: usize = 97;

/// The colour that was measured, and what it may be off by.
pub(super) struct Explained<'a> {
    pub client: &'a ClientSkin,
    pub area: Lab,
    /// Covariance of the area's L*, a* and b* beside the skin, by photo and model.
    pub noise: Matrix3<f64>,
    /// All of the dilution's pigment as it would be by now, and its dots.
    pub all: WornDots,
    /// Standard deviations of the light between both places, and of the coverage, as logarithms.
    pub light_sigma: f64,
    pub coverage_sigma: f64,
}

/// The share that explains a colour, as a logarithm, and its standard uncertainty.
pub(super) struct Share {
    pub log: f64,
    pub sigma: f64,
}

/// How far light (logarithm), depth (standard deviations) and coverage (logarithm) are from what was assumed.
#[derive(Clone, Copy, Default)]
struct Aside {
    light: f64,
    depth: f64,
    coverage: f64,
}

impl Explained<'_> {
    /// The normal distribution that says of the share's logarithm what the colour does, near what was `expected` (logarithm):
    /// by mean and variance of what is left of the expectation once the colour is known (Minka 2001, “Expectation
    /// propagation”). `None` where the colour says next to nothing.
    pub fn share(&self, expected: f64) -> Option<Share> {
        let step = 8.0 * EXPECTED_SIGMA / (TRIED - 1) as f64;
        let logs = (0..TRIED).map(|number| expected - 4.0 * EXPECTED_SIGMA + step * number as f64);
        let logs: Vec<f64> = logs.filter(|&log| log <= 0.0).collect();
        let belief = |log: f64| {
            let sigmas = (log - expected) / EXPECTED_SIGMA;
            Some(self.log_likelihood(log)? - sigmas * sigmas / 2.0)
        };
        let beliefs: Vec<f64> = logs.iter().map(|&log| belief(log)).collect::<Option<_>>()?;
        let most = beliefs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = beliefs.iter().map(|belief| (belief - most).exp()).collect();
        let total: f64 = weights.iter().sum();
        let mean = |value: &dyn Fn(f64) -> f64| {
            logs.iter().zip(&weights).map(|(&log, weight)| weight * value(log)).sum::<f64>() / total
        };
        let log = mean(&|log| log);
        let weight = 1.0 / mean(&|other| (other - log).powi(2));
        let of_expectation = EXPECTED_SIGMA.powi(-2);
        let own = weight - of_expectation;
        let share = Share { log: (weight * log - of_expectation * expected) / own, sigma: own.max(0.0).powf(-0.5) };
        (share.sigma.is_finite() && share.log.is_finite()).then_some(share)
    }

    /// L* of the area if all pigment had stayed.
    pub fn darkest(&self) -> f64 {
        self.predicted(0.0, Aside::default())[0]
    }

    /// How well a share explains the colour: the normal density of what it leaves, what else may be off taken in as linear.
    fn log_likelihood(&self, log_share: f64) -> Option<f64> {
        let left = Vector3::from(<[f64; 3]>::from(self.area)) - self.predicted(log_share, Aside::default());
        let doubts = [
            |doubt: f64, _: &Self| Aside { depth: doubt, ..Aside::default() },
            |doubt: f64, own: &Self| Aside { light: doubt * own.light_sigma, ..Aside::default() },
            |doubt: f64, own: &Self| Aside { coverage: doubt * own.coverage_sigma, ..Aside::default() },
        ];
        let covariance = doubts.iter().fold(self.noise, |sum, aside| {
            let [less, more] = [-1.0, 1.0].map(|doubt| self.predicted(log_share, aside(doubt, self)));
            let slope = (more - less) / 2.0;
            sum + slope * slope.transpose()
        });
        let distance = (left.transpose() * covariance.try_inverse()? * left)[0];
        Some(-(distance + covariance.determinant().ln()) / 2.0)
    }

    /// L*, a* and b* of the area with this share.
    fn predicted(&self, log_share: f64, aside: Aside) -> Vector3<f64> {
        let WornDots { dots, load } = self.all;
        let layer = (load * log_share.exp()).layer();
        let dots = Dots::of_coverage(dots.diameter_mm, dots.coverage() * aside.coverage.exp());
        let shares = self.client.depth_shares(aside.depth);
        let at = |k: usize| Vector3::from(<[f64; 3]>::from(self.client.at_depth(k).area(&layer, &dots))) * shares[k];
        let lab = Lab::from(<[f64; 3]>::from(at(0) + at(1) + at(2)));
        let lit = Lab::from_xyz(lab.to_xyz().map(|value| value * aside.light.exp()));
        Vector3::from(<[f64; 3]>::from(lit))
    }
}
