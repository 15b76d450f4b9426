use egui::{RichText, Sense, Stroke, Ui, Vec2, pos2};

/// Doubts, one a row, each with a sign that does not rely on colour.
pub(super) fn cautions_ui(ui: &mut Ui, texts: impl IntoIterator<Item = String>) {
    for text in texts {
        caution_ui(ui, &text);
    }
}

pub(super) fn caution_ui(ui: &mut Ui, text: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        sign_ui(ui);
        ui.add(egui::Label::new(RichText::new(text).small()).wrap());
    });
}

/// A small triangle with an exclamation mark.
pub(super) fn sign_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(13.0, 14.0), Sense::hover());
    let stroke = Stroke::new(1.2, ui.visuals().strong_text_color());
    let (top, bottom) = (rect.top() + 1.5, rect.bottom() - 1.5);
    let corners = vec![pos2(rect.center().x, top), pos2(rect.right(), bottom), pos2(rect.left(), bottom)];
    ui.painter().add(egui::Shape::closed_line(corners, stroke));
    let middle = rect.center().x;
    ui.painter().line_segment([pos2(middle, top + 4.0), pos2(middle, bottom - 3.5)], stroke);
    ui.painter().circle_filled(pos2(middle, bottom - 1.9), 0.8, stroke.color);
}
