use nalgebra::Vector3;
use serde::{Deserialize, Serialize};

use crate::color::{Lab, LinearRgb, SAMPLES, Spectrum, bradford};

/// The light that a treated head is looked at in.
///
/// The eye is taken as fully adapted to it: what is shown is the corresponding colour under D65 (Bradford; Lam 1985).
/// What the eye doesn't undo, the change of skin and pigment relative to each other, stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewingLight {
    /// CIE D65.
    #[default]
    Daylight,
    /// CIE LED-B3, 4103 K: phosphor LEDs as in offices.
    OfficeLed,
    /// CIE illuminant A, 2856 K.
    Tungsten,
}

type Weights = [[f64; 3]; SAMPLES];

impl ViewingLight {
    /// How a reflectance looks in this light, as the corresponding colour in daylight.
    pub fn color_of(self, reflectance: &Spectrum) -> LinearRgb {
        let weights = match self {
            Self::Daylight => return reflectance.to_lab().to_linear(),
            Self::OfficeLed => &LED_B3,
            Self::Tungsten => &ILLUMINANT_A,
        };
        let white = summed(&Spectrum::constant(1.0), weights);
        let daylight = Vector3::from(Spectrum::constant(1.0).to_xyz());
        let adapted = bradford(white, daylight) * summed(reflectance, weights);
        Lab::from_xyz(adapted.into()).to_linear()
    }
}

fn summed(reflectance: &Spectrum, weights: &Weights) -> Vector3<f64> {
    reflectance.0.iter().zip(weights).map(|(value, weight)| Vector3::from(*weight) * *value).sum()
}

// What each wavelength of a reflectance adds to X, Y and Z for the 2° observer (Y of a perfect white is 1): ASTM E308 for
// data at 20 nm, from the spectra of CIE 015:2018 and the CIE 1931 colour matching functions, computed one wavelength at
// a time with `colour.sd_to_XYZ(…, method="ASTM E308")` of colour-science 0.4.7.

const LED_B3: Weights = [
    [-0.00054156, -0.00002140, -0.00264167],
    [0.00346155, -0.00007180, 0.01572346],
    [0.05674314, 0.00456494, 0.28940880],
    [0.04801136, 0.00829352, 0.26766818],
    [0.00610904, 0.00992737, 0.05664001],
    [0.00009948, 0.04081200, 0.03144748],
    [0.01050647, 0.11030772, 0.01319668],
    [0.05285419, 0.17358164, 0.00358952],
    [0.12291083, 0.20451824, 0.00077740],
    [0.20290360, 0.19212876, 0.00032177],
    [0.23744929, 0.14206156, 0.00017126],
    [0.17367940, 0.07776626, 0.00003504],
    [0.07290222, 0.02829432, 0.00000174],
    [0.01818839, 0.00663652, -0.00000026],
    [0.00299423, 0.00107600, -0.00000001],
    [0.00034726, 0.00012433, -0.00000000],
];

const ILLUMINANT_A: Weights = [
    [0.00009488, -0.00000311, 0.00039455],
    [0.00622547, 0.00017028, 0.02986467],
    [0.01811650, 0.00118466, 0.09115021],
    [0.01987532, 0.00412163, 0.11454560],
    [0.00888077, 0.01205724, 0.07434420],
    [0.00023026, 0.03707309, 0.03026135],
    [0.00898022, 0.09448972, 0.01095631],
    [0.04617693, 0.15190825, 0.00314918],
    [0.11072252, 0.18430556, 0.00070195],
    [0.19467665, 0.18414757, 0.00031110],
    [0.25312137, 0.15106330, 0.00018132],
    [0.22546267, 0.10092356, 0.00004534],
    [0.13180284, 0.05140582, 0.00000414],
    [0.05275742, 0.01942618, -0.00000034],
    [0.01646538, 0.00596166, -0.00000002],
    [0.00489711, 0.00176460, 0.00000000],
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    #[test]
    fn a_grey_is_as_grey_in_every_light() {
        for light in [ViewingLight::Daylight, ViewingLight::OfficeLed, ViewingLight::Tungsten] {
            let grey = Lab::from(light.color_of(&Spectrum::constant(0.1842)));
            assert!(ciede2000(grey, Lab::new(50.0, 0.0, 0.0)).0 < 0.1, "{light:?}: {grey:?}");
        }
    }

    #[test]
    fn whites_are_those_of_the_published_lights() {
        // CIE 015:2018: illuminant A 109.85, 100, 35.58; LED-B3 at x 0.3756, y 0.3723.
        let a = summed(&Spectrum::constant(1.0), &ILLUMINANT_A);
        assert!((a - Vector3::new(1.0985, 1.0, 0.3558)).amax() < 2e-4, "{a}");
        let led = summed(&Spectrum::constant(1.0), &LED_B3);
        assert!((led.x / led.sum() - 0.3756).abs() < 3e-4 && (led.y / led.sum() - 0.3723).abs() < 3e-4, "{led}");
    }

    #[test]
    fn what_reflects_red_looks_lighter_in_tungsten_light() {
        let red = Spectrum::of_wavelength(|nm| if nm < 590.0 { 0.1 } else { 0.6 });
        let lightness = |light: ViewingLight| Lab::from(light.color_of(&red)).l;
        assert!(lightness(ViewingLight::Tungsten) > lightness(ViewingLight::Daylight) + 3.0);
    }
}
