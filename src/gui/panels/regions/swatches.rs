use egui::{Button, Label, RichText, Role, TextEdit, Ui, Vec2, WidgetInfo};

use crate::color::Lab;
use crate::gui::caution_rows::caution_ui;
use crate::gui::swatch::swatch_pair_ui;
use crate::gui::view::{Tool, View};
use crate::matching::SwatchMatch;
use crate::photo::Tissue;
use crate::pigment::Steps;
use crate::session::{Action, CatalogAction, Session};

/// What the next strip holds, while that tool is chosen.
pub(super) fn strip_ui(ui: &mut Ui, session: &Session, view: &mut View) {
    if view.tool != Tool::Strip {
        return;
    }
    ui.label(RichText::new(Tool::Strip.hint()).strong());
    let remembered = session.settings().steps.to_string();
    let text = view.typed_steps.get_or_insert(remembered);
    let label = ui.label("Parts of water from the first to the last");
    ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY)).labelled_by(label.id);
    if let Err(error) = text.parse::<Steps>() {
        caution_ui(ui, &format!("Until then the earlier steps hold: {error}"));
    }
}

/// The photo's swatches, nearest to its stubble first, and what to do with them.
pub(super) fn swatches_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    if session.consultation().marks.regions.iter().all(|region| region.tissue != Tissue::Swatch) {
        return;
    }
    ui.add_space(4.0);
    ui.label(RichText::new("Swatches beside the stubble").strong());
    match session.analysis().filter(|analysis| !analysis.swatches.is_empty()) {
        Some(analysis) => {
            ui.label(RichText::new("Compared inside this photo: no absolute reference is needed").weak());
            let stubble = analysis.combined.iter().find(|combined| combined.tissue == Tissue::Stubble);
            for swatch in &analysis.swatches {
                swatch_row_ui(ui, session, stubble.map_or(swatch.lab, |stubble| stubble.lab), swatch);
            }
        }
        None => caution_ui(ui, "Mark the stubble too: swatches are ranked against it"),
    }
    keep_ui(ui, session, view, actions);
}

fn swatch_row_ui(ui: &mut Ui, session: &Session, stubble: Lab, swatch: &SwatchMatch) {
    let name = session.consultation().marks.region(swatch.region).map_or("swatch", |region| &region.name);
    ui.horizontal(|ui| {
        ui.add_space(5.0);
        let label = format!("Stubble on the left, {name} on the right");
        swatch_pair_ui(ui, stubble, swatch.lab, Vec2::new(64.0, 34.0), &label);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let sign = if swatch.as_near && swatch.rank > 1 { "   as near as 1" } else { "" };
            let short = name.strip_prefix("Swatch, ").unwrap_or(name);
            ui.add(Label::new(RichText::new(format!("{}. {short}{sign}", swatch.rank)).strong()).truncate());
            let text = format!("ΔE00 {} ± {}   {}", swatch.difference, swatch.uncertainty, swatch.reason);
            ui.add(Label::new(RichText::new(&text).small()).truncate()).on_hover_text(&text);
        });
    });
}

/// Keeps ladders of known dilution as shades, each under its own name.
fn keep_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let ladders = session.consultation().marks.ladders();
    for &ladder in &ladders {
        let name = view.shade_names.entry(ladder).or_default();
        let which = if ladders.len() > 1 { format!(" of ladder {ladder}") } else { String::new() };
        ui.horizontal(|ui| {
            if ladders.len() > 1 {
                ui.label(RichText::new(format!("Ladder {ladder}")).weak());
            }
            let width = if ladders.len() > 1 { 108.0 } else { 140.0 };
            let field = ui.add(TextEdit::singleline(name).desired_width(width).hint_text("Name of shade"));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("Name of the shade{which}")));
            let is_named = !name.trim().is_empty();
            let keep = ui.add_enabled(is_named, Button::new("Keep as measured shade…"));
            keep.widget_info(|| WidgetInfo::labeled(Role::Button, is_named, format!("Keep as measured shade{which}…")));
            if keep.on_hover_text("Adds it to a catalog file of your own").clicked() {
                actions.push(Action::Catalog(CatalogAction::KeepSwatches { ladder, name: name.clone() }));
            }
        });
    }
}
