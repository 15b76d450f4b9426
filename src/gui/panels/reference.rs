use egui::Ui;

use crate::caution::Caution;
use crate::gui::caution_rows::caution_ui;
use crate::session::Session;

pub(super) fn reference_ui(ui: &mut Ui, session: &Session) {
    let Some(analysis) = session.analysis() else {
        ui.label("What in the photo has a known colour");
        return;
    };
    if analysis.cautions.contains(&Caution::NoReference) {
        caution_ui(ui, &Caution::NoReference.text());
    }
    let uncertainty = analysis.calibration.absolute_uncertainty();
    ui.label(format!("Absolute colours: ΔE00 ± {uncertainty}"));
}
