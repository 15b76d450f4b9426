//! The own red, green and blue of a camera whose raw picture was opened.

use super::conversion::Matrix;
use super::device::Device;
use super::tone::ToneCurve;

/// What a camera's linear numbers are in linear sRGB.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::photo) struct CameraSpace {
    /// The camera, as its file calls it.
    pub camera: String,
    /// From the camera's red, green and blue, as light, to linear sRGB.
    pub matrix: Matrix,
    /// What the file leaves open, and what was taken instead.
    pub problem: Option<String>,
}

/// The code of no light. Noise falls below it as often as above, so that the mean of dark pixels stays what it is.
///
/// Our choice: 3 % of the range, beyond the noise of any sensor that a picture can be taken with.
const BLACK: u16 = 2048;

/// The code of a light where 1 is what the sensor can't pass, which has the highest code for itself.
#[cfg(any(feature = "dng", test))]
pub(in crate::photo) fn code_of_light(light: f32) -> u16 {
    let range = f32::from(u16::MAX - BLACK);
    if light >= 1.0 { u16::MAX } else { (f32::from(BLACK) + light * range).round().min(65_534.0) as u16 }
}

impl CameraSpace {
    pub fn name(&self) -> String {
        format!("linear light of {}", self.camera)
    }

    pub fn device(&self) -> Device {
        let black = f64::from(BLACK) / f64::from(u16::MAX);
        let curve = ToneCurve::straight(1.0 / (1.0 - black), -black / (1.0 - black));
        Device::Mixed([curve.clone(), curve.clone(), curve], self.matrix)
    }
}

#[cfg(test)]
mod tests {
    use super::super::conversion::ToLight;
    use super::*;

    #[test]
    fn light_keeps_its_value_also_below_black_and_only_saturation_has_the_highest_code() {
        let matrix = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let space = CameraSpace { camera: "a camera".into(), matrix, problem: None };
        let conversion = space.device().conversion(u16::MAX);
        for light in [-0.03, -0.001, 0.0, 0.2, 0.999_999] {
            let read = conversion.light([code_of_light(light); 3]).g;
            // A step of the codes.
            assert!((read - f64::from(light)).abs() < 2e-5, "{light}: {read}");
        }
        assert_eq!((code_of_light(1.0), code_of_light(0.999_999), code_of_light(-9.0)), (u16::MAX, u16::MAX - 1, 0));
    }
}
