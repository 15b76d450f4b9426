use super::dot_color::DotColor;
use super::field::Field;
use super::pattern::Pattern;
use super::placement::Placement;
use super::tables::nearest;
use super::treatment::Treatment;
use crate::photo::Bounds;
use crate::skin::DotProfile;

/// The largest dot over the mean one: three deviations of the most variation.
pub(super) const MOST_SIZE: f64 = 2.5;

/// How far around its middle and its edge each dot is drawn, mm and pixels; beyond, the mean of all dots around is.
const CORE_MM: f64 = 0.5;
const AROUND_EDGE_MM: f64 = 0.3;
const CORE_PX: f64 = 2.0;
/// Rows of the table over the square of the distance.
const ROWS: usize = 1024;
const LAST_ROW: usize = ROWS - 1;

/// Pixels wider than this share of the distance between dots can't show them: the mean is drawn.
const COARSEST: f64 = 0.42;

/// Within this radius half of the light that leaves skin entered it, mm, at 610, 550 and 460 nm (red, green and blue of
/// a screen): between 0.11 at 400, 0.43 at 560 and 0.87 at 700 nm, by Monte Carlo in the layered skin of `docs/optics.md`.
const EXIT_RADIUS_MM: [f64; 3] = [0.55, 0.40, 0.18];

/// Of a deposit that begins above this, the upper face is taken as here.
const LEAST_TOP_MM: f64 = 0.05;

/// Side of the square and points in it by which the mean over many dots is taken, mm.
const SAMPLE_MM: f64 = 24.0;
const SAMPLES_A_SIDE: usize = 96;

/// How one dot darkens what lies around it, on pixels of one size.
///
/// A dot's [`DotProfile`] widens with the wavelength as light in skin does. How far light spreads on its way out is chosen so
/// that a dot's middle has its predicted contrast, and one strength for each channel so that the area has its predicted
/// mean. Over 16 areas of dots followed by Monte Carlo, L* is off by 0.9 in the mean in the middle of a dot and by 0.9
/// midway between two. About a millisecond.
pub(super) struct Spread {
    /// How far each dot reaches; 0 if pixels are too wide for dots.
    pub core_mm: f64,
    /// What the dots around a place add there, where all the density is: a share of the mean pigment by channel.
    pub haze: [f32; 3],
    /// Share of the mean pigment seen in red, green and blue by the square of the distance, from 0 to the core's edge.
    table: Box<[[f32; 4]; ROWS]>,
}

impl Spread {
    /// `px_mm` is a pixel's side.
    pub(super) fn new(treatment: &Treatment, pattern: &Pattern, color: &DotColor, px_mm: f64) -> Self {
        if px_mm > COARSEST * treatment.dots().pitch_mm {
            return Self { core_mm: 0.0, haze: [1.0; 3], table: Box::new([[0.0; 4]; ROWS]) };
        }
        let core_mm = CORE_MM.max(treatment.dot_diameter_mm / 2.0 + AROUND_EDGE_MM).max(CORE_PX * px_mm);
        let heights = heights(treatment, color, core_mm);
        let profiles = heights.map(|height| DotProfile::new(height, treatment.dot_diameter_mm, px_mm));
        let even = Self::of(&profiles, core_mm, treatment.density_per_cm2 / 100.0);
        let depths = even.depths_over_an_area(treatment, pattern);
        let strengths = std::array::from_fn(|channel| strength(&depths, channel, color));
        even.strengthened(strengths)
    }

    fn of(profiles: &[DotProfile; 3], core_mm: f64, per_mm2: f64) -> Self {
        let cores = profiles.each_ref().map(|profile| profile.core(core_mm));
        let row = |row: usize| {
            let radius = (row as f64 / LAST_ROW as f64).sqrt() * core_mm;
            let of = |channel: usize| (cores[channel].at(radius) / per_mm2) as f32;
            [of(0), of(1), of(2), 0.0]
        };
        Self {
            core_mm,
            haze: cores.each_ref().map(|core| (1.0 - core.mass) as f32),
            table: Box::new(std::array::from_fn(row)),
        }
    }

    fn strengthened(mut self, strengths: [f32; 3]) -> Self {
        for (channel, strength) in strengths.into_iter().enumerate() {
            self.haze[channel] *= strength;
            self.table.iter_mut().for_each(|row| row[channel] *= strength);
        }
        self
    }

    /// What is seen of a dot at the square of a distance, as a share of the core's square; nothing from 1 on.
    pub(super) fn core_at(&self, squared_share: f32) -> &[f32; 4] {
        &self.table[nearest(squared_share * LAST_ROW as f32).min(LAST_ROW)]
    }

    /// Summed depths at many points of an area that is dotted all over.
    fn depths_over_an_area(&self, treatment: &Treatment, pattern: &Pattern) -> Vec<[f32; 4]> {
        let px_per_mm = treatment.px_per_mm;
        let (side_px, reach_px) = (SAMPLE_MM * px_per_mm, MOST_SIZE * self.core_mm * px_per_mm);
        let bounds = Bounds { left: -reach_px, top: -reach_px, right: side_px + reach_px, bottom: side_px + reach_px };
        let step_px = side_px / SAMPLES_A_SIDE as f64;
        let mut field = Field::new([step_px / 2.0; 2], step_px, [SAMPLES_A_SIDE; 2]);
        let [red, green, blue] = self.haze;
        field.depths.fill([red, green, blue, 0.0]);
        let dots = Placement::endless(treatment, pattern).dots_in(&bounds);
        dots.iter().for_each(|dot| field.add(dot, self, px_per_mm));
        field.depths
    }
}

/// Heights over which light spreads on its way out, in all channels alike, and in, for red, green and blue, mm.
fn heights(treatment: &Treatment, color: &DotColor, core_mm: f64) -> [[f64; 2]; 3] {
    let top_mm = color.top_mm.max(LEAST_TOP_MM);
    let of = |out_mm: f64| EXIT_RADIUS_MM.map(|radius| [out_mm, top_mm.hypot(radius / 3f64.sqrt())]);
    let (mut narrow, mut wide) = (0.15 * top_mm, 3.0 * top_mm);
    for _ in 0..14 {
        let middle = f64::midpoint(narrow, wide);
        let green = DotProfile::new(of(middle)[1], treatment.dot_diameter_mm, 0.0);
        let contrast = green.core(core_mm).contrast(treatment.density_per_cm2 / 100.0);
        if contrast > color.contrast { narrow = middle } else { wide = middle }
    }
    of(narrow)
}

/// The factor on these depths that leaves as much of a channel's light in the mean as the mean pigment does.
fn strength(depths: &[[f32; 4]], channel: usize, color: &DotColor) -> f32 {
    let wanted = color.left([1.0; 3])[channel];
    let left = |factor: f32| {
        let sum: f32 = depths.iter().map(|depth| color.left_in(channel, factor * depth[channel])).sum();
        sum / depths.len() as f32
    };
    if wanted > 0.9999 {
        return 1.0;
    }
    let mut factor = 1.0;
    for _ in 0..STEPS {
        factor = (factor * wanted.ln() / left(factor).ln()).clamp(0.3, 3.0);
    }
    factor
}

/// Light falls nearly exponentially with depth, so that each step toward a mean leaves a tenth of the error.
const STEPS: usize = 4;

#[cfg(test)]
mod tests {
    use super::super::{Variation, ViewingLight};
    use super::*;
    use crate::color::{Lab, LinearRgb};
    use crate::pigment::Load;
    use crate::skin::{Deposit, Dots, PreparedSkin, Skin};

    /// Dots of carbon on a square grid.
    struct Case {
        melanin: f64,
        dots: Dots,
        top_mm: f64,
        tau: f64,
        /// L* within 0.05 mm of a dot's middle, and where it is half as far to the next one as they are apart.
        middle_l: f64,
        midway_l: f64,
    }

    /// Of the Monte Carlo reference in `skin/monte_carlo_reference.rs`, with what it gives between the dots (D65, 10°).
    fn cases() -> [Case; 4] {
        let case = |melanin, [diameter_mm, pitch_mm, top_mm]: [f64; 3], tau, [middle_l, midway_l]: [f64; 2]| Case {
            melanin,
            dots: Dots { diameter_mm, pitch_mm },
            top_mm,
            tau,
            middle_l,
            midway_l,
        };
        [
            case(0.018, [0.2, 0.7, 0.3], 10.0, [57.6, 58.5]),
            case(0.1, [0.3, 0.7, 0.1], 1.0, [31.0, 36.8]),
            case(0.018, [0.4, 0.8, 0.3], 1.0, [56.5, 57.6]),
            case(0.018, [0.4, 1.5, 0.3], 10.0, [56.7, 61.0]),
        ]
    }

    impl Case {
        fn color(&self) -> DotColor {
            let deposit = Deposit { top_mm: self.top_mm, bottom_mm: self.top_mm + 0.2 };
            let skin = PreparedSkin::new(&Skin::new(self.melanin, 0.005), deposit);
            let load = Load { carbon_tau: self.tau, ..Load::default() };
            DotColor::predict(&skin, &load, &self.dots, ViewingLight::Daylight)
        }

        fn treatment(&self) -> Treatment {
            let variation = Variation { diameter: 0.0, tone: 0.0, spacing: 0.0 };
            Treatment { variation, ..Treatment::new(self.dots, 25.0) }
        }

        /// What is drawn at a distance from a dot's middle, toward its neighbour.
        fn drawn(&self, distance_mm: f64) -> Lab {
            let color = self.color();
            let spread = Spread::new(&self.treatment(), &Pattern::new(1), &color, 0.01);
            let mut depths = spread.haze;
            for (column, row) in (-3..=3).flat_map(|column| (-3..=3).map(move |row| (column, row))) {
                let [x, y] = [f64::from(column), f64::from(row)].map(|at: f64| at * self.dots.pitch_mm);
                let away = (x - distance_mm).hypot(y) / spread.core_mm;
                let core = spread.core_at((away * away) as f32);
                (0..3).for_each(|channel| depths[channel] += core[channel]);
            }
            let (bare, left) = (color.bare.to_linear().to_array(), color.left(depths));
            LinearRgb::from_array(std::array::from_fn(|channel| bare[channel] * f64::from(left[channel]))).into()
        }
    }

    #[test]
    fn a_dot_and_the_skin_between_are_as_light_as_followed_photons_say() {
        for case in cases() {
            // 1.5: the predictions themselves are off by 0.5 for areas and 1.0 for middles, and observers differ by 0.2.
            let (middle, midway) = (case.drawn(0.03).l, case.drawn(case.dots.pitch_mm / 2.0).l);
            assert!((middle - case.middle_l).abs() < 1.5, "{:?}: {middle}", case.dots);
            assert!((midway - case.midway_l).abs() < 1.5, "{:?}: {midway}", case.dots);
        }
    }

    #[test]
    fn red_light_spreads_farther_than_blue() {
        let case = &cases()[1];
        let spread = Spread::new(&case.treatment(), &Pattern::new(1), &case.color(), 0.05);
        let [red, green, blue] = spread.haze;
        assert!(red > green && green > blue, "{:?}", spread.haze);
    }

    #[test]
    fn pixels_wider_than_dots_are_apart_show_their_mean() {
        let case = &cases()[0];
        let spread = Spread::new(&case.treatment(), &Pattern::new(1), &case.color(), 0.5);
        assert_eq!((spread.core_mm, spread.haze), (0.0, [1.0; 3]));
    }
}
