use super::core_table::CoreTable;
use super::depth_field::Field;
use super::dot_color::DotColor;
use super::pattern::Pattern;
use super::placement::Placement;
use crate::photo::Bounds;
use crate::preview::treatment::plan::Treatment;
use crate::skin::DotProfile;

/// The largest dot over the mean one: three deviations of the most variation.
pub(in crate::preview) const MOST_SIZE: f64 = 2.5;

/// How far around its middle and its edge each dot is drawn, mm and pixels; beyond, the mean of all dots around is.
const CORE_MM: f64 = 0.5;
const AROUND_EDGE_MM: f64 = 0.3;
const CORE_PX: f64 = 2.0;

/// Pixels wider than this share of the distance between dots can't show them: the mean is drawn.
const COARSEST: f64 = 0.42;

/// Side of the square and points in it by which the mean over many dots is taken, mm.
const SAMPLE_MM: f64 = 24.0;
const SAMPLES_A_SIDE: usize = 96;

/// How one dot darkens what lies around it, on pixels of one size.
///
/// A dot is drawn as a mixture of two [`DotProfile`]s for each channel: what light meets on its way in, wider for red
/// than for blue, and on its last way out. The mixture is such that a dot's middle has its predicted colour, and its
/// strength such that the area has its predicted mean. About a millisecond. How far it is off: `docs/optics.md`.
pub(in crate::preview) struct Spread {
    pub core: CoreTable,
    /// What the dots around a place add there, where all the density is: a share of the mean pigment by channel.
    pub haze: [f32; 4],
}

impl Spread {
    /// `px_mm` is a pixel's side.
    pub(in crate::preview) fn new(treatment: &Treatment, pattern: &Pattern, color: &DotColor, px_mm: f64) -> Self {
        if px_mm > COARSEST * treatment.dots().pitch_mm {
            return Self { core: CoreTable::none(), haze: [1.0, 1.0, 1.0, 0.0] };
        }
        let core_mm = CORE_MM.max(treatment.dot_diameter_mm / 2.0 + AROUND_EDGE_MM).max(CORE_PX * px_mm);
        let per_mm2 = treatment.density_per_cm2 / 100.0;
        let heights = heights(treatment, color, core_mm);
        let contrasts = heights.map(|height| contrast(height, treatment, core_mm));
        let profiles = heights.map(|height| DotProfile::new(height, treatment.dot_diameter_mm, px_mm));
        let apart = Self::of(&profiles, core_mm, per_mm2);
        let depths = apart.depths_over_an_area(treatment, pattern);
        apart.mixed(std::array::from_fn(|channel| Mixture::fitting(&depths, channel, color, &contrasts)))
    }

    /// Each profile apart, in the order of [`heights`].
    fn of(profiles: &[DotProfile; 4], core_mm: f64, per_mm2: f64) -> Self {
        let cores = profiles.each_ref().map(|profile| profile.core(core_mm));
        let seen = |radius_mm: f64| cores.each_ref().map(|core| (core.at(radius_mm) / per_mm2) as f32);
        Self { core: CoreTable::of(core_mm, seen), haze: cores.each_ref().map(|core| (1.0 - core.mass) as f32) }
    }

    fn mixed(mut self, mixtures: [Mixture; 3]) -> Self {
        self.haze = mixed_parts(&self.haze, &mixtures);
        self.core.change(|parts| mixed_parts(parts, &mixtures));
        self
    }

    /// Summed depths at many points of an area that is dotted all over.
    fn depths_over_an_area(&self, treatment: &Treatment, pattern: &Pattern) -> Vec<[f32; 4]> {
        let px_per_mm = treatment.px_per_mm;
        let (side_px, reach_px) = (SAMPLE_MM * px_per_mm, MOST_SIZE * self.core.radius_mm * px_per_mm);
        let bounds = Bounds { left: -reach_px, top: -reach_px, right: side_px + reach_px, bottom: side_px + reach_px };
        let step_px = side_px / SAMPLES_A_SIDE as f64;
        let mut field = Field::new([step_px / 2.0; 2], step_px, [SAMPLES_A_SIDE; 2]);
        field.depths.fill(self.haze);
        let dots = Placement::endless(treatment, pattern).dots_in(&bounds);
        dots.iter().for_each(|dot| field.add(dot, &self.core, px_per_mm));
        field.depths
    }
}

/// Heights over which red, green and blue light spreads on its way in, and all light on its last way out, mm.
///
/// A very dense dot is as dark near its edge as in its middle: there the light out is taken to spread less, by halves,
/// until the middle can have its colour.
fn heights(treatment: &Treatment, color: &DotColor, core_mm: f64) -> [f64; 4] {
    let wanted = color.contrast.iter().copied().fold(1.0, f64::max);
    let mut out_mm = color.out_mm.max(LEAST_HEIGHT_MM);
    while out_mm > LEAST_HEIGHT_MM && contrast(out_mm, treatment, core_mm) < wanted {
        out_mm = (out_mm / 2.0).max(LEAST_HEIGHT_MM);
    }
    let [red, green, blue] = color.in_mm;
    [red, green, blue, out_mm]
}

/// How many times the mean pigment the middle of a dot shows that is seen from one height.
fn contrast(height_mm: f64, treatment: &Treatment, core_mm: f64) -> f64 {
    let sharp = DotProfile::new(height_mm, treatment.dot_diameter_mm, 0.0);
    sharp.core(core_mm).contrast(treatment.density_per_cm2 / 100.0)
}

/// Of pigment that begins at the surface, and of endlessly dense dots, light spreads as over this height (our choice).
const LEAST_HEIGHT_MM: f64 = 0.02;

/// How much a channel shows of what light meets on its way in and out.
#[derive(Clone, Copy)]
struct Mixture {
    inward: f32,
    outward: f32,
}

impl Mixture {
    /// The mixture with the predicted middle and mean, from the depths of the two profiles over an area.
    fn fitting(depths: &[[f32; 4]], channel: usize, color: &DotColor, contrasts: &[f64; 4]) -> Self {
        let wanted = color.left([1.0; 3])[channel];
        let mut strength = 1.0;
        let mut mixture = Self::with_contrast(color.contrast[channel], channel, contrasts);
        if wanted > 0.9999 {
            return mixture;
        }
        for _ in 0..STEPS {
            let left = |depth: &[f32; 4]| color.left_in(channel, strength * mixture.of(depth, channel));
            let mean = depths.iter().map(left).sum::<f32>() / depths.len() as f32;
            strength = (strength * wanted.ln() / mean.ln()).clamp(0.3, 3.0);
            mixture = Self::with_contrast(color.contrast[channel] / f64::from(strength), channel, contrasts);
        }
        Self { inward: strength * mixture.inward, outward: strength * mixture.outward }
    }

    /// As much of the narrow profile that the middle shows so many times the mean.
    fn with_contrast(contrast: f64, channel: usize, contrasts: &[f64; 4]) -> Self {
        let [inward, outward] = [contrasts[channel], contrasts[3]];
        let outward = ((contrast - inward) / (outward - inward).max(1e-6)).clamp(0.0, MOST_OUTWARD) as f32;
        Self { inward: 1.0 - outward, outward }
    }

    fn of(self, parts: &[f32; 4], channel: usize) -> f32 {
        self.inward * parts[channel] + self.outward * parts[3]
    }
}

/// Of the densest dots more than all is seen on the way out: their middle shows more than light from one height could.
const MOST_OUTWARD: f64 = 1.2;

/// Light falls nearly exponentially with depth, so that each step toward a mean leaves a fifth of the error.
const STEPS: usize = 5;

/// The parts of the four profiles mixed into one for each channel.
fn mixed_parts(parts: &[f32; 4], mixtures: &[Mixture; 3]) -> [f32; 4] {
    let [red, green, blue] = std::array::from_fn(|channel| mixtures[channel].of(parts, channel));
    [red, green, blue, 0.0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Lab, LinearRgb};
    use crate::pigment::Load;
    use crate::preview::{Variation, ViewingLight};
    use crate::skin::tests::dots_monte_carlo::{FollowedDots, Off, followed_dots};

    fn color(case: &FollowedDots) -> DotColor {
        let load = Load { carbon_tau: case.tau, ..Load::default() };
        DotColor::predict(&case.prepared(), &load, &case.dots, ViewingLight::Daylight)
    }

    fn treatment(case: &FollowedDots) -> Treatment {
        let variation = Variation { diameter: 0.0, tone: 0.0, spacing: 0.0 };
        Treatment { variation, ..Treatment::new(case.dots, 25.0) }
    }

    /// Dots on a square grid as they are drawn.
    struct Drawn {
        pitch_mm: f64,
        color: DotColor,
        spread: Spread,
    }

    impl Drawn {
        fn of(case: &FollowedDots) -> Self {
            let color = color(case);
            let spread = Spread::new(&treatment(case), &Pattern::new(1), &color, 0.01);
            Self { pitch_mm: case.dots.pitch_mm, color, spread }
        }

        /// L* at a distance from a dot's middle.
        fn at(&self, distance_mm: f64, radians: f64) -> f64 {
            let mut depths = self.spread.haze;
            for (column, row) in (-4..=4).flat_map(|column| (-4..=4).map(move |row| (column, row))) {
                let [x, y] = [f64::from(column), f64::from(row)].map(|at: f64| at * self.pitch_mm);
                let away = (x - distance_mm * radians.cos()).hypot(y - distance_mm * radians.sin());
                let core = self.spread.core.at((away / self.spread.core.radius_mm).powi(2) as f32);
                (0..3).for_each(|channel| depths[channel] += core[channel]);
            }
            let [red, green, blue, _] = depths;
            let (bare, left) = (self.color.bare.to_linear().to_array(), self.color.left([red, green, blue]));
            Lab::from(LinearRgb::from_array(std::array::from_fn(|k| bare[k] * f64::from(left[k])))).l
        }

        /// The mean on a circle.
        fn around(&self, distance_mm: f64) -> f64 {
            let [along, between, across] = [0.0, 22.5, 45.0].map(|angle: f64| self.at(distance_mm, angle.to_radians()));
            along / 4.0 + between / 2.0 + across / 4.0
        }
    }

    #[test]
    fn a_dot_and_the_skin_between_are_drawn_as_light_as_followed_photons_say() {
        // Denser than 400 per cm² no treatment can be.
        let cases: Vec<FollowedDots> = followed_dots().into_iter().filter(|case| case.dots.pitch_mm >= 0.5).collect();
        let drawn: Vec<Drawn> = cases.iter().map(Drawn::of).collect();
        let both = || cases.iter().zip(&drawn);
        let middle = Off::of(both().map(|(case, drawn)| drawn.around(0.035) - case.middle_l));
        let midway = Off::of(both().map(|(case, drawn)| drawn.around(case.dots.pitch_mm / 2.0) - case.midway_l));
        // As drawn: 0.27 and 1.30 in the middle, 0.30 and 1.07 midway.
        assert!(middle.mean < 0.4 && middle.most < 1.6, "{middle:?}, midway {midway:?}");
        assert!(midway.mean < 0.4 && midway.most < 1.4, "{midway:?}, middle {middle:?}");
    }

    #[test]
    fn red_light_spreads_farther_than_blue() {
        let case = &followed_dots()[0];
        let spread = Spread::new(&treatment(case), &Pattern::new(1), &color(case), 0.05);
        let [red, green, blue, _] = spread.haze;
        assert!(red > green && green > blue, "{:?}", spread.haze);
    }

    #[test]
    fn pixels_wider_than_dots_are_apart_show_their_mean() {
        let case = &followed_dots()[0];
        let spread = Spread::new(&treatment(case), &Pattern::new(1), &color(case), 0.5);
        assert_eq!((spread.core.radius_mm, spread.haze), (0.0, [1.0, 1.0, 1.0, 0.0]));
    }
}
