use egui::{CollapsingHeader, DragValue, Label, RichText, TextEdit, Ui};

use crate::consultation::{BenchNotes, BottleNote};
use crate::gui::view::View;
use crate::matching::{ClientSkin, Match, Recommendation, SessionPlan};
use crate::pigment::{Batch, Bottle, Cup, WholeDrops};
use crate::session::{Action, Session};

/// How it is done and mixed, folded away.
pub(super) fn bench_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut View,
    recommendation: &Recommendation,
    shown: &Match,
    actions: &mut Vec<Action>,
) {
    let client = session.analysis().and_then(|analysis| analysis.client.as_deref());
    CollapsingHeader::new("Sittings and mixing").show_unindented(ui, |ui| {
        let cup = cup_ui(ui, session.settings().cup, actions);
        sittings_ui(ui, recommendation, shown, client, &cup);
        let notes = notes_ui(ui, session, view, shown, actions);
        let pigments: Vec<&str> = shown.pigments.iter().map(String::as_str).collect();
        let bottles =
            shade_ids(shown).map(|id| notes.bottle(id)).map(|note| Bottle { lot: note.lot, expires: note.expires });
        let batch = Batch::new(shown.recipe, &pigments, &cup).from_bottles(bottles);
        ui.label(RichText::new("The cup").strong());
        for line in [shown.recipe.to_string()].into_iter().chain(batch.amounts()) {
            small_ui(ui, &line);
        }
        if ui.button("Copy label").on_hover_text("Recipe, amounts, lot and date for the cup").clicked() {
            ui.ctx().copy_text(batch.label(&notes.mixed_on));
        }
    });
}

/// The sittings that build the recipe up, each with its drops.
fn sittings_ui(ui: &mut Ui, recommendation: &Recommendation, shown: &Match, client: Option<&ClientSkin>, cup: &Cup) {
    let planned = if shown.rank == 1 { recommendation.plan.clone() } else { None };
    let plan = planned.or_else(|| SessionPlan::of(shown, client?));
    for sitting in plan.iter().flat_map(|plan| &plan.sittings) {
        small_ui(ui, &sitting.to_string());
        let drops = WholeDrops::of(sitting.recipe, shown.pigments.len(), cup);
        small_ui(ui, &format!("    {}", drops.map_or_else(|error| error.to_string(), |drops| drops.to_string())));
    }
}

/// The cup and the dropper, which are kept for all clients.
fn cup_ui(ui: &mut Ui, before: Cup, actions: &mut Vec<Action>) -> Cup {
    let mut cup = before;
    ui.horizontal(|ui| {
        let label = ui.label("Cup of");
        let field = DragValue::new(&mut cup.ml).range(0.1..=50.0).speed(0.02).max_decimals(2).suffix(" ml");
        ui.add(field).labelled_by(label.id);
        let label =
            ui.label("a drop of").on_hover_text("Count the drops of your bottle into a millilitre once: usually 20");
        let field = DragValue::new(&mut cup.drop_ml).range(0.01..=0.2).speed(0.001).max_decimals(3).suffix(" ml");
        ui.add(field).labelled_by(label.id);
    });
    if cup != before {
        actions.push(Action::SetCup(cup));
    }
    cup
}

/// Lot and expiry of each bottle, and the date, as they stand in the fields.
fn notes_ui(ui: &mut Ui, session: &Session, view: &mut View, shown: &Match, actions: &mut Vec<Action>) -> BenchNotes {
    let noted = &session.consultation().bench;
    let mut notes = view.bench.typed.take().unwrap_or_else(|| noted.clone());
    let (mut has_focus, mut is_left) = (false, false);
    let mut field_ui = |ui: &mut Ui, name: String, value: &mut String| {
        let label = ui.label(name);
        let field = ui.add(TextEdit::singleline(value).desired_width(84.0)).labelled_by(label.id);
        has_focus |= field.has_focus();
        is_left |= field.lost_focus();
    };
    for (id, name) in shade_ids(shown).zip(&shown.pigments) {
        let of = if shown.pigments.len() > 1 { format!(" of {name}") } else { String::new() };
        let mut bottle = notes.bottle(id);
        ui.horizontal_wrapped(|ui| {
            field_ui(ui, format!("Lot{of}"), &mut bottle.lot);
            field_ui(ui, format!("Expires{of}"), &mut bottle.expires);
        });
        if bottle != notes.bottle(id) {
            keep(&mut notes, id, bottle);
        }
    }
    ui.horizontal(|ui| field_ui(ui, "Mixed on".into(), &mut notes.mixed_on));
    if is_left && notes != *noted {
        actions.push(Action::NoteBench(notes.clone()));
    } else if has_focus {
        view.bench.typed = Some(notes.clone());
    }
    notes
}

/// A bottle of which nothing is noted is none.
fn keep(notes: &mut BenchNotes, id: &str, bottle: BottleNote) {
    if bottle == BottleNote::default() {
        notes.bottles.remove(id);
    } else {
        notes.bottles.insert(id.to_owned(), bottle);
    }
}

/// In the order of the pigments.
fn shade_ids(shown: &Match) -> impl Iterator<Item = &str> {
    [Some(shown.shade_id.as_str()), shown.mixed_with.as_deref()].into_iter().flatten()
}

fn small_ui(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).small()).wrap());
}
