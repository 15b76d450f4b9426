//! The brush that leaves pixels of a region out of its measurement or takes them in.

use egui::{Color32, Painter, Stroke as Line, Ui, vec2};

use crate::gui::view::{Marking, PhotoTransform, Tool, View};
use crate::photo::{Brush, Brushed, Region, Stroke};
use crate::session::{Action, RegionAction};

/// A stroke over a region that begins here.
pub(super) fn begin_stroke(ui: &Ui, region: &Region, view: &View, transform: &PhotoTransform, at: [f64; 2]) -> Marking {
    Marking::Brush { before: region.clone(), brushed: brushed(ui, view, transform, at) }
}

/// A click without a drag.
pub(super) fn dab(ui: &Ui, region: &Region, view: &View, transform: &PhotoTransform, at: [f64; 2]) -> Action {
    Action::Region(RegionAction::Brush { id: region.id, brushed: brushed(ui, view, transform, at) })
}

fn brushed(ui: &Ui, view: &View, transform: &PhotoTransform, at: [f64; 2]) -> Brushed {
    let stroke = Stroke { points: vec![at], radius_px: f64::from(view.brush.radius / transform.scale) };
    Brushed { brush: shown_brush(ui, view), stroke }
}

fn shown_brush(ui: &Ui, view: &View) -> Brush {
    view.brush.with_shift(ui.input(|input| input.modifiers.shift))
}

/// The brush's rim around the pointer, with a minus where it leaves out and a plus where it takes in.
pub(super) fn draw_brush(ui: &Ui, painter: &Painter, view: &View, transform: &PhotoTransform) {
    let Some(pointer) = view.gaze.pointer.filter(|_| view.tool == Tool::Brush) else {
        return;
    };
    let (middle, radius) = (transform.screen_from_photo(pointer), view.brush.radius);
    let sign = vec2((radius / 3.0).min(5.0), 0.0);
    let upright = if shown_brush(ui, view) == Brush::TakesIn { sign.rot90() } else { vec2(0.0, 0.0) };
    for line in [Line::new(3.0, Color32::from_black_alpha(150)), Line::new(1.2, Color32::WHITE)] {
        painter.circle_stroke(middle, radius, line);
        painter.line_segment([middle - sign, middle + sign], line);
        painter.line_segment([middle - upright, middle + upright], line);
    }
}
