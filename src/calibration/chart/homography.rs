//! The view of a flat chart: from places on it to places in the photo.

use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

use crate::color::median;

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

    /// Whether the chart is seen from its front at a place: x to y turns clockwise, as it is printed.
    pub fn is_upright_at(&self, [x, y]: [f64; 2]) -> bool {
        let [p, q, r] = [[x, y], [x + 0.01, y], [x, y + 0.01]].map(|place| self.apply(place));
        (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])
    }

    fn is_usable(&self) -> bool {
        self.0.iter().all(|value| value.is_finite()) && self.0.determinant() != 0.0
    }

    /// The map improved so that `marks` get their known coordinates, and the half side of a patch that fits best.
    ///
    /// Gauss–Newton over a small projective change of the chart; marks far off, on glare or a hair, are left out.
    pub fn fitted_to(&self, marks: &[Mark], half_side: f64) -> Option<(Self, f64)> {
        let (mut map, mut half) = (*self, half_side);
        for _ in 0..4 {
            let change = map.correction(marks, half)?;
            let c = change;
            let of_chart = Matrix3::new(1.0 + c[0], c[1], c[2], c[3], 1.0 + c[4], c[5], c[6], c[7], 1.0);
            map = Self(map.0 * of_chart.try_inverse()?);
            half += c[8];
        }
        Some((map, half)).filter(|(map, _)| map.is_usable())
    }

    /// Eight numbers of the change of the chart and the change of the half side, by least squares.
    fn correction(&self, marks: &[Mark], half: f64) -> Option<SVector<f64, 9>> {
        let inverse = self.inverse()?;
        let places: Vec<[f64; 2]> = marks.iter().map(|mark| inverse.apply(mark.place)).collect();
        let miss = |(place, mark): (&[f64; 2], &Mark)| place[mark.axis] - mark.center - mark.side * half;
        let misses: Vec<f64> = places.iter().zip(marks).map(miss).collect();
        let spread = 1.4826 * median(&mut misses.iter().map(|miss| miss.abs()).collect::<Vec<_>>());
        let mut squares = SMatrix::<f64, 9, 9>::identity() * 1e-9;
        let mut products = SVector::<f64, 9>::zeros();
        for ((place, mark), miss) in places.iter().zip(marks).zip(&misses) {
            if miss.abs() < 2.5 * spread + 1e-4 {
                let row = correction_row(*place, mark);
                squares += row * row.transpose();
                products -= row * *miss;
            }
        }
        squares.try_inverse().map(|inverse| inverse * products)
    }
}

/// A place in the photo that lies on the edge of a patch.
pub(super) struct Mark {
    pub place: [f64; 2],
    /// Which chart coordinate is known there: 0 is x, 1 is y.
    pub axis: usize,
    /// That coordinate of the patch's middle.
    pub center: f64,
    /// −1 on the edge before the middle, 1 on the edge behind it.
    pub side: f64,
}

/// How the known coordinate changes with a small projective change of the chart (8 numbers) and with the half side.
fn correction_row([x, y]: [f64; 2], mark: &Mark) -> SVector<f64, 9> {
    let along = if mark.axis == 0 { x } else { y };
    let mut row = SVector::<f64, 9>::zeros();
    let offset = 3 * mark.axis;
    (row[offset], row[offset + 1], row[offset + 2]) = (x, y, 1.0);
    (row[6], row[7], row[8]) = (-along * x, -along * y, -mark.side);
    row
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

    #[test]
    fn edges_pull_a_rough_view_into_place_and_give_the_patch_size() {
        let mut marks = Vec::new();
        for i in 0..24 {
            let center = [f64::from(i % 6), f64::from(i / 6)];
            for (axis, side, along) in
                (0..2).flat_map(|a| [-1.0, 1.0].map(|s| (a, s))).flat_map(|(a, s)| [-0.2, 0.2].map(|t| (a, s, t)))
            {
                let mut at = center;
                at[axis] += side * 0.43;
                at[1 - axis] += along;
                marks.push(Mark { place: VIEW.apply(at), axis, center: center[axis], side });
            }
        }
        let rough = Homography(VIEW.0 * Matrix3::new(1.01, 0.005, 0.04, 0.0, 0.99, -0.03, 0.0005, 0.0, 1.0));
        let (found, half) = rough.fitted_to(&marks, 0.40).unwrap();
        let ([x, y], wanted) = (found.apply([5.6, -0.6]), VIEW.apply([5.6, -0.6]));
        assert!((x - wanted[0]).hypot(y - wanted[1]) < 0.01 && (half - 0.43).abs() < 1e-4, "{x} {y} {wanted:?} {half}");
    }

    #[test]
    fn a_mirrored_view_is_not_upright() {
        let mirrored = Homography(VIEW.0 * Matrix3::new(-1.0, 0.0, 5.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0));
        assert!(VIEW.is_upright_at([2.5, 1.5]) && !mirrored.is_upright_at([2.5, 1.5]));
    }
}
