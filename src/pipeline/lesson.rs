use std::sync::Arc;

use super::reading::{Reading, measurements};
use crate::calibration::{Calibrated, Method};
use crate::color::DeltaE;
use crate::matching::{Learnt, Refusal, Seen, Work, learn};
use crate::measurement::{Combined, MeasureError, combine, measure};
use crate::photo::{Date, Photo, Region, Tissue};
use crate::pigment::{Hand, Lesson, Shade};

/// Standard deviation of the light between healed work and bare skin beside it, as a logarithm, where skin is marked in one
/// place and in several around it (our choices: places all over a head differ by 10–40 %, over 15 cm).
const LIGHT_SIGMA: f64 = 0.03;
const LIGHT_SIGMA_AROUND: f64 = 0.02;

/// How well a photo's contrast is known, as a share of it: by a reference, and by none (our choices: cameras steepen their
/// tones by a third and more).
const CONTRAST_SIGMA: f64 = 0.05;
const UNKNOWN_CONTRAST_SIGMA: f64 = 0.3;

/// All that a lesson depends on.
#[derive(Clone, Debug)]
pub struct LessonInputs {
    pub photo: Arc<Photo>,
    pub regions: Vec<Region>,
    pub calibrated: Arc<Calibrated>,
    pub shade: Shade,
    pub work: Work,
    pub hand: Hand,
    /// The lesson's date where the photo bears none.
    pub today: Date,
}

/// Why a photo teaches nothing, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum LessonError {
    #[error("no healed work is marked: mark the treated area as “healed”")]
    NoHealedWork,
    #[error("no bare skin is marked: mark it right beside the healed area")]
    NoSkin,
    #[error("the marked {tissue} cannot be measured: {reason}")]
    Unmeasured { tissue: Tissue, reason: MeasureError },
    #[error("nothing is known of the colour of “{shade}”: measure a swatch of it")]
    UnknownPigment { shade: String },
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Tells from the marked healed work how much pigment this hand leaves.
///
/// # Errors
/// [`LessonError`] where that cannot be told.
pub fn learn_from(inputs: &LessonInputs) -> Result<Lesson, LessonError> {
    let LessonInputs { photo, shade, work, hand, .. } = inputs;
    let unknown = || LessonError::UnknownPigment { shade: shade.name.clone() };
    let stock = shade.stock().ok_or_else(unknown)?;
    let area = inputs.measured(Tissue::Healed)?;
    let skin = inputs.measured(Tissue::Skin)?;
    let seen = inputs.seen(&skin, &area);
    let Learnt { retained, log_sigma } = learn(&seen, work, &stock, hand)?;
    Ok(Lesson {
        date: photo.origin().taken.unwrap_or(inputs.today).to_string(),
        photo: photo.name().to_owned(),
        sha256: photo.sha256().to_owned(),
        shade_id: shade.id.clone(),
        shade: shade.name.clone(),
        recipe: work.recipe,
        dots: work.dots(hand),
        weeks_after_treatment: work.weeks_after_treatment,
        depth_mm: hand.depth_mm,
        skin: seen.skin,
        area: seen.area,
        retained,
        log_sigma,
    })
}

impl LessonInputs {
    /// All regions of a tissue as one. Both are read alike: neither is brought to the light of the reference.
    fn measured(&self, tissue: Tissue) -> Result<Combined, LessonError> {
        let regions = self.regions.iter().filter(|region| region.tissue == tissue);
        let reading = |region: &Region| Reading::of(region, measure(&self.photo, region, &self.calibrated.calibration));
        let readings: Vec<Reading> = regions.map(reading).collect();
        let missing = if tissue == Tissue::Healed { LessonError::NoHealedWork } else { LessonError::NoSkin };
        let failed = readings.iter().find_map(|reading| reading.outcome.as_ref().err());
        combine(measurements(&readings), tissue)
            .ok_or_else(|| failed.map_or(missing, |&reason| LessonError::Unmeasured { tissue, reason }))
    }

    fn seen(&self, skin: &Combined, area: &Combined) -> Seen {
        let is_around = skin.regions.len() > 1;
        let is_raw = self.calibrated.calibration.method() == Method::None;
        let [p, q] = [skin, area].map(|one| one.relative_uncertainty.0);
        Seen {
            skin: skin.lab,
            area: area.lab,
            relative_uncertainty: DeltaE(p.hypot(q)),
            uncertainty: skin.uncertainty,
            light_sigma: if is_around { LIGHT_SIGMA_AROUND } else { LIGHT_SIGMA },
            contrast_sigma: if is_raw { UNKNOWN_CONTRAST_SIGMA } else { CONTRAST_SIGMA },
        }
    }
}
