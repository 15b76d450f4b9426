use super::viewing_light::ViewingLight;
use crate::color::{Lab, LinearRgb, Spectrum};
use crate::pigment::Load;
use crate::skin::{Dots, PreparedSkin};

/// What skin optics predict for the dots of a treatment at one time and in one light: some fifty microseconds.
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
    /// Over which height light spreads on its last way out, mm.
    pub(super) out_mm: f64,
    /// Over which heights light of red, green and blue spreads on its way in, mm.
    pub(super) in_mm: [f64; 3],
    /// How much more pigment the middle of a dot shows than the area in the mean, in red, green and blue.
    pub(super) contrast: [f64; 3],
    /// What is left of the skin's light in the viewing light, for red, green and blue, by how many times the mean pigment
    /// is seen; the nodes lie as squares from 0 to [`MOST_MEANS`]. It falls ever more slowly: light from above the pigment
    /// stays.
    curve: [[f32; 3]; NODES],
    /// The skin's light in the viewing light over that in daylight.
    pub(in crate::preview) tint: [f64; 3],
}

const NODES: usize = 41;
const LAST_NODE: f32 = (NODES - 1) as f32;
/// As many times the mean pigment as can be told: the middle of few dark dots shows ten times the mean.
pub(in crate::preview) const MOST_MEANS: f32 = 20.0;

impl DotColor {
    /// `load` is what is in the skin at the time that is shown.
    pub fn predict(skin: &PreparedSkin, load: &Load, dots: &Dots, light: ViewingLight) -> Self {
        let layer = load.layer();
        let of_mean = |share: f64| Dots::of_coverage(dots.diameter_mm, share * dots.coverage());
        let seen = |share: f64| skin.area_reflectance(&layer, &of_mean(share));
        let bare_in_light = light.color_of(&skin.bare_reflectance());
        let node = |node: usize| light.color_of(&seen(f64::from(means_at(node as f32))));
        let (bare, middle) = (skin.bare(), skin.dot_middle_reflectance(&layer, dots));
        let spread = skin.light_spread();
        let color = Self {
            bare,
            area: skin.area(&layer, dots),
            middle: middle.to_lab(),
            dots: *dots,
            out_mm: spread.out_mm,
            in_mm: at_channels(&spread.in_mm),
            contrast: [1.0; 3],
            curve: std::array::from_fn(|at| ratios(node(at), bare_in_light).map(|left| left as f32)),
            tint: ratios(bare_in_light, bare.to_linear()),
        };
        let middle_left = ratios(light.color_of(&middle), bare_in_light);
        let contrast = std::array::from_fn(|channel| color.means_that_leave(channel, middle_left[channel] as f32));
        Self { contrast, ..color }
    }

    /// The same in a photo that shows light otherwise than it was, as a camera's tone curve does.
    #[must_use]
    pub fn as_read(self, reading_of: impl Fn(LinearRgb) -> LinearRgb) -> Self {
        let bare = self.bare.to_linear().to_array();
        let read = |left: [f32; 3]| reading_of(LinearRgb::from_array([0, 1, 2].map(|k| bare[k] * f64::from(left[k]))));
        let bare_read = read([1.0; 3]);
        Self { curve: self.curve.map(|left| ratios(read(left), bare_read).map(|left| left as f32)), ..self }
    }

    /// What is left of the light of each channel where so much of the mean pigment is seen in it.
    pub(in crate::preview) fn left(&self, seen: [f32; 3]) -> [f32; 3] {
        std::array::from_fn(|channel| self.left_in(channel, seen[channel]))
    }

    pub(super) fn left_in(&self, channel: usize, seen: f32) -> f32 {
        let seen = seen.clamp(0.0, MOST_MEANS);
        let place = (seen / MOST_MEANS).sqrt() * LAST_NODE;
        let low = (place as usize).min(NODES - 2);
        let [here, next] = [self.curve[low][channel], self.curve[low + 1][channel]];
        let [from, to] = [low, low + 1].map(|node| means_at(node as f32));
        here + (next - here) * (seen - from) / (to - from)
    }

    /// How many times the mean pigment leaves this much of a channel's light, at least 1.
    fn means_that_leave(&self, channel: usize, left: f32) -> f64 {
        let (mut less, mut more) = (1.0, MOST_MEANS);
        for _ in 0..20 {
            let means = f32::midpoint(less, more);
            if self.left_in(channel, means) > left { less = means } else { more = means }
        }
        f64::from(less)
    }
}

fn means_at(node: f32) -> f32 {
    MOST_MEANS * (node / LAST_NODE) * (node / LAST_NODE)
}

/// At the wavelengths that stand for red, green and blue of a screen: 610, 550 and 460 nm.
fn at_channels(spectrum: &Spectrum) -> [f64; 3] {
    let values = &spectrum.0;
    [f64::midpoint(values[10], values[11]), f64::midpoint(values[7], values[8]), values[3]]
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
        let [once, twice] = [1.0, 2.0].map(|seen| color.left([seen; 3]));
        for channel in 0..3 {
            assert!((0.3..0.99).contains(&once[channel]) && twice[channel] < once[channel], "{color:?}");
            assert!(twice[channel] > once[channel] * once[channel], "the light from above stays: {color:?}");
        }
        assert!(color.middle.l < color.area.l && color.area.l < color.bare.l, "{color:?}");
        assert!(color.contrast.iter().all(|contrast| (1.1..4.0).contains(contrast)), "{color:?}");
        assert_eq!(color.tint, [1.0; 3]);
    }

    #[test]
    fn no_pigment_leaves_the_skin() {
        let color = predict(0.0, ViewingLight::Tungsten);
        assert!(color.left([1.0; 3]).iter().all(|left| (left - 1.0).abs() < 1e-6), "{color:?}");
        assert!(color.contrast.iter().all(|contrast| *contrast < 1.01), "{color:?}");
    }

    #[test]
    fn a_tone_curve_that_raises_contrast_raises_that_of_dots() {
        let plain = predict(0.5, ViewingLight::Daylight);
        let read = plain.as_read(|light| LinearRgb::from_array(light.to_array().map(|value| value.powf(1.3))));
        let [plain, read] = [plain.left([1.0; 3]), read.left([1.0; 3])];
        assert!(
            plain.iter().zip(read).all(|(plain, read)| (plain.powf(1.3) - read).abs() < 1e-4),
            "{plain:?} {read:?}"
        );
    }

    #[test]
    fn skin_looks_warmer_in_tungsten_light() {
        let [red, _, blue] = predict(0.5, ViewingLight::Tungsten).tint;
        assert!(red > blue, "{red} {blue}");
    }
}
