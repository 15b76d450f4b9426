use serde::{Deserialize, Serialize};

use super::person::{BrowTone, Brows, Person};

/// What the practitioner answers about the client; nothing of it is ever inferred from the photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Says nothing about color and bears on no choice.
    pub skin_type: Option<SkinType>,
    /// As somebody sees it; bears on no choice.
    pub undertone: Option<Undertone>,
    /// The skin is tanned now.
    pub is_tanned: Option<bool>,
    /// The area to be treated is a scar.
    pub on_scar: Option<bool>,
    pub brows: Option<BrowTone>,
}

/// How skin answers to the sun (Fitzpatrick 1988).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkinType {
    I,
    II,
    III,
    IV,
    V,
    VI,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Undertone {
    Cool,
    Neutral,
    Warm,
    Unsure,
}

impl Answers {
    pub const QUESTIONS: usize = 5;

    /// How many of the questions are answered.
    pub fn count(&self) -> usize {
        let are_given = [
            self.skin_type.is_some(),
            self.undertone.is_some(),
            self.is_tanned.is_some(),
            self.on_scar.is_some(),
            self.brows.is_some(),
        ];
        are_given.into_iter().filter(|&is_given| is_given).count()
    }

    /// What bears on the choice.
    pub fn person(&self) -> Person {
        Person {
            is_tanned: self.is_tanned == Some(true),
            on_scar: self.on_scar == Some(true),
            brows: self.brows.map(Brows::Judged),
        }
    }
}

impl SkinType {
    pub const ALL: [Self; 6] = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::VI];

    /// What the client is asked for (Fitzpatrick 1988, table 1, in our words).
    pub fn sun(self) -> &'static str {
        match self {
            Self::I => "always burns, never tans",
            Self::II => "burns easily, tans little",
            Self::III => "burns moderately, tans slowly",
            Self::IV => "burns little, tans well",
            Self::V => "rarely burns, tans deeply",
            Self::VI => "never burns, deeply pigmented",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_type_and_undertone_never_reach_the_matching() {
        let answers = Answers { skin_type: Some(SkinType::V), undertone: Some(Undertone::Warm), ..Answers::default() };
        assert_eq!((answers.person(), answers.count()), (Person::default(), 2));
    }

    #[test]
    fn answers_survive_saving_and_missing_ones_are_not_given() {
        let answers = Answers { skin_type: Some(SkinType::II), brows: Some(BrowTone::Paler), ..Answers::default() };
        let saved = serde_json::to_string(&answers).expect("answers can be saved");
        assert_eq!(serde_json::from_str::<Answers>(&saved).ok(), Some(answers), "{saved}");
        assert_eq!(serde_json::from_str::<Answers>("{}").ok(), Some(Answers::default()));
    }
}
