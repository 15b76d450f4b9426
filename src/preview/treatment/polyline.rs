//! Distances to lines of straight pieces, in the unit of their points.

type Point = [f64; 2];

/// How far a point is from the nearest piece, with a sign: positive on the right of the way along the line as a photo shows it, y down.
///
/// The first and the last piece go on for ever. 0 for fewer than two points.
pub(super) fn side_distance(points: &[Point], from: Point) -> f64 {
    let count = points.len().saturating_sub(1);
    let mut nearest = (f64::INFINITY, 0.0);
    for (index, (start, end)) in pieces(points).enumerate() {
        let (start, end) = extended(start, end, index == 0, index + 1 == count);
        let (away, side) = to_piece(start, end, from);
        // At a corner both pieces are as near; the one that the point lies more squarely beside tells the side.
        if away < nearest.0 - 1e-9 || (away < nearest.0 + 1e-9 && f64::abs(side) > f64::abs(nearest.1)) {
            nearest = (away, side);
        }
    }
    if nearest.0.is_finite() { nearest.0.copysign(nearest.1) } else { 0.0 }
}

/// A smooth curve through the points (Catmull and Rom 1974), as a line of short pieces.
pub(super) fn curve_through(points: &[Point]) -> Vec<Point> {
    let Some(&last) = points.last() else { return Vec::new() };
    let at = |index: usize| points.get(index).copied().unwrap_or(last);
    let mut curve = Vec::with_capacity(points.len() * STEPS);
    for index in 0..points.len() - 1 {
        let around = [at(index.saturating_sub(1)), at(index), at(index + 1), at(index + 2)];
        curve.extend((0..STEPS).map(|step| on_curve(&around, step as f64 / STEPS as f64)));
    }
    curve.push(last);
    curve
}

/// Pieces between two points of a curve; our choice.
const STEPS: usize = 12;

/// How much longer the outer pieces of a line are taken; farther than any photo is wide.
const FAR: f64 = 1e5;

fn pieces(points: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    points.iter().copied().zip(points.iter().copied().skip(1))
}

/// Distance of a point to a piece, and on which side of its line it lies (how far, with a sign).
fn to_piece(start: Point, end: Point, from: Point) -> (f64, f64) {
    let [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    let [px, py] = [from[0] - start[0], from[1] - start[1]];
    let length = dx.hypot(dy).max(f64::MIN_POSITIVE);
    let along = ((px * dx + py * dy) / (length * length)).clamp(0.0, 1.0);
    ((px - along * dx).hypot(py - along * dy), (dx * py - dy * px) / length)
}

fn extended(start: Point, end: Point, is_first: bool, is_last: bool) -> (Point, Point) {
    let [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    let factor = FAR / dx.hypot(dy).max(1e-9);
    let moved = |point: Point, by: f64| [point[0] + by * dx, point[1] + by * dy];
    (if is_first { moved(start, -factor) } else { start }, if is_last { moved(end, factor) } else { end })
}

fn on_curve(around: &[Point; 4], t: f64) -> Point {
    std::array::from_fn(|axis| {
        let [before, start, end, after] = around.map(|point| point[axis]);
        let linear = end - before;
        let square = 2.0 * before - 5.0 * start + 4.0 * end - after;
        let cubic = 3.0 * (start - end) + after - before;
        start + 0.5 * t * (linear + t * (square + t * cubic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNER: [Point; 3] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]];

    #[test]
    fn the_right_side_is_positive_also_beyond_the_ends_and_around_a_corner() {
        for (point, wanted) in [([5.0, 2.0], 2.0), ([5.0, -2.0], -2.0), ([-40.0, 3.0], 3.0), ([12.0, 50.0], -2.0)] {
            assert!((side_distance(&CORNER, point) - wanted).abs() < 1e-6, "{point:?}");
        }
        assert!(side_distance(&CORNER, [13.0, -4.0]) < -4.9);
        assert_eq!(side_distance(&CORNER[..1], [3.0, 3.0]), 0.0);
    }

    #[test]
    fn a_curve_goes_through_its_points() {
        let curve = curve_through(&CORNER);
        assert!(CORNER.iter().all(|point| curve.contains(point)), "{curve:?}");
        assert!(curve_through(&[]).is_empty());
    }
}
