use egui::{Label, RichText, Ui, Vec2};

use super::light;
use super::words::lab_text;
use crate::gui::swatch::swatch_ui;
use crate::measurement::Combined;
use crate::session::Session;

/// Tissues that were marked more than once, each as one measurement.
pub(super) fn combined_ui(ui: &mut Ui, session: &Session) {
    let Some(analysis) = session.analysis() else { return };
    for combined in analysis.combined.iter().filter(|combined| combined.regions.len() > 1) {
        tissue_ui(ui, session, combined);
    }
}

fn tissue_ui(ui: &mut Ui, session: &Session, combined: &Combined) {
    let name = format!("{} together", combined.tissue.capitalized());
    ui.horizontal(|ui| {
        ui.add_space(5.0);
        swatch_ui(ui, combined.lab, Vec2::new(46.0, 38.0), &name);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let count = combined.regions.len();
            let title = format!("{name}: {count} regions, up to ΔE00 {} apart", combined.disagreement);
            ui.add(Label::new(RichText::new(title).strong()).truncate());
            ui.label(format!("{}   ± {}", lab_text(combined.lab), combined.uncertainty));
            light::darkening_ui(ui, session, combined.tissue);
        });
    });
    if let Some(caution) = combined.caution() {
        crate::gui::caution_rows::caution_ui(ui, &caution.text());
    }
}
