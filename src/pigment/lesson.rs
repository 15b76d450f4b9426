use std::fmt;

use serde::{Deserialize, Serialize};

use super::shade::Recipe;
use crate::color::Lab;
use crate::skin::Dots;

/// What one photo of healed work told of how much pigment a hand leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// When the photo was taken, else when it was learnt from, as 2026-11-22.
    pub date: String,
    pub photo: String,
    /// Of the photo's file; one photo teaches once.
    pub sha256: String,
    pub shade_id: String,
    pub shade: String,
    pub recipe: Recipe,
    pub dots: Dots,
    pub weeks_after_treatment: f64,
    /// How deep the hand was taken to set when it was learnt.
    pub depth_mm: f64,
    /// The bare skin beside the area.
    pub skin: Lab,
    pub area: Lab,
    /// The share of the dilution's pigment that explains the area, 0–1.
    pub retained: f64,
    /// How well one such area tells it: standard uncertainty as a logarithm.
    pub log_sigma: f64,
}

impl Lesson {
    /// Whether its numbers can be reckoned with; a settings file may hold any.
    pub(super) fn is_sound(&self) -> bool {
        let are_finite = self.retained.is_finite() && self.log_sigma.is_finite() && self.depth_mm.is_finite();
        are_finite && self.retained > 0.0 && self.log_sigma > 0.0
    }
}

impl fmt::Display for Lesson {
    /// What stayed, with its doubt as a share of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (percent, doubt) = (100.0 * self.retained, 100.0 * self.retained * self.log_sigma);
        write!(f, "{percent:.1} ± {doubt:.1} % stayed")
    }
}

#[cfg(test)]
impl Lesson {
    /// A lesson of which only this is of interest.
    pub(crate) fn of_share(retained: f64, log_sigma: f64, hand: &super::Hand) -> Self {
        Self {
            date: "2026-11-22".into(),
            photo: "healed.jpg".into(),
            sha256: "0123456789abcdef".into(),
            shade_id: "carbon-neutral".into(),
            shade: "Carbon black".into(),
            recipe: Recipe::diluted(20.0),
            dots: hand.dots,
            weeks_after_treatment: 8.0,
            depth_mm: hand.depth_mm,
            skin: Lab::new(62.0, 9.0, 16.0),
            area: Lab::new(58.0, 8.0, 14.0),
            retained,
            log_sigma,
        }
    }
}
