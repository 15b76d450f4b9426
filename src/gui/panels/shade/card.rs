use egui::{Button, Label, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo};

use super::words::{difference_text, range_text};
use crate::gui::style::ACCENT;
use crate::gui::swatch::{outline, paint_pair};
use crate::matching::{Match, Target};
use crate::pigment::ProvenanceKind;

/// The button that previews a recipe.
const BUTTON: Vec2 = Vec2::new(58.0, 18.0);

/// What a card asks for.
pub(super) enum Asked {
    Show,
    Preview,
}

/// One ranked recipe, the target and its predicted area side by side.
pub(super) fn card_ui(
    ui: &mut Ui,
    target: &Target,
    ranked: &Match,
    is_shown: bool,
    shows_oklab: bool,
) -> Option<Asked> {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 58.0), Sense::click());
    let difference = if shows_oklab {
        format!("{}   Oklab {:.1}", difference_text(ranked), ranked.oklab_difference)
    } else {
        difference_text(ranked)
    };
    let label = format!("{}. {}, {}, {difference}, {}", ranked.rank, ranked.name, ranked.recipe, ranked.reason);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, &label));
    let visuals = ui.style().interact_selectable(&response, false);
    let fill = if is_shown { ui.visuals().widgets.hovered.bg_fill } else { ui.visuals().faint_bg_color };
    ui.painter().rect_filled(rect, 3.0, if response.hovered() { visuals.weak_bg_fill } else { fill });
    if is_shown || response.has_focus() {
        ui.painter().rect_stroke(rect, 3.0, Stroke::new(2.0, ACCENT), StrokeKind::Inside);
    }
    let pair = Rect::from_min_size(rect.min + Vec2::splat(6.0), Vec2::new(84.0, rect.height() - 12.0));
    paint_pair(ui, pair, target.lab, ranked.lab);
    outline(ui, pair);
    let texts = Rect::from_min_max(pair.right_top() + Vec2::new(10.0, -1.0), rect.max - Vec2::new(6.0, 4.0));
    ui.scope_builder(UiBuilder::new().max_rect(texts), |ui| card_texts_ui(ui, ranked, &difference));
    let button = Button::new(RichText::new("Preview").small()).small();
    let place = Rect::from_min_size(rect.right_bottom() - BUTTON - Vec2::splat(5.0), BUTTON);
    let preview = ui.put(place, button).on_hover_text("Its dots on the photo");
    preview.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Preview recipe {}", ranked.rank)));
    if preview.clicked() {
        return Some(Asked::Preview);
    }
    response.clicked().then_some(Asked::Show)
}

fn card_texts_ui(ui: &mut Ui, ranked: &Match, difference: &str) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let line = |text: RichText| Label::new(text).truncate().selectable(false);
    ui.add(line(RichText::new(format!("{}. {}", ranked.rank, ranked.name)).strong()));
    ui.add(line(RichText::new(format!("{}{}   {difference}", ranked.recipe, range_text(ranked)))));
    let density = ranked.dots.map(|dots| format!("{:.0} dots /cm²", dots.per_cm2()));
    let facts: Vec<String> = [density, Some(origin(ranked).into())].into_iter().flatten().collect();
    let facts = line(RichText::new(facts.join(" · ")).small().weak());
    let room = Vec2::new(ui.available_width() - BUTTON.x - 6.0, ui.available_height());
    ui.allocate_ui(room, |ui| ui.add(facts));
}

fn origin(ranked: &Match) -> &'static str {
    match ranked.provenance.kind {
        ProvenanceKind::Computed => "computed",
        ProvenanceKind::Measured => "measured",
        ProvenanceKind::User => "user",
        ProvenanceKind::MakerStatement => "maker",
    }
}
