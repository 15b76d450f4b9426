//! The photo: zoom and pan, regions to draw, move and resize, a loupe, and what stands there before a photo is open.

mod brush;
mod chart_frame;
mod frame;
mod input;
mod legend;
mod light;
mod loupe;
mod outlines;
mod overlay;
mod pictures;
mod preview;
mod start;
mod tile_store;
mod zoom;

use std::sync::Arc;

use egui::{CentralPanel, Frame, Response, Role, Sense, Ui, WidgetInfo};

pub use overlay::OverlayNews;
pub(super) use pictures::{CanvasPictures, CanvasWork};
pub use preview::TreatedNews;
pub(super) use tile_store::image_of;
pub use tile_store::{Screen, ScreenNews};

use self::frame::CanvasFrame;
use self::legend::Legend;
use super::light_words::{unknown_light, whole_light};
use super::style;
use super::view::{Marking, Mode, Tool, View};
use crate::calibration::Calibrated;
use crate::photo::{Photo, Region};
use crate::preview::ViewingLight;
use crate::session::{Action, Session};

/// Draws the photo, takes what the user does on it, and returns what has to be made.
pub(super) fn canvas_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    pictures: &mut CanvasPictures,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let frame = Frame::new().fill(style::surround(ui.ctx()));
    let panel = CentralPanel::default().frame(frame);
    let shown = panel.show(ui, |ui| match session.photo() {
        Some(photo) => photo_ui(ui, session, photo, view, pictures, actions),
        None => {
            start::start_ui(ui, session, actions);
            CanvasWork::default()
        }
    });
    shown.inner
}

fn photo_ui(
    ui: &mut Ui,
    session: &Session,
    photo: &Arc<Photo>,
    view: &mut View,
    pictures: &mut CanvasPictures,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let response = ui.allocate_response(ui.available_size(), Sense::click_and_drag());
    describe(&response, photo);
    let is_in_other_light = view.mode == Mode::Preview && view.preview.light != ViewingLight::Daylight;
    if pictures.follow(photo, shown_calibration(session, view.shows_as_taken && !is_in_other_light)) {
        view.gaze.begin_anew();
    }
    let transform = view.gaze.place(photo, response.rect, ui.ctx().pixels_per_point());
    let frame = CanvasFrame { session, photo, response: &response, transform };
    match view.mode {
        Mode::Measure => measure_ui(ui, frame, view, pictures, actions),
        Mode::Preview => preview::preview_ui(ui, frame, view, pictures, actions),
    }
}

/// The photo with its regions, and what lies over it.
fn measure_ui(
    ui: &mut Ui,
    frame: CanvasFrame,
    view: &mut View,
    pictures: &mut CanvasPictures,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let frame = CanvasFrame { transform: input::handle_input(ui, frame, view, actions), ..frame };
    let CanvasFrame { session, photo, transform, .. } = frame;
    let painter = ui.painter_at(frame.rect());
    let screen = pictures.tiles.draw(&painter, &transform, frame.photo_rect());
    chart_frame::draw_reference(&painter, session, view, &transform);
    let regions = measured_regions(session, photo, view.gaze.marking());
    let overlay = view.shows_left_out.then(|| pictures.overlay.draw(&painter, session, regions.clone(), &transform));
    let legends = legends(session, view, pictures);
    let light = if view.shows_light { pictures.light.picture(session) } else { None };
    let legend = legend::place(frame.rect(), &legends, light.map(|light| light.rect(&transform)));
    if let Some(light) = light {
        let extents = regions.iter().map(|region| outlines::extent(region, &transform));
        light.draw(&painter, extents.chain([legend]).collect(), &transform);
    }
    outlines::draw_regions(&painter, session, view.gaze.marking(), &transform);
    brush::draw_brush(ui, &painter, view, &transform);
    if view.shows_loupe && view.tool != Tool::Select {
        loupe::draw_loupe(&painter, frame.rect(), photo, view.gaze.pointer);
    }
    frame.draw_focus(&painter);
    legend::legends_ui(ui, legend, &legends);
    if session.consultation().marks.regions.is_empty() {
        start::offer_ui(ui, frame.rect(), actions);
    }
    CanvasWork { screen, overlay: overlay.flatten(), treated: None }
}

/// What the overlays that are switched on mean.
fn legends(session: &Session, view: &View, pictures: &mut CanvasPictures) -> Vec<Legend> {
    let light = view.shows_light.then(|| match pictures.light.picture(session) {
        Some(picture) => Legend::of_light(picture, whole_light(session)),
        None => Legend::of_unknown_light(unknown_light(session).unwrap_or_default()),
    });
    let left_out = view.shows_left_out.then(|| Legend::of_left_out(session));
    light.into_iter().chain(left_out).collect()
}

/// The regions as they are measured now, one of them perhaps under a drag.
fn measured_regions(session: &Session, photo: &Photo, marking: Option<&Marking>) -> Vec<Region> {
    let draft = marking.and_then(|marking| marking.draft(photo));
    let now = |region: &Region| draft.clone().filter(|draft| draft.id == region.id).unwrap_or_else(|| region.clone());
    session.consultation().marks.regions.iter().map(now).collect()
}

/// What the photo is shown by: its calibration, unless the user looks at it as taken.
fn shown_calibration(session: &Session, shows_as_taken: bool) -> Option<&Arc<Calibrated>> {
    let calibrated = session.analysis().map(|analysis| &analysis.calibrated)?;
    (calibrated.calibration.is_absolute() && !shows_as_taken).then_some(calibrated)
}

fn describe(response: &Response, photo: &Photo) {
    let label = format!("Photo {}, {} by {} pixels", photo.name(), photo.width(), photo.height());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
}
