use egui::{Color32, Painter, Pos2, Rect, Stroke, pos2, vec2};

use crate::gui::canvas::outlines::draw_tag;
use crate::gui::style::ACCENT;
use crate::gui::view::View;

/// How near to the line a press has to be, in points.
const REACH: f32 = 8.0;

/// The line stays this far inside the canvas, as a share of its width.
const INSET: f32 = 0.02;

/// The part of the canvas where the treated photo shows.
pub(super) fn after(canvas: Rect, view: &View) -> Rect {
    if view.preview.is_before_held {
        return Rect::NOTHING;
    }
    let left = view.preview.split.map_or(canvas.left(), |share| x_of(canvas, share));
    Rect::from_min_max(pos2(left, canvas.top()), canvas.max)
}

pub(super) fn is_at(canvas: Rect, view: &View, pointer: Pos2) -> bool {
    view.preview.split.is_some_and(|share| (pointer.x - x_of(canvas, share)).abs() <= REACH)
}

/// The share of the width for a line dragged to a place.
pub(super) fn dragged_to(canvas: Rect, pointer: Pos2) -> f32 {
    ((pointer.x - canvas.left()) / canvas.width().max(1.0)).clamp(INSET, 1.0 - INSET)
}

fn x_of(canvas: Rect, share: f32) -> f32 {
    (canvas.left() + share * canvas.width()).round()
}

/// The line with its handle, and what each side shows.
pub(super) fn draw_sides(painter: &Painter, canvas: Rect, view: &View) {
    let corner = |x: f32| pos2(x, canvas.top() + 28.0);
    if view.preview.is_before_held {
        draw_tag(painter, corner(canvas.left() + 8.0), "Before");
        return;
    }
    let Some(share) = view.preview.split else {
        draw_tag(painter, corner(canvas.left() + 8.0), "Simulation");
        return;
    };
    let x = x_of(canvas, share);
    painter.vline(x, canvas.y_range(), Stroke::new(3.0, Color32::from_black_alpha(120)));
    painter.vline(x, canvas.y_range(), Stroke::new(1.0, Color32::WHITE));
    let grip = Rect::from_center_size(pos2(x, canvas.center().y), vec2(10.0, 36.0));
    painter.rect_filled(grip, 3.0, ACCENT);
    painter.rect_stroke(grip, 3.0, Stroke::new(1.0, Color32::WHITE), egui::StrokeKind::Inside);
    draw_tag(painter, corner(x - 58.0), "Before");
    draw_tag(painter, corner(x + 8.0), "Simulation");
}
