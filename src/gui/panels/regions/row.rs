use egui::{Button, Key, Label, RichText, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo};

use super::menu::region_menu_ui;
use super::words::lab_text;
use super::{light, stubble};
use crate::gui::swatch::swatch_ui;
use crate::gui::view::View;
use crate::measurement::Measurement;
use crate::photo::Region;
use crate::session::{Action, RegionAction, Session};

/// A region's colour, name and reading; of stubble its parts too.
pub(super) fn region_row_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    region: &Region,
    actions: &mut Vec<Action>,
) {
    let is_selected = session.selected() == Some(region.id);
    let fill = if is_selected { ui.visuals().widgets.hovered.bg_fill } else { ui.visuals().faint_bg_color };
    let frame = egui::Frame::new().fill(fill).inner_margin(5.0).corner_radius(3.0);
    let row = frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            match measurement_of(session, region) {
                Some(measurement) => {
                    swatch_ui(ui, measurement.lab, Vec2::new(46.0, 38.0), &format!("Colour of {}", region.name))
                }
                None => ui.allocate_response(Vec2::new(46.0, 38.0), Sense::hover()),
            };
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                name_ui(ui, session, view, region, actions);
                ui.add(Label::new(reading_text(session, region)).truncate());
                light::place_ui(ui, session, region);
            });
        });
        if let Some(parts) = session.reading(region.id).and_then(|reading| reading.stubble.as_ref()) {
            stubble::parts_ui(ui, region, parts);
        }
        if is_only(session, region) {
            light::darkening_ui(ui, session, region.tissue);
        }
    });
    row.response.context_menu(|ui| region_menu_ui(ui, session, view, region.id, actions));
}

/// No other region shows this tissue.
fn is_only(session: &Session, region: &Region) -> bool {
    session.consultation().marks.regions.iter().filter(|other| other.tissue == region.tissue).count() == 1
}

fn measurement_of<'a>(session: &'a Session, region: &Region) -> Option<&'a Measurement> {
    session.reading(region.id)?.outcome.as_ref().ok()
}

fn name_ui(ui: &mut Ui, session: &Session, view: &mut View, region: &Region, actions: &mut Vec<Action>) {
    if view.renaming.as_ref().is_some_and(|(id, _)| *id == region.id) {
        rename_ui(ui, view, actions);
        return;
    }
    ui.horizontal(|ui| {
        let is_selected = session.selected() == Some(region.id);
        let room = ui.available_width() - 70.0;
        let name = Button::selectable(is_selected, RichText::new(&region.name).strong()).truncate();
        let response = ui.add_sized(Vec2::new(room.min(text_width(ui, &region.name)), 20.0), name);
        let response = response.on_hover_text(format!("{}\nDouble-click to rename", region.name));
        if response.double_clicked() {
            view.renaming = Some((region.id, region.name.clone()));
        } else if response.clicked() {
            actions.push(Action::Region(RegionAction::Select(Some(region.id))));
        }
        let tissue = region.tissue.to_string();
        if !region.name.to_lowercase().starts_with(&tissue) {
            ui.label(RichText::new(tissue).weak());
        }
    });
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::WHITE);
    galley.size().x + 2.0 * ui.spacing().button_padding.x + 2.0
}

fn rename_ui(ui: &mut Ui, view: &mut View, actions: &mut Vec<Action>) {
    let Some((id, name)) = &mut view.renaming else {
        return;
    };
    let response = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the region"));
    let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
    if response.lost_focus() {
        if !is_given_up {
            actions.push(Action::Region(RegionAction::Rename { id: *id, name: name.clone() }));
        }
        view.renaming = None;
    } else if !response.has_focus() {
        response.request_focus();
    }
}

fn reading_text(session: &Session, region: &Region) -> String {
    match session.reading(region.id).map(|reading| &reading.outcome) {
        Some(Ok(measurement)) => format!("{}   ± {}", lab_text(measurement.lab), measurement.uncertainty),
        Some(Err(error)) => error.to_string(),
        None => "measuring…".into(),
    }
}
