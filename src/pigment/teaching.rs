use serde::{Deserialize, Serialize};

use super::hand::Hand;
use super::lesson::Lesson;

/// What the model of skin and pigment gets wrong in all lessons alike, as a logarithm (our choice): it does not average out.
const MODEL_SIGMA: f64 = 0.1;

/// Lessons at depths that differ by less are of the same hand, mm; deeper pigment shows less, so others tell another share.
const SAME_DEPTH_MM: f64 = 0.005;

/// Nobody knows what stays better than this, as a logarithm (our choice).
const SUREST: f64 = 0.01;

/// The lessons of one hand, and whether they count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Teaching {
    pub is_on: bool,
    /// In the order in which they were learnt.
    pub lessons: Vec<Lesson>,
}

/// What lessons make of a hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taught {
    /// How many lessons count.
    pub lessons: usize,
    /// The share of a dilution's pigment that stays.
    pub retained: f64,
    /// Its standard uncertainty for the next client, as a logarithm.
    pub retained_sigma: f64,
    /// By how much lessons differ beyond what each is unsure of, as a logarithm.
    pub scatter: f64,
}

impl Default for Teaching {
    fn default() -> Self {
        Self { is_on: true, lessons: Vec::new() }
    }
}

impl Teaching {
    /// Whether a lesson holds for this hand, which may have gone deeper since.
    pub fn counts(&self, lesson: &Lesson, hand: &Hand) -> bool {
        lesson.is_sound() && (lesson.depth_mm - hand.depth_mm).abs() < SAME_DEPTH_MM
    }

    /// What the lessons say together with what this hand was taken for before; none while nothing counts.
    pub fn taught(&self, hand: &Hand) -> Option<Taught> {
        let counted = self.lessons.iter().filter(|lesson| self.is_on && self.counts(lesson, hand));
        let told: Vec<Told> = counted.map(|lesson| Told::new(lesson.retained, lesson.log_sigma)).collect();
        (!told.is_empty()).then(|| combined(&told, Told::new(hand.retained, hand.retained_sigma)))
    }

    /// The hand as the lessons leave it.
    pub fn hand(&self, hand: &Hand) -> Hand {
        let Some(Taught { retained, retained_sigma, .. }) = self.taught(hand) else { return *hand };
        Hand { retained, retained_sigma, ..*hand }
    }
}

/// A share as a logarithm, with its variance.
#[derive(Clone, Copy)]
struct Told {
    log: f64,
    variance: f64,
}

impl Told {
    fn new(share: f64, log_sigma: f64) -> Self {
        Self { log: share.max(1e-6).ln(), variance: log_sigma.max(SUREST).powi(2) }
    }

    fn weight(&self, more: f64) -> f64 {
        1.0 / (self.variance + more)
    }
}

/// The mean of the logarithms, each weighed by its inverse variance, with the prior as one of them. What lessons differ by
/// beyond their own doubt widens them and what is said of the next client.
fn combined(told: &[Told], prior: Told) -> Taught {
    let between = between(told);
    let (log, variance) = mean(told, between);
    let lessons = Told { log, variance: variance + MODEL_SIGMA * MODEL_SIGMA };
    let (log, variance) = mean(&[lessons, prior], 0.0);
    Taught {
        lessons: told.len(),
        retained: log.exp().min(1.0),
        retained_sigma: (variance + between).sqrt(),
        scatter: between.sqrt(),
    }
}

fn mean(told: &[Told], between: f64) -> (f64, f64) {
    let weights: f64 = told.iter().map(|one| one.weight(between)).sum();
    let sum: f64 = told.iter().map(|one| one.weight(between) * one.log).sum();
    (sum / weights, 1.0 / weights)
}

/// The variance between lessons beyond their own (DerSimonian and Laird 1986, eq. 8); 0 for a single one.
fn between(told: &[Told]) -> f64 {
    let (log, _) = mean(told, 0.0);
    let weights: f64 = told.iter().map(|one| one.weight(0.0)).sum();
    let squares: f64 = told.iter().map(|one| one.weight(0.0).powi(2)).sum();
    let scatter: f64 = told.iter().map(|one| one.weight(0.0) * (one.log - log).powi(2)).sum();
    let room = weights - squares / weights;
    let more = scatter - (told.len().max(1) - 1) as f64;
    if room > 0.0 { (more / room).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(retained: f64, log_sigma: f64) -> Lesson {
        Lesson::of_share(retained, log_sigma, &Hand::default())
    }

    fn teaching(retained: &[f64]) -> Teaching {
        Teaching { lessons: retained.iter().map(|&share| lesson(share, 0.3)).collect(), ..Teaching::default() }
    }

    fn taught(retained: &[f64]) -> Taught {
        teaching(retained).taught(&Hand::default()).expect("there are lessons")
    }

    #[test]
    fn one_lesson_is_weighed_against_what_was_known_before() {
        // ln 0.04667 and 0.35, ln 0.084 and √(0.3² + 0.1²): weights 8.1633 and 10.
        let one = taught(&[0.084]);
        let log = (8.163_27 * Hand::default().retained.ln() + 10.0 * 0.084f64.ln()) / 18.163_27;
        assert!((one.retained - log.exp()).abs() < 1e-6, "{one:?}");
        assert!((one.retained_sigma - 18.163_27f64.powf(-0.5)).abs() < 1e-6, "{one:?}");
    }

    #[test]
    fn three_lessons_are_surer_than_one_and_move_the_hand_further() {
        let (one, three) = (taught(&[0.084]), taught(&[0.084, 0.08, 0.088]));
        assert!(three.retained_sigma < 0.85 * one.retained_sigma, "{one:?} {three:?}");
        assert!(three.retained > one.retained && three.retained < 0.084, "{three:?}");
        assert!(one.retained_sigma < Hand::default().retained_sigma);
    }

    #[test]
    fn scattered_lessons_are_less_sure_than_agreeing_ones() {
        let (agreeing, scattered) = (taught(&[0.084, 0.08, 0.088]), taught(&[0.03, 0.084, 0.24]));
        assert!(agreeing.scatter == 0.0 && scattered.scatter > 0.3, "{scattered:?}");
        assert!(scattered.retained_sigma > 2.0 * agreeing.retained_sigma, "{scattered:?}");
    }

    #[test]
    fn a_hundred_lessons_do_not_average_the_models_own_error_out() {
        let many = taught(&[0.084; 100]);
        assert!(many.retained_sigma > 0.09 && many.retained_sigma < 0.11, "{many:?}");
    }

    #[test]
    fn switched_off_the_hand_is_as_it_was_set() {
        let (hand, on) = (Hand::default(), teaching(&[0.084]));
        assert_ne!(on.hand(&hand), hand);
        assert_eq!(Teaching { is_on: false, ..on }.hand(&hand), hand);
        assert_eq!(Teaching::default().hand(&hand), hand);
    }

    #[test]
    fn a_lesson_at_another_depth_does_not_count() {
        let (teaching, deeper) = (teaching(&[0.084]), Hand { depth_mm: 0.4, ..Hand::default() });
        assert_eq!((teaching.taught(&deeper), teaching.hand(&deeper)), (None, deeper));
    }

    #[test]
    fn numbers_that_cannot_be_are_left_out() {
        let broken = [f64::NAN, 0.0, -1.0, f64::INFINITY].map(|share| lesson(share, 0.3));
        let teaching = Teaching { lessons: broken.into_iter().chain([lesson(0.1, f64::NAN)]).collect(), is_on: true };
        assert_eq!(teaching.hand(&Hand::default()), Hand::default());
    }
}
