use egui::Ui;

use crate::session::Session;

pub(super) fn reference_ui(ui: &mut Ui, session: &Session) {
    let _ = session;
    ui.label("What in the photo has a known colour");
}
