use egui::{Align, Button, Checkbox, Layout, MenuBar, Panel, Ui, ViewportCommand};

use super::light_words::{LIGHT_HINT, unknown_light};
use crate::gui::view::{Mode, TypedPath, View, ZoomRequest};
use crate::session::{
    Action, CatalogAction, FileChoice, PhotoAction, PhotoSource, RegionAction, SAMPLES, Session, Theme,
};

pub(super) fn menu_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    Panel::top("menu").resizable(false).show(ui, |ui| {
        MenuBar::new().ui(ui, |ui| {
            ui.menu_button("File", |ui| file_ui(ui, session, view, actions));
            ui.menu_button("Edit", |ui| edit_ui(ui, session, actions));
            ui.menu_button("View", |ui| view_ui(ui, session, view, actions));
            ui.menu_button("Help", |ui| {
                if ui.button("Keyboard shortcuts").clicked() {
                    view.shows_shortcuts = true;
                }
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| preview_ui(ui, session, view));
        });
    });
}

/// What the photo shows, within reach of every window size.
fn preview_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    let hint = "Dots of the chosen recipe on the photo, and tools to paint them (D)";
    ui.spacing_mut().button_padding.x = 10.0;
    let toggle = Button::selectable(view.mode == Mode::Preview, "Preview");
    if ui.add_enabled(session.photo().is_some(), toggle).on_hover_text(hint).clicked() {
        view.mode = view.mode.toggled(Mode::Preview);
    }
}

fn file_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    if ui.add(Button::new("Open photo…").shortcut_text("Ctrl+O")).clicked() {
        actions.push(Action::ChooseFile(FileChoice::Photo));
    }
    if ui.button("Open by path…").clicked() {
        view.typed_path = Some(TypedPath::of(FileChoice::Photo));
    }
    if ui.add(Button::new("Paste photo").shortcut_text("Ctrl+V")).clicked() {
        actions.push(Action::Photo(PhotoAction::Paste));
    }
    recent_ui(ui, session, actions);
    for sample in SAMPLES {
        if ui.button(sample.title).clicked() {
            actions.push(Action::Photo(PhotoAction::Open(PhotoSource::Sample(sample))));
        }
    }
    ui.separator();
    if ui.button("Open catalog…").clicked() {
        actions.push(Action::ChooseFile(FileChoice::Catalog));
    }
    if ui.add_enabled(session.catalog_path().is_some(), Button::new("Use shipped catalog")).clicked() {
        actions.push(Action::Catalog(CatalogAction::UseShipped));
    }
    ui.separator();
    if ui.add(Button::new("Close Stipple").shortcut_text("Ctrl+Q")).clicked() {
        ui.ctx().send_viewport_cmd(ViewportCommand::Close);
    }
}

fn recent_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let recent = &session.settings().recent_photos;
    ui.add_enabled_ui(!recent.is_empty(), |ui| {
        ui.menu_button("Recent photos", |ui| {
            for path in recent {
                if ui.add(Button::new(path.display().to_string()).truncate()).clicked() {
                    actions.push(Action::Photo(PhotoAction::Open(PhotoSource::File(path.clone()))));
                }
            }
        });
    });
}

fn edit_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let history = session.history();
    let named = |verb: &str, label: Option<&str>| match label {
        Some(label) => format!("{verb}: {}", label.to_lowercase()),
        None => verb.to_owned(),
    };
    let undo = Button::new(named("Undo", history.undo_label())).shortcut_text("Ctrl+Z");
    if ui.add_enabled(history.undo_label().is_some(), undo).clicked() {
        actions.push(Action::Undo);
    }
    let redo = Button::new(named("Redo", history.redo_label())).shortcut_text("Ctrl+Shift+Z");
    if ui.add_enabled(history.redo_label().is_some(), redo).clicked() {
        actions.push(Action::Redo);
    }
    ui.separator();
    let suggest = Button::new("Suggest regions").shortcut_text("S");
    if ui.add_enabled(session.photo().is_some(), suggest).clicked() {
        actions.push(Action::Region(RegionAction::Suggest));
    }
    let selected = session.selected();
    for (name, key, make) in [
        ("Duplicate region", "Ctrl+D", RegionAction::Duplicate as fn(_) -> _),
        ("Delete region", "Delete", RegionAction::Delete as fn(_) -> _),
    ] {
        let button = Button::new(name).shortcut_text(key);
        if ui.add_enabled(selected.is_some(), button).clicked() {
            actions.extend(selected.map(|id| Action::Region(make(id))));
        }
    }
}

/// Grey, with the reason, where the light is not known.
fn light_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    let unknown = unknown_light(session);
    let toggle = Checkbox::new(&mut view.shows_light, "Light on the head (I)");
    let response = ui.add_enabled(unknown.is_none(), toggle);
    response.on_hover_text(LIGHT_HINT).on_disabled_hover_text(unknown.unwrap_or_default());
}

fn view_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    for (name, key, request) in [
        ("Whole photo", "F", ZoomRequest::Fit),
        ("1:1", "0", ZoomRequest::OneToOne),
        ("Larger", "Ctrl++", ZoomRequest::By(1.5)),
        ("Smaller", "Ctrl+−", ZoomRequest::By(1.0 / 1.5)),
    ] {
        if ui.add(Button::new(name).shortcut_text(key)).clicked() {
            view.gaze.request = Some(request);
        }
    }
    ui.separator();
    ui.checkbox(&mut view.shows_loupe, "Loupe");
    ui.checkbox(&mut view.shows_left_out, "What is left out (X)");
    light_ui(ui, session, view);
    let mut shows_oklab = session.settings().shows_oklab;
    if ui.checkbox(&mut shows_oklab, "Differences in Oklab too").clicked() {
        actions.push(Action::ShowOklab(shows_oklab));
    }
    ui.separator();
    for (name, theme) in [("Dark", Theme::Dark), ("Light", Theme::Light)] {
        if ui.radio(session.settings().theme == theme, name).clicked() {
            actions.push(Action::SetTheme(theme));
        }
    }
}
