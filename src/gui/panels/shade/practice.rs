use egui::{Checkbox, CollapsingHeader, DragValue, Ui};

use super::teaching::teaching_ui;
use crate::gui::view::View;
use crate::matching::{Goal, Practice};
use crate::session::{Action, Session};
use crate::skin::Dots;

/// How this practitioner works and weighs; every number is hers.
pub(super) fn practice_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let before = session.settings().practice;
    let mut practice = before;
    CollapsingHeader::new("Your practice").show_unindented(ui, |ui| {
        goal_ui(ui, &mut practice);
        density_ui(ui, &mut practice);
        row_ui(ui, "Stay lighter than the stubble by", &mut practice.lighter_by, 0.0..=10.0, " L*");
        row_ui(ui, "Weight of the colour across a room", &mut practice.looks.room_weight, 0.0..=10.0, "");
        row_ui(ui, "Weight of the grain in the mirror", &mut practice.looks.mirror_weight, 0.0..=10.0, "");
        row_ui(ui, "Weight of the density, per doubling", &mut practice.looks.density_weight, 0.0..=10.0, "");
        row_ui(ui, "Distance to the mirror", &mut practice.looks.mirror_distance_m, 0.1..=5.0, " m");
        row_ui(ui, "Too dark counts more than too light", &mut practice.darker_costs, 1.0..=10.0, " times");
        hand_ui(ui, &mut practice);
        teaching_ui(ui, session, view, actions);
        let mut diameter_mm = practice.hand.dots.diameter_mm;
        row_ui(ui, "Healed dot", &mut diameter_mm, 0.1..=1.0, " mm");
        if diameter_mm != before.hand.dots.diameter_mm {
            practice.hand.dots = Dots::of_density(diameter_mm, before.hand.dots.per_cm2());
        }
        lightening_ui(ui, &mut practice);
        widening_ui(ui, &mut practice);
        ui.add(Checkbox::new(&mut practice.mixes, "Rank mixes of two pigments too"));
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

/// What the dots have to pass for.
fn goal_ui(ui: &mut Ui, practice: &mut Practice) {
    ui.horizontal(|ui| {
        ui.label("Goal");
        ui.selectable_value(&mut practice.goal, Goal::ShavedLook, "Shaved look");
        ui.selectable_value(&mut practice.goal, Goal::BetweenHair, "Less skin between hair");
    });
}

/// Whether the dots follow the hair beside them or are the practitioner's choice.
fn density_ui(ui: &mut Ui, practice: &mut Practice) {
    ui.horizontal(|ui| {
        let mut is_own = practice.per_cm2.is_some();
        ui.checkbox(&mut is_own, "Own density").on_hover_text("Else the dots follow the hair beside them");
        let mut per_cm2 = practice.per_cm2.unwrap_or(practice.hand.dots.per_cm2());
        let field = DragValue::new(&mut per_cm2).range(20.0..=400.0).speed(1.0).max_decimals(0).suffix(" dots /cm²");
        ui.add_enabled(is_own, field);
        practice.per_cm2 = is_own.then_some(per_cm2);
    });
}

/// What stays in the skin of a dilution's pigment: the largest unknown.
fn hand_ui(ui: &mut Ui, practice: &mut Practice) {
    let hand = &mut practice.hand;
    let mut percent = [100.0 * hand.retained, 100.0 * hand.retained_sigma];
    row_ui(ui, "Pigment that stays once healed", &mut percent[0], 0.1..=100.0, " %");
    row_ui(ui, "Give or take", &mut percent[1], 1.0..=100.0, " %");
    row_ui(ui, "Middle of the pigment, below the surface", &mut hand.depth_mm, 0.1..=1.5, " mm");
    let told = "Nobody has measured what stays; the usual is a guess. Healed work of your own tells it";
    ui.add(egui::Label::new(egui::RichText::new(told).small().weak()).wrap());
    for (value, percent) in [&mut hand.retained, &mut hand.retained_sigma].into_iter().zip(percent) {
        if (100.0 * *value - percent).abs() > 1e-9 {
            *value = percent / 100.0;
        }
    }
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
