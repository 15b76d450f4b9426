//! The first start, and photos that are opened in every way.

use std::path::Path;
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use stipple::session::Theme;

use super::window::{Window, sample};

#[test]
fn the_first_start_shows_a_finished_consultation() {
    let window = Window::at_first_start();
    assert!(window.best().is_some());
    window.harness.get_by_label_contains("Target stubble on the left");
    window.harness.get_by_label_contains("Colours calibrated");
    window.harness.get_by_label_contains("Chart patches, as read");
}

#[test]
fn a_practitioner_opens_a_photo_marks_skin_and_stubble_and_reads_a_ranking() {
    let mut window = Window::empty();
    window.harness.get_by_label("Drop a photo here");
    *window.dialogs.0.lock().unwrap() = Some(sample("sample-dark-skin.jpg"));
    window.press(Modifiers::COMMAND, Key::O);
    assert_eq!(
        window.app().session().photo().map(|photo| photo.name().to_owned()).as_deref(),
        Some("sample-dark-skin.jpg")
    );
    assert!(window.best().is_none());
    window.press(Modifiers::NONE, Key::Num1);
    window.drag([0.40, 0.35], [0.46, 0.42]);
    window.press(Modifiers::NONE, Key::Num2);
    window.drag([0.30, 0.30], [0.36, 0.40]);
    assert_eq!(window.region_names(), ["Skin 1", "Stubble 1"]);
    assert!(window.best().is_some());
}

#[test]
fn a_broken_file_is_told_and_the_open_photo_stays() {
    let mut window = Window::at_first_start();
    let file = tempfile::Builder::new().suffix(".jpg").tempfile().unwrap();
    std::fs::write(file.path(), b"no picture at all").unwrap();
    *window.dialogs.0.lock().unwrap() = Some(file.path().into());
    window.press(Modifiers::COMMAND, Key::O);
    window.harness.get_by_label_contains("not a picture");
    assert!(window.best().is_some());
    window.click("Dismiss");
    assert!(window.app().session().notices().is_empty());
}

#[test]
fn without_a_file_dialog_a_path_can_be_typed() {
    let mut window = Window::empty();
    window.press(Modifiers::COMMAND, Key::O);
    window.harness.get_by_label("Path of the photo").type_text(&sample("sample-shaved-sides.jpg").to_string_lossy());
    window.settle();
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.app().session().photo().is_some());
}

#[test]
fn a_dropped_photo_opens() {
    let mut window = Window::empty();
    window.harness.input_mut().dropped_files.push(Arc::new(Dropped(sample("sample-shaved-sides.jpg"))));
    window.settle();
    assert!(window.app().session().photo().is_some());
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn the_theme_is_switched_from_the_menu() {
    let mut window = Window::at_first_start();
    window.click("View");
    window.click("Light");
    assert_eq!(window.app().session().settings().theme, Theme::Light);
}
