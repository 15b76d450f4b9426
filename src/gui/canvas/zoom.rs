use egui::Ui;

use super::frame::CanvasFrame;
use crate::gui::view::{Gaze, Gesture, PhotoTransform, size_of};

/// How much a notch of the wheel zooms: 120 points of scrolling double the photo.
const ZOOM_PER_POINT: f32 = std::f32::consts::LN_2 / 120.0;

/// Where the photo lies after wheel, pinch and a drag that moves it.
pub(super) fn zoom_and_pan(ui: &Ui, frame: CanvasFrame, gaze: &mut Gaze) -> PhotoTransform {
    let CanvasFrame { photo, response, transform, .. } = frame;
    let mut moved = transform;
    if let Some(pointer) = response.hover_pos() {
        let (scrolled, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = (scrolled * ZOOM_PER_POINT).exp() * pinched;
        let least = PhotoTransform::fitting(size_of(photo), response.rect).scale.min(1.0) / 2.0;
        moved = if factor == 1.0 { moved } else { moved.zoomed_about(pointer, factor, least) };
    }
    if matches!(gaze.gesture, Some(Gesture::Pan)) {
        moved = moved.panned(response.drag_delta());
    }
    if moved == transform { transform } else { gaze.moved_to(moved, photo, response.rect) }
}
