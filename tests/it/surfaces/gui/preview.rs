//! The treatment is painted, looked at and exported.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;

use super::window::{Window, sample};

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
