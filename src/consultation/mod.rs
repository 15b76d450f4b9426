//! What is entered or chosen in one consultation; every change of it can be undone.

mod answers;
mod bench_notes;
mod swatch_step;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use answers::{Answers, SkinType, Undertone};
pub use bench_notes::{BenchNotes, BottleNote};
pub use swatch_step::SwatchStep;

use crate::calibration::{Card, NeutralPatch, Reference};
use crate::photo::{Photo, Region, RegionId, Shape, Tissue, steps_of_strip};
use crate::pigment::MeterReading;
use crate::pipeline::Scale;
use crate::preview::Treatment;

/// One client's photo and what was marked on it.
#[derive(Clone, Debug, Default)]
pub struct Consultation {
    pub photo: Option<Arc<Photo>>,
    /// In the order in which they were drawn; the latest lies on top.
    pub regions: Vec<Region>,
    pub reference: Reference,
    /// What is known of swatches that were marked as steps of a ladder.
    pub swatch_steps: BTreeMap<RegionId, SwatchStep>,
    /// What a color meter read on this head.
    pub meter: Vec<MeterReading>,
    /// How large things in the photo are; unknown unless entered.
    pub scale: Option<Scale>,
    /// What the practitioner was asked about the client.
    pub answers: Answers,
    /// What is painted over the photo to preview it; nothing is measured from it.
    pub treatment: Option<Treatment>,
    /// Lots, expiry and date of what is mixed; nothing is measured from it.
    pub bench: BenchNotes,
    /// Ids from here on were never given out.
    next_id: u32,
}

impl Consultation {
    /// A consultation that starts with a photo.
    pub fn with_photo(photo: Arc<Photo>, regions: Vec<Region>) -> Self {
        let next_id = regions.iter().map(|region| region.id.0.saturating_add(1)).max().unwrap_or(0);
        Self { photo: Some(photo), regions, next_id, ..Self::default() }
    }

    /// Whether both show the same opened photo, or none.
    pub fn has_photo_of(&self, other: &Self) -> bool {
        self.photo.as_ref().map(Arc::as_ptr) == other.photo.as_ref().map(Arc::as_ptr)
    }

    /// Whether an analysis of the one holds for the other.
    pub fn is_measured_as(&self, other: &Self) -> bool {
        self.has_photo_of(other)
            && (&self.regions, &self.reference) == (&other.regions, &other.reference)
            && (&self.swatch_steps, &self.meter) == (&other.swatch_steps, &other.meter)
            && (&self.answers, &self.scale) == (&other.answers, &other.scale)
    }

    pub fn region(&self, id: RegionId) -> Option<&Region> {
        self.regions.iter().find(|region| region.id == id)
    }

    pub fn region_mut(&mut self, id: RegionId) -> Option<&mut Region> {
        self.regions.iter_mut().find(|region| region.id == id)
    }

    /// Adds a region under a name of its own and returns its id.
    pub fn add_region(&mut self, tissue: Tissue, shape: Shape) -> RegionId {
        let id = RegionId(self.next_id);
        self.next_id = self.next_id.saturating_add(1);
        self.regions.push(Region::new(id, self.free_name(tissue), tissue, shape));
        id
    }

    /// Adds the swatches of a strip as a further ladder, each with its parts of water in the order of the strip.
    pub fn add_strip(&mut self, strip: &Shape, water_parts: &[f64]) {
        let ladder = self.ladders().last().map_or(1, |ladder| ladder + 1);
        for (shape, &water_parts) in steps_of_strip(strip, water_parts.len()).into_iter().zip(water_parts) {
            let id = self.add_region(Tissue::Swatch, shape);
            self.set_step(id, SwatchStep { ladder, water_parts });
        }
    }

    /// States which step a swatch shows and names it by that, unless another is called so.
    pub fn set_step(&mut self, id: RegionId, step: SwatchStep) {
        self.swatch_steps.insert(id, step);
        let name = step.name();
        if self.regions.iter().all(|region| region.name != name)
            && let Some(region) = self.region_mut(id)
        {
            region.name = name;
        }
    }

    /// The ladders of which swatches are marked, in ascending order.
    pub fn ladders(&self) -> Vec<u32> {
        let ladders: BTreeSet<u32> = self.steps().map(|(_, step)| step.ladder).collect();
        ladders.into_iter().collect()
    }

    /// The swatches whose step is known.
    pub fn steps(&self) -> impl Iterator<Item = (RegionId, SwatchStep)> + '_ {
        let is_swatch = |id| self.region(id).is_some_and(|region| region.tissue == Tissue::Swatch);
        self.swatch_steps.iter().map(|(&id, &step)| (id, step)).filter(move |(id, _)| is_swatch(*id))
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

    /// Gives out none of the ids that another state of this consultation has given out, such as one that was undone.
    pub fn avoid_ids_of(&mut self, other: &Self) {
        self.next_id = self.next_id.max(other.next_id);
    }

    fn free_name(&self, tissue: Tissue) -> String {
        let is_free = |name: &String| self.regions.iter().all(|region| region.name != *name);
        (1..).map(|number| tissue.name_of(number)).find(is_free).unwrap_or_default()
    }
}
