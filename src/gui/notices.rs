//! What lies over the photo for a while: notices, progress, a path to type, the list of keys.

use egui::{Frame, Grid, Key, Label, Modal, Panel, ProgressBar, RichText, ScrollArea, TextEdit, Ui};

use super::shortcuts;
use crate::gui::view::{TypedPath, View};
use crate::session::{Action, FileChoice, Loading, Notice, PhotoAction, PreviewAction, Session, Severity};

pub(super) fn notices_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    if let Some(loading) = session.loading() {
        Panel::top("loading").resizable(false).show(ui, |ui| {
            if waiting_ui(ui, "Opening", loading) {
                actions.push(Action::Photo(PhotoAction::Cancel));
            }
        });
    }
    if let Some(exporting) = session.exporting() {
        Panel::top("exporting").resizable(false).show(ui, |ui| {
            if waiting_ui(ui, "Saving", exporting) {
                actions.push(Action::Preview(PreviewAction::CancelExport));
            }
        });
    }
    if session.notices().is_empty() {
        return;
    }
    Panel::top("notices").resizable(false).show(ui, |ui| {
        ScrollArea::vertical().max_height(180.0).auto_shrink([false, true]).show(ui, |ui| {
            for (index, notice) in session.notices().iter().enumerate() {
                notice_ui(ui, index, notice, actions);
            }
        });
    });
}

/// What the user waits for, and how far it is; true when it is to be given up.
fn waiting_ui(ui: &mut Ui, what: &str, loading: &Loading) -> bool {
    let row = ui.horizontal(|ui| {
        ui.spinner();
        let stage = loading.stage.map_or("waiting", |stage| stage.name);
        ui.add(Label::new(format!("{what} {}: {stage}", loading.name)).truncate());
        if let Some(stage) = loading.stage.filter(|stage| stage.total > 0) {
            ui.add(ProgressBar::new(stage.done as f32 / stage.total as f32).desired_width(160.0));
        }
        ui.button("Cancel").clicked()
    });
    row.inner
}

fn notice_ui(ui: &mut Ui, index: usize, notice: &Notice, actions: &mut Vec<Action>) {
    Frame::new().inner_margin(4.0).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            if notice.severity == Severity::Error {
                super::caution_rows::sign_ui(ui);
            }
            let room = ui.available_width() - 90.0;
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.add(Label::new(RichText::new(capitalized(&notice.text)).strong()).wrap());
                for detail in &notice.details {
                    ui.add(Label::new(RichText::new(detail).small()).wrap());
                }
            });
            if ui.button("Dismiss").clicked() {
                actions.push(Action::DismissNotice(index));
            }
        });
    });
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn dialogs_ui(ui: &mut Ui, view: &mut View, actions: &mut Vec<Action>) {
    if let Some(typed) = &mut view.typed_path {
        let answer = Modal::new(egui::Id::unique("typed path")).show(ui.ctx(), |ui| path_ui(ui, typed));
        if let Some(path) = answer.inner.as_ref().filter(|path| !path.trim().is_empty()) {
            actions.push(Action::FileChosen { choice: typed.choice.clone(), path: path.trim().into() });
        }
        if answer.inner.is_some() || answer.should_close() {
            view.typed_path = None;
        }
    }
    if view.shows_shortcuts && Modal::new(egui::Id::unique("shortcuts")).show(ui.ctx(), shortcuts_ui).should_close() {
        view.shows_shortcuts = false;
    }
}

/// The path once it was entered; empty when it was given up.
fn path_ui(ui: &mut Ui, TypedPath { choice, text }: &mut TypedPath) -> Option<String> {
    ui.set_width(460.0);
    ui.label(RichText::new(choice.title()).heading().strong());
    if matches!(choice, FileChoice::Photo) {
        ui.label("You can also drop a file on the window");
    }
    ui.label("Enter its path. Where no dialog opens, this system has none installed (xdg-desktop-portal or zenity)");
    let field = ui.add(
        TextEdit::singleline(text)
            .desired_width(f32::INFINITY)
            .hint_text(format!("Folder and name of the {}", choice.noun())),
    );
    field.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::TextInput, true, format!("Path of the {}", choice.noun()))
    });
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut answer = is_entered.then(|| text.clone());
    ui.horizontal(|ui| {
        if ui.button(if choice.new_name().is_some() { "Save" } else { "Open" }).clicked() {
            answer = Some(text.clone());
        }
        if ui.button("Cancel").clicked() {
            answer = Some(String::new());
        }
    });
    answer
}

fn shortcuts_ui(ui: &mut Ui) {
    ui.label(RichText::new("Keyboard shortcuts").heading().strong());
    Grid::new("shortcuts").num_columns(2).spacing([24.0, 4.0]).show(ui, |ui| {
        for (keys, what) in shortcuts::LIST {
            ui.label(RichText::new(keys).strong());
            ui.label(what);
            ui.end_row();
        }
    });
    if ui.button("Close").clicked() {
        ui.close();
    }
}
