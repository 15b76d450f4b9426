use serde::{Deserialize, Serialize};

use super::noise::{hills, smooth};
use super::polyline::{curve_through, side_distance};

/// The front of the hair: a curve that dots keep behind, denser with the distance from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hairline {
    /// Photo pixels; a smooth curve goes through them and straight on beyond its ends.
    pub points: Vec<[f64; 2]>,
    /// Any point on the side of the hair, photo pixels.
    pub behind: [f64; 2],
    pub edge: Edge,
    /// From the first dots to the full density.
    pub gradient_mm: f64,
}

impl Hairline {
    /// The smooth curve through its points, in short straight pieces.
    pub fn curve(&self) -> Vec<[f64; 2]> {
        curve_through(&self.points)
    }

    /// Whether all of its places are in reach of some photo.
    pub(super) fn has_only_numbers(&self) -> bool {
        let places = self.points.iter().chain([&self.behind]).flatten();
        self.gradient_mm.is_finite() && places.into_iter().all(|px| px.abs() < FARTHEST_PX)
    }
}

/// A hundred times the longest side of any photo: beyond lie slips.
const FARTHEST_PX: f64 = 1e7;

/// How a hairline ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// Dots thin out evenly.
    Soft,
    /// As soft, in bays and tufts and with single dots before it, as hair grows.
    Broken,
    /// Full density up to the line.
    Sharp,
}

/// Bays of a broken line: how far they reach and how far apart they are, mm; chosen by eye.
const BAYS: [(f64, f64); 2] = [(3.4, 12.0), (1.5, 3.5)];
/// Single dots before a broken line: their share of the full density at the line, and how far before it the last
/// stands, mm; chosen by eye.
const SINGLE: f64 = 0.05;
const SINGLE_MM: f64 = 5.0;
/// A sharp line's whole gradient, mm: about the distance between two dots.
const SHARP_MM: f64 = 0.8;

/// A hairline made ready to be asked at many points.
#[derive(Clone, Debug)]
pub(super) struct Front {
    curve: Vec<[f64; 2]>,
    /// 1 or −1: what turns the curve's right side into the hair's.
    side: f64,
    edge: Edge,
    gradient_mm: f64,
    px_per_mm: f64,
    seed: u64,
}

impl Front {
    /// `None` if the line has fewer than two points.
    pub(in crate::preview) fn new(hairline: &Hairline, px_per_mm: f64, seed: u64) -> Option<Self> {
        if hairline.points.len() < 2 {
            return None;
        }
        let curve = curve_through(&hairline.points);
        let side = 1f64.copysign(side_distance(&curve, hairline.behind));
        let gradient_mm = if hairline.edge == Edge::Sharp { SHARP_MM } else { hairline.gradient_mm.max(SHARP_MM) };
        Some(Self { curve, side, edge: hairline.edge, gradient_mm, px_per_mm, seed })
    }

    /// How far behind the line a point of the photo lies.
    pub(super) fn behind_mm(&self, point: [f64; 2]) -> f64 {
        self.side * side_distance(&self.curve, point) / self.px_per_mm
    }

    /// The share of the full density at a point so far behind the line: 0 before it, 1 behind the gradient.
    ///
    /// Before a broken line single dots stand, ever fewer.
    pub(in crate::preview) fn share_at(&self, point: [f64; 2], behind_mm: f64) -> f64 {
        if self.edge != Edge::Broken {
            return smooth(behind_mm / self.gradient_mm);
        }
        let single = SINGLE * smooth(1.0 + behind_mm / SINGLE_MM);
        smooth((behind_mm + self.bays_mm(point)) / self.gradient_mm).max(single)
    }

    fn bays_mm(&self, point: [f64; 2]) -> f64 {
        let bay = |(depth_mm, apart_mm): (f64, f64)| {
            depth_mm * hills(point.map(|px| px / self.px_per_mm / apart_mm), self.seed)
        };
        BAYS.into_iter().map(bay).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(edge: Edge) -> Front {
        let points = vec![[0.0, 100.0], [100.0, 100.0], [200.0, 100.0]];
        let line = Hairline { points, behind: [100.0, 400.0], edge, gradient_mm: 10.0 };
        Front::new(&line, 10.0, 1).expect("a line")
    }

    fn share(edge: Edge, point: [f64; 2]) -> f64 {
        let front = front(edge);
        front.share_at(point, front.behind_mm(point))
    }

    #[test]
    fn no_dots_before_the_line_and_all_behind_the_gradient() {
        for edge in [Edge::Soft, Edge::Broken, Edge::Sharp] {
            assert_eq!(share(edge, [100.0, 40.0]), 0.0, "{edge:?}");
            assert_eq!(share(edge, [100.0, 270.0]), 1.0, "{edge:?}");
        }
    }

    #[test]
    fn a_soft_line_is_half_as_dense_halfway_and_a_sharp_one_full() {
        assert!((share(Edge::Soft, [100.0, 150.0]) - 0.5).abs() < 1e-6);
        assert_eq!(share(Edge::Sharp, [100.0, 109.0]), 1.0);
    }

    #[test]
    fn only_a_broken_line_has_bays() {
        let along = |edge| -> Vec<f64> { (0..40).map(|x| share(edge, [f64::from(x) * 5.0, 140.0])).collect() };
        let spread =
            |shares: Vec<f64>| shares.iter().copied().fold(0.0, f64::max) - shares.iter().copied().fold(1.0, f64::min);
        assert!(spread(along(Edge::Broken)) > 0.2);
        assert!(spread(along(Edge::Soft)) < 1e-6);
    }

    #[test]
    fn only_before_a_broken_line_single_dots_stand() {
        let before = |edge| share(edge, [100.0, 80.0]);
        assert!((0.01..=SINGLE).contains(&before(Edge::Broken)), "{}", before(Edge::Broken));
        assert_eq!([before(Edge::Soft), before(Edge::Sharp)], [0.0, 0.0]);
    }

    #[test]
    fn one_point_is_no_line() {
        let line = Hairline { points: vec![[1.0, 1.0]], behind: [0.0, 0.0], edge: Edge::Soft, gradient_mm: 5.0 };
        assert!(Front::new(&line, 10.0, 1).is_none());
    }
}
