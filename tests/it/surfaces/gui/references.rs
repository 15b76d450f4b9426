//! Charts, cards, the meter and the scale.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use scene::{ChartSet, Layout};
use stipple::calibration::{Card, Reference};

use super::window::Window;

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
