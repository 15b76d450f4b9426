use egui::{CollapsingHeader, DragValue, RichText, Ui};

use crate::calibration::chart::Product;
use crate::gui::view::{Tool, View};
use crate::pipeline::Scale;
use crate::session::{Action, Session};

/// A card of another make, whose frame's width is entered.
const OTHER_CARD: (&str, Option<Scale>) = ("Other card", Some(Scale::ChartWidthMm(279.0)));

/// How large things are: by the chart's width, or a ruler drawn over something of known length.
pub(super) fn scale_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    let scale = session.consultation().marks.scale;
    let title = format!("Scale: {}", scale_text(session, scale));
    let header = CollapsingHeader::new(title).id_salt("scale").open((view.tool == Tool::Ruler).then_some(true));
    header.show_unindented(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let products = Product::ALL.map(|product| (product.name(), Some(Scale::Product(product))));
            for (name, choice) in [("Unknown", None)].into_iter().chain(products).chain([OTHER_CARD]) {
                if ui.selectable_label(is_kind(scale, choice), name).clicked() {
                    actions.push(Action::SetScale(choice));
                }
            }
        });
        if let Some(Scale::ChartWidthMm(width)) = scale {
            width_ui(ui, width, actions);
        }
        ruler_ui(ui, view);
    });
}

/// Whether two scales are told by the same means, whatever width was entered.
fn is_kind(scale: Option<Scale>, choice: Option<Scale>) -> bool {
    match (scale, choice) {
        (Some(Scale::ChartWidthMm(_)), Some(Scale::ChartWidthMm(_))) => true,
        _ => scale == choice,
    }
}

fn width_ui(ui: &mut Ui, mut width_mm: f64, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let label = ui.label("Chart width");
        let field = DragValue::new(&mut width_mm).range(20.0..=1000.0).max_decimals(1).suffix(" mm");
        if ui.add(field).labelled_by(label.id).changed() {
            actions.push(Action::SetScale(Some(Scale::ChartWidthMm(width_mm))));
        }
    });
}

fn ruler_ui(ui: &mut Ui, view: &mut View) {
    ui.horizontal(|ui| {
        let hint = format!("{} ({})", Tool::Ruler.hint(), Tool::Ruler.key().name());
        if ui.selectable_label(view.tool == Tool::Ruler, "Draw ruler…").on_hover_text(hint).clicked() {
            view.tool = Tool::Ruler;
        }
        let label = ui.label("Length");
        let field = DragValue::new(&mut view.ruler_mm).range(0.5..=1000.0).max_decimals(1).suffix(" mm");
        ui.add(field).labelled_by(label.id);
    });
    if view.tool == Tool::Ruler {
        ui.label(RichText::new(Tool::Ruler.hint()).strong());
    }
}

fn scale_text(session: &Session, scale: Option<Scale>) -> String {
    let calibrated = session.analysis().map(|analysis| &analysis.calibrated);
    match (scale, scale.zip(calibrated).and_then(|(scale, calibrated)| scale.px_per_mm(calibrated))) {
        (None, _) => "unknown".into(),
        (Some(_), Some(px_per_mm)) => format!("{px_per_mm:.1} px per mm"),
        (Some(_), None) => "needs a chart in the photo".into(),
    }
}
