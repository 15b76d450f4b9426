//! Catalogs, and swatches that become one.

use std::path::PathBuf;

use stipple::calibration::{Card, NeutralPatch, Reference};
use stipple::photo::{RegionId, Shape, SwatchStep, Tissue};
use stipple::pigment::{CatalogError, read_catalog};
use stipple::session::{Action, CatalogAction, Effect, RegionAction};

use super::{add, delete, names, session, settle};

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
