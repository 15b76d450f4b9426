use egui::{Key, KeyboardShortcut, Modifiers, Ui, ViewportCommand};

use crate::gui::view::OFFERED;
use crate::gui::view::{Mode, PreviewTool, Tool, View, ZoomRequest};
use crate::preview::Treatment;
use crate::session::{Action, FileChoice, PhotoAction, PhotoSource, PreviewAction, RegionAction, Session};

/// Every key and what it does, for the list in the help menu.
pub(super) const LIST: [(&str, &str); 27] = [
    ("Ctrl+O", "Open a photo"),
    ("Ctrl+V", "Paste a photo from the clipboard"),
    ("Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"),
    ("V, R, E, L, P", "Select, rectangle, ellipse, lasso, point"),
    ("T, M", "Mark a ladder strip of swatches, draw a ruler"),
    ("S", "Suggest regions of skin, stubble and hair"),
    ("B", "Brush pixels out of the selected region, with Shift into it"),
    ("[, ]", "Smaller, larger brush"),
    ("X", "Show what measurements leave out, and why"),
    ("I", "Show the light on the head: lines of equal light, the dimmest tenth, gloss"),
    ("G, K", "Mark a grey or white card, place a chart by its corners"),
    ("C", "The photo calibrated or as taken"),
    ("1, 2, 3, 4, 5", "The next region shows skin, stubble, hair, a swatch, healed work"),
    ("Arrow keys", "Move the selected region by 1 px, with Shift by 10 px"),
    ("F2", "Rename the selected region"),
    ("Ctrl+D", "Duplicate the selected region"),
    ("Delete", "Delete the selected region"),
    ("Escape", "Give up a drag, or select nothing"),
    ("D", "Preview: dots on the photo, and tools to paint them"),
    ("P, W, A, H, N", "In the preview: paint, wipe, area, hairline, narrow brush for scars; [ and ] size the brush"),
    ("Y, hold \\", "In the preview: before beside after, before alone"),
    ("Wheel", "Zoom at the pointer"),
    ("Space or middle button, drag", "Move the photo"),
    ("F, 0, Ctrl++, Ctrl+−", "Whole photo, 1:1, larger, smaller"),
    ("Z", "Loupe on or off"),
    ("Tab", "Next control"),
    ("Ctrl+Q", "Close Stipple"),
];

/// What the keys and dropped files of this frame ask for.
pub(super) fn actions(ui: &Ui, session: &Session, view: &mut View) -> Vec<Action> {
    let mut actions = dropped_photo(ui);
    actions.extend(pasted_photo(ui));
    let ctx = ui.ctx();
    for (shortcut, action) in commands() {
        if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            actions.push(action);
        }
    }
    if ctx.input_mut(|input| input.consume_shortcut(&command(Key::Q))) {
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
    zoom_keys(ui, view);
    let is_typing = ctx.text_edit_focused();
    view.preview.is_before_held = !is_typing && ui.input(|input| input.key_down(Key::Backslash));
    if !ctx.text_edit_focused() && view.typed_path.is_none() {
        shared_keys(ui, session, view);
        if view.mode == Mode::Preview {
            actions.extend(preview_keys(ui, session, view));
        } else {
            plain_keys(ui, view);
            actions.extend(region_keys(ui, session, view));
            actions.extend(suggestion(ui, session));
        }
    }
    actions
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

fn commands() -> [(KeyboardShortcut, Action); 4] {
    let shifted = Modifiers::COMMAND.plus(Modifiers::SHIFT);
    [
        (KeyboardShortcut::new(shifted, Key::Z), Action::Redo),
        (command(Key::Y), Action::Redo),
        (command(Key::Z), Action::Undo),
        (command(Key::O), Action::ChooseFile(FileChoice::Photo)),
    ]
}

fn zoom_keys(ui: &Ui, view: &mut View) {
    let keys = [
        (command(Key::Plus), ZoomRequest::By(1.5)),
        (command(Key::Equals), ZoomRequest::By(1.5)),
        (command(Key::Minus), ZoomRequest::By(1.0 / 1.5)),
        (command(Key::Num0), ZoomRequest::Fit),
    ];
    for (shortcut, request) in keys {
        if ui.ctx().input_mut(|input| input.consume_shortcut(&shortcut)) {
            view.gaze.request = Some(request);
        }
    }
}

/// The keys of the tissues that are offered, in their order.
const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

fn plain_keys(ui: &Ui, view: &mut View) {
    let pressed = |key: Key| ui.ctx().input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for tool in Tool::ALL.into_iter().chain(Tool::ELSEWHERE) {
        if pressed(tool.key()) {
            view.tool = tool;
            view.shows_left_out |= tool == Tool::Brush;
        }
    }
    for (key, tissue) in DIGITS.into_iter().zip(OFFERED) {
        if pressed(key) {
            view.choose_tissue(tissue);
        }
    }
    for (key, is_larger) in [(Key::OpenBracket, false), (Key::CloseBracket, true)] {
        if pressed(key) {
            view.brush.resize(is_larger);
        }
    }
    if pressed(Key::C) {
        view.shows_as_taken = !view.shows_as_taken;
    }
    if pressed(Key::X) {
        view.shows_left_out = !view.shows_left_out;
    }
    if pressed(Key::I) {
        view.shows_light = !view.shows_light;
    }
    if pressed(Key::Z) {
        view.shows_loupe = !view.shows_loupe;
    }
}

/// Keys that do the same with and without the preview.
fn shared_keys(ui: &Ui, session: &Session, view: &mut View) {
    let pressed = |key: Key| ui.ctx().input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::F) {
        view.gaze.request = Some(ZoomRequest::Fit);
    }
    if pressed(Key::Num0) {
        view.gaze.request = Some(ZoomRequest::OneToOne);
    }
    if pressed(Key::D) && session.photo().is_some() {
        view.mode = view.mode.toggled(Mode::Preview);
    }
}

fn preview_keys(ui: &Ui, session: &Session, view: &mut View) -> Option<Action> {
    let pressed = |key: Key| ui.ctx().input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for tool in PreviewTool::ALL {
        if pressed(tool.key()) {
            view.preview.tool = tool;
        }
    }
    for (key, is_larger) in [(Key::OpenBracket, false), (Key::CloseBracket, true)] {
        if pressed(key) {
            view.preview.resize_brush(is_larger);
        }
    }
    if pressed(Key::Y) {
        view.preview.toggle_split();
    }
    if view.preview.tool != PreviewTool::Hairline {
        return None;
    }
    if pressed(Key::Enter) {
        (view.preview.tool, view.preview.point) = (PreviewTool::Paint, None);
    }
    let index = view.preview.point.filter(|_| pressed(Key::Delete) || pressed(Key::Backspace))?;
    view.preview.point = None;
    without_point(session.consultation().treatment.as_ref()?, index)
}

/// A hairline's last point takes the line with it.
fn without_point(treatment: &Treatment, index: usize) -> Option<Action> {
    let mut treatment = treatment.clone();
    let mut line = treatment.hairline.take().filter(|line| index < line.points.len())?;
    line.points.remove(index);
    treatment.hairline = Some(line).filter(|line| !line.points.is_empty());
    Some(Action::Preview(PreviewAction::Treat { label: "Remove hairline point", treatment: Box::new(treatment) }))
}

fn suggestion(ui: &Ui, session: &Session) -> Option<Action> {
    let is_pressed = ui.ctx().input_mut(|input| input.consume_key(Modifiers::NONE, Key::S));
    (is_pressed && session.photo().is_some()).then_some(Action::Region(RegionAction::Suggest))
}

fn region_keys(ui: &Ui, session: &Session, view: &mut View) -> Option<Action> {
    let id = session.selected().filter(|_| !view.gaze.is_dragging())?;
    let ctx = ui.ctx();
    if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2)) {
        view.renaming = session.consultation().marks.region(id).map(|region| (id, region.name.clone()));
    }
    if ctx.input_mut(|input| input.consume_shortcut(&command(Key::D))) {
        return Some(Action::Region(RegionAction::Duplicate(id)));
    }
    let is_deleted = ctx.input_mut(|input| {
        input.consume_key(Modifiers::NONE, Key::Delete) || input.consume_key(Modifiers::NONE, Key::Backspace)
    });
    is_deleted.then_some(Action::Region(RegionAction::Delete(id)))
}

/// The system sends Ctrl+V as a paste of text, and as nothing where the clipboard holds a picture.
fn pasted_photo(ui: &Ui) -> Option<Action> {
    if ui.ctx().text_edit_focused() {
        return None;
    }
    let is_pasted = ui.input(|input| {
        let pasted = input.events.iter().any(|event| matches!(event, egui::Event::Paste(_)));
        pasted || (input.modifiers.command && input.key_pressed(Key::V))
    });
    is_pasted.then_some(Action::Photo(PhotoAction::Paste))
}

/// The first of the files dropped in this frame; a catalog is told by its ending.
fn dropped_photo(ui: &Ui) -> Vec<Action> {
    let dropped = ui.input(|input| input.raw.dropped_files.first().cloned());
    let Some(file) = dropped else {
        return Vec::new();
    };
    let path = file.path().to_path_buf();
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        return vec![Action::Catalog(crate::session::CatalogAction::Open(path))];
    }
    vec![Action::Photo(PhotoAction::Open(PhotoSource::File(path)))]
}
