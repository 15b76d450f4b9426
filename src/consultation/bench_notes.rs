use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the practitioner notes of the cup: for the label and the client's record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BenchNotes {
    /// By the id of the shade in it, so that a lot never goes with another pigment.
    pub bottles: BTreeMap<String, BottleNote>,
    /// As it is typed.
    pub mixed_on: String,
}

/// What is written on a bottle, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BottleNote {
    pub lot: String,
    pub expires: String,
}

impl BenchNotes {
    /// What is known of this shade's bottle.
    pub fn bottle(&self, shade_id: &str) -> BottleNote {
        self.bottles.get(shade_id).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_survive_saving_and_stay_with_their_pigment() {
        let bottle = BottleNote { lot: "A123".into(), expires: "2027-03".into() };
        let bottles = [("carbon-neutral".to_owned(), bottle.clone())].into();
        let notes = BenchNotes { bottles, mixed_on: "2026-11-26".into() };
        let saved = serde_json::to_string(&notes).expect("notes can be saved");
        assert_eq!(serde_json::from_str::<BenchNotes>(&saved).ok(), Some(notes.clone()), "{saved}");
        assert_eq!((notes.bottle("carbon-neutral"), notes.bottle("carbon-warm")), (bottle, BottleNote::default()));
    }
}
