//! From the camera's light to true colour: a 3×3 matrix that changes smoothly with the colour it is applied to.
//!
//! Cameras mistake colours in ways that no single matrix corrects, but surfaces that resemble each other are mistaken
//! alike. So the matrix at a colour is fitted to the surfaces that read like it (locally weighted regression, Cleveland
//! and Devlin 1988), most of them skin and hair. The matrices are tabulated once on a grid and interpolated.

use nalgebra::{Matrix3, Vector3};

use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::color::{FineSpectrum, light_of};

/// Reach of a surface's influence, in cube roots of linear light; chosen by us in simulations (0.06–0.2 differ little).
const REACH: f64 = 0.1;
/// Grid nodes along each axis and the cube root of light at the last.
const NODES: usize = 12;
const LAST_NODE: f64 = 1.08;
/// The error to expect of a colour unlike all examples, and how many close examples outweigh that; chosen by us from what
/// a 3×3 matrix leaves on strong colours under lamps.
const UNKNOWN: f64 = 8.0;
const LEAST_COMPANY: f64 = 0.05;
/// Pull towards the matrix of all surfaces, as a share of their total weight.
const PULL: f64 = 2e-4;

/// Surfaces whose true colour and camera reading are known or predicted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Examples {
    surfaces: Vec<Example>,
    common: Matrix3<f64>,
    pull: f64,
}

#[derive(Clone, Debug, PartialEq)]
struct Example {
    camera: Vector3<f64>,
    root: Vector3<f64>,
    truth: Vector3<f64>,
    weight: f64,
    /// Standard deviations of `camera`.
    doubt: Vector3<f64>,
}

/// The matrix for every camera colour.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MatrixField {
    nodes: Vec<Matrix3<f64>>,
}

impl Examples {
    /// Surfaces, each with what the camera reads of it and how uncertain that is.
    pub fn new(read_surfaces: impl IntoIterator<Item = ([f64; 3], [f64; 3], FineSpectrum)>) -> Self {
        let example = |(camera, doubt, surface): ([f64; 3], [f64; 3], FineSpectrum)| {
            let truth = light_of(&surface);
            let camera = Vector3::from(camera);
            // Errors count relative to the level, as they do to an eye.
            let weight = (truth.luminance().max(0.0) + 0.02).powi(-2);
            Example { camera, root: camera.map(root), truth: truth.to_array().into(), weight, doubt: doubt.into() }
        };
        let surfaces: Vec<Example> = read_surfaces.into_iter().map(example).collect();
        let (squares, products) = sums(surfaces.iter().map(|s| (s, s.weight)));
        let tiny = Matrix3::identity() * (1e-9 * squares.trace() + 1e-12);
        let common = (squares + tiny).try_inverse().map_or_else(Matrix3::identity, |inverse| products * inverse);
        Self { surfaces, common, pull: PULL * squares.trace() / 3.0 }
    }

    /// The matrices of all colours.
    pub fn field(&self) -> MatrixField {
        let indices = (0..NODES.pow(3)).map(|n| [n / NODES / NODES, n / NODES % NODES, n % NODES]);
        MatrixField { nodes: indices.map(|n| self.matrix_at(Vector3::from(n.map(node_root)))).collect() }
    }

    fn matrix_at(&self, root: Vector3<f64>) -> Matrix3<f64> {
        let (squares, products) = sums(self.near(root).map(|(s, closeness)| (s, closeness * s.weight)));
        let pull = Matrix3::identity() * self.pull;
        (squares + pull).try_inverse().map_or(self.common, |inverse| (products + self.common * self.pull) * inverse)
    }

    fn near(&self, root: Vector3<f64>) -> impl Iterator<Item = (&Example, f64)> {
        let closeness = move |s: &Example| (-0.5 * (s.root - root).norm_squared() / (REACH * REACH)).exp();
        self.surfaces.iter().map(move |s| (s, closeness(s))).filter(|(_, closeness)| *closeness > 1e-4)
    }

    /// How far surfaces that read like `camera` still differ from what `field` makes of them (root mean square).
    pub fn scatter(&self, field: &MatrixField, camera: [f64; 3]) -> DeltaE {
        let (mut sum, mut total) = (UNKNOWN * UNKNOWN * LEAST_COMPANY, LEAST_COMPANY);
        for (surface, closeness) in self.near(Vector3::from(camera).map(root)) {
            let found = Lab::from(field.apply(surface.camera.into()));
            let miss = ciede2000(found, Lab::from(LinearRgb::from_array(surface.truth.into()))).0;
            sum += closeness * miss * miss;
            total += closeness;
        }
        DeltaE((sum / total).sqrt())
    }

    /// How far the result may be off because `camera` is known only so well of surfaces that read like it.
    pub fn doubt(&self, field: &MatrixField, camera: [f64; 3]) -> DeltaE {
        let at = Vector3::from(camera).map(root);
        let relative = |s: &Example| s.doubt.component_div(&s.camera.map(|value| value.max(1e-3)));
        let (sum, total) = self.near(at).fold((Vector3::zeros(), 1e-9), |(sum, total), (s, closeness)| {
            (sum + relative(s) * closeness, total + closeness)
        });
        let here = Lab::from(field.apply(camera));
        let squares = (0..3).map(|k| {
            let mut moved = camera;
            moved[k] += camera[k] * sum[k] / total;
            ciede2000(here, Lab::from(field.apply(moved))).0.powi(2)
        });
        DeltaE(squares.sum::<f64>().sqrt())
    }
}

impl MatrixField {
    /// The true colour, D65, of what the camera reads as `camera`.
    pub fn apply(&self, camera: [f64; 3]) -> LinearRgb {
        let camera = Vector3::from(camera);
        LinearRgb::from_array((self.matrix(camera.map(root)) * camera).into())
    }

    fn matrix(&self, root: Vector3<f64>) -> Matrix3<f64> {
        let place = root.map(|r| (r / LAST_NODE).clamp(0.0, 1.0) * (NODES - 1) as f64);
        let low = place.map(|p| (p as usize).min(NODES - 2));
        let share = place - low.map(|l| l as f64);
        let mut matrix = Matrix3::zeros();
        for corner in 0..8usize {
            let bit = [corner >> 2 & 1, corner >> 1 & 1, corner & 1];
            let weight: f64 = (0..3).map(|k| if bit[k] == 1 { share[k] } else { 1.0 - share[k] }).product();
            let index = ((low[0] + bit[0]) * NODES + low[1] + bit[1]) * NODES + low[2] + bit[2];
            matrix += self.nodes[index] * weight;
        }
        matrix
    }
}

/// Σ w x xᵀ and Σ w y xᵀ for camera colours x and true colours y.
fn sums<'a>(weighted: impl Iterator<Item = (&'a Example, f64)>) -> (Matrix3<f64>, Matrix3<f64>) {
    weighted.fold((Matrix3::zeros(), Matrix3::zeros()), |(squares, products), (s, weight)| {
        let row = s.camera.transpose() * weight;
        (squares + s.camera * row, products + s.truth * row)
    })
}

fn root(value: f64) -> f64 {
    value.max(0.0).cbrt()
}

fn node_root(index: usize) -> f64 {
    LAST_NODE * index as f64 / (NODES - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skin::skins_and_hairs;

    #[test]
    fn a_camera_that_differs_by_a_matrix_is_undone_exactly() {
        let camera = Matrix3::new(0.8, 0.15, 0.05, 0.1, 0.7, 0.1, 0.0, 0.2, 0.6);
        let read = |s: &FineSpectrum| <[f64; 3]>::from(camera * Vector3::from(light_of(s).to_array()));
        let surfaces = skins_and_hairs(100);
        let field = Examples::new(surfaces.iter().map(|s| (read(s), [0.0; 3], *s))).field();
        for surface in &surfaces {
            let miss = ciede2000(Lab::from(field.apply(read(surface))), Lab::from(light_of(surface)));
            assert!(miss.0 < 0.01, "{miss}");
        }
    }

    #[test]
    fn doubt_grows_away_from_known_surfaces() {
        let examples = Examples::new(skins_and_hairs(200).iter().map(|s| (light_of(s).to_array(), [0.0; 3], *s)));
        let field = examples.field();
        let skin = examples.scatter(&field, [0.5, 0.35, 0.28]);
        let violet = examples.scatter(&field, [0.3, 0.02, 0.8]);
        assert!(skin.0 < 1.0 && violet.0 > 5.0, "{skin} {violet}");
    }
}
