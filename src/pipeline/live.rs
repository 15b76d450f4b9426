use std::sync::Arc;

use super::aim::target;
use super::analysis::Analysis;
use super::inputs::Inputs;
use super::reading::{Reading, combine_all};
use crate::matching::{ClientSkin, Match, Person, Practice, Question, Recommendation, rank_recipes};
use crate::measurement::Darkening;
use crate::photo::Tissue;
use crate::pigment::{Catalog, MeterReading};

/// What of an analysis it takes to answer anew, and quickly, while a region of stubble is dragged.
#[derive(Clone, Debug)]
pub struct LiveQuestion {
    readings: Vec<Reading>,
    darkening: Option<Darkening>,
    client: Arc<ClientSkin>,
    earlier: Recommendation,
    /// The pigments of the answers that are shown.
    catalog: Catalog,
    meter: Vec<MeterReading>,
    practice: Practice,
    person: Person,
}

impl LiveQuestion {
    /// None where the analysis gave no answer.
    pub fn of(analysis: &Analysis, inputs: &Inputs) -> Option<Self> {
        let (earlier, client) = (analysis.recommendation.clone()?, analysis.client.clone()?);
        let is_shown =
            |id: &str| earlier.answers().any(|(_, one)| one.shade_id == id || one.mixed_with.as_deref() == Some(id));
        let shades = inputs.catalog.shades.iter().filter(|shade| is_shown(&shade.id)).cloned().collect();
        let catalog = Catalog { name: inputs.catalog.name.clone(), shades };
        Some(Self {
            readings: analysis.readings.clone(),
            darkening: analysis.darkening,
            client,
            earlier,
            catalog,
            meter: inputs.marks.meter.clone(),
            practice: inputs.practice,
            person: inputs.person(),
        })
    }

    /// The answer with this reading in place of its region's earlier one: the dilutions and dots of the pigments that are
    /// shown, in their earlier order. None for anything but stubble: another skin takes the whole analysis.
    pub fn answer(&self, reading: &Reading) -> Option<Recommendation> {
        let is_stubble = reading.tissue == Tissue::Stubble && reading.outcome.is_ok();
        let mut readings = self.readings.clone();
        readings.retain(|earlier| earlier.region != reading.region);
        readings.extend(is_stubble.then(|| reading.clone()));
        let close_up = self.earlier.target.close_up;
        let target =
            target(&combine_all(&readings), &self.meter, self.darkening, |_| close_up).filter(|_| is_stubble)?;
        let question =
            Question { target: &target, client: &self.client, practice: &self.practice, person: self.person };
        let anew = rank_recipes(&question, &self.catalog, usize::MAX);
        let mut answer = Recommendation { target, grain: anew.grain, ..self.earlier.clone() };
        for earlier in &mut answer.matches {
            if let Some(found) = anew.matches.iter().find(|one| one.is_of_pigment(&earlier.id())) {
                *earlier = Match {
                    rank: earlier.rank,
                    group: earlier.group,
                    probability_best: earlier.probability_best,
                    ..found.clone()
                };
            }
        }
        Some(answer)
    }
}
