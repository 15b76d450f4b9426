//! What a drag and a stroke of the brush show before they are a step.

use std::sync::Arc;

use stipple::photo::{Brush, Brushed, Limits, Photo, Region, RegionId, Shape, Stroke, Tissue};
use stipple::pipeline::measure_live;
use stipple::progress::Progress;
use stipple::session::{Action, Effect, JobKind, RegionAction, SAMPLES, Session, Settings};

use super::{add, delete, opened, session, settle, shape};

#[test]
fn a_drag_shows_its_reading_and_is_one_step_when_released() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    let moved = shape().translated(20.0, 10.0);
    for step in [shape().translated(10.0, 5.0), moved.clone()] {
        let region = Region { shape: step, ..session.consultation().marks.regions[0].clone() };
        let effects = session.update(Action::Region(RegionAction::Preview(region.clone())));
        let [Effect::Measure { region: measured, .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!((measured, session.consultation().marks.regions[0].shape.clone()), (&region, shape()));
    }
    let reading = session.analysis().expect("it was analysed").readings[0].clone();
    session.update(Action::Region(RegionAction::Previewed { reading: Box::new(reading.clone()), answer: None }));
    assert_eq!(session.live(), Some(&reading));
    settle(&mut session, Action::Region(RegionAction::Reshape { id: RegionId(0), shape: moved }));
    assert_eq!((session.live(), session.history().undo_label()), (None, Some("Reshape region")));
    settle(&mut session, Action::Undo);
    assert_eq!(session.consultation().marks.regions[0].shape, shape(), "one step takes the whole drag back");
}

#[test]
fn the_reading_of_a_drag_is_in_the_light_that_the_analysis_will_find() {
    let sample = &SAMPLES[0];
    let photo = Photo::from_bytes(sample.file_name, sample.photo, &Limits::default(), &Progress::unwatched());
    let mut session = Session::new(Settings::default(), None);
    settle(&mut session, opened(&Arc::new(photo.expect("a shipped photo"))));
    for region in sample.regions() {
        settle(&mut session, Action::Region(RegionAction::Add { tissue: region.tissue, shape: region.shape }));
    }
    for (index, moved) in [(0, [0.0, 0.0]), (1, [0.0, 0.0]), (0, [90.0, 60.0]), (1, [-60.0, 40.0])] {
        let region = session.consultation().marks.regions[index].clone();
        let shape = region.shape.translated(moved[0], moved[1]);
        let dragged = Region { shape: shape.clone(), ..region.clone() };
        let effects = session.update(Action::Region(RegionAction::Preview(dragged)));
        let [Effect::Measure { photo, region, calibrated, light, .. }] = &effects[..] else { panic!("{effects:?}") };
        let live = measure_live(photo, region, calibrated, light.as_ref());
        if moved != [0.0, 0.0] {
            settle(&mut session, Action::Region(RegionAction::Reshape { id: region.id, shape }));
        }
        let last = session.analysis().and_then(|analysis| analysis.reading(region.id)).expect("it is measured");
        let [live_lab, last_lab] = [&live, last].map(|reading| reading.outcome.as_ref().expect("it is skin").lab);
        // In L*: on release light is found anew, from other places.
        let most = if moved == [0.0, 0.0] { 0.2 } else { 0.8 };
        assert!((live_lab.l - last_lab.l).abs() < most, "{index} {moved:?}: {live_lab:?} and then {last_lab:?}");
        assert!(live.light.is_some() && last.light.is_some());
    }
}

fn brush(brush: Brush, x: f64) -> Action {
    let stroke = Stroke { points: vec![[x, 30.0], [x + 10.0, 30.0]], radius_px: 5.0 };
    Action::Region(RegionAction::Brush { id: RegionId(0), brushed: Brushed { brush, stroke } })
}

#[test]
fn every_stroke_of_the_brush_is_a_step_that_goes_with_its_region() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    let brushed_out = |session: &Session| {
        let pixels = session.analysis().and_then(|analysis| analysis.measurement(RegionId(0))).map(|one| one.pixels);
        pixels.map(|pixels| pixels.brushed).expect("the region is measured")
    };
    settle(&mut session, brush(Brush::LeavesOut, 20.0));
    let once = brushed_out(&session);
    assert_eq!((once > 100, session.history().undo_label()), (true, Some("Brush out")));
    settle(&mut session, brush(Brush::TakesIn, 30.0));
    let partly = brushed_out(&session);
    assert!(partly < once && partly > 0, "{partly} of {once}");
    assert_eq!(session.history().undo_label(), Some("Brush in"));
    let moved = shape().translated(20.0, 10.0);
    settle(&mut session, Action::Region(RegionAction::Reshape { id: RegionId(0), shape: moved }));
    assert_eq!(brushed_out(&session), partly, "strokes move along");
    settle(&mut session, Action::Region(RegionAction::ClearBrushing(RegionId(0))));
    assert_eq!((brushed_out(&session), session.history().undo_label()), (0, Some("Clear brushing")));
    for _ in 0..3 {
        settle(&mut session, Action::Undo);
    }
    assert_eq!((brushed_out(&session), session.history().undo_label()), (once, Some("Brush out")));
    settle(&mut session, delete(0));
    settle(&mut session, add(Tissue::Skin));
    assert!(session.consultation().marks.regions[0].brushed.is_empty(), "a new region starts unbrushed");
}

#[test]
fn a_stroke_under_way_is_measured_and_changes_nothing() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    let Action::Region(RegionAction::Brush { brushed, .. }) = brush(Brush::LeavesOut, 20.0) else { unreachable!() };
    let region = Region { brushed: vec![brushed], ..session.consultation().marks.regions[0].clone() };
    let effects = session.update(Action::Region(RegionAction::Preview(region.clone())));
    let [Effect::Measure { region: measured, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((measured, session.consultation().marks.regions[0].brushed.len()), (&region, 0));
}

#[test]
fn a_drag_that_is_given_up_leaves_nothing_behind() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    let region = Region { shape: shape().translated(9.0, 9.0), ..session.consultation().marks.regions[0].clone() };
    session.update(Action::Region(RegionAction::Preview(region)));
    let effects = session.update(Action::Region(RegionAction::EndPreview));
    assert!(matches!(effects[..], [Effect::CancelJob(JobKind::Measure)]), "{effects:?}");
    let late = session.analysis().expect("it was analysed").readings[0].clone();
    session.update(Action::Region(RegionAction::Previewed { reading: Box::new(late), answer: None }));
    assert_eq!(session.live(), None);
    assert_eq!(session.consultation().marks.regions[0].shape, shape());
}

/// Stubble on the left, lighter skin on the right.
fn head() -> Arc<Photo> {
    let pixel = |place: usize| if place % 120 < 60 { [150, 120, 104, 255] } else { [190, 150, 128, 255] };
    let rgba: Vec<u8> = (0..120 * 90).flat_map(pixel).collect();
    Arc::new(Photo::from_rgba8("head", 120, 90, rgba).expect("a valid picture"))
}

#[test]
fn while_stubble_is_dragged_the_answer_follows_and_goes_with_the_drag() {
    let mut session = Session::new(Settings::default(), None);
    session.update(opened(&head()));
    let at = |x: f64| Shape::Rect { x, y: 10.0, width: 40.0, height: 40.0 };
    settle(&mut session, Action::Region(RegionAction::Add { tissue: Tissue::Skin, shape: at(70.0) }));
    settle(&mut session, Action::Region(RegionAction::Add { tissue: Tissue::Stubble, shape: at(5.0) }));
    let first = |session: &Session| session.recommendation().expect("there is an answer").matches[0].clone();
    let released = first(&session);
    let mut answer_at = |x: f64| {
        let region = Region { shape: at(x), ..session.consultation().marks.regions[1].clone() };
        let effects = session.update(Action::Region(RegionAction::Preview(region)));
        let [Effect::Measure { photo, region, calibrated, light, question }] = &effects[..] else {
            panic!("{effects:?}")
        };
        let reading = Box::new(measure_live(photo, region, calibrated, light.as_ref()));
        let answer = question.as_ref().and_then(|question| question.answer(&reading)).map(Box::new);
        session.update(Action::Region(RegionAction::Previewed { reading, answer }));
        (first(&session), session.regions_on_screen()[1].shape.clone())
    };
    let (still, _) = answer_at(5.0);
    assert_eq!((still.recipe, still.group), (released.recipe, released.group), "where it was, the answer is the same");
    // Half of it over the lighter skin.
    let (lighter, shape) = answer_at(40.0);
    assert!(lighter.recipe.water_parts > released.recipe.water_parts, "{:?} {:?}", lighter.recipe, released.recipe);
    assert_eq!(shape, at(40.0));
    session.update(Action::Region(RegionAction::EndPreview));
    assert_eq!(first(&session), released);
}

#[test]
fn a_new_region_never_shows_the_reading_of_a_deleted_one() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    session.update(delete(0));
    session.update(add(Tissue::Stubble));
    let id = session.selected().expect("a new region is selected");
    assert_eq!(session.reading(id), None, "nothing has measured it yet");
    session.update(Action::Undo);
    session.update(add(Tissue::Hair));
    assert_ne!(session.selected(), Some(id), "not even undo lets an id be used twice");
}
