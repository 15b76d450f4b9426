//! What was left out of a region, and the light on the head.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use super::window::Window;

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
