//! What one region gives, and what several give together.

use crate::calibration::{Calibrated, Calibration, mixture_doubt};
use crate::caution::Caution;
use crate::color::{DeltaE, Lab};
use crate::matching::{SwatchMatch, rank_swatches};
use crate::measurement::{Combined, KnownLight, MeasureError, Measurement, PlaceLight, Stubble, combine, measure};
use crate::photo::{Photo, Region, RegionId, Tissue};

/// What one region gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub region: RegionId,
    pub tissue: Tissue,
    pub outcome: Result<Measurement, MeasureError>,
    /// Of a region of stubble that could be taken apart.
    pub stubble: Option<Stubble>,
    /// The light on skin and stubble, where it could be told.
    pub light: Option<PlaceLight>,
    /// All doubts about the region, beginning with those of the measurement.
    pub cautions: Vec<Caution>,
}

impl Reading {
    /// A region as measured, before stubble is taken apart and the light on the head is known.
    pub(super) fn of(region: &Region, outcome: Result<Measurement, MeasureError>) -> Self {
        let doubts = outcome.iter().flat_map(|measurement| measurement.cautions.clone());
        let cautions = doubts.map(Caution::from).collect();
        Self { region: region.id, tissue: region.tissue, outcome, stubble: None, light: None, cautions }
    }
}

/// Measures one region in the light of an earlier analysis, quickly enough for a region under a drag.
pub fn measure_live(photo: &Photo, region: &Region, calibrated: &Calibrated, light: Option<&KnownLight>) -> Reading {
    let measured = measure(photo, region, &calibrated.calibration);
    let balanced = |measurement| match light {
        Some(light) => light.balanced(measurement, &region.shape),
        None => measurement,
    };
    let place = light.and_then(|light| light.map.place_of_tissue(region));
    Reading { light: place, ..Reading::of(region, measured.map(balanced)) }
}

/// Every tissue that was measured as one; swatches are apart from each other.
pub(super) fn combine_all(readings: &[Reading]) -> Vec<Combined> {
    let tissues = Tissue::ALL.into_iter().filter(|tissue| *tissue != Tissue::Swatch);
    tissues.filter_map(|tissue| combine(measurements(readings), tissue)).collect()
}

pub(super) fn compare_swatches(
    readings: &[Reading],
    combined: &[Combined],
    calibration: &Calibration,
) -> Vec<SwatchMatch> {
    let swatches: Vec<&Measurement> = measurements(readings).filter(|one| one.tissue == Tissue::Swatch).collect();
    let stubble = combined.iter().find(|combined| combined.tissue == Tissue::Stubble);
    let apart = stubbles(readings);
    let mixed = apart.map(|apart| mixture_doubt([apart.hair.lab, apart.skin.lab].map(Lab::to_linear), apart.coverage));
    let mixed = mixed.max_by(|p, q| p.0.total_cmp(&q.0)).unwrap_or(DeltaE(0.0));
    stubble.map(|stubble| rank_swatches(stubble, &swatches, calibration.method(), mixed)).unwrap_or_default()
}

/// Every field of stubble that could be taken apart.
pub(super) fn stubbles(readings: &[Reading]) -> impl Iterator<Item = &Stubble> {
    readings.iter().filter_map(|reading| reading.stubble.as_ref())
}

/// Every region that could be measured.
pub(super) fn measurements(readings: &[Reading]) -> impl Iterator<Item = &Measurement> {
    readings.iter().filter_map(|reading| reading.outcome.as_ref().ok())
}
