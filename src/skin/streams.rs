use nalgebra::{SMatrix, SVector};

/// Directions that light is followed in, from grazing to straight; as many up as down.
pub(super) const STREAMS: usize = 8;
const HALF: usize = STREAMS / 2;

/// Radiance in each direction; a linear change of it.
pub(super) type Radiance = SVector<f64, STREAMS>;
pub(super) type Operator = SMatrix<f64, STREAMS, STREAMS>;

/// Skin's refractive index; Ding et al. (2006), 1.40 in the visible. Outside is air.
const REFRACTIVE_INDEX: f64 = 1.40;

/// Gauss–Legendre points and weights on −1…1 (Abramowitz and Stegun 1964, table 25.4).
const GAUSS: [(f64, f64); HALF] = [
    (-0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
    (-0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
];

/// Radau points and weights on −1…1 with +1, straight light, among them (Abramowitz and Stegun 1964, 25.4.31).
const RADAU: [(f64, f64); HALF] = [
    (-0.822_824_080_974_591_9, 0.440_924_422_353_536_7),
    (-0.181_066_271_118_530_8, 0.776_386_937_686_343_5),
    (0.575_318_923_521_694_2, 0.657_688_639_960_120_1),
    (1.0, 0.125),
];

/// The directions inside the skin and what its surface does to each.
///
/// Half of them lie below the critical angle's cosine, where the surface reflects all light, and half above
/// (Prahl, van Gemert and Welch 1993).
pub(super) struct Streams {
    /// Cosine with the surface's normal, ascending; the last is 1.
    pub cosines: Radiance,
    /// Shares of the hemisphere; they sum to 1.
    pub weights: Radiance,
    /// What the surface reflects of light that comes from inside.
    pub surface_reflection: Radiance,
    /// `legendre[k]` holds the polynomial of degree k at each cosine.
    pub legendre: [Radiance; STREAMS],
}

impl Streams {
    pub fn new() -> Self {
        let critical_cosine = (1.0 - REFRACTIVE_INDEX.powi(-2)).sqrt();
        let trapped = GAUSS.map(|point| onto_interval(point, 0.0, critical_cosine));
        let escaping = RADAU.map(|point| onto_interval(point, critical_cosine, 1.0));
        let points = [trapped, escaping].concat();
        let cosines = Radiance::from_fn(|i, _| points[i].0);
        Self {
            cosines,
            weights: Radiance::from_fn(|i, _| points[i].1),
            surface_reflection: cosines.map(fresnel_reflection),
            legendre: legendre_polynomials(&cosines),
        }
    }

    /// What the surface lets through, into the skin or out of it.
    pub fn surface_transmission(&self) -> Radiance {
        self.surface_reflection.map(|reflected| 1.0 - reflected)
    }
}

fn onto_interval((point, weight): (f64, f64), from: f64, to: f64) -> (f64, f64) {
    let half_width = (to - from) / 2.0;
    (from + half_width * (point + 1.0), half_width * weight)
}

/// Fresnel's reflection of unpolarised light that leaves the skin at this cosine.
fn fresnel_reflection(inside: f64) -> f64 {
    let n = REFRACTIVE_INDEX;
    let outside_squared = 1.0 - n * n * (1.0 - inside * inside);
    if outside_squared <= 0.0 {
        return 1.0;
    }
    let outside = outside_squared.sqrt();
    let perpendicular = (n * inside - outside) / (n * inside + outside);
    let parallel = (inside - n * outside) / (inside + n * outside);
    (perpendicular * perpendicular + parallel * parallel) / 2.0
}

/// Bonnet's recursion: k·Pₖ = (2k − 1)·μ·Pₖ₋₁ − (k − 1)·Pₖ₋₂.
fn legendre_polynomials(cosines: &Radiance) -> [Radiance; STREAMS] {
    let mut polynomials = [Radiance::repeat(1.0); STREAMS];
    polynomials[1] = *cosines;
    for degree in 2..STREAMS {
        let k = degree as f64;
        let next = (2.0 * k - 1.0) * cosines.component_mul(&polynomials[degree - 1]);
        polynomials[degree] = (next - (k - 1.0) * polynomials[degree - 2]) / k;
    }
    polynomials
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directions_cover_a_hemisphere() {
        let streams = Streams::new();
        assert!((streams.weights.sum() - 1.0).abs() < 1e-12);
        assert!((streams.weights.dot(&streams.cosines) - 0.5).abs() < 1e-12, "∫μ dμ");
        assert!((streams.weights.dot(&streams.legendre[6])).abs() < 1e-12, "∫P₆ dμ");
        assert_eq!(streams.cosines[STREAMS - 1], 1.0);
    }

    #[test]
    fn straight_light_loses_three_per_cent_at_the_surface() {
        // ((n − 1) / (n + 1))² for n = 1.40.
        assert!((fresnel_reflection(1.0) - 0.027_777_777_8).abs() < 1e-9);
        assert_eq!(fresnel_reflection(0.69), 1.0);
    }
}
