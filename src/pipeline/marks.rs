use std::collections::BTreeSet;

use super::scale::Scale;
use crate::calibration::{Card, NeutralPatch, Reference};
use crate::matching::Answers;
use crate::photo::{Region, RegionId, Shape, SwatchStep, Tissue};
use crate::pigment::{MeterReading, Recipe};

/// What a person marks and states about one photo: all that its answer depends on, the practice and the catalog apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// In the order in which they were drawn; the latest lies on top.
    pub regions: Vec<Region>,
    pub reference: Reference,
    /// What a color meter read on this head; it stands before the photo.
    pub meter: Vec<MeterReading>,
    /// How large things in the photo are, where anything tells it.
    pub scale: Option<Scale>,
    /// What was asked about the client.
    pub answers: Answers,
}

impl Marks {
    pub fn region(&self, id: RegionId) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    pub fn region_mut(&mut self, id: RegionId) -> Option<&mut Region> {
        self.regions.iter_mut().find(|region| region.id == id)
    }

    /// Whether regions that the program proposed are among them and no person has changed them.
    pub fn has_suggestions(&self) -> bool {
        self.regions.iter().any(|region| region.is_suggested)
    }

    /// States which step a swatch shows and names it by that, unless another is called so.
    pub fn set_step(&mut self, id: RegionId, step: SwatchStep) {
        let name = name_of_step(step);
        let is_free = self.regions.iter().all(|region| region.name != name);
        if let Some(region) = self.region_mut(id) {
            region.step = Some(step);
            if is_free {
                region.name = name;
            }
        }
    }

    /// The ladders of which swatches are marked, in ascending order.
    pub fn ladders(&self) -> Vec<u32> {
        let ladders: BTreeSet<u32> = self.steps().map(|(_, step)| step.ladder).collect();
        ladders.into_iter().collect()
    }

    /// The swatches whose step is known.
    pub fn steps(&self) -> impl Iterator<Item = (RegionId, SwatchStep)> + '_ {
        self.regions.iter().filter_map(|region| region.swatch_step().map(|step| (region.id, step)))
    }

    /// Takes a further card for neutral; the first replaces a reference of another kind.
    pub fn add_card(&mut self, shape: Shape, card: Card) {
        let card = NeutralPatch { shape, card };
        match &mut self.reference {
            Reference::Neutral(cards) => cards.push(card),
            other => *other = Reference::Neutral(vec![card]),
        }
    }

    /// States which card one of them is.
    pub fn name_card(&mut self, index: usize, card: Card) {
        if let Reference::Neutral(cards) = &mut self.reference
            && let Some(named) = cards.get_mut(index)
        {
            named.card = card;
        }
    }

    /// A name that no region bears.
    pub fn free_name(&self, tissue: Tissue) -> String {
        let is_free = |name: &String| self.regions.iter().all(|region| region.name != *name);
        (1..).map(|number| tissue.name_of(number)).find(is_free).unwrap_or_default()
    }
}

/// What to call a swatch of this step; only further ladders are named.
fn name_of_step(SwatchStep { ladder, water_parts }: SwatchStep) -> String {
    let recipe = Recipe::diluted(water_parts);
    match ladder {
        1 => format!("Swatch, {recipe}"),
        ladder => format!("Ladder {ladder}, {recipe}"),
    }
}
