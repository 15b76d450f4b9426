//! The view of a flat chart: from places on it to places in the photo.

use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

/// A projective map of the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Homography(pub Matrix3<f64>);

impl Homography {
    /// The map that takes each `from` nearest to its `to`; at least four pairs, no three of them in line.
    pub fn from_points(pairs: &[([f64; 2], [f64; 2])]) -> Option<Self> {
        let sources = Self::centring(pairs.iter().map(|pair| pair.0))?;
        let targets = Self::centring(pairs.iter().map(|pair| pair.1))?;
        let mut sums = SMatrix::<f64, 9, 9>::zeros();
        for (from, to) in pairs {
            let ([x, y], [u, v]) = (sources.apply(*from), targets.apply(*to));
            for row in [[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, -u], [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, -v]]
            {
                let row = SVector::<f64, 9>::from(row);
                sums += row * row.transpose();
            }
        }
        let eigen = sums.symmetric_eigen();
        let h = eigen.eigenvectors.column(eigen.eigenvalues.imin()).into_owned();
        let centred = Matrix3::from_row_slice(h.as_slice());
        Some(Self(targets.0.try_inverse()? * centred * sources.0)).filter(|map| pairs.len() >= 4 && map.is_usable())
    }

    /// The similarity that puts points around the origin at distance 1.
    fn centring(points: impl Iterator<Item = [f64; 2]> + Clone) -> Option<Self> {
        let count = points.clone().count() as f64;
        let (x, y) = points.clone().fold((0.0, 0.0), |(x, y), p| (x + p[0] / count, y + p[1] / count));
        let size = points.map(|p| (p[0] - x).hypot(p[1] - y)).sum::<f64>() / count;
        let scale = (size > 0.0).then(|| 1.0 / size)?;
        Some(Self(Matrix3::new(scale, 0.0, -x * scale, 0.0, scale, -y * scale, 0.0, 0.0, 1.0)))
    }

    pub fn apply(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let p = self.0 * Vector3::new(x, y, 1.0);
        [p.x / p.z, p.y / p.z]
    }

    pub fn inverse(&self) -> Option<Self> {
        self.0.try_inverse().map(Self)
    }

    /// This map followed by a magnification about the origin.
    pub fn scaled(&self, factor: f64) -> Self {
        Self(Matrix3::new(factor, 0.0, 0.0, 0.0, factor, 0.0, 0.0, 0.0, 1.0) * self.0)
    }

    /// How long one unit on the chart is in the photo at a place on it, the geometric mean over directions.
    pub fn unit_at(&self, [x, y]: [f64; 2]) -> f64 {
        let [p, q, r] = [[x, y], [x + 0.01, y], [x, y + 0.01]].map(|place| self.apply(place));
        let area = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
        100.0 * area.abs().sqrt()
    }

    pub fn is_usable(&self) -> bool {
        self.0.iter().all(|value| value.is_finite()) && self.0.determinant() != 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Homography = Homography(Matrix3::new(90.0, 12.0, 300.0, -8.0, 80.0, 200.0, 0.01, 0.02, 1.0));

    #[test]
    fn four_points_give_the_view_back() {
        let corners = [[0.0, 0.0], [5.0, 0.0], [5.0, 3.0], [0.0, 3.0]];
        let found = Homography::from_points(&corners.map(|c| (c, VIEW.apply(c)))).unwrap();
        let [x, y] = found.apply([2.3, 1.1]);
        let wanted = VIEW.apply([2.3, 1.1]);
        assert!((x - wanted[0]).abs() < 1e-6 && (y - wanted[1]).abs() < 1e-6);
    }
}
