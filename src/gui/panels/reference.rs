use egui::{Checkbox, CornerRadius, Label, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::cards::cards_ui;
use crate::calibration::chart::{Chart, PATCHES};
use crate::calibration::fit::ChartFit;
use crate::calibration::{Calibration, Corners, Reference};
use crate::caution::{Caution, Mistake};
use crate::color::{Lab, ciede2000};
use crate::gui::caution_rows::cautions_ui;
use crate::gui::style::MAT;
use crate::gui::swatch::screen_color;
use crate::gui::tools::Tool;
use crate::gui::view::View;
use crate::session::{Action, ChartAction, Session};

/// The side of a patch with its gap, in points.
const PATCH_SIDE: f32 = 23.0;

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
    let is_about_reference = |caution: &&Caution| {
        matches!(
            caution,
            Caution::NoReference
                | Caution::ReferenceUnusable { .. }
                | Caution::ChartUnusable { .. }
                | Caution::ChartNotMatching { .. }
                | Caution::ChartVeiled { .. }
                | Caution::SeveralCharts { .. }
                | Caution::LightnessGuessed { .. }
                | Caution::WhitePaper
                | Caution::Mistake(Mistake::CardNotClear { .. })
        )
    };
    let doubts: Vec<Caution> = analysis.cautions.iter().filter(is_about_reference).cloned().collect();
    cautions_ui(ui, &doubts);
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
            None => ("Published colours", "Use measured colours…", ChartAction::Choose),
            Some(_) => ("Your measured colours", "Use published colours", ChartAction::UsePublished),
        };
        ui.label(RichText::new(text).weak());
        let hint = "The patches of your own chart as you or its maker measured them: CSV, CGATS, CxF or .cht";
        if ui.button(change).on_hover_text(hint).clicked() {
            actions.push(Action::Chart(action));
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
    let reference = &session.consultation().reference;
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
            let hint = format!("{} ({})", tool.hint(), tool.key().name());
            if ui.selectable_label(is_chosen || view.tool == tool, name).on_hover_text(hint).clicked() {
                view.tool = tool;
            }
        }
    });
    if matches!(view.tool, Tool::NeutralPatch | Tool::ChartCorners) {
        ui.label(RichText::new(view.tool.hint()).strong());
    }
}

fn chart_ui(ui: &mut Ui, session: &Session, fit: &ChartFit, view: &mut View) {
    ui.horizontal_top(|ui| {
        let measured = session.measured_chart().cloned().into_iter();
        if let Some(chart) = measured.chain(Chart::known()).find(|chart| chart.name == fit.chart) {
            patches_ui(ui, fit, &chart.colors);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(Label::new(RichText::new(&fit.chart).strong()).wrap());
            let residual = fit.residual;
            let text = format!(
                "Patches off by ΔE00 {} (mean), {} (most), {} (cross-validated)",
                residual.mean, residual.max, residual.cross_validated
            );
            ui.add(Label::new(RichText::new(text).small()).wrap());
            look_ui(ui, view);
        });
    });
}

/// Each patch as a split square: as read on the left, as it truly is on the right.
fn patches_ui(ui: &mut Ui, fit: &ChartFit, truth: &[Lab; PATCHES]) {
    let side = PATCH_SIDE;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(6.0 * side + 2.0, 4.0 * side + 2.0), Sense::hover());
    let label = "Chart patches, as read on the left of each square and as they are on the right";
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, label));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, MAT);
    for (index, (read, truth)) in fit.patches.iter().zip(truth).enumerate() {
        let corner = rect.min + Vec2::splat(2.0) + Vec2::new((index % 6) as f32, (index / 6) as f32) * side;
        let square = Rect::from_min_size(corner, Vec2::splat(side - 2.0));
        paint_split(ui, square, *read, *truth);
        if !fit.trusted.get(index).copied().unwrap_or(true) {
            let stroke = egui::Stroke::new(1.5, egui::Color32::WHITE);
            ui.painter()
                .line_segment([square.left_top(), square.right_bottom()], egui::Stroke::new(3.5, egui::Color32::BLACK));
            ui.painter().line_segment([square.left_top(), square.right_bottom()], stroke);
        }
    }
    response.on_hover_ui_at_pointer(|ui| patch_tip_ui(ui, rect, side, fit, truth));
}

fn paint_split(ui: &Ui, square: Rect, left: Lab, right: Lab) {
    let middle = square.center().x.round();
    let left_half = Rect::from_min_max(square.min, pos2(middle, square.bottom()));
    let right_half = Rect::from_min_max(pos2(middle, square.top()), square.max);
    ui.painter().rect_filled(left_half, CornerRadius::ZERO, screen_color(left));
    ui.painter().rect_filled(right_half, CornerRadius::ZERO, screen_color(right));
}

fn patch_tip_ui(ui: &mut Ui, rect: Rect, side: f32, fit: &ChartFit, truth: &[Lab; PATCHES]) {
    let Some(pointer) = ui.ctx().pointer_latest_pos() else {
        return;
    };
    let place = (pointer - rect.min) / side;
    let index = (place.y.clamp(0.0, 3.0) as usize) * 6 + place.x.clamp(0.0, 5.0) as usize;
    if let (Some(read), Some(truth), Some(trusted)) = (fit.patches.get(index), truth.get(index), fit.trusted.get(index))
    {
        let left_out = if *trusted { "" } else { ", left out: it disagrees with the others" };
        ui.label(format!("Patch {}: ΔE00 {} from the truth{left_out}", index + 1, ciede2000(*read, *truth)));
    }
}
