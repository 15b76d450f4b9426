use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// So many drops or swatches stand in one row, at most.
const MOST_STEPS: usize = 20;
const MOST_WATER: f64 = 200.0;

/// Parts of water to one of pigment, from the first swatch of a row to the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Steps(Vec<f64>);

/// Why a text names no steps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepsError {
    #[error("name at least one step, such as 6 8 12 15 20 30")]
    None,
    #[error("a row has {MOST_STEPS} steps at most")]
    TooMany,
    #[error("“{0}” is no number of parts of water, 0 for undiluted up to {MOST_WATER}")]
    NoWater(String),
    #[error("{0} stands there twice")]
    Twice(String),
}

impl Steps {
    pub fn waters(&self) -> &[f64] {
        &self.0
    }
}

impl Default for Steps {
    /// The dilutions that the trade names most.
    fn default() -> Self {
        Self(vec![6.0, 8.0, 12.0, 15.0, 20.0, 30.0])
    }
}

impl FromStr for Steps {
    type Err = StepsError;

    /// Numbers with spaces or semicolons between them, a comma or a point in a number.
    fn from_str(text: &str) -> Result<Self, StepsError> {
        let words = text.split(|letter: char| letter.is_whitespace() || letter == ';').filter(|word| !word.is_empty());
        let mut waters: Vec<f64> = Vec::new();
        for word in words {
            let water: Option<f64> = word.trim_end_matches(',').replace(',', ".").parse().ok();
            let water = water.filter(|water| (0.0..=MOST_WATER).contains(water));
            let water = water.ok_or_else(|| StepsError::NoWater(word.chars().take(20).collect()))?;
            if waters.contains(&water) {
                return Err(StepsError::Twice(water.to_string()));
            }
            waters.push(water);
        }
        match waters.len() {
            0 => Err(StepsError::None),
            count if count > MOST_STEPS => Err(StepsError::TooMany),
            _ => Ok(Self(waters)),
        }
    }
}

impl TryFrom<String> for Steps {
    type Error = StepsError;

    fn try_from(text: String) -> Result<Self, StepsError> {
        text.parse()
    }
}

impl From<Steps> for String {
    fn from(steps: Steps) -> Self {
        steps.to_string()
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waters: Vec<String> = self.0.iter().map(f64::to_string).collect();
        f.write_str(&waters.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_as_people_write_them() {
        for text in ["6 8 12.5", " 6;8; 12,5 ", "6, 8, 12.5"] {
            assert_eq!(text.parse(), Ok(Steps(vec![6.0, 8.0, 12.5])), "{text}");
        }
        assert_eq!(Steps::default().to_string().parse(), Ok(Steps::default()));
    }

    #[test]
    fn what_names_no_steps_says_why() {
        let told = |text: &str| text.parse::<Steps>().expect_err("no steps").to_string();
        assert!(told("  ").contains("6 8 12"), "{}", told("  "));
        for text in ["6 x", "6 -1", "6 NaN", "6 1e9"] {
            assert!(told(text).contains("is no number of parts"), "{text}");
        }
        assert_eq!(told("6 8 6"), "6 stands there twice");
        assert!(told(&(0..30).map(|n| format!("{n} ")).collect::<String>()).contains("20"));
    }
}
