use egui::{ComboBox, DragValue, RichText, Ui};

use crate::calibration::{Card, NeutralFit, NeutralPatch, Reference};
use crate::gui::tools::Tool;
use crate::session::{Action, Session};

/// What a card may be, by the names that people know them by.
const CARDS: [(&str, Card); 5] = [
    ("Unknown grey", Card::Unknown),
    // Reflectance 18 %.
    ("Grey card 18 %", Card::Lightness(49.5)),
    // X-Rite, ColorChecker Classic.
    ("Chart white", Card::Lightness(95.2)),
    ("Chart grey 6.5", Card::Lightness(66.9)),
    ("White paper", Card::Paper),
];

/// The cards that are taken for neutral, each with what it is.
pub(super) fn cards_ui(ui: &mut Ui, session: &Session, fit: &NeutralFit, actions: &mut Vec<Action>) {
    let Reference::Neutral(cards) = &session.consultation().reference else {
        return;
    };
    for (index, card) in cards.iter().enumerate() {
        // A card that cannot be used has no lightness of its own in the fit.
        let found = fit.lightness.get(index).filter(|_| fit.lightness.len() == cards.len()).copied();
        if let Some(changed) = card_ui(ui, index, card.card, found) {
            let changed = replaced(cards, index, changed);
            let reference = if changed.is_empty() { Reference::Auto } else { Reference::Neutral(changed) };
            actions.push(Action::SetReference(reference));
        }
    }
    ui.label(RichText::new(format!("Drag over a further card to add it ({})", Tool::NeutralPatch.key().name())).weak());
}

/// What the user makes of a card: another kind or lightness, or nothing any more.
#[derive(Clone, Copy)]
enum Change {
    To(Card),
    Remove,
}

fn card_ui(ui: &mut Ui, index: usize, card: Card, found: Option<f64>) -> Option<Change> {
    let mut change = None;
    ui.horizontal(|ui| {
        let label = ui.label(format!("Card {}", index + 1));
        let combo = ComboBox::from_id_salt(("card", index)).width(116.0).selected_text(name_of(card));
        let shown = combo.show_ui(ui, |ui| {
            for (name, choice) in CARDS {
                if ui.selectable_label(card == choice, name).clicked() {
                    change = Some(Change::To(choice));
                }
            }
        });
        shown.response.labelled_by(label.id);
        let label = ui.label(if card == Card::Unknown { "L* about" } else { "L*" });
        let mut value = card.color().map(|color| color.l).or(found).unwrap_or(50.0);
        let field =
            ui.add(DragValue::new(&mut value).range(5.0..=100.0).max_decimals(1).speed(0.1)).labelled_by(label.id);
        if field.changed() {
            change = Some(Change::To(Card::Lightness(value)));
        }
        if ui.small_button("Remove").on_hover_text("Take this card for neutral no more").clicked() {
            change = Some(Change::Remove);
        }
    });
    change
}

fn name_of(card: Card) -> &'static str {
    CARDS.iter().find(|(_, known)| *known == card).map_or("Known L*", |(name, _)| name)
}

fn replaced(cards: &[NeutralPatch], index: usize, change: Change) -> Vec<NeutralPatch> {
    let mut cards = cards.to_vec();
    match change {
        Change::To(card) => cards[index].card = card,
        Change::Remove => drop(cards.remove(index)),
    }
    cards
}
