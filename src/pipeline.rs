//! The only place where the stages are chained: photo, regions and catalog in, [`Analysis`] out.
//!
//! Window, command line, training and tests all call [`analyze`]; healed work teaches the hand by [`learn_from`].

mod beside;
mod doubts;
mod lesson;
mod live;
mod mistakes;
mod scale;

pub use beside::{Places, SideBySide};
pub use doubts::chart_doubts;
pub use lesson::{LessonError, LessonInputs, learn_from};
pub use live::LiveQuestion;
pub use scale::Scale;

use std::sync::Arc;

use crate::calibration::chart::Chart;
use crate::calibration::{Calibrated, Calibration, Reference, ReferenceError, calibrate, mixture_doubt};
use crate::caution::Caution;
use crate::color::{DeltaE, Lab};
use crate::matching::{
    Brows, ClientSkin, CloseUp, Person, Practice, Question, Recommendation, SkinSource, SwatchMatch, Target,
    TargetSource, rank_recipes, rank_swatches,
};
use crate::measurement::{
    Combined, Darkening, HeadLight, KnownLight, LightMap, MeasureError, Measurement, PlaceLight, Surroundings, Tips,
    check_photo, combine, combine_meter, grain_of, measure, unmix,
};
use crate::photo::{Photo, Region, RegionId, Tissue};
use crate::pigment::{Catalog, MeterReading, Subject};
use crate::progress::{Cancelled, Progress};

/// Gloss as a share of a region's light, a difference of light between skin and stubble as a logarithm, and the dimmest
/// over the brightest light on a head that are worth a word (our choices).
const NOTABLE_GLOSS: f64 = 0.04;
const NOTABLE_LIGHT: f64 = 0.08;
const NOTABLE_DIMNESS: f64 = 0.8;

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
    pub photo_cautions: Option<Vec<Caution>>,
    pub catalog: Arc<Catalog>,
    pub practice: Practice,
    /// What was asked about the client.
    pub person: Person,
    /// The client's skin as an earlier analysis solved it; it is used again if it is the same.
    pub client: Option<Arc<ClientSkin>>,
    /// How many recipes are ranked.
    pub top: usize,
}

/// All that is derived from the inputs; never edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    pub calibrated: Arc<Calibrated>,
    /// What is wrong with the photo as a whole, and how to retake it.
    pub photo_cautions: Vec<Caution>,
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

/// What one region gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub region: RegionId,
    pub tissue: Tissue,
    pub outcome: Result<Measurement, MeasureError>,
    /// The light on skin and stubble, where it could be told.
    pub light: Option<PlaceLight>,
}

/// Measures every region and ranks the catalog against what has to be matched.
///
/// # Errors
/// [`ReferenceError`] when the reference cannot be used, or the work was cancelled through `progress`.
pub fn analyze(inputs: &Inputs, progress: &Progress) -> Result<Analysis, ReferenceError> {
    let calibrated = match &inputs.calibrated {
        Some(calibrated) => calibrated.clone(),
        None => Arc::new(calibrate(&inputs.photo, &inputs.reference, &inputs.charts(), progress)?),
    };
    let check = || match &inputs.photo_cautions {
        Some(known) => Ok(known.clone()),
        None => check_photo(&inputs.photo, &calibrated, progress),
    };
    let (photo_cautions, measured) = rayon::join(check, || measure_all(inputs, &calibrated, progress));
    let (photo_cautions, measured) = (photo_cautions?, measured?);
    let Measured { mut readings, light, darkening } = measured;
    mistakes::add_of_regions(inputs, &calibrated, &mut readings);
    let combined = combine_all(&readings);
    let swatches = compare_swatches(&readings, &combined, &calibrated.calibration);
    let seen = |fall: f64| close_up(inputs, &calibrated, &readings, fall);
    let target = target(&combined, &inputs.meter, darkening, seen);
    let client = target.filter(|_| inputs.top > 0).map(|target| client_skin(&target, &readings, inputs));
    let ranked = |(target, client): (Target, &Arc<ClientSkin>)| {
        let question = Question { target: &target, client, practice: &inputs.practice, person: inputs.person() };
        rank_recipes(&question, &inputs.catalog, inputs.top)
    };
    let recommendation = target.zip(client.as_ref()).map(ranked);
    let mut cautions = doubts::of(inputs, &calibrated, target.is_some());
    cautions.extend(combined.iter().filter_map(Combined::caution));
    cautions.extend(darkening.and_then(light_between));
    cautions.extend(mistakes::of_meter(&inputs.meter, &combined));
    Ok(Analysis {
        calibrated,
        photo_cautions,
        readings,
        light,
        darkening,
        combined,
        swatches,
        client,
        recommendation,
        cautions,
    })
}

/// The skin beside the target: bare, else between the stubble's hairs, else assumed. Solved anew only when it changed.
fn client_skin(target: &Target, readings: &[Reading], inputs: &Inputs) -> Arc<ClientSkin> {
    let stubble = (target.from == TargetSource::Stubble).then_some(target.lab);
    let (lab, source) = match (target.skin, skin_between_hairs(readings)) {
        (Some(measured), _) => (measured, SkinSource::Measured),
        (None, Some(unmixed)) => (unmixed, SkinSource::Unmixed),
        (None, None) => (ClientSkin::assumed_beside(stubble), SkinSource::Assumed),
    };
    let hand = &inputs.practice.hand;
    let known = inputs.client.clone().filter(|client| client.is_of(lab, source, hand));
    known.unwrap_or_else(|| Arc::new(ClientSkin::prepare(lab, source, hand)))
}

fn skin_between_hairs(readings: &[Reading]) -> Option<Lab> {
    let skins =
        measurements(readings).filter_map(|measurement| measurement.stubble.as_ref()).map(|stubble| &stubble.skin);
    skins.min_by(|p, q| p.uncertainty.0.total_cmp(&q.uncertainty.0)).map(|skin| skin.lab)
}

/// Every region, and the light on them.
struct Measured {
    readings: Vec<Reading>,
    light: Option<Arc<LightMap>>,
    darkening: Option<Darkening>,
}

/// Measures one region in the light of an earlier analysis, quickly enough for a region under a drag.
pub fn measure_live(photo: &Photo, region: &Region, calibrated: &Calibrated, light: Option<&KnownLight>) -> Reading {
    let measured = measure(photo, region, &calibrated.calibration);
    let balanced = |measurement| match light {
        Some(light) => light.balanced(measurement, &region.shape),
        None => measurement,
    };
    let place = light.and_then(|light| place_of(&light.map, region));
    Reading { region: region.id, tissue: region.tissue, outcome: measured.map(balanced), light: place }
}

fn measure_all(inputs: &Inputs, calibrated: &Calibrated, progress: &Progress) -> Result<Measured, Cancelled> {
    let total = inputs.regions.len() as u64;
    let mut readings = Vec::new();
    for (done, region) in (0..).zip(&inputs.regions) {
        progress.report("measuring", done, total)?;
        let outcome = measure(&inputs.photo, region, &calibrated.calibration);
        readings.push(Reading { region: region.id, tissue: region.tissue, outcome, light: None });
    }
    take_stubble_apart(inputs, calibrated, &mut readings, progress)?;
    progress.report("finding the light on the head", 0, 1)?;
    Ok(balance(inputs, calibrated, readings))
}

/// Takes gloss and the light between the regions out of the readings.
fn balance(inputs: &Inputs, calibrated: &Calibrated, mut readings: Vec<Reading>) -> Measured {
    let tips = measurements(&readings).filter_map(|measurement| measurement.stubble.as_ref());
    let tips = tips.map(Tips::of).min_by(|p, q| p.uncertainty.total_cmp(&q.uncertainty));
    let Some(light) = HeadLight::over(&inputs.photo, &calibrated.calibration, &inputs.regions, tips) else {
        return Measured { readings, light: None, darkening: None };
    };
    let map = light.map();
    for (region, reading) in inputs.regions.iter().zip(&mut readings) {
        reading.light = place_of(&map, region);
        if let Ok(measurement) = &mut reading.outcome {
            *measurement = light.balanced(measurement.clone(), &inputs.photo, region, &calibrated.calibration);
            measurement.cautions.extend(reading.light.iter().flat_map(|place| doubts_of_light(&map, *place)));
        }
    }
    let unread = light.darkening.map_or(0.0, |darkening| darkening.unread_hair);
    if unread > 0.0 {
        doubt_coverage(&mut readings, unread);
    }
    Measured { readings, light: Some(Arc::new(map)), darkening: light.darkening }
}

fn place_of(map: &LightMap, region: &Region) -> Option<PlaceLight> {
    matches!(region.tissue, Tissue::Skin | Tissue::Stubble).then(|| map.place_of(&region.shape)).flatten()
}

/// Hair that is longer than stubble stands close and reads as skin: it may cover this much beside the tips that were read.
fn doubt_coverage(readings: &mut [Reading], by: f64) {
    for measurement in readings.iter_mut().filter_map(|reading| reading.outcome.as_mut().ok()) {
        if let Some(stubble) = measurement.stubble.take() {
            let stubble = stubble.less_sure(by);
            measurement.cautions.retain(|caution| !matches!(caution, Caution::CoverageUnsure { .. }));
            measurement.cautions.extend(stubble.cautions.last().cloned());
            measurement.stubble = Some(stubble);
        }
    }
}

/// A word on gloss that was taken off, and on a place that hardly sees the lamp.
fn doubts_of_light(map: &LightMap, PlaceLight { light, gloss }: PlaceLight) -> Vec<Caution> {
    let is_dim = |[dimmest, brightest]: [f64; 2]| light < dimmest && dimmest / brightest < NOTABLE_DIMNESS;
    let doubts = [
        (gloss > NOTABLE_GLOSS).then_some(Caution::GlossTakenOff { fraction: gloss }),
        map.range().is_some_and(is_dim).then_some(Caution::DimPlace { light }),
    ];
    doubts.into_iter().flatten().collect()
}

fn light_between(darkening: Darkening) -> Option<Caution> {
    let factor = darkening.light.exp();
    (darkening.light.abs() > NOTABLE_LIGHT).then_some(Caution::LightBetween { factor })
}

/// Adds tips, skin between and coverage to every stubble region.
fn take_stubble_apart(
    inputs: &Inputs,
    calibrated: &Calibrated,
    readings: &mut [Reading],
    progress: &Progress,
) -> Result<(), Cancelled> {
    let [skin, hair] = [Tissue::Skin, Tissue::Hair].map(|tissue| best_of(readings, tissue));
    let px_per_mm = inputs.scale.and_then(|scale| scale.px_per_mm(calibrated));
    let around = Surroundings { skin: skin.as_ref(), hair: hair.as_ref(), px_per_mm };
    let total = inputs.regions.len() as u64;
    for (done, (region, reading)) in (0..).zip(inputs.regions.iter().zip(readings)) {
        progress.report("taking stubble apart", done, total)?;
        if let Ok(measurement) = &mut reading.outcome
            && region.tissue == Tissue::Stubble
        {
            let stubble = unmix(&inputs.photo, region, &calibrated.calibration, &around);
            measurement
                .cautions
                .extend(stubble.as_ref().map_or(vec![Caution::NoTips], |stubble| stubble.cautions.clone()));
            measurement.stubble = stubble;
        }
    }
    Ok(())
}

/// The measurement of a tissue that can be trusted most.
fn best_of(readings: &[Reading], tissue: Tissue) -> Option<Measurement> {
    let of_tissue = measurements(readings).filter(|measurement| measurement.tissue == tissue);
    of_tissue.min_by(|p, q| p.uncertainty.0.total_cmp(&q.uncertainty.0)).cloned()
}

/// What has to be reached: the stubble, by meter or photo, else what the hair would be when shaved. `close_up` tells how a
/// field so far below its skin looks in the mirror.
fn target(
    combined: &[Combined],
    meter: &[MeterReading],
    darkening: Option<Darkening>,
    close_up: impl Fn(f64) -> CloseUp,
) -> Option<Target> {
    let of = |subject: Subject, tissue: Tissue| {
        let seen = || combined.iter().find(|one| one.tissue == tissue).map(|one| (one.lab, one.uncertainty));
        combine_meter(&meter_labs(meter, subject)).or_else(seen)
    };
    let skin = of(Subject::Skin, Tissue::Skin).map(|(lab, _)| lab);
    let is_by_photo = meter.iter().all(|one| one.subject == Subject::Brows);
    let darkening = darkening.filter(|_| is_by_photo);
    if let Some((lab, uncertainty)) = of(Subject::Stubble, Tissue::Stubble) {
        let skin = skin.map(|skin| darkening.map_or(skin, |darkening| darkening.beside_stubble(skin)));
        let close_up = close_up(skin.map_or(0.0, |skin| skin.l - lab.l));
        return Some(Target { lab, from: TargetSource::Stubble, uncertainty, skin, darkening, close_up });
    }
    let (hair, uncertainty) = of(Subject::Hair, Tissue::Hair)?;
    Some(match skin {
        Some(skin) => Target::estimated(hair, skin, uncertainty),
        None => {
            let close_up = CloseUp::usual(0.0);
            Target { lab: hair, from: TargetSource::Hair, uncertainty, skin, darkening: None, close_up }
        }
    })
}

/// How the field that is to be matched, so far below its skin in L*, looks in the mirror.
fn close_up(inputs: &Inputs, calibrated: &Calibrated, readings: &[Reading], fall: f64) -> CloseUp {
    let stubble = measurements(readings).filter_map(|one| one.stubble.as_ref());
    let stubble = stubble.min_by(|p, q| p.coverage_uncertainty.total_cmp(&q.coverage_uncertainty));
    let of_skin = |region: &Region, px_per_mm| grain_of(&inputs.photo, region, &calibrated.calibration, px_per_mm);
    let px_per_mm = inputs.scale.and_then(|scale| scale.px_per_mm(calibrated));
    let skins = inputs.regions.iter().filter(|region| region.tissue == Tissue::Skin);
    let grains =
        px_per_mm.into_iter().flat_map(|px_per_mm| skins.clone().filter_map(move |skin| of_skin(skin, px_per_mm)));
    // The calmest: gloss, freckles and edges only add.
    let bare = grains.map(|[grain, _]| grain).min_by(f64::total_cmp);
    CloseUp::of(stubble, bare, fall)
}

/// What is known of the client; measured brows stand before an impression of them.
pub fn person_with(meter: &[MeterReading], person: Person) -> Person {
    let measured = combine_meter(&meter_labs(meter, Subject::Brows)).map(|(lab, _)| Brows::Measured(lab));
    Person { brows: measured.or(person.brows), ..person }
}

fn meter_labs(meter: &[MeterReading], subject: Subject) -> Vec<Lab> {
    meter.iter().filter(|one| one.subject == subject).map(|one| one.lab).collect()
}

/// Every tissue that was measured as one; swatches are apart from each other.
fn combine_all(readings: &[Reading]) -> Vec<Combined> {
    let tissues = Tissue::ALL.into_iter().filter(|tissue| *tissue != Tissue::Swatch);
    tissues.filter_map(|tissue| combine(measurements(readings), tissue)).collect()
}

fn compare_swatches(readings: &[Reading], combined: &[Combined], calibration: &Calibration) -> Vec<SwatchMatch> {
    let swatches: Vec<&Measurement> = measurements(readings).filter(|one| one.tissue == Tissue::Swatch).collect();
    let stubble = combined.iter().find(|combined| combined.tissue == Tissue::Stubble);
    let apart = measurements(readings).filter_map(|one| one.stubble.as_ref());
    let mixed = apart.map(|apart| mixture_doubt([apart.hair.lab, apart.skin.lab].map(Lab::to_linear), apart.coverage));
    let mixed = mixed.max_by(|p, q| p.0.total_cmp(&q.0)).unwrap_or(DeltaE(0.0));
    stubble.map(|stubble| rank_swatches(stubble, &swatches, calibration.method(), mixed)).unwrap_or_default()
}

fn measurements(readings: &[Reading]) -> impl Iterator<Item = &Measurement> {
    readings.iter().filter_map(|reading| reading.outcome.as_ref().ok())
}

impl Inputs {
    fn person(&self) -> Person {
        person_with(&self.meter, self.person)
    }

    /// The charts that the photo may show.
    fn charts(&self) -> Vec<Chart> {
        self.measured_chart.as_ref().map_or_else(Chart::known, |chart| vec![Chart::clone(chart)])
    }
}

impl Analysis {
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
