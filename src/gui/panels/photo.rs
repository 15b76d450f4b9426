use egui::{Label, RichText, Ui};

use super::row_with_button_ui;
use crate::gui::caution_rows::cautions_ui;
use crate::photo::Photo;
use crate::session::{Action, PhotoAction, Session};

pub(super) fn photo_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (name, hint) = match session.photo() {
        Some(photo) => (RichText::new(photo.name()).strong(), format!("{}\nSHA-256 {}", photo.name(), photo.sha256())),
        None => (RichText::new("No photo open"), "Ctrl+O, drop a file, or paste".into()),
    };
    if row_with_button_ui(ui, name, &hint, "Open photo…") {
        actions.push(Action::Photo(PhotoAction::Choose));
    }
    if let Some(photo) = session.photo() {
        description_ui(ui, photo);
        cautions_ui(ui, session.analysis().map(|analysis| analysis.photo_cautions.as_slice()).unwrap_or_default());
    }
}

fn description_ui(ui: &mut Ui, photo: &Photo) {
    let format = photo.format().to_string().to_uppercase();
    let profile = photo.profile();
    let assumed = if profile.assumed { " (assumed)" } else { "" };
    let text = format!("{} × {} px, {format}, {}{assumed}", photo.width(), photo.height(), profile.name);
    ui.add(Label::new(text).truncate());
}
