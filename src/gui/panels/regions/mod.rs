//! The regions, what they measured, and what can be told from them together.

mod brush;
mod combined;
mod compared;
mod comparison;
mod details;
mod light;
mod menu;
mod meter;
mod plot;
mod questions;
mod row;
mod scale;
mod stubble;
mod swatches;
mod words;

use crate::gui::view::OFFERED;
use egui::{Button, RichText, Role, Ui, WidgetInfo};

pub(in crate::gui) use menu::region_menu_ui;

use crate::gui::caution_rows::caution_ui;
use crate::gui::view::{Tool, View};
use crate::measurement::MeasureCaution;
use crate::photo::{Photo, Shape, Tissue};
use crate::session::{Action, RegionAction, Session};

pub(super) fn regions_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let Some(photo) = session.photo() else {
        ui.label("Open a photo, then mark bare skin and shaved stubble on it");
        return;
    };
    for region in &session.consultation().marks.regions {
        row::region_row_ui(ui, session, view, region, actions);
        if session.selected() == Some(region.id) {
            details::selected_ui(ui, session, view, region, actions);
        }
    }
    combined::combined_ui(ui, session);
    light::between_ui(ui, session);
    if session.consultation().marks.has_suggestions() {
        caution_ui(ui, &MeasureCaution::RegionsSuggested.text());
    }
    hint_ui(ui, session);
    add_ui(ui, photo, view, actions);
    help_ui(ui, view, actions);
    swatches::strip_ui(ui, session, view);
    swatches::swatches_ui(ui, session, view, actions);
    comparison::comparison_ui(ui, session);
    questions::questions_ui(ui, session, actions);
    scale::scale_ui(ui, session, view, actions);
    meter::meter_ui(ui, session, view, actions);
}

fn hint_ui(ui: &mut Ui, session: &Session) {
    let has = |tissue| session.consultation().marks.regions.iter().any(|region| region.tissue == tissue);
    let is_lesson = has(Tissue::Healed);
    let hint = match (has(Tissue::Skin), has(Tissue::Stubble)) {
        (true, true) => return,
        (true, false) if is_lesson => {
            "Healed work and the skin beside it: let it teach your hand under “Your practice”"
        }
        (false, false) => "Drag over bare skin, then over the shaved stubble beside it",
        (true, false) => "Now drag over the shaved stubble that has to be matched",
        (false, true) => "Drag over bare skin too: it shows what the pigment has to live with",
    };
    ui.label(hint);
}

/// Regions without a pointer: laid in the middle, moved by arrow keys or numbers.
fn add_ui(ui: &mut Ui, photo: &Photo, view: &mut View, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label("Add");
        for tissue in OFFERED {
            let hint = format!("Lays a {tissue} region in the middle of the photo");
            let response = ui.button(tissue.capitalized()).on_hover_text(hint);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Add {tissue} region")));
            if response.clicked() {
                view.tissue = tissue;
                actions.push(Action::Region(RegionAction::Add { tissue, shape: middle_of(photo) }));
            }
        }
    });
}

/// Ways to mark several regions at once.
fn help_ui(ui: &mut Ui, view: &mut View, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let hint = "Proposes bare skin, stubble and hair, to move or delete one by one (S)";
        if ui.add(Button::new("Suggest regions")).on_hover_text(hint).clicked() {
            actions.push(Action::Region(RegionAction::Suggest));
        }
        let hint = format!("{} ({})", Tool::Strip.hint(), Tool::Strip.key().name());
        let strip = ui.selectable_label(view.tool == Tool::Strip, RichText::new("Mark ladder strip…"));
        if strip.on_hover_text(hint).clicked() {
            view.tool = Tool::Strip;
        }
    });
}

fn middle_of(photo: &Photo) -> Shape {
    let (width, height) = (f64::from(photo.width()), f64::from(photo.height()));
    Shape::Rect {
        x: (width * 0.4).round(),
        y: (height * 0.4).round(),
        width: (width * 0.2).round(),
        height: (height * 0.2).round(),
    }
}
