use super::fit::{Primaries, ToneCurve};
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};

/// Steps from no curve to the strongest.
const STEPS: usize = 21;

/// How far the logarithm of light on one card is usually off that on another, falling off apart (our choice).
const LEVEL_DEVIATION: f64 = 0.05;

/// How likely each strength of a camera's tone curve is, from none (0) to a strong lift of the mid-tones (1).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CurveStrength {
    likelihoods: [f64; STEPS],
}

/// The curve of a strength; its shape is that of [`ToneCurve`]'s strongest use.
pub(super) fn usual_curve(strength: f64) -> ToneCurve {
    ToneCurve { bend: [0.55, 0.33, 0.25].map(|bend| bend * strength), primaries: Primaries::Srgb }
}

impl CurveStrength {
    /// For light that no curve was laid over.
    pub fn none() -> Self {
        Self { likelihoods: std::array::from_fn(|step| if step == 0 { 1.0 } else { 0.0 }) }
    }

    /// What cards tell by how bright they look beside how bright they are: pairs of luminance, as decoded and true.
    ///
    /// One card tells nothing, and every strength is as likely.
    pub fn of(cards: &[[f64; 2]]) -> Self {
        let unlikeliness = |strength: f64| {
            let curve = usual_curve(strength);
            let levels = cards.iter().map(|[shown, truth]| curve.undo_value(*shown).max(1e-6).ln() - truth.ln());
            let levels: Vec<f64> = levels.collect();
            let mean = levels.iter().sum::<f64>() / levels.len().max(1) as f64;
            levels.iter().map(|level| ((level - mean) / LEVEL_DEVIATION).powi(2) / 2.0).sum::<f64>()
        };
        let unlikely: [f64; STEPS] = std::array::from_fn(|step| unlikeliness((step as f64 + 0.5) / STEPS as f64));
        let least = unlikely.into_iter().fold(f64::INFINITY, f64::min);
        Self { likelihoods: unlikely.map(|value| (least - value).exp()) }
    }

    /// The strength that a share of the likelihood lies below.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut left = share * self.likelihoods.iter().sum::<f64>();
        for (step, likelihood) in self.likelihoods.iter().enumerate() {
            if left <= *likelihood {
                return (step as f64 + left / likelihood.max(1e-12)) / STEPS as f64;
            }
            left -= likelihood;
        }
        1.0
    }

    /// The curve in the middle of what is likely.
    pub fn typical(&self) -> ToneCurve {
        usual_curve(self.quantile(0.5))
    }
}

/// How far a field of two colors, as shown, seems to be from an even surface of the same light, through a tone curve that
/// nobody knows: curves bend the mean of a mixture otherwise than a single color. `share` is that of the first color.
pub fn mixture_doubt(parts: [LinearRgb; 2], share: f64) -> DeltaE {
    let curve = usual_curve(1.0);
    let mix = |[p, q]: [LinearRgb; 2]| p * share + q * (1.0 - share);
    let undone = mix(parts.map(|part| LinearRgb::from_array(part.to_array().map(|value| curve.undo_value(value)))));
    let even = LinearRgb::from_array(undone.to_array().map(|value| curve.bend_value(value)));
    ciede2000(Lab::from(mix(parts)), Lab::from(even))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mixture_is_bent_away_from_an_even_surface() {
        let [hair, skin] = [Lab::new(15.0, 1.0, 2.0), Lab::new(60.0, 10.0, 16.0)].map(Lab::to_linear);
        assert!(mixture_doubt([hair, skin], 0.0).0 < 1e-6 && mixture_doubt([skin, skin], 0.4).0 < 1e-6);
        let [sparse, dense] = [0.05, 0.3].map(|share| mixture_doubt([hair, skin], share).0);
        assert!(0.1 < sparse && sparse < dense && dense < 10.0, "{sparse} {dense}");
    }

    #[test]
    fn one_card_tells_nothing_of_the_curve() {
        let strength = CurveStrength::of(&[[0.4, 0.2]]);
        assert!((strength.quantile(0.3) - 0.3).abs() < 1e-9);
    }

    #[test]
    fn a_light_and_a_dark_card_tell_the_curve() {
        for truth in [0.1, 0.5, 0.9] {
            let shown = |level: f64| [usual_curve(truth).bend_value(0.7 * level), level];
            let found = CurveStrength::of(&[shown(0.9), shown(0.18), shown(0.05)]);
            let [low, middle, high] = [0.05, 0.5, 0.95].map(|share| found.quantile(share));
            assert!((middle - truth).abs() < 0.08, "{middle} for {truth}");
            assert!(high - low < 0.5, "{low} to {high}");
        }
    }
}
