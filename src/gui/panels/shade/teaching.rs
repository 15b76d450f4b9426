use egui::{Button, CollapsingHeader, ComboBox, DragValue, Label, RichText, Role, Ui, WidgetInfo};

use crate::gui::view::{TeachingEntry, View};
use crate::photo::Tissue;
use crate::pigment::{Hand, Lesson, Shade, Taught, Teaching};
use crate::session::{Action, Session, TeachAction};

/// How much pigment this hand leaves, as healed work of her own tells it.
pub(super) fn teaching_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let (teaching, hand) = (&session.settings().teaching, session.settings().practice.hand);
    told_ui(ui, teaching, &hand);
    let title = match teaching.lessons.len() {
        0 => "Teach your hand by healed work".to_owned(),
        1 => "Teach your hand by healed work: 1 lesson".to_owned(),
        count => format!("Teach your hand by healed work: {count} lessons"),
    };
    CollapsingHeader::new(title).id_salt("teaching").show_unindented(ui, |ui| {
        for (index, lesson) in teaching.lessons.iter().enumerate() {
            lesson_ui(ui, index, lesson, teaching.counts(lesson, &hand), actions);
        }
        if !teaching.lessons.is_empty() {
            switch_ui(ui, teaching, &mut view.teaching, actions);
        }
        entry_ui(ui, session, &mut view.teaching, actions);
    });
}

/// Which value recipes are ranked for, wherever lessons change it.
fn told_ui(ui: &mut Ui, teaching: &Teaching, hand: &Hand) {
    let text = match teaching.taught(hand) {
        Some(Taught { lessons, retained, retained_sigma, .. }) => {
            let by = if lessons == 1 { "1 lesson".to_owned() } else { format!("{lessons} lessons") };
            let typed = 100.0 * hand.retained;
            format!(
                "Used: {:.1} % stays, give or take {:.0} % of it, taught by {by}. The {typed:.1} % above counts as what was known before",
                100.0 * retained,
                100.0 * retained_sigma
            )
        }
        None if !teaching.is_on && !teaching.lessons.is_empty() => {
            "Teaching is switched off: the value above is used as it stands".to_owned()
        }
        None => return,
    };
    ui.add(Label::new(RichText::new(text).strong()).wrap());
}

fn lesson_ui(ui: &mut Ui, index: usize, lesson: &Lesson, counts: bool, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let button = ui.small_button("Remove");
        let name = format!("Remove lesson {}", lesson.photo);
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if button.clicked() {
            actions.push(Action::Teach(TeachAction::Remove(index)));
        }
        let Lesson { date, photo, shade, recipe, dots, weeks_after_treatment, .. } = lesson;
        let hint = format!(
            "{shade}, {recipe}, {:.0} dots of {:.2} mm on a cm², after {weeks_after_treatment:.0} weeks",
            dots.per_cm2(),
            dots.diameter_mm
        );
        let left_out =
            if counts { String::new() } else { format!(" (not counted: taught {:.2} mm deep)", lesson.depth_mm) };
        let text = format!("{date}  {photo}: {shade}, {recipe}. {lesson}{left_out}");
        ui.add(Label::new(RichText::new(text).small()).wrap()).on_hover_text(hint);
    });
}

/// Whether lessons count, and a way to forget them that asks again.
fn switch_ui(ui: &mut Ui, teaching: &Teaching, entry: &mut TeachingEntry, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let mut is_on = teaching.is_on;
        if ui.checkbox(&mut is_on, "Lessons count").changed() {
            actions.push(Action::Teach(TeachAction::Switch(is_on)));
        }
        if !entry.is_forgetting {
            entry.is_forgetting = ui.button("Forget all lessons…").clicked();
            return;
        }
        if ui.button(format!("Forget {} for good", teaching.lessons.len())).clicked() {
            actions.push(Action::Teach(TeachAction::Reset));
            entry.is_forgetting = false;
        }
        entry.is_forgetting &= !ui.button("Keep them").clicked();
    });
}

/// What was done to the healed work in the photo.
fn entry_ui(ui: &mut Ui, session: &Session, entry: &mut TeachingEntry, actions: &mut Vec<Action>) {
    let told = "Open a photo of your own healed work, mark the treated area as healed (5) and bare skin right beside it (1), best on both sides, and say what was used";
    ui.add(Label::new(RichText::new(told).small().weak()).wrap());
    let shade = shade_ui(ui, session, entry);
    ui.horizontal(|ui| number_ui(ui, "Water to 1 pigment", &mut entry.water_parts, 0.0..=100.0, ""));
    ui.horizontal(|ui| number_ui(ui, "Weeks since treatment", &mut entry.weeks_after_treatment, 0.0..=520.0, ""));
    let usual = session.settings().practice.hand.dots;
    optional_ui(ui, "Dots counted", &mut entry.per_cm2, usual.per_cm2(), 20.0..=400.0, " /cm²");
    optional_ui(ui, "Dots measured", &mut entry.diameter_mm, usual.diameter_mm, 0.05..=1.0, " mm");
    let missing = missing(session, shade);
    let button = ui.add_enabled(missing.is_none(), Button::new("Learn from this photo"));
    if let Some(missing) = missing {
        button.on_disabled_hover_text(missing);
        ui.add(Label::new(RichText::new(missing).small()).wrap());
    } else if button.clicked()
        && let Some(shade) = shade
    {
        actions.push(Action::Teach(TeachAction::Learn { shade_id: shade.id.clone(), work: entry.work() }));
    }
}

/// What has to be there before anything can be learnt.
fn missing(session: &Session, shade: Option<&Shade>) -> Option<&'static str> {
    let has = |tissue| session.consultation().marks.regions.iter().any(|region| region.tissue == tissue);
    if session.photo().is_none() || !has(Tissue::Healed) {
        return Some("Mark healed work first");
    }
    if !has(Tissue::Skin) {
        return Some("Mark bare skin beside it too");
    }
    if shade.is_none() {
        return Some("The catalog has no pigment whose colour is known");
    }
    (!session.is_analysis_current()).then_some("The photo is being measured")
}

/// The pigments whose optics are known; the first until another is chosen.
fn shade_ui<'a>(ui: &mut Ui, session: &'a Session, entry: &mut TeachingEntry) -> Option<&'a Shade> {
    let known: Vec<&Shade> = session.catalog().shades.iter().filter(|shade| shade.stock().is_some()).collect();
    let chosen = known.iter().find(|shade| entry.shade_id.as_ref() == Some(&shade.id)).or(known.first()).copied();
    ui.horizontal(|ui| {
        let label = ui.label("Pigment used");
        let combo = ComboBox::from_id_salt("taught shade").selected_text(chosen.map_or("", |shade| &shade.name));
        let shown = combo.show_ui(ui, |ui| {
            for shade in &known {
                let is_chosen = chosen.is_some_and(|chosen| chosen.id == shade.id);
                if ui.selectable_label(is_chosen, &shade.name).clicked() {
                    entry.shade_id = Some(shade.id.clone());
                }
            }
        });
        shown.response.labelled_by(label.id);
    });
    chosen
}

fn number_ui(ui: &mut Ui, name: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>, unit: &str) {
    let label = ui.label(name);
    ui.add(DragValue::new(value).range(range).speed(0.1).max_decimals(2).suffix(unit)).labelled_by(label.id);
}

/// A number that was counted or measured; else the usual one stands in and makes the lesson less sure.
fn optional_ui(
    ui: &mut Ui,
    name: &str,
    value: &mut Option<f64>,
    usual: f64,
    range: std::ops::RangeInclusive<f64>,
    unit: &str,
) {
    ui.horizontal(|ui| {
        let mut is_known = value.is_some();
        ui.checkbox(&mut is_known, name).on_hover_text("Else your usual dots stand in, and the lesson is less sure");
        let mut number = value.unwrap_or(usual);
        let field = DragValue::new(&mut number).range(range).speed(usual / 100.0).max_decimals(2).suffix(unit);
        ui.add_enabled(is_known, field);
        *value = is_known.then_some(number);
    });
}
