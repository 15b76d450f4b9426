use std::f64::consts::TAU;

use super::dot_middle::CHORDS_OUT;
use super::prepared::PreparedSkin;
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

/// Lightness is told by light of about this wavelength: 560 nm, by its place in a spectrum.
const GREEN: usize = 8;

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
    /// Of dots of this diameter in this skin, seen from a distance. A few microseconds.
    pub fn new(diameter_mm: f64, skin: &PreparedSkin, distance_mm: f64) -> Self {
        let seen = Seen::of(diameter_mm, skin);
        let step = FINEST_PER_MM / STEPS as f64;
        let waves: [[f64; 2]; STEPS] = std::array::from_fn(|i| {
            let k = (i as f64 + 0.5) * step;
            let passes = seen.passes(k) * eye_passes(k, distance_mm);
            [k, passes * passes * k * step / TAU]
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

/// A disc as it is seen through the skin above it.
struct Seen {
    radius_mm: f64,
    /// The heights over which light spreads on its last way out and before, and the share of the way out.
    out_mm: f64,
    in_mm: f64,
    out_share: f64,
}

impl Seen {
    fn of(diameter_mm: f64, skin: &PreparedSkin) -> Self {
        let (spread, height_mm) = (skin.light_spread(), skin.deposit().thickness_mm());
        let chord_mm = diameter_mm * height_mm / (height_mm + diameter_mm / 2.0);
        Self {
            radius_mm: diameter_mm / 2.0,
            out_mm: spread.out_mm,
            in_mm: spread.in_mm.0[GREEN],
            out_share: spread.out_share(CHORDS_OUT * chord_mm).0[GREEN],
        }
    }

    /// The share of a wave's contrast that is left: a height h leaves e^(−kh) of it.
    fn passes(&self, k: f64) -> f64 {
        let disc = (-(k * self.radius_mm).powi(2) / 8.0).exp();
        let [out, before] = [self.out_mm, self.in_mm].map(|height_mm| (-k * height_mm).exp());
        disc * (self.out_share * out + (1.0 - self.out_share) * before)
    }
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
    use super::super::{Deposit, Skin};
    use super::*;

    fn deviation(depth_mm: f64, per_cm2: f64, distance_mm: f64) -> f64 {
        let skin = PreparedSkin::new(&Skin::new(0.018, 0.005), Deposit::centered_at(depth_mm));
        DotGrain::new(0.3, &skin, distance_mm).deviation(per_cm2)
    }

    #[test]
    fn many_dots_look_evener_than_few_and_all_look_even_from_afar() {
        let grain = [80.0, 130.0, 200.0].map(|per_cm2| deviation(0.2, per_cm2, 500.0));
        assert!(grain.is_sorted_by(|few, many| few > many), "{grain:?}");
        let far = deviation(0.2, 130.0, 2000.0);
        assert!(far < 0.4 * grain[1], "{far} {grain:?}");
    }

    #[test]
    fn deeper_dots_melt_into_each_other() {
        assert!(deviation(0.5, 130.0, 500.0) < 0.8 * deviation(0.2, 130.0, 500.0));
    }
}
