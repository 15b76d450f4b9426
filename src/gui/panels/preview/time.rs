use egui::{Label, RichText, Role, Slider, Ui, WidgetInfo};

use super::change::{name_ui, row_ui};
use crate::gui::view::View;
use crate::matching::Match;
use crate::pigment::{HealedColor, WEEKS_AFTER_TREATMENT};
use crate::preview::{Treatment, ViewingLight};
use crate::session::Session;

/// The moments that the slider stands at evenly apart.
const LAST: f64 = (WEEKS_AFTER_TREATMENT.len() - 1) as f64;

const WEEKS_PER_YEAR: f64 = 52.18;

/// When the treated skin is looked at, and how uncertain its colour is by then.
pub(super) fn time_ui(ui: &mut Ui, session: &Session, ranked: &Match, treatment: &Treatment, view: &mut View) {
    let mut place = place_of(view.preview.weeks_after_treatment);
    let slider = Slider::new(&mut place, 0.0..=LAST)
        .custom_formatter(|place, _| age_text(weeks_at(place)))
        .custom_parser(|text| weeks_in(text).map(place_of));
    let response = row_ui(ui, "Time", slider);
    if response.changed() {
        // Near a moment that is stated elsewhere too, that one is meant.
        let near = if (place - place.round()).abs() < 0.06 { place.round() } else { place };
        view.preview.weeks_after_treatment = weeks_at(near);
    }
    let years = session.over_years(ranked, treatment);
    if let Some(text) = range_text(&years, view.preview.weeks_after_treatment) {
        ui.add(Label::new(RichText::new(text).small()).wrap());
    }
}

/// The lights that are offered: name, hint, and whether it is the photo's own.
const LIGHTS: [(&str, &str, ViewingLight, bool); 4] = [
    ("As taken", "The photo's own light", ViewingLight::Daylight, true),
    ("D65", "Daylight", ViewingLight::Daylight, false),
    ("LED", "Phosphor LEDs as in offices, 4100 K", ViewingLight::OfficeLed, false),
    ("Tungsten", "A lamp of 2860 K", ViewingLight::Tungsten, false),
];

/// The light that the photo is shown in. How it looks by day only a reference tells.
pub(super) fn light_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    let is_calibrated = session.analysis().is_some_and(|analysis| analysis.calibrated.calibration.is_absolute());
    ui.horizontal_wrapped(|ui| {
        name_ui(ui, "Light");
        for (name, hint, light, is_own) in LIGHTS {
            let is_daylight = light == ViewingLight::Daylight;
            if is_daylight && !is_own && !is_calibrated {
                continue;
            }
            let shows_own = view.shows_as_taken || !is_calibrated;
            let is_chosen = view.preview.light == light && (!is_daylight || shows_own == is_own);
            let response = ui.selectable_label(is_chosen, name).on_hover_text(hint);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name));
            if response.clicked() {
                view.preview.light = light;
                view.shows_as_taken = is_own && is_calibrated;
            }
        }
    });
}

fn weeks_at(place: f64) -> f64 {
    let low = (place.clamp(0.0, LAST) as usize).min(WEEKS_AFTER_TREATMENT.len() - 2);
    let [from, to] = [WEEKS_AFTER_TREATMENT[low], WEEKS_AFTER_TREATMENT[low + 1]];
    from + (to - from) * (place.clamp(0.0, LAST) - low as f64)
}

fn place_of(weeks: f64) -> f64 {
    let after =
        WEEKS_AFTER_TREATMENT.iter().position(|&moment| moment >= weeks).unwrap_or(WEEKS_AFTER_TREATMENT.len() - 1);
    let low = after.saturating_sub(1);
    let [from, to] = [WEEKS_AFTER_TREATMENT[low], WEEKS_AFTER_TREATMENT[after]];
    if to > from { low as f64 + ((weeks - from) / (to - from)).clamp(0.0, 1.0) } else { after as f64 }
}

fn age_text(weeks: f64) -> String {
    let years = weeks / WEEKS_PER_YEAR;
    match weeks {
        weeks if weeks < 0.5 => "fresh".into(),
        weeks if weeks < 12.0 => format!("{weeks:.0} weeks"),
        weeks if weeks < 51.0 => format!("{:.0} months", weeks / WEEKS_PER_YEAR * 12.0),
        weeks if weeks < 53.0 => "1 year".into(),
        _ if (years - years.round()).abs() < 0.05 => format!("{years:.0} years"),
        _ => format!("{years:.1} years"),
    }
}

/// "2 years", "8 weeks", "fresh", or a number of weeks.
fn weeks_in(text: &str) -> Option<f64> {
    let text = text.trim();
    if text == "fresh" {
        return Some(0.0);
    }
    let number: f64 = text.split_whitespace().next()?.parse().ok()?;
    let unit = text.split_whitespace().nth(1).unwrap_or("weeks");
    match unit.chars().next()? {
        'y' => Some(number * WEEKS_PER_YEAR),
        'm' => Some(number * WEEKS_PER_YEAR / 12.0),
        _ => Some(number),
    }
}

/// How light the area is by then, and between what it may be.
fn range_text(years: &[HealedColor], weeks: f64) -> Option<String> {
    let place = place_of(weeks);
    let low = years.get(place as usize)?;
    let high = years.get(place as usize + 1).unwrap_or(low);
    let at = |value: fn(&HealedColor) -> f64| value(low) + (value(high) - value(low)) * place.fract();
    let [shown, darkest, lightest] = [at(|c| c.lab.l), at(|c| c.darkest.l), at(|c| c.lightest.l)];
    let because = if weeks <= 4.0 { "healing differs" } else { "healing and fading differ" };
    Some(format!("Area L* {shown:.1}, from {darkest:.1} to {lightest:.1} as {because}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_weeks_turn_into_each_other() {
        for (place, weeks) in (0..).zip(WEEKS_AFTER_TREATMENT) {
            assert!(
                (weeks_at(f64::from(place)) - weeks).abs() < 1e-9 && (place_of(weeks) - f64::from(place)).abs() < 1e-9
            );
        }
        assert!((place_of(weeks_at(2.3)) - 2.3).abs() < 1e-9);
        assert_eq!((place_of(-3.0), place_of(9e9)), (0.0, LAST));
    }

    #[test]
    fn ages_are_told_as_people_count_them_and_read_back() {
        let told: Vec<String> = WEEKS_AFTER_TREATMENT.into_iter().map(age_text).collect();
        assert_eq!(told, ["fresh", "4 weeks", "1 year", "2 years", "4 years", "6 years"]);
        assert_eq!(weeks_in("2 years"), Some(2.0 * WEEKS_PER_YEAR));
        assert_eq!((weeks_in("8"), weeks_in("fresh"), weeks_in("soon")), (Some(8.0), Some(0.0), None));
    }
}
