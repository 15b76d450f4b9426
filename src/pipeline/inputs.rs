use std::sync::Arc;

use crate::calibration::chart::Chart;
use crate::calibration::{Calibrated, Reference};
use crate::matching::{ClientSkin, Person, Practice};
use crate::photo::{Photo, PhotoCaution, Region};
use crate::pigment::{Catalog, MeterReading};

use super::aim::person_with;
use super::scale::Scale;

/// All that an analysis depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub photo: Arc<Photo>,
    pub regions: Vec<Region>,
    /// The regions are the program's own proposal.
    pub are_regions_suggested: bool,
    pub reference: Reference,
    /// The chart in the photo as its owner measured it; without it, it may be any of the published ones.
    pub measured_chart: Option<Arc<Chart>>,
    /// What a color meter read on this head; it stands before the photo.
    pub meter: Vec<MeterReading>,
    /// How large things in the photo are, where anything tells it.
    pub scale: Option<Scale>,
    /// The calibration of an earlier analysis of the same photo by the same reference; it is used again.
    pub calibrated: Option<Arc<Calibrated>>,
    /// What was found wrong with the photo when it was calibrated so; it is used again.
    pub photo_cautions: Option<Vec<PhotoCaution>>,
    pub catalog: Arc<Catalog>,
    pub practice: Practice,
    /// What was asked about the client.
    pub person: Person,
    /// The client's skin as an earlier analysis solved it; it is used again if it is the same.
    pub client: Option<Arc<ClientSkin>>,
    /// How many recipes are ranked.
    pub top: usize,
}

impl Inputs {
    pub(super) fn person(&self) -> Person {
        person_with(&self.meter, self.person)
    }

    /// The charts that the photo may show.
    pub(super) fn charts(&self) -> Vec<Chart> {
        self.measured_chart.as_ref().map_or_else(Chart::known, |chart| vec![Chart::clone(chart)])
    }
}
