use std::io::Write;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::calibration::Card;
use crate::files::{read_at_most, replace};
use crate::matching::Practice;
use crate::pigment::{Cup, Steps, Teaching};

const MAX_RECENT: usize = 8;
const MAX_BYTES: u64 = 1 << 20;

/// What the program remembers between two starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    pub shows_oklab: bool,
    /// Latest first.
    pub recent_photos: Vec<PathBuf>,
    pub photo_folder: Option<PathBuf>,
    pub catalog: Option<PathBuf>,
    pub catalog_folder: Option<PathBuf>,
    /// The measured colours of the practitioner's own chart.
    pub chart: Option<PathBuf>,
    pub chart_folder: Option<PathBuf>,
    /// The grey or white card that the practitioner named last.
    pub card: Option<Card>,
    /// How this practitioner works and weighs.
    pub practice: Practice,
    /// Of the row of swatches that was marked last.
    pub steps: Steps,
    /// What healed work told of her hand.
    pub teaching: Teaching,
    /// The cup that is mixed in.
    pub cup: Cup,
    pub window: Option<WindowPlace>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    Dark,
    Light,
}

/// Where the window stood, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    pub size: [f32; 2],
    pub position: Option<[f32; 2]>,
    pub is_maximized: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the settings cannot be read, defaults are used: {path}", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the settings are damaged, defaults are used: {path}", path = .path.display())]
    Damaged { path: PathBuf, source: Box<toml::de::Error> },
    #[error("the settings cannot be saved: {path}", path = .path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
}

impl Settings {
    /// The practice with the hand as its lessons leave it: what recipes are ranked for.
    pub fn taught_practice(&self) -> Practice {
        Practice { hand: self.teaching.hand(&self.practice.hand), ..self.practice }
    }

    pub(super) fn remember_photo(&mut self, path: PathBuf) {
        self.photo_folder = path.parent().map(Path::to_path_buf);
        self.recent_photos.retain(|recent| *recent != path);
        self.recent_photos.insert(0, path);
        self.recent_photos.truncate(MAX_RECENT);
    }

    pub(super) fn remember_catalog(&mut self, path: Option<PathBuf>) {
        if let Some(path) = &path {
            self.catalog_folder = path.parent().map(Path::to_path_buf);
        }
        self.catalog = path;
    }

    pub(super) fn remember_chart(&mut self, path: Option<PathBuf>) {
        if let Some(path) = &path {
            self.chart_folder = path.parent().map(Path::to_path_buf);
        }
        self.chart = path;
    }
}

/// The file of the settings in the user's configuration folder; `None` where the system names no such folder.
pub fn settings_path() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "stipple")?.config_dir().join("settings.toml"))
}

/// Reads the settings; a missing file gives the defaults.
///
/// # Errors
/// [`SettingsError::Unreadable`] or [`SettingsError::Damaged`]; the caller goes on with the defaults.
pub fn load_settings(path: &Path) -> Result<Settings, SettingsError> {
    let unreadable = |source| SettingsError::Unreadable { path: path.into(), source };
    let bytes = match read_at_most(path, MAX_BYTES) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        read => read.map_err(unreadable)?,
    };
    let text = String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData.into()))?;
    toml::from_str(&text).map_err(|source| SettingsError::Damaged { path: path.into(), source: Box::new(source) })
}

/// Writes the settings whole or not at all.
///
/// # Errors
/// [`SettingsError::Unwritable`]; the earlier file is still there.
pub fn save_settings(path: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let text = toml::to_string_pretty(settings).map_err(std::io::Error::other)?;
        replace(path, |file| file.write_all(text.as_bytes()))
    };
    write().map_err(|source| SettingsError::Unwritable { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pigment::{Hand, Lesson};

    #[test]
    fn settings_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.toml");
        let mut settings = Settings { theme: Theme::Light, cup: Cup { ml: 3.0, drop_ml: 0.04 }, ..Settings::default() };
        settings.remember_photo("/photos/client.jpg".into());
        settings.window = Some(WindowPlace { size: [1280.0, 800.0], position: None, is_maximized: true });
        save_settings(&path, &settings).unwrap();
        assert_eq!(load_settings(&path).unwrap(), settings);
    }

    #[test]
    fn lessons_survive_a_restart_and_are_on_unless_switched_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let lessons =
            vec![Lesson::of_share(0.06, 0.4, &Hand::default()), Lesson::of_share(0.05, 0.5, &Hand::default())];
        let settings = Settings { teaching: Teaching { is_on: false, lessons }, ..Settings::default() };
        save_settings(&path, &settings).unwrap();
        assert_eq!(load_settings(&path).unwrap(), settings);
        std::fs::write(&path, "shows_oklab = true").unwrap();
        assert_eq!(load_settings(&path).unwrap().teaching, Teaching { is_on: true, lessons: Vec::new() });
    }

    #[test]
    fn a_damaged_file_is_told_and_a_missing_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        assert_eq!(load_settings(&path).unwrap(), Settings::default());
        std::fs::write(&path, "theme = 7").unwrap();
        assert!(matches!(load_settings(&path), Err(SettingsError::Damaged { .. })));
    }

    #[test]
    fn recent_photos_are_few_and_named_once() {
        let mut settings = Settings::default();
        for number in 0..20 {
            settings.remember_photo(format!("/photos/{}.jpg", number % 10).into());
        }
        assert_eq!(settings.recent_photos.len(), MAX_RECENT);
        assert_eq!(settings.recent_photos[0], PathBuf::from("/photos/9.jpg"));
    }
}
