use std::f64::consts::TAU;

use crate::color::eye_passes;

/// Densities at which a grain is worked out, dots on a cm², even on a logarithmic scale.
const DENSITIES: [f64; 2] = [40.0, 450.0];
const NODES: usize = 9;

/// Waves per mean distance of dots, and how strong they are among dots set as evenly as a hand does, beside dots thrown at
/// random: of the preview's pattern with its usual variation from dot to dot (mean of four patterns of 1500–4096 dots).
const EVENNESS: [(f64, f64); 9] = [
    (0.0, 0.16),
    (0.4, 0.18),
    (0.6, 0.23),
    (0.7, 0.33),
    (0.8, 0.65),
    (0.9, 1.08),
    (1.05, 1.5),
    (1.3, 1.25),
    (1.6, 1.0),
];

/// How far from where it entered light leaves skin, mm, at 550 nm (median, Monte Carlo of `docs/optics.md`); as a height of
/// [`super::DotProfile`] a third of its square root.
const EXIT_RADIUS_MM: f64 = 0.40;

/// Waves up to which the grain is summed, 1/mm, and steps; finer ones no eye sees.
const FINEST_PER_MM: f64 = 30.0;
const STEPS: usize = 120;

/// How uneven an area of dots looks, by their density.
///
/// Dots of a density N make pigment vary by Σ S(k) |dot(k)|² |eye(k)|² k dk / (2π N) around its mean, S being 1 for dots
/// thrown at random (Campbell's theorem and the structure factor).
#[derive(Clone, Debug, PartialEq)]
pub struct DotGrain {
    /// Standard deviation of the pigment that is seen, as a share of its mean.
    deviations: [f64; NODES],
}

impl DotGrain {
    /// Of dots of this diameter below `top_mm` of skin, seen from a distance. A few microseconds.
    pub fn new(diameter_mm: f64, top_mm: f64, distance_mm: f64) -> Self {
        let step = FINEST_PER_MM / STEPS as f64;
        let waves: [[f64; 2]; STEPS] = std::array::from_fn(|i| {
            let k = (i as f64 + 0.5) * step;
            let seen = dot_passes(k, diameter_mm, top_mm) * eye_passes(k, distance_mm);
            [k, seen * seen * k * step / TAU]
        });
        let deviation = |per_mm2: f64| {
            let spectrum = waves.iter().map(|[k, power]| power * evenness(k / (TAU * per_mm2.sqrt())));
            (spectrum.sum::<f64>() / per_mm2).sqrt()
        };
        Self { deviations: std::array::from_fn(|node| deviation(density_at(node) / 100.0)) }
    }

    /// Standard deviation of the pigment that is seen, as a share of its mean.
    pub fn deviation(&self, per_cm2: f64) -> f64 {
        let [least, most] = DENSITIES;
        let place = (per_cm2 / least).ln() / (most / least).ln() * (NODES - 1) as f64;
        let low = place.clamp(0.0, (NODES - 2) as f64) as usize;
        let share = (place - low as f64).clamp(0.0, 1.0);
        self.deviations[low] * (1.0 - share) + self.deviations[low + 1] * share
    }
}

fn density_at(node: usize) -> f64 {
    let [least, most] = DENSITIES;
    least * (most / least).powf(node as f64 / (NODES - 1) as f64)
}

/// The share of a wave's contrast that is left of a dot: a disc, seen through the skin above it on the way out and in.
fn dot_passes(k: f64, diameter_mm: f64, top_mm: f64) -> f64 {
    let spread_in = top_mm.hypot(EXIT_RADIUS_MM / 3f64.sqrt());
    let disc = (-(k * diameter_mm / 2.0).powi(2) / 8.0).exp();
    disc * f64::midpoint((-k * top_mm).exp(), (-k * spread_in).exp())
}

fn evenness(waves: f64) -> f64 {
    let next = EVENNESS.iter().position(|(at, _)| *at > waves).unwrap_or(EVENNESS.len());
    let [(from, low), (to, high)] = match next {
        0 => return EVENNESS[0].1,
        next if next == EVENNESS.len() => return 1.0,
        next => [EVENNESS[next - 1], EVENNESS[next]],
    };
    low + (high - low) * (waves - from) / (to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_dots_look_evener_than_few_and_all_look_even_from_afar() {
        let near = DotGrain::new(0.3, 0.1, 500.0);
        let grain = [80.0, 130.0, 200.0].map(|per_cm2| near.deviation(per_cm2));
        assert!(grain.is_sorted_by(|few, many| few > many), "{grain:?}");
        let far = DotGrain::new(0.3, 0.1, 2000.0);
        assert!(
            far.deviation(130.0) < 0.3 * near.deviation(130.0),
            "{} {}",
            far.deviation(130.0),
            near.deviation(130.0)
        );
    }

    #[test]
    fn deeper_dots_melt_into_each_other() {
        let [shallow, deep] = [0.1, 0.4].map(|top_mm| DotGrain::new(0.3, top_mm, 500.0).deviation(130.0));
        assert!(deep < 0.8 * shallow, "{shallow} {deep}");
    }
}
