use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

/// A dialog that closes faster than this without a file was never shown.
const NEVER_SHOWN: Duration = Duration::from_millis(400);

/// Which files a dialog offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    Photo,
    Catalog,
    /// The measured colours of a chart.
    Chart,
    /// Readings of a colour meter.
    Meter,
    /// Where to keep a measured shade: a catalog to add to, or a new one.
    Keep,
    /// Where a picture of the preview goes.
    Picture,
}

/// The answer of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFile {
    pub filter: Filter,
    /// `None` when the user cancelled, or the system has no dialog to show.
    pub path: Option<PathBuf>,
    pub was_shown: bool,
}

/// The system's file dialogs, replaced in tests.
pub trait FileDialogs {
    /// Shows a dialog without blocking; the future is awaited on another thread.
    fn choose(&mut self, filter: Filter, folder: Option<&Path>) -> ChoosingFile;
}

/// A file that is being chosen.
pub type ChoosingFile = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;

pub(super) struct SystemDialogs;

impl FileDialogs for SystemDialogs {
    fn choose(&mut self, filter: Filter, folder: Option<&Path>) -> ChoosingFile {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(filter.title());
        dialog = dialog.add_filter(filter.noun(), filter.endings()).add_filter("All files", &["*"]);
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = filter.new_name() {
            let chosen = dialog.set_file_name(name).save_file();
            return Box::pin(async move { chosen.await.map(|file| file.path().to_path_buf()) });
        }
        let chosen = dialog.pick_file();
        Box::pin(async move { chosen.await.map(|file| file.path().to_path_buf()) })
    }
}

impl Filter {
    fn title(self) -> &'static str {
        match self {
            Self::Photo => "Open a photo",
            Self::Catalog => "Open a catalog of shades",
            Self::Meter => "Read the readings of a colour meter",
            Self::Keep => "Keep the shade in a catalog",
            Self::Picture => "Save a picture of the preview",
            Self::Chart => "Open the measured colours of your chart",
        }
    }

    /// What a file that is written is called, unless the user calls it otherwise; none where one is read.
    fn new_name(self) -> Option<&'static str> {
        match self {
            Self::Keep => Some("my-shades.json"),
            Self::Picture => Some("simulation.png"),
            _ => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Photo => "Photos",
            Self::Picture => "Pictures",
            Self::Catalog | Self::Keep => "Catalogs",
            Self::Meter => "Meter readings",
            Self::Chart => "Measured charts",
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Photo => &[
                "jpg",
                "jpeg",
                "png",
                "tif",
                "tiff",
                "webp",
                "bmp",
                "avif",
                "heic",
                "heif",
                "hif",
                "JPG",
                "JPEG",
                "PNG",
                "TIF",
                "BMP",
                "HEIC",
                #[cfg(feature = "dng")]
                "dng",
                #[cfg(feature = "dng")]
                "DNG",
            ],
            Self::Catalog | Self::Keep => &["json"],
            Self::Meter => &["csv", "tsv", "txt"],
            Self::Picture => &["png"],
            Self::Chart => &["csv", "tsv", "txt", "cgats", "cie", "ti3", "cht", "cxf", "xml"],
        }
    }
}

/// Waits for a dialog, on a job's thread.
pub(super) fn await_choice(filter: Filter, choosing: ChoosingFile) -> ChosenFile {
    let begin = std::time::Instant::now();
    let path = pollster::block_on(choosing);
    let was_shown = path.is_some() || begin.elapsed() > NEVER_SHOWN;
    ChosenFile { filter, path, was_shown }
}
