use std::sync::Arc;

use super::action::{PhotoAction, PhotoSource};
use super::effect::Effect;
use super::job::JobKind;
use super::notice::Notice;
use super::{Loading, Session};
use crate::consultation::Consultation;
use crate::photo::{Photo, PhotoError};

impl Session {
    pub(super) fn update_photo(&mut self, action: PhotoAction) -> Vec<Effect> {
        match action {
            PhotoAction::Paste => vec![Effect::ReadClipboard],
            PhotoAction::Open(source) => self.start_loading(source),
            PhotoAction::Cancel => self.cancel_loading(),
            PhotoAction::Opened { source, outcome } => self.take_photo(source, outcome),
        }
    }

    fn start_loading(&mut self, source: PhotoSource) -> Vec<Effect> {
        self.loading = Some(Loading { name: source.name(), stage: None });
        vec![Effect::OpenPhoto(source)]
    }

    fn cancel_loading(&mut self) -> Vec<Effect> {
        self.loading = None;
        vec![Effect::CancelJob(JobKind::OpenPhoto)]
    }

    fn take_photo(&mut self, source: PhotoSource, outcome: Result<Arc<Photo>, PhotoError>) -> Vec<Effect> {
        self.loading = None;
        match outcome {
            Ok(photo) => self.show_photo(source, photo),
            Err(PhotoError::Cancelled(_)) => Vec::new(),
            Err(error) => {
                self.notify(Notice::error(error.to_string()));
                if error.is_missing_file() { self.forget_recent(&source) } else { Vec::new() }
            }
        }
    }

    fn show_photo(&mut self, source: PhotoSource, photo: Arc<Photo>) -> Vec<Effect> {
        let regions = match &source {
            PhotoSource::Sample(sample) => sample.regions(),
            _ => Vec::new(),
        };
        let mut effects = self.replace_photo(Consultation::with_photo(photo, regions));
        if let PhotoSource::File(path) = source {
            effects.extend(self.change_settings(|settings| settings.remember_photo(path)));
        }
        effects
    }

    /// A first photo is where history begins; a later one can be undone.
    fn replace_photo(&mut self, next: Consultation) -> Vec<Effect> {
        self.analysis = None;
        self.selected = None;
        if self.consultation.photo.is_some() {
            return self.edit("Open photo", |consultation| *consultation = next);
        }
        self.consultation = next;
        self.after_change()
    }

    fn forget_recent(&mut self, source: &PhotoSource) -> Vec<Effect> {
        match source {
            PhotoSource::File(path) if self.settings.recent_photos.contains(path) => {
                self.change_settings(|settings| settings.recent_photos.retain(|recent| recent != path))
            }
            _ => Vec::new(),
        }
    }
}

impl PhotoSource {
    /// What to call the photo while it is being opened.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Bytes { name, .. } => name.clone(),
            Self::Clipboard { .. } => "clipboard".into(),
            Self::Sample(sample) => sample.title.into(),
        }
    }
}
