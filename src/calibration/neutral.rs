//! Calibration by grey or white cards.
//!
//! A neutral card tells white balance and, when its lightness is known or can be guessed, exposure. It says nothing of
//! the camera's matrix and tone curve: for those stands what is usual, averaged over many sensors, lights and curves.
//! Cards of unlike lightness narrow down the curve, cards at several places how light falls off and changes its color.

use super::card::Card;
use super::curve_strength::{CurveStrength, usual_curve};
use super::fit::{Examples, LightAt, LightGradient, MatrixField, SUBJECTS, Sensor, ToneCurve};
use super::guess::Guess;
use crate::color::FineSpectrum;
use crate::color::evenly_spread;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::skin::skins_and_hairs;

/// How a photo shows a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardReading {
    pub card: Card,
    /// As decoded.
    pub light: LinearRgb,
    pub pos_in_photo: [f64; 2],
}

/// A camera as neutral cards show it.
#[derive(Clone, Debug, PartialEq)]
pub struct NeutralFit {
    /// Lightness L* that each usable card is taken to have.
    pub lightness: Vec<f64>,
    /// Whether the exposure rests on a lightness that was guessed from how bright the photo shows the card.
    pub lightness_guessed: bool,
    /// What else the first card may be where that was guessed, L*, the likelier first; empty where it is clear.
    pub other_lightness: Vec<f64>,
    /// Whether a sheet of paper had to do.
    pub is_paper: bool,
    /// How much the color of the light differs between cards, brightness left out; zero for one card.
    pub cast_difference: DeltaE,
    pub gradient: LightGradient,
    gain: [f64; 3],
    /// Standard deviation of the logarithm of light at the cards.
    level_doubt: f64,
    examples: Examples,
    field: MatrixField,
}

/// Why a card can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeutralError {
    #[error("the neutral patch is too dark to show the color of the light; choose a lighter grey")]
    TooDark,
    #[error("the neutral patch is overexposed; choose one that is not at the end of the range")]
    Clipped,
}

/// How far the logarithm of light on one card is off that on the head, when the card's lightness is known and when it was
/// guessed (3 of lightness more); between several known cards the light is followed, and less is left. Chosen by us.
const ONE_KNOWN: f64 = 0.05;
const GUESSED: f64 = 0.08;
const SEVERAL_KNOWN: f64 = 0.02;
/// How far cameras' curves are off the usual ones, as a share of the logarithm of lightness between cards (our choice).
const CURVE_DEVIATION: f64 = 0.15;
/// What paper's own tint leaves open of blue against red, a share (our choice: ±3 in b* between sheets).
const PAPER_TINT: f64 = 0.05;

/// A card as the fit sees it: its true light, if its lightness counts, and its reading.
struct Anchor {
    reading: CardReading,
    truth: Option<LinearRgb>,
    /// Where the lightness is not known.
    guess: Option<Guess>,
}

/// Fits to one card or several, in a photo of this diagonal. Cards at the end of the range are left out.
///
/// # Errors
/// When no card is left; the reason is the first card's. An empty list is too dark.
pub fn fit_neutral(cards: &[CardReading], photo_diagonal: f64) -> Result<NeutralFit, NeutralError> {
    fit(cards, photo_diagonal, None)
}

/// As [`fit_neutral`], of a raw photo: no camera has laid its curve over it, and none is undone.
pub fn fit_raw_neutral(cards: &[CardReading], photo_diagonal: f64) -> Result<NeutralFit, NeutralError> {
    fit(cards, photo_diagonal, Some(CurveStrength::none()))
}

fn fit(cards: &[CardReading], photo_diagonal: f64, known: Option<CurveStrength>) -> Result<NeutralFit, NeutralError> {
    let usable: Vec<CardReading> = cards.iter().filter(|card| fault(card.light).is_none()).copied().collect();
    if usable.is_empty() {
        return Err(cards.first().and_then(|card| fault(card.light)).unwrap_or(NeutralError::TooDark));
    }
    let guessed = usable.iter().all(|card| card.card.color().is_none());
    let anchors: Vec<Anchor> = usable.into_iter().map(|reading| Anchor::new(reading, guessed)).collect();
    Ok(NeutralFit::of(&anchors, guessed, photo_diagonal, known))
}

fn fault(light: LinearRgb) -> Option<NeutralError> {
    let values = light.to_array();
    if !values.iter().all(|value| *value > 0.01) {
        return Some(NeutralError::TooDark);
    }
    values.iter().any(|value| *value > 0.99).then_some(NeutralError::Clipped)
}

impl Anchor {
    fn new(reading: CardReading, is_guess_needed: bool) -> Self {
        let guess = is_guess_needed.then(|| Guess::of(exposed_level(reading.light)));
        let guessed = guess.as_ref().map(|guess| Lab::new(guess.lightness, 0.0, 0.0));
        let truth = reading.card.color().or(guessed).map(Lab::to_linear);
        Self { reading, truth, guess }
    }

    /// The logarithm of what the reading is to be multiplied by; `None` where the lightness is unknown.
    fn level(&self, curve: &ToneCurve) -> Option<f64> {
        Some((curve.bend_value(self.truth?.luminance()) / self.reading.light.luminance()).ln())
    }

    /// How much light falls on the card; cards unlike the others in lightness say less, since the curve bends them.
    fn light(&self, curve: &ToneCurve, typical: f64) -> Option<LightAt> {
        let unlike = (self.truth?.luminance() / typical).ln().abs();
        let deviation = SEVERAL_KNOWN + CURVE_DEVIATION * unlike;
        Some(LightAt { pos_in_photo: self.reading.pos_in_photo, level: -self.level(curve)?, deviation })
    }

    /// The same for each channel beside that for luminance, which is the cast.
    fn cast(&self, curve: &ToneCurve) -> [f64; 3] {
        let truth = self.truth.unwrap_or(LinearRgb::WHITE * 0.5);
        let (shown, wanted) = (self.reading.light, truth.to_array().map(|value| curve.bend_value(value)));
        let luminance = curve.bend_value(truth.luminance()) / shown.luminance();
        let shown = shown.to_array();
        [0, 1, 2].map(|k| (wanted[k] / shown[k] / luminance).ln())
    }
}

impl NeutralFit {
    fn of(anchors: &[Anchor], guessed: bool, photo_diagonal: f64, known: Option<CurveStrength>) -> Self {
        let pairs = anchors.iter().filter_map(|a| Some([a.reading.light.luminance(), a.truth?.luminance()]));
        let pairs: Vec<[f64; 2]> = pairs.collect();
        let strength = known.unwrap_or_else(|| CurveStrength::of(if guessed { &[] } else { &pairs }));
        let curve = strength.typical();
        let levels: Vec<f64> = anchors.iter().filter_map(|anchor| anchor.level(&curve)).collect();
        let casts: Vec<[f64; 3]> = anchors.iter().map(|anchor| anchor.cast(&curve)).collect();
        let mean_cast = |k: usize| mean(casts.iter().map(|cast| cast[k]));
        let true_level = mean(pairs.iter().map(|[_, truth]| truth.ln())).exp();
        // From the photo's values to those that the usual curve gives, and to the true level where the cards lie.
        let balanced = mean(levels.iter().copied()).exp() / curve.bend_value(true_level) * true_level;
        let lights = anchors.iter().filter(|_| !guessed).filter_map(|anchor| anchor.light(&curve, true_level));
        let lights: Vec<LightAt> = lights.collect();
        let examples = Examples::new(usual_readings(true_level, &strength));
        let field = examples.field();
        let first_guess = anchors.first().and_then(|anchor| anchor.guess.as_ref());
        let mut fit = Self {
            lightness: Vec::new(),
            lightness_guessed: guessed,
            other_lightness: first_guess.map(|guess| guess.others.clone()).unwrap_or_default(),
            is_paper: anchors.iter().all(|anchor| anchor.reading.card == Card::Paper),
            cast_difference: cast_difference(&casts),
            gradient: LightGradient::between(&lights, photo_diagonal),
            gain: [0, 1, 2].map(|k| balanced * mean_cast(k).exp()),
            level_doubt: if guessed {
                GUESSED.hypot(mean(anchors.iter().map(|anchor| anchor.guess.as_ref().map_or(0.0, |guess| guess.doubt))))
            } else {
                ONE_KNOWN
            },
            examples,
            field,
        };
        if lights.len() > 1 {
            fit.level_doubt = SEVERAL_KNOWN.hypot(fit.disagreement(&lights));
        }
        fit.lightness = anchors.iter().map(|anchor| fit.lightness_of(anchor)).collect();
        fit
    }

    /// Standard deviation of what the fall-off of light leaves unexplained at the cards.
    fn disagreement(&self, lights: &[LightAt]) -> f64 {
        let left = lights.iter().map(|light| light.level - self.gradient.relative_light(light.pos_in_photo).ln());
        let left: Vec<f64> = left.collect();
        let middle = mean(left.iter().copied());
        mean(left.iter().map(|value| (value - middle).powi(2))).sqrt()
    }

    fn lightness_of(&self, anchor: &Anchor) -> f64 {
        let shown = || self.apply(anchor.reading.light, anchor.reading.pos_in_photo);
        Lab::from(anchor.truth.unwrap_or_else(shown)).l
    }

    /// True light of light as decoded at a place of the photo.
    pub fn apply(&self, light: LinearRgb, pos_in_photo: [f64; 2]) -> LinearRgb {
        self.field.apply(self.balanced(light, pos_in_photo))
    }

    /// Standard uncertainty of [`NeutralFit::apply`], CIEDE2000: how much usual cameras differ, how light falls off, and
    /// what the cards leave open of exposure and cast.
    pub fn uncertainty(&self, light: LinearRgb, pos_in_photo: [f64; 2]) -> DeltaE {
        let balanced = self.balanced(light, pos_in_photo);
        let cameras = self.examples.scatter(&self.field, balanced).0;
        let falling_off = if self.level_doubt < ONE_KNOWN { self.gradient.doubt(pos_in_photo) } else { 0.0 };
        let brighter = balanced.map(|value| value * (1.0 + self.level_doubt.hypot(falling_off)));
        let [red, green, blue] = balanced;
        let tinted = [red, green, blue * (1.0 + if self.is_paper { PAPER_TINT } else { 0.0 })];
        let miss = |other: [f64; 3]| {
            let [here, there] = [balanced, other].map(|camera| Lab::from(self.field.apply(camera)));
            ciede2000(here, there).0
        };
        // Lights mix somewhere between the cards.
        let cast = self.cast_difference.0 / 2.0;
        DeltaE(cameras.hypot(miss(brighter)).hypot(miss(tinted)).hypot(cast))
    }

    fn balanced(&self, light: LinearRgb, pos_in_photo: [f64; 2]) -> [f64; 3] {
        let values = light.to_array();
        let fall_off = self.gradient.relative_light(pos_in_photo);
        [0, 1, 2].map(|k| values[k] * self.gain[k] / fall_off)
    }
}

fn mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count().max(1);
    values.sum::<f64>() / count as f64
}

/// The largest difference between what two casts make of a middle grey.
fn cast_difference(casts: &[[f64; 3]]) -> DeltaE {
    let seen = |cast: &[f64; 3]| Lab::from(LinearRgb::from_array(cast.map(|log| 0.2 * log.exp())));
    let pairs = casts.iter().enumerate().flat_map(|(i, p)| casts[..i].iter().map(move |q| (p, q)));
    DeltaE(pairs.map(|(p, q)| ciede2000(seen(p), seen(q)).0).fold(0.0, f64::max))
}

/// The level by which a camera exposes: mostly luminance, but under a strong cast it spares the brightest channel.
fn exposed_level(patch: LinearRgb) -> f64 {
    let brightest = patch.to_array().into_iter().fold(0.0, f64::max);
    (brightest + 2.0 * patch.luminance()) / 3.0
}

/// Skin and hair as many cameras would read them, balanced on a neutral of the luminance `level`.
fn usual_readings(level: f64, strength: &CurveStrength) -> impl Iterator<Item = ([f64; 3], [f64; 3], FineSpectrum)> {
    let subjects = skins_and_hairs(SUBJECTS);
    let draws: Vec<_> = evenly_spread(2 * SUBJECTS).collect();
    subjects.into_iter().zip(draws.into_iter().rev()).map(move |(surface, draw)| {
        let sensor = Sensor::usual(&draw);
        let curve = usual_curve(strength.quantile(draw[9]));
        let white = sensor.reading(&FineSpectrum::repeat(1.0));
        let reading = sensor.reading(&surface);
        let seen = |value: f64| curve.bend_value(value.clamp(0.0, 1.0));
        let balanced = [0, 1, 2].map(|k| seen(reading[k] / white[k]) / seen(level) * level);
        (balanced, [0.0; 3], surface)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIAGONAL: f64 = 2000.0;

    fn grey(l: f64, light: impl Fn(LinearRgb) -> LinearRgb, pos_in_photo: [f64; 2]) -> CardReading {
        CardReading { card: Card::Lightness(l), light: light(Lab::new(l, 0.0, 0.0).to_linear()), pos_in_photo }
    }

    fn cast(light: LinearRgb) -> LinearRgb {
        LinearRgb::new(light.r * 0.9, light.g * 0.7, light.b * 0.4)
    }

    #[test]
    fn a_cast_is_taken_off() {
        let skin = Lab::new(60.0, 10.0, 16.0);
        let fit = fit_neutral(&[grey(66.9, cast, [500.0, 500.0])], DIAGONAL).unwrap();
        let at = [900.0, 700.0];
        let miss = ciede2000(Lab::from(fit.apply(cast(skin.to_linear()), at)), skin);
        // Within twice what it says of itself; the camera's curve is not known.
        assert!(miss.0 < 2.0 * fit.uncertainty(cast(skin.to_linear()), at).0, "{miss}");
        assert!(miss.0 < 4.0, "{miss}");
    }

    #[test]
    fn a_raw_photo_is_read_without_a_curve() {
        let (hair, at) = (Lab::new(18.0, 3.0, 5.0), [500.0, 500.0]);
        let misses = [fit_neutral, fit_raw_neutral].map(|fit| {
            let fit = fit(&[grey(66.9, cast, at)], DIAGONAL).unwrap();
            ciede2000(Lab::from(fit.apply(cast(hair.to_linear()), at)), hair).0
        });
        assert!(misses[1] < 0.5 * misses[0] && misses[1] < 1.5, "{misses:?}");
    }

    #[test]
    fn cards_of_unlike_lightness_undo_a_strong_curve() {
        let curve = usual_curve(1.0);
        let phone = |light: LinearRgb| LinearRgb::from_array(light.to_array().map(|v| curve.bend_value(0.8 * v)));
        let at = [500.0, 500.0];
        let hair = Lab::new(18.0, 3.0, 5.0);
        let misses = [vec![95.0], vec![95.0, 49.5, 20.0]].map(|cards| {
            let cards: Vec<CardReading> = cards.into_iter().map(|l| grey(l, phone, at)).collect();
            let fit = fit_neutral(&cards, DIAGONAL).unwrap();
            ciede2000(Lab::from(fit.apply(phone(hair.to_linear()), at)), hair).0
        });
        assert!(misses[1] < 0.5 * misses[0] && misses[1] < 2.5, "{misses:?}");
    }

    #[test]
    fn light_that_falls_off_between_cards_is_evened_out() {
        let dimmed = |share: f64| move |light: LinearRgb| light * share;
        let cards = [grey(66.9, dimmed(0.9), [100.0, 500.0]), grey(66.9, dimmed(0.7), [1500.0, 500.0])];
        let fit = fit_neutral(&cards, DIAGONAL).unwrap();
        let skin = Lab::new(60.0, 10.0, 16.0).to_linear();
        let [bright, dark] = [(0.9, [100.0, 500.0]), (0.7, [1500.0, 500.0])]
            .map(|(share, pos)| Lab::from(fit.apply(dimmed(share)(skin), pos)));
        // Without it, a quarter of the light is 7 in L*.
        assert!(ciede2000(bright, dark).0 < 3.5, "{}", ciede2000(bright, dark));
    }

    #[test]
    fn lights_of_two_colors_are_told_and_widen_the_uncertainty() {
        let at = [500.0, 500.0];
        let skin = Lab::new(60.0, 10.0, 16.0).to_linear();
        let one = fit_neutral(&[grey(66.9, |light| light, at)], DIAGONAL).unwrap();
        let two = fit_neutral(&[grey(66.9, |light| light, at), grey(66.9, cast, at)], DIAGONAL).unwrap();
        assert_eq!(one.cast_difference, DeltaE(0.0));
        assert!(two.cast_difference.0 > 10.0, "{}", two.cast_difference);
        assert!(two.uncertainty(skin, at).0 > 4.0 + one.uncertainty(skin, at).0);
    }

    #[test]
    fn paper_is_less_certain_than_a_card() {
        let at = [500.0, 500.0];
        let sheet = Card::Paper.color().unwrap().to_linear() * 0.9;
        let paper =
            fit_neutral(&[CardReading { card: Card::Paper, light: sheet, pos_in_photo: at }], DIAGONAL).unwrap();
        let card = fit_neutral(&[grey(94.0, |light| light * 0.9, at)], DIAGONAL).unwrap();
        let skin = Lab::new(60.0, 10.0, 16.0).to_linear() * 0.9;
        let [of_paper, of_card] = [&paper, &card].map(|fit| fit.uncertainty(skin, at).0);
        assert!(paper.is_paper && of_paper > of_card, "{of_paper} {of_card}");
        // The sheet's own tint, worth ΔE00 6, is taken off, but for what a curve that is assumed usual makes of it.
        let difference = ciede2000(Lab::from(paper.apply(skin, at)), Lab::from(card.apply(skin, at)));
        assert!(difference.0 < 1.0, "{difference}");
    }

    #[test]
    fn a_patch_at_either_end_is_refused_unless_another_is_left() {
        let read = |level: f64| CardReading {
            card: Card::Unknown,
            light: LinearRgb::WHITE * level,
            pos_in_photo: [500.0, 500.0],
        };
        assert_eq!(fit_neutral(&[read(1.0)], DIAGONAL), Err(NeutralError::Clipped));
        assert_eq!(fit_neutral(&[read(0.005)], DIAGONAL), Err(NeutralError::TooDark));
        assert_eq!(fit_neutral(&[], DIAGONAL), Err(NeutralError::TooDark));
        assert!(fit_neutral(&[read(1.0), read(0.4)], DIAGONAL).is_ok());
    }
}
