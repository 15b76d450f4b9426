//! `stipple-cli teach`: what healed work tells of a hand.

use serde_json::{Value, json};

use super::json::{lab, rounded};
use super::table::numbers;
use crate::pigment::{Hand, Lesson, Taught, Teaching};
use crate::printable::one_line;

/// A lesson, and what it makes of the hand.
pub(super) struct Told {
    lesson: Lesson,
    hand: Hand,
    taught: Option<Taught>,
}

impl Told {
    pub fn of(lesson: Lesson, hand: Hand) -> Self {
        let teaching = Teaching { is_on: true, lessons: vec![lesson.clone()] };
        Self { lesson, hand, taught: teaching.taught(&hand) }
    }

    pub fn json(&self) -> Value {
        let Self { lesson, hand, taught } = self;
        let known = |retained: f64, log_sigma: f64| json!({ "retained": rounded(retained, 5), "log_sigma": rounded(log_sigma, 4) });
        json!({
            "date": lesson.date,
            "photo": lesson.photo,
            "sha256": lesson.sha256,
            "shade_id": lesson.shade_id,
            "recipe": { "pigment_parts": lesson.recipe.pigment_parts, "water_parts": lesson.recipe.water_parts },
            "dots": { "diameter_mm": rounded(lesson.dots.diameter_mm, 3), "per_cm2": rounded(lesson.dots.per_cm2(), 1) },
            "weeks_after_treatment": lesson.weeks_after_treatment,
            "skin_lab": lab(lesson.skin),
            "area_lab": lab(lesson.area),
            "retained": rounded(lesson.retained, 5),
            "log_sigma": rounded(lesson.log_sigma, 4),
            "prior": known(hand.retained, hand.retained_sigma),
            "combined": taught.map(|taught| known(taught.retained, taught.retained_sigma)),
        })
    }

    pub fn text(&self) -> String {
        let Self { lesson, hand, taught } = self;
        let known =
            |retained: f64, sigma: f64| format!("{:.1} %, known to {:.0} % of it", 100.0 * retained, 100.0 * sigma);
        let mut text = format!("skin    {}\nhealed  {}\n", numbers(lesson.skin), numbers(lesson.area));
        text += &format!("{}, {}: {lesson}\n", one_line(&lesson.shade), lesson.recipe);
        text += &format!("known before     {}\n", known(hand.retained, hand.retained_sigma));
        if let Some(taught) = taught {
            text += &format!("with this lesson {}\n", known(taught.retained, taught.retained_sigma));
        }
        text
    }
}
