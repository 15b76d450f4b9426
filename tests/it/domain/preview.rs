//! The preview in a session without a window: these actions, then this treatment and these effects.

use std::path::PathBuf;
use std::sync::Arc;

use stipple::calibration::Calibrated;
use stipple::measurement::find_bare_area;
use stipple::photo::{Limits, Photo, Shape, Stroke, Tissue};
use stipple::pipeline::{Scale, Viewing, analyze};
use stipple::preview::{ExportError, Layout, Mark, Paint, Treatment, ViewingLight};
use stipple::progress::{Cancelled, Progress};
use stipple::session::{
    Action, Effect, JobKind, PhotoAction, PhotoSource, PreviewAction, RegionAction, SAMPLES, Session, Settings,
    Severity,
};

fn plain(name: &str, rgb: [u8; 3]) -> Arc<Photo> {
    let rgba = [rgb[0], rgb[1], rgb[2], 255].repeat(120 * 90);
    Arc::new(Photo::from_rgba8(name, 120, 90, rgba).expect("a valid picture"))
}

fn opened(photo: &Arc<Photo>) -> Action {
    let source = PhotoSource::Bytes { name: photo.name().into(), bytes: Arc::new([]) };
    Action::Photo(PhotoAction::Opened { source, outcome: Ok(photo.clone()) })
}

/// Applies an action and the analysis that it asks for.
fn settle(session: &mut Session, action: Action) {
    for effect in session.update(action) {
        if let Effect::Analyze { revision, inputs, earlier } = effect {
            let analysis = analyze(&inputs, earlier.as_deref(), &Progress::unwatched());
            let analysis = Box::new(analysis.expect("nothing is in the way"));
            session.update(Action::Analyzed { revision, analysis });
        }
    }
}

/// A photo of one colour with a region of stubble, so that recipes are ranked.
fn session() -> Session {
    let mut session = Session::new(Settings::default(), None);
    settle(&mut session, opened(&plain("skin", [190, 150, 128])));
    let shape = Shape::Rect { x: 10.0, y: 10.0, width: 60.0, height: 40.0 };
    settle(&mut session, Action::Region(RegionAction::Add { tissue: Tissue::Stubble, shape }));
    session
}

fn seen(weeks_after_treatment: f64, light: ViewingLight) -> Viewing {
    Viewing { weeks_after_treatment, light, is_as_taken: false }
}

fn fresh(session: &Session) -> Treatment {
    let best = &session.analysis().and_then(|found| found.recommendation.as_ref()).expect("ranked").matches[0];
    session.treatment_with(best)
}

fn dab(x: f64) -> Paint {
    Paint { mark: Mark::Stroke(Stroke { points: vec![[x, 40.0]], radius_px: 12.0 }), erases: false }
}

fn treat(label: &'static str, treatment: &Treatment) -> Action {
    Action::Preview(PreviewAction::Treat { label, treatment: Box::new(treatment.clone()) })
}

fn painted(session: &Session) -> usize {
    session.consultation().treatment.as_ref().map_or(0, |treatment| treatment.paint.len())
}

#[test]
fn a_stroke_is_one_step_and_nothing_is_measured_for_it() {
    let mut session = session();
    let mut treatment = fresh(&session);
    for x in [30.0, 70.0] {
        treatment.paint.push(dab(x));
        assert!(session.update(treat("Paint", &treatment)).is_empty() && session.is_analysis_current());
    }
    assert!(session.update(treat("Paint", &treatment)).is_empty(), "the same again is no step");
    assert_eq!((painted(&session), session.history().undo_label()), (2, Some("Paint")));
    for left in [1, 0] {
        assert!(session.update(Action::Undo).is_empty() && session.is_analysis_current());
        assert_eq!(painted(&session), left);
    }
    session.update(Action::Redo);
    assert_eq!((painted(&session), session.history().redo_label()), (1, Some("Paint")));
    assert!(!session.update(Action::SetScale(Some(Scale::PxPerMm(3.0)))).is_empty(), "the scale is measured with");
}

#[test]
fn what_is_painted_survives_saving() {
    let mut session = session();
    let treatment = Treatment { paint: vec![dab(30.0), Paint { erases: true, ..dab(50.0) }], ..fresh(&session) };
    session.update(treat("Paint", &treatment));
    let saved = serde_json::to_string(&session.consultation().treatment).expect("plain data");
    assert_eq!(serde_json::from_str::<Option<Treatment>>(&saved).expect("what was written"), Some(treatment));
}

#[test]
fn another_photo_begins_without_dots_and_undo_brings_them_back() {
    let mut session = session();
    let treatment = Treatment { paint: vec![dab(30.0)], ..fresh(&session) };
    session.update(treat("Paint", &treatment));
    settle(&mut session, opened(&plain("another", [150, 110, 90])));
    assert_eq!(painted(&session), 0);
    settle(&mut session, Action::Undo);
    assert_eq!(painted(&session), 1);
}

#[test]
fn dots_are_as_large_as_the_scale_of_the_photo_says() {
    let mut session = session();
    assert_eq!((session.px_per_mm(), fresh(&session).px_per_mm), (None, 0.45), "90 pixels show a head of 200 mm");
    let treatment = Treatment { paint: vec![dab(30.0)], ..fresh(&session) };
    session.update(treat("Paint", &treatment));
    settle(&mut session, Action::SetScale(Some(Scale::PxPerMm(3.0))));
    assert_eq!((session.px_per_mm(), fresh(&session).px_per_mm, painted(&session)), (Some(3.0), 3.0, 1));
}

#[test]
fn the_recipe_that_is_drawn_is_the_ranked_one_as_it_is_by_then() {
    let session = session();
    let best = &session.analysis().and_then(|found| found.recommendation.as_ref()).expect("ranked").matches[0];
    let at = |weeks: f64| {
        let light = ViewingLight::Daylight;
        session.simulation(best, fresh(&session), seen(weeks, light)).expect("it was predicted")
    };
    let healed = at(4.0);
    assert!((healed.load.tau() - best.load.expect("predicted").tau()).abs() < 1e-9);
    let area = healed.client.area(&healed.load, &healed.treatment.dots());
    assert!((area.l - best.lab.l).abs() < 0.05, "{area:?} is not {:?}", best.lab);
    assert!(at(0.0).load.tau() > healed.load.tau() && at(208.0).load.tau() < healed.load.tau());
    let years = session.over_years(best, &fresh(&session));
    assert!(years.iter().all(|year| year.darkest.l <= year.lab.l && year.lab.l <= year.lightest.l));
}

#[test]
fn a_bare_area_is_painted_beside_what_was_painted_meanwhile() {
    let mut session = session();
    let treatment = Box::new(fresh(&session));
    let effects = session.update(Action::Preview(PreviewAction::PaintBareArea(treatment.clone())));
    let [Effect::FindBareArea { photo, regions, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(regions.iter().map(|region| region.tissue).collect::<Vec<_>>(), [Tissue::Stubble]);
    session.update(treat("Paint", &Treatment { paint: vec![dab(30.0)], ..(*treatment).clone() }));
    let area = Some(Shape::Ellipse { cx: 50.0, cy: 40.0, rx: 20.0, ry: 10.0 });
    let found = |photo: &Arc<Photo>, area: &Option<Shape>| {
        let (photo, treatment, area) = (photo.clone(), treatment.clone(), area.clone());
        Action::Preview(PreviewAction::BareAreaFound { photo, treatment, area })
    };
    session.update(found(&plain("another", [1, 2, 3]), &area));
    assert_eq!(painted(&session), 1, "an answer for another photo is dropped");
    session.update(found(photo, &area));
    assert_eq!((painted(&session), session.history().undo_label()), (2, Some("Paint the bare area")));
    session.update(found(photo, &None));
    assert!(painted(&session) == 2 && session.notices()[0].text.contains("by hand"));
}

#[test]
fn a_picture_is_written_where_the_user_says_and_told() {
    let mut session = session();
    let best = &session.analysis().and_then(|found| found.recommendation.as_ref()).expect("ranked").matches[0];
    let treatment = Treatment { paint: vec![dab(30.0)], ..fresh(&session) };
    let simulation =
        session.simulation(best, treatment, seen(4.0, ViewingLight::Daylight)).map(Box::new).expect("predicted");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("client");
    let layout = Layout::BeforeAndAfter;
    let effects = session.update(Action::Preview(PreviewAction::Export { simulation, layout }));
    let [Effect::ChooseFile { choice, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((choice.endings(), choice.new_name()), (&["png"][..], Some("simulation.png")));
    let effects = session.update(Action::FileChosen { choice: choice.clone(), path });
    let [Effect::Export { path, picture }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(session.exporting().map(|exporting| exporting.name.as_str()), Some("client.png"));
    picture.write(path, &Progress::unwatched()).expect("written");
    let file = std::fs::read(path).expect("a file");
    assert_eq!(image::load_from_memory(&file).expect("a PNG").width(), 240);
    session.update(Action::Preview(PreviewAction::Exported { path: path.clone(), outcome: Ok(()) }));
    assert!(session.exporting().is_none() && session.notices()[0].text.contains("client.png"));
}

#[test]
fn a_cancelled_picture_is_no_fault_and_an_unwritable_one_is_told() {
    let mut session = session();
    let path = PathBuf::from("nowhere.png");
    let effects = session.update(Action::Preview(PreviewAction::CancelExport));
    assert!(matches!(effects[..], [Effect::CancelJob(JobKind::Export)]), "{effects:?}");
    let cancelled = Err(ExportError::Cancelled(Cancelled));
    session.update(Action::Preview(PreviewAction::Exported { path: path.clone(), outcome: cancelled }));
    assert!(session.notices().is_empty());
    let source = std::io::ErrorKind::PermissionDenied.into();
    let outcome = Err(ExportError::Unwritable { path: path.clone(), source });
    session.update(Action::Preview(PreviewAction::Exported { path, outcome }));
    assert_eq!(session.notices()[0].severity, Severity::Error);
}

#[test]
fn the_bare_area_goes_out_to_the_stubble_and_not_over_it() {
    let sample = &SAMPLES[0];
    let photo = Photo::from_bytes(sample.file_name, sample.photo, &Limits::default(), &Progress::unwatched());
    let photo = photo.expect("it comes with the program");
    let regions = sample.regions();
    let of = |tissue: Tissue| -> Vec<Shape> {
        regions.iter().filter(|region| region.tissue == tissue).map(|region| region.shape.clone()).collect()
    };
    let (skin, stubble) = (of(Tissue::Skin), of(Tissue::Stubble));
    let area = find_bare_area(&photo, &Calibrated::default(), &skin, &stubble).expect("skin is marked");
    let middle = |shape: &Shape| shape.bounds().middle();
    assert!(skin.iter().map(middle).all(|[x, y]| area.contains(x, y)));
    assert!(!stubble.iter().map(middle).any(|[x, y]| area.contains(x, y)));
    assert!(area.area() > 2.0 * skin[0].area(), "{} beside {}", area.area(), skin[0].area());
    assert_eq!(find_bare_area(&photo, &Calibrated::default(), &[], &stubble), None);
}
