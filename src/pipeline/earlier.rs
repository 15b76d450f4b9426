use std::sync::Arc;

use super::inputs::Inputs;
use crate::calibration::chart::Chart;
use crate::calibration::{Calibrated, Reference, ReferenceError, calibrate};
use crate::matching::ClientSkin;
use crate::photo::{Photo, PhotoCaution};
use crate::progress::Progress;

/// What an earlier look at a photo leaves for the next one.
#[derive(Clone, Debug)]
pub struct Earlier {
    basis: Basis,
    calibrated: Arc<Calibrated>,
    photo_cautions: Option<Vec<PhotoCaution>>,
    client: Option<Arc<ClientSkin>>,
}

/// All that a calibration depends on.
#[derive(Clone, Debug)]
pub struct Basis {
    photo: Arc<Photo>,
    reference: Reference,
    measured_chart: Option<Arc<Chart>>,
}

impl Basis {
    /// What the calibration of these inputs depends on.
    pub fn of(inputs: &Inputs) -> Self {
        let (photo, measured_chart) = (inputs.photo.clone(), inputs.measured_chart.clone());
        Self { photo, reference: inputs.marks.reference.clone(), measured_chart }
    }
}

/// The same photo and chart in memory, by the same reference.
impl PartialEq for Basis {
    fn eq(&self, other: &Self) -> bool {
        let chart = |basis: &Self| basis.measured_chart.as_ref().map(Arc::as_ptr);
        Arc::ptr_eq(&self.photo, &other.photo) && self.reference == other.reference && chart(self) == chart(other)
    }
}

impl Earlier {
    /// A first look at a photo: what gives it its colours.
    ///
    /// # Errors
    /// [`ReferenceError`] when the reference cannot be used, or the work was cancelled through `progress`.
    pub fn calibrate(inputs: &Inputs, progress: &Progress) -> Result<Self, ReferenceError> {
        let calibrated = calibrate(&inputs.photo, &inputs.marks.reference, &inputs.charts(), progress)?;
        Ok(Self { basis: Basis::of(inputs), calibrated: Arc::new(calibrated), photo_cautions: None, client: None })
    }

    pub(super) fn new(
        basis: Basis,
        calibrated: Arc<Calibrated>,
        photo_cautions: Vec<PhotoCaution>,
        client: Option<Arc<ClientSkin>>,
    ) -> Self {
        Self { basis, calibrated, photo_cautions: Some(photo_cautions), client }
    }

    pub fn calibrated(&self) -> &Arc<Calibrated> {
        &self.calibrated
    }

    /// What was found wrong with the photo, if anybody has looked.
    pub(super) fn photo_cautions(&self) -> Option<&Vec<PhotoCaution>> {
        self.photo_cautions.as_ref()
    }

    /// The client's skin as it was solved; it may be of another photo.
    pub(super) fn client(&self) -> Option<&Arc<ClientSkin>> {
        self.client.as_ref()
    }

    /// Whether the photo has its colours from the same reference.
    pub fn holds_for(&self, inputs: &Inputs) -> bool {
        self.basis == Basis::of(inputs)
    }
}
