use egui::{Checkbox, CollapsingHeader, DragValue, Ui};

use crate::matching::Practice;
use crate::session::{Action, Session};
use crate::skin::Dots;

/// How this practitioner works and weighs; every number is hers.
pub(super) fn practice_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let before = session.settings().practice;
    let mut practice = before;
    CollapsingHeader::new("Your practice").show_unindented(ui, |ui| {
        row_ui(ui, "Too dark costs, times too light", &mut practice.darker_costs, 1.0..=10.0, "");
        let mut diameter_mm = practice.hand.dots.diameter_mm;
        row_ui(ui, "Healed dot", &mut diameter_mm, 0.1..=1.0, " mm");
        if diameter_mm != before.hand.dots.diameter_mm {
            practice.hand.dots = Dots::of_density(diameter_mm, before.hand.dots.per_cm2());
        }
        lightening_ui(ui, &mut practice);
        widening_ui(ui, &mut practice);
        ui.add(Checkbox::new(&mut practice.mixes, "Rank mixes of two pigments too"));
        ui.add(Checkbox::new(&mut practice.on_scar, "The area is a scar"));
        if before != Practice::default() && ui.button("Back to the usual").clicked() {
            practice = Practice::default();
        }
    });
    if practice != before {
        actions.push(Action::SetPractice(practice));
    }
}

fn row_ui(ui: &mut Ui, name: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>, unit: &str) {
    ui.horizontal(|ui| {
        let label = ui.label(name);
        ui.add(DragValue::new(value).range(range).speed(0.01).max_decimals(2).suffix(unit)).labelled_by(label.id);
    });
}

/// The share of pigment lost in the first weeks, from least to most.
fn lightening_ui(ui: &mut Ui, practice: &mut Practice) {
    let mut percent = practice.hand.lightening.map(|share| 100.0 * share);
    ui.horizontal(|ui| {
        ui.label("Lightens while healing by");
        for (name, value) in ["Least lightening", "Most lightening"].into_iter().zip(&mut percent) {
            let field = ui.add(DragValue::new(value).range(0.0..=90.0).speed(0.5).max_decimals(0).suffix(" %"));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name));
        }
    });
    let [least, most] = percent.map(|percent| percent / 100.0);
    if [least, most].map(|share| (share * 1e6).round()) != practice.hand.lightening.map(|share| (share * 1e6).round()) {
        practice.hand.lightening = [least.min(most), least.max(most)];
    }
}

/// How much dots widen over the years, from least to most.
fn widening_ui(ui: &mut Ui, practice: &mut Practice) {
    let [mut least, mut most] = practice.hand.widening;
    let of_usual = |widening: f64| practice.hand.dots.diameter_mm.hypot(widening * YEARS_TOLD.sqrt());
    let hint = format!("A dot is {:.2}–{:.2} mm wide after {YEARS_TOLD:.0} years", of_usual(least), of_usual(most));
    ui.horizontal(|ui| {
        ui.label("Dots widen by").on_hover_text(hint);
        for (name, value) in [("Least widening", &mut least), ("Most widening", &mut most)] {
            let field = ui.add(DragValue::new(value).range(0.0..=0.5).speed(0.002).max_decimals(2).suffix(" mm/√year"));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name));
        }
    });
    practice.hand.widening = [least.min(most), least.max(most)];
}

const YEARS_TOLD: f64 = 6.0;
