use std::sync::Arc;

use super::Session;
use super::action::RegionAction;
use super::effect::Effect;
use super::notice::Notice;
use crate::photo::{Brush, Brushed, Photo, Region, RegionId, Shape, SwatchStep, Tissue};
use crate::pigment::Steps;

/// A copy is laid this many pixels to the right and below.
const COPY_OFFSET: f64 = 24.0;

const MAX_NAME: usize = 80;

impl Session {
    pub(super) fn update_region(&mut self, action: RegionAction) -> Vec<Effect> {
        match action {
            RegionAction::Add { tissue, shape } => self.add_region(tissue, shape),
            RegionAction::AddStrip { strip, steps } => self.add_strip(&strip, steps),
            RegionAction::SetStep { id, step } => self.set_step(id, step),
            RegionAction::Suggest => self.suggest(),
            RegionAction::Suggested { photo, regions } => self.take_suggestions(&photo, regions),
            RegionAction::Preview(region) => self.preview_region(region),
            RegionAction::EndPreview => self.end_preview(),
            RegionAction::Previewed { reading, answer } => self.take_preview(*reading, answer.map(|answer| *answer)),
            RegionAction::Reshape { id, shape } => {
                self.change_region(id, "Reshape region", |region| region.reshape(shape))
            }
            RegionAction::Brush { id, brushed } => self.brush_region(id, brushed),
            RegionAction::ClearBrushing(id) => {
                self.change_region(id, "Clear brushing", |region| region.brushed.clear())
            }
            RegionAction::Rename { id, name } => self.rename_region(id, &name),
            RegionAction::SetTissue { id, tissue } => {
                self.change_region(id, "Change kind of region", |region| region.tissue = tissue)
            }
            RegionAction::Duplicate(id) => self.duplicate_region(id),
            RegionAction::Delete(id) => self.delete_region(id),
            RegionAction::Select(id) => self.select_region(id),
        }
    }

    fn add_region(&mut self, tissue: Tissue, shape: Shape) -> Vec<Effect> {
        if self.consultation.photo.is_none() {
            return Vec::new();
        }
        let mut added = None;
        let effects = self.edit("Add region", |consultation| added = Some(consultation.add_region(tissue, shape)));
        self.selected = added;
        effects
    }

    /// The next row of swatches is likely to have the same steps.
    fn add_strip(&mut self, strip: &Shape, steps: Steps) -> Vec<Effect> {
        if self.consultation.photo.is_none() {
            return Vec::new();
        }
        let mut effects = self.edit("Mark ladder strip", |consultation| consultation.add_strip(strip, steps.waters()));
        if steps != self.settings.steps {
            effects.extend(self.change_settings(|settings| settings.steps = steps));
        }
        effects
    }

    fn set_step(&mut self, id: RegionId, step: SwatchStep) -> Vec<Effect> {
        let is_news = |region: &Region| region.step != Some(step);
        if !self.consultation.marks.region(id).is_some_and(is_news) {
            return Vec::new();
        }
        self.edit("Change dilution", |consultation| consultation.marks.set_step(id, step))
    }

    fn suggest(&mut self) -> Vec<Effect> {
        let calibrated = self.known_calibration().unwrap_or_default();
        let photo = self.consultation.photo.clone();
        photo.map(|photo| Effect::Suggest { photo, calibrated }).into_iter().collect()
    }

    /// One step for all; an answer for another photo is dropped.
    fn take_suggestions(&mut self, photo: &Arc<Photo>, regions: Vec<Region>) -> Vec<Effect> {
        if !self.consultation.photo.as_ref().is_some_and(|open| Arc::ptr_eq(open, photo)) {
            return Vec::new();
        }
        if regions.is_empty() {
            return self.notify(Notice::info("No skin or stubble stands out plainly in this photo: mark them by hand"));
        }
        self.edit("Suggest regions", |consultation| consultation.add_suggestions(regions))
    }

    /// Changes one region, if it is there and the change is one.
    fn change_region(&mut self, id: RegionId, label: &'static str, change: impl FnOnce(&mut Region)) -> Vec<Effect> {
        let Some(before) = self.consultation.marks.region(id) else {
            return Vec::new();
        };
        let mut after = before.clone();
        change(&mut after);
        if after == *before {
            return self.end_preview();
        }
        // What a person changed, a person has looked at.
        after.is_suggested = false;
        self.edit(label, |consultation| {
            if let Some(region) = consultation.marks.region_mut(id) {
                *region = after;
            }
        })
    }

    fn brush_region(&mut self, id: RegionId, brushed: Brushed) -> Vec<Effect> {
        let label = match brushed.brush {
            Brush::LeavesOut => "Brush out",
            Brush::TakesIn => "Brush in",
        };
        let effects = self.change_region(id, label, |region| region.brushed.push(brushed));
        self.select_region(Some(id));
        effects
    }

    fn rename_region(&mut self, id: RegionId, name: &str) -> Vec<Effect> {
        let name: String = name.trim().chars().take(MAX_NAME).collect();
        if name.is_empty() {
            return Vec::new();
        }
        self.change_region(id, "Rename region", |region| region.name = name)
    }

    fn duplicate_region(&mut self, id: RegionId) -> Vec<Effect> {
        let Some(region) = self.consultation.marks.region(id).cloned() else {
            return Vec::new();
        };
        self.add_region(region.tissue, region.shape.translated(COPY_OFFSET, COPY_OFFSET))
    }

    fn delete_region(&mut self, id: RegionId) -> Vec<Effect> {
        if self.consultation.marks.region(id).is_none() {
            return Vec::new();
        }
        self.edit("Delete region", |consultation| consultation.marks.regions.retain(|region| region.id != id))
    }

    fn select_region(&mut self, id: Option<RegionId>) -> Vec<Effect> {
        self.selected = id.filter(|&id| self.consultation.marks.region(id).is_some());
        Vec::new()
    }
}
