//! What may differ from a prediction, drawn evenly: the same draws for every client, so that an answer repeats.

use std::f64::consts::TAU;

use super::client_skin::ClientSkin;
use super::cost::lightness_weight;
use super::target::Target;
use crate::color::Lab;
use crate::pigment::{Basis, Hand};

/// Draws for one answer: a probability is then known to 2 %.
pub(super) const DRAWS: usize = 256;

/// Standard deviations of the logarithm of how much pigment is in the skin. Ours, for want of measurements: what a hand
/// leaves differs from visit to visit, and the dots are never exactly as dense as planned.
pub(super) const VISIT_SIGMA: f64 = 0.2;
pub(super) const COVERAGE_SIGMA: f64 = 0.15;

/// Parameters that are drawn evenly, an even number for pairs.
const DIMENSIONS: usize = 10;

/// One way in which the truth may differ from what was measured and predicted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw {
    number: usize,
    /// Standard deviations from the planned amount of pigment, on its logarithmic scale.
    pub amount: f64,
    /// Standard deviations from the usual depth.
    pub depth_sigmas: f64,
    /// Where the target really lies beside the skin.
    pub target: Lab,
    /// Standard deviations from the grain that is aimed at, on its logarithmic scale.
    pub grain_sigmas: f64,
    /// How far skin and target are both off, in L*, a*, b*.
    pub common: [f64; 3],
}

/// How far a shade's own optics may be off, drawn anew for each shade.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShadeDraw {
    /// Standard normal.
    pub strength: f64,
    /// Standard normal, for L*, a* and b*.
    pub color: [f64; 3],
}

/// Standard deviation of the logarithm of the amount of pigment that all recipes of a hand share.
pub(super) fn amount_sigma(hand: &Hand) -> f64 {
    together(&[healing_sigma(hand), hand.retained_sigma, VISIT_SIGMA, COVERAGE_SIGMA])
}

/// Standard deviation of the logarithm of what healing leaves. The quoted range is taken for two standard deviations to each
/// side.
pub(super) fn healing_sigma(hand: &Hand) -> f64 {
    let [least, most] = hand.lightening.map(|share| 1.0 - share.clamp(0.0, 0.95));
    (least / most).ln().abs() / 4.0
}

/// Independent standard deviations as one.
pub(super) fn together(sigmas: &[f64]) -> f64 {
    sigmas.iter().map(|sigma| sigma * sigma).sum::<f64>().sqrt()
}

/// Standard deviations of a shade's strength (logarithm) and colour (share of its contrast to the skin); we chose them.
pub(super) fn shade_sigmas(basis: Basis) -> [f64; 2] {
    match basis {
        Basis::Composition => [0.05, 0.05],
        Basis::Colorants => [0.3, 0.1],
        Basis::Swatch => [0.5, 0.3],
    }
}

/// All draws for a target: standard normal values from Roberts' sequence (2018), by Box and Muller's pairs.
pub(super) fn draws(target: &Target, client: &ClientSkin) -> Vec<Draw> {
    let relative = spread(target.lab, target.relative_uncertainty(client.source));
    let common = spread(target.lab, target.uncertainty.0);
    (0..DRAWS)
        .map(|number| {
            let [amount, depth_sigmas, l, a, b, cl, ca, cb, grain_sigmas, _] = normals(number);
            let shifted = Lab::new(
                target.lab.l + relative[0] * l,
                target.lab.a + relative[1] * a,
                target.lab.b + relative[2] * b,
            );
            let common = [common[0] * cl, common[1] * ca, common[2] * cb];
            Draw { number, amount, depth_sigmas, target: shifted, grain_sigmas, common }
        })
        .collect()
}

impl Draw {
    /// The same for a shade wherever it stands in a catalog.
    pub fn of_shade(&self, id: &str) -> ShadeDraw {
        let seed = id
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let uniform = |k: u64| (mixed(seed ^ mixed(4 * self.number as u64 + k)) >> 11) as f64 / (1u64 << 53) as f64;
        let [strength, l] = normal_pair(uniform(0), uniform(1));
        let [a, b] = normal_pair(uniform(2), uniform(3));
        ShadeDraw { strength, color: [l, a, b] }
    }
}

/// L*, a* and b* that are off by this ΔE00 together, each by as much.
pub(super) fn spread(at: Lab, uncertainty: f64) -> [f64; 3] {
    let each = uncertainty / 3f64.sqrt();
    // SC of CIEDE2000 (Sharma, Wu and Dalal 2005, eq. 16).
    let chroma = each * (1.0 + 0.045 * at.chroma());
    [each * lightness_weight(at.l, at.l), chroma, chroma]
}

fn normals(number: usize) -> [f64; DIMENSIONS] {
    let ratio = generalised_golden_ratio();
    let uniform = |k: usize| (0.5 + (number + 1) as f64 * ratio.powi(-(k as i32 + 1))).fract();
    let mut normals = [0.0; DIMENSIONS];
    for (pair, two) in normals.chunks_exact_mut(2).enumerate() {
        two.copy_from_slice(&normal_pair(uniform(2 * pair), uniform(2 * pair + 1)));
    }
    normals
}

/// The positive root of x^(d + 1) = x + 1.
fn generalised_golden_ratio() -> f64 {
    (0..40).fold(1.5, |x: f64, _| (1.0 + x).powf(1.0 / (DIMENSIONS as f64 + 1.0)))
}

fn normal_pair(p: f64, q: f64) -> [f64; 2] {
    let radius = (-2.0 * p.max(1e-12).ln()).sqrt();
    [radius * (TAU * q).cos(), radius * (TAU * q).sin()]
}

/// SplitMix64's finisher (Steele, Lea and Flood 2014).
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_normal(values: &[f64], tolerance: f64) {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
        assert!(mean.abs() < tolerance && (deviation - 1.0).abs() < tolerance, "{mean} ± {deviation}");
    }

    #[test]
    fn each_parameter_is_drawn_normally() {
        for k in 0..DIMENSIONS {
            assert_normal(&(0..DRAWS).map(|number| normals(number)[k]).collect::<Vec<_>>(), 0.06);
        }
    }

    #[test]
    fn two_shades_are_drawn_apart() {
        let draw = |number| Draw {
            number,
            amount: 0.0,
            depth_sigmas: 0.0,
            target: Lab::default(),
            grain_sigmas: 0.0,
            common: [0.0; 3],
        };
        let of = |id: &str| (0..DRAWS).map(|number| draw(number).of_shade(id).strength).collect::<Vec<_>>();
        let [p, q] = ["one", "two"].map(of);
        // 256 draws know a mean and a deviation to 0.06; 0.2 is three times that.
        assert_normal(&p, 0.2);
        let together = p.iter().zip(&q).map(|(p, q)| p * q).sum::<f64>() / DRAWS as f64;
        assert!(together.abs() < 0.2, "{together}");
    }

    #[test]
    fn a_wider_quoted_range_of_lightening_makes_the_amount_less_certain() {
        let narrow = Hand { lightening: [0.3, 0.3], ..Hand::default() };
        // √(0.35² + 0.2² + 0.15²).
        assert!((amount_sigma(&narrow) - 0.430_116).abs() < 1e-6);
        assert!(amount_sigma(&Hand::default()) > amount_sigma(&narrow));
    }
}
