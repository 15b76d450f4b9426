use std::path::{Path, PathBuf};

use super::Session;
use super::action::{Action, CatalogAction, ChartAction, MeterAction, PhotoAction, PhotoSource};
use super::effect::Effect;
use super::file_choice::FileChoice;

impl Session {
    pub(super) fn choose_file(&self, choice: FileChoice) -> Vec<Effect> {
        let folder = choice.folder(&self.settings);
        vec![Effect::ChooseFile { choice, folder }]
    }

    pub(super) fn take_file(&mut self, choice: FileChoice, path: PathBuf) -> Vec<Effect> {
        match choice {
            FileChoice::Photo => self.update(Action::Photo(PhotoAction::Open(PhotoSource::File(path)))),
            FileChoice::Catalog => self.update(Action::Catalog(CatalogAction::Open(path))),
            FileChoice::Chart => self.update(Action::Chart(ChartAction::Open(path))),
            FileChoice::Meter => self.update(Action::Meter(MeterAction::Open(path))),
            FileChoice::KeepShade(shade) => vec![Effect::KeepShade { path: with_ending(path, "json"), shade }],
            FileChoice::SavePicture(picture) => self.export(with_ending(path, "png"), picture),
        }
    }
}

/// The path with this ending where it has none.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if Path::extension(&path).is_some() { path } else { path.with_extension(ending) }
}
