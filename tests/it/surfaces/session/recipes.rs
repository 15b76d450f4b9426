//! What is ranked, and the recipe that was decided for.

use std::path::PathBuf;

use stipple::photo::Tissue;
use stipple::pigment::read_catalog;
use stipple::session::{Action, CatalogAction, Session};

use super::{add, session, settle};

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
    let mut catalog = session.catalog().clone();
    for shade in &mut catalog.shades {
        shade.ladder.retain(|step| step.water_parts != other.dilution.water_parts);
    }
    let opened = CatalogAction::Opened { path: "/paler.json".into(), outcome: Ok(catalog) };
    settle(&mut session, Action::Catalog(opened));
    let chosen = session.chosen().expect("something is ranked");
    assert!(chosen.ranked.is_of_pigment(&other) && chosen.ranked.recipe != other.dilution, "{chosen:?}");
    assert_eq!(chosen.overtaken, Some(&other), "another dilution is ranked, and that is told");
    assert_eq!(session.history().undo_label(), Some("Choose recipe"));
    session.update(Action::Undo);
    assert_eq!(session.chosen().map(|chosen| chosen.index), Some(0));
}
