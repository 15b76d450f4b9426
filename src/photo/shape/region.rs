use std::fmt;

use serde::{Deserialize, Serialize};

use super::brushed::Brushed;
use super::form::{Shape, Stretch};

/// A part of the photo that the practitioner named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    pub id: RegionId,
    pub name: String,
    pub tissue: Tissue,
    pub shape: Shape,
    /// What the user brushed out of the measurement or into it, in the order of the strokes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brushed: Vec<Brushed>,
    /// Of a swatch, what is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<SwatchStep>,
    /// The program proposed it and no person has changed it since.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_suggested: bool,
}

/// Which dilution of which ladder a swatch shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwatchStep {
    /// The ladders of a photo are counted from 1.
    pub ladder: u32,
    /// Parts of water to one of pigment; 0 is undiluted.
    pub water_parts: f64,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Region {
    /// A region that a person has drawn and nobody has brushed.
    pub fn new(id: RegionId, name: impl Into<String>, tissue: Tissue, shape: Shape) -> Self {
        Self { id, name: name.into(), tissue, shape, brushed: Vec::new(), step: None, is_suggested: false }
    }

    /// The step that a swatch shows, where it is known.
    pub fn swatch_step(&self) -> Option<SwatchStep> {
        self.step.filter(|_| self.tissue == Tissue::Swatch)
    }

    /// Gives the region another shape; what was brushed goes along with its frame.
    pub fn reshape(&mut self, shape: Shape) {
        let stretch = Stretch::between(&self.shape.bounds(), &shape.bounds());
        for brushed in &mut self.brushed {
            brushed.stroke = brushed.stroke.stretched(&stretch);
        }
        self.shape = shape;
    }
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
    use super::super::brushed::Brush;
    use super::super::stroke::Stroke;
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
        let region = Region::new(RegionId(7), "left temple", Tissue::Stubble, shape);
        let saved = serde_json::to_string(&region).expect("a region can be saved");
        assert!(saved.contains("\"shape\":\"ellipse:4.5,3,2,1.25\""), "{saved}");
        assert!(!saved.contains("brushed"), "nothing was: {saved}");
        assert_eq!(serde_json::from_str::<Region>(&saved).ok(), Some(region.clone()));
        let stroke = Stroke { points: vec![[4.0, 3.0], [5.0, 3.5]], radius_px: 1.5 };
        let region = Region { brushed: vec![Brushed { brush: Brush::LeavesOut, stroke }], ..region };
        let saved = serde_json::to_string(&region).expect("a brushed region can be saved");
        assert_eq!(serde_json::from_str::<Region>(&saved).ok(), Some(region), "{saved}");
    }

    #[test]
    fn strokes_go_where_their_region_goes() {
        let rect = |x: f64, y: f64, width: f64, height: f64| Shape::Rect { x, y, width, height };
        let mut region = Region::new(RegionId(0), "temple", Tissue::Skin, rect(10.0, 10.0, 40.0, 20.0));
        let stroke = Stroke { points: vec![[10.0, 10.0], [30.0, 20.0]], radius_px: 3.0 };
        region.brushed.push(Brushed { brush: Brush::TakesIn, stroke });
        region.reshape(rect(15.0, 4.0, 40.0, 20.0));
        let moved = Stroke { points: vec![[15.0, 4.0], [35.0, 14.0]], radius_px: 3.0 };
        assert_eq!(region.brushed[0].stroke, moved);
        region.reshape(rect(15.0, 4.0, 80.0, 40.0));
        assert_eq!(region.brushed[0].stroke, Stroke { points: vec![[15.0, 4.0], [55.0, 24.0]], radius_px: 6.0 });
    }
}
