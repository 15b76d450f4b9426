//! A difference in the words of a practitioner.

use super::ranked::Match;
use crate::color::{Difference, Lab, ciede2000};

/// Perceptible on light skin, ΔE00 (measured on skin-like silicone).
const PERCEPTIBLE: f64 = 0.59;

/// Below this a direction is not worth a word: half of what is just noticeable.
const NOTABLE: f64 = 0.5;

/// How a shade differs from the target: "2.1 lighter, slightly warmer".
pub(super) fn describe(target: Lab, shade: Lab) -> String {
    let difference = Difference::between(target, shade);
    let words =
        [lightness_words(difference.lightness), warmth_words(shade.b - target.b), redness_words(shade.a - target.a)];
    let words: Vec<String> = words.into_iter().flatten().collect();
    if words.is_empty() { "no difference worth naming".into() } else { words.join(", ") }
}

/// What tells one match from the first, and how to decide between them.
pub(super) fn tell_apart(first: &Match, other: &Match) -> String {
    let difference = ciede2000(first.lab, other.lab);
    let advice = if difference.0 < PERCEPTIBLE {
        "nobody sees it from afar: choose by how its dots look beside the stubble"
    } else {
        "seen side by side: set a few dots of each and judge them healed"
    };
    format!("{} is ΔE00 {difference} from 1 ({}), {advice}", other.rank, describe(first.lab, other.lab))
}

fn lightness_words(lightness: f64) -> Option<String> {
    let word = if lightness > 0.0 { "lighter" } else { "darker" };
    (lightness.abs() >= NOTABLE).then(|| format!("{:.1} {word}", lightness.abs()))
}

fn warmth_words(yellowness: f64) -> Option<String> {
    graded(yellowness, "warmer", "cooler")
}

fn redness_words(redness: f64) -> Option<String> {
    graded(redness, "redder", "greener")
}

fn graded(amount: f64, positive: &str, negative: &str) -> Option<String> {
    let grade = match amount.abs() {
        amount if amount < NOTABLE => return None,
        amount if amount < 2.0 => "slightly ",
        amount if amount < 5.0 => "",
        _ => "much ",
    };
    Some(format!("{grade}{}", if amount > 0.0 { positive } else { negative }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_named_from_the_target_to_the_shade() {
        let target = Lab::new(50.0, 8.0, 12.0);
        assert_eq!(describe(target, Lab::new(52.1, 8.0, 13.0)), "2.1 lighter, slightly warmer");
        assert_eq!(describe(target, Lab::new(44.0, 6.0, 4.0)), "6.0 darker, much cooler, greener");
        assert_eq!(describe(target, target), "no difference worth naming");
    }
}
