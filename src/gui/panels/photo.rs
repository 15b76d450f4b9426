use egui::{Label, RichText, Ui};

use crate::photo::Photo;
use crate::session::{Action, PhotoAction, Session};

pub(super) fn photo_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    match session.photo() {
        Some(photo) => description_ui(ui, photo),
        None => {
            ui.label("No photo open");
        }
    }
    if ui.button("Open photo…").on_hover_text("Ctrl+O").clicked() {
        actions.push(Action::Photo(PhotoAction::Choose));
    }
}

fn description_ui(ui: &mut Ui, photo: &Photo) {
    let name = Label::new(RichText::new(photo.name()).strong()).truncate();
    ui.add(name).on_hover_text(format!("{}\nSHA-256 {}", photo.name(), photo.sha256()));
    let format = photo.format().to_string().to_uppercase();
    let size = format!("{} × {} px, {format}", photo.width(), photo.height());
    let profile = photo.profile();
    let assumed = if profile.assumed { " (assumed)" } else { "" };
    ui.add(Label::new(format!("{size}, {}{assumed}", profile.name)).truncate());
    if let Some(problem) = &profile.problem {
        super::super::caution_rows::caution_ui(ui, problem);
    }
}
