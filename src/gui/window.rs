use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::ExitCode;

use egui::{IconData, Vec2, ViewportBuilder};

use super::app::App;
use super::dialogs::SystemDialogs;
use crate::session::{Notice, Settings, load_settings, settings_path};

const LEAST_SIZE: Vec2 = Vec2::new(960.0, 600.0);
const FIRST_SIZE: Vec2 = Vec2::new(1280.0, 800.0);

/// What a bare Debian lacks to show a window.
const MISSING_LIBRARIES: &str = "the window cannot be opened. On Debian or Ubuntu install what it needs with: \
    apt install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1 libgl1-mesa-dri";

/// Opens the window and returns when it is closed.
pub fn run(photo: Option<PathBuf>) -> ExitCode {
    let path = settings_path();
    let is_first_start = path.as_ref().is_none_or(|path| !path.exists());
    let (settings, problem) = match path.as_deref().map(load_settings) {
        Some(Err(error)) => (Settings::default(), Some(Notice::error(error.to_string()))),
        Some(Ok(settings)) => (settings, None),
        None => (Settings::default(), None),
    };
    let options = eframe::NativeOptions { viewport: viewport(&settings), ..Default::default() };
    let start = move |creation: &eframe::CreationContext<'_>| {
        let mut app = App::new(&creation.egui_ctx, settings, path, Box::new(SystemDialogs));
        app.begin(photo, is_first_start, problem);
        Ok(Box::new(app) as Box<dyn eframe::App>)
    };
    // A missing system library shows itself as an error or, in winit, as a panic.
    match catch_unwind(std::panic::AssertUnwindSafe(|| eframe::run_native("Stipple", options, Box::new(start)))) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => fail(&format!("{MISSING_LIBRARIES} ({error})")),
        Err(_) => fail(MISSING_LIBRARIES),
    }
}

fn fail(reason: &str) -> ExitCode {
    eprintln!("stipple: {}", crate::printable::one_line(reason));
    ExitCode::FAILURE
}

fn viewport(settings: &Settings) -> ViewportBuilder {
    let mut viewport = ViewportBuilder::default()
        .with_title("Stipple")
        .with_app_id("stipple")
        .with_min_inner_size(LEAST_SIZE)
        .with_inner_size(FIRST_SIZE)
        .with_icon(icon());
    if let Some(place) = settings.window {
        viewport = viewport.with_inner_size(Vec2::from(place.size).max(LEAST_SIZE)).with_maximized(place.is_maximized);
        if let Some(position) = place.position {
            viewport = viewport.with_position(position);
        }
    }
    viewport
}

/// The icon, or the toolkit's own if it cannot be read; a test reads it.
fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_can_be_read() {
        assert_eq!((icon().width, icon().height), (256, 256));
    }
}
