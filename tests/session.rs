//! A session without a window: these actions, then this state and these effects.

use std::path::PathBuf;
use std::sync::Arc;

use stipple::calibration::chart::{Chart, load_chart};
use stipple::calibration::{Card, NeutralPatch, Reference};
use stipple::matching::{Answers, BrowTone, Brows, Person, Practice, SkinType, Undertone};
use stipple::photo::{Brush, Brushed, Limits, Photo, PhotoError, Region, RegionId, Shape, Stroke, SwatchStep, Tissue};
use stipple::pigment::{CatalogError, MeterFileError, MeterReading, Subject, read_catalog, read_meter_csv};
use stipple::pipeline::{Analysis, Scale, analyze, measure_live};
use stipple::progress::{Cancelled, Progress};
use stipple::session::{
    Action, CatalogAction, ChartAction, Effect, JobKind, MeterAction, PhotoAction, PhotoSource, RegionAction, SAMPLES,
    Session, Settings, Severity,
};

/// A photo of one colour; the name is also its colour's.
fn photo(name: &str, rgb: [u8; 3]) -> Arc<Photo> {
    let rgba = [rgb[0], rgb[1], rgb[2], 255].repeat(120 * 90);
    Arc::new(Photo::from_rgba8(name, 120, 90, rgba).expect("a valid picture"))
}

fn opened(photo: &Arc<Photo>) -> Action {
    let source = PhotoSource::Bytes { name: photo.name().into(), bytes: Arc::new([]) };
    Action::Photo(PhotoAction::Opened { source, outcome: Ok(photo.clone()) })
}

fn failed(outcome: PhotoError) -> Action {
    let source = PhotoSource::Bytes { name: "broken.jpg".into(), bytes: Arc::new([]) };
    Action::Photo(PhotoAction::Opened { source, outcome: Err(outcome) })
}

fn shape() -> Shape {
    Shape::Rect { x: 10.0, y: 10.0, width: 60.0, height: 40.0 }
}

fn add(tissue: Tissue) -> Action {
    Action::Region(RegionAction::Add { tissue, shape: shape() })
}

fn delete(id: u32) -> Action {
    Action::Region(RegionAction::Delete(RegionId(id)))
}

/// A session with a photo of skin, and no settings file.
fn session() -> Session {
    let mut session = Session::new(Settings::default(), None);
    session.update(opened(&photo("skin", [190, 150, 128])));
    session
}

/// What the only effect asks to be analysed.
fn asked(effects: &[Effect]) -> (u64, Analysis) {
    let [Effect::Analyze { revision, inputs, earlier }] = effects else {
        panic!("one analysis should be asked for: {effects:?}")
    };
    (*revision, analyze(inputs, earlier.as_deref(), &Progress::unwatched()).expect("nothing is in the way"))
}

/// Applies an action and gives back the analysis that it asks for.
fn settle(session: &mut Session, action: Action) {
    let (revision, analysis) = asked(&session.update(action));
    session.update(Action::Analyzed { revision, analysis: Box::new(analysis) });
    assert!(session.is_analysis_current());
}

fn names(session: &Session) -> Vec<&str> {
    session.consultation().marks.regions.iter().map(|region| region.name.as_str()).collect()
}

#[test]
fn every_change_of_regions_is_undone_and_redone_by_name() {
    let mut session = session();
    let id = RegionId(0);
    let moved = shape().translated(5.0, 0.0);
    let steps = [
        (add(Tissue::Skin), "Add region"),
        (Action::Region(RegionAction::Reshape { id, shape: moved }), "Reshape region"),
        (Action::Region(RegionAction::Rename { id, name: " Left temple ".into() }), "Rename region"),
        (Action::Region(RegionAction::SetTissue { id, tissue: Tissue::Stubble }), "Change kind of region"),
        (Action::Region(RegionAction::Duplicate(id)), "Add region"),
        (Action::SetReference(Reference::None), "Change reference"),
        (delete(0), "Delete region"),
    ];
    let mut states = vec![session.consultation().marks.regions.clone()];
    let labels: Vec<&str> = steps.iter().map(|(_, label)| *label).collect();
    for (action, label) in steps {
        settle(&mut session, action);
        assert_eq!(session.history().undo_label(), Some(label));
        states.push(session.consultation().marks.regions.clone());
    }
    for (label, before) in labels.iter().zip(&states).rev() {
        assert_eq!(session.history().undo_label(), Some(*label));
        settle(&mut session, Action::Undo);
        assert_eq!(session.consultation().marks.regions, *before);
    }
    assert_eq!(session.history().undo_label(), None);
    assert!(session.update(Action::Undo).is_empty(), "there is nothing left to undo");
    for (label, after) in labels.iter().zip(&states[1..]) {
        assert_eq!(session.history().redo_label(), Some(*label));
        settle(&mut session, Action::Redo);
        assert_eq!(session.consultation().marks.regions, *after);
    }
    assert!(session.update(Action::Redo).is_empty(), "there is nothing left to redo");
}

#[test]
fn a_new_step_forgets_what_was_undone() {
    let mut session = session();
    session.update(add(Tissue::Skin));
    session.update(Action::Undo);
    assert_eq!(session.history().redo_label(), Some("Add region"));
    session.update(add(Tissue::Hair));
    assert_eq!(session.history().redo_label(), None);
}

#[test]
fn an_analysis_of_an_older_state_is_dropped() {
    let mut session = session();
    let (early, analysis) = asked(&session.update(add(Tissue::Skin)));
    session.update(add(Tissue::Stubble));
    assert!(session.update(Action::Analyzed { revision: early, analysis: Box::new(analysis) }).is_empty());
    assert!(session.analysis().is_none() && !session.is_analysis_current());
}

#[test]
fn a_region_is_measured_and_stubble_is_matched() {
    let mut session = session();
    settle(&mut session, add(Tissue::Stubble));
    assert_eq!((names(&session), session.selected()), (vec!["Stubble 1"], Some(RegionId(0))));
    let analysis = session.analysis().expect("it was just given");
    assert_eq!(analysis.measurement(RegionId(0)).map(|measured| measured.pixels.used), Some(2400));
    assert!(analysis.recommendation.as_ref().is_some_and(|answer| !answer.matches.is_empty()));
}

#[test]
fn changes_that_change_nothing_are_no_steps() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    let (id, unknown) = (RegionId(0), RegionId(99));
    for action in [
        RegionAction::Delete(unknown),
        RegionAction::Duplicate(unknown),
        RegionAction::Reshape { id: unknown, shape: shape().translated(1.0, 1.0) },
        RegionAction::Rename { id: unknown, name: "nobody".into() },
        RegionAction::SetTissue { id: unknown, tissue: Tissue::Hair },
        RegionAction::Select(Some(unknown)),
        RegionAction::ClearBrushing(unknown),
        RegionAction::ClearBrushing(id),
        RegionAction::Reshape { id, shape: shape() },
        RegionAction::Rename { id, name: "Skin 1".into() },
        RegionAction::Rename { id, name: "  ".into() },
        RegionAction::SetTissue { id, tissue: Tissue::Skin },
    ] {
        let said = format!("{action:?}");
        let effects = session.update(Action::Region(action));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Analyze { .. })), "{said}: {effects:?}");
        assert!(session.is_analysis_current(), "{said}");
    }
    assert_eq!(names(&session), ["Skin 1"]);
    settle(&mut session, Action::Undo);
    assert_eq!(session.history().undo_label(), None, "only the region was a step");
}

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

#[test]
fn a_second_photo_can_be_undone_with_its_regions() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    settle(&mut session, opened(&photo("other", [90, 70, 60])));
    assert_eq!((session.photo().map(|photo| photo.name()), names(&session).len()), (Some("other"), 0));
    assert_eq!(session.history().undo_label(), Some("Open photo"));
    settle(&mut session, add(Tissue::Hair));
    settle(&mut session, Action::Undo);
    settle(&mut session, Action::Undo);
    assert_eq!((session.photo().map(|photo| photo.name()), names(&session)), (Some("skin"), vec!["Skin 1"]));
    session.update(Action::Redo);
    session.update(Action::Redo);
    assert_eq!((session.photo().map(|photo| photo.name()), names(&session)), (Some("other"), vec!["Hair 1"]));
    let id = session.consultation().marks.regions[0].id;
    assert_eq!(session.reading(id), None, "no reading of the first photo is shown");
}

#[test]
fn a_photo_that_fails_leaves_a_notice_and_the_consultation() {
    let mut session = session();
    settle(&mut session, add(Tissue::Skin));
    session.update(Action::Photo(PhotoAction::Open(PhotoSource::File(PathBuf::from("/nowhere/broken.jpg")))));
    assert_eq!(session.loading().map(|loading| loading.name.as_str()), Some("broken.jpg"));
    let effects = session.update(failed(PhotoError::NotAPicture { name: "broken.jpg".into() }));
    assert!(effects.is_empty(), "{effects:?}");
    assert_eq!(session.loading(), None);
    let [notice] = session.notices() else { panic!("{:?}", session.notices()) };
    assert_eq!(notice.severity, Severity::Error);
    assert!(notice.text.contains("broken.jpg"), "{}", notice.text);
    assert_eq!((session.photo().map(|photo| photo.name()), names(&session)), (Some("skin"), vec!["Skin 1"]));
    assert!(session.is_analysis_current());
    session.update(Action::DismissNotice(0));
    session.update(Action::DismissNotice(7));
    assert!(session.notices().is_empty());
}

#[test]
fn cancelling_stops_the_job_and_says_nothing() {
    let mut session = session();
    session.update(Action::Photo(PhotoAction::Open(PhotoSource::Sample(&SAMPLES[0]))));
    assert_eq!(session.loading().map(|loading| loading.name.as_str()), Some(SAMPLES[0].title));
    let effects = session.update(Action::Photo(PhotoAction::Cancel));
    assert!(matches!(effects[..], [Effect::CancelJob(JobKind::OpenPhoto)]), "{effects:?}");
    assert_eq!(session.loading(), None);
    session.update(failed(Cancelled.into()));
    assert!(session.notices().is_empty());
    assert_eq!(session.photo().map(|photo| photo.name()), Some("skin"));
}

#[test]
fn a_sample_opens_with_its_regions() {
    for sample in SAMPLES {
        let photo = Photo::from_bytes(sample.file_name, sample.photo, &Limits::default(), &Progress::unwatched());
        let outcome = Ok(Arc::new(photo.expect("a shipped photo")));
        let mut session = Session::new(Settings::default(), None);
        settle(&mut session, Action::Photo(PhotoAction::Opened { source: PhotoSource::Sample(sample), outcome }));
        assert_eq!(session.consultation().marks.regions, sample.regions());
        let analysis = session.analysis().expect("it was just given");
        assert!(analysis.readings.iter().all(|reading| reading.outcome.is_ok()), "{}", sample.title);
        assert!(analysis.recommendation.is_some(), "{}", sample.title);
    }
}

#[test]
fn a_faulty_catalog_is_told_with_its_faults_and_the_old_one_stays() {
    let mut session = session();
    settle(&mut session, add(Tissue::Stubble));
    let (path, name) = (PathBuf::from("own.json"), session.catalog().name.clone());
    let faults = read_catalog("{\"format_version\": 1,\n\"shades\": [{\"id\": \"x\"}]}").expect_err("most is missing");
    let count = faults.len();
    let outcome = Err(CatalogError::Faulty { path: path.clone(), faults });
    let effects = session.update(Action::Catalog(CatalogAction::Opened { path, outcome }));
    assert!(effects.is_empty(), "{effects:?}");
    assert_eq!((&session.catalog().name, session.catalog_path()), (&name, None));
    assert_eq!(session.notices()[0].details.len(), count);
    assert!(session.notices()[0].details[0].starts_with("line 2: "), "{:?}", session.notices());
    assert!(session.is_analysis_current());
}

#[test]
fn another_catalog_is_ranked_at_once() {
    let mut session = session();
    settle(&mut session, add(Tissue::Stubble));
    let own = r#"{"format_version": 1, "name": "Own", "shades": [{"id": "mine", "name": "Mine", "family": "f",
        "state": "healed", "color": {"lab": [55, 6, 12], "illuminant": "D65", "observer": 2},
        "provenance": {"kind": "measured", "source": "test"}}]}"#;
    let outcome = Ok(read_catalog(own).expect("it has no fault"));
    let path = PathBuf::from("own.json");
    settle(&mut session, Action::Catalog(CatalogAction::Opened { path, outcome }));
    let first =
        |session: &Session| session.analysis()?.recommendation.as_ref()?.matches.first().map(|m| m.shade_id.clone());
    assert_eq!(first(&session).as_deref(), Some("mine"));
    settle(&mut session, Action::Catalog(CatalogAction::UseShipped));
    assert_ne!(first(&session).as_deref(), Some("mine"));
}

#[test]
fn without_a_photo_there_is_nothing_to_mark() {
    let mut session = Session::new(Settings::default(), None);
    let region = Region::new(RegionId(0), "x", Tissue::Skin, shape());
    for action in [add(Tissue::Skin), Action::Region(RegionAction::Preview(region)), Action::Undo, delete(0)] {
        assert!(session.update(action).is_empty());
        assert!(names(&session).is_empty());
    }
    session.update(opened(&photo("skin", [190, 150, 128])));
    assert_eq!(session.history().undo_label(), None, "history begins with the first photo");
}

#[test]
fn cards_are_added_one_by_one_and_each_is_a_step() {
    let mut session = session();
    for count in 1..=2 {
        session.update(Action::AddCard(shape()));
        let Reference::Neutral(cards) = &session.consultation().marks.reference else {
            panic!("a card is a neutral reference")
        };
        assert_eq!((cards.len(), cards[0].card), (count, Card::Unknown));
    }
    session.update(Action::Undo);
    session.update(Action::Undo);
    assert_eq!(session.consultation().marks.reference, Reference::Auto);
}

#[test]
fn the_card_that_was_named_is_remembered_for_the_next_photo() {
    let mut session = session();
    session.update(Action::AddCard(shape()));
    session.update(Action::NameCard { index: 0, card: Card::GREY_18 });
    assert!(session.update(Action::NameCard { index: 7, card: Card::Paper }).is_empty());
    assert_eq!(session.settings().card, Some(Card::GREY_18));
    session.update(Action::AddCard(shape()));
    let Reference::Neutral(cards) = &session.consultation().marks.reference else {
        panic!("cards are a neutral reference")
    };
    assert_eq!(cards.iter().map(|card| card.card).collect::<Vec<_>>(), [Card::GREY_18; 2]);
    session.update(Action::NameCard { index: 0, card: Card::Unknown });
    assert_eq!(session.settings().card, None);
}

#[test]
fn a_measured_chart_is_used_at_once_and_remembered_until_the_published_colors_return() {
    let mut session = session();
    let before = asked(&session.update(Action::SetReference(Reference::None))).0;
    let chart = Arc::new(Chart::iso_17321());
    let path = PathBuf::from("/charts/mine.csv");
    let opened = ChartAction::Opened { path: path.clone(), outcome: Ok(chart.clone()) };
    let effects = session.update(Action::Chart(opened));
    let [Effect::Analyze { revision, inputs, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert!(*revision > before && inputs.measured_chart.as_deref() == Some(&*chart));
    assert_eq!(session.settings().chart.as_ref(), Some(&path));
    assert_eq!(session.measured_chart().map(|chart| chart.name.as_str()), Some(chart.name.as_str()));
    session.update(Action::Chart(ChartAction::UsePublished));
    assert!(session.measured_chart().is_none() && session.settings().chart.is_none());
}

#[test]
fn a_faulty_chart_is_told_and_the_colors_stay() {
    let mut session = session();
    let path = PathBuf::from("/nowhere/mine.csv");
    let outcome = load_chart(&path).map(Arc::new);
    assert!(session.update(Action::Chart(ChartAction::Opened { path, outcome })).is_empty());
    assert_eq!(session.notices().len(), 1);
    assert!(session.measured_chart().is_none());
}

fn swatch_strip() -> Action {
    let strip = Shape::Rect { x: 5.0, y: 60.0, width: 90.0, height: 15.0 };
    Action::Region(RegionAction::AddStrip { strip, steps: "6 18 30".parse().expect("steps") })
}

#[test]
fn a_strip_marks_all_its_swatches_in_one_step() {
    let mut session = session();
    settle(&mut session, swatch_strip());
    let expected = ["Swatch, 6 water : 1 pigment", "Swatch, 18 water : 1 pigment", "Swatch, 30 water : 1 pigment"];
    assert_eq!(names(&session), expected);
    let water: Vec<f64> = session.consultation().marks.steps().map(|(_, step)| step.water_parts).collect();
    assert_eq!(water, [6.0, 18.0, 30.0]);
    settle(
        &mut session,
        Action::Region(RegionAction::SetStep { id: RegionId(1), step: SwatchStep { ladder: 1, water_parts: 20.0 } }),
    );
    assert_eq!(names(&session)[1], "Swatch, 20 water : 1 pigment");
    session.update(Action::Undo);
    session.update(Action::Undo);
    assert!(names(&session).is_empty() && session.consultation().marks.steps().next().is_none());
}

#[test]
fn two_ladders_of_a_photo_are_kept_apart_under_names_of_their_own() {
    let mut session = session();
    let card = Shape::Rect { x: 80.0, y: 5.0, width: 30.0, height: 20.0 };
    let card = NeutralPatch { shape: card, card: Card::Lightness(65.0) };
    settle(&mut session, Action::SetReference(Reference::Neutral(vec![card])));
    settle(&mut session, swatch_strip());
    settle(&mut session, swatch_strip());
    assert_eq!(names(&session)[3..5], ["Ladder 2, 6 water : 1 pigment", "Ladder 2, 18 water : 1 pigment"]);
    assert_eq!(session.consultation().marks.ladders(), [1, 2]);
    for (ladder, name) in [(1, "Warm"), (2, "Cool")] {
        let asked = session.update(Action::Catalog(CatalogAction::KeepSwatches { ladder, name: name.into() }));
        let [Effect::ChooseFile { choice, .. }] = &asked[..] else { panic!("{asked:?} {:?}", session.notices()) };
        let kept = session.update(Action::FileChosen { choice: choice.clone(), path: "mine.json".into() });
        let [Effect::KeepShade { shade, .. }] = &kept[..] else { panic!("{kept:?} {:?}", session.notices()) };
        assert_eq!((shade.name.as_str(), shade.ladder.len()), (name, 3));
        assert!(shade.provenance.source.ends_with("reference neutral card"), "{:?}", shade.provenance);
    }
    let step = SwatchStep { ladder: 1, water_parts: 12.0 };
    settle(&mut session, Action::Region(RegionAction::SetStep { id: RegionId(4), step }));
    let first = session.consultation().marks.steps().filter(|(_, step)| step.ladder == 1).count();
    assert_eq!(first, 4, "a swatch can be given to another ladder");
}

#[test]
fn swatches_without_a_reference_are_not_kept_and_the_reason_is_told() {
    let mut session = session();
    settle(&mut session, swatch_strip());
    let effects = session.update(Action::Catalog(CatalogAction::KeepSwatches { ladder: 1, name: "Mine".into() }));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(session.notices()[0].text.contains("it can only be compared inside the photo"));
}

#[test]
fn suggestions_are_one_step_and_those_for_another_photo_are_dropped() {
    let mut session = session();
    let region = |id, tissue| Region::new(RegionId(id), "", tissue, shape());
    let regions = vec![region(0, Tissue::Skin), region(1, Tissue::Stubble)];
    let stale = RegionAction::Suggested { photo: photo("other", [90, 60, 50]), regions: regions.clone() };
    assert!(session.update(Action::Region(stale)).is_empty());
    let [Effect::Suggest { photo, .. }] = &session.update(Action::Region(RegionAction::Suggest))[..] else {
        panic!("a search should be asked for")
    };
    let answer = RegionAction::Suggested { photo: photo.clone(), regions };
    settle(&mut session, Action::Region(answer));
    assert_eq!((names(&session), session.consultation().marks.has_suggestions()), (vec!["Skin 1", "Stubble 1"], true));
    session.update(Action::Undo);
    assert_eq!((names(&session).len(), session.consultation().marks.has_suggestions()), (0, false));
}

#[test]
fn a_photo_in_which_nothing_stands_out_is_told() {
    let mut session = session();
    let photo = session.photo().expect("it was opened").clone();
    session.update(Action::Region(RegionAction::Suggested { photo, regions: Vec::new() }));
    assert_eq!((session.notices()[0].severity, session.history().undo_label()), (Severity::Info, None));
}

#[test]
fn meter_readings_and_scale_are_kept_undone_and_analysed() {
    let mut session = session();
    let reading = MeterReading::entered("temple", Subject::Skin, [62.0, 9.0, 15.0], "D65", 2).expect("a known one");
    session.update(Action::Meter(MeterAction::Add(reading.clone())));
    let effects = session.update(Action::SetScale(Some(Scale::PxPerMm(12.0))));
    let [Effect::Analyze { inputs, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&inputs.marks.meter, inputs.marks.scale), (&vec![reading], Some(Scale::PxPerMm(12.0))));
    assert!(session.update(Action::Meter(MeterAction::Remove(7))).is_empty());
    session.update(Action::Meter(MeterAction::Remove(0)));
    assert!(session.consultation().marks.meter.is_empty());
    session.update(Action::Undo);
    session.update(Action::Undo);
    assert_eq!((session.consultation().marks.meter.len(), session.consultation().marks.scale), (1, None));
}

/// Chosen by its place, a recipe became another one with every new ranking, and was neither undone nor kept.
#[test]
fn a_chosen_recipe_stays_the_decision_when_the_ranking_changes() {
    let mut session = session();
    settle(&mut session, add(Tissue::Stubble));
    let ranked = session.recommendation().expect("something is ranked").matches.clone();
    let other = ranked[2].id();
    assert_eq!(session.chosen().map(|chosen| chosen.index), Some(0));
    assert!(session.update(Action::ChooseRecipe(other.clone())).is_empty());
    assert_eq!(session.chosen().map(|chosen| (chosen.index, chosen.overtaken.is_none())), Some((2, true)));
    let mut catalog = session.catalog().clone();
    catalog.shades.retain(|shade| shade.id == other.shade || shade.id == ranked[1].shade_id);
    let opened = CatalogAction::Opened { path: "/mine.json".into(), outcome: Ok(catalog) };
    settle(&mut session, Action::Catalog(opened));
    let chosen = session.chosen().expect("something is ranked");
    assert!(chosen.ranked.id() == other && chosen.overtaken.is_none() && chosen.index < 2, "{chosen:?}");
    settle(&mut session, Action::Catalog(CatalogAction::UseShipped));
    let practice = Practice { per_cm2: Some(400.0), ..Practice::default() };
    settle(&mut session, Action::SetPractice(practice));
    let chosen = session.chosen().expect("something is ranked");
    assert!(chosen.ranked.is_of_pigment(&other) && chosen.ranked.recipe != other.dilution, "{chosen:?}");
    assert_eq!(chosen.overtaken, Some(&other), "another dilution is ranked, and that is told");
    assert_eq!(session.history().undo_label(), Some("Choose recipe"));
    session.update(Action::Undo);
    assert_eq!(session.chosen().map(|chosen| chosen.index), Some(0));
}

#[test]
fn the_next_client_does_not_start_as_a_scar() {
    let mut session = session();
    session.update(Action::Answer(Answers { on_scar: Some(true), ..Answers::default() }));
    let effects = session.update(opened(&photo("the next", [190, 150, 128])));
    let [Effect::Analyze { inputs, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert!(!inputs.person().on_scar);
    session.update(Action::Undo);
    assert_eq!(session.consultation().marks.answers.on_scar, Some(true));
}

#[test]
fn a_deleted_swatch_takes_its_step_along_and_brings_it_back() {
    let mut session = session();
    session.update(add(Tissue::Swatch));
    let step = SwatchStep { ladder: 1, water_parts: 12.0 };
    session.update(Action::Region(RegionAction::SetStep { id: RegionId(0), step }));
    session.update(delete(0));
    assert_eq!((session.consultation().marks.steps().count(), session.consultation().marks.ladders()), (0, Vec::new()));
    session.update(Action::Undo);
    assert_eq!(session.consultation().marks.steps().collect::<Vec<_>>(), [(RegionId(0), step)]);
}

#[test]
fn answers_about_the_client_are_kept_and_undone_and_only_two_reach_the_matching() {
    let mut session = session();
    let answers = Answers {
        skin_type: Some(SkinType::IV),
        undertone: Some(Undertone::Cool),
        is_tanned: Some(true),
        on_scar: None,
        brows: Some(BrowTone::Paler),
    };
    let effects = session.update(Action::Answer(answers));
    let [Effect::Analyze { inputs, .. }] = &effects[..] else { panic!("{effects:?}") };
    let person = Person { is_tanned: true, on_scar: false, brows: Some(Brows::Judged(BrowTone::Paler)) };
    assert_eq!(inputs.person(), person);
    assert_eq!(
        (session.consultation().marks.answers, session.history().undo_label()),
        (answers, Some("Answer question"))
    );
    assert!(session.update(Action::Answer(answers)).is_empty(), "the same answer is no step");
    session.update(Action::Undo);
    assert_eq!(session.consultation().marks.answers, Answers::default());
}

#[test]
fn measured_brows_stand_before_an_impression_of_them() {
    let mut session = session();
    settle(&mut session, add(Tissue::Stubble));
    settle(&mut session, Action::Answer(Answers { brows: Some(BrowTone::Paler), ..Answers::default() }));
    let kinds = |session: &Session| -> Vec<&'static str> {
        let answer =
            session.analysis().and_then(|analysis| analysis.recommendation.as_ref()).expect("stubble is marked");
        let of_best = answer.matches.first().map(|best| &best.cautions).expect("something is ranked");
        answer.cautions.iter().chain(of_best).map(|caution| caution.kind()).collect()
    };
    assert!(kinds(&session).contains(&"pale_brows"));
    let dark = MeterReading::entered("left", Subject::Brows, [28.0, 4.0, 6.0], "D65", 2).expect("a known one");
    settle(&mut session, Action::Meter(MeterAction::Add(dark)));
    assert!(!kinds(&session).contains(&"pale_brows"));
}

#[test]
fn a_faulty_meter_file_is_told_with_its_faults_and_nothing_is_taken() {
    let mut session = session();
    let faults =
        read_meter_csv("name,subject,L,a,b,illuminant,observer\nx,scalp,60,8,14,D65,2").expect_err("no subject");
    let outcome = Err(MeterFileError::Faulty { path: "mine.csv".into(), faults });
    assert!(session.update(Action::Meter(MeterAction::Opened(outcome))).is_empty());
    assert!(session.consultation().marks.meter.is_empty());
    assert!(session.notices()[0].details[0].starts_with("line 2: "), "{:?}", session.notices());
}
