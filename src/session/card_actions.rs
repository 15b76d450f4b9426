use super::Session;
use super::effect::Effect;
use crate::calibration::{Card, Reference};
use crate::photo::Shape;

impl Session {
    /// A further card is taken for the one that the practitioner named last.
    pub(super) fn add_card(&mut self, shape: Shape) -> Vec<Effect> {
        let card = self.settings.card.unwrap_or_default();
        self.edit("Add neutral card", |consultation| consultation.marks.add_card(shape, card))
    }

    /// Which card it is, for this photo and for the next.
    pub(super) fn name_card(&mut self, index: usize, card: Card) -> Vec<Effect> {
        let is_there = matches!(&self.consultation.marks.reference, Reference::Neutral(cards) if index < cards.len());
        if !is_there {
            return Vec::new();
        }
        let mut effects = self.edit("Say which card it is", |consultation| consultation.marks.name_card(index, card));
        let remembered = Some(card).filter(|card| *card != Card::Unknown);
        if self.settings.card != remembered {
            effects.extend(self.change_settings(|settings| settings.card = remembered));
        }
        effects
    }
}
