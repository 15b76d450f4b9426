use std::f64::consts::{PI, TAU};

/// How far around its middle a dot darkens skin, mm; what lies beyond is less than a screen's step.
pub const REACH_MM: f64 = 1.15;
/// Where a dot's middle is taken: the root mean square distance of what is predicted, a disc of 0.05 mm.
const MIDDLE_MM: f64 = 0.035;
/// Distances at which a profile is worked out.
const NODES: usize = 192;

/// The share of a dot's absorption by distance from its middle, 1/mm²; its integral over the plane is 1.
///
/// Light that meets pigment at a depth h comes from a point of the surface with the density h / 2π(h² + r²)^1.5, the
/// share of directions. What light meets on its way in and on its way out differs in height ([`super::LightSpread`]):
/// a dot is drawn as a mixture of both profiles.
pub struct DotProfile {
    step_mm: f64,
    nodes: Vec<f64>,
}

impl DotProfile {
    /// Of a dot of this diameter, seen by square pixels of this side from a height.
    pub fn new(height_mm: f64, diameter_mm: f64, px_mm: f64) -> Self {
        let (offsets, reach_mm) = (offsets(diameter_mm, px_mm), REACH_MM + px_mm);
        let step_mm = reach_mm / (NODES - 1) as f64;
        let seen = |node: usize| {
            let radius = node as f64 * step_mm;
            let window = (1.0 - (radius / reach_mm).powi(2)).powi(2);
            let squares = offsets.iter().map(|[x, y]| (radius + x).powi(2) + y * y);
            window * squares.map(|square| density(square, height_mm)).sum::<f64>()
        };
        let mut profile = Self { step_mm, nodes: (0..NODES).map(seen).collect() };
        let whole = profile.within(f64::INFINITY, |_| 0.0);
        profile.nodes.iter_mut().for_each(|node| *node /= whole);
        profile
    }

    pub fn at(&self, radius_mm: f64) -> f64 {
        let place = radius_mm / self.step_mm;
        let low = (place as usize).min(NODES - 2);
        let share = (place - low as f64).clamp(0.0, 1.0);
        self.nodes[low] * (1.0 - share) + self.nodes[low + 1] * share
    }

    /// What lies within a radius, above another profile.
    fn within(&self, radius_mm: f64, above: impl Fn(f64) -> f64) -> f64 {
        let radii = (0..NODES).map(|node| node as f64 * self.step_mm).take_while(|radius| *radius < radius_mm);
        radii.zip(&self.nodes).map(|(radius, value)| TAU * radius * self.step_mm * (value - above(radius))).sum()
    }

    /// Splits off what is near the middle: what rises above a parabola that goes on where the rest begins.
    pub fn core(&self, radius_mm: f64) -> DotCore<'_> {
        let step = self.step_mm;
        let slope = (self.at(radius_mm + step) - self.at(radius_mm - step)) / (2.0 * step);
        let bend = slope / (2.0 * radius_mm);
        let mut core = DotCore { profile: self, radius_mm, foot: self.at(radius_mm), bend, mass: 0.0 };
        core.mass = self.within(radius_mm, |radius| core.below(radius));
        core
    }
}

/// What a profile has near a dot's middle.
pub struct DotCore<'a> {
    profile: &'a DotProfile,
    radius_mm: f64,
    foot: f64,
    bend: f64,
    /// Its share of the whole profile.
    pub mass: f64,
}

impl DotCore<'_> {
    pub fn at(&self, radius_mm: f64) -> f64 {
        (self.profile.at(radius_mm) - self.below(radius_mm)).max(0.0)
    }

    /// The middle of a dot among its like over the mean: itself, the others that reach into its cell, and all around.
    pub fn contrast(&self, per_mm2: f64) -> f64 {
        let cell_mm = 1.0 / (PI * per_mm2).sqrt();
        let own = self.profile.within(cell_mm.min(self.radius_mm), |radius| self.below(radius));
        self.at(MIDDLE_MM) / per_mm2 + 1.0 - own
    }

    /// The parabola that touches the profile at the core's edge.
    fn below(&self, radius_mm: f64) -> f64 {
        self.foot + self.bend * (radius_mm * radius_mm - self.radius_mm * self.radius_mm)
    }
}

/// The density at which a point of the surface sees a plane at this depth, by the square of the distance.
fn density(square: f64, depth: f64) -> f64 {
    let away = depth * depth + square;
    depth / (TAU * away * away.sqrt())
}

/// Points of a dot's disc, each seen from several places of a pixel.
fn offsets(diameter_mm: f64, px_mm: f64) -> Vec<[f64; 2]> {
    const OF_DISC: usize = 14;
    // A sunflower's seeds, evenly spread over a disc (Vogel 1979): 2.399 96 is the golden angle.
    let seeds = (0..OF_DISC).map(|seed| {
        let radius = ((seed as f64 + 0.5) / OF_DISC as f64).sqrt() * diameter_mm / 2.0;
        [radius * (seed as f64 * 2.399_96).cos(), radius * (seed as f64 * 2.399_96).sin()]
    });
    let places: &[f64] = if px_mm > 0.0 { &[-1.0 / 3.0, 0.0, 1.0 / 3.0] } else { &[0.0] };
    let of_pixel: Vec<[f64; 2]> =
        places.iter().flat_map(|x| places.iter().map(move |y| [x * px_mm, y * px_mm])).collect();
    seeds.flat_map(|[x, y]| of_pixel.iter().map(move |[dx, dy]| [x + dx, y + dy])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(value: impl Fn(f64) -> f64) -> f64 {
        let rings = (0..2000).map(|ring| (f64::from(ring) + 0.5) * 1e-3);
        rings.map(|radius| TAU * radius * 1e-3 * value(radius)).sum()
    }

    #[test]
    fn a_profile_holds_all_of_a_dot_and_falls_outwards() {
        for px_mm in [0.0, 0.05, 0.5] {
            let profile = DotProfile::new(0.2, 0.3, px_mm);
            let sum = whole(|radius| profile.at(radius));
            assert!((sum - 1.0).abs() < 0.01, "{px_mm}: {sum}");
            assert!(profile.nodes.is_sorted_by(|near, far| near >= far), "{px_mm}");
        }
    }

    #[test]
    fn a_core_ends_without_an_edge_and_knows_its_share() {
        let profile = DotProfile::new(0.15, 0.3, 0.08);
        let core = profile.core(0.6);
        let sum = whole(|radius| if radius < 0.6 { core.at(radius) } else { 0.0 });
        assert!((sum - core.mass).abs() < 0.01 && (0.2..0.9).contains(&core.mass), "{sum} {}", core.mass);
        assert!(core.at(0.59) < 1e-3 * core.at(0.0) && core.at(0.0) > 0.8 * profile.at(0.0));
    }
}
