use super::gate::{Gate, Verdict};
use super::left_out::LeftOut;
use super::pixel_counts::PixelCounts;
use super::populations::{Populations, two_populations};
use super::tally::Sums;
use super::thin_sample::Sample;
use crate::calibration::Calibration;
use crate::color::{DeltaE, Lab, LinearRgb, Oklab, ciede2000, median};
use crate::measurement::caution::MeasureCaution;
use crate::photo::{Photo, Region, RegionId, Tissue};

/// Fewer pixels than this do not make a colour: their noise alone may exceed ΔE00 1 (our choice).
const FEW_PIXELS: u64 = 400;

/// A share of clipped or shining pixels worth a word (our choice).
const NOTABLE_FRACTION: f64 = 0.02;

/// Ninths of a region that differ more than this are not one evenly lit tissue (our choice: above the mottling of a
/// bald scalp, about ΔE00 2).
const UNEVEN: f64 = 4.0;

/// Enough pixels for a median distance; more would only take time.
const SPREAD_PIXELS: usize = 4_000;

/// The colour of one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    pub region: RegionId,
    pub tissue: Tissue,
    /// The mean of all trusted pixels in linear light; of a stubble region the whole area, hair tips and skin.
    pub lab: Lab,
    pub light: LinearRgb,
    /// The same as the camera has it, its tone curve undone.
    pub camera: LinearRgb,
    /// Median difference of a trusted pixel from `lab`.
    pub spread: DeltaE,
    /// Standard uncertainty of `lab`: the truth lies within twice of it about 95 times in 100.
    pub uncertainty: DeltaE,
    /// The part of `uncertainty` that remains when two regions of one photo are compared.
    pub relative_uncertainty: DeltaE,
    pub pixels: PixelCounts,
    pub cautions: Vec<MeasureCaution>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    #[error("the region lies outside the photo: move it onto the picture")]
    OutsidePhoto,
    #[error(
        "every pixel of the region is clipped, transparent or brushed out: choose another place or retake with less light"
    )]
    NothingUsable,
}

/// Measures the colour of a region.
///
/// # Errors
/// [`MeasureError`] when no pixel of the region can be used.
pub fn measure(photo: &Photo, region: &Region, calibration: &Calibration) -> Result<Measurement, MeasureError> {
    let linearizer = calibration.linearizer();
    let left_out = LeftOut::of(photo, region, calibration, &linearizer);
    let sample = Sample::take(photo, &region.shape, &linearizer, &left_out);
    if sample.lights.is_empty() {
        return Err(nothing_sampled(photo, region));
    }
    let gate = Gate::of(&sample, region.tissue);
    let sums = Sums::over(photo, &region.shape, &linearizer, &gate, &left_out);
    let camera = sums.light().unwrap_or(gate.typical());
    let middle = region.shape.bounds().middle();
    let true_light = |camera: LinearRgb| calibration.true_light(camera, middle);
    let light = true_light(camera);
    let lab = Lab::from(light);
    let labs = trusted_labs(&sample, &gate, true_light);
    let spread = spread_around(lab, &labs);
    let relative_uncertainty = DeltaE(spread.0 / (sums.pixels.used.max(1) as f64).sqrt());
    let uncertainty = DeltaE(relative_uncertainty.0.hypot(calibration.uncertainty(camera, middle).0));
    let mut cautions = cautions(&sums.pixels, sums.unevenness(lab, true_light));
    cautions.extend(two_tissues(region.tissue, &labs));
    Ok(Measurement {
        region: region.id,
        tissue: region.tissue,
        lab,
        light,
        camera,
        spread,
        uncertainty,
        relative_uncertainty,
        pixels: sums.pixels,
        cautions,
    })
}

impl Measurement {
    pub fn oklab(&self) -> Oklab {
        self.light.into()
    }
}

fn nothing_sampled(photo: &Photo, region: &Region) -> MeasureError {
    match region.shape.runs(photo.width(), photo.height()).next() {
        None => MeasureError::OutsidePhoto,
        Some(_) => MeasureError::NothingUsable,
    }
}

/// The colors of trusted pixels, so many as fix their distribution.
fn trusted_labs(sample: &Sample, gate: &Gate, true_light: impl Fn(LinearRgb) -> LinearRgb) -> Vec<Lab> {
    let step = sample.lights.len().div_ceil(SPREAD_PIXELS).max(1);
    let trusted = sample.lights.iter().step_by(step).filter(|&&light| gate.judge(light) == Verdict::Used);
    trusted.map(|&camera| true_light(camera).into()).collect()
}

fn spread_around(lab: Lab, labs: &[Lab]) -> DeltaE {
    let mut distances: Vec<f64> = labs.iter().map(|&one| ciede2000(lab, one).0).collect();
    DeltaE(if distances.is_empty() { 0.0 } else { median(&mut distances) })
}

/// Bare skin and swatches are of one color; stubble and hair are mixtures by nature.
fn two_tissues(tissue: Tissue, labs: &[Lab]) -> Option<MeasureCaution> {
    let is_even = matches!(tissue, Tissue::Skin | Tissue::Swatch);
    let Populations { difference, share } = two_populations(labs).filter(|_| is_even)?;
    Some(MeasureCaution::TwoTissues { difference, share })
}

fn cautions(pixels: &PixelCounts, difference: DeltaE) -> Vec<MeasureCaution> {
    let (clipped, glare) = (pixels.fraction(pixels.clipped), pixels.fraction(pixels.glare));
    let (shadow, blemish) = (pixels.fraction(pixels.shadow), pixels.fraction(pixels.blemish));
    let doubts = [
        (pixels.used < FEW_PIXELS).then_some(MeasureCaution::FewPixels { used: pixels.used }),
        (clipped > NOTABLE_FRACTION).then_some(MeasureCaution::Clipped { fraction: clipped }),
        (glare > NOTABLE_FRACTION).then_some(MeasureCaution::Glare { fraction: glare }),
        (shadow > NOTABLE_FRACTION).then_some(MeasureCaution::Shadow { fraction: shadow }),
        (blemish > NOTABLE_FRACTION).then_some(MeasureCaution::Blemish { fraction: blemish }),
        (difference.0 > UNEVEN).then_some(MeasureCaution::Uneven { difference }),
    ];
    doubts.into_iter().flatten().collect()
}
