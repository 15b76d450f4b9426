use egui::{Label, RichText, Ui};

use crate::gui::caution_rows::cautions_ui;
use crate::gui::panels::rows::row_with_button_ui;
use crate::photo::{Photo, PhotoCaution};
use crate::session::{Action, FileChoice, Session};

pub(super) fn photo_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let (name, hint) = match session.photo() {
        Some(photo) => (RichText::new(photo.name()).strong(), format!("{}\nSHA-256 {}", photo.name(), photo.sha256())),
        None => (RichText::new("No photo open"), "Ctrl+O, drop a file, or paste".into()),
    };
    if row_with_button_ui(ui, name, &hint, "Open photo…") {
        actions.push(Action::ChooseFile(FileChoice::Photo));
    }
    if let Some(photo) = session.photo() {
        description_ui(ui, photo);
        let doubts = session.analysis().into_iter().flat_map(|analysis| &analysis.photo_cautions);
        cautions_ui(ui, doubts.map(PhotoCaution::text));
    }
}

fn description_ui(ui: &mut Ui, photo: &Photo) {
    let format = photo.format().to_string().to_uppercase();
    let profile = photo.profile();
    let assumed = if profile.assumed { " (assumed)" } else { "" };
    let text = format!("{} × {} px, {format}, {}{assumed}", photo.width(), photo.height(), profile.name);
    ui.add(Label::new(text).truncate());
}
