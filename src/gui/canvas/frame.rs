use std::sync::Arc;

use egui::{CornerRadius, Painter, Rect, Response, Stroke, StrokeKind};

use crate::gui::style;
use crate::gui::view::{PhotoTransform, size_of};
use crate::photo::Photo;
use crate::session::Session;

/// One frame of the canvas: what is looked at, where it lies, and what the pointer did to it.
#[derive(Clone, Copy)]
pub(super) struct CanvasFrame<'a> {
    pub session: &'a Session,
    pub photo: &'a Arc<Photo>,
    pub response: &'a Response,
    pub transform: PhotoTransform,
}

impl CanvasFrame<'_> {
    /// The canvas, in points.
    pub fn rect(&self) -> Rect {
        self.response.rect
    }

    /// The whole photo on screen, in points.
    pub fn photo_rect(&self) -> Rect {
        Rect::from_min_size(self.transform.origin, size_of(self.photo) * self.transform.scale)
    }

    /// Whether a place of the photo, px, lies on it.
    pub fn is_on_photo(&self, [x, y]: [f64; 2]) -> bool {
        (0.0..f64::from(self.photo.width())).contains(&x) && (0.0..f64::from(self.photo.height())).contains(&y)
    }

    /// A frame around the canvas while keys go to it.
    pub fn draw_focus(&self, painter: &Painter) {
        if self.response.has_focus() && !self.response.is_pointer_button_down_on() {
            let stroke = Stroke::new(2.0, style::ACCENT);
            painter.rect_stroke(self.rect(), CornerRadius::ZERO, stroke, StrokeKind::Inside);
        }
    }
}
