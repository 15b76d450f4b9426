//! What is wrong with a photo as a whole, and how to retake it. It never blocks: every finding is a [`PhotoCaution`].
//!
//! Only an even sample of pixels and small windows are read, so that it costs little beside decoding.

use super::backdrop::Backdrop;
use super::exposure::{dark, overexposed};
use super::file_history::history_doubts;
use super::glance::Glance;
use super::scalp_shine::shining_share;
use super::sharpness::Blur;
use crate::calibration::{Calibrated, Calibration, Corners};
use crate::color::{DeltaE, LinearRgb};
use crate::photo::{Photo, PhotoCaution};
use crate::progress::{Cancelled, Progress};

/// Photos of fewer pixels come from messengers or are cut out (our choice: a head is then 5 pixels per mm and a hair
/// half a pixel wide).
const SMALL_PIXELS: u64 = 1_000_000;

/// A share of the scalp that shines worth a word (our choice: a lamp's reflection on a bald head is a few percent).
const MUCH_SHINE: f64 = 0.1;

/// Change of the light's color over a backdrop worth a word (our choice: one channel then changes by a sixth; the
/// renderings and drawings that it was checked on, all in one light, stay below 0.6).
const MIXED_LIGHT: DeltaE = DeltaE(5.0);

/// Change of light from one corner of the photo to the other worth a word (our choice: half a stop), and how many
/// standard deviations it must be from none.
const FALL_OFF: f64 = 0.3;
const FALL_OFF_DEVIATIONS: f64 = 2.0;

/// The same over the backdrop, which is often lit less evenly than the head (our choice).
const BACKDROP_FALL_OFF: f64 = 0.4;

/// A grey in the middle of the range, at which a calibration tells exposure and cast (our choice).
const MIDDLE_GREY: f64 = 0.2;

/// Tells what makes a photo less fit for measuring, in the order of how much it matters.
///
/// # Errors
/// [`Cancelled`] through `progress`.
pub fn check_photo(
    photo: &Photo,
    calibrated: &Calibrated,
    progress: &Progress,
) -> Result<Vec<PhotoCaution>, Cancelled> {
    let grey = reading_of_grey(photo, calibrated);
    let glance = Glance::at(photo, balance(grey), progress)?;
    let blur = Blur::of(photo, &glance, progress)?;
    let backdrop = Backdrop::find(&glance);
    let findings = [
        small(photo),
        blur.filter(Blur::is_blurred).map(|blur| PhotoCaution::Blurred { edge_px: blur.edge_px() }),
        overexposed(&glance),
        dark(&glance, stops_under(&calibrated.calibration, grey)),
        shine(&glance),
        mixed_light(&calibrated.calibration, backdrop.as_ref()),
        fall_off(photo, &calibrated.calibration).or_else(|| backdrop.as_ref().and_then(uneven_light)),
    ];
    Ok(findings.into_iter().flatten().chain(history_doubts(photo)).collect())
}

/// How the photo shows a middle grey beside the reference, as decoded.
fn reading_of_grey(photo: &Photo, calibrated: &Calibrated) -> LinearRgb {
    let at = calibrated.corners.map_or([photo.width(), photo.height()].map(|side| f64::from(side) / 2.0), middle);
    calibrated.calibration.reading_of(LinearRgb::new(MIDDLE_GREY, MIDDLE_GREY, MIDDLE_GREY), at)
}

fn middle(corners: Corners) -> [f64; 2] {
    [0, 1].map(|axis| corners.iter().map(|corner| corner[axis]).sum::<f64>() / corners.len() as f64)
}

/// What takes a cast off and leaves exposure.
fn balance(grey: LinearRgb) -> [f64; 3] {
    grey.to_array().map(|channel| grey.luminance() / channel.max(1e-6))
}

/// Stops by which the photo is darker than the truth; a guessed lightness says nothing of exposure.
fn stops_under(calibration: &Calibration, grey: LinearRgb) -> Option<f64> {
    let is_known = match calibration {
        Calibration::None => false,
        Calibration::Neutral(fit) => !fit.lightness_guessed,
        Calibration::Chart(_) => true,
    };
    is_known.then(|| (MIDDLE_GREY / grey.luminance().max(1e-6)).log2())
}

fn small(photo: &Photo) -> Option<PhotoCaution> {
    let pixels = u64::from(photo.width()) * u64::from(photo.height());
    (pixels < SMALL_PIXELS).then_some(PhotoCaution::SmallPhoto { width: photo.width(), height: photo.height() })
}

fn shine(glance: &Glance) -> Option<PhotoCaution> {
    let fraction = shining_share(glance);
    (fraction > MUCH_SHINE).then_some(PhotoCaution::MuchShine { fraction })
}

/// By the cards, where there are several, else by the backdrop.
fn mixed_light(calibration: &Calibration, backdrop: Option<&Backdrop>) -> Option<PhotoCaution> {
    let difference = match calibration {
        Calibration::Neutral(fit) if fit.lightness.len() > 1 => fit.cast_difference,
        _ => backdrop?.color_change()?,
    };
    (difference.0 > MIXED_LIGHT.0).then_some(PhotoCaution::MixedLight { difference })
}

fn uneven_light(backdrop: &Backdrop) -> Option<PhotoCaution> {
    let fraction = backdrop.fall_off()?;
    (fraction > BACKDROP_FALL_OFF).then_some(PhotoCaution::LightFallsOff { fraction })
}

/// From the brightest corner of the photo to the darkest, as the fit to the chart or to cards carries it on.
fn fall_off(photo: &Photo, calibration: &Calibration) -> Option<PhotoCaution> {
    let gradient = match calibration {
        Calibration::None => return None,
        Calibration::Neutral(fit) => &fit.gradient,
        Calibration::Chart(fit) => &fit.gradient,
    };
    let [width, height] = [f64::from(photo.width()), f64::from(photo.height())];
    let corners = [[0.0, 0.0], [width, 0.0], [0.0, height], [width, height]];
    let light = corners.map(|corner| gradient.relative_light(corner).ln());
    let (most, least) = light.into_iter().fold((f64::MIN, f64::MAX), |(most, least), at| (at.max(most), at.min(least)));
    let doubt = corners.map(|corner| gradient.doubt(corner)).into_iter().fold(0.0, f64::max);
    let fraction = 1.0 - (least - most).exp();
    (fraction > FALL_OFF && most - least > FALL_OFF_DEVIATIONS * doubt)
        .then_some(PhotoCaution::LightFallsOff { fraction })
}
