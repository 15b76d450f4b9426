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
