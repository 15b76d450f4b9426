use palette::chromatic_adaptation::AdaptFromUnclamped;
use palette::convert::FromColorUnclamped;
use palette::white_point::{D50, D65};
use palette::{LinSrgb, Xyz};
use serde::{Deserialize, Serialize};

use super::LinearRgb;

/// A colour as a person sees it: CIELAB, illuminant D65, 2° observer. The only Lab inside the program.
///
/// `l` is 0 (black) to 100 (white); `a` is positive towards red, `b` towards yellow. Written as `[L, a, b]` in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 3]", into = "[f64; 3]")]
pub struct Lab {
    pub l: f64,
    pub a: f64,
    pub b: f64,
}

/// Oklab (Ottosson 2020): `l` 0–1, `a` and `b` about −0.4 to 0.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 3]", into = "[f64; 3]")]
pub struct Oklab {
    pub l: f64,
    pub a: f64,
    pub b: f64,
}

impl Lab {
    pub const fn new(l: f64, a: f64, b: f64) -> Self {
        Self { l, a, b }
    }

    /// A Lab stated under D50 and the 2° observer, adapted to D65 by Bradford.
    pub fn from_d50([l, a, b]: [f64; 3]) -> Self {
        let stated = Xyz::<D50, f64>::from_color_unclamped(palette::Lab::<D50, f64>::new(l, a, b));
        let adapted = palette::Lab::<D65, f64>::from_color_unclamped(Xyz::<D65, f64>::adapt_from_unclamped(stated));
        Self::new(adapted.l, adapted.a, adapted.b)
    }

    /// Distance from grey.
    pub fn chroma(self) -> f64 {
        self.a.hypot(self.b)
    }

    /// Hue angle from +a* (red) towards +b* (yellow), 0–360°; 0 for a grey.
    pub fn hue_degrees(self) -> f64 {
        self.b.atan2(self.a).to_degrees().rem_euclid(360.0)
    }

    /// Individual typology angle of skin, ITA° = atan((L* − 50) / b*) · 180/π (Chardon, Cretois and Hourseau 1991).
    ///
    /// Meant for b* > 0, as skin has it; the two-argument arctangent keeps it defined at b* = 0.
    pub fn ita_degrees(self) -> f64 {
        (self.l - 50.0).atan2(self.b).to_degrees()
    }

    /// The light of this colour; leaves 0–1 for a colour outside sRGB.
    pub fn to_linear(self) -> LinearRgb {
        let rgb = LinSrgb::from_color_unclamped(palette_lab(self));
        LinearRgb::new(rgb.red, rgb.green, rgb.blue)
    }

    /// The colour of X, Y and Z under D65 for the 2° observer; Y of white is 1.
    pub fn from_xyz([x, y, z]: [f64; 3]) -> Self {
        let lab = palette::Lab::<D65, f64>::from_color_unclamped(Xyz::new(x, y, z));
        Self::new(lab.l, lab.a, lab.b)
    }

    /// X, Y and Z (D65, 2°; Y of white is 1) of this colour.
    pub fn to_xyz(self) -> [f64; 3] {
        let xyz = Xyz::<D65, f64>::from_color_unclamped(palette_lab(self));
        [xyz.x, xyz.y, xyz.z]
    }

    pub fn to_oklab(self) -> Oklab {
        self.to_linear().into()
    }

    pub fn is_finite(self) -> bool {
        [self.l, self.a, self.b].into_iter().all(f64::is_finite)
    }
}

impl LinearRgb {
    /// The light of X, Y and Z under D65 (Y of white is 1); leaves 0–1 for a colour outside sRGB.
    pub fn from_xyz([x, y, z]: [f64; 3]) -> Self {
        let rgb = LinSrgb::from_color_unclamped(Xyz::<D65, f64>::new(x, y, z));
        Self::new(rgb.red, rgb.green, rgb.blue)
    }

    /// X, Y and Z (D65, Y of white is 1) of this light.
    pub fn to_xyz(self) -> [f64; 3] {
        let xyz = Xyz::<D65, f64>::from_color_unclamped(palette_rgb(self));
        [xyz.x, xyz.y, xyz.z]
    }
}

pub(super) fn palette_lab(lab: Lab) -> palette::Lab<D65, f64> {
    palette::Lab::new(lab.l, lab.a, lab.b)
}

fn palette_rgb(light: LinearRgb) -> LinSrgb<f64> {
    LinSrgb::new(light.r, light.g, light.b)
}

impl From<LinearRgb> for Lab {
    fn from(light: LinearRgb) -> Self {
        let lab = palette::Lab::<D65, f64>::from_color_unclamped(palette_rgb(light));
        Self::new(lab.l, lab.a, lab.b)
    }
}

impl From<LinearRgb> for Oklab {
    fn from(light: LinearRgb) -> Self {
        let oklab = palette::Oklab::<f64>::from_color_unclamped(palette_rgb(light));
        Self { l: oklab.l, a: oklab.a, b: oklab.b }
    }
}

impl From<[f64; 3]> for Lab {
    fn from([l, a, b]: [f64; 3]) -> Self {
        Self { l, a, b }
    }
}

impl From<Lab> for [f64; 3] {
    fn from(lab: Lab) -> Self {
        [lab.l, lab.a, lab.b]
    }
}

impl From<[f64; 3]> for Oklab {
    fn from([l, a, b]: [f64; 3]) -> Self {
        Self { l, a, b }
    }
}

impl From<Oklab> for [f64; 3] {
    fn from(oklab: Oklab) -> Self {
        [oklab.l, oklab.a, oklab.b]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_is_100_and_neutral() {
        let white = Lab::from(LinearRgb::WHITE);
        assert!((white.l - 100.0).abs() < 1e-3 && white.chroma() < 0.02, "{white:?}");
    }

    #[test]
    fn a_saturated_colour_returns_to_its_light() {
        let light = LinearRgb::new(1.1, -0.02, 0.3);
        let back = Lab::from(light).to_linear();
        for (got, want) in back.to_array().into_iter().zip(light.to_array()) {
            assert!((got - want).abs() < 1e-6, "{back:?}");
        }
    }

    #[test]
    fn ita_of_light_skin_is_as_published() {
        // Chardon's formula by hand: atan(15 / 15) = 45°.
        assert!((Lab::new(65.0, 8.0, 15.0).ita_degrees() - 45.0).abs() < 1e-9);
    }

    #[test]
    fn xyz_and_the_light_or_the_lab_undo_each_other() {
        let light = LinearRgb::new(0.2, 0.7, 0.1);
        let near = |got: [f64; 3], want: [f64; 3]| got.into_iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near(LinearRgb::from_xyz(light.to_xyz()).to_array(), light.to_array()));
        let xyz = [0.3, 0.25, 0.1];
        assert!(near(Lab::from_xyz(xyz).to_xyz(), xyz));
        // Lindbloom, "RGB/XYZ matrices": the sum of a row of sRGB's is the white of D65.
        assert!(near(LinearRgb::WHITE.to_xyz(), [0.950_47, 1.0, 1.088_83]));
    }
}
