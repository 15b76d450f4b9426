use egui::{Label, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::row_with_button_ui;
use crate::caution::Caution;
use crate::gui::caution_rows::{caution_ui, cautions_ui};
use crate::gui::swatch::{outline, paint_pair, swatch_pair_ui};
use crate::gui::view::View;
use crate::matching::{Match, Recommendation, Target};
use crate::pigment::ProvenanceKind;
use crate::session::{Action, CatalogAction, Session};

pub(super) fn shade_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    catalog_ui(ui, session, actions);
    let recommendation = session.analysis().and_then(|analysis| analysis.recommendation.as_ref());
    let Some(recommendation) = recommendation.filter(|found| !found.matches.is_empty()) else {
        empty_ui(ui, session, recommendation);
        return;
    };
    view.shown_match = view.shown_match.min(recommendation.matches.len() - 1);
    if let Some(shown) = recommendation.matches.get(view.shown_match) {
        shown_ui(ui, &recommendation.target, shown);
    }
    cautions_ui(ui, &recommendation.cautions);
    ui.add_space(4.0);
    let shows_oklab = session.settings().shows_oklab;
    for (index, ranked) in recommendation.matches.iter().enumerate() {
        if card_ui(ui, &recommendation.target, ranked, index == view.shown_match, shows_oklab) {
            view.shown_match = index;
        }
    }
}

fn catalog_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let catalog = session.catalog();
    let is_shipped = session.catalog_path().is_none();
    let named = if catalog.name.is_empty() { "Unnamed catalog" } else { &catalog.name };
    let path = session.catalog_path().map_or("Comes with the program".into(), |path| path.display().to_string());
    let change = if is_shipped { "Open catalog…" } else { "Use shipped catalog" };
    if row_with_button_ui(ui, RichText::new(named).weak(), &path, change) {
        let action = if is_shipped { CatalogAction::Choose } else { CatalogAction::UseShipped };
        actions.push(Action::Catalog(action));
    }
}

fn empty_ui(ui: &mut Ui, session: &Session, recommendation: Option<&Recommendation>) {
    match (session.photo(), recommendation) {
        (None, _) => {
            ui.label("The ranked shades appear here");
        }
        (_, Some(recommendation)) => cautions_ui(ui, &recommendation.cautions),
        (_, None) => caution_ui(ui, &Caution::NothingToMatch.text()),
    }
}

/// The chosen shade beside the target, as large as the panel allows.
fn shown_ui(ui: &mut Ui, target: &Target, shown: &Match) {
    let width = ui.available_width();
    ui.columns(2, |columns| {
        columns[0].label(RichText::new(format!("Target: {}", target.from)).strong());
        columns[1].with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            ui.add(Label::new(RichText::new(format!("{}. {}", shown.rank, shown.recipe)).strong()).truncate());
        });
    });
    let label = format!("Target {} on the left, {}, {} on the right", target.from, shown.name, shown.recipe);
    swatch_pair_ui(ui, target.lab, shown.lab, Vec2::new(width, 92.0), &label);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(difference_text(target, shown)).strong());
        ui.label(&shown.reason);
    });
    let direction = shown.direction;
    ui.label(format!("ΔL' {:+.1}   ΔC' {:+.1}   ΔH' {:+.1}", direction.lightness, direction.chroma, direction.hue));
    let provenance = provenance_text(shown);
    let line = Label::new(RichText::new(&provenance).small().weak()).truncate();
    ui.add(line).on_hover_text(&provenance);
    cautions_ui(ui, &shown.cautions);
}

fn provenance_text(shown: &Match) -> String {
    if let Some(dots) = shown.dots {
        let (density, diameter, best) = (dots.per_cm2(), dots.diameter_mm, 100.0 * shown.probability_best);
        return format!(
            "Predicted in this skin: {density:.0} dots of {diameter:.2} mm on a cm², best in {best:.0} of 100"
        );
    }
    match shown.provenance.kind {
        ProvenanceKind::Computed => format!("Computed: {}", shown.provenance.source),
        kind => format!("{}, {kind}: {}", shown.state, shown.provenance.source),
    }
}

fn difference_text(target: &Target, shown: &Match) -> String {
    format!("ΔE00 {} ± {}", shown.difference, target.uncertainty)
}

/// One ranked shade; true when it was clicked.
fn card_ui(ui: &mut Ui, target: &Target, ranked: &Match, is_shown: bool, shows_oklab: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 58.0), Sense::click());
    let difference = if shows_oklab {
        format!("{}   Oklab {:.1}", difference_text(target, ranked), ranked.oklab_difference)
    } else {
        difference_text(target, ranked)
    };
    let label = format!("{}. {}, {}, {difference}, {}", ranked.rank, ranked.name, ranked.recipe, ranked.reason);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_shown, &label));
    let visuals = ui.style().interact_selectable(&response, false);
    let fill = if is_shown { ui.visuals().widgets.hovered.bg_fill } else { ui.visuals().faint_bg_color };
    ui.painter().rect_filled(rect, 3.0, if response.hovered() { visuals.weak_bg_fill } else { fill });
    if is_shown || response.has_focus() {
        let stroke = egui::Stroke::new(2.0, crate::gui::style::ACCENT);
        ui.painter().rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Inside);
    }
    let pair = egui::Rect::from_min_size(rect.min + Vec2::splat(6.0), Vec2::new(84.0, rect.height() - 12.0));
    paint_pair(ui, pair, target.lab, ranked.lab);
    outline(ui, pair);
    let texts = egui::Rect::from_min_max(pair.right_top() + Vec2::new(10.0, -1.0), rect.max - Vec2::new(6.0, 4.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(texts), |ui| card_texts_ui(ui, ranked, &difference));
    response.clicked()
}

fn card_texts_ui(ui: &mut Ui, ranked: &Match, difference: &str) {
    ui.spacing_mut().item_spacing.y = 1.0;
    let origin = match ranked.provenance.kind {
        ProvenanceKind::Computed => "computed",
        ProvenanceKind::Measured => "measured",
        ProvenanceKind::User => "user",
        ProvenanceKind::MakerStatement => "maker",
    };
    let line = |text: RichText| Label::new(text).truncate().selectable(false);
    ui.add(line(RichText::new(format!("{}. {}", ranked.rank, ranked.name)).strong()));
    ui.add(line(RichText::new(format!("{}   {difference}", ranked.recipe))));
    ui.add(line(RichText::new(format!("{} · {origin}", ranked.reason)).small().weak()));
}
