//! What to use: the recipe that will match once healed, the others ranked below it, and how this practitioner works.

mod bench;
mod card;
mod practice;
mod shown;
mod strip;
mod teaching;

use egui::{Label, RichText, Ui};

pub(in crate::gui) use self::bench::BenchEntry;
use self::bench::bench_ui;
use self::card::{Asked, card_ui};
use self::practice::practice_ui;
use self::shown::shown_ui;
pub(in crate::gui) use self::teaching::TeachingEntry;
use super::row_with_button_ui;
use crate::caution::Caution;
use crate::gui::caution_rows::{caution_ui, cautions_ui};
use crate::gui::preview_view::choose_recipe;
use crate::gui::view::View;
use crate::matching::{Match, Recommendation};
use crate::session::{Action, CatalogAction, Session};

pub(super) fn shade_ui(ui: &mut Ui, session: &Session, view: &mut View, actions: &mut Vec<Action>) {
    catalog_ui(ui, session, actions);
    let recommendation = session.analysis().and_then(|analysis| analysis.recommendation.as_ref());
    let Some(recommendation) = recommendation.filter(|found| !found.matches.is_empty()) else {
        empty_ui(ui, session, recommendation);
        practice_ui(ui, session, view, actions);
        return;
    };
    view.shown_match = view.shown_match.min(recommendation.matches.len() - 1);
    if let Some(shown) = recommendation.matches.get(view.shown_match) {
        let client = session.analysis().and_then(|analysis| analysis.client.as_deref());
        shown_ui(ui, recommendation, shown, client);
        bench_ui(ui, session, view, recommendation, shown, actions);
    }
    cautions_ui(ui, &recommendation.cautions);
    for difference in &recommendation.apart {
        ui.add(Label::new(RichText::new(difference).small()).wrap());
    }
    practice_ui(ui, session, view, actions);
    let shows_oklab = session.settings().shows_oklab;
    let mut group = 0;
    for (index, ranked) in recommendation.matches.iter().enumerate() {
        if ranked.group != group {
            group = ranked.group;
            ui.add_space(4.0);
            ui.label(RichText::new(group_text(recommendation, group)).small());
        }
        let is_shown = index == view.shown_match;
        let Some(asked) = card_ui(ui, &recommendation.target, ranked, is_shown, shows_oklab) else { continue };
        actions.extend(choose_recipe(session, view, index).map(Action::Preview));
        view.preview.is_open |= matches!(asked, Asked::Preview);
    }
}

/// What heads the pigments that can't be told apart.
fn group_text(recommendation: &Recommendation, group: usize) -> String {
    let pigments = recommendation.matches.iter().filter(|one| one.group == group).count();
    let chance = 100.0 * recommendation.group_probabilities.get(group - 1).copied().unwrap_or_default();
    let which = if pigments > 1 { "Any of these, the palest first" } else { "This pigment" };
    format!("Answer {group}. {which}: holds the best tone in {chance:.0} of 100")
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

/// How far the predicted area is from the target.
fn difference_text(shown: &Match) -> String {
    format!("ΔE00 {} ± {}", shown.difference, shown.uncertainty)
}
