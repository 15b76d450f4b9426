use crate::photo::{Shape, Tissue, steps_of_strip};
use crate::pigment::Recipe;

/// A strip of swatches, one beside the other.
#[derive(Clone)]
pub(super) struct Ladder {
    pub name: String,
    pub water_parts: Vec<f64>,
    pub strip: Shape,
}

impl Ladder {
    /// The swatches of the strip, each with the name of its step.
    pub fn swatches(&self) -> impl Iterator<Item = (Tissue, String, Shape)> {
        let name = |water_parts| format!("{}, {}", self.name, Recipe::diluted(water_parts));
        let steps = steps_of_strip(&self.strip, self.water_parts.len());
        self.water_parts
            .iter()
            .map(|&parts| name(parts))
            .zip(steps)
            .map(|(name, shape)| (Tissue::Swatch, name, shape))
            .collect::<Vec<_>>()
            .into_iter()
    }
}
