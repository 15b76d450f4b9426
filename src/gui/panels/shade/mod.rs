//! What to use: the recipe that will match once healed, the others ranked below it, and how this practitioner works.

mod answer;
mod bench;
mod card;
mod map;
mod practice;
mod shown;
mod strip;
mod teaching;
mod words;

use egui::{CollapsingHeader, Label, RichText, Ui};

use self::answer::answer_ui;
use self::bench::bench_ui;
use self::card::{Asked, card_ui};
use self::map::map_ui;
use self::practice::practice_ui;
use self::shown::shown_ui;
use crate::gui::answer_pictures::AnswerPictures;
use crate::gui::caution_rows::{caution_ui, cautions_ui};
use crate::gui::panels::rows::row_with_button_ui;
use crate::gui::view::{Mode, View};
use crate::matching::{Match, MatchCaution, Practice, RecipeId, Recommendation};
use crate::session::{Action, CatalogAction, Chosen, FileChoice, Session};

pub(super) fn shade_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    pictures: &AnswerPictures,
    actions: &mut Vec<Action>,
) {
    catalog_ui(ui, session, actions);
    let recommendation = session.recommendation();
    let Some(recommendation) = recommendation.filter(|found| !found.matches.is_empty()) else {
        empty_ui(ui, session, recommendation);
        practice_ui(ui, session, view, actions);
        return;
    };
    let Some(chosen) = session.chosen() else { return };
    cautions_ui(ui, recommendation.cautions.iter().map(MatchCaution::text));
    if let Some(told) = scale_text(session) {
        ui.add(Label::new(RichText::new(told).small()).wrap());
    }
    let asked = answers_ui(ui, recommendation, chosen.index, pictures);
    overtaken_ui(ui, session, &chosen);
    shown_answer_ui(ui, session, recommendation, chosen.ranked, view, actions);
    chosen_map_ui(ui, session, chosen.ranked, pictures, actions);
    practice_ui(ui, session, view, actions);
    let asked = others_ui(ui, session, recommendation, chosen.index).or(asked);
    if let Some((index, asked)) = asked {
        actions.push(Action::ChooseRecipe(recommendation.matches[index].id()));
        if matches!(asked, Asked::Preview) {
            view.mode = Mode::Preview;
        }
    }
}

/// Pixels per mm below which single follicles run together (our choice: a tip is a pixel wide).
const TOO_COARSE: f64 = 6.0;

/// What keeps the pictures from showing stubble and dots as they are.
fn scale_text(session: &Session) -> Option<String> {
    match session.px_per_mm() {
        None => Some(
            "No scale: how large stubble and dots are beside each other is a guess. Set the scale under Regions".into(),
        ),
        Some(scale) if scale < TOO_COARSE => Some(format!(
            "This photo has {scale:.1} pixels to a millimetre: single dots hardly show. A closer one, of ten and more, tells more"
        )),
        Some(_) => None,
    }
}

/// The answers, at most three, each as it looks beside the stubble.
fn answers_ui(
    ui: &mut Ui,
    recommendation: &Recommendation,
    chosen: usize,
    pictures: &AnswerPictures,
) -> Option<(usize, Asked)> {
    let mut asked = None;
    for (index, ranked) in recommendation.answers() {
        let is_shown = index == chosen || recommendation.matches[chosen].group == ranked.group;
        // Of a group the one that was chosen stands in the picture.
        let index = if is_shown { chosen } else { index };
        let textures = pictures.of(&recommendation.matches[index]);
        asked = answer_ui(ui, recommendation, index, is_shown, textures).or(asked);
        ui.add_space(6.0);
    }
    asked
}

/// A word where what was decided for is no longer ranked so.
fn overtaken_ui(ui: &mut Ui, session: &Session, chosen: &Chosen) {
    let Some(RecipeId { dilution, shade, .. }) = chosen.overtaken else { return };
    let now = format!("{}, {}", chosen.ranked.recipe, chosen.ranked.name);
    let text = if chosen.ranked.shade_id == *shade {
        format!("You had chosen {dilution}; by what is marked now it is {now}. Choose anew if that is right")
    } else {
        let name = session.catalog().shade(shade).map_or(shade.as_str(), |shade| &shade.name);
        format!("The recipe that you had chosen, {dilution}, {name}, is no longer ranked; shown is {now}")
    };
    caution_ui(ui, &text);
}

/// All that is known of the answer that was chosen.
fn shown_answer_ui(
    ui: &mut Ui,
    session: &Session,
    recommendation: &Recommendation,
    shown: &Match,
    view: &mut View,
    actions: &mut Vec<Action>,
) {
    let client = session.analysis().and_then(|analysis| analysis.client.as_deref());
    shown_ui(ui, recommendation, shown, client);
    bench_ui(ui, session, view, recommendation, shown, actions);
}

/// Dilution against density; a click chooses the density.
fn chosen_map_ui(ui: &mut Ui, session: &Session, shown: &Match, pictures: &AnswerPictures, actions: &mut Vec<Action>) {
    if let Some(map) = pictures.map_of(shown)
        && let Some(per_cm2) = map_ui(ui, map, shown)
    {
        let practice = Practice { per_cm2: Some(per_cm2), ..session.settings().practice };
        actions.push(Action::SetPractice(practice));
    }
}

/// What is ranked below the answers, folded away.
fn others_ui(ui: &mut Ui, session: &Session, recommendation: &Recommendation, shown: usize) -> Option<(usize, Asked)> {
    let last = recommendation.answers().map(|(_, one)| one.group).last().unwrap_or_default();
    let numbered = recommendation.matches.iter().enumerate();
    let others: Vec<(usize, &Match)> = numbered.filter(|(_, one)| one.group > last).collect();
    if others.is_empty() {
        return None;
    }
    let mut asked = None;
    CollapsingHeader::new(format!("{} less likely pigments", others.len())).show_unindented(ui, |ui| {
        for (index, ranked) in others {
            let shows_oklab = session.settings().shows_oklab;
            let card = card_ui(ui, &recommendation.target, ranked, index == shown, shows_oklab);
            asked = card.map(|card| (index, card)).or(asked.take());
        }
    });
    asked
}

fn catalog_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let catalog = session.catalog();
    let is_shipped = session.catalog_path().is_none();
    let named = if catalog.name.is_empty() { "Unnamed catalog" } else { &catalog.name };
    let path = session.catalog_path().map_or("Comes with the program".into(), |path| path.display().to_string());
    let change = if is_shipped { "Open catalog…" } else { "Use shipped catalog" };
    if row_with_button_ui(ui, RichText::new(named).weak(), &path, change) {
        let action = if is_shipped {
            Action::ChooseFile(FileChoice::Catalog)
        } else {
            Action::Catalog(CatalogAction::UseShipped)
        };
        actions.push(action);
    }
}

fn empty_ui(ui: &mut Ui, session: &Session, recommendation: Option<&Recommendation>) {
    match (session.photo(), recommendation) {
        (None, _) => {
            ui.label("The ranked shades appear here");
        }
        (_, Some(recommendation)) => cautions_ui(ui, recommendation.cautions.iter().map(MatchCaution::text)),
        (_, None) => caution_ui(ui, &MatchCaution::NothingToMatch.text()),
    }
}
