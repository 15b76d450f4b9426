use egui::{CollapsingHeader, DragValue, Grid, RichText, Role, Ui, WidgetInfo};

use super::brush;
use crate::caution::Caution;
use crate::color::srgb_hex;
use crate::gui::caution_rows::cautions_ui;
use crate::gui::view::OFFERED;
use crate::gui::view::View;
use crate::measurement::Measurement;
use crate::photo::{Region, SwatchStep, Tissue};
use crate::session::{Action, RegionAction, Session};

/// What can be read and changed of the selected region.
pub(super) fn selected_ui(ui: &mut Ui, session: &Session, view: &mut View, region: &Region, actions: &mut Vec<Action>) {
    ui.indent(("selected", region.id), |ui| {
        tissue_ui(ui, region, actions);
        step_ui(ui, session, region, actions);
        place_ui(ui, session, region, actions);
        brush::brush_ui(ui, view, region, actions);
        if let Some(reading) = session.reading(region.id)
            && let Ok(measurement) = &reading.outcome
        {
            cautions_ui(ui, reading.cautions.iter().map(Caution::text));
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

/// How far a swatch's pigment was diluted, and of which ladder it is.
fn step_ui(ui: &mut Ui, session: &Session, region: &Region, actions: &mut Vec<Action>) {
    if region.tissue != Tissue::Swatch {
        return;
    }
    let last = session.consultation().marks.ladders().last().copied().unwrap_or(1);
    let known = region.step;
    let mut step = known.unwrap_or(SwatchStep { ladder: last, water_parts: 0.0 });
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new("Water to 1 pigment").weak());
        let water = DragValue::new(&mut step.water_parts).range(0.0..=100.0).max_decimals(1);
        let mut is_changed = ui.add(water).labelled_by(label.id).changed();
        if known.is_some() {
            let label = ui.label(RichText::new("of ladder").weak());
            let ladder = DragValue::new(&mut step.ladder).range(1..=last + 1);
            is_changed |= ui.add(ladder).labelled_by(label.id).changed();
        } else {
            ui.label(RichText::new("not stated").weak());
        }
        if is_changed {
            actions.push(Action::Region(RegionAction::SetStep { id: region.id, step }));
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
