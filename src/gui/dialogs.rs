use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

use crate::session::FileChoice;

/// A dialog that closes faster than this without a file was never shown.
const NEVER_SHOWN: Duration = Duration::from_millis(400);

/// The answer of a file dialog.
#[derive(Clone, Debug)]
pub struct ChosenFile {
    pub choice: FileChoice,
    /// `None` when the user cancelled, or the system has no dialog to show.
    pub path: Option<PathBuf>,
    pub was_shown: bool,
}

/// The system's file dialogs, replaced in tests.
pub trait FileDialogs {
    /// Shows a dialog without blocking; the future is awaited on another thread.
    fn choose(&mut self, choice: &FileChoice, folder: Option<&Path>) -> ChoosingFile;
}

/// A file that is being chosen.
pub type ChoosingFile = Pin<Box<dyn Future<Output = Option<PathBuf>> + Send>>;

pub(super) struct SystemDialogs;

impl FileDialogs for SystemDialogs {
    fn choose(&mut self, choice: &FileChoice, folder: Option<&Path>) -> ChoosingFile {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(choice.title());
        dialog = dialog.add_filter(choice.noun(), &endings(choice)).add_filter("All files", &["*"]);
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = choice.new_name() {
            let chosen = dialog.set_file_name(name).save_file();
            return Box::pin(async move { chosen.await.map(|file| file.path().to_path_buf()) });
        }
        let chosen = dialog.pick_file();
        Box::pin(async move { chosen.await.map(|file| file.path().to_path_buf()) })
    }
}

/// Endings in small and in capital letters: some systems tell them apart.
fn endings(choice: &FileChoice) -> Vec<String> {
    let small = choice.endings().iter().map(|ending| (*ending).to_owned());
    small.chain(choice.endings().iter().map(|ending| ending.to_uppercase())).collect()
}

/// Waits for a dialog, on a job's thread.
pub(super) fn await_choice(choice: FileChoice, choosing: ChoosingFile) -> ChosenFile {
    let begin = std::time::Instant::now();
    let path = pollster::block_on(choosing);
    let was_shown = path.is_some() || begin.elapsed() > NEVER_SHOWN;
    ChosenFile { choice, path, was_shown }
}
