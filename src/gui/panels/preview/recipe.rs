use egui::{ComboBox, Label, RichText, Ui, Vec2};

use crate::color::ciede2000;
use crate::gui::swatch::swatch_row_ui;
use crate::gui::view::{View, simulation_of};
use crate::matching::Match;
use crate::preview::Treatment;
use crate::session::{Action, Chosen, Session};

/// Which of the ranked recipes is previewed.
pub(super) fn choice_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let Some(Chosen { ranked: shown, index: shown_index, .. }) = session.chosen() else { return };
    ui.horizontal(|ui| {
        let label = ui.label("Recipe");
        let width = ui.available_width() - 8.0;
        let combo = ComboBox::from_id_salt("previewed recipe").width(width).selected_text(name_of(shown)).truncate();
        let shown = combo.show_ui(ui, |ui| {
            for (index, ranked) in session.recommendation().iter().flat_map(|found| &found.matches).enumerate() {
                if ui.selectable_label(index == shown_index, name_of(ranked)).clicked() {
                    actions.push(Action::ChooseRecipe(ranked.id()));
                }
            }
        });
        shown.response.labelled_by(label.id);
    });
}

fn name_of(ranked: &Match) -> String {
    format!("{}. {}, {}", ranked.rank, ranked.recipe, ranked.name)
}

/// The bare skin, the area with these dots at this time, and the stubble, edge to edge in daylight.
pub(super) fn colors_ui(ui: &mut Ui, session: &Session, ranked: &Match, treatment: &Treatment, view: &View) {
    let target = session.analysis().and_then(|analysis| analysis.recommendation.as_ref()).map(|found| found.target);
    let simulation = simulation_of(session, &view.preview, view.shows_as_taken, ranked, treatment.clone());
    let Some((simulation, target)) = simulation.zip(target) else { return };
    let area = simulation.client.area(&simulation.load, &treatment.dots());
    let bare = simulation.client.usual().bare();
    let stubble = target.from.to_string();
    ui.columns(3, |columns| {
        columns[0].label(RichText::new("Bare skin").small());
        columns[1].vertical_centered(|ui| ui.label(RichText::new("Treated area").small()));
        columns[2].with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            ui.label(RichText::new(format!("Target: {stubble}")).small());
        });
    });
    let size = Vec2::new(ui.available_width(), 64.0);
    let label = format!("Bare skin, treated area and {stubble}, from left to right, in daylight");
    swatch_row_ui(ui, &[bare, area, target.lab], size, &label);
    let difference = ciede2000(area, target.lab);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("Area to {stubble} ΔE00 {difference} ± {}", ranked.uncertainty)).strong());
        ui.add(Label::new(RichText::new(format!("to bare skin {}", ciede2000(area, bare))).weak()));
    });
}
