use egui::Ui;

use crate::gui::view::OFFERED;
use crate::gui::view::View;
use crate::photo::RegionId;
use crate::session::{Action, RegionAction, Session};

/// What can be done with one region, on the photo and in the panel.
pub(in crate::gui) fn region_menu_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    id: RegionId,
    actions: &mut Vec<Action>,
) {
    let Some(region) = session.consultation().marks.region(id) else {
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
