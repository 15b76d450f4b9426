//! What the user does on the photo while regions are marked, with pointer and keys.

use egui::{CursorIcon, EventFilter, Key, PointerButton, Pos2, Ui, Vec2};

use super::frame::CanvasFrame;
use super::zoom::zoom_and_pan;
use super::{brush, chart_frame};
use crate::gui::panels::region_menu_ui;
use crate::gui::view::{Gesture, Handle, Marking, PhotoTransform, Tool, View, point_shape};
use crate::photo::{Photo, Region};
use crate::session::{Action, RegionAction, Session};

/// Takes everything that happened on the canvas since the last frame and returns where the photo lies now.
pub(super) fn handle_input(
    ui: &mut Ui,
    frame: CanvasFrame,
    view: &mut View,
    actions: &mut Vec<Action>,
) -> PhotoTransform {
    let transform = zoom_and_pan(ui, frame, &mut view.gaze);
    let frame = CanvasFrame { transform, ..frame };
    let CanvasFrame { session, response, .. } = frame;
    view.gaze.pointer = response.hover_pos().map(|position| transform.photo_from_screen(position));
    handle_drag(ui, frame, view, actions);
    handle_click(ui, frame, view, actions);
    handle_keys(ui, frame, view, actions);
    show_cursor(ui, frame, view);
    let under_menu = session.selected();
    response.context_menu(|ui| match under_menu {
        Some(id) => region_menu_ui(ui, session, view, id, actions),
        None => {
            ui.label("Click a region first");
        }
    });
    transform
}

fn handle_drag(ui: &Ui, frame: CanvasFrame, view: &mut View, actions: &mut Vec<Action>) {
    let response = frame.response;
    if response.drag_started() {
        response.request_focus();
        let press = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos());
        view.gaze.gesture = press.map(|press| begin_gesture(ui, frame, view, press));
    }
    let Some(gesture) = view.gaze.gesture.take() else {
        return;
    };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Region(RegionAction::EndPreview));
        return;
    }
    view.gaze.gesture = match gesture {
        Gesture::Mark(marking) => mark(frame, marking, view, actions).map(Gesture::Mark),
        other if response.drag_stopped() => {
            drop(other);
            actions.push(Action::Region(RegionAction::EndPreview));
            None
        }
        other => Some(other),
    };
}

/// Goes on with what is being marked; `None` once it is done.
fn mark(frame: CanvasFrame, mut marking: Marking, view: &mut View, actions: &mut Vec<Action>) -> Option<Marking> {
    let CanvasFrame { photo, response, transform, .. } = frame;
    let before = marking.draft(photo);
    if let Some(pointer) = response.interact_pointer_pos() {
        marking.drag(transform.photo_from_screen(pointer));
    }
    if response.drag_stopped() {
        if marking.is_single() {
            view.tool = Tool::Select;
        }
        actions.push(marking.end(photo));
        return None;
    }
    if let Some(draft) = marking.draft(photo).filter(|draft| before.as_ref() != Some(draft)) {
        actions.push(Action::Region(RegionAction::Preview(draft)));
    }
    Some(marking)
}

fn begin_gesture(ui: &Ui, frame: CanvasFrame, view: &View, press: Pos2) -> Gesture {
    let CanvasFrame { response, transform, .. } = frame;
    let pans = ui.input(|input| input.key_down(Key::Space)) || !response.dragged_by(PointerButton::Primary);
    let at = transform.photo_from_screen(press);
    let marking = if pans { None } else { begin_marking(ui, frame, view, press, at) };
    marking.map_or(Gesture::Pan, Gesture::Mark)
}

/// What a drag from here marks with the tool in the hand; `None` where it moves the photo.
fn begin_marking(ui: &Ui, frame: CanvasFrame, view: &View, press: Pos2, at: [f64; 2]) -> Option<Marking> {
    let CanvasFrame { session, transform, .. } = frame;
    let selected = session.selected().and_then(|id| session.consultation().marks.region(id));
    let under = region_at(session, at);
    match view.tool {
        Tool::ChartCorners => return None,
        Tool::Brush => return Some(brush::begin_stroke(ui, selected.or(under)?, view, &transform, at)),
        Tool::Ruler => return Some(Marking::Ruler { from: at, to: at, mm: view.ruler_mm }),
        _ => {}
    }
    if let Some((corners, index)) = chart_frame::corner_at(session, press, &transform) {
        return Some(Marking::Corner { corners, index });
    }
    if let Some(region) = selected
        && let Some(handle) = Handle::at(press, &region.shape.bounds(), &transform)
    {
        return Some(Marking::Resize { before: region.clone(), handle, now: at });
    }
    match view.tool {
        Tool::Select => under.map(|region| Marking::Move { before: region.clone(), grabbed: at, now: at }),
        Tool::Strip => Some(Marking::Strip { path: vec![at], steps: view.steps(session) }),
        tool => Some(Marking::Draw { tool, tissue: view.tissue, path: vec![at] }),
    }
}

fn handle_click(ui: &Ui, frame: CanvasFrame, view: &mut View, actions: &mut Vec<Action>) {
    let CanvasFrame { session, photo, response, transform } = frame;
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
        actions.push(brush::dab(ui, region, view, &transform, at));
        return;
    }
    let is_point = view.tool == Tool::Point && response.clicked() && frame.is_on_photo(at);
    actions.push(Action::Region(if is_point { add_point(view, at, photo) } else { select(under) }));
}

fn add_point(view: &View, at: [f64; 2], photo: &Photo) -> RegionAction {
    RegionAction::Add { tissue: view.tissue, shape: point_shape(at, photo) }
}

fn select(under: Option<&Region>) -> RegionAction {
    RegionAction::Select(under.map(|region| region.id))
}

/// Arrow keys move the selected region by a pixel, with Shift by ten, while the photo has the focus.
fn handle_keys(ui: &Ui, frame: CanvasFrame, view: &View, actions: &mut Vec<Action>) {
    let CanvasFrame { session, response, .. } = frame;
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let Some(region) = session.selected().and_then(|id| session.consultation().marks.region(id)) else {
        return;
    };
    if view.gaze.is_dragging() {
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

fn show_cursor(ui: &Ui, frame: CanvasFrame, view: &View) {
    let CanvasFrame { session, response, transform, .. } = frame;
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    let selected = session.selected().and_then(|id| session.consultation().marks.region(id));
    let handle = selected.and_then(|region| Handle::at(pointer, &region.shape.bounds(), &transform));
    let at = transform.photo_from_screen(pointer);
    ui.ctx().set_cursor_icon(match (&view.gaze.gesture, handle) {
        (Some(Gesture::Pan), _) => CursorIcon::Grabbing,
        (Some(Gesture::Mark(Marking::Resize { handle, .. })), _) => handle.cursor(),
        _ if view.tool == Tool::Brush => CursorIcon::Crosshair,
        (_, Some(handle)) => handle.cursor(),
        _ if chart_frame::corner_at(session, pointer, &transform).is_some() => CursorIcon::Move,
        _ if view.tool != Tool::Select => CursorIcon::Crosshair,
        _ if region_at(session, at).is_some() => CursorIcon::Move,
        _ => CursorIcon::Grab,
    });
}

/// The topmost region at a place of the photo.
fn region_at(session: &Session, [x, y]: [f64; 2]) -> Option<&Region> {
    session.consultation().marks.regions.iter().rev().find(|region| region.shape.contains(x, y))
}
