//! The photo: zoom and pan, regions to draw, move and resize, a loupe, and what stands there before a photo is open.

mod brush;
mod chart_frame;
mod gesture;
mod handles;
mod input;
mod legend;
mod light;
mod loupe;
mod outlines;
mod overlay;
mod preview;
mod start;
mod tile_store;
mod transform;

use std::sync::Arc;

use egui::{CentralPanel, Frame, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

pub use overlay::{OverlayNews, OverlayWork};
pub use preview::{TreatedNews, TreatedWork};
pub(super) use tile_store::image_of;
pub use tile_store::{Screen, ScreenNews, ScreenWork};

use self::gesture::Gesture;
use self::legend::Legend;
use self::light::LightStore;
use self::overlay::OverlayStore;
use self::preview::PreviewCanvas;
use self::tile_store::TileStore;
use self::transform::PhotoTransform;
use super::light_words::{unknown_light, whole_light};
use super::style;
use super::tools::Tool;
use super::view::View;
use crate::calibration::Calibrated;
use crate::photo::{Photo, Region};
use crate::preview::{Extent, ViewingLight};
use crate::session::{Action, Session};

/// What the canvas forgets with the window.
#[derive(Default)]
pub(super) struct CanvasView {
    transform: Option<PhotoTransform>,
    /// The photo is shown whole, whatever the window's size.
    is_fitted: bool,
    tiles: TileStore,
    overlay: OverlayStore,
    light: LightStore,
    preview: PreviewCanvas,
    gesture: Option<Gesture>,
    /// Where the pointer is, in photo pixels.
    pub pointer: Option<[f64; 2]>,
    /// Corners of a chart that is being placed by clicks, up to three.
    placed_corners: Vec<[f64; 2]>,
    /// What a button or a key asked for, done when the canvas is drawn next.
    pub request: Option<ZoomRequest>,
}

/// What has to be made for the next frames, on threads of jobs.
#[derive(Default)]
pub(super) struct CanvasWork {
    pub screen: Option<ScreenWork>,
    pub overlay: Option<OverlayWork>,
    pub treated: Option<TreatedWork>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ZoomRequest {
    Fit,
    /// One photo pixel on one screen pixel.
    OneToOne,
    /// Larger by this factor, about the middle.
    By(f32),
}

impl CanvasView {
    pub fn receive(&mut self, ctx: &egui::Context, news: ScreenNews) {
        self.tiles.receive(ctx, news);
    }

    pub fn receive_overlay(&mut self, news: OverlayNews) {
        self.overlay.receive(news);
    }

    pub fn receive_treated(&mut self, ctx: &egui::Context, news: TreatedNews) {
        self.preview.receive(ctx, news);
    }

    /// How much work the treatment on screen is; `None` until it was counted.
    pub fn extent(&self) -> Option<Extent> {
        self.preview.extent()
    }

    pub fn is_dragging(&self) -> bool {
        self.gesture.is_some()
    }

    /// The zoom in percent of 1:1; `None` before a photo is shown.
    pub fn zoom_percent(&self, pixels_per_point: f32) -> Option<f32> {
        self.transform.map(|transform| 100.0 * transform.scale * pixels_per_point)
    }

    fn follow(&mut self, photo: &Arc<Photo>, calibrated: Option<&Arc<Calibrated>>) {
        if self.tiles.follow(photo, calibrated) {
            self.is_fitted = true;
            self.gesture = None;
            self.preview.give_up();
            self.pointer = None;
            self.placed_corners.clear();
        }
    }

    /// Where the photo lies now, after a change of the window or a request.
    fn place(&mut self, photo: &Photo, rect: Rect, pixels_per_point: f32) -> PhotoTransform {
        let size = size_of(photo);
        let fitting = PhotoTransform::fitting(size, rect);
        let now = self.transform.filter(|_| !self.is_fitted).unwrap_or(fitting);
        let placed = match self.request.take() {
            Some(ZoomRequest::Fit) => {
                self.is_fitted = true;
                fitting
            }
            Some(ZoomRequest::OneToOne) => self.zoomed(now, rect, 1.0 / (pixels_per_point * now.scale), fitting.scale),
            Some(ZoomRequest::By(factor)) => self.zoomed(now, rect, factor, fitting.scale),
            None => now,
        };
        let kept = if self.is_fitted { placed } else { placed.kept_in(rect, size) };
        self.transform = Some(kept);
        kept
    }

    fn zoomed(&mut self, now: PhotoTransform, rect: Rect, factor: f32, fitting_scale: f32) -> PhotoTransform {
        self.is_fitted = false;
        now.zoomed_about(rect.center(), factor, fitting_scale.min(1.0) / 2.0)
    }
}

fn size_of(photo: &Photo) -> Vec2 {
    Vec2::new(photo.width() as f32, photo.height() as f32)
}

/// Draws the photo, takes what the user does on it, and returns what has to be made.
pub(super) fn canvas_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) -> CanvasWork {
    let frame = Frame::new().fill(style::surround(ui.ctx()));
    CentralPanel::default()
        .frame(frame)
        .show(ui, |ui| match session.photo() {
            Some(photo) => photo_ui(ui, session, photo, view, actions),
            None => {
                start::start_ui(ui, session, actions);
                CanvasWork::default()
            }
        })
        .inner
}

fn photo_ui(
    ui: &mut Ui,
    session: &Session,
    photo: &Arc<Photo>,
    view: &mut View,
    actions: &mut Vec<Action>,
) -> CanvasWork {
    let response = ui.allocate_response(ui.available_size(), Sense::click_and_drag());
    let rect = response.rect;
    describe(&response, photo);
    let is_in_other_light = view.preview.is_open && view.preview.light != ViewingLight::Daylight;
    view.canvas.follow(photo, shown_calibration(session, view.shows_as_taken && !is_in_other_light));
    let transform = view.canvas.place(photo, rect, ui.ctx().pixels_per_point());
    if view.preview.is_open {
        return preview::preview_ui(ui, &response, session, photo, view, transform, actions);
    }
    let transform = input::handle_input(ui, &response, session, photo, view, transform, actions);
    let photo_rect = Rect::from_min_size(transform.origin, size_of(photo) * transform.scale);
    let painter = ui.painter_at(rect);
    let screen = view.canvas.tiles.draw(&painter, &transform, photo_rect);
    chart_frame::draw_reference(&painter, session, view, &transform);
    let overlay = if view.shows_left_out {
        let regions = measured_regions(session, photo, view.canvas.gesture.as_ref());
        view.canvas.overlay.draw(&painter, session, regions, &transform)
    } else {
        None
    };
    let legends = legends(session, view);
    let CanvasView { light, gesture, .. } = &mut view.canvas;
    let picture = if view.shows_light { light.picture(session) } else { None };
    let legend = legend::place(rect, &legends, picture.map(|picture| picture.rect(&transform)));
    if let Some(picture) = picture {
        picture.draw(&painter, kept_free(session, photo, gesture.as_ref(), legend, &transform), &transform);
    }
    outlines::draw_regions(&painter, session, view.canvas.gesture.as_ref(), &transform);
    brush::draw_brush(ui, &painter, view, &transform);
    if view.shows_loupe && view.tool != Tool::Select {
        loupe::draw_loupe(&painter, rect, photo, view.canvas.pointer);
    }
    draw_focus(&painter, &response);
    legend::legends_ui(ui, legend, &legends);
    if session.consultation().marks.regions.is_empty() {
        start::offer_ui(ui, rect, actions);
    }
    CanvasWork { screen, overlay, treated: None }
}

/// What the overlays that are switched on mean.
fn legends(session: &Session, view: &mut View) -> Vec<Legend> {
    let light = view.shows_light.then(|| match view.canvas.light.picture(session) {
        Some(picture) => Legend::of_light(picture, whole_light(session)),
        None => Legend::of_unknown_light(unknown_light(session).unwrap_or_default()),
    });
    let left_out = view.shows_left_out.then(|| Legend::of_left_out(session));
    light.into_iter().chain(left_out).collect()
}

/// What labels over the photo do not hide: the regions as they lie now, and the legend.
fn kept_free(
    session: &Session,
    photo: &Photo,
    gesture: Option<&Gesture>,
    legend: Rect,
    transform: &PhotoTransform,
) -> Vec<Rect> {
    let regions = measured_regions(session, photo, gesture).into_iter();
    regions.map(|region| outlines::extent(&region, transform)).chain([legend]).collect()
}

fn draw_focus(painter: &egui::Painter, response: &Response) {
    if response.has_focus() && !response.is_pointer_button_down_on() {
        let stroke = egui::Stroke::new(2.0, style::ACCENT);
        painter.rect_stroke(response.rect, egui::CornerRadius::ZERO, stroke, egui::StrokeKind::Inside);
    }
}

/// The regions as they are measured now, one of them perhaps under a drag.
fn measured_regions(session: &Session, photo: &Photo, gesture: Option<&Gesture>) -> Vec<Region> {
    let draft = gesture.and_then(|gesture| gesture.draft(photo));
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
