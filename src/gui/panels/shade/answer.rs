use egui::{
    Button, Label, Rect, RichText, Role, Sense, Stroke, StrokeKind, TextureHandle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::card::Asked;
use super::{difference_text, range_text};
use crate::gui::style::ACCENT;
use crate::gui::swatch::{outline, paint_pair};
use crate::matching::{Match, Recommendation};

/// A piece of the picture as high as fits three answers into the panel, points.
const PICTURE_HEIGHT: f32 = 96.0;

/// One answer: its dots beside the client's stubble, what it takes, and the pigments that can't be told from it. Gives the
/// place in the ranking of what was clicked.
pub(super) fn answer_ui(
    ui: &mut Ui,
    recommendation: &Recommendation,
    index: usize,
    is_shown: bool,
    textures: Option<&[TextureHandle; 2]>,
) -> Option<(usize, Asked)> {
    let ranked = &recommendation.matches[index];
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), PICTURE_HEIGHT), Sense::click());
    let told = format!(
        "Answer {}: {}, {}{}, {}, {}",
        ranked.group,
        ranked.name,
        ranked.recipe,
        range_text(ranked),
        difference_text(ranked),
        ranked.reason
    );
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, &told));
    match textures {
        Some([near, _]) => paint_middle(ui, near, rect),
        None => paint_pair(ui, rect, recommendation.target.lab, ranked.lab),
    }
    outline(ui, rect);
    if is_shown || response.has_focus() || response.hovered() {
        let color = if is_shown { ACCENT } else { ui.visuals().widgets.hovered.fg_stroke.color };
        ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, color), StrokeKind::Outside);
    }
    let mut clicked = response.clicked().then_some((index, Asked::Show));
    ui.horizontal(|ui| {
        let room = ui.available_width() - 70.0;
        let name = RichText::new(format!("{}. {}", ranked.group, ranked.name)).strong();
        ui.allocate_ui(vec2(room, 18.0), |ui| ui.add(Label::new(name).truncate().selectable(false)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let preview =
                ui.add(Button::new(RichText::new("Preview").small()).small()).on_hover_text("Its dots on the photo");
            preview.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Preview answer {}", ranked.group)));
            if preview.clicked() {
                clicked = Some((index, Asked::Preview));
            }
        });
    });
    let density = ranked
        .dots
        .map_or_else(String::new, |dots| format!(" · {:.0} dots of {:.2} mm /cm²", dots.per_cm2(), dots.diameter_mm));
    ui.add(Label::new(format!("{}{}{density}", ranked.recipe, range_text(ranked))).truncate());
    let chance = 100.0 * recommendation.group_probabilities.get(ranked.group - 1).copied().unwrap_or_default();
    let chance = format!("{} · the best tone in {chance:.0} of 100 cases", difference_text(ranked));
    ui.add(Label::new(RichText::new(chance).small().weak()).truncate());
    alike_ui(ui, recommendation, index).map(|index| (index, Asked::Show)).or(clicked)
}

/// The other pigments of its group, each to be shown.
fn alike_ui(ui: &mut Ui, recommendation: &Recommendation, index: usize) -> Option<usize> {
    let group = recommendation.matches[index].group;
    let numbered = recommendation.matches.iter().enumerate();
    let others: Vec<(usize, &Match)> = numbered.filter(|(at, one)| *at != index && one.group == group).collect();
    if others.is_empty() {
        return None;
    }
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new("As good:").small());
        for (at, one) in others {
            let text = RichText::new(format!("{}, {}", one.name, one.recipe)).small();
            if ui.add(Button::new(text).small()).on_hover_text(difference_text(one)).clicked() {
                clicked = Some(at);
            }
        }
    });
    clicked
}

/// The middle of a picture as wide as the rectangle.
fn paint_middle(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let [width, height] = texture.size().map(|side| side as f32);
    let share = (rect.height() / rect.width() * width / height).min(1.0);
    let part = Rect::from_min_max(pos2(0.0, 0.5 - share / 2.0), pos2(1.0, 0.5 + share / 2.0));
    ui.painter().image(texture.id(), rect, part, egui::Color32::WHITE);
}

/// The answer that is shown large: as in the mirror, and from across a room.
pub(super) fn beside_ui(ui: &mut Ui, [near, far]: &[TextureHandle; 2], told: &str) {
    let width = ui.available_width();
    ui.columns(2, |columns| {
        columns[0].label(RichText::new("The client's stubble").small());
        columns[1].label(RichText::new("Dots once healed").small());
    });
    let [columns, rows] = near.size().map(|side| side as f32);
    for (texture, height, what) in [(near, width * rows / columns, "in the mirror"), (far, 56.0, "from two metres")] {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
        let label = format!("The client's stubble on the left, {told} on the right, {what}");
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
        paint_middle(ui, texture, rect);
        outline(ui, rect);
        response.on_hover_text(label);
    }
    ui.add(
        Label::new(
            RichText::new("Above as in the mirror, below as sharp as it is seen from two metres").small().weak(),
        )
        .wrap(),
    );
}
