use crate::consultation::BenchNotes;
use crate::matching::Work;
use crate::pigment::{Recipe, Subject};

/// A reading of a colour meter being typed.
pub(in crate::gui) struct MeterEntry {
    pub subject: Subject,
    pub lab: [f64; 3],
    pub illuminant: &'static str,
    pub observer: u32,
}

/// What is being typed for the bench; none while what is kept holds.
#[derive(Default)]
pub(in crate::gui) struct BenchEntry {
    pub typed: Option<BenchNotes>,
}

/// What was used for healed work that is to teach.
pub(in crate::gui) struct TeachingEntry {
    pub shade_id: Option<String>,
    pub water_parts: f64,
    pub diameter_mm: Option<f64>,
    pub per_cm2: Option<f64>,
    pub weeks_after_treatment: f64,
    pub is_forgetting: bool,
}

impl Default for MeterEntry {
    fn default() -> Self {
        Self { subject: Subject::Skin, lab: [60.0, 10.0, 16.0], illuminant: "D65", observer: 2 }
    }
}

impl Default for TeachingEntry {
    /// The dilution that the trade quotes most, of work that was looked at two months later.
    fn default() -> Self {
        Self {
            shade_id: None,
            water_parts: 20.0,
            diameter_mm: None,
            per_cm2: None,
            weeks_after_treatment: 8.0,
            is_forgetting: false,
        }
    }
}

impl TeachingEntry {
    /// How the healed work was done.
    pub fn work(&self) -> Work {
        Work {
            recipe: Recipe::diluted(self.water_parts),
            diameter_mm: self.diameter_mm,
            per_cm2: self.per_cm2,
            weeks_after_treatment: self.weeks_after_treatment,
        }
    }
}
