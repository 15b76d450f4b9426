use egui::{Align2, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use crate::color::Lab;
use crate::gui::style::{ACCENT, MAT};
use crate::gui::swatch::screen_color;

const SWATCH_HEIGHT: f32 = 30.0;
const TEXT_HEIGHT: f32 = 15.0;

/// One color of a strip.
pub(super) struct Step {
    pub text: String,
    pub lab: Lab,
    /// Darkest and lightest, where a range is known.
    pub range: Option<[Lab; 2]>,
    pub is_marked: bool,
}

impl Step {
    fn told(&self) -> String {
        let Lab { l, a, b } = self.lab;
        format!("{}: L* {l:.1} a* {a:.1} b* {b:.1}", self.text)
    }
}

/// Colors in a row on a neutral mat, each with its text below; a range shows as bands above and below its color.
pub(super) fn strip_ui(ui: &mut Ui, label: &str, steps: &[Step]) {
    let size = Vec2::new(ui.available_width(), SWATCH_HEIGHT + TEXT_HEIGHT + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let told: Vec<String> = steps.iter().map(Step::told).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{label}: {}", told.join(", "))));
    let mat = Rect::from_min_size(rect.min, Vec2::new(rect.width(), SWATCH_HEIGHT + 8.0));
    ui.painter().rect_filled(mat, 0.0, MAT);
    let inner = mat.shrink(4.0);
    let width = inner.width() / steps.len().max(1) as f32;
    for (index, step) in steps.iter().enumerate() {
        let left = (inner.left() + width * index as f32).round();
        let right = (inner.left() + width * (index + 1) as f32).round();
        let place = Rect::from_min_max(pos2(left, inner.top()), pos2(right, inner.bottom()));
        paint_step(ui, place, step);
        let at = pos2(place.center().x, mat.bottom() + 1.0);
        let color = if step.is_marked { ui.visuals().strong_text_color() } else { ui.visuals().text_color() };
        ui.painter().text(at, Align2::CENTER_TOP, &step.text, FontId::proportional(11.5), color);
    }
    response.on_hover_text(format!("{label}\n{}", told.join("\n")));
}

fn paint_step(ui: &Ui, place: Rect, step: &Step) {
    let painter = ui.painter();
    painter.rect_filled(place, 0.0, screen_color(step.lab));
    if let Some([darkest, lightest]) = step.range {
        let band = Vec2::new(place.width(), place.height() / 4.0);
        painter.rect_filled(Rect::from_min_size(place.min, band), 0.0, screen_color(lightest));
        let low = pos2(place.left(), place.bottom() - band.y);
        painter.rect_filled(Rect::from_min_size(low, band), 0.0, screen_color(darkest));
    }
    if step.is_marked {
        painter.rect_stroke(place, 0.0, Stroke::new(2.0, ACCENT), StrokeKind::Inside);
        painter.rect_stroke(place.shrink(2.0), 0.0, Stroke::new(1.0, egui::Color32::WHITE), StrokeKind::Inside);
    }
}
