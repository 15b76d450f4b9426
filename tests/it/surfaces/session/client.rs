//! What the client and the meter tell.

use stipple::matching::{Answers, BrowTone, Brows, Person, SkinType, Undertone};
use stipple::photo::Tissue;
use stipple::pigment::{MeterFileError, MeterReading, Subject, read_meter_csv};
use stipple::pipeline::Scale;
use stipple::session::{Action, Effect, MeterAction, Session};

use super::{add, opened, photo, session, settle};

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
