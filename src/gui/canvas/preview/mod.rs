//! The treated photo: dots over it, and what is painted there.

mod hairline;
mod input;
mod offer;
mod split;
mod store;

use egui::{Color32, Painter, Stroke, Ui};

pub use self::store::TreatedNews;
pub(super) use self::store::TreatedStore;
pub use self::store::TreatedWork;

use super::frame::CanvasFrame;
use super::outlines;
use super::pictures::{CanvasPictures, CanvasWork};
use crate::gui::view::{Brushwork, PhotoTransform, PreviewTool, View, simulation_of, treatment_on_screen};
use crate::photo::Shape;
use crate::preview::Treatment;
use crate::session::Action;

/// Draws the treated photo, takes what the user paints on it, and returns what has to be made.
pub(super) fn preview_ui(
    ui: &mut Ui,
    frame: CanvasFrame,
    view: &mut View,
    pictures: &mut CanvasPictures,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let session = frame.session;
    let treatment = session.chosen().map(|chosen| treatment_on_screen(session, &view.preview, chosen.ranked));
    let transform = input::handle_input(ui, frame, treatment.as_ref(), view, actions);
    let frame = CanvasFrame { transform, ..frame };
    let painter = ui.painter_at(frame.rect());
    let screen = pictures.tiles.draw(&painter, &transform, frame.photo_rect());
    let mut work = CanvasWork { screen, ..CanvasWork::default() };
    if let Some(treatment) = treatment {
        let shown = view.gaze.brushwork().into_iter().fold(treatment, |treatment, drag| drag.applied(treatment));
        work.treated = draw_treated(&painter, frame, view, pictures, &shown);
        split::draw_sides(&painter, frame.rect(), view);
        draw_tools(&painter, frame, view, &shown);
    }
    frame.draw_focus(&painter);
    offer::offer_ui(ui, frame, view, actions);
    work
}

fn draw_treated(
    painter: &Painter,
    frame: CanvasFrame,
    view: &View,
    pictures: &mut CanvasPictures,
    shown: &Treatment,
) -> Option<TreatedWork> {
    let (session, ranked) = (frame.session, frame.session.chosen()?.ranked);
    let pyramid = pictures.tiles.pyramid()?.clone();
    let simulation = simulation_of(session, &view.preview, view.shows_as_taken, ranked, shown.clone())?;
    pictures.treated.follow(&pyramid, simulation);
    let after = split::after(frame.rect(), view);
    pictures.treated.draw(&painter.with_clip_rect(after.intersect(painter.clip_rect())), &frame.transform)
}

fn draw_tools(painter: &Painter, frame: CanvasFrame, view: &View, shown: &Treatment) {
    let CanvasFrame { response, transform, .. } = frame;
    let transform = &transform;
    if view.preview.is_before_held {
        return;
    }
    // Else nothing but the dots should tell where hair begins.
    if let Some(line) = shown.hairline.as_ref().filter(|_| view.preview.tool == PreviewTool::Hairline) {
        hairline::draw(painter, line, view, transform);
    }
    if let Some(Brushwork::Area { points, .. }) = view.gaze.brushwork() {
        outlines::closed_outline(painter, &Shape::Polygon { points: points.clone() }, false, transform);
    }
    let is_over_split = matches!(view.gaze.brushwork(), Some(Brushwork::Split));
    if let Some(pointer) = response.hover_pos().filter(|_| view.preview.tool.is_brush() && !is_over_split) {
        let radius = brush_radius(view, shown, transform);
        painter.circle_stroke(pointer, radius, Stroke::new(3.0, Color32::from_black_alpha(120)));
        painter.circle_stroke(pointer, radius, Stroke::new(1.2, Color32::WHITE));
    }
}

/// On screen, in points.
fn brush_radius(view: &View, treatment: &Treatment, transform: &PhotoTransform) -> f32 {
    let preview = &view.preview;
    let mm = if preview.tool == PreviewTool::Scar { preview.scar_radius_mm } else { preview.radius_mm };
    (mm * treatment.px_per_mm) as f32 * transform.scale
}
