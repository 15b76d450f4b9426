//! Regions are marked, changed, measured and taken back.

use stipple::calibration::Reference;
use stipple::photo::{Region, RegionId, Tissue};
use stipple::session::{Action, Effect, RegionAction, Severity};

use super::{add, asked, delete, names, photo, session, settle, shape};

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
