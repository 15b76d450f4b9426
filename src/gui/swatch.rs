use egui::{Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use super::style::MAT;
use crate::color::Lab;

/// How a colour is shown on screen; one outside sRGB is shown by the nearest inside.
pub(super) fn screen_color(lab: Lab) -> Color32 {
    let [r, g, b] = lab.to_linear().to_srgb8();
    Color32::from_rgb(r, g, b)
}

/// A single colour on a neutral mat.
pub(super) fn swatch_ui(ui: &mut Ui, lab: Lab, size: Vec2, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, MAT);
    ui.painter().rect_filled(rect.shrink(3.0), CornerRadius::ZERO, screen_color(lab));
    response
}

/// Two colours that touch, left and right, on a neutral mat: the eye compares best across a shared edge.
pub(super) fn swatch_pair_ui(ui: &mut Ui, left: Lab, right: Lab, size: Vec2, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    paint_pair(ui, rect, left, right);
    response
}

pub(super) fn paint_pair(ui: &Ui, rect: Rect, left: Lab, right: Lab) {
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::ZERO, MAT);
    let inner = rect.shrink(if rect.height() > 80.0 { 10.0 } else { 4.0 });
    let middle = inner.center().x.round();
    let half = |from: f32, to: f32| Rect::from_min_max(pos2(from, inner.top()), pos2(to, inner.bottom()));
    painter.rect_filled(half(inner.left(), middle), CornerRadius::ZERO, screen_color(left));
    painter.rect_filled(half(middle, inner.right()), CornerRadius::ZERO, screen_color(right));
}

/// Colours in a row that touch, on a neutral mat.
pub(super) fn swatch_row_ui(ui: &mut Ui, colors: &[Lab], size: Vec2, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, MAT);
    let inner = rect.shrink(6.0);
    let x_of = |index: usize| (inner.left() + inner.width() * index as f32 / colors.len().max(1) as f32).round();
    for (index, color) in colors.iter().enumerate() {
        let place = Rect::from_min_max(pos2(x_of(index), inner.top()), pos2(x_of(index + 1), inner.bottom()));
        ui.painter().rect_filled(place, CornerRadius::ZERO, screen_color(*color));
    }
    response
}

/// An outline that shows on any colour.
pub(super) fn outline(ui: &Ui, rect: Rect) {
    ui.painter().rect_stroke(rect, CornerRadius::ZERO, Stroke::new(1.0, MAT), StrokeKind::Outside);
}
