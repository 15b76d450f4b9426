use egui::{Align, Label, Layout, RichText, Ui};

/// A text that gives way to a button at the right end of its row; true when that was clicked.
pub(super) fn row_with_button_ui(ui: &mut Ui, text: RichText, hint: &str, button: &str) -> bool {
    let row = ui.horizontal(|ui| {
        let right = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_clicked = ui.button(button).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(text).truncate()).on_hover_text(hint);
            });
            is_clicked
        });
        right.inner
    });
    row.inner
}
