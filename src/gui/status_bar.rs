use egui::{Align, Label, Layout, Panel, RichText, Ui};

use super::caution_rows::sign_ui;
use crate::calibration::{Calibration, ReferenceCaution};
use crate::color::Lab;
use crate::gui::view::{Mode, View};
use crate::session::Session;

/// Where the pointer is and what is there; how far colours can be trusted.
pub(super) fn status_bar_ui(ui: &mut Ui, session: &Session, view: &View) {
    Panel::bottom("status").resizable(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            let readout = readout(session, view);
            let hint = session.photo().map_or("Open a photo to begin", |_| hint(view));
            ui.label(RichText::new(readout.unwrap_or_else(|| hint.into())).small());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| trust_ui(ui, session));
        });
    });
}

fn hint(view: &View) -> &'static str {
    if view.mode == Mode::Preview { view.preview.tool.hint() } else { view.tool.hint() }
}

/// The pixel under the pointer: its sRGB as taken, its Lab by the calibration in use.
fn readout(session: &Session, view: &View) -> Option<String> {
    let at = view.gaze.pointer.filter(|[x, y]| *x >= 0.0 && *y >= 0.0)?;
    let [x, y] = at.map(|value| value as u32);
    let pixel = session.photo()?.pixel(x, y)?;
    let [r, g, b] = pixel.light.to_srgb8();
    let calibration = session.analysis().map(|analysis| analysis.calibration());
    let lab = Lab::from(calibration.map_or(pixel.light, |calibration| calibration.apply(pixel.light, at)));
    let clipped = if pixel.clipped { "  clipped" } else { "" };
    Some(format!("{x}, {y} px   sRGB {r} {g} {b}   L* {:.1}  a* {:.1}  b* {:.1}{clipped}", lab.l, lab.a, lab.b))
}

/// Laid out from the right.
fn trust_ui(ui: &mut Ui, session: &Session) {
    let Some(analysis) = session.analysis() else {
        return;
    };
    let has_none = !analysis.calibration().is_absolute();
    let is_poor = matches!(analysis.calibration(), Calibration::Chart(fit) if !fit.matches_chart());
    let is_doubted = has_none || is_poor;
    let how = if is_poor { "Colours calibrated by a card that does not match" } else { "Colours calibrated" };
    let text = match (has_none, analysis.uncertainty()) {
        (true, _) => ReferenceCaution::NoReference.text(),
        (false, Some(uncertainty)) => format!("{how}, ΔE00 ± {uncertainty} at most"),
        (false, None) => how.into(),
    };
    ui.add(Label::new(RichText::new(&text).small()).truncate()).on_hover_text(&text);
    if is_doubted {
        sign_ui(ui);
    }
}
