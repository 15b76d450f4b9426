//! The practitioner's journeys on the real window contents, by accessible label; needs no display.

#![cfg(feature = "gui")]

pub mod support;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use stipple::calibration::{Card, Reference};
use stipple::gui::{App, ChoosingFile, FileDialogs};
use stipple::photo::{Shape, Tissue};
use scene::{ChartSet, Layout};
use stipple::session::{FileChoice, Settings, Theme};

/// Dialogs that answer with a path prepared by the test.
#[derive(Clone, Default)]
struct PreparedDialogs(Arc<Mutex<Option<std::path::PathBuf>>>);

impl FileDialogs for PreparedDialogs {
    fn choose(&mut self, _choice: &FileChoice, _folder: Option<&Path>) -> ChoosingFile {
        let answer = self.0.lock().unwrap().clone();
        Box::pin(async move { answer })
    }
}

struct Window {
    harness: Harness<'static, Option<App>>,
    dialogs: PreparedDialogs,
}

impl Window {
    /// A window at its first start: the sample is open.
    fn at_first_start() -> Self {
        let mut window = Self::empty();
        window.app_mut().begin(None, true, None);
        window.settle();
        window
    }

    fn empty() -> Self {
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

    fn app(&self) -> &App {
        self.harness.state().as_ref().expect("set when the window was made")
    }

    fn app_mut(&mut self) -> &mut App {
        self.harness.state_mut().as_mut().expect("set when the window was made")
    }

    /// Draws until no job runs and nothing changes any more.
    fn settle(&mut self) {
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

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// A drag on the photo, both ends as shares of the canvas.
    fn drag(&mut self, from: [f32; 2], to: [f32; 2]) {
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

    fn region_names(&self) -> Vec<String> {
        self.app().session().consultation().marks.regions.iter().map(|region| region.name.clone()).collect()
    }

    fn best(&self) -> Option<String> {
        let recommendation = self.app().session().analysis()?.recommendation.as_ref()?;
        recommendation.matches.first().map(|best| best.name.clone())
    }
}

fn sample(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)
}

#[test]
fn the_first_start_shows_a_finished_consultation() {
    let window = Window::at_first_start();
    assert!(window.best().is_some());
    window.harness.get_by_label_contains("Target stubble on the left");
    window.harness.get_by_label_contains("Colours calibrated");
    window.harness.get_by_label_contains("Chart patches, as read");
}

#[test]
fn without_a_reference_the_window_says_so_twice() {
    let mut window = Window::at_first_start();
    window.click("None");
    let warnings = window.harness.get_all_by_label_contains("absolute colour is not reliable");
    assert_eq!(warnings.count(), 2, "in the reference section and in the status bar");
    window.press(Modifiers::COMMAND, Key::Z);
    window.harness.get_by_label_contains("Colours calibrated");
}

#[test]
fn a_card_that_only_its_brightness_tells_is_asked_for_and_the_answer_kept() {
    let mut window = Window::at_first_start();
    let cards = |window: &Window| match &window.app().session().consultation().marks.reference {
        Reference::Neutral(cards) => cards.iter().map(|patch| patch.card).collect(),
        _ => Vec::new(),
    };
    window.press(Modifiers::NONE, Key::G);
    // Neutral 6.5 of the sample's chart.
    window.drag_photo([1372.0, 253.0], [1391.0, 272.0]);
    assert_eq!(cards(&window), [Card::Unknown]);
    window.scroll_to("Which card?");
    for answer in ["White card", "18 % grey", "White paper"] {
        window.harness.get_by_label(answer);
    }
    window.scroll_and_click("Light grey");
    assert_eq!(cards(&window), [Card::LIGHT_GREY]);
    assert!(!window.shows("Which card?"), "it is answered");
    assert_eq!(window.app().session().settings().card, Some(Card::LIGHT_GREY));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(cards(&window), [Card::Unknown], "an answer is one step");
    window.press(Modifiers::NONE, Key::G);
    window.drag_photo([1420.0, 255.0], [1439.0, 274.0]);
    assert_eq!(cards(&window), [Card::Unknown, Card::LIGHT_GREY], "a further card is taken for the one named last");
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
fn a_region_can_be_undone_and_redone_by_keys() {
    let mut window = Window::at_first_start();
    let before = window.region_names();
    window.press(Modifiers::NONE, Key::R);
    window.drag([0.45, 0.45], [0.55, 0.55]);
    assert_eq!(window.region_names().len(), before.len() + 1);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.region_names(), before);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.region_names().len(), before.len() + 1);
}

#[test]
fn escape_gives_up_a_drag_and_changes_nothing() {
    let mut window = Window::at_first_start();
    let before = window.region_names();
    window.press(Modifiers::NONE, Key::E);
    window.give_up_a_drag();
    assert_eq!(window.region_names(), before);
}

#[test]
fn the_keyboard_alone_adds_moves_and_deletes_a_region() {
    let mut window = Window::at_first_start();
    let count = window.region_names().len();
    window.click("Add skin region");
    assert_eq!(window.region_names().len(), count + 1);
    window.harness.get_by_label_contains("by 1200 pixels").focus();
    window.settle();
    let left_of =
        |window: &Window| window.app().session().consultation().marks.regions.last().map(|r| r.shape.bounds().left);
    let before = left_of(&window).unwrap();
    window.press(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(left_of(&window), Some(before + 10.0));
    window.press(Modifiers::NONE, Key::Delete);
    assert_eq!(window.region_names().len(), count);
}

#[test]
fn a_region_is_moved_by_dragging_and_takes_one_undo_step() {
    let mut window = Window::at_first_start();
    let bounds = |window: &Window| window.app().session().consultation().marks.regions[0].shape.bounds();
    window.press(Modifiers::NONE, Key::V);
    let before = bounds(&window);
    let middle = [(before.left + before.right) / 2.0, (before.top + before.bottom) / 2.0];
    let canvas = window.harness.get_by_label_contains("by 1200 pixels").rect();
    let scale = ((canvas.width() - 32.0) / 1600.0).min((canvas.height() - 32.0) / 1200.0);
    let origin = canvas.center() - vec2(1600.0, 1200.0) * scale / 2.0;
    let at = origin + vec2(middle[0] as f32, middle[1] as f32) * scale - canvas.min;
    let from = [at.x / canvas.width(), at.y / canvas.height()];
    window.drag(from, [from[0] + 0.05, from[1]]);
    assert!(bounds(&window).left > before.left + 20.0, "{:?}", bounds(&window));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(bounds(&window), before);
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
fn another_answer_can_be_shown_large() {
    let mut window = Window::at_first_start();
    let recommendation = window.app().session().recommendation().unwrap().clone();
    let (_, second) = recommendation.answers().nth(1).expect("two answers");
    let card = format!("Answer 2: {}, {}", second.name, second.recipe);
    window.harness.get_by_label_contains(&card).scroll_to_me();
    window.settle();
    window.harness.get_by_label_contains(&card).click();
    window.settle();
    window.harness.get_by_label_contains(&format!("{}, {} healed on the right", second.name, second.recipe));
}

#[test]
fn a_click_on_the_map_chooses_the_density_and_the_dilution_follows() {
    let mut window = Window::at_first_start();
    let map = || "Map of water against density";
    window.harness.get_by_label_contains(map()).scroll_to_me();
    window.settle();
    let first = |window: &Window| window.app().session().recommendation().unwrap().matches[0].clone();
    let before = first(&window);
    let rect = window.harness.get_by_label_contains(map()).rect();
    let high = rect.center_top() + vec2(0.0, 20.0);
    window.harness.hover_at(high);
    window.settle();
    window.harness.drag_at(high);
    window.harness.step();
    window.harness.drop_at(high);
    window.settle();
    let after = first(&window);
    let per_cm2 = |one: &stipple::matching::Match| one.dots.unwrap().per_cm2();
    let chosen = window.app().session().settings().practice.per_cm2.expect("it was chosen");
    assert!(chosen > per_cm2(&before) + 30.0 && (per_cm2(&after) - chosen).abs() < 1e-6, "{chosen}");
    assert!(after.recipe.water_parts >= before.recipe.water_parts, "{:?} {:?}", before.recipe, after.recipe);
}

#[test]
fn the_theme_is_switched_from_the_menu() {
    let mut window = Window::at_first_start();
    window.click("View");
    window.click("Light");
    assert_eq!(window.app().session().settings().theme, Theme::Light);
}

#[test]
fn a_region_changes_its_kind_and_the_target_with_it() {
    let mut window = Window::at_first_start();
    let stubble =
        window.app().session().consultation().marks.regions.iter().position(|r| r.tissue == Tissue::Stubble).unwrap();
    let name = window.region_names()[stubble].clone();
    window.click(&name);
    window.click("Shows hair");
    let target = window.app().session().analysis().unwrap().recommendation.as_ref().unwrap().target;
    assert_eq!(target.from, stipple::matching::TargetSource::Hair);
    assert!(matches!(window.app().session().consultation().marks.regions[stubble].shape, Shape::Rect { .. }));
}

impl Window {
    /// Drags over the photo and presses Escape before the button is let go.
    fn give_up_a_drag(&mut self) {
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
    fn drag_photo(&mut self, from: [f32; 2], to: [f32; 2]) {
        let canvas = self.harness.get_by_label_contains("by 1200 pixels").rect();
        let scale = ((canvas.width() - 32.0) / 1600.0).min((canvas.height() - 32.0) / 1200.0);
        let origin = canvas.center() - vec2(1600.0, 1200.0) * scale / 2.0 - canvas.min;
        let share = |[x, y]: [f32; 2]| -> [f32; 2] { ((origin + vec2(x, y) * scale) / canvas.size()).into() };
        self.drag(share(from), share(to));
    }

    fn scroll_to(&mut self, label: &str) {
        self.harness.get_by_label(label).scroll_to_me();
        self.settle();
    }

    fn scroll_and_click(&mut self, label: &str) {
        self.scroll_to(label);
        self.click(label);
    }

    fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }
}

#[test]
fn a_stubble_region_shows_its_tips_the_skin_between_and_the_coverage() {
    let window = Window::at_first_start();
    window.harness.get_by_label("Tips of Shaved side");
    window.harness.get_by_label("Skin between of Shaved side");
    window.harness.get_by_label_contains("Tips cover");
}

#[test]
fn regions_of_a_kind_are_shown_together_with_their_disagreement() {
    let mut window = Window::at_first_start();
    assert!(!window.shows("Skin together"));
    window.press(Modifiers::NONE, Key::Num1);
    window.drag_photo([640.0, 280.0], [740.0, 330.0]);
    assert!(window.shows("Skin together: 2 regions, up to ΔE00"));
}

#[test]
fn what_is_left_out_is_shown_by_a_key_and_from_the_menu() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::Num1);
    window.drag_photo([410.0, 330.0], [540.0, 460.0]);
    assert!(!window.shows("Left out of the regions"));
    window.press(Modifiers::NONE, Key::X);
    assert!(window.shows("Left out of the regions") && window.shows("Shine: "), "the highlight lies in the region");
    window.click("View");
    window.click("What is left out (X)");
    assert!(!window.shows("Left out of the regions"));
}

#[test]
fn the_light_on_the_head_is_shown_by_a_key_and_from_the_menu() {
    let mut window = Window::at_first_start();
    assert!(!window.shows("Dimmest tenth"));
    window.press(Modifiers::NONE, Key::I);
    assert!(window.shows("Light on the head (I)") && window.shows("100 %: the reference"));
    assert!(window.shows("Dimmest tenth, under ") && window.shows("Dimmer, down to "));
    window.press(Modifiers::NONE, Key::X);
    assert!(window.shows("Dimmest tenth") && window.shows("Left out of the regions"), "both legends have room");
    window.press(Modifiers::NONE, Key::I);
    assert!(!window.shows("Dimmest tenth"));
    window.click("View");
    window.click("Light on the head (I)");
    assert!(window.shows("Dimmest tenth"));
}

#[test]
fn where_no_light_can_be_told_the_toggle_and_the_legend_say_why() {
    let mut window = Window::at_first_start();
    while !window.region_names().is_empty() {
        let name = window.region_names()[0].clone();
        window.click(&name);
        window.press(Modifiers::NONE, Key::Delete);
    }
    window.press(Modifiers::NONE, Key::I);
    assert!(window.shows("Mark bare skin or stubble first") && !window.shows("Dimmest tenth"));
    window.press(Modifiers::NONE, Key::I);
    window.click("View");
    let toggle = window.harness.get_by_label("Light on the head (I)");
    assert!(toggle.accesskit_node().is_disabled());
    toggle.hover();
    window.harness.run_steps(60);
    assert!(window.shows("Mark bare skin or stubble first"), "the reason is its tool tip");
}

#[test]
fn a_reading_tells_its_light_its_gloss_and_what_the_stubble_does_to_the_skin() {
    let mut window = Window::at_first_start();
    let of_light = |window: &Window| window.harness.query_all_by_label_contains(" the reference").count();
    assert!(of_light(&window) >= 2, "one for the skin and one for the stubble");
    assert!(window.shows("ΔL* ") && window.shows(" bare skin in the same light"));
    window.press(Modifiers::NONE, Key::Num2);
    window.drag_photo([560.0, 800.0], [640.0, 880.0]);
    assert_eq!(
        window.harness.query_all_by_label_contains("bare skin in the same light").count(),
        1,
        "of both together"
    );
}

#[test]
fn a_region_in_the_dimmest_light_is_warned_of() {
    let mut window = Window::at_first_start();
    assert!(!window.shows("dimmest light on the head"));
    window.press(Modifiers::NONE, Key::Num2);
    // The head's edge on the side that the lamp does not reach.
    window.drag_photo([1085.0, 470.0], [1125.0, 560.0]);
    assert!(window.shows("The region lies in the dimmest light on the head"));
}

#[test]
fn pixels_are_brushed_out_of_a_region_and_in_again() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::Num1);
    window.drag_photo([410.0, 330.0], [540.0, 460.0]);
    let pixels = |window: &Window| {
        let session = window.app().session();
        let reading = session.selected().and_then(|id| session.reading(id)).expect("the new region is selected");
        reading.outcome.as_ref().map(|measurement| measurement.pixels).expect("it can be measured")
    };
    let before = pixels(&window);
    window.scroll_and_click("Brush: leave out");
    assert!(window.shows("Left out of the regions"), "the brush shows what it does");
    window.drag_photo([420.0, 390.0], [530.0, 390.0]);
    let after = pixels(&window);
    assert!(after.brushed > 1000 && after.used < before.used && window.shows("Brushed out: "), "{after:?}");
    window.press(Modifiers::NONE, Key::CloseBracket);
    window.scroll_and_click("Brush: take in");
    window.drag_photo([405.0, 390.0], [545.0, 390.0]);
    assert_eq!(pixels(&window).brushed, 0, "a larger brush took all in again");
    assert!(pixels(&window).glare < before.glare, "shine under it too: {before:?}");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(pixels(&window), after);
    window.scroll_and_click("Clear brushing");
    assert_eq!(pixels(&window), before);
}

#[test]
fn a_photo_without_regions_offers_to_suggest_them_and_one_undo_takes_all_back() {
    let mut window = Window::empty();
    *window.dialogs.0.lock().unwrap() = Some(sample("sample-shaved-sides.jpg"));
    window.press(Modifiers::COMMAND, Key::O);
    window.click("Suggest skin, stubble and hair");
    let names = window.region_names();
    assert!(["Skin 1", "Stubble 1"].iter().all(|name| names.contains(&(*name).to_owned())), "{names:?}");
    assert!(window.shows("proposed by the program"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.region_names().is_empty());
    window.press(Modifiers::NONE, Key::S);
    assert_eq!(window.region_names(), names);
}

#[test]
fn a_ladder_strip_is_marked_by_one_drag_ranked_and_kept() {
    let mut window = Window::at_first_start();
    let before = window.region_names();
    window.press(Modifiers::NONE, Key::T);
    window.harness.get_by_label("Parts of water from the first to the last");
    window.drag_photo([1395.0, 420.0], [1507.0, 1080.0]);
    assert_eq!(window.region_names().len(), before.len() + 6);
    assert!(window.region_names().contains(&"Swatch, 15 water : 1 pigment".to_owned()), "{:?}", window.region_names());
    assert!(window.shows("no absolute reference is needed"));
    let swatches = window.app().session().analysis().map(|analysis| analysis.swatches.len());
    assert_eq!(swatches, Some(6));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    *window.dialogs.0.lock().unwrap() = Some(path.clone());
    window.scroll_to("Name of the shade");
    window.harness.get_by_label("Name of the shade").focus();
    window.settle();
    window.harness.get_by_label("Name of the shade").type_text("My black");
    window.settle();
    window.scroll_and_click("Keep as measured shade…");
    let kept = stipple::pigment::load_catalog(&path).expect("a catalog was written");
    assert_eq!((kept.shades[0].name.as_str(), kept.shades[0].ladder.len()), ("My black", 6));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.region_names(), before);
}

#[test]
fn colors_are_compared_in_numbers_and_on_a_plot() {
    let window = Window::at_first_start();
    assert!(window.shows("Contrast of tips to skin: ΔE00"));
    window.harness.get_by_label("Plot of a*, b* and L*: Skin, Stubble, Tips, Shade");
}

#[test]
fn the_practitioner_answers_what_no_photo_tells() {
    let mut window = Window::at_first_start();
    window.scroll_and_click("Questions to the client: 0 of 4 answered");
    assert!(window.shows("Measured skin: L* ") && window.shows("nor the colour from them"));
    let best = window.best();
    window.scroll_and_click("Fitzpatrick: ii");
    window.scroll_and_click("Undertone: unsure");
    window.scroll_and_click("Tanned now: yes");
    window.scroll_and_click("Brows to hair: paler");
    assert!(window.shows("Questions to the client: 4 of 4 answered") && window.shows("II: burns easily, tans little"));
    assert!(window.shows("The skin is tanned") && window.shows("pale brows make a dark scalp look false"));
    assert_eq!(window.best(), best, "answers change no rank");
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(!window.shows("pale brows make a dark scalp look false"));
    window.scroll_and_click("Tanned now: yes");
    assert!(!window.shows("The skin is tanned") && window.shows("2 of 4 answered"), "a second click takes it back");
}

#[test]
fn a_meter_reading_is_entered_read_from_a_file_and_taken_back() {
    let mut window = Window::at_first_start();
    let count = |window: &Window| window.app().session().consultation().marks.meter.len();
    window.scroll_and_click("Colour meter: no readings");
    window.scroll_and_click("Add reading");
    assert_eq!(count(&window), 1);
    let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    std::fs::write(file.path(), "name,subject,L,a,b,illuminant,observer\nnape,stubble,60,8,14,D65,2\n").unwrap();
    *window.dialogs.0.lock().unwrap() = Some(file.path().into());
    window.scroll_and_click("Read CSV…");
    assert_eq!(count(&window), 2);
    let target = window.app().session().analysis().unwrap().recommendation.as_ref().unwrap().target;
    assert_eq!(target.lab.l.round(), 60.0, "the meter stands before the photo");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window), 1);
}

#[test]
fn of_two_charts_the_user_says_which() {
    let file = tempfile::Builder::new().suffix(".jpg").tempfile().unwrap();
    let set = ChartSet { long_side: 640, layout: Layout::CLASSIC, widths: [0.2, 0.6] };
    set.with_two(0).draw().picture.save(file.path(), 90).unwrap();
    let mut window = Window::empty();
    *window.dialogs.0.lock().unwrap() = Some(file.path().into());
    window.press(Modifiers::COMMAND, Key::O);
    let used = |window: &Window| window.app().session().analysis().unwrap().calibrated.corners.unwrap();
    let first = used(&window);
    window.scroll_and_click("Chart 2");
    let second = used(&window);
    assert!((first[0][0] - second[0][0]).abs() > 100.0, "{first:?} {second:?}");
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(used(&window), first);
}

#[test]
fn the_scale_comes_from_the_chart_or_a_ruler() {
    let mut window = Window::at_first_start();
    window.scroll_and_click("Scale: unknown");
    window.scroll_and_click("ColorChecker Classic");
    assert!(window.shows("Scale: 1.1 px per mm"), "a board of 279 mm is 310 px wide");
    window.press(Modifiers::NONE, Key::M);
    window.drag_photo([700.0, 900.0], [1000.0, 900.0]);
    assert!(window.shows("Scale: 6.0 px per mm"), "300 px along 50 mm");
}

impl Window {
    fn treatment(&self) -> Option<stipple::preview::Treatment> {
        self.app().session().consultation().treatment.clone()
    }

    fn painted(&self) -> usize {
        self.treatment().map_or(0, |treatment| treatment.paint.len())
    }
}

#[test]
fn the_best_recipe_is_previewed_painted_aged_and_exported() {
    let mut window = Window::at_first_start();
    window.scroll_and_click("Preview answer 2");
    assert_eq!(window.treatment(), None, "looking changes nothing");
    assert!(window.shows("Nothing is treated yet"));
    window.click("Treat the bare area");
    assert_eq!(window.painted(), 1);
    assert!(window.shows("dots on") && window.shows("Bare skin, treated area and stubble"));
    window.drag_photo([300.0, 900.0], [700.0, 950.0]);
    assert_eq!(window.painted(), 2);
    window.press(Modifiers::NONE, Key::W);
    window.drag_photo([300.0, 900.0], [500.0, 920.0]);
    assert!(window.treatment().is_some_and(|treatment| treatment.paint[2].erases));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.painted(), 2);
    window.click("Tungsten");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("client.png");
    *window.dialogs.0.lock().unwrap() = Some(path.clone());
    window.scroll_and_click("Export PNG…");
    assert!(path.exists() && window.shows("The simulation is saved in"));
    window.scroll_and_click("Clear all");
    assert_eq!(window.painted(), 0);
}

#[test]
fn a_hairline_is_clicked_dragged_and_loses_a_point() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::D);
    window.drag_photo([400.0, 500.0], [800.0, 520.0]);
    window.press(Modifiers::NONE, Key::H);
    let points = |window: &Window| window.treatment().and_then(|t| t.hairline).map_or(Vec::new(), |line| line.points);
    for [x, y] in [[300.0, 700.0], [600.0, 760.0], [900.0, 700.0]] {
        window.click_photo([x, y]);
    }
    assert_eq!(points(&window).len(), 3);
    window.drag_photo([600.0, 760.0], [600.0, 850.0]);
    assert!((points(&window)[1][1] - 850.0).abs() < 4.0, "{:?}", points(&window));
    window.press(Modifiers::NONE, Key::Delete);
    assert_eq!(points(&window).len(), 2);
    window.press(Modifiers::NONE, Key::Enter);
    window.click_photo([500.0, 400.0]);
    assert_eq!((points(&window).len(), window.painted()), (2, 2), "the line is done, a click paints");
    window.click("Sharp hairline");
    window.click("Remove line");
    assert!(points(&window).is_empty());
}

#[test]
fn escape_gives_up_a_stroke_and_a_drag_on_a_slider_is_one_step() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::D);
    window.give_up_a_drag();
    assert_eq!(window.painted(), 0);
    window.drag_photo([400.0, 500.0], [800.0, 520.0]);
    let slider = window
        .harness
        .get_all_by_label("Density")
        .map(|node| node.rect())
        .max_by(|p, q| p.width().total_cmp(&q.width()));
    let slider = slider.expect("a slider");
    window.harness.drag_at(slider.left_center() + vec2(20.0, 0.0));
    for x in [40.0, 60.0, 80.0] {
        window.harness.hover_at(slider.left_center() + vec2(x, 0.0));
        window.harness.step();
    }
    window.harness.drop_at(slider.left_center() + vec2(80.0, 0.0));
    window.settle();
    assert_eq!(window.app().session().history().undo_label(), Some("Change density"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.app().session().history().undo_label(), Some("Paint"));
}

#[test]
fn before_and_after_stand_beside_each_other() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::D);
    window.click("Split");
    window.drag_photo([800.0, 600.0], [1000.0, 600.0]);
    assert_eq!(window.painted(), 0, "the drag moved the line");
    window.press(Modifiers::NONE, Key::Y);
    window.drag_photo([800.0, 600.0], [900.0, 600.0]);
    assert_eq!(window.painted(), 1, "the line is no longer there");
}

#[test]
fn without_stubble_the_preview_says_what_is_missing() {
    let mut window = Window::empty();
    *window.dialogs.0.lock().unwrap() = Some(sample("sample-shaved-sides.jpg"));
    window.press(Modifiers::COMMAND, Key::O);
    window.press(Modifiers::NONE, Key::D);
    assert!(window.shows("No recipe yet"));
    window.click("Mark skin and stubble");
    assert!(!window.shows("No recipe yet"));
}

impl Window {
    fn click_photo(&mut self, [x, y]: [f32; 2]) {
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

#[test]
fn healed_work_teaches_the_hand_and_the_window_tells_what_is_used() {
    let mut window = Window::at_first_start();
    window.press(Modifiers::NONE, Key::Num5);
    // The shaved side stands in for healed work.
    let stubble = window.app().session().consultation().marks.regions.iter().find(|one| one.tissue == Tissue::Stubble);
    let middle = stubble.expect("the sample has stubble").shape.bounds().middle().map(|at| at as f32);
    window.drag_photo([middle[0] - 20.0, middle[1] - 20.0], [middle[0] + 20.0, middle[1] + 20.0]);
    assert!(window.region_names().contains(&"Healed 1".to_owned()), "{:?}", window.region_names());
    window.scroll_and_click("Your practice");
    window.scroll_and_click("Teach your hand by healed work");
    assert!(!window.shows("Used: "));
    let typed = window.app().session().settings().practice.hand;
    window.scroll_and_click("Learn from this photo");
    assert_eq!(window.app().session().settings().teaching.lessons.len(), 1, "{:?}", window.app().session().notices());
    assert!(window.shows("taught by 1 lesson. The 4.7 % above counts as what was known before"));
    assert!(window.shows("% stayed") && window.shows("Teach your hand by healed work: 1 lesson"));
    assert_eq!(window.app().session().settings().practice.hand, typed);
    window.scroll_and_click("Lessons count");
    assert!(window.shows("Teaching is switched off: the value above is used") && !window.shows("Used: "));
    window.scroll_and_click("Forget all lessons…");
    window.scroll_and_click("Keep them");
    assert_eq!(window.app().session().settings().teaching.lessons.len(), 1);
    window.scroll_and_click("Forget all lessons…");
    window.scroll_and_click("Forget 1 for good");
    assert!(window.app().session().settings().teaching.lessons.is_empty());
}

#[test]
fn the_cup_is_set_in_drops_and_a_lot_goes_with_its_pigment() {
    let mut window = Window::at_first_start();
    window.scroll_and_click("Sittings and mixing");
    assert!(window.shows("drops water = ") && window.shows("Foundation: "));
    window.scroll_to("Lot");
    window.harness.get_by_label("Lot").focus();
    window.settle();
    window.harness.get_by_label("Lot").type_text("A123");
    window.settle();
    window.press(Modifiers::NONE, Key::Tab);
    let bench = |window: &Window| window.app().session().consultation().bench.clone();
    let noted = bench(&window);
    assert_eq!(noted.bottles.values().map(|bottle| bottle.lot.as_str()).collect::<Vec<_>>(), ["A123"]);
    assert_eq!(window.app().session().history().undo_label(), Some("Note lot and date"));
    window.press(Modifiers::NONE, Key::Escape);
    *window.dialogs.0.lock().unwrap() = Some(sample("sample-dark-skin.jpg"));
    window.press(Modifiers::COMMAND, Key::O);
    assert!(bench(&window).bottles.is_empty(), "another client's bottle is another one");
}
