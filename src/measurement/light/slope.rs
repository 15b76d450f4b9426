use nalgebra::{Matrix3, Vector2, Vector3};

/// Half a deviation that counts fully; what lies further off counts less (our choice: mottled skin).
const USUAL: f64 = 0.06;

/// How the logarithm of light changes over a region.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Slope {
    pub middle: Vector2<f64>,
    /// Per pixel along x and y.
    pub change: Vector2<f64>,
}

impl Slope {
    /// A plane through places with their logarithm of light and its weight, by least squares that forgive what is far off.
    pub fn fit(points: impl Iterator<Item = ([f64; 2], f64, f64)>) -> Self {
        let points: Vec<(Vector2<f64>, f64, f64)> = points.map(|(place, level, w)| (place.into(), level, w)).collect();
        let count = points.len().max(1) as f64;
        let middle = points.iter().map(|(place, ..)| place).sum::<Vector2<f64>>() / count;
        let row = |place: &Vector2<f64>| Vector3::new(1.0, place.x - middle.x, place.y - middle.y);
        let mut plane: Option<Vector3<f64>> = None;
        for _ in 0..4 {
            let (mut squares, mut products) = (Matrix3::identity() * 1e-9, Vector3::zeros());
            for (place, level, weight) in &points {
                let off = plane.map_or(0.0, |plane| (level - row(place).dot(&plane)) / USUAL);
                let weight = weight / (1.0 + off * off);
                squares += row(place) * row(place).transpose() * weight;
                products += row(place) * (level * weight);
            }
            plane = squares.try_inverse().map(|inverse| inverse * products);
        }
        let change = plane.map_or_else(Vector2::zeros, |plane| Vector2::new(plane.y, plane.z));
        Self { middle, change }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_found_beside_a_mole() {
        let points = (0..100).map(|i| {
            let place = [f64::from(i % 10) * 8.0, f64::from(i / 10) * 8.0];
            let mole = if i == 43 { -0.8 } else { 0.0 };
            (place, 0.002 * place[0] - 0.001 * place[1] + mole, 1.0)
        });
        let slope = Slope::fit(points);
        assert!((slope.change - Vector2::new(0.002, -0.001)).norm() < 1e-4, "{slope:?}");
    }
}
