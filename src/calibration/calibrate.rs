use super::Calibration;
use super::card::NeutralPatch;
use super::chart::{Chart, detect_charts, place_chart};
use super::fit::FitError;
use super::neutral::{CardReading, NeutralError, fit_neutral, fit_raw_neutral};
use super::reference::{Corners, Reference};
use crate::color::{Lab, LinearRgb, median_light};
use crate::photo::{Photo, Shape};
use crate::progress::{Cancelled, Progress};

/// Fewer usable pixels than this don't show the colour of a patch (our choice).
const FEWEST_PIXELS: usize = 16;

/// A photo's calibration and where in the photo it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibrated {
    pub calibration: Calibration,
    /// Of the chart, if there is one, as its [`FoundChart`](super::chart::FoundChart) has them.
    pub corners: Option<Corners>,
    /// From patch to patch of the chart, in photo pixels.
    pub pitch_px: Option<f64>,
    /// Of further charts in the photo, any of which could be used instead.
    pub other_charts: Vec<Corners>,
    /// A chart that is there and can't be used.
    pub unusable_chart: Option<UnusableChart>,
}

/// A chart whose colours don't tell the camera.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusableChart {
    pub reason: FitError,
    /// Its patches as the photo has them.
    pub patches: Vec<Lab>,
}

/// Why a reference cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReferenceError {
    #[error("no chart was found: show it whole, flat and without glare, or place its corners")]
    ChartNotFound,
    #[error(
        "the chart's corners do not span a chart: set them by the dark-skin patch, or the first of a chart that a file describes, then clockwise"
    )]
    BadCorners,
    #[error("the chart cannot be used: {0}")]
    Chart(#[from] FitError),
    #[error("the neutral patch lies outside the photo or is clipped: choose another place")]
    NothingNeutral,
    #[error("the neutral patch cannot be used: {0}")]
    Neutral(#[from] NeutralError),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Calibrates a photo by what the user takes for known in it; a chart may be any of `charts`.
///
/// # Errors
/// [`ReferenceError`] when that cannot be found or used. `Auto` never fails but by cancelling.
pub fn calibrate(
    photo: &Photo,
    reference: &Reference,
    charts: &[Chart],
    progress: &Progress,
) -> Result<Calibrated, ReferenceError> {
    match reference {
        Reference::None => Ok(Calibrated::default()),
        Reference::Auto => Ok(find_chart(photo, charts, progress)?.unwrap_or_default()),
        Reference::Chart => needed(find_chart(photo, charts, progress)?),
        Reference::ChartAt(corners) => fit_chart_at(photo, *corners, charts),
        Reference::Neutral(patches) => fit_cards(photo, patches),
    }
}

fn needed(found: Option<Calibrated>) -> Result<Calibrated, ReferenceError> {
    let found = found.ok_or(ReferenceError::ChartNotFound)?;
    match &found.unusable_chart {
        Some(unusable) => Err(unusable.reason.into()),
        None => Ok(found),
    }
}

/// The chart that can be calibrated by best.
fn find_chart(photo: &Photo, charts: &[Chart], progress: &Progress) -> Result<Option<Calibrated>, Cancelled> {
    let mut found = detect_charts(photo, charts, progress)?.into_iter();
    let Some(best) = found.next() else { return Ok(None) };
    let other_charts = found.map(|other| other.corners).collect();
    let pitch_px = Some(best.reading.pitch_px());
    let (calibration, unusable_chart) = match best.fit {
        Ok(fit) => (Calibration::Chart(Box::new(fit)), None),
        Err(reason) => {
            let patches = best.reading.patches.iter().map(|patch| Lab::from(patch.light)).collect();
            (Calibration::None, Some(UnusableChart { reason, patches }))
        }
    };
    Ok(Some(Calibrated { calibration, corners: Some(best.corners), pitch_px, other_charts, unusable_chart }))
}

fn fit_chart_at(photo: &Photo, corners: Corners, charts: &[Chart]) -> Result<Calibrated, ReferenceError> {
    let placed = place_chart(photo, corners, charts).ok_or(ReferenceError::BadCorners)?;
    let calibration = Calibration::Chart(Box::new(placed.fit?));
    let pitch_px = Some(placed.reading.pitch_px());
    Ok(Calibrated { calibration, corners: Some(corners), pitch_px, ..Calibrated::default() })
}

fn fit_cards(photo: &Photo, patches: &[NeutralPatch]) -> Result<Calibrated, ReferenceError> {
    let read = |patch: &NeutralPatch| {
        let light = neutral_light(photo, &patch.shape)?;
        Some(CardReading { card: patch.card, light, pos_in_photo: patch.shape.bounds().middle() })
    };
    let cards: Vec<CardReading> = patches.iter().filter_map(read).collect();
    if cards.is_empty() {
        return Err(ReferenceError::NothingNeutral);
    }
    let diagonal = f64::from(photo.width()).hypot(f64::from(photo.height()));
    let fit = if photo.profile().is_raw { fit_raw_neutral } else { fit_neutral };
    let calibration = Calibration::Neutral(Box::new(fit(&cards, diagonal)?));
    Ok(Calibrated { calibration, ..Calibrated::default() })
}

/// The typical light of a patch, clipped pixels left out.
fn neutral_light(photo: &Photo, shape: &Shape) -> Option<LinearRgb> {
    let (mut run, mut lights) = (Vec::new(), Vec::new());
    for (y, xs) in shape.runs(photo.width(), photo.height()) {
        photo.read_run(y, xs, &mut run);
        lights.extend(run.iter().filter(|pixel| pixel.opaque && !pixel.clipped).map(|pixel| pixel.light.to_array()));
    }
    (lights.len() >= FEWEST_PIXELS).then(|| LinearRgb::from_array(median_light(lights)))
}
