use super::Session;
use super::effect::Effect;
use super::job::JobKind;
use super::live::Live;
use crate::matching::Recommendation;
use crate::photo::{Region, RegionId};
use crate::pipeline::{LiveQuestion, Reading};

impl Session {
    /// What a region measures now: the live reading of a drag before the analysis.
    pub fn reading(&self, id: RegionId) -> Option<&Reading> {
        let live = self.live().filter(|reading| reading.region == id);
        live.or_else(|| self.analysis.as_ref()?.reading(id))
    }

    pub fn live(&self) -> Option<&Reading> {
        self.live.as_ref().map(|live| &live.reading)
    }

    /// What is recommended now: that of a drag before that of the analysis.
    pub fn recommendation(&self) -> Option<&Recommendation> {
        let live = self.live.as_ref().and_then(|live| live.answer.as_ref());
        live.or_else(|| self.analysis.as_ref()?.recommendation.as_ref())
    }

    /// The regions as they are on screen, one of them perhaps being dragged.
    pub fn regions_on_screen(&self) -> Vec<Region> {
        let mut regions = self.consultation.marks.regions.clone();
        if let Some(dragged) = &self.previewed {
            match regions.iter_mut().find(|region| region.id == dragged.id) {
                Some(region) => *region = dragged.clone(),
                None => regions.push(dragged.clone()),
            }
        }
        regions
    }

    pub(super) fn preview_region(&mut self, region: Region) -> Vec<Effect> {
        let Some(photo) = self.consultation.photo.clone() else {
            return Vec::new();
        };
        self.previewed = Some(region.clone());
        let calibrated = self.known_calibration().unwrap_or_default();
        let question = self.live_question().map(Box::new);
        vec![Effect::Measure { photo, region, calibrated, light: self.known_light(), question }]
    }

    pub(super) fn end_preview(&mut self) -> Vec<Effect> {
        self.previewed = None;
        self.live = None;
        vec![Effect::CancelJob(JobKind::Measure)]
    }

    pub(super) fn take_preview(&mut self, reading: Reading, answer: Option<Recommendation>) -> Vec<Effect> {
        if self.previewed.as_ref().is_some_and(|region| region.id == reading.region) {
            self.live = Some(Live { reading, answer });
        }
        Vec::new()
    }

    fn live_question(&self) -> Option<LiveQuestion> {
        LiveQuestion::of(self.same_photo_analysis()?, &self.inputs()?)
    }
}
