//! The panel beside the photo, in the order of the work: photo, reference, regions, shade, preview.

mod cards;
mod chart_patches;
mod photo;
mod preview;
mod reference;
mod regions;
mod rows;
mod shade;

use egui::style::ScrollStyle;
use egui::{CollapsingHeader, Panel, RichText, ScrollArea, Ui};

use crate::gui::pictures::Pictures;
use crate::gui::view::{Mode, View};
use crate::preview::Extent;
use crate::session::{Action, Session};

pub(super) use regions::region_menu_ui;

const WIDTH: f32 = 382.0;

pub(super) fn panel_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    pictures: &Pictures,
    actions: &mut Vec<Action>,
) {
    let panel = Panel::right("work").default_size(WIDTH).size_range(WIDTH - 32.0..=560.0).resizable(true);
    panel.show(ui, |ui| {
        // A bar that floats would lie over the ends of rows.
        ui.spacing_mut().scroll = ScrollStyle::thin();
        ui.spacing_mut().scroll.floating = false;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let is_open = view.mode == Mode::Measure;
            section_ui(ui, "1  Photo", is_open, |ui| photo::photo_ui(ui, session, actions));
            section_ui(ui, "2  Reference", is_open, |ui| reference::reference_ui(ui, session, view, actions));
            section_ui(ui, "3  Regions", is_open, |ui| regions::regions_ui(ui, session, view, actions));
            section_ui(ui, "4  Shade", is_open, |ui| shade::shade_ui(ui, session, view, &pictures.answers, actions));
            preview_section_ui(ui, session, view, pictures.canvas.extent(), actions);
        });
    });
}

/// While the preview is open the other sections are folded, each still to be opened beside it.
fn section_ui(ui: &mut Ui, title: &str, is_open: bool, contents: impl FnOnce(&mut Ui)) {
    let header = CollapsingHeader::new(RichText::new(title).heading().strong());
    header.id_salt((title, is_open)).default_open(is_open).show_unindented(ui, contents);
    ui.add_space(if is_open { 4.0 } else { 0.0 });
}

/// Open, it changes what the photo shows and what a drag on it does.
fn preview_section_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    extent: Option<Extent>,
    actions: &mut Vec<Action>,
) {
    let title = RichText::new("5  Preview").heading().strong();
    let header = CollapsingHeader::new(title).open(Some(view.mode == Mode::Preview));
    let shown = header.show_unindented(ui, |ui| preview::preview_ui(ui, session, view, extent, actions));
    if shown.header_response.clicked() {
        view.mode = view.mode.toggled(Mode::Preview);
    }
}
