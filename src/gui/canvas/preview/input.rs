use egui::{CursorIcon, Key, PointerButton, Pos2, Ui};

use super::{hairline, split};
use crate::gui::canvas::frame::CanvasFrame;
use crate::gui::canvas::zoom::zoom_and_pan;
use crate::gui::view::{Brushwork, Gesture, PhotoTransform, PreviewTool, View, with_point};
use crate::photo::Stroke;
use crate::preview::Treatment;
use crate::session::{Action, PreviewAction};

/// Takes everything that happened on the preview since the last frame and returns where the photo lies now.
///
/// Without a treatment there is nothing to paint with; the photo can still be moved.
pub(super) fn handle_input(
    ui: &Ui,
    frame: CanvasFrame,
    treatment: Option<&Treatment>,
    view: &mut View,
    actions: &mut Vec<Action>,
) -> PhotoTransform {
    let response = frame.response;
    let is_over = response.drag_stopped() && matches!(view.gaze.gesture, Some(Gesture::Pan));
    // What was being marked when the preview opened is given up.
    if is_over || matches!(view.gaze.gesture, Some(Gesture::Mark(_))) {
        view.gaze.gesture = None;
    }
    let transform = zoom_and_pan(ui, frame, &mut view.gaze);
    let frame = CanvasFrame { transform, ..frame };
    view.gaze.pointer = response.hover_pos().map(|position| transform.photo_from_screen(position));
    if response.drag_started() {
        begin_drag(ui, frame, treatment, view);
    }
    go_on(ui, frame, treatment, view, actions);
    let is_on_photo = view.gaze.pointer.is_some_and(|at| frame.is_on_photo(at));
    if let Some(treatment) = treatment.filter(|_| response.clicked() && is_on_photo) {
        response.request_focus();
        click(ui, frame, treatment, view, actions);
    }
    if response.double_clicked() && view.preview.tool == PreviewTool::Hairline {
        view.preview.end_hairline();
    }
    show_cursor(ui, frame, treatment, view);
    transform
}

fn begin_drag(ui: &Ui, frame: CanvasFrame, treatment: Option<&Treatment>, view: &mut View) {
    let CanvasFrame { response, .. } = frame;
    response.request_focus();
    let Some(press) = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos()) else {
        return;
    };
    let pans = ui.input(|input| input.key_down(Key::Space)) || !response.dragged_by(PointerButton::Primary);
    let begun = treatment.filter(|_| !pans).and_then(|treatment| begun_at(ui, frame, treatment, view, press));
    view.gaze.gesture = Some(begun.map_or(Gesture::Pan, Gesture::Treat));
}

/// What a drag from here begins; `None` where it moves the photo.
fn begun_at(ui: &Ui, frame: CanvasFrame, treatment: &Treatment, view: &mut View, press: Pos2) -> Option<Brushwork> {
    let is_on_point = is_on_point(Some(treatment), view, press, &frame.transform);
    if split::is_at(frame.rect(), view, press) && !is_on_point {
        return Some(Brushwork::Split);
    }
    let is_beside = !frame.is_on_photo(frame.transform.photo_from_screen(press));
    if is_beside && !is_on_point { None } else { brushwork(ui, treatment, view, press, &frame.transform) }
}

/// What a drag from here does with the tool in the hand; `None` where it moves the photo.
fn brushwork(
    ui: &Ui,
    treatment: &Treatment,
    view: &mut View,
    press: Pos2,
    transform: &PhotoTransform,
) -> Option<Brushwork> {
    let at = transform.photo_from_screen(press);
    let erases = (view.preview.tool == PreviewTool::Wipe) != ui.input(|input| input.modifiers.shift);
    match view.preview.tool {
        PreviewTool::Area => Some(Brushwork::Area { points: vec![at], erases }),
        PreviewTool::Hairline => {
            let index = hairline::point_at(treatment.hairline.as_ref()?, press, transform)?;
            view.preview.point = Some(index);
            Some(Brushwork::Point { index, at })
        }
        _ => Some(Brushwork::Stroke { stroke: dab(treatment, view, at), erases }),
    }
}

fn dab(treatment: &Treatment, view: &mut View, at: [f64; 2]) -> Stroke {
    Stroke { points: vec![at], radius_px: *view.preview.radius_mm() * treatment.px_per_mm }
}

fn go_on(ui: &Ui, frame: CanvasFrame, treatment: Option<&Treatment>, view: &mut View, actions: &mut Vec<Action>) {
    let CanvasFrame { photo, response, transform, .. } = frame;
    let Some(mut work) = view.gaze.brushwork().cloned() else {
        return;
    };
    view.gaze.gesture = None;
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return;
    }
    if let Some(pointer) = response.interact_pointer_pos() {
        work.drag(transform.photo_from_screen(pointer), [photo.width(), photo.height()]);
        if matches!(work, Brushwork::Split) {
            view.preview.split = Some(split::dragged_to(response.rect, pointer));
        }
    }
    if !response.drag_stopped() {
        view.gaze.gesture = Some(Gesture::Treat(work));
        return;
    }
    if let Some(treatment) = treatment.filter(|_| !matches!(work, Brushwork::Split)) {
        actions.push(treat(work.label(), work.applied(treatment.clone())));
    }
}

fn click(ui: &Ui, frame: CanvasFrame, treatment: &Treatment, view: &mut View, actions: &mut Vec<Action>) {
    let transform = &frame.transform;
    let Some(pointer) = frame.response.interact_pointer_pos() else {
        return;
    };
    let at = transform.photo_from_screen(pointer);
    if view.preview.tool != PreviewTool::Hairline {
        let work = brushwork(ui, treatment, view, pointer, transform);
        let treated = work.map(|work| (work.label(), work.applied(treatment.clone())));
        actions.extend(treated.map(|(label, treatment)| treat(label, treatment)));
        return;
    }
    let line = treatment.hairline.as_ref();
    if let Some(index) = line.and_then(|line| hairline::point_at(line, pointer, transform)) {
        view.preview.point = Some(index);
        return;
    }
    let is_on_curve = line.is_some_and(|line| hairline::is_on_curve(line, at, transform));
    let (line, place) = with_point(treatment, at, is_on_curve);
    view.preview.point = Some(place);
    actions.push(treat("Draw hairline", Treatment { hairline: Some(line), ..treatment.clone() }));
}

fn treat(label: &'static str, treatment: Treatment) -> Action {
    Action::Preview(PreviewAction::Treat { label, treatment: Box::new(treatment) })
}

/// Whether a point of the hairline is under the pointer, to be dragged.
fn is_on_point(treatment: Option<&Treatment>, view: &View, pointer: Pos2, transform: &PhotoTransform) -> bool {
    let line = treatment.and_then(|treatment| treatment.hairline.as_ref());
    let is_near = line.is_some_and(|line| hairline::point_at(line, pointer, transform).is_some());
    view.preview.tool == PreviewTool::Hairline && is_near
}

fn show_cursor(ui: &Ui, frame: CanvasFrame, treatment: Option<&Treatment>, view: &View) {
    let CanvasFrame { response, transform, .. } = frame;
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    ui.ctx().set_cursor_icon(match &view.gaze.gesture {
        Some(Gesture::Pan) => CursorIcon::Grabbing,
        Some(Gesture::Treat(Brushwork::Split)) => CursorIcon::ResizeHorizontal,
        _ if treatment.is_none() => CursorIcon::Grab,
        _ if is_on_point(treatment, view, pointer, &transform) => CursorIcon::Move,
        _ if split::is_at(response.rect, view, pointer) => CursorIcon::ResizeHorizontal,
        _ if view.preview.tool.is_brush() => CursorIcon::None,
        _ => CursorIcon::Crosshair,
    });
}
