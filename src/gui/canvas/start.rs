//! What stands in the place of the photo before one is open.

use std::path::Path;

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::gui::style;
use crate::session::{Action, FileChoice, PhotoAction, PhotoSource, RegionAction, SAMPLES, Session};

const WIDTH: f32 = 420.0;

pub(super) fn start_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let room = ui.available_rect_before_wrap();
    let height = 300.0_f32.min(room.height());
    let place = egui::Rect::from_center_size(room.center(), vec2(WIDTH.min(room.width() - 32.0), height));
    let panel = egui::Frame::new().fill(ui.visuals().panel_fill).inner_margin(24.0).corner_radius(4.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        panel.show(ui, |ui| {
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.label(RichText::new("Drop a photo here").size(20.0).strong());
                ui.label("Shaved sides and bare skin in one picture, in even light. JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP");
                ui.add_space(6.0);
                buttons_ui(ui, actions);
                recent_ui(ui, session, actions);
            });
        });
    });
}

/// What to do with a photo on which nothing is marked yet.
pub(super) fn offer_ui(ui: &mut Ui, canvas: egui::Rect, actions: &mut Vec<Action>) {
    let place =
        egui::Rect::from_center_size(canvas.center_bottom() - vec2(0.0, 56.0), vec2(WIDTH, 72.0)).intersect(canvas);
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        egui::Frame::new().fill(ui.visuals().panel_fill).inner_margin(12.0).corner_radius(4.0).show(ui, |ui| {
            ui.add(egui::Label::new("Nothing is marked yet: drag over skin and stubble, or").selectable(false));
            let suggest = egui::Button::new(RichText::new("Suggest skin, stubble and hair").color(style::ACCENT_TEXT));
            if ui.add(suggest.fill(style::ACCENT)).on_hover_text("S").clicked() {
                actions.push(Action::Region(RegionAction::Suggest));
            }
        });
    });
}

fn buttons_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let open = egui::Button::new(RichText::new("Open photo…").color(style::ACCENT_TEXT)).fill(style::ACCENT);
        if ui.add(open).on_hover_text("Ctrl+O").clicked() {
            actions.push(Action::ChooseFile(FileChoice::Photo));
        }
        if ui.button("Paste").on_hover_text("Ctrl+V").clicked() {
            actions.push(Action::Photo(PhotoAction::Paste));
        }
        for sample in SAMPLES {
            if ui.button(sample.title).clicked() {
                actions.push(Action::Photo(PhotoAction::Open(PhotoSource::Sample(sample))));
            }
        }
    });
}

fn recent_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let recent = &session.settings().recent_photos;
    if recent.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.label(RichText::new("Recent photos").strong());
    for path in recent.iter().take(5) {
        if ui
            .add(egui::Button::new(file_name(path)).frame(false).truncate())
            .on_hover_text(path.display().to_string())
            .clicked()
        {
            actions.push(Action::Photo(PhotoAction::Open(PhotoSource::File(path.clone()))));
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
