//! What is entered or chosen in one consultation; every change of it can be undone.

mod bench_notes;

use std::sync::Arc;

pub use bench_notes::{BenchNotes, BottleNote};

use crate::matching::RecipeId;
use crate::photo::{Photo, Region, RegionId, Shape, SwatchStep, Tissue, steps_of_strip};
use crate::pipeline::Marks;
use crate::preview::Treatment;

/// One client's photo and what was marked, chosen and noted on it.
#[derive(Clone, Debug, Default)]
pub struct Consultation {
    pub photo: Option<Arc<Photo>>,
    /// All that is measured and ranked from.
    pub marks: Marks,
    /// The recipe that was decided for; none while the first of the ranking is looked at.
    pub chosen: Option<RecipeId>,
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
        let marks = Marks { regions, ..Marks::default() };
        Self { photo: Some(photo), marks, next_id, ..Self::default() }
    }

    /// Whether both show the same opened photo, or none.
    pub fn has_photo_of(&self, other: &Self) -> bool {
        self.photo.as_ref().map(Arc::as_ptr) == other.photo.as_ref().map(Arc::as_ptr)
    }

    /// Whether an analysis of the one holds for the other.
    pub fn is_measured_as(&self, other: &Self) -> bool {
        self.has_photo_of(other) && self.marks == other.marks
    }

    /// Adds a region under a name of its own and returns its id.
    pub fn add_region(&mut self, tissue: Tissue, shape: Shape) -> RegionId {
        let id = RegionId(self.next_id);
        self.next_id = self.next_id.saturating_add(1);
        self.marks.regions.push(Region::new(id, self.marks.free_name(tissue), tissue, shape));
        id
    }

    /// Adds regions that the program proposes, each under an id and a name of its own.
    pub fn add_suggestions(&mut self, proposed: Vec<Region>) {
        for region in proposed {
            let id = self.add_region(region.tissue, region.shape);
            if let Some(added) = self.marks.region_mut(id) {
                added.is_suggested = true;
            }
        }
    }

    /// Adds the swatches of a strip as a further ladder, each with its parts of water in the order of the strip.
    pub fn add_strip(&mut self, strip: &Shape, water_parts: &[f64]) {
        let ladder = self.marks.ladders().last().map_or(1, |ladder| ladder + 1);
        for (shape, &water_parts) in steps_of_strip(strip, water_parts.len()).into_iter().zip(water_parts) {
            let id = self.add_region(Tissue::Swatch, shape);
            self.marks.set_step(id, SwatchStep { ladder, water_parts });
        }
    }

    /// Gives out none of the ids that another state of this consultation has given out, such as one that was undone.
    pub fn avoid_ids_of(&mut self, other: &Self) {
        self.next_id = self.next_id.max(other.next_id);
    }
}
