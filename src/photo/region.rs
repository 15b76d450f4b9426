use std::fmt;

use serde::{Deserialize, Serialize};

use super::shape::Shape;

/// A part of the photo that the practitioner named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    pub id: RegionId,
    pub name: String,
    pub tissue: Tissue,
    pub shape: Shape,
}

/// Never used twice within a consultation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionId(pub u32);

/// What a region shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tissue {
    /// Hair so long or dense that no skin shows.
    Hair,
    /// Skin without hair or pigment.
    Skin,
    /// Shaved hair and the skin between, as a field: what a treatment has to match.
    Stubble,
    /// A pigment on paper or skin, photographed beside the head.
    Swatch,
    /// Healed treatment.
    Healed,
}

impl Tissue {
    pub const ALL: [Self; 5] = [Self::Hair, Self::Skin, Self::Stubble, Self::Swatch, Self::Healed];

    /// The name as the first word of a text.
    pub fn capitalized(self) -> String {
        let name = self.to_string();
        let mut letters = name.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    /// What to call the region of this number, counted from 1, until the user names it.
    pub fn name_of(self, number: usize) -> String {
        format!("{} {number}", self.capitalized())
    }
}

impl fmt::Display for Tissue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hair => "hair",
            Self::Skin => "skin",
            Self::Stubble => "stubble",
            Self::Swatch => "swatch",
            Self::Healed => "healed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tissues_are_saved_as_they_are_shown() {
        for tissue in Tissue::ALL {
            assert_eq!(serde_json::to_string(&tissue).ok(), Some(format!("\"{tissue}\"")));
        }
    }

    #[test]
    fn a_region_survives_saving() {
        let shape = Shape::Ellipse { cx: 4.5, cy: 3.0, rx: 2.0, ry: 1.25 };
        let region = Region { id: RegionId(7), name: "left temple".into(), tissue: Tissue::Stubble, shape };
        let saved = serde_json::to_string(&region).expect("a region can be saved");
        assert!(saved.contains("\"shape\":\"ellipse:4.5,3,2,1.25\""), "{saved}");
        assert_eq!(serde_json::from_str::<Region>(&saved).ok(), Some(region));
    }
}
