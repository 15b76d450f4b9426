//! The treated photo: dots over it, and what is painted there.

mod brushwork;
mod hairline;
mod input;
mod offer;
mod split;
mod store;

use std::sync::Arc;

use egui::{Color32, Context, Painter, Rect, Response, Stroke, Ui};

pub use self::store::{TreatedNews, TreatedWork};

use self::brushwork::Brushwork;
use self::store::TreatedStore;
use super::transform::PhotoTransform;
use super::{CanvasWork, draw_focus, outlines, size_of};
use crate::gui::preview_view::{PreviewTool, simulation_of, treatment_on_screen};
use crate::gui::view::View;
use crate::photo::{Photo, Shape};
use crate::preview::{Extent, Treatment};
use crate::session::{Action, Session};

/// What the preview on the canvas forgets with the window.
#[derive(Default)]
pub(super) struct PreviewCanvas {
    store: TreatedStore,
    gesture: Option<Brushwork>,
}

impl PreviewCanvas {
    pub fn receive(&mut self, ctx: &Context, news: TreatedNews) {
        self.store.receive(ctx, news);
    }

    pub fn extent(&self) -> Option<Extent> {
        self.store.extent()
    }

    pub fn is_dragging(&self) -> bool {
        self.gesture.is_some()
    }

    /// Forgets the drag that is under way.
    pub fn give_up(&mut self) {
        self.gesture = None;
    }
}

/// Draws the treated photo, takes what the user paints on it, and returns what has to be made.
pub(super) fn preview_ui(
    ui: &mut Ui,
    response: &Response,
    session: &Session,
    photo: &Arc<Photo>,
    view: &mut View,
    transform: PhotoTransform,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let treatment =
        session.chosen().map(|chosen| chosen.ranked).map(|ranked| treatment_on_screen(session, view, ranked));
    let transform = input::handle_input(ui, response, photo, treatment.as_ref(), view, transform, actions);
    let painter = ui.painter_at(response.rect);
    let photo_rect = Rect::from_min_size(transform.origin, size_of(photo) * transform.scale);
    let screen = view.canvas.tiles.draw(&painter, &transform, photo_rect);
    let mut work = CanvasWork { screen, ..CanvasWork::default() };
    if let Some(treatment) = treatment {
        let shown = view.canvas.preview.gesture.iter().fold(treatment, |treatment, drag| drag.applied(treatment));
        work.treated = draw_treated(&painter, response.rect, session, view, &shown, &transform);
        split::draw_sides(&painter, response.rect, view);
        draw_tools(&painter, response, view, &shown, &transform);
    }
    draw_focus(&painter, response);
    offer::offer_ui(ui, response.rect, session, view, actions);
    work
}

fn draw_treated(
    painter: &Painter,
    canvas: Rect,
    session: &Session,
    view: &mut View,
    shown: &Treatment,
    transform: &PhotoTransform,
) -> Option<TreatedWork> {
    let ranked = session.chosen().map(|chosen| chosen.ranked)?;
    let pyramid = view.canvas.tiles.pyramid()?.clone();
    let simulation = simulation_of(session, view, ranked, shown.clone())?;
    view.canvas.preview.store.follow(&pyramid, simulation);
    let after = split::after(canvas, view);
    view.canvas.preview.store.draw(&painter.with_clip_rect(after.intersect(painter.clip_rect())), transform)
}

fn draw_tools(painter: &Painter, response: &Response, view: &View, shown: &Treatment, transform: &PhotoTransform) {
    if view.preview.is_before_held {
        return;
    }
    // Else nothing but the dots should tell where hair begins.
    if let Some(line) = shown.hairline.as_ref().filter(|_| view.preview.tool == PreviewTool::Hairline) {
        hairline::draw(painter, line, view, transform);
    }
    if let Some(Brushwork::Area { points, .. }) = &view.canvas.preview.gesture {
        outlines::closed_outline(painter, &Shape::Polygon { points: points.clone() }, false, transform);
    }
    let is_over_split = matches!(view.canvas.preview.gesture, Some(Brushwork::Split));
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
