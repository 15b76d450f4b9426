//! From a camera's red, green and blue to linear sRGB (DNG 1.7.1, chapter 6, "Mapping Camera Color Space to CIE XYZ
//! Space").

use std::io::{Read, Seek};

use nalgebra::{Matrix3, Vector3};

use super::directory::{Directory, TiffFile};
use super::tags;
use super::white::{White, temperature};
use crate::photo::color::camera_space::CameraSpace;
use crate::photo::color::primaries::srgb_from_colorants;
use crate::photo::decode::refusal::Refusal;
use crate::photo::format::{DngKind, Foreign};

/// What the camera does under one light.
struct Calibration {
    /// Correlated colour temperature in kelvin; none for a light that the file does not name.
    kelvin: Option<f64>,
    /// ColorMatrix, from XYZ to the camera.
    color: Matrix3<f64>,
    /// CameraCalibration, what this camera does otherwise than others of its make.
    own: Matrix3<f64>,
    /// ForwardMatrix, from the camera under white to XYZ under D50.
    forward: Option<Matrix3<f64>>,
}

/// All that tells colours.
pub(super) struct CameraColors {
    /// One light, or two.
    calibrations: Vec<Calibration>,
    /// AnalogBalance.
    balance: Matrix3<f64>,
}

/// The white of x 0.3457, y 0.3585, where the search for a white begins and where none is told (our choice).
const D50: [f64; 2] = [0.3457, 0.3585];

/// The colours of the camera as the first directory tells them, brightened as it asks for (BaselineExposure).
///
/// # Errors
/// [`DngKind::Colors`] without matrices of three colours that can be undone.
pub(super) fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<CameraSpace, Refusal> {
    let unknown = || Refusal::Foreign(Foreign::Dng(DngKind::Colors));
    let colors = CameraColors::read(file, directory)?;
    let (neutral, problem) = match colors.neutral(file, directory)? {
        Some(neutral) => (neutral, None),
        None => (colors.camera_of_white(D50).ok_or_else(unknown)?, Some(NO_WHITE.into())),
    };
    let exposure = file.first(directory, tags::BASELINE_EXPOSURE)?.unwrap_or(0.0)
        + file.first(directory, tags::BASELINE_EXPOSURE_OFFSET)?.unwrap_or(0.0);
    let matrix = colors.srgb_from_camera(neutral).ok_or_else(unknown)? * 2f64.powf(exposure.clamp(-8.0, 8.0));
    let camera = file.text(directory, tags::UNIQUE_CAMERA_MODEL)?.unwrap_or_else(|| "its camera".into());
    let matrix = [0, 1, 2].map(|row| [0, 1, 2].map(|column| matrix[(row, column)]));
    let camera = crate::photo::decode::refusal::printable(&camera);
    Ok(CameraSpace { camera, matrix, problem })
}

const NO_WHITE: &str = "the raw file tells no white, so that of daylight was taken";

impl CameraColors {
    fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<Self, Refusal> {
        let signatures = [tags::CAMERA_CALIBRATION_SIGNATURE, tags::PROFILE_CALIBRATION_SIGNATURE];
        let [camera, profile] = signatures.map(|tag| file.text(directory, tag));
        let is_own = camera? == profile?;
        let mut calibrations = Vec::new();
        for light in [0, 1] {
            let Some(color) = matrix(file, directory, tags::COLOR_MATRIX[light])? else { continue };
            let own = matrix(file, directory, tags::CAMERA_CALIBRATION[light])?.filter(|_| is_own);
            let forward = matrix(file, directory, tags::FORWARD_MATRIX[light])?;
            let kelvin = file.first(directory, tags::CALIBRATION_ILLUMINANT[light])?.and_then(temperature);
            calibrations.push(Calibration { kelvin, color, own: own.unwrap_or_else(Matrix3::identity), forward });
        }
        let balance = file.array(directory, tags::ANALOG_BALANCE)?.unwrap_or([1.0; 3]);
        Ok(Self { calibrations, balance: Matrix3::from_diagonal(&balance.into()) })
    }

    /// White as the camera sees it, the largest of the three 1; none where the file doesn't tell.
    fn neutral(
        &self,
        file: &mut TiffFile<'_, impl Read + Seek>,
        directory: &Directory,
    ) -> Result<Option<Vector3<f64>>, Refusal> {
        if let Some(neutral) = file.array(directory, tags::AS_SHOT_NEUTRAL)? {
            return Ok(usable(neutral.into()));
        }
        let xy = file.array(directory, tags::AS_SHOT_WHITE_XY)?;
        Ok(xy.and_then(|xy| self.camera_of_white(xy)))
    }

    /// How the camera sees a white of these x and y.
    fn camera_of_white(&self, xy: [f64; 2]) -> Option<Vector3<f64>> {
        usable(self.under(xy)?.camera_from_xyz(&self.balance) * White(xy).xyz())
    }

    /// From the camera's light to linear sRGB; the camera's white becomes white.
    fn srgb_from_camera(&self, neutral: Vector3<f64>) -> Option<Matrix3<f64>> {
        let calibration = self.under(self.white_of(neutral)?.0)?;
        let own = self.balance * calibration.own;
        let xyz_from_camera = match calibration.forward {
            Some(forward) => {
                let reference = usable(own.try_inverse()? * neutral)?;
                forward * Matrix3::from_diagonal(&reference).try_inverse()? * own.try_inverse()?
            }
            None => calibration.camera_from_xyz(&self.balance).try_inverse()?,
        };
        let colorants = xyz_from_camera * Matrix3::from_diagonal(&neutral);
        let srgb = srgb_from_colorants([0, 1, 2].map(|channel| colorants.column(channel).into_owned().into()));
        let srgb = Matrix3::from_fn(|row, column| srgb[row][column] / neutral[column]);
        srgb.iter().all(|value| value.is_finite()).then_some(srgb)
    }

    /// The white that the camera sees so, by steps ("Translating Camera Neutral Coordinates to White Balance xy
    /// Coordinates"); none where there is none.
    fn white_of(&self, neutral: Vector3<f64>) -> Option<White> {
        let mut white = White(D50);
        for _ in 0..MOST_STEPS {
            let seen = self.under(white.0)?.camera_from_xyz(&self.balance).try_inverse()? * neutral;
            let next = White::of_xyz(seen)?;
            if next.distance(&white) < CLOSE {
                return Some(next);
            }
            // Half a step where two lights take turns.
            white = next.between(&white);
        }
        Some(white)
    }

    /// What the camera does under a white, between the two lights by the reciprocal of their temperatures.
    fn under(&self, xy: [f64; 2]) -> Option<Calibration> {
        let first = self.calibrations.first()?;
        let second = self.calibrations.get(1).unwrap_or(first);
        let share = match (first.kelvin, second.kelvin) {
            (Some(one), Some(two)) if one != two => {
                let kelvin = White(xy).temperature().clamp(one.min(two), one.max(two));
                (1.0 / kelvin - 1.0 / two) / (1.0 / one - 1.0 / two)
            }
            _ => 1.0,
        };
        let mix = |one: &Matrix3<f64>, two: &Matrix3<f64>| one * share + two * (1.0 - share);
        let forward = match (&first.forward, &second.forward) {
            (Some(one), Some(two)) => Some(mix(one, two)),
            (one, two) => one.or(*two),
        };
        let (color, own) = (mix(&first.color, &second.color), mix(&first.own, &second.own));
        Some(Calibration { kelvin: None, color, own, forward })
    }
}

const MOST_STEPS: usize = 60;

/// A difference of x and y that no eye sees.
const CLOSE: f64 = 1e-7;

impl Calibration {
    fn camera_from_xyz(&self, balance: &Matrix3<f64>) -> Matrix3<f64> {
        balance * self.own * self.color
    }
}

/// Light in all three channels, the most of it 1.
fn usable(neutral: Vector3<f64>) -> Option<Vector3<f64>> {
    let is_light = neutral.iter().all(|value| value.is_finite() && *value > 0.0);
    is_light.then(|| neutral / neutral.max())
}

fn matrix(
    file: &mut TiffFile<'_, impl Read + Seek>,
    directory: &Directory,
    tag: u16,
) -> Result<Option<Matrix3<f64>>, Refusal> {
    Ok(file.array::<9>(directory, tag)?.map(|numbers| Matrix3::from_row_slice(&numbers)))
}
