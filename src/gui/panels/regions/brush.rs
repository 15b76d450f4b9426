use egui::{Button, DragValue, RichText, Role, Ui, WidgetInfo};

use crate::gui::view::{BrushView, Tool, View};
use crate::photo::{Brush, Region};
use crate::session::{Action, RegionAction};

const WAYS: [(Brush, &str, &str); 2] = [
    (Brush::LeavesOut, "Leave out", "Brush over what does not belong to this region (B)"),
    (Brush::TakesIn, "Take in", "Brush over what does belong, though it is taken for shine, shadow or a spot (Shift)"),
];

/// The brush for the selected region, and what it did so far.
pub(super) fn brush_ui(ui: &mut Ui, view: &mut View, region: &Region, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Brush").weak());
        for (brush, name, hint) in WAYS {
            let is_chosen = view.tool == Tool::Brush && view.brush.brush == brush;
            let response = ui.selectable_label(is_chosen, name).on_hover_text(hint);
            let label = format!("Brush: {}", name.to_lowercase());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &label));
            if response.clicked() {
                view.take_brush(brush);
            }
        }
        let label = ui.label(RichText::new("radius").weak());
        let radius = DragValue::new(&mut view.brush.radius).range(BrushView::RADII).max_decimals(0).suffix(" pt");
        ui.add(radius).labelled_by(label.id).on_hover_text("On screen: zoom in for a finer brush ([ and ])");
        let is_brushed = !region.brushed.is_empty();
        let clear = ui.add_enabled(is_brushed, Button::new("Clear")).on_hover_text(clear_hint(region));
        clear.widget_info(|| WidgetInfo::labeled(Role::Button, is_brushed, "Clear brushing"));
        if clear.clicked() {
            actions.push(Action::Region(RegionAction::ClearBrushing(region.id)));
        }
    });
}

fn clear_hint(region: &Region) -> String {
    match region.brushed.len() {
        1 => "Clear brushing: 1 stroke".into(),
        count => format!("Clear brushing: {count} strokes"),
    }
}
