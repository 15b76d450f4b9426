use super::viewing_light::ViewingLight;
use crate::color::{Lab, LinearRgb};
use crate::pigment::Load;
use crate::skin::{Dots, PreparedSkin};

/// What skin optics predict for the dots of a treatment at one time and in one light: a few microseconds.
///
/// A slider over weeks makes one from [`crate::pigment::load_after`] for each of its positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DotColor {
    /// The skin without dots, in daylight.
    pub bare: Lab,
    /// The mean over dots and the skin between, in daylight.
    pub area: Lab,
    /// The middle of a dot, in daylight.
    pub middle: Lab,
    pub dots: Dots,
    /// Depth of the pigment's upper face, mm.
    pub(super) top_mm: f64,
    /// What the dots leave of the skin's light in the mean, for red, green and blue in the viewing light.
    pub(super) left: [f64; 3],
    /// The skin's light in the viewing light over that in daylight.
    pub(super) tint: [f64; 3],
}

/// Light that is left is kept within these, so that its logarithm is one; no prediction for skin comes near them.
const LEFT_RANGE: [f64; 2] = [0.02, 1.5];

impl DotColor {
    /// `load` is what is in the skin at the time that is shown.
    pub fn predict(skin: &PreparedSkin, load: &Load, dots: &Dots, light: ViewingLight) -> Self {
        let layer = load.layer();
        let (bare, area) = (skin.bare_reflectance(), skin.area_reflectance(&layer, dots));
        let [bare_in_light, area_in_light] = [bare, area].map(|reflectance| light.color_of(&reflectance));
        Self {
            bare: bare.to_lab(),
            area: area.to_lab(),
            middle: skin.dot_middle(&layer, dots),
            dots: *dots,
            top_mm: skin.deposit().top_mm,
            left: ratios(area_in_light, bare_in_light).map(|left| left.clamp(LEFT_RANGE[0], LEFT_RANGE[1])),
            tint: ratios(bare_in_light, bare.to_lab().to_linear()),
        }
    }

    /// How much more the middle of a dot absorbs than the area in the mean; 1 without pigment.
    pub(super) fn contrast(&self) -> f64 {
        let depth = |lab: Lab| (self.bare.to_linear().luminance() / lab.to_linear().luminance().max(1e-6)).ln();
        let area = depth(self.area);
        if area > 1e-4 { (depth(self.middle) / area).max(1.0) } else { 1.0 }
    }
}

fn ratios(of: LinearRgb, to: LinearRgb) -> [f64; 3] {
    let (of, to) = (of.to_array(), to.to_array());
    std::array::from_fn(|channel| of[channel].max(0.0) / to[channel].max(1e-4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skin::{Deposit, Skin};

    fn predict(tau: f64, light: ViewingLight) -> DotColor {
        let skin = PreparedSkin::new(&Skin::new(0.018, 0.005), Deposit::centered_at(0.4));
        let load = Load { carbon_tau: tau, ..Load::default() };
        DotColor::predict(&skin, &load, &Dots::of_density(0.3, 150.0), light)
    }

    #[test]
    fn dots_take_light_and_their_middle_more() {
        let color = predict(0.5, ViewingLight::Daylight);
        assert!(color.left.iter().all(|left| (0.3..1.0).contains(left)), "{color:?}");
        assert!(color.middle.l < color.area.l && color.area.l < color.bare.l, "{color:?}");
        assert!((1.1..4.0).contains(&color.contrast()), "{}", color.contrast());
        assert_eq!(color.tint, [1.0; 3]);
    }

    #[test]
    fn no_pigment_leaves_the_skin() {
        let color = predict(0.0, ViewingLight::Tungsten);
        assert!(color.left.iter().all(|left| (left - 1.0).abs() < 1e-9) && color.contrast() == 1.0, "{color:?}");
    }

    #[test]
    fn skin_looks_warmer_in_tungsten_light() {
        let [red, _, blue] = predict(0.5, ViewingLight::Tungsten).tint;
        assert!(red > blue, "{red} {blue}");
    }
}
