use egui::{ComboBox, DragValue, RichText, Ui};

use crate::calibration::{Card, NeutralFit, NeutralPatch, Reference};
use crate::gui::view::Tool;
use crate::session::{Action, Session};

/// What a card may be, by the names that people know them by.
const CARDS: [(&str, Card); 7] = [
    ("Unknown grey", Card::Unknown),
    ("White card", Card::WHITE),
    ("Light grey card", Card::LIGHT_GREY),
    ("Grey card 18 %", Card::GREY_18),
    // X-Rite, ColorChecker Classic.
    ("Chart white", Card::Lightness(95.2)),
    ("Chart grey 6.5", Card::Lightness(66.9)),
    ("White paper", Card::Paper),
];

/// L* that a card may have.
const LIGHTNESS: [f64; 2] = [5.0, 100.0];

/// What is asked of a card that the photo alone does not tell.
const ANSWERS: [(&str, Card); 4] = [
    ("White card", Card::WHITE),
    ("Light grey", Card::LIGHT_GREY),
    ("18 % grey", Card::GREY_18),
    ("White paper", Card::Paper),
];

/// The cards that are taken for neutral, each with what it is.
pub(super) fn cards_ui(ui: &mut Ui, session: &Session, fit: &NeutralFit, actions: &mut Vec<Action>) {
    let Reference::Neutral(cards) = &session.consultation().marks.reference else {
        return;
    };
    for (index, card) in cards.iter().enumerate() {
        // A card that cannot be used has no lightness of its own in the fit.
        let found = fit.lightness.get(index).filter(|_| fit.lightness.len() == cards.len()).copied();
        if let Some(change) = card_ui(ui, index, card.card, found) {
            actions.push(change.action(cards, index));
        }
    }
    ui.label(RichText::new(format!("Drag over a further card to add it ({})", Tool::NeutralPatch.key().name())).weak());
}

/// What the user makes of a card: one that she names, one whose lightness is being turned, or nothing any more.
#[derive(Clone, Copy)]
enum Change {
    Named(Card),
    Turned(f64),
    Remove,
}

impl Change {
    fn action(self, cards: &[NeutralPatch], index: usize) -> Action {
        let mut changed = cards.to_vec();
        match self {
            Self::Named(card) => return Action::NameCard { index, card },
            Self::Turned(lightness) => changed[index].card = Card::Lightness(lightness),
            Self::Remove => drop(changed.remove(index)),
        }
        Action::SetReference(if changed.is_empty() { Reference::Auto } else { Reference::Neutral(changed) })
    }
}

fn card_ui(ui: &mut Ui, index: usize, card: Card, found: Option<f64>) -> Option<Change> {
    // A field that has to bring its number into range would take that for the user's own change.
    let shown = card.color().map(|color| color.l).or(found).unwrap_or(50.0).clamp(LIGHTNESS[0], LIGHTNESS[1]);
    let known = ui.horizontal(|ui| {
        let named = kind_ui(ui, index, card).map(Change::Named);
        let turned = lightness_ui(ui, card, shown);
        let is_removed = ui.small_button("Remove").on_hover_text("Take this card for neutral no more").clicked();
        is_removed.then_some(Change::Remove).or(named).or(turned)
    });
    known.inner.or(which_card_ui(ui, card))
}

fn kind_ui(ui: &mut Ui, index: usize, card: Card) -> Option<Card> {
    let label = ui.label(format!("Card {}", index + 1));
    let combo = ComboBox::from_id_salt(("card", index)).width(116.0).selected_text(name_of(card));
    let shown = combo.show_ui(ui, |ui| {
        CARDS.into_iter().fold(None, |named, (name, choice)| {
            let is_clicked = ui.selectable_label(card == choice, name).clicked();
            if is_clicked { Some(choice) } else { named }
        })
    });
    shown.response.labelled_by(label.id);
    shown.inner.flatten()
}

/// The own L* of a card; remembered once it is let go of.
fn lightness_ui(ui: &mut Ui, card: Card, mut value: f64) -> Option<Change> {
    let label = ui.label(if card == Card::Unknown { "L* about" } else { "L*" });
    let drag = DragValue::new(&mut value).range(LIGHTNESS[0]..=LIGHTNESS[1]).max_decimals(1).speed(0.1);
    let field = ui.add(drag).labelled_by(label.id);
    let is_done = (field.drag_stopped() || field.lost_focus()) && card == Card::Lightness(value);
    match field.changed() {
        true => Some(Change::Turned(value)),
        false => is_done.then_some(Change::Named(card)),
    }
}

/// Asks which card it is while only its brightness in the photo tells.
fn which_card_ui(ui: &mut Ui, card: Card) -> Option<Change> {
    if card != Card::Unknown {
        return None;
    }
    let asked = ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Which card?").strong());
        ANSWERS.into_iter().fold(None, |named, (name, choice)| {
            let is_clicked = ui.button(name).on_hover_text("Remembered for the next photo").clicked();
            if is_clicked { Some(choice) } else { named }
        })
    });
    asked.inner.map(Change::Named)
}

fn name_of(card: Card) -> &'static str {
    CARDS.iter().find(|(_, known)| *known == card).map_or("Known L*", |(name, _)| name)
}
