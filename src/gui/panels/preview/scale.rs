use egui::{DragValue, Label, RichText, Ui};

use super::change::Change;
use crate::gui::caution_rows::caution_ui;
use crate::session::Session;

/// How large dots are drawn: by the photo's scale, or by one that is assumed and can be set.
pub(super) fn scale_ui(ui: &mut Ui, session: &Session, change: &mut Change) {
    if let Some(px_per_mm) = session.px_per_mm() {
        let text = format!("Drawn to the photo's scale of {px_per_mm:.1} px per mm");
        ui.add(Label::new(RichText::new(text).small()).wrap());
        return;
    }
    let Some(photo) = session.photo() else { return };
    let side_px = f64::from(photo.width().min(photo.height()));
    caution_ui(ui, "Scale unknown (see Regions): sizes and counts are a guess");
    ui.horizontal(|ui| {
        let label = ui.label("Shorter side shows");
        let mut side_mm = side_px / change.treatment.px_per_mm;
        let field = DragValue::new(&mut side_mm)
            .range(20.0..=1000.0)
            .speed(1.0)
            .custom_formatter(|mm, _| format!("{mm:.0}"))
            .suffix(" mm");
        let response = ui.add(field).labelled_by(label.id);
        if response.changed() {
            change.treatment.px_per_mm = side_px / side_mm;
        }
        change.note(&response, "Change assumed scale");
        ui.label(RichText::new(format!("{:.1} px per mm", change.treatment.px_per_mm)).weak());
    });
}
