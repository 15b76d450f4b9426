//! The real program in a real window: it opens a photo, closes on Ctrl+Q and leaves with exit code 0.
//!
//! Needs `Xvfb` and `xdotool`; without them it says so and passes, unless `STIPPLE_WINDOW_TEST` demands it.

#![cfg(feature = "gui")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An X server on a display of its own choice.
struct Display {
    name: String,
    _server: Running,
}

impl Display {
    fn start(folder: &Path) -> Option<Self> {
        let chosen = folder.join("display");
        let file = std::fs::File::create(&chosen).unwrap();
        let arguments = ["-displayfd", "1", "-screen", "0", "1280x800x24", "+extension", "GLX", "-nolisten", "tcp"];
        let server = Command::new("Xvfb").args(arguments).stdout(file).stderr(Stdio::null()).spawn().ok()?;
        let server = Running(server);
        let number = wait_for(|| {
            let text = std::fs::read_to_string(&chosen).ok()?;
            text.trim().parse::<u32>().ok().filter(|_| text.ends_with('\n'))
        })?;
        Some(Self { name: format!(":{number}"), _server: server })
    }

    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.name).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }
}

fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        if let Some(found) = look() {
            return Some(found);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}

fn is_here(program: &str) -> bool {
    Command::new(program).arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

#[test]
fn the_window_opens_a_photo_and_leaves_with_success() {
    if !is_here("Xvfb") || !is_here("xdotool") {
        assert!(
            std::env::var_os("STIPPLE_WINDOW_TEST").is_none(),
            "Xvfb and xdotool are needed: apt install xvfb xdotool"
        );
        println!("not run: Xvfb and xdotool are not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let display = Display::start(home.path()).expect("Xvfb starts");
    let photo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-shaved-sides.jpg");
    let settings = home.path().join("stipple/settings.toml");
    let mut program = Command::new(env!("CARGO_BIN_EXE_stipple"));
    program.arg(&photo).env("DISPLAY", &display.name).env("XDG_CONFIG_HOME", home.path()).env_remove("WAYLAND_DISPLAY");
    let mut window = Running(program.spawn().unwrap());
    // The photo is remembered once it is open.
    let opened =
        wait_for(|| std::fs::read_to_string(&settings).ok().filter(|text| text.contains("sample-shaved-sides.jpg")));
    assert!(opened.is_some(), "the photo was not opened");
    let id =
        wait_for(|| display.xdotool(&["search", "--name", "^Stipple$"]).filter(|id| !id.is_empty())).expect("a window");
    let id = id.lines().last().unwrap_or_default().to_owned();
    display.xdotool(&["windowfocus", &id]).expect("the window takes the focus");
    display.xdotool(&["key", "ctrl+q"]).expect("a key is pressed");
    let status = wait_for(|| window.0.try_wait().ok().flatten()).expect("the window closes on Ctrl+Q");
    assert!(status.success(), "{status}");
}
