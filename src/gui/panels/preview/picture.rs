use egui::{ComboBox, Ui};

use crate::gui::view::{View, simulation_of, treatment_on_screen};
use crate::matching::Match;
use crate::preview::Layout;
use crate::session::{Action, PreviewAction, Session};

const LAYOUTS: [(&str, Layout); 2] = [("After", Layout::After), ("Before and after", Layout::BeforeAndAfter)];

/// The treated photo as a file.
pub(super) fn picture_ui(ui: &mut Ui, session: &Session, ranked: &Match, view: &mut View, actions: &mut Vec<Action>) {
    let treatment = treatment_on_screen(session, &view.preview, ranked);
    let is_treated = !treatment.paint.is_empty();
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Picture");
        let shown = LAYOUTS.iter().find(|(_, layout)| *layout == view.preview.layout).map_or("", |(name, _)| name);
        let combo = ComboBox::from_id_salt("layout").width(130.0).selected_text(shown).show_ui(ui, |ui| {
            for (name, layout) in LAYOUTS {
                ui.selectable_value(&mut view.preview.layout, layout, name);
            }
        });
        combo.response.labelled_by(label.id);
        let can_export = is_treated && session.exporting().is_none();
        let export = ui.add_enabled(can_export, egui::Button::new("Export PNG…"));
        if export.on_hover_text("The whole photo in full size, labelled “simulation”").clicked()
            && let Some(simulation) =
                simulation_of(session, &view.preview, view.shows_as_taken, ranked, treatment.clone())
        {
            let simulation = Box::new(simulation);
            actions.push(Action::Preview(PreviewAction::Export { simulation, layout: view.preview.layout }));
        }
    });
}
