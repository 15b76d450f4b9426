//! Regions are marked, moved, brushed and proposed.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use stipple::photo::{Shape, Tissue};

use super::window::{Window, sample};

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

#[test]
fn regions_of_a_kind_are_shown_together_with_their_disagreement() {
    let mut window = Window::at_first_start();
    assert!(!window.shows("Skin together"));
    window.press(Modifiers::NONE, Key::Num1);
    window.drag_photo([640.0, 280.0], [740.0, 330.0]);
    assert!(window.shows("Skin together: 2 regions, up to ΔE00"));
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
