//! What of a reading is light, beside the reading.

use egui::{Label, RichText, Ui};

use crate::caution::Caution;
use crate::gui::caution_rows::caution_ui;
use crate::gui::light_words::{darkening_text, place_text, whole_light};
use crate::measurement::MeasureCaution;
use crate::photo::{Region, Tissue};
use crate::session::Session;

/// What was found of the light on a region.
pub(super) fn place_ui(ui: &mut Ui, session: &Session, region: &Region) {
    let Some(place) = session.reading(region.id).and_then(|reading| reading.light) else {
        return;
    };
    let text = place_text(place, whole_light(session));
    let hint = "Gloss, and the difference of light between skin and stubble, are taken out of the colours";
    ui.add(Label::new(RichText::new(text).small()).truncate()).on_hover_text(hint);
}

/// What stubble does to the skin, beside the only region that shows it or below all that do.
pub(super) fn darkening_ui(ui: &mut Ui, session: &Session, tissue: Tissue) {
    let darkening = session.analysis().and_then(|analysis| analysis.darkening);
    if let Some(darkening) = darkening.filter(|_| tissue == Tissue::Stubble) {
        ui.add(Label::new(darkening_text(&darkening)).truncate());
    }
}

/// A hint where the light between skin and stubble differs so much that they are better marked at their border.
pub(super) fn between_ui(ui: &mut Ui, session: &Session) {
    let cautions = session.analysis().into_iter().flat_map(|analysis| &analysis.cautions);
    for caution in cautions.filter(|caution| matches!(caution, Caution::Measure(MeasureCaution::LightBetween { .. }))) {
        caution_ui(ui, &caution.text());
    }
}
