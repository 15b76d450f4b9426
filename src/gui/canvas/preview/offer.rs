use egui::{Button, Frame, Label, Rect, RichText, Sense, Ui, UiBuilder, vec2};

use crate::gui::canvas::frame::CanvasFrame;
use crate::gui::style;
use crate::gui::view::{Mode, View, treatment_on_screen};
use crate::session::{Action, PreviewAction};

const WIDTH: f32 = 420.0;

/// What to do where there is nothing to preview yet.
pub(super) fn offer_ui(ui: &mut Ui, frame: CanvasFrame, view: &mut View, actions: &mut Vec<Action>) {
    let (session, canvas) = (frame.session, frame.rect());
    let Some(ranked) = session.chosen().map(|chosen| chosen.ranked) else {
        if session.is_analysis_current() && framed_ui(ui, canvas, NO_RECIPE, "Mark skin and stubble") {
            view.mode = Mode::Measure;
        }
        return;
    };
    let treatment = treatment_on_screen(session, &view.preview, ranked);
    let is_empty = treatment.paint.is_empty() && view.gaze.brushwork().is_none();
    if is_empty && framed_ui(ui, canvas, NOTHING_PAINTED, "Treat the bare area") {
        actions.push(Action::Preview(PreviewAction::PaintBareArea(Box::new(treatment))));
    }
}

const NO_RECIPE: &str = "No recipe yet: a preview needs a region of bare skin and one of stubble";
const NOTHING_PAINTED: &str = "Nothing is treated yet: drag over the skin, or";

fn framed_ui(ui: &mut Ui, canvas: Rect, text: &str, button: &str) -> bool {
    let place = Rect::from_center_size(canvas.center_bottom() - vec2(0.0, 56.0), vec2(WIDTH, 72.0)).intersect(canvas);
    let shown = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        let frame = Frame::new().fill(ui.visuals().panel_fill).inner_margin(12.0).corner_radius(4.0);
        let contents = frame.show(ui, |ui| {
            // What is pressed here is not painted below.
            ui.interact(ui.max_rect().expand(12.0), ui.scope_id().with("offer"), Sense::click_and_drag());
            ui.add(Label::new(text).selectable(false));
            ui.add(Button::new(RichText::new(button).color(style::ACCENT_TEXT)).fill(style::ACCENT)).clicked()
        });
        contents.inner
    });
    shown.inner
}
