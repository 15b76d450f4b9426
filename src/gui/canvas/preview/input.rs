use egui::{CursorIcon, Key, PointerButton, Pos2, Response, Ui};

use super::brushwork::{Brushwork, with_point};
use super::{hairline, split};
use crate::gui::canvas::gesture::Gesture;
use crate::gui::canvas::input::{is_inside, zoom_and_pan};
use crate::gui::canvas::transform::PhotoTransform;
use crate::gui::preview_view::PreviewTool;
use crate::gui::view::View;
use crate::photo::{Photo, Stroke};
use crate::preview::Treatment;
use crate::session::{Action, PreviewAction};

/// Takes everything that happened on the preview since the last frame and returns where the photo lies now.
///
/// Without a treatment there is nothing to paint with; the photo can still be moved.
pub(super) fn handle_input(
    ui: &Ui,
    response: &Response,
    photo: &Photo,
    treatment: Option<&Treatment>,
    view: &mut View,
    transform: PhotoTransform,
    actions: &mut Vec<Action>,
) -> PhotoTransform {
    if response.drag_stopped() && matches!(view.canvas.gesture, Some(Gesture::Pan)) {
        view.canvas.gesture = None;
    }
    let transform = zoom_and_pan(ui, response, photo, view, transform);
    view.canvas.pointer = response.hover_pos().map(|position| transform.photo_from_screen(position));
    if response.drag_started() {
        begin_drag(ui, response, photo, treatment, view, &transform);
    }
    go_on(ui, response, photo, treatment, view, &transform, actions);
    let is_on_photo = view.canvas.pointer.is_some_and(|at| is_inside(at, photo));
    if let Some(treatment) = treatment.filter(|_| response.clicked() && is_on_photo) {
        response.request_focus();
        click(ui, response, treatment, view, &transform, actions);
    }
    if response.double_clicked() && view.preview.tool == PreviewTool::Hairline {
        end_hairline(view);
    }
    show_cursor(ui, response, treatment, view, &transform);
    transform
}

/// The curve is as it should be: the next drag paints.
pub(super) fn end_hairline(view: &mut View) {
    view.preview.tool = PreviewTool::Paint;
    view.preview.point = None;
}

fn begin_drag(
    ui: &Ui,
    response: &Response,
    photo: &Photo,
    treatment: Option<&Treatment>,
    view: &mut View,
    transform: &PhotoTransform,
) {
    response.request_focus();
    let Some(press) = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos()) else {
        return;
    };
    let pans = ui.input(|input| input.key_down(Key::Space)) || !response.dragged_by(PointerButton::Primary);
    let is_beside = !is_inside(transform.photo_from_screen(press), photo);
    let begun = treatment.filter(|_| !pans).and_then(|treatment| {
        let is_on_point = is_on_point(Some(treatment), view, press, transform);
        if split::is_at(response.rect, view, press) && !is_on_point {
            return Some(Brushwork::Split);
        }
        if is_beside && !is_on_point {
            return None;
        }
        brushwork(ui, treatment, view, press, transform)
    });
    match begun {
        Some(begun) => view.canvas.preview.gesture = Some(begun),
        None => view.canvas.gesture = Some(Gesture::Pan),
    }
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

fn go_on(
    ui: &Ui,
    response: &Response,
    photo: &Photo,
    treatment: Option<&Treatment>,
    view: &mut View,
    transform: &PhotoTransform,
    actions: &mut Vec<Action>,
) {
    let Some(mut gesture) = view.canvas.preview.gesture.take() else {
        return;
    };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return;
    }
    if let Some(pointer) = response.interact_pointer_pos() {
        gesture.drag(transform.photo_from_screen(pointer), [photo.width(), photo.height()]);
        if matches!(gesture, Brushwork::Split) {
            view.preview.split = Some(split::dragged_to(response.rect, pointer));
        }
    }
    if !response.drag_stopped() {
        view.canvas.preview.gesture = Some(gesture);
        return;
    }
    if let Some(treatment) = treatment.filter(|_| !matches!(gesture, Brushwork::Split)) {
        actions.push(treat(gesture.label(), gesture.applied(treatment.clone())));
    }
}

fn click(
    ui: &Ui,
    response: &Response,
    treatment: &Treatment,
    view: &mut View,
    transform: &PhotoTransform,
    actions: &mut Vec<Action>,
) {
    let Some(pointer) = response.interact_pointer_pos() else {
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

fn show_cursor(ui: &Ui, response: &Response, treatment: Option<&Treatment>, view: &View, transform: &PhotoTransform) {
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    ui.ctx().set_cursor_icon(match (&view.canvas.gesture, &view.canvas.preview.gesture) {
        (Some(Gesture::Pan), _) => CursorIcon::Grabbing,
        (_, Some(Brushwork::Split)) => CursorIcon::ResizeHorizontal,
        _ if treatment.is_none() => CursorIcon::Grab,
        _ if is_on_point(treatment, view, pointer, transform) => CursorIcon::Move,
        _ if split::is_at(response.rect, view, pointer) => CursorIcon::ResizeHorizontal,
        _ if view.preview.tool.is_brush() => CursorIcon::None,
        _ => CursorIcon::Crosshair,
    });
}
