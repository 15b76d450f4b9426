use egui::{Checkbox, ComboBox, Ui};

use crate::gui::preview_view::{simulation_of, treatment_on_screen};
use crate::gui::view::View;
use crate::matching::Match;
use crate::preview::{Layout, Treatment};
use crate::session::{Action, PreviewAction, Session};

const LAYOUTS: [(&str, Layout); 2] = [("After", Layout::After), ("Before and after", Layout::BeforeAndAfter)];

/// Before beside after, on screen and in a file.
pub(super) fn compare_ui(ui: &mut Ui, session: &Session, ranked: &Match, view: &mut View, actions: &mut Vec<Action>) {
    let treatment = treatment_on_screen(session, view, ranked);
    ui.horizontal_wrapped(|ui| {
        let mut is_split = view.preview.split.is_some();
        let hint = "A line on the photo to drag: as it is on its left, treated on its right (Y)";
        if ui.add(Checkbox::new(&mut is_split, "Before and after")).on_hover_text(hint).clicked() {
            view.preview.split = is_split.then_some(0.5);
        }
        let hold = ui.button("Hold for before").on_hover_text("The photo as it is, while held (\\)");
        view.preview.is_before_held |= hold.is_pointer_button_down_on();
        clear_ui(ui, &treatment, actions);
    });
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
            && let Some(simulation) = simulation_of(session, view, ranked, treatment.clone())
        {
            let simulation = Box::new(simulation);
            actions.push(Action::Preview(PreviewAction::Export { simulation, layout: view.preview.layout }));
        }
    });
}

fn clear_ui(ui: &mut Ui, treatment: &Treatment, actions: &mut Vec<Action>) {
    let has_any = !treatment.paint.is_empty() || treatment.hairline.is_some();
    let button = ui.add_enabled(has_any, egui::Button::new("Clear all"));
    if button.on_hover_text("Take off all dots and the hairline").clicked() {
        let treatment = Box::new(Treatment { paint: Vec::new(), hairline: None, ..treatment.clone() });
        actions.push(Action::Preview(PreviewAction::Treat { label: "Clear treatment", treatment }));
    }
}
