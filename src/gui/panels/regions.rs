use egui::{
    Button, CollapsingHeader, DragValue, Grid, Key, Label, RichText, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo,
};

use crate::color::{Lab, srgb_hex};
use crate::gui::caution_rows::cautions_ui;
use crate::gui::swatch::swatch_ui;
use crate::gui::view::View;
use crate::measurement::Measurement;
use crate::photo::{Photo, Region, RegionId, Shape, Tissue};
use crate::session::{Action, RegionAction, Session};

/// The tissues that the window offers so far.
pub(in crate::gui) const OFFERED: [Tissue; 3] = [Tissue::Skin, Tissue::Stubble, Tissue::Hair];

pub(super) fn regions_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let Some(photo) = session.photo() else {
        ui.label("Open a photo, then mark bare skin and shaved stubble on it");
        return;
    };
    for region in &session.consultation().regions {
        region_row_ui(ui, session, view, region, actions);
        if session.selected() == Some(region.id) {
            selected_ui(ui, session, region, actions);
        }
    }
    hint_ui(ui, session);
    add_ui(ui, photo, view, actions);
}

fn hint_ui(ui: &mut Ui, session: &Session) {
    let has = |tissue| session.consultation().regions.iter().any(|region| region.tissue == tissue);
    let hint = match (has(Tissue::Skin), has(Tissue::Stubble)) {
        (true, true) => return,
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

fn middle_of(photo: &Photo) -> Shape {
    let (width, height) = (f64::from(photo.width()), f64::from(photo.height()));
    Shape::Rect {
        x: (width * 0.4).round(),
        y: (height * 0.4).round(),
        width: (width * 0.2).round(),
        height: (height * 0.2).round(),
    }
}

fn region_row_ui(ui: &mut Ui, session: &Session, view: &mut View, region: &Region, actions: &mut Vec<Action>) {
    let is_selected = session.selected() == Some(region.id);
    let fill = if is_selected { ui.visuals().widgets.hovered.bg_fill } else { ui.visuals().faint_bg_color };
    let frame = egui::Frame::new().fill(fill).inner_margin(5.0).corner_radius(3.0);
    let row = frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            let measurement = session.reading(region.id).and_then(|reading| reading.outcome.as_ref().ok());
            match measurement {
                Some(measurement) => {
                    swatch_ui(ui, measurement.lab, Vec2::new(46.0, 38.0), &format!("Colour of {}", region.name))
                }
                None => ui.allocate_response(Vec2::new(46.0, 38.0), Sense::hover()),
            };
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                name_ui(ui, session, view, region, actions);
                ui.add(Label::new(reading_text(session, region)).truncate());
            });
        });
    });
    row.response.context_menu(|ui| region_menu_ui(ui, session, view, region.id, actions));
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

fn lab_text(lab: Lab) -> String {
    format!("L* {:.1}  a* {:.1}  b* {:.1}", lab.l, lab.a, lab.b)
}

fn selected_ui(ui: &mut Ui, session: &Session, region: &Region, actions: &mut Vec<Action>) {
    ui.indent(("selected", region.id), |ui| {
        tissue_ui(ui, region, actions);
        place_ui(ui, session, region, actions);
        if let Some(Ok(measurement)) = session.reading(region.id).map(|reading| &reading.outcome) {
            cautions_ui(ui, &measurement.cautions);
            CollapsingHeader::new("Numbers").show_unindented(ui, |ui| numbers_ui(ui, measurement));
        }
    });
}

fn numbers_ui(ui: &mut Ui, measurement: &Measurement) {
    let (lab, oklab, pixels) = (measurement.lab, measurement.oklab(), measurement.pixels);
    let left_out = pixels.total - pixels.used;
    let rows = [
        ("LCh", format!("L* {:.1}  C* {:.1}  h {:.0}°", lab.l, lab.chroma(), lab.hue_degrees())),
        ("ITA°", format!("{:.0}°", lab.ita_degrees())),
        ("Oklab", format!("{:.3}  {:.3}  {:.3}", oklab.l, oklab.a, oklab.b)),
        ("sRGB", srgb_hex(measurement.light)),
        ("Spread", format!("ΔE00 {} within the region", measurement.spread)),
        ("Uncertainty", format!("ΔE00 ± {} (standard)", measurement.uncertainty)),
        ("Pixels", format!("{} used, {left_out} left out", pixels.used)),
    ];
    Grid::new("numbers").num_columns(2).spacing([12.0, 2.0]).show(ui, |ui| {
        for (name, value) in rows {
            ui.label(RichText::new(name).weak());
            ui.label(value);
            ui.end_row();
        }
    });
}

fn tissue_ui(ui: &mut Ui, region: &Region, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Shows").weak());
        for tissue in OFFERED {
            let is_shown = region.tissue == tissue;
            let response = ui.selectable_label(is_shown, tissue.capitalized());
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, format!("Shows {tissue}")));
            if response.clicked() {
                actions.push(Action::Region(RegionAction::SetTissue { id: region.id, tissue }));
            }
        }
    });
}

/// The region's frame in numbers, for those who work without a pointer.
fn place_ui(ui: &mut Ui, session: &Session, region: &Region, actions: &mut Vec<Action>) {
    let Some(photo) = session.photo() else {
        return;
    };
    let mut bounds = region.shape.bounds();
    let (mut width, mut height) = (bounds.right - bounds.left, bounds.bottom - bounds.top);
    let (photo_width, photo_height) = (f64::from(photo.width()), f64::from(photo.height()));
    let before = (bounds, width, height);
    ui.horizontal_wrapped(|ui| {
        number_ui(ui, "x", &mut bounds.left, 0.0..=photo_width);
        number_ui(ui, "y", &mut bounds.top, 0.0..=photo_height);
        number_ui(ui, "w", &mut width, 2.0..=photo_width);
        number_ui(ui, "h", &mut height, 2.0..=photo_height);
    });
    if (bounds, width, height) != before {
        (bounds.right, bounds.bottom) = (bounds.left + width, bounds.top + height);
        actions.push(Action::Region(RegionAction::Reshape { id: region.id, shape: region.shape.stretched(&bounds) }));
    }
}

fn number_ui(ui: &mut Ui, name: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>) {
    let label = ui.label(RichText::new(name).weak());
    ui.add(DragValue::new(value).range(range).clamp_existing_to_range(false).max_decimals(0)).labelled_by(label.id);
}

/// What can be done with one region, on the photo and in the panel.
pub(in crate::gui) fn region_menu_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    id: RegionId,
    actions: &mut Vec<Action>,
) {
    let Some(region) = session.consultation().region(id) else {
        return;
    };
    if ui.button("Rename…").clicked() {
        view.renaming = Some((id, region.name.clone()));
    }
    ui.menu_button("Shows", |ui| {
        for tissue in OFFERED {
            if ui.radio(region.tissue == tissue, tissue.capitalized()).clicked() {
                actions.push(Action::Region(RegionAction::SetTissue { id, tissue }));
                ui.close();
            }
        }
    });
    if ui.button("Duplicate").clicked() {
        actions.push(Action::Region(RegionAction::Duplicate(id)));
    }
    if ui.button("Delete").clicked() {
        actions.push(Action::Region(RegionAction::Delete(id)));
    }
}
