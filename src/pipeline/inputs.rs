use std::sync::Arc;

use super::client_facts::person_with;
use super::marks::Marks;
use crate::calibration::chart::Chart;
use crate::matching::{Person, Practice};
use crate::photo::Photo;
use crate::pigment::Catalog;

/// All that an analysis depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    pub photo: Arc<Photo>,
    pub marks: Marks,
    /// The chart in the photo as its owner measured it; without it, it may be any of the published ones.
    pub measured_chart: Option<Arc<Chart>>,
    pub catalog: Arc<Catalog>,
    pub practice: Practice,
    /// How many recipes are ranked; with none, regions are measured and no more.
    pub top: usize,
}

impl Inputs {
    /// What was marked on a photo, to be measured and not matched.
    pub fn measuring(photo: Arc<Photo>, marks: Marks) -> Self {
        Self { photo, marks, measured_chart: None, catalog: Arc::default(), practice: Practice::default(), top: 0 }
    }

    /// What is known of the client; measured brows stand before an impression of them.
    pub fn person(&self) -> Person {
        person_with(&self.marks.meter, self.marks.answers.person())
    }

    /// The charts that the photo may show.
    pub(super) fn charts(&self) -> Vec<Chart> {
        self.measured_chart.as_ref().map_or_else(Chart::known, |chart| vec![Chart::clone(chart)])
    }
}
