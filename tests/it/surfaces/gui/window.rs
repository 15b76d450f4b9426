//! The window contents without a display, as a person uses them.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use stipple::gui::{App, ChoosingFile, FileDialogs};
use stipple::session::{FileChoice, Settings};

/// Dialogs that answer with a path prepared by the test.
#[derive(Clone, Default)]
pub struct PreparedDialogs(pub Arc<Mutex<Option<std::path::PathBuf>>>);

impl FileDialogs for PreparedDialogs {
    fn choose(&mut self, _choice: &FileChoice, _folder: Option<&Path>) -> ChoosingFile {
        let answer = self.0.lock().unwrap().clone();
        Box::pin(async move { answer })
    }
}

pub struct Window {
    pub harness: Harness<'static, Option<App>>,
    pub dialogs: PreparedDialogs,
}

impl Window {
    /// A window at its first start: the sample is open.
    pub fn at_first_start() -> Self {
        let mut window = Self::empty();
        window.app_mut().begin(None, true, None);
        window.settle();
        window
    }

    pub fn empty() -> Self {
        let dialogs = PreparedDialogs::default();
        let given = dialogs.clone();
        let mut harness = Harness::builder().with_size(vec2(1280.0, 800.0)).with_max_steps(64).build_ui_state(
            |ui, app: &mut Option<App>| {
                if let Some(app) = app {
                    app.receive(ui.ctx());
                    app.show(ui);
                }
            },
            None,
        );
        let app = App::new(&harness.ctx, Settings::default(), None, Box::new(given));
        *harness.state_mut() = Some(app);
        let mut window = Self { harness, dialogs };
        window.settle();
        window
    }

    pub fn app(&self) -> &App {
        self.harness.state().as_ref().expect("set when the window was made")
    }

    pub fn app_mut(&mut self) -> &mut App {
        self.harness.state_mut().as_mut().expect("set when the window was made")
    }

    /// Draws until no job runs and nothing changes any more.
    pub fn settle(&mut self) {
        let begin = Instant::now();
        loop {
            self.harness.step();
            if self.app().is_idle() && self.harness.run_ok().is_some() && self.app().is_idle() {
                return;
            }
            assert!(begin.elapsed() < Duration::from_secs(60), "the window does not come to rest");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    pub fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// A drag on the photo, both ends as shares of the canvas.
    pub fn drag(&mut self, from: [f32; 2], to: [f32; 2]) {
        let canvas = self.harness.get_by_label_contains("by 1200 pixels").rect();
        let at = |[x, y]: [f32; 2]| -> Pos2 { canvas.min + vec2(x, y) * canvas.size() };
        let (from, to) = (at(from), at(to));
        self.harness.hover_at(from);
        self.harness.step();
        self.harness.drag_at(from);
        self.harness.step();
        for step in 1..=4 {
            self.harness.hover_at(from + (to - from) * (step as f32 / 4.0));
            self.harness.step();
        }
        self.harness.drop_at(to);
        self.settle();
    }

    pub fn region_names(&self) -> Vec<String> {
        self.app().session().consultation().marks.regions.iter().map(|region| region.name.clone()).collect()
    }

    pub fn best(&self) -> Option<String> {
        let recommendation = self.app().session().analysis()?.recommendation.as_ref()?;
        recommendation.matches.first().map(|best| best.name.clone())
    }

    /// Drags over the photo and presses Escape before the button is let go.
    pub fn give_up_a_drag(&mut self) {
        let canvas = self.harness.get_by_label_contains("by 1200 pixels").rect();
        self.harness.drag_at(canvas.center());
        self.harness.step();
        self.harness.hover_at(canvas.center() + vec2(60.0, 40.0));
        self.harness.step();
        self.harness.key_press(Key::Escape);
        self.harness.step();
        self.harness.drop_at(canvas.center() + vec2(80.0, 60.0));
        self.settle();
    }

    /// A drag on the open sample, both ends in photo pixels.
    pub fn drag_photo(&mut self, from: [f32; 2], to: [f32; 2]) {
        let canvas = self.harness.get_by_label_contains("by 1200 pixels").rect();
        let scale = ((canvas.width() - 32.0) / 1600.0).min((canvas.height() - 32.0) / 1200.0);
        let origin = canvas.center() - vec2(1600.0, 1200.0) * scale / 2.0 - canvas.min;
        let share = |[x, y]: [f32; 2]| -> [f32; 2] { ((origin + vec2(x, y) * scale) / canvas.size()).into() };
        self.drag(share(from), share(to));
    }

    pub fn scroll_to(&mut self, label: &str) {
        self.harness.get_by_label(label).scroll_to_me();
        self.settle();
    }

    pub fn scroll_and_click(&mut self, label: &str) {
        self.scroll_to(label);
        self.click(label);
    }

    pub fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    pub fn treatment(&self) -> Option<stipple::preview::Treatment> {
        self.app().session().consultation().treatment.clone()
    }

    pub fn painted(&self) -> usize {
        self.treatment().map_or(0, |treatment| treatment.paint.len())
    }

    pub fn click_photo(&mut self, [x, y]: [f32; 2]) {
        let canvas = self.harness.get_by_label_contains("by 1200 pixels").rect();
        let scale = ((canvas.width() - 32.0) / 1600.0).min((canvas.height() - 32.0) / 1200.0);
        let at = canvas.center() + (vec2(x, y) - vec2(800.0, 600.0)) * scale;
        self.harness.hover_at(at);
        self.harness.step();
        self.harness.drag_at(at);
        self.harness.drop_at(at);
        self.settle();
    }
}

pub fn sample(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)
}
