//! What was probably marked or entered wrongly, seen from what it contradicts.

use super::client_facts::meter_labs;
use super::inputs::Inputs;
use super::reading::Reading;
use crate::calibration::{Calibrated, Calibration, Reference, ReferenceCaution};
use crate::caution::{Caution, Exposure, Mistake};
use crate::color::{DeltaE, ciede2000};
use crate::measurement::{Combined, Measurement, combine_meter};
use crate::photo::{Region, Shape, Tissue};
use crate::pigment::{MeterReading, Subject};
use crate::skin::{LIGHTNESS_RANGE, distance_from_skin};

/// A card or chart that covers less of a region hardly changes its colour (our choice).
const NOTABLE_OVERLAP: f64 = 0.01;
/// A colour this much nearer to skin than it is uncertain may be skin's; so may one that is within a judgement of skin's
/// range (our choices: twice the standard uncertainty, and ΔE00 2).
const SURE: f64 = 2.0;
const NEAR_SKIN: f64 = 2.0;
/// Meter and photo contradict each other when they differ by more than this many times both standard uncertainties
/// together (our choice: an instrument and a photo each err by three now and then, hardly both and apart).
const CONTRADICTION: f64 = 3.0;

/// Adds to every reading what contradicts its region.
pub(super) fn add_of_regions(inputs: &Inputs, calibrated: &Calibrated, readings: &mut [Reading]) {
    for (region, reading) in inputs.marks.regions.iter().zip(readings) {
        if let Ok(measurement) = &reading.outcome {
            let mistakes = overlaps(inputs, calibrated, region).into_iter();
            let mistakes = mistakes.chain(unlike_skin(measurement, &calibrated.calibration));
            reading.cautions.extend(mistakes.map(Caution::Mistake));
        }
    }
}

fn overlaps(inputs: &Inputs, calibrated: &Calibrated, region: &Region) -> Vec<Mistake> {
    let size = [inputs.photo.width(), inputs.photo.height()];
    let share = |other: &Shape| Some(region.shape.share_inside(other, size)).filter(|share| *share > NOTABLE_OVERLAP);
    let cards = match (&inputs.marks.reference, &calibrated.calibration) {
        (Reference::Neutral(patches), Calibration::Neutral(_)) => patches.as_slice(),
        _ => &[],
    };
    let on_card = cards.iter().filter_map(|card| share(&card.shape)).reduce(f64::max);
    let chart = calibrated.corners.map(|corners| Shape::Polygon { points: corners.to_vec() });
    // Patches of a chart may be looked at as swatches.
    let on_chart = chart.filter(|_| region.tissue != Tissue::Swatch).and_then(|chart| share(&chart));
    let on_card = on_card.map(|fraction| Mistake::CardOnRegion { fraction });
    on_card.into_iter().chain(on_chart.map(|fraction| Mistake::ChartOnRegion { fraction })).collect()
}

/// A skin region whose colour no human skin has, whatever the photo leaves uncertain.
fn unlike_skin(measurement: &Measurement, calibration: &Calibration) -> Option<Mistake> {
    if measurement.tissue != Tissue::Skin {
        return None;
    }
    let (lightness, uncertainty) = (measurement.lab.l, measurement.uncertainty.0);
    let [darkest, lightest] = LIGHTNESS_RANGE;
    if lightness > 100.0 || lightness > lightest + uncertainty || lightness < darkest - uncertainty {
        return Some(Mistake::ImpossibleSkin { lightness, reference: exposure_of(calibration) });
    }
    let difference = distance_from_skin(measurement.lab);
    (difference.0 > NEAR_SKIN.max(SURE * uncertainty)).then_some(Mistake::NotSkin { difference })
}

fn exposure_of(calibration: &Calibration) -> Exposure {
    match calibration {
        Calibration::None => Exposure::Nothing,
        Calibration::Neutral(_) => Exposure::Card,
        Calibration::Chart(_) => Exposure::Chart,
    }
}

/// What the meter's readings leave open, and where they contradict the photo.
pub(super) fn of_meter(meter: &[MeterReading], combined: &[Combined]) -> Vec<Caution> {
    let tissues = [(Subject::Skin, Tissue::Skin), (Subject::Stubble, Tissue::Stubble), (Subject::Hair, Tissue::Hair)];
    let contradictions = tissues.into_iter().filter_map(|(subject, tissue)| {
        let seen = combined.iter().find(|one| one.tissue == tissue)?;
        contradiction(meter, subject, seen)
    });
    let count =
        |is: fn(&MeterReading) -> bool| Some(meter.iter().filter(|one| is(one)).count()).filter(|count| *count > 0);
    let subject = count(|one| one.assumed.subject).map(|readings| Mistake::MeterSubjectAssumed { readings });
    let condition = count(|one| one.assumed.condition).map(|readings| Mistake::MeterConditionAssumed { readings });
    contradictions.chain(subject).chain(condition).map(Caution::Mistake).collect()
}

fn contradiction(meter: &[MeterReading], subject: Subject, seen: &Combined) -> Option<Mistake> {
    let (lab, uncertainty) = combine_meter(&meter_labs(meter, subject))?;
    let difference = ciede2000(lab, seen.lab);
    let most = DeltaE(CONTRADICTION * (uncertainty.0 + seen.uncertainty.0));
    let tissue = seen.tissue;
    let photo = seen.lab;
    (difference.0 > most.0).then_some(Mistake::MeterContradictsPhoto { tissue, meter: lab, photo, difference })
}

/// A word on a card whose lightness was guessed, with what else it may be.
pub(super) fn guessed_card(calibration: &Calibration) -> Option<Caution> {
    let Calibration::Neutral(fit) = calibration else { return None };
    let lightness = *fit.lightness.first().filter(|_| fit.lightness_guessed)?;
    let others = fit.other_lightness.clone();
    Some(if others.is_empty() {
        ReferenceCaution::LightnessGuessed { lightness }.into()
    } else {
        Caution::Mistake(Mistake::CardNotClear { lightness, others })
    })
}
