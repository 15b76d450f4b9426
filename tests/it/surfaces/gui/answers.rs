//! What an answer shows.

use egui::vec2;
use egui_kittest::kittest::Queryable;

use super::window::Window;

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
fn a_stubble_region_shows_its_tips_the_skin_between_and_the_coverage() {
    let window = Window::at_first_start();
    window.harness.get_by_label("Tips of Shaved side");
    window.harness.get_by_label("Skin between of Shaved side");
    window.harness.get_by_label_contains("Tips cover");
}

#[test]
fn colors_are_compared_in_numbers_and_on_a_plot() {
    let window = Window::at_first_start();
    assert!(window.shows("Contrast of tips to skin: ΔE00"));
    window.harness.get_by_label("Plot of a*, b* and L*: Skin, Stubble, Tips, Shade");
}
