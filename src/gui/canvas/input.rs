//! What the user does on the photo, with pointer and keys.

use egui::{CursorIcon, EventFilter, Key, PointerButton, Response, Ui, Vec2};

use super::gesture::Gesture;
use super::handles::Handle;
use super::size_of;
use super::transform::PhotoTransform;
use super::{brush, chart_frame};
use crate::gui::panels::region_menu_ui;
use crate::gui::tools::Tool;
use crate::gui::view::View;
use crate::photo::{Photo, Region, RegionId};
use crate::session::{Action, RegionAction, Session};

/// How much a notch of the wheel zooms: 120 points of scrolling double the photo.
const ZOOM_PER_POINT: f32 = std::f32::consts::LN_2 / 120.0;

/// Takes everything that happened on the canvas since the last frame and returns where the photo lies now.
pub(super) fn handle_input(
    ui: &mut Ui,
    response: &Response,
    session: &Session,
    photo: &Photo,
    view: &mut View,
    transform: PhotoTransform,
    actions: &mut Vec<Action>,
) -> PhotoTransform {
    let transform = zoom_and_pan(ui, response, photo, view, transform);
    view.canvas.pointer = response.hover_pos().map(|position| transform.photo_from_screen(position));
    handle_drag(ui, response, session, photo, view, &transform, actions);
    handle_click(ui, response, session, photo, view, &transform, actions);
    handle_keys(ui, response, session, view, actions);
    show_cursor(ui, response, session, view, &transform);
    let under_menu = session.selected();
    response.context_menu(|ui| match under_menu {
        Some(id) => region_menu_ui(ui, session, view, id, actions),
        None => {
            ui.label("Click a region first");
        }
    });
    transform
}

pub(super) fn zoom_and_pan(
    ui: &Ui,
    response: &Response,
    photo: &Photo,
    view: &mut View,
    transform: PhotoTransform,
) -> PhotoTransform {
    let mut moved = transform;
    if let Some(pointer) = response.hover_pos() {
        let (scrolled, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = (scrolled * ZOOM_PER_POINT).exp() * pinched;
        let least = PhotoTransform::fitting(size_of(photo), response.rect).scale.min(1.0) / 2.0;
        moved = if factor == 1.0 { moved } else { moved.zoomed_about(pointer, factor, least) };
    }
    if matches!(view.canvas.gesture, Some(Gesture::Pan)) {
        moved = moved.panned(response.drag_delta());
    }
    if moved == transform {
        return transform;
    }
    view.canvas.is_fitted = false;
    let kept = moved.kept_in(response.rect, size_of(photo));
    view.canvas.transform = Some(kept);
    kept
}

fn handle_drag(
    ui: &Ui,
    response: &Response,
    session: &Session,
    photo: &Photo,
    view: &mut View,
    transform: &PhotoTransform,
    actions: &mut Vec<Action>,
) {
    if response.drag_started() {
        response.request_focus();
        let press = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos());
        view.canvas.gesture = press.map(|press| begin_gesture(ui, response, session, view, transform, press));
    }
    let Some(mut gesture) = view.canvas.gesture.take() else {
        return;
    };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Region(RegionAction::EndPreview));
        return;
    }
    let before = gesture.draft(photo);
    if let Some(pointer) = response.interact_pointer_pos() {
        gesture.drag(transform.photo_from_screen(pointer));
    }
    if response.drag_stopped() {
        let is_single = match gesture {
            Gesture::Draw { tool, .. } => tool == Tool::NeutralPatch,
            Gesture::Ruler { .. } | Gesture::Strip { .. } => true,
            _ => false,
        };
        actions.push(gesture.end(photo));
        if is_single {
            view.tool = Tool::Select;
        }
        return;
    }
    if let Some(draft) = gesture.draft(photo).filter(|draft| before.as_ref() != Some(draft)) {
        actions.push(Action::Region(RegionAction::Preview(draft)));
    }
    view.canvas.gesture = Some(gesture);
}

fn begin_gesture(
    ui: &Ui,
    response: &Response,
    session: &Session,
    view: &View,
    transform: &PhotoTransform,
    press: egui::Pos2,
) -> Gesture {
    let pans = ui.input(|input| input.key_down(Key::Space)) || !response.dragged_by(PointerButton::Primary);
    let at = transform.photo_from_screen(press);
    let selected = session.selected().and_then(|id| session.consultation().marks.region(id));
    let corner = chart_frame::corner_at(session, press, transform);
    let corner = corner.map(|(corners, index)| Gesture::Corner { corners, index });
    let handle = selected.and_then(|region| Some((region, Handle::at(press, &region.shape.bounds(), transform)?)));
    match (handle, region_at(session, at)) {
        _ if pans || view.tool == Tool::ChartCorners => Gesture::Pan,
        (_, under) if view.tool == Tool::Brush => match selected.or(under) {
            Some(region) => brush::begin_stroke(ui, region, view, transform, at),
            None => Gesture::Pan,
        },
        _ if view.tool == Tool::Ruler => Gesture::Ruler { from: at, to: at, mm: view.ruler_mm },
        _ if corner.is_some() => corner.unwrap_or(Gesture::Pan),
        (Some((region, handle)), _) => Gesture::Resize { before: region.clone(), handle, now: at },
        (None, Some(region)) if view.tool == Tool::Select => {
            Gesture::Move { before: region.clone(), grabbed: at, now: at }
        }
        (None, None) if view.tool == Tool::Select => Gesture::Pan,
        _ if view.tool == Tool::Strip => Gesture::Strip { path: vec![at], steps: view.steps(session) },
        _ => Gesture::Draw { tool: view.tool, tissue: view.tissue, path: vec![at] },
    }
}

fn handle_click(
    ui: &Ui,
    response: &Response,
    session: &Session,
    photo: &Photo,
    view: &mut View,
    transform: &PhotoTransform,
    actions: &mut Vec<Action>,
) {
    let Some(pointer) = response.interact_pointer_pos() else {
        return;
    };
    if !response.clicked() && !response.secondary_clicked() {
        return;
    }
    response.request_focus();
    let at = transform.photo_from_screen(pointer);
    if view.tool == Tool::ChartCorners && response.clicked() {
        actions.extend(chart_frame::place_corner(view, at));
        return;
    }
    let under = region_at(session, at);
    if let Some(region) = under.filter(|region| view.tool == Tool::Brush && session.selected() == Some(region.id))
        && response.clicked()
    {
        actions.push(brush::dab(ui, region, view, transform, at));
        return;
    }
    let is_point = view.tool == Tool::Point && response.clicked() && is_inside(at, photo);
    actions.push(Action::Region(if is_point {
        RegionAction::Add { tissue: view.tissue, shape: super::gesture::point_shape(at, photo) }
    } else {
        RegionAction::Select(under.map(|region| region.id))
    }));
}

/// Arrow keys move the selected region by a pixel, with Shift by ten, while the photo has the focus.
fn handle_keys(ui: &Ui, response: &Response, session: &Session, view: &View, actions: &mut Vec<Action>) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let Some(region) = session.selected().and_then(|id| session.consultation().marks.region(id)) else {
        return;
    };
    if view.canvas.is_dragging() {
        return;
    }
    let Vec2 { x, y } = arrow_step(ui);
    if (x, y) != (0.0, 0.0) {
        let shape = region.shape.translated(f64::from(x), f64::from(y));
        actions.push(Action::Region(RegionAction::Reshape { id: region.id, shape }));
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Region(RegionAction::Select(None)));
    }
}

fn arrow_step(ui: &Ui) -> Vec2 {
    ui.input(|input| {
        let times = |key: Key| input.num_presses(key) as f32;
        let step =
            Vec2::new(times(Key::ArrowRight) - times(Key::ArrowLeft), times(Key::ArrowDown) - times(Key::ArrowUp));
        step * if input.modifiers.shift { 10.0 } else { 1.0 }
    })
}

fn show_cursor(ui: &Ui, response: &Response, session: &Session, view: &View, transform: &PhotoTransform) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let selected: Option<&Region> = session.selected().and_then(|id: RegionId| session.consultation().marks.region(id));
    let handle = selected.and_then(|region| Handle::at(pointer, &region.shape.bounds(), transform));
    let at = transform.photo_from_screen(pointer);
    ui.ctx().set_cursor_icon(match (&view.canvas.gesture, handle) {
        (Some(Gesture::Pan), _) => CursorIcon::Grabbing,
        (Some(Gesture::Resize { handle, .. }), _) => handle.cursor(),
        _ if view.tool == Tool::Brush => CursorIcon::Crosshair,
        (_, Some(handle)) => handle.cursor(),
        _ if chart_frame::corner_at(session, pointer, transform).is_some() => CursorIcon::Move,
        _ if view.tool != Tool::Select => CursorIcon::Crosshair,
        _ if region_at(session, at).is_some() => CursorIcon::Move,
        _ => CursorIcon::Grab,
    });
}

/// The topmost region at a place of the photo.
fn region_at(session: &Session, [x, y]: [f64; 2]) -> Option<&Region> {
    session.consultation().marks.regions.iter().rev().find(|region| region.shape.contains(x, y))
}

pub(super) fn is_inside([x, y]: [f64; 2], photo: &Photo) -> bool {
    (0.0..f64::from(photo.width())).contains(&x) && (0.0..f64::from(photo.height())).contains(&y)
}
