//! Light in flat layers by adding and doubling (Prahl, van Gemert and Welch 1993).
//!
//! Matrices act on radiances, so that their product is one passage after the other. A [`Layer`] is symmetric;
//! [`Above`] and [`Below`] are stacks seen from the place where the pigment comes between them.

use nalgebra::RowSVector;

use super::medium::Medium;
use super::streams::{Operator, Radiance, STREAMS, Streams};

/// The first layer's thickness before doubling, in mean free paths along the most grazing direction.
///
/// We chose it: a tenth of it changes no reflectance by more than 1e-7.
const FIRST_STEP: f64 = 0.1;

/// Optical thickness at which nothing more comes back from a layer of skin; halving it changes no reflectance by 1e-6.
const ENDLESS: f64 = 2000.0;

/// A layer of one medium: what it reflects and what it lets through, the same from both sides.
pub(super) struct Layer {
    reflection: Operator,
    transmission: Operator,
}

/// Everything above an interface, with the surface and the light that falls straight in.
pub(super) struct Above {
    /// What has left the skin already, as a share of the incoming light.
    reflectance: f64,
    /// Radiance that arrives at the interface from above.
    arriving: Radiance,
    /// What comes down again of the light that goes up.
    reflection: Operator,
    /// The share of the light going up that leaves the skin.
    escape: RowSVector<f64, STREAMS>,
}

/// Everything below an interface: what it reflects upwards.
#[derive(Clone, Copy)]
pub(super) struct Below(Operator);

impl Layer {
    pub fn new(streams: &Streams, medium: &Medium, thickness_mm: f64) -> Self {
        let Scattered { extinction_per_mm, forward, backward } = scattered(streams, medium);
        let thickness = extinction_per_mm * thickness_mm;
        let first = FIRST_STEP * streams.cosines[0];
        let doublings = (thickness / first).log2().ceil().max(0.0) as i32;
        let thin = Self::thin(streams, &forward, &backward, thickness / 2f64.powi(doublings));
        (0..doublings).fold(thin, |layer, _| layer.doubled())
    }

    /// A layer so thin that light is scattered once, by the diamond rule (Wiscombe 1976).
    fn thin(streams: &Streams, forward: &Operator, backward: &Operator, thickness: f64) -> Self {
        let path = Operator::from_diagonal(&streams.cosines.map(|cosine| thickness / (2.0 * cosine)));
        let loss = Operator::identity() + path * (Operator::identity() - forward);
        let back = path * backward;
        let turned = back * inverse(loss);
        let passed = inverse(loss - turned * back);
        Self { reflection: 2.0 * passed * turned, transmission: 2.0 * passed - Operator::identity() }
    }

    fn doubled(self) -> Self {
        let between = self.transmission * resolvent(self.reflection * self.reflection);
        Self {
            reflection: self.reflection + between * self.reflection * self.transmission,
            transmission: between * self.transmission,
        }
    }
}

impl Above {
    /// The bare surface with one unit of light falling straight on it; what the surface itself reflects is left out.
    pub fn surface(streams: &Streams) -> Self {
        let flux = streams.cosines.component_mul(&streams.weights);
        let transmission = streams.surface_transmission();
        let mut arriving = Radiance::zeros();
        arriving[STREAMS - 1] = transmission[STREAMS - 1] / flux[STREAMS - 1];
        Self {
            reflectance: 0.0,
            arriving,
            reflection: Operator::from_diagonal(&streams.surface_reflection),
            escape: flux.component_mul(&transmission).transpose(),
        }
    }

    /// This stack with one more layer under it.
    pub fn over(&self, layer: &Layer) -> Self {
        let falling = resolvent(self.reflection * layer.reflection) * self.arriving;
        let rising = resolvent(layer.reflection * self.reflection) * layer.transmission;
        Self {
            reflectance: self.reflectance + (self.escape * layer.reflection * falling).x,
            arriving: layer.transmission * falling,
            reflection: layer.reflection + layer.transmission * self.reflection * rising,
            escape: self.escape * rising,
        }
    }

    /// The share of the light that leaves the skin again when `below` lies under this stack.
    pub fn reflectance_over(&self, below: &Below) -> f64 {
        let rising = resolvent(below.0 * self.reflection) * (below.0 * self.arriving);
        self.reflectance + (self.escape * rising).x
    }
}

impl Below {
    /// Nothing comes back: the light meets an absorber without end.
    pub fn black() -> Self {
        Self(Operator::zeros())
    }

    /// A medium so deep that no light reaches its end.
    pub fn endless(streams: &Streams, medium: &Medium) -> Self {
        Self(Layer::new(streams, medium, ENDLESS / medium.truncated().extinction_per_mm).reflection)
    }

    /// This stack with one more layer over it.
    pub fn under(&self, layer: &Layer) -> Self {
        let returned = resolvent(self.0 * layer.reflection) * self.0 * layer.transmission;
        Self(layer.reflection + layer.transmission * returned)
    }
}

/// What one mean free path scatters, from each direction (column) into each (row).
struct Scattered {
    extinction_per_mm: f64,
    forward: Operator,
    backward: Operator,
}

/// Redistribution from Legendre moments: h(μ, ±μ′) = Σ (2k + 1)·χₖ·Pₖ(μ)·Pₖ(±μ′) (Prahl et al. 1993).
fn scattered(streams: &Streams, medium: &Medium) -> Scattered {
    let truncated = medium.truncated();
    let [mut even, mut odd] = [Operator::zeros(); 2];
    for (k, (moment, polynomial)) in truncated.moments.iter().zip(&streams.legendre).enumerate() {
        let term = polynomial * polynomial.transpose() * ((2 * k + 1) as f64 * moment);
        if k % 2 == 0 { even += term } else { odd += term }
    }
    let into = Operator::from_diagonal(&(streams.weights * (truncated.albedo / 2.0)));
    let extinction_per_mm = truncated.extinction_per_mm;
    Scattered { extinction_per_mm, forward: (even + odd) * into, backward: (even - odd) * into }
}

/// The sum of all passages to and fro, 1 + m + m² + …
fn resolvent(passage: Operator) -> Operator {
    inverse(Operator::identity() - passage)
}

fn inverse(matrix: Operator) -> Operator {
    matrix.try_inverse().expect("light loses energy at each passage, so the matrix is regular")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tissue(absorption_per_mm: f64) -> Medium {
        Medium::henyey_greenstein(absorption_per_mm, 20.0, 0.8)
    }

    #[test]
    fn without_absorption_no_light_is_lost() {
        let streams = Streams::new();
        let layer = Layer::new(&streams, &tissue(0.0), 0.5);
        let flux = streams.cosines.component_mul(&streams.weights).transpose();
        let leaving = flux * (layer.reflection + layer.transmission);
        assert!((leaving - flux).amax() < 1e-9, "{leaving}");
    }

    #[test]
    fn two_halves_make_the_whole_layer() {
        let streams = Streams::new();
        let whole = Layer::new(&streams, &tissue(0.5), 0.4);
        let halves = Layer::new(&streams, &tissue(0.5), 0.2).doubled();
        assert!((whole.reflection - halves.reflection).amax() < 1e-5);
        assert!((whole.transmission - halves.transmission).amax() < 1e-5);
    }

    #[test]
    fn it_does_not_matter_from_which_side_a_stack_is_built() {
        let streams = Streams::new();
        let below = Below::endless(&streams, &tissue(0.1));
        let layer = Layer::new(&streams, &tissue(3.0), 0.1);
        let from_above = Above::surface(&streams).over(&layer).reflectance_over(&below);
        let from_below = Above::surface(&streams).reflectance_over(&below.under(&layer));
        assert!((from_above - from_below).abs() < 1e-10, "{from_above} {from_below}");
    }

    #[test]
    fn an_endless_isotropic_medium_reflects_as_tabulated() {
        // 1 − √(1 − a)·H(1) with H(1) = 1.8501 for albedo 0.9 (Chandrasekhar 1960, table XI), surface of matched index.
        let streams = Streams { surface_reflection: Radiance::zeros(), ..Streams::new() };
        let below = Below::endless(&streams, &Medium::henyey_greenstein(0.1, 0.9, 0.0));
        let reflectance = Above::surface(&streams).reflectance_over(&below);
        assert!((reflectance - 0.4149).abs() < 1e-3, "{reflectance}");
    }
}
