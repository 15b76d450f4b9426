use crate::color::{Lab, LinearRgb};

/// Lightness of neutral surfaces that people hold into photos: white paper or card, the chart's white, neutral 8, 6.5,
/// 5 and 3.5 (X-Rite, ColorChecker Classic), and a grey card of 18 %.
const USUAL_LIGHTNESS: [f64; 7] = [97.0, 95.2, 81.3, 66.9, 50.8, 35.6, 49.5];
/// How bright cameras show a mid-tone, in stops from the truth: mean and standard deviation. Exposures stay a little under,
/// tone curves lift it again. Chosen on 40 drawn heads, where the truth then lies within twice what is stated in 95 %; a patch whose brightness suits no usual lightness is taken as the photo shows it.
const USUAL_EXPOSURE: (f64, f64) = (0.0, 0.5);
/// Share of patches that are none of the usual.
const OTHER_SHARE: f64 = 0.1;
/// A card is worth a word as another possibility at this share of the likelihood, and if it is unlike in L* (our choices).
const NOTABLE_SHARE: f64 = 0.1;
const ALIKE: f64 = 3.0;

/// What a card of unknown lightness is taken for.
pub(super) struct Guess {
    /// The usual lightness whose exposure would be the most usual, or what the photo shows.
    pub lightness: f64,
    /// How far the logarithm of luminance of all that the card may be lies from that.
    pub doubt: f64,
    /// What else it may well be, L*, the likelier first.
    pub others: Vec<f64>,
}

impl Guess {
    pub fn of(level: f64) -> Self {
        let shown = Lab::from(LinearRgb::WHITE * level).l;
        let (mean, deviation) = USUAL_EXPOSURE;
        let stops = |lightness: f64| (level / luminance_of(lightness)).log2();
        let likelihood = |lightness: f64| (-((stops(lightness) - mean) / deviation).powi(2) / 2.0).exp();
        let usual = USUAL_LIGHTNESS.map(|lightness| (lightness, likelihood(lightness)));
        let possible = usual.into_iter().chain([(shown, OTHER_SHARE)]);
        let (lightness, _) =
            possible.clone().max_by(|(_, p), (_, q)| p.total_cmp(q)).expect("what the photo shows is possible");
        let away = |other: f64| (luminance_of(other) / luminance_of(lightness)).ln().powi(2);
        let (sum, weights) =
            possible.fold((0.0, 0.0), |(sum, weights), (other, p)| (sum + p * away(other), weights + p));
        Self { lightness, doubt: (sum / weights).sqrt(), others: others(&usual, lightness, weights) }
    }
}

fn luminance_of(lightness: f64) -> f64 {
    Lab::new(lightness, 0.0, 0.0).to_linear().luminance()
}

/// Cards unlike the one that is taken, with a notable share of all likelihood; of cards alike the likelier.
fn others(usual: &[(f64, f64)], taken: f64, weights: f64) -> Vec<f64> {
    let mut notable: Vec<(f64, f64)> = usual.iter().copied().filter(|(_, p)| p / weights > NOTABLE_SHARE).collect();
    notable.sort_by(|(_, p), (_, q)| q.total_cmp(p));
    let mut others: Vec<f64> = Vec::new();
    for (other, _) in notable {
        if (other - taken).abs() > ALIKE && others.iter().all(|known| (other - known).abs() > ALIKE) {
            others.push(other);
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likely_grey_is_the_one_that_a_usual_exposure_shows_so() {
        assert_eq!(Guess::of(0.31).lightness, 66.9);
        assert_eq!(Guess::of(0.16).lightness, 49.5);
        assert!(Guess::of(0.75).lightness > 94.0);
    }

    #[test]
    fn a_guess_between_two_cards_is_as_unsure_as_they_differ() {
        let between = Guess::of(0.26);
        assert!(between.doubt > 0.25, "{}", between.doubt);
        let white = Guess::of(luminance_of(97.0));
        assert!(white.doubt < 0.8 * between.doubt, "{} {}", white.doubt, between.doubt);
    }

    #[test]
    fn a_guess_between_two_cards_names_the_other() {
        assert_eq!(Guess::of(luminance_of(35.6)).others, Vec::<f64>::new());
        let between = Guess::of(0.26);
        assert!(
            [between.lightness, between.others[0]].iter().any(|l| *l == 50.8 || *l == 49.5),
            "{:?}",
            between.others
        );
    }
}
