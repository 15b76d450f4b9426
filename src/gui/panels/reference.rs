use egui::{Checkbox, Label, RichText, Ui};

use super::cards::cards_ui;
use super::chart_patches::{is_narrow, patches_ui};
use crate::calibration::chart::{Chart, Order};
use crate::calibration::fit::ChartFit;
use crate::calibration::{Calibration, Corners, Reference};
use crate::caution::Caution;
use crate::gui::caution_rows::cautions_ui;
use crate::gui::view::{Tool, View};
use crate::session::{Action, ChartAction, FileChoice, Session};

pub(super) fn reference_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    if session.photo().is_none() {
        ui.label("A chart or grey card in the photo makes its colours reliable");
        return;
    }
    choice_ui(ui, session, view, actions);
    let Some(analysis) = session.analysis() else {
        ui.label("Looking for a colour chart…");
        return;
    };
    let doubts = analysis.cautions.iter().filter(|caution| caution.is_about_reference());
    cautions_ui(ui, doubts.map(Caution::text));
    which_chart_ui(ui, &analysis.calibrated.other_charts, actions);
    match analysis.calibration() {
        Calibration::None => {}
        Calibration::Neutral(fit) => {
            cards_ui(ui, session, fit, actions);
            look_ui(ui, view);
        }
        Calibration::Chart(fit) => {
            chart_ui(ui, session, fit, view);
            chart_colors_ui(ui, session, actions);
        }
    }
}

/// The charts that could be used instead, as they are numbered over the photo.
fn which_chart_ui(ui: &mut Ui, others: &[Corners], actions: &mut Vec<Action>) {
    if others.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label("Which chart?");
        let _ = ui.selectable_label(true, "Chart 1");
        for (index, corners) in others.iter().enumerate() {
            if ui.selectable_label(false, format!("Chart {}", index + 2)).clicked() {
                actions.push(Action::SetReference(Reference::ChartAt(*corners)));
            }
        }
    });
}

/// Whose colours the chart is taken to have.
fn chart_colors_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        let (text, change, action) = match session.measured_chart() {
            None => ("Published colours", "Use measured colours…", Action::ChooseFile(FileChoice::Chart)),
            Some(_) => ("Your measured colours", "Use published colours", Action::Chart(ChartAction::UsePublished)),
        };
        ui.label(RichText::new(text).weak());
        let hint = "The patches of your own chart as you or its maker measured them: CSV, CGATS, CxF or .cht";
        if ui.button(change).on_hover_text(hint).clicked() {
            actions.push(action);
        }
    });
}

/// Calibrated or as taken.
fn look_ui(ui: &mut Ui, view: &mut View) {
    let mut is_calibrated = !view.shows_as_taken;
    if ui.add(Checkbox::new(&mut is_calibrated, "Show calibrated (C)")).clicked() {
        view.shows_as_taken = !is_calibrated;
    }
}

fn choice_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let reference = &session.consultation().marks.reference;
    ui.horizontal_wrapped(|ui| {
        for (name, hint, choice) in [
            ("Automatic", "Find a colour chart in the photo", Reference::Auto),
            ("None", "Take the photo's colours at their word", Reference::None),
        ] {
            let is_chosen = *reference == choice;
            if ui.selectable_label(is_chosen, name).on_hover_text(hint).clicked() && !is_chosen {
                actions.push(Action::SetReference(choice));
            }
        }
        let neutral = matches!(reference, Reference::Neutral(_));
        let placed = matches!(reference, Reference::ChartAt(_));
        for (name, tool, is_chosen) in
            [("Grey card…", Tool::NeutralPatch, neutral), ("Place chart…", Tool::ChartCorners, placed)]
        {
            let hint = format!("{} ({})", hint_of(tool, session), tool.key().name());
            if ui.selectable_label(is_chosen || view.tool == tool, name).on_hover_text(hint).clicked() {
                view.tool = tool;
            }
        }
    });
    if matches!(view.tool, Tool::NeutralPatch | Tool::ChartCorners) {
        ui.label(RichText::new(hint_of(view.tool, session)).strong());
    }
}

/// What to do with a tool; which corners a chart has depends on whether a file describes it.
fn hint_of(tool: Tool, session: &Session) -> &'static str {
    let is_own = session.measured_chart().is_some_and(|chart| chart.order == Order::Own);
    match tool {
        Tool::ChartCorners if is_own => {
            "Click the outer corners of the patches in the chart's corners: by the first patch, then clockwise"
        }
        tool => tool.hint(),
    }
}

fn chart_ui(ui: &mut Ui, session: &Session, fit: &ChartFit, view: &mut View) {
    let measured = session.measured_chart().cloned().into_iter();
    let chart = measured.chain(Chart::known()).find(|chart| chart.name == fit.chart);
    let narrow = chart.as_ref().filter(|chart| is_narrow(chart.grid));
    if let Some(chart) = chart.as_ref().filter(|chart| !is_narrow(chart.grid)) {
        patches_ui(ui, fit, chart);
    }
    ui.horizontal_top(|ui| {
        narrow.into_iter().for_each(|chart| patches_ui(ui, fit, chart));
        ui.vertical(|ui| fit_ui(ui, fit, view));
    });
}

/// How well the chart fits.
fn fit_ui(ui: &mut Ui, fit: &ChartFit, view: &mut View) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Label::new(RichText::new(&fit.chart).strong()).wrap());
    let residual = fit.residual;
    let text = format!(
        "Patches off by ΔE00 {} (mean), {} (most), {} (cross-validated)",
        residual.mean, residual.max, residual.cross_validated
    );
    ui.add(Label::new(RichText::new(text).small()).wrap());
    look_ui(ui, view);
}
