use std::path::PathBuf;
use std::sync::Arc;

use super::action::PreviewAction;
use super::effect::Effect;
use super::file_choice::FileChoice;
use super::job::JobKind;
use super::notice::Notice;
use super::{Loading, Session};
use crate::photo::{Photo, Shape};
use crate::pipeline::{Picture, Simulation};
use crate::preview::{ExportError, Layout, Mark, Paint, Treatment};

/// How softly a first area ends, mm: it lies a little over the stubble around it (our choice).
const BLEND_MM: f64 = 14.0;

impl Session {
    pub(super) fn update_preview(&mut self, action: PreviewAction) -> Vec<Effect> {
        match action {
            PreviewAction::Treat { label, treatment } => self.treat(label, *treatment),
            PreviewAction::PaintBareArea(treatment) => self.find_bare_area(treatment),
            PreviewAction::BareAreaFound { photo, treatment, area } => self.paint_bare_area(&photo, *treatment, area),
            PreviewAction::Export { simulation, layout } => self.choose_export(*simulation, layout),
            PreviewAction::CancelExport => self.cancel_export(),
            PreviewAction::Exported { path, outcome } => self.take_export(&path, outcome),
        }
    }

    /// One step; nothing is measured anew for it.
    fn treat(&mut self, label: &'static str, treatment: Treatment) -> Vec<Effect> {
        let is_new = self.consultation.treatment.as_ref() != Some(&treatment);
        if is_new && self.consultation.photo.is_some() {
            self.record(label, |consultation| consultation.treatment = Some(treatment));
        }
        Vec::new()
    }

    fn find_bare_area(&mut self, treatment: Box<Treatment>) -> Vec<Effect> {
        let Some(photo) = self.consultation.photo.clone() else { return Vec::new() };
        let regions = self.consultation.marks.regions.clone();
        let calibrated = self.known_calibration().unwrap_or_default();
        vec![Effect::FindBareArea { photo, regions, calibrated, treatment }]
    }

    /// An answer for another photo is dropped; what was painted meanwhile is kept.
    fn paint_bare_area(&mut self, photo: &Arc<Photo>, fresh: Treatment, area: Option<Shape>) -> Vec<Effect> {
        if !self.consultation.photo.as_ref().is_some_and(|open| Arc::ptr_eq(open, photo)) {
            return Vec::new();
        }
        let Some(area) = area else {
            return self.notify(Notice::info("No bare area stands out plainly in this photo: paint it by hand"));
        };
        let known = self.consultation.treatment.clone();
        let mut treatment = known.unwrap_or(Treatment { margin_mm: BLEND_MM, ..fresh });
        treatment.paint.push(Paint { mark: Mark::Area(area), erases: false });
        self.treat("Paint the bare area", treatment)
    }

    fn choose_export(&mut self, simulation: Simulation, layout: Layout) -> Vec<Effect> {
        let Some(photo) = self.consultation.photo.clone() else { return Vec::new() };
        let calibrated = self.analysis.as_ref().map(|analysis| analysis.calibrated.clone());
        let is_shown = simulation.as_taken.is_none();
        let calibrated = calibrated.filter(|calibrated| is_shown && calibrated.calibration.is_absolute());
        self.choose_file(FileChoice::SavePicture(Box::new(Picture { photo, calibrated, simulation, layout })))
    }

    pub(super) fn export(&mut self, path: PathBuf, picture: Box<Picture>) -> Vec<Effect> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        self.exporting = Some(Loading { name, stage: None });
        vec![Effect::Export { path, picture }]
    }

    fn cancel_export(&mut self) -> Vec<Effect> {
        self.exporting = None;
        vec![Effect::CancelJob(JobKind::Export)]
    }

    fn take_export(&mut self, path: &std::path::Path, outcome: Result<(), ExportError>) -> Vec<Effect> {
        self.exporting = None;
        match outcome {
            Ok(()) => self.notify(Notice::info(format!("The simulation is saved in {}", path.display()))),
            Err(ExportError::Cancelled(_)) => Vec::new(),
            Err(error) => self.notify(Notice::error(error.to_string())),
        }
    }
}
