//! The only place where the stages are chained: photo, regions and catalog in, [`Analysis`] out.
//!
//! Window, command line, training and tests all call [`analyze`].

use std::sync::Arc;

use crate::calibration::chart::Chart;
use crate::calibration::{Calibrated, Calibration, Reference, ReferenceError, calibrate};
use crate::caution::Caution;
use crate::color::{DeltaE, Lab, ciede2000};
use crate::matching::{ClientSkin, Practice, Question, Recommendation, SkinSource, Target, TargetSource, rank_recipes};
use crate::measurement::{MeasureError, Measurement, check_photo, measure};
use crate::photo::{Photo, Region, RegionId, Tissue};
use crate::pigment::Catalog;
use crate::progress::{Cancelled, Progress};

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
    /// The calibration of an earlier analysis of the same photo by the same reference; it is used again.
    pub calibrated: Option<Arc<Calibrated>>,
    /// What was found wrong with the photo when it was calibrated so; it is used again.
    pub photo_cautions: Option<Vec<Caution>>,
    pub catalog: Arc<Catalog>,
    pub practice: Practice,
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
    /// The skin that recipes are predicted in; present once there is something to match.
    pub client: Option<Arc<ClientSkin>>,
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
    let (photo_cautions, readings) = rayon::join(check, || measure_all(inputs, &calibrated.calibration, progress));
    let (photo_cautions, readings) = (photo_cautions?, readings?);
    let target = target(&readings);
    let client = target.filter(|_| inputs.top > 0).map(|target| client_skin(&target, inputs));
    let ranked = |(target, client): (Target, &Arc<ClientSkin>)| {
        rank_recipes(&Question { target: &target, client, practice: &inputs.practice }, &inputs.catalog, inputs.top)
    };
    let recommendation = target.zip(client.as_ref()).map(ranked);
    let cautions = doubts(inputs, &calibrated.calibration, target.is_some());
    Ok(Analysis { calibrated, photo_cautions, readings, client, recommendation, cautions })
}

/// The skin beside the target, as measured or assumed; solved anew only when it changed.
fn client_skin(target: &Target, inputs: &Inputs) -> Arc<ClientSkin> {
    let stubble = (target.from == TargetSource::Stubble).then_some(target.lab);
    let (lab, source) = match target.skin {
        Some(measured) => (measured, SkinSource::Measured),
        None => (ClientSkin::assumed_beside(stubble), SkinSource::Assumed),
    };
    let hand = &inputs.practice.hand;
    let known = inputs.client.clone().filter(|client| client.is_of(lab, source, hand));
    known.unwrap_or_else(|| Arc::new(ClientSkin::prepare(lab, source, hand)))
}

fn measure_all(inputs: &Inputs, calibration: &Calibration, progress: &Progress) -> Result<Vec<Reading>, Cancelled> {
    let total = inputs.regions.len() as u64;
    let mut readings = Vec::new();
    for (done, region) in (0..).zip(&inputs.regions) {
        progress.report("measuring", done, total)?;
        let outcome = measure(&inputs.photo, region, calibration);
        readings.push(Reading { region: region.id, tissue: region.tissue, outcome });
    }
    Ok(readings)
}

/// What has to be reached: the stubble that could be measured, else what the hair would be when shaved.
fn target(readings: &[Reading]) -> Option<Target> {
    let skin = combined(readings, Tissue::Skin).map(|(lab, _)| lab);
    if let Some((lab, uncertainty)) = combined(readings, Tissue::Stubble) {
        return Some(Target { lab, from: TargetSource::Stubble, uncertainty, skin });
    }
    let (hair, uncertainty) = combined(readings, Tissue::Hair)?;
    Some(match skin {
        Some(skin) => Target::estimated(hair, skin, uncertainty),
        None => Target { lab: hair, from: TargetSource::Hair, uncertainty, skin },
    })
}

/// The mean light of all regions of a tissue. Their disagreement widens the uncertainty.
fn combined(readings: &[Reading], tissue: Tissue) -> Option<(Lab, DeltaE)> {
    let of_tissue: Vec<&Measurement> = measurements(readings).filter(|m| m.tissue == tissue).collect();
    let count = of_tissue.len() as f64;
    let light = of_tissue.iter().map(|m| m.light * (1.0 / count)).reduce(|sum, light| sum + light)?;
    let lab = Lab::from(light);
    let disagreement = of_tissue.iter().map(|m| ciede2000(lab, m.lab).0.powi(2)).sum::<f64>() / count;
    let stated = of_tissue.iter().map(|m| m.uncertainty.0).fold(0.0, f64::max);
    Some((lab, DeltaE(stated.hypot((disagreement / count).sqrt()))))
}

fn measurements(readings: &[Reading]) -> impl Iterator<Item = &Measurement> {
    readings.iter().filter_map(|reading| reading.outcome.as_ref().ok())
}

fn doubts(inputs: &Inputs, calibration: &Calibration, has_target: bool) -> Vec<Caution> {
    let doubts = [
        inputs.are_regions_suggested.then_some(Caution::RegionsSuggested),
        (!calibration.is_absolute()).then_some(Caution::NoReference),
        guessed_lightness(calibration).map(|lightness| Caution::LightnessGuessed { lightness }),
        is_paper(calibration).then_some(Caution::WhitePaper),
        inputs.photo.profile().assumed.then_some(Caution::ProfileAssumed),
        (!has_target).then_some(Caution::NothingToMatch),
    ];
    doubts.into_iter().flatten().collect()
}

fn guessed_lightness(calibration: &Calibration) -> Option<f64> {
    match calibration {
        Calibration::Neutral(fit) if fit.lightness_guessed => fit.lightness.first().copied(),
        _ => None,
    }
}

fn is_paper(calibration: &Calibration) -> bool {
    matches!(calibration, Calibration::Neutral(fit) if fit.is_paper)
}

impl Inputs {
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

    /// The largest standard uncertainty of a measurement; `None` before anything is measured.
    pub fn uncertainty(&self) -> Option<DeltaE> {
        measurements(&self.readings).map(|measurement| measurement.uncertainty).max_by(|p, q| p.0.total_cmp(&q.0))
    }
}
