//! The client's answers, swatches, the hand and the cup.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use stipple::photo::Tissue;

use super::window::{Window, sample};

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
fn the_practitioner_answers_what_no_photo_tells() {
    let mut window = Window::at_first_start();
    window.scroll_and_click("Questions to the client: 0 of 5 answered");
    assert!(window.shows("Measured skin: L* ") && window.shows("nor the colour from them"));
    let best = window.best();
    window.scroll_and_click("Fitzpatrick: ii");
    window.scroll_and_click("Undertone: unsure");
    window.scroll_and_click("Tanned now: yes");
    window.scroll_and_click("Brows to hair: paler");
    assert!(window.shows("Questions to the client: 4 of 5 answered") && window.shows("II: burns easily, tans little"));
    assert!(window.shows("The skin is tanned") && window.shows("pale brows make a dark scalp look false"));
    assert_eq!(window.best(), best, "answers change no rank");
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(!window.shows("pale brows make a dark scalp look false"));
    window.scroll_and_click("Tanned now: yes");
    assert!(!window.shows("The skin is tanned") && window.shows("2 of 5 answered"), "a second click takes it back");
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
