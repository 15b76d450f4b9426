use super::dot_color::DotColor;
use super::field::Field;
use super::pattern::Pattern;
use super::placement::Placement;
use super::profile::Profile;
use super::tables::nearest;
use super::treatment::Treatment;
use crate::photo::Bounds;

/// The largest dot over the mean one: three deviations of the most variation.
pub(super) const MOST_SIZE: f64 = 2.5;

/// How far around its middle and its edge each dot is drawn, mm and pixels; beyond, the mean of all dots around is.
const CORE_MM: f64 = 0.6;
const AROUND_EDGE_MM: f64 = 0.4;
const CORE_PX: f64 = 2.0;
/// Rows of the table over the square of the distance.
const ROWS: usize = 1024;
const LAST_ROW: usize = ROWS - 1;

/// Pixels wider than this share of the distance between dots can't show them: the mean is drawn.
const COARSEST: f64 = 0.42;

/// Within this radius half of the light that leaves skin entered it, mm, at 610, 550 and 460 nm (red, green and blue of
/// a screen): between 0.11 at 400, 0.43 at 560 and 0.87 at 700 nm, by Monte Carlo in the layered skin of `docs/optics.md`.
const EXIT_RADIUS_MM: [f64; 3] = [0.55, 0.40, 0.18];

/// Side of the square and points in it by which the mean over many dots is taken, mm.
const SAMPLE_MM: f64 = 24.0;
const SAMPLES_A_SIDE: usize = 64;

/// How one dot darkens what lies around it, on pixels of one size.
///
/// A dot's [`Profile`] widens with the wavelength as light in skin does. One common factor of width brings a dot's middle
/// to its predicted contrast, one strength for each channel the area to its predicted mean. About a millisecond.
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
        let heights = heights(treatment, color);
        let profiles = heights.map(|height| Profile::new(height, treatment.dot_diameter_mm, px_mm));
        let core_mm = CORE_MM.max(treatment.dot_diameter_mm / 2.0 + AROUND_EDGE_MM).max(CORE_PX * px_mm);
        let even = Self::of(&profiles, core_mm, treatment.density_per_cm2 / 100.0);
        let depths = even.depths_over_an_area(treatment, pattern);
        let strengths = std::array::from_fn(|channel| strength(&depths, channel, color));
        even.strengthened(strengths)
    }

    fn of(profiles: &[Profile; 3], core_mm: f64, per_mm2: f64) -> Self {
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

/// Heights of the pigment over which light spreads, for red, green and blue, mm.
fn heights(treatment: &Treatment, color: &DotColor) -> [f64; 3] {
    let natural = EXIT_RADIUS_MM.map(|radius| color.top_mm.max(0.05).hypot(radius / 3f64.sqrt()));
    let (mut narrow, mut wide): (f64, f64) = (0.15, 2.5);
    for _ in 0..14 {
        let middle = (narrow * wide).sqrt();
        let profile = Profile::new(middle * natural[1], treatment.dot_diameter_mm, 0.0);
        let contrast = profile.contrast(treatment.density_per_cm2 / 100.0);
        if contrast > color.contrast { narrow = middle } else { wide = middle }
    }
    natural.map(|height| height * (narrow * wide).sqrt())
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
    let (mut less, mut more) = (0.5, 3.0);
    for _ in 0..14 {
        let factor = f32::midpoint(less, more);
        if left(factor) > wanted { less = factor } else { more = factor }
    }
    less
}
