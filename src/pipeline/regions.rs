//! Every region measured, taken apart and freed from the light on the head.

use std::sync::Arc;

use super::inputs::Inputs;
use super::reading::{Reading, measurements, stubbles};
use crate::calibration::Calibrated;
use crate::caution::Caution;
use crate::measurement::{
    Darkening, HeadLight, LightMap, MeasureCaution, Measurement, PlaceLight, Surroundings, Tips, measure, unmix,
};
use crate::photo::Tissue;
use crate::progress::{Cancelled, Progress};

/// Gloss as a share of a region's light, a difference of light between skin and stubble as a logarithm, and the dimmest
/// over the brightest light on a head that are worth a word (our choices).
const NOTABLE_GLOSS: f64 = 0.04;
const NOTABLE_LIGHT: f64 = 0.08;
const NOTABLE_DIMNESS: f64 = 0.8;

/// Every region, and the light on them.
pub(super) struct Measured {
    pub readings: Vec<Reading>,
    pub light: Option<Arc<LightMap>>,
    pub darkening: Option<Darkening>,
}

/// # Errors
/// [`Cancelled`] through `progress`.
pub(super) fn measure_all(
    inputs: &Inputs,
    calibrated: &Calibrated,
    progress: &Progress,
) -> Result<Measured, Cancelled> {
    let total = inputs.marks.regions.len() as u64;
    let mut readings = Vec::new();
    for (done, region) in (0..).zip(&inputs.marks.regions) {
        progress.report("measuring", done, total)?;
        let outcome = measure(&inputs.photo, region, &calibrated.calibration);
        readings.push(Reading::of(region, outcome));
    }
    take_stubble_apart(inputs, calibrated, &mut readings, progress)?;
    progress.report("finding the light on the head", 0, 1)?;
    Ok(balance(inputs, calibrated, readings))
}

/// Takes gloss and the light between the regions out of the readings.
fn balance(inputs: &Inputs, calibrated: &Calibrated, mut readings: Vec<Reading>) -> Measured {
    let tips = stubbles(&readings).map(Tips::of).min_by(|p, q| p.uncertainty.total_cmp(&q.uncertainty));
    let Some(light) = HeadLight::over(&inputs.photo, &calibrated.calibration, &inputs.marks.regions, tips) else {
        return Measured { readings, light: None, darkening: None };
    };
    let map = light.map();
    for (region, reading) in inputs.marks.regions.iter().zip(&mut readings) {
        reading.light = map.place_of_tissue(region);
        if let Ok(measurement) = &mut reading.outcome {
            *measurement = light.balanced(measurement.clone(), &inputs.photo, region, &calibrated.calibration);
        }
    }
    let unread = light.darkening.map_or(0.0, |darkening| darkening.unread_hair);
    if unread > 0.0 {
        doubt_coverage(&mut readings, unread);
    }
    Measured { readings, light: Some(Arc::new(map)), darkening: light.darkening }
}

/// Hair that is longer than stubble stands close and reads as skin: it may cover this much beside the tips that were read.
fn doubt_coverage(readings: &mut [Reading], by: f64) {
    for reading in readings {
        reading.stubble = reading.stubble.take().map(|stubble| stubble.less_sure(by));
    }
}

/// Adds what stubble and light leave in doubt to every reading.
pub(super) fn add_doubts(readings: &mut [Reading], map: Option<&LightMap>) {
    for reading in readings.iter_mut().filter(|reading| reading.outcome.is_ok()) {
        let doubts = [doubts_of_stubble(reading), doubts_of_light(map, reading.light)].concat();
        reading.cautions.extend(doubts.into_iter().map(Caution::from));
    }
}

fn doubts_of_stubble(reading: &Reading) -> Vec<MeasureCaution> {
    match &reading.stubble {
        Some(stubble) => stubble.cautions.clone(),
        None if reading.tissue == Tissue::Stubble => vec![MeasureCaution::NoTips],
        None => Vec::new(),
    }
}

/// A word on gloss that was taken off, and on a place that hardly sees the lamp.
fn doubts_of_light(map: Option<&LightMap>, place: Option<PlaceLight>) -> Vec<MeasureCaution> {
    let Some((map, PlaceLight { light, gloss })) = map.zip(place) else { return Vec::new() };
    let is_dim = |[dimmest, brightest]: [f64; 2]| light < dimmest && dimmest / brightest < NOTABLE_DIMNESS;
    let doubts = [
        (gloss > NOTABLE_GLOSS).then_some(MeasureCaution::GlossTakenOff { fraction: gloss }),
        map.range().is_some_and(is_dim).then_some(MeasureCaution::DimPlace { light }),
    ];
    doubts.into_iter().flatten().collect()
}

/// A word on light that differs between skin and stubble.
pub(super) fn light_between(darkening: Darkening) -> Option<MeasureCaution> {
    let factor = darkening.light.exp();
    (darkening.light.abs() > NOTABLE_LIGHT).then_some(MeasureCaution::LightBetween { factor })
}

/// Adds tips, skin between and coverage to every stubble region.
fn take_stubble_apart(
    inputs: &Inputs,
    calibrated: &Calibrated,
    readings: &mut [Reading],
    progress: &Progress,
) -> Result<(), Cancelled> {
    let [skin, hair] = [Tissue::Skin, Tissue::Hair].map(|tissue| best_of(readings, tissue));
    let px_per_mm = inputs.marks.scale.and_then(|scale| scale.px_per_mm(calibrated));
    let around = Surroundings { skin: skin.as_ref(), hair: hair.as_ref(), px_per_mm };
    let total = inputs.marks.regions.len() as u64;
    for (done, (region, reading)) in (0..).zip(inputs.marks.regions.iter().zip(readings)) {
        progress.report("taking stubble apart", done, total)?;
        if reading.outcome.is_ok() && region.tissue == Tissue::Stubble {
            reading.stubble = unmix(&inputs.photo, region, &calibrated.calibration, &around);
        }
    }
    Ok(())
}

/// The measurement of a tissue that can be trusted most.
fn best_of(readings: &[Reading], tissue: Tissue) -> Option<Measurement> {
    let of_tissue = measurements(readings).filter(|measurement| measurement.tissue == tissue);
    of_tissue.min_by(|p, q| p.uncertainty.0.total_cmp(&q.uncertainty.0)).cloned()
}
