//! What is wrong with a photo as a whole, and how to retake it. It never blocks: every finding is a [`Caution`].
//!
//! Only an even sample of pixels and small windows are read, so that it costs little beside decoding.

use super::backdrop::light_color_difference;
use super::exposure::{dark, overexposed};
use super::glance::Glance;
use super::sharpness::Blur;
use super::shine::shining_share;
use crate::calibration::{Calibrated, Calibration};
use crate::caution::Caution;
use crate::color::{DeltaE, LinearRgb};
use crate::photo::Photo;
use crate::progress::{Cancelled, Progress};

/// Photos of fewer pixels come from messengers or are cut out (our choice: a head is then 5 pixels per mm and a hair
/// half a pixel wide).
const SMALL_PIXELS: u64 = 1_000_000;

/// A share of the scalp that shines worth a word (our choice: a lamp's reflection on a bald head is a few percent).
const MUCH_SHINE: f64 = 0.1;

/// Change of the light's color over a backdrop worth a word (our choice: 6 is a tenth between red and blue).
const MIXED_LIGHT: DeltaE = DeltaE(6.0);

/// Change of light from one corner of the photo to the other worth a word (our choice: a third of a stop is corrected
/// well, see the fit of the gradient), and how many standard deviations it must be from none.
const FALL_OFF: f64 = 0.3;
const FALL_OFF_DEVIATIONS: f64 = 3.0;

/// A grey in the middle of the camera's range, at which a calibration tells exposure and cast.
const MIDDLE_GREY: f64 = 0.2;

/// Tells what makes a photo less fit for measuring, in the order of how much it matters.
///
/// # Errors
/// [`Cancelled`] through `progress`.
pub fn check_photo(photo: &Photo, calibrated: &Calibrated, progress: &Progress) -> Result<Vec<Caution>, Cancelled> {
    let gain = gain(photo, calibrated);
    let glance = Glance::at(photo, balance(gain), progress)?;
    let blur = Blur::of(photo, &glance, progress)?;

    let shine = shining_share(&glance);
    let mixed = light_color_difference(&glance).filter(|difference| *difference > MIXED_LIGHT);
    let doubts = [
        blur.filter(Blur::is_blurred).map(|blur| Caution::Blurred { edge_px: blur.edge_px() }),
        overexposed(&glance),
        dark(&glance, stops_under(calibrated, gain)),
        (shine > MUCH_SHINE).then_some(Caution::MuchShine { fraction: shine }),
        mixed.map(|difference| Caution::MixedLight { difference }),
        fall_off(photo, calibrated).map(|fraction| Caution::LightFallsOff { fraction }),
        small(photo),
    ];
    Ok(doubts.into_iter().flatten().collect())
}

/// True light over light as decoded, for a grey in the middle of the range at the middle of the photo.
fn gain(photo: &Photo, calibrated: &Calibrated) -> [f64; 3] {
    let middle = [f64::from(photo.width()) / 2.0, f64::from(photo.height()) / 2.0];
    let truth = calibrated.calibration.apply(LinearRgb::WHITE * MIDDLE_GREY, middle);
    truth.to_array().map(|value| (value / MIDDLE_GREY).max(1e-3))
}

/// The gain without its brightness.
fn balance(gain: [f64; 3]) -> [f64; 3] {
    let mean = gain.iter().sum::<f64>() / 3.0;
    gain.map(|gain| gain / mean)
}

/// How many stops the reference is darker in the photo than it is; `None` without a reference.
fn stops_under(calibrated: &Calibrated, gain: [f64; 3]) -> Option<f64> {
    calibrated.calibration.is_absolute().then(|| (gain.iter().sum::<f64>() / 3.0).log2())
}

/// The share by which light falls off from the brightest corner of the photo to the darkest, if that is known to be much.
fn fall_off(photo: &Photo, calibrated: &Calibrated) -> Option<f64> {
    let Calibration::Chart(fit) = &calibrated.calibration else {
        return None;
    };
    let (right, bottom) = (f64::from(photo.width()), f64::from(photo.height()));
    let corners = [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]];
    let lights = corners.map(|corner| fit.gradient.relative_light(corner));
    let (least, most) =
        lights.iter().fold((f64::MAX, f64::MIN), |(least, most), &light| (least.min(light), most.max(light)));
    let doubt = corners.map(|corner| fit.gradient.doubt(corner)).into_iter().fold(0.0, f64::max);
    let fraction = 1.0 - least / most;
    (fraction > FALL_OFF && (most / least).ln() > FALL_OFF_DEVIATIONS * doubt).then_some(fraction)
}

fn small(photo: &Photo) -> Option<Caution> {
    let (width, height) = (photo.width(), photo.height());
    (u64::from(width) * u64::from(height) < SMALL_PIXELS).then_some(Caution::SmallPhoto { width, height })
}
