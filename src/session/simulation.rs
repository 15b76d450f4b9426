use super::Session;
use crate::matching::Match;
use crate::photo::Tissue;
use crate::pigment::HealedColor;
use crate::pipeline::{Simulation, Viewing, over_years};
use crate::preview::Treatment;

impl Session {
    /// The photo's scale, where anything tells it.
    pub fn px_per_mm(&self) -> Option<f64> {
        let calibrated = &self.analysis()?.calibrated;
        self.consultation().marks.scale?.px_per_mm(calibrated)
    }

    /// What is painted and set, or the ranked recipe's dots and nothing painted; by the photo's scale where it is known.
    pub fn treatment_with(&self, ranked: &Match) -> Treatment {
        let (known, size) = (self.px_per_mm(), self.photo().map_or([1, 1], |photo| [photo.width(), photo.height()]));
        let dots = ranked.dots.unwrap_or(self.settings().practice.hand.dots);
        let fresh = || Treatment { paint: Vec::new(), ..Treatment::suggested(dots, known, size) };
        let treatment = self.consultation().treatment.clone().unwrap_or_else(fresh);
        Treatment { px_per_mm: known.unwrap_or(treatment.px_per_mm), ..treatment }
    }

    /// The treatment as this recipe makes it; `None` for a colour that was measured and not predicted.
    pub fn simulation(&self, ranked: &Match, treatment: Treatment, viewing: Viewing) -> Option<Simulation> {
        Simulation::of(self.analysis()?, ranked, treatment, viewing, self.skin_place())
    }

    /// The middle of the first region of bare skin, or of the photo.
    fn skin_place(&self) -> [f64; 2] {
        let skin = self.consultation().marks.regions.iter().find(|region| region.tissue == Tissue::Skin);
        let middle =
            || self.photo().map_or([0.0; 2], |photo| [photo.width(), photo.height()].map(|px| f64::from(px) / 2.0));
        skin.map_or_else(middle, |region| region.shape.bounds().middle())
    }

    /// The area's colour over the years with this treatment's dots, and its range.
    pub fn over_years(&self, ranked: &Match, treatment: &Treatment) -> Vec<HealedColor> {
        self.analysis().map(|analysis| over_years(analysis, ranked, treatment)).unwrap_or_default()
    }
}
