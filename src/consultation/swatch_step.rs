use serde::{Deserialize, Serialize};

use crate::pigment::Recipe;

/// Which dilution of which ladder a swatch shows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SwatchStep {
    /// The ladders of a photo are counted from 1.
    pub ladder: u32,
    /// Parts of water to one of pigment; 0 is undiluted.
    pub water_parts: f64,
}

impl SwatchStep {
    /// What to call a swatch of this step; only further ladders are named.
    pub(super) fn name(self) -> String {
        let recipe = Recipe::diluted(self.water_parts);
        match self.ladder {
            1 => format!("Swatch, {recipe}"),
            ladder => format!("Ladder {ladder}, {recipe}"),
        }
    }
}
