use std::f64::consts::{PI, TAU};

use super::dot_color::DotColor;
use super::pattern::Pattern;
use super::placement::{Dot, Placement};
use super::treatment::Treatment;
use crate::photo::Bounds;

/// How far around its middle a dot is drawn, mm; what lies beyond is less than a screen's step.
pub(super) const REACH_MM: f64 = 1.15;
/// The largest dot over the mean one: three deviations of the most variation.
pub(super) const MOST_SIZE: f64 = 2.5;
/// Rows of the table over the square of the distance.
const ROWS: usize = 1024;
/// Distances at which the spread is worked out.
const NODES: usize = 192;

/// Within this radius half of the light that leaves skin entered it, mm, at 610, 550 and 460 nm (red, green and blue of
/// a screen): between 0.11 at 400, 0.43 at 560 and 0.87 at 700 nm, by Monte Carlo in the layered skin of `docs/optics.md`.
const EXIT_RADIUS_MM: [f64; 3] = [0.55, 0.40, 0.18];

/// Side of the square and points in it by which the mean over many dots is taken, mm.
const SAMPLE_MM: f64 = 24.0;
const SAMPLES_A_SIDE: usize = 64;

/// How one dot darkens what lies around it, on pixels of one size.
///
/// Light that meets pigment at a depth h comes from a point of the surface with the density h / 2π(h² + r²)^1.5, the
/// share of directions as in `skin/dots.rs`; it widens with the wavelength as light in skin does. One common factor of
/// width brings a dot's middle to its predicted contrast, one strength for each channel the area to its predicted mean.
pub(super) struct Spread {
    pub reach_mm: f64,
    /// Share of the mean pigment seen in red, green and blue by the square of the distance, from 0 to the reach.
    table: Vec<[f32; 4]>,
}

impl Spread {
    /// `px_mm` is a pixel's side.
    pub(super) fn new(treatment: &Treatment, pattern: &Pattern, color: &DotColor, px_mm: f64) -> Self {
        let reach_mm = REACH_MM + px_mm;
        let widths = widths(treatment, color);
        let profiles = widths.map(|width| Profile::new(width, treatment.dot_diameter_mm, px_mm, reach_mm));
        let unit = Self::of(&profiles, reach_mm, [1.0; 3]);
        let depths = depths_over_an_area(treatment, pattern, &unit);
        let strengths =
            std::array::from_fn(|channel| strength(&depths, channel, color, treatment.density_per_cm2 / 100.0));
        Self::of(&profiles, reach_mm, strengths)
    }

    fn of(profiles: &[Profile; 3], reach_mm: f64, strengths: [f64; 3]) -> Self {
        let row = |row: usize| {
            let radius = ((row as f64 + 0.5) / ROWS as f64).sqrt() * reach_mm;
            let of = |channel: usize| (strengths[channel] * profiles[channel].at(radius)) as f32;
            [of(0), of(1), of(2), 0.0]
        };
        Self { reach_mm, table: (0..ROWS).map(row).collect() }
    }

    /// What is seen at the square of a distance, as a share of the reach's square; 0 from 1 on.
    pub(super) fn at(&self, squared_share: f32) -> [f32; 4] {
        self.table.get((squared_share * ROWS as f32) as usize).copied().unwrap_or_default()
    }
}

/// Heights h of the spread for red, green and blue, mm.
fn widths(treatment: &Treatment, color: &DotColor) -> [f64; 3] {
    let natural = EXIT_RADIUS_MM.map(|radius| color.top_mm.max(0.05).hypot(radius / 3f64.sqrt()));
    let wanted = color.contrast;
    let (mut narrow, mut wide): (f64, f64) = (0.15, 2.5);
    for _ in 0..14 {
        let middle = (narrow * wide).sqrt();
        let profile = Profile::new(middle * natural[1], treatment.dot_diameter_mm, 0.0, REACH_MM);
        if profile.contrast(treatment) > wanted { narrow = middle } else { wide = middle }
    }
    natural.map(|width| width * (narrow * wide).sqrt())
}

/// The share of a dot's absorption by distance from its middle, 1/mm²; its integral over the plane is 1.
struct Profile {
    step_mm: f64,
    nodes: Vec<f64>,
}

impl Profile {
    fn new(width_mm: f64, diameter_mm: f64, px_mm: f64, reach_mm: f64) -> Self {
        let offsets = offsets(diameter_mm, px_mm);
        let step_mm = reach_mm / (NODES - 1) as f64;
        let mut nodes: Vec<f64> = (0..NODES)
            .map(|node| {
                let radius = node as f64 * step_mm;
                let window = (1.0 - (radius / reach_mm).powi(2)).powi(2);
                let sum: f64 = offsets.iter().map(|[x, y]| density((radius + x).hypot(*y), width_mm)).sum();
                window * sum
            })
            .collect();
        let whole: f64 = (0..NODES).map(|node| TAU * node as f64 * step_mm * step_mm * nodes[node]).sum();
        nodes.iter_mut().for_each(|node| *node /= whole);
        Self { step_mm, nodes }
    }

    fn at(&self, radius_mm: f64) -> f64 {
        let place = radius_mm / self.step_mm;
        let low = (place as usize).min(NODES - 2);
        let share = (place - low as f64).clamp(0.0, 1.0);
        self.nodes[low] * (1.0 - share) + self.nodes[low + 1] * share
    }

    /// The middle of a dot among its like over the mean: itself, and the others beyond its own cell.
    fn contrast(&self, treatment: &Treatment) -> f64 {
        let per_mm2 = treatment.density_per_cm2 / 100.0;
        let cell_mm = 1.0 / (PI * per_mm2).sqrt();
        let within = self.nodes.iter().enumerate().filter(|(node, _)| (*node as f64) * self.step_mm < cell_mm);
        let own: f64 = within.map(|(node, value)| TAU * node as f64 * self.step_mm * self.step_mm * value).sum();
        self.nodes[0] / per_mm2 + 1.0 - own
    }
}

/// The density at which a point of the surface sees a plane at this depth.
fn density(radius: f64, depth: f64) -> f64 {
    depth / (TAU * (depth * depth + radius * radius).powf(1.5))
}

/// Points of a dot's disc, each seen from several places of a pixel.
fn offsets(diameter_mm: f64, px_mm: f64) -> Vec<[f64; 2]> {
    const OF_DISC: usize = 14;
    // A sunflower's seeds, evenly spread over a disc (Vogel 1979): 2.399 96 is the golden angle.
    let seeds = (0..OF_DISC).map(|seed| {
        let radius = ((seed as f64 + 0.5) / OF_DISC as f64).sqrt() * diameter_mm / 2.0;
        [radius * (seed as f64 * 2.399_96).cos(), radius * (seed as f64 * 2.399_96).sin()]
    });
    let thirds = [-1.0 / 3.0, 0.0, 1.0 / 3.0].map(|third| third * px_mm);
    let of_pixel: Vec<[f64; 2]> = thirds.iter().flat_map(|&x| thirds.map(|y| [x, y])).collect();
    seeds.flat_map(|[x, y]| of_pixel.iter().map(move |[dx, dy]| [x + dx, y + dy])).collect()
}

/// Summed depths at many points of an area that is dotted all over.
fn depths_over_an_area(treatment: &Treatment, pattern: &Pattern, unit: &Spread) -> Vec<[f32; 4]> {
    let px_per_mm = treatment.px_per_mm;
    let (side_px, reach_px) = (SAMPLE_MM * px_per_mm, unit.reach_mm * px_per_mm);
    let bounds = Bounds { left: -reach_px, top: -reach_px, right: side_px + reach_px, bottom: side_px + reach_px };
    let dots = Placement::endless(treatment, pattern).dots_in(&bounds);
    let mut depths = vec![[0.0f32; 4]; SAMPLES_A_SIDE * SAMPLES_A_SIDE];
    let field = Field { left: 0.0, top: 0.0, px: side_px / SAMPLES_A_SIDE as f64, columns: SAMPLES_A_SIDE };
    dots.iter().for_each(|dot| field.add(dot, unit, px_per_mm, &mut depths));
    depths
}

/// Pixels that depths are summed on: where the first lies in the photo and how wide one is, in photo pixels.
pub(super) struct Field {
    pub left: f64,
    pub top: f64,
    pub px: f64,
    pub columns: usize,
}

impl Field {
    /// Adds the depths of one dot to rows of pixels, those that it reaches.
    pub(super) fn add(&self, dot: &Dot, spread: &Spread, px_per_mm: f64, depths: &mut [[f32; 4]]) {
        let reach = spread.reach_mm * dot.size * px_per_mm / self.px;
        let [x, y] = [(dot.pos_in_photo[0] - self.left) / self.px, (dot.pos_in_photo[1] - self.top) / self.px];
        let pixels = |at: f64, count: usize| {
            let first = (at - reach - 0.5).ceil().max(0.0) as usize;
            first..((at + reach + 0.5).floor().max(0.0) as usize).min(count)
        };
        let (columns, rows) = (pixels(x, self.columns), pixels(y, depths.len() / self.columns));
        let (scale, tone) = ((1.0 / (reach * reach)) as f32, dot.tone as f32);
        for row in rows {
            let down = (row as f64 + 0.5 - y) as f32;
            let line = &mut depths[row * self.columns..(row + 1) * self.columns];
            for column in columns.clone() {
                let across = (column as f64 + 0.5 - x) as f32;
                let added = spread.at((across * across + down * down) * scale);
                line[column].iter_mut().zip(added).for_each(|(depth, added)| *depth += tone * added);
            }
        }
    }
}

/// The factor on these depths that leaves as much of a channel's light in the mean as the mean pigment does.
fn strength(depths: &[[f32; 4]], channel: usize, color: &DotColor, mean_depth: f64) -> f64 {
    let wanted = color.left([1.0; 3])[channel];
    let left = |factor: f64| {
        let one = |depth: &[f32; 4]| f64::from(color.left([factor as f32 * depth[channel]; 3])[channel]);
        (depths.iter().map(one).sum::<f64>() / depths.len() as f64) as f32
    };
    if wanted > 0.9999 {
        return 1.0 / mean_depth;
    }
    let (mut less, mut more) = (0.5 / mean_depth, 3.0 / mean_depth);
    for _ in 0..18 {
        let factor = f64::midpoint(less, more);
        if left(factor) > wanted { less = factor } else { more = factor }
    }
    less
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_holds_all_of_a_dot_and_falls_outwards() {
        for px_mm in [0.0, 0.05, 0.5] {
            let profile = Profile::new(0.3, 0.3, px_mm, REACH_MM + px_mm);
            let rings = (0..2000).map(|ring| (f64::from(ring) + 0.5) * 1e-3);
            let whole: f64 = rings.map(|radius| TAU * radius * 1e-3 * profile.at(radius)).sum();
            assert!((whole - 1.0).abs() < 0.01, "{px_mm}: {whole}");
            assert!(profile.nodes.is_sorted_by(|near, far| near >= far), "{px_mm}");
        }
    }
}
