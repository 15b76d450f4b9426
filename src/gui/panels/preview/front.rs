use egui::{Role, Slider, Ui, WidgetInfo};

use super::change::{Change, name_ui, row_ui, told};
use crate::gui::view::{PreviewTool, View};
use crate::preview::{Edge, Hairline};

const EDGES: [(&str, &str, Edge); 3] = [
    ("Soft", "Dots thin out evenly", Edge::Soft),
    ("Broken", "As soft, in bays and tufts as hair grows", Edge::Broken),
    ("Sharp", "Full density up to the line", Edge::Sharp),
];

/// The hairline: how it ends, which side is hair, and whether there is one.
pub(super) fn front_ui(ui: &mut Ui, view: &mut View, change: &mut Change) {
    let Some(mut line) = change.treatment.hairline.clone() else {
        none_ui(ui, view, change);
        return;
    };
    edge_ui(ui, &mut line, change);
    if line.edge != Edge::Sharp {
        let slider = told(Slider::new(&mut line.gradient_mm, 1.0..=40.0).suffix(" mm"), 1);
        let response = row_ui(ui, "Fade", slider);
        change.note(&response, "Change hairline");
    }
    let is_removed = buttons_ui(ui, view, &mut line, change);
    change.treatment.hairline = Some(line).filter(|_| !is_removed);
}

fn none_ui(ui: &mut Ui, view: &mut View, change: &mut Change) {
    ui.horizontal_wrapped(|ui| {
        name_ui(ui, "Hairline");
        let is_chosen = view.preview.tool == PreviewTool::Hairline;
        if ui.selectable_label(is_chosen, "Draw hairline").on_hover_text(PreviewTool::Hairline.hint()).clicked() {
            view.preview.tool = PreviewTool::Hairline;
        }
        if let Some(area) = change.treatment.bounds()
            && ui.button("Suggest").on_hover_text("A first line along the lower edge, to be dragged").clicked()
        {
            change.treatment.hairline = Some(Hairline::suggested(&area));
            change.label = "Suggest hairline";
            view.preview.tool = PreviewTool::Hairline;
        }
    });
}

fn edge_ui(ui: &mut Ui, line: &mut Hairline, change: &mut Change) {
    ui.horizontal_wrapped(|ui| {
        name_ui(ui, "Hairline");
        for (name, hint, edge) in EDGES {
            let is_chosen = line.edge == edge;
            let response = ui.selectable_label(is_chosen, name).on_hover_text(hint);
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("{name} hairline")));
            if response.clicked() {
                line.edge = edge;
                change.label = "Change hairline";
            }
        }
    });
}

/// True when the line is to go.
fn buttons_ui(ui: &mut Ui, view: &mut View, line: &mut Hairline, change: &mut Change) -> bool {
    let row = ui.horizontal_wrapped(|ui| {
        name_ui(ui, "");
        let is_edited = view.preview.tool == PreviewTool::Hairline;
        if ui.selectable_label(is_edited, "Edit line").on_hover_text(PreviewTool::Hairline.hint()).clicked() {
            view.preview.tool = if is_edited { PreviewTool::Paint } else { PreviewTool::Hairline };
        }
        if ui.button("Other side").on_hover_text("Treat the other side of the line").clicked() {
            line.behind = mirrored(line);
            change.label = "Turn hairline";
        }
        let is_removed = ui.button("Remove line").clicked();
        if is_removed {
            change.label = "Remove hairline";
            view.preview.point = None;
        }
        is_removed
    });
    row.inner
}

/// The point behind the line, mirrored at the straight line between its ends.
fn mirrored(line: &Hairline) -> [f64; 2] {
    let (Some(&start), Some(&end)) = (line.points.first(), line.points.last()) else { return line.behind };
    let [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    let length = dx.hypot(dy).max(1e-9);
    let away = (dx * (line.behind[1] - start[1]) - dy * (line.behind[0] - start[0])) / length;
    [line.behind[0] + 2.0 * away * dy / length, line.behind[1] - 2.0 * away * dx / length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_side_is_as_far_from_the_line() {
        let points = vec![[0.0, 10.0], [5.0, 0.0], [10.0, 10.0]];
        let line = Hairline { points, behind: [4.0, 30.0], edge: Edge::Soft, gradient_mm: 5.0 };
        assert_eq!(mirrored(&line), [4.0, -10.0]);
        assert_eq!(mirrored(&Hairline { behind: mirrored(&line), ..line.clone() }), line.behind);
    }
}
