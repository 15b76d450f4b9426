use std::sync::Arc;

use super::earlier::{Basis, Earlier};
use super::reading::{Reading, measurements};
use crate::calibration::{Calibrated, Calibration};
use crate::caution::Caution;
use crate::color::DeltaE;
use crate::matching::{ClientSkin, Recommendation, SwatchMatch};
use crate::measurement::{Combined, Darkening, KnownLight, LightMap, Measurement};
use crate::photo::{PhotoCaution, RegionId};

/// All that is derived from the inputs; never edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// What it was calibrated on and by.
    pub basis: Basis,
    pub calibrated: Arc<Calibrated>,
    /// Whether `calibrated` is by the reference that was asked for.
    pub reference: ReferenceUse,
    /// What is wrong with the photo as a whole, and how to retake it.
    pub photo_cautions: Vec<PhotoCaution>,
    /// In the order of the regions.
    pub readings: Vec<Reading>,
    /// The light over the head around the marked regions, where it could be told.
    pub light: Option<Arc<LightMap>>,
    /// What of the difference between bare skin and stubble is light; only where both are marked.
    pub darkening: Option<Darkening>,
    /// The skin that recipes are predicted in; present once there is something to match.
    pub client: Option<Arc<ClientSkin>>,
    /// The regions of each tissue as one.
    pub combined: Vec<Combined>,
    /// The photo's own swatches, nearest to its stubble first; empty without stubble.
    pub swatches: Vec<SwatchMatch>,
    /// Present once there is something to match.
    pub recommendation: Option<Recommendation>,
    /// Doubts about the whole.
    pub cautions: Vec<Caution>,
}

/// What became of the reference that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceUse {
    Used,
    /// It can't be used; the photo is measured without any.
    FellBack {
        reason: String,
    },
}

impl Analysis {
    /// What the next analysis can use again.
    pub fn as_earlier(&self) -> Earlier {
        Earlier::new(self.basis.clone(), self.calibrated.clone(), self.photo_cautions.clone(), self.client.clone())
    }

    pub fn measurement(&self, region: RegionId) -> Option<&Measurement> {
        self.reading(region)?.outcome.as_ref().ok()
    }

    pub fn reading(&self, region: RegionId) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.region == region)
    }

    pub fn calibration(&self) -> &Calibration {
        &self.calibrated.calibration
    }

    /// The light over the head as a later measurement can use it.
    pub fn known_light(&self) -> Option<KnownLight> {
        self.light.clone().map(|map| KnownLight { map, darkening: self.darkening })
    }

    /// The largest standard uncertainty of a measurement; `None` before anything is measured.
    pub fn uncertainty(&self) -> Option<DeltaE> {
        measurements(&self.readings).map(|measurement| measurement.uncertainty).max_by(|p, q| p.0.total_cmp(&q.0))
    }
}
