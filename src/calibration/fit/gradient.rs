//! How the light falls off over the photo, seen on the chart.
//!
//! The frame of a chart is one material and its patches are known, so what is left of their light after the fit shows
//! from where the light comes. A chart is small beside the photo: the slope is carried on as a plane in the logarithm of
//! light, drawn towards none by what is usual, and its uncertainty grows with the distance from the chart.

use nalgebra::{Matrix2, SMatrix, SVector, Vector2};

use super::tone_curve::ToneCurve;
use crate::calibration::chart::ChartReading;
use crate::color::median;

/// A plane in the logarithm of light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LightGradient {
    center_in_photo: [f64; 2],
    photo_diagonal: f64,
    /// Change of the logarithm over one photo diagonal, along x and along y.
    pub slope: [f64; 2],
    covariance: Matrix2<f64>,
}

/// Standard deviation of slopes that are usual in evenly lit photos, over one diagonal; chosen by us.
const USUAL_SLOPE: f64 = 0.1;

/// The same where somebody lays several cards because the light is uneven; chosen by us.
const SLOPE_BETWEEN_CARDS: f64 = 0.3;

/// The logarithm of light at a place, and its standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::calibration) struct LightAt {
    pub pos_in_photo: [f64; 2],
    pub level: f64,
    pub deviation: f64,
}

/// The levels of two groups and the slope along x and y.
type Unknowns = SVector<f64, 4>;
type Covariance = SMatrix<f64, 4, 4>;

/// One reading: which group's level it shares, where it is, how much light there is, how far it is usually off.
struct Point {
    group: usize,
    place: Vector2<f64>,
    level: f64,
}

impl LightGradient {
    /// The plane through the frame's readings and what `patch_left` says is left of each patch's light (a logarithm).
    pub(super) fn over(reading: &ChartReading, curve: &ToneCurve, patch_left: impl Fn(usize) -> Option<f64>) -> Self {
        let photo_diagonal = reading.photo_diagonal;
        let centers = reading.patches.iter().map(|patch| Vector2::from(patch.pos_in_photo));
        let center = centers.sum::<Vector2<f64>>() / reading.patches.len().max(1) as f64;
        let place = |pos: [f64; 2]| (Vector2::from(pos) - center) / photo_diagonal;
        let frame = reading.frame.iter().filter_map(|at| {
            let green = curve.undo(at.light)[1];
            (green > 1e-4).then(|| Point { group: 0, place: place(at.pos_in_photo), level: green.ln() })
        });
        let patch = |i: usize| {
            let place = place(reading.patches[i].pos_in_photo);
            patch_left(i).map(|level| Point { group: 1, place, level })
        };
        let points: Vec<Point> = frame.chain((0..reading.patches.len()).filter_map(patch)).collect();
        let (slope, covariance) = plane_through(&points);
        Self { center_in_photo: center.into(), photo_diagonal, slope: slope.into(), covariance }
    }

    /// The plane through the logarithm of light at single places; none is taken as even light and uncertain.
    pub(in crate::calibration) fn between(lights: &[LightAt], photo_diagonal: f64) -> Self {
        let places = lights.iter().map(|light| Vector2::from(light.pos_in_photo));
        let center = places.sum::<Vector2<f64>>() / lights.len().max(1) as f64;
        let point = |light: &LightAt| {
            let place = (Vector2::from(light.pos_in_photo) - center) / photo_diagonal;
            Point { group: 0, place, level: light.level }
        };
        let points: Vec<Point> = lights.iter().map(point).collect();
        let weights: Vec<f64> = lights.iter().map(|light| 1.0 / light.deviation.powi(2)).collect();
        let (found, covariance) = least_squares(&points, &weights, SLOPE_BETWEEN_CARDS).unwrap_or_default();
        let (slope, covariance) = slope_of(found, covariance);
        Self { center_in_photo: center.into(), photo_diagonal, slope: slope.into(), covariance }
    }

    /// The light at a place as a multiple of that at the chart.
    pub fn relative_light(&self, pos_in_photo: [f64; 2]) -> f64 {
        Vector2::from(self.slope).dot(&self.away(pos_in_photo)).exp()
    }

    /// Standard deviation of the logarithm of [`LightGradient::relative_light`].
    pub fn doubt(&self, pos_in_photo: [f64; 2]) -> f64 {
        let away = self.away(pos_in_photo);
        (away.transpose() * self.covariance * away)[0].max(0.0).sqrt()
    }

    fn away(&self, pos_in_photo: [f64; 2]) -> Vector2<f64> {
        (Vector2::from(pos_in_photo) - Vector2::from(self.center_in_photo)) / self.photo_diagonal
    }
}

/// Slope and its covariance by least squares that forgive points far off (Huber 1964), each group with its own level.
fn plane_through(points: &[Point]) -> (Vector2<f64>, Matrix2<f64>) {
    let (mut found, mut covariance) = (Unknowns::zeros(), Covariance::zeros());
    let mut weights = vec![1.0 / 0.03f64.powi(2); points.len()];
    for _ in 0..12 {
        let Some(solution) = least_squares(points, &weights, USUAL_SLOPE) else { break };
        (found, covariance) = solution;
        let misses: Vec<f64> = points.iter().map(|point| (point.level - point.row().dot(&found)).abs()).collect();
        let usual = [0, 1].map(|group| usual_miss(points, &misses, group));
        for ((weight, point), miss) in weights.iter_mut().zip(points).zip(&misses) {
            let usual = usual[point.group];
            *weight = 1.0 / (usual * usual.max(*miss));
        }
    }
    slope_of(found, covariance)
}

/// The levels of both groups and the slope, with their covariance; the slope is drawn towards none by `usual_slope`.
fn least_squares(points: &[Point], weights: &[f64], usual_slope: f64) -> Option<(Unknowns, Covariance)> {
    let flat = 1.0 / (usual_slope * usual_slope);
    let mut squares = Covariance::from_diagonal(&Unknowns::from([1e-9, 1e-9, flat, flat]));
    let mut products = Unknowns::zeros();
    for (point, weight) in points.iter().zip(weights) {
        let row = point.row();
        squares += row * row.transpose() * *weight;
        products += row * (point.level * weight);
    }
    squares.try_inverse().map(|inverse| (inverse * products, inverse))
}

fn slope_of(found: Unknowns, covariance: Covariance) -> (Vector2<f64>, Matrix2<f64>) {
    (found.fixed_rows::<2>(2).into_owned(), covariance.fixed_view::<2, 2>(2, 2).into_owned())
}

fn usual_miss(points: &[Point], misses: &[f64], group: usize) -> f64 {
    let own = points.iter().zip(misses).filter(|(point, _)| point.group == group).map(|(_, miss)| *miss);
    let middle = median(&mut own.collect::<Vec<_>>());
    if middle.is_finite() { 1.4826 * middle + 0.003 } else { 1.0 }
}

impl Point {
    fn row(&self) -> Unknowns {
        let level = |group: usize| if self.group == group { 1.0 } else { 0.0 };
        Unknowns::from([level(0), level(1), self.place.x, self.place.y])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(slope: [f64; 2]) -> Vec<Point> {
        let point = |n: usize| {
            let place = Vector2::new((n % 6) as f64 * 0.06 - 0.15, (n / 6 % 4) as f64 * 0.06 - 0.09);
            let wild = if n == 7 { 0.8 } else { 0.0 };
            Point { group: n / 24, place, level: -3.0 * (n / 24) as f64 + Vector2::from(slope).dot(&place) + wild }
        };
        (0..48).map(point).collect()
    }

    #[test]
    fn a_slope_is_found_in_spite_of_glare() {
        let (slope, _) = plane_through(&points([0.1, -0.15]));
        assert!((slope - Vector2::new(0.1, -0.15)).norm() < 0.02, "{slope}");
    }

    #[test]
    fn without_readings_the_light_is_taken_as_even_and_uncertain() {
        let (slope, covariance) = plane_through(&[]);
        assert!(slope.norm() < 1e-12 && (covariance[(0, 0)].sqrt() - USUAL_SLOPE).abs() < 1e-9);
    }
}
