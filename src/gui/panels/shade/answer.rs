use egui::{
    Align, Button, Color32, FontId, Label, Layout, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind,
    TextureHandle, Ui, WidgetInfo, pos2, vec2,
};

use super::card::Asked;
use super::words::{difference_text, range_text};
use crate::color::Lab;
use crate::gui::style::ACCENT;
use crate::gui::swatch::{outline, paint_pair};
use crate::matching::{Match, Recommendation};

/// A piece of the picture as high as fits three answers into the panel, points.
const PICTURE_HEIGHT: f32 = 96.0;
const FAR_HEIGHT: f32 = 56.0;

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
    let told = format!(
        "Answer {}: {}, {}{}, {}, {}",
        ranked.group,
        ranked.name,
        ranked.recipe,
        range_text(ranked),
        difference_text(ranked),
        ranked.reason
    );
    let response = picture_ui(ui, recommendation.target.lab, ranked, is_shown, textures);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, &told));
    let shown = response.clicked().then_some((index, Asked::Show));
    let previewed = name_ui(ui, ranked).then_some((index, Asked::Preview));
    facts_ui(ui, recommendation, ranked);
    let other = alike_ui(ui, recommendation, index).map(|index| (index, Asked::Show));
    other.or(previewed).or(shown)
}

/// The pigment's name, and a button for its dots on the photo; true when that was clicked.
fn name_ui(ui: &mut Ui, ranked: &Match) -> bool {
    let row = ui.horizontal(|ui| {
        let room = ui.available_width() - 70.0;
        let name = RichText::new(format!("{}. {}", ranked.group, ranked.name)).strong();
        ui.allocate_ui(vec2(room, 18.0), |ui| ui.add(Label::new(name).truncate().selectable(false)));
        let at_the_right = Layout::right_to_left(Align::Center);
        let preview = ui.with_layout(at_the_right, |ui| ui.add(Button::new(RichText::new("Preview").small()).small()));
        let preview = preview.inner.on_hover_text("Its dots on the photo");
        preview.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Preview answer {}", ranked.group)));
        preview.clicked()
    });
    row.inner
}

/// What it takes, and how sure it is.
fn facts_ui(ui: &mut Ui, recommendation: &Recommendation, ranked: &Match) {
    let density = ranked
        .dots
        .map_or_else(String::new, |dots| format!(" · {:.0} dots of {:.2} mm /cm²", dots.per_cm2(), dots.diameter_mm));
    ui.add(Label::new(format!("{}{}{density}", ranked.recipe, range_text(ranked))).truncate());
    let chance = 100.0 * recommendation.group_probabilities.get(ranked.group - 1).copied().unwrap_or_default();
    let chance = format!("{} · the best tone in {chance:.0} of 100 cases", difference_text(ranked));
    ui.add(Label::new(RichText::new(chance).small().weak()).truncate());
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

/// Stubble beside dots: the answer that is shown as in the mirror and, below, from two metres; of the others a piece.
fn picture_ui(
    ui: &mut Ui,
    target: Lab,
    ranked: &Match,
    is_shown: bool,
    textures: Option<&[TextureHandle; 2]>,
) -> Response {
    let width = ui.available_width();
    let (near_height, far_height) = match textures {
        Some([near, _]) if is_shown => {
            let [columns, rows] = near.size().map(|side| side as f32);
            (width * rows / columns, FAR_HEIGHT)
        }
        _ => (PICTURE_HEIGHT, 0.0),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, near_height + far_height), Sense::click());
    let (above, below) = rect.split_top_bottom_at_y(rect.top() + near_height);
    match textures {
        Some([near, far]) => {
            paint_middle(ui, near, above);
            paint_middle(ui, far, below);
            captions(ui, above, ["The client's stubble", "Dots, healed"]);
            captions(ui, below, ["From two metres", ""]);
        }
        None => paint_pair(ui, rect, target, ranked.lab),
    }
    outline(ui, rect);
    if is_shown || response.has_focus() || response.hovered() {
        let color = if is_shown { ACCENT } else { ui.visuals().widgets.hovered.fg_stroke.color };
        ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, color), StrokeKind::Outside);
    }
    response
}

/// The middle of a picture as wide as the rectangle.
fn paint_middle(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let [width, height] = texture.size().map(|side| side as f32);
    let share = (rect.height() / rect.width() * width / height).min(1.0);
    let part = Rect::from_min_max(pos2(0.0, 0.5 - share / 2.0), pos2(1.0, 0.5 + share / 2.0));
    ui.painter().image(texture.id(), rect, part, Color32::WHITE);
}

/// What the two halves are, small in their lower corners.
fn captions(ui: &Ui, rect: Rect, texts: [&str; 2]) {
    for (text, left) in texts.into_iter().zip([rect.left(), rect.center().x]) {
        if rect.height() > 0.0 && !text.is_empty() {
            let font = FontId::proportional(10.5);
            let text = ui.painter().layout_no_wrap(text.into(), font, Color32::WHITE);
            let place = Rect::from_min_size(pos2(left + 3.0, rect.bottom() - text.size().y - 5.0), text.size());
            ui.painter().rect_filled(place.expand2(vec2(3.0, 1.0)), 2.0, Color32::from_black_alpha(150));
            ui.painter().galley(place.min, text, Color32::WHITE);
        }
    }
}
