//! Photos are opened, fail and follow each other.

use std::path::PathBuf;
use std::sync::Arc;

use stipple::photo::{Limits, Photo, PhotoError, Region, RegionId, Tissue};
use stipple::progress::{Cancelled, Progress};
use stipple::session::{
    Action, Effect, JobKind, PhotoAction, PhotoSource, RegionAction, SAMPLES, Session, Settings, Severity,
};

use super::{add, delete, names, opened, photo, session, settle, shape};

fn failed(outcome: PhotoError) -> Action {
    let source = PhotoSource::Bytes { name: "broken.jpg".into(), bytes: Arc::new([]) };
    Action::Photo(PhotoAction::Opened { source, outcome: Err(outcome) })
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
