//! Cards and charts.

use std::path::PathBuf;
use std::sync::Arc;

use stipple::calibration::chart::{Chart, load_chart};
use stipple::calibration::{Card, Reference};
use stipple::session::{Action, ChartAction, Effect};

use super::{asked, session, shape};

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
