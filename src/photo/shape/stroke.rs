use serde::{Deserialize, Serialize};

use super::form::{Bounds, Stretch};

/// One drag of a round brush over the photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Photo pixels.
    pub points: Vec<[f64; 2]>,
    pub radius_px: f64,
}

impl Stroke {
    /// Around all that the brush touched; of no size and nowhere without points.
    pub fn bounds(&self) -> Bounds {
        let (nowhere, radius) = (f64::INFINITY, self.radius_px);
        let nothing = Bounds { left: nowhere, top: nowhere, right: -nowhere, bottom: -nowhere };
        self.points.iter().fold(nothing, |bounds, &[x, y]| Bounds {
            left: bounds.left.min(x - radius),
            top: bounds.top.min(y - radius),
            right: bounds.right.max(x + radius),
            bottom: bounds.bottom.max(y + radius),
        })
    }

    /// The straight ways that it is made of; a single point is a way to itself.
    pub(super) fn pieces(&self) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
        let first = self.points.first().map(|&point| (point, point));
        let ways = self.points.windows(2).map(|ends| (ends[0], ends[1]));
        first.into_iter().filter(|_| self.points.len() == 1).chain(ways)
    }

    /// The stroke as it lies when what it was drawn on is stretched; the brush stays round and keeps its area.
    pub(super) fn stretched(&self, stretch: &Stretch) -> Self {
        let [across, down] = stretch.factors;
        let points = self.points.iter().map(|&point| stretch.at(point)).collect();
        Self { points, radius_px: self.radius_px * (across * down).abs().sqrt() }
    }

    /// How far inside the brushed edge a point lies, px; negative outside.
    pub fn inside_px(&self, point: [f64; 2]) -> f64 {
        self.radius_px - distance_to_line(&self.points, point)
    }
}

/// How far a point is from the nearest straight piece of a line; endless if the line has no point.
pub fn distance_to_line(points: &[[f64; 2]], from: [f64; 2]) -> f64 {
    match points {
        [] => f64::INFINITY,
        [only] => (from[0] - only[0]).hypot(from[1] - only[1]),
        _ => points.windows(2).map(|ends| distance_to_piece(ends[0], ends[1], from)).fold(f64::INFINITY, f64::min),
    }
}

fn distance_to_piece(start: [f64; 2], end: [f64; 2], from: [f64; 2]) -> f64 {
    let [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    let [px, py] = [from[0] - start[0], from[1] - start[1]];
    let along = ((px * dx + py * dy) / (dx * dx + dy * dy).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    (px - along * dx).hypot(py - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNER: [[f64; 2]; 3] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]];

    #[test]
    fn the_distance_is_to_the_nearest_piece() {
        assert_eq!(distance_to_line(&CORNER, [5.0, 3.0]), 3.0);
        assert_eq!(distance_to_line(&CORNER, [13.0, -4.0]), 5.0);
        assert_eq!(distance_to_line(&[[1.0, 1.0]], [4.0, 5.0]), 5.0);
        assert!(distance_to_line(&[], [0.0, 0.0]).is_infinite());
    }

    #[test]
    fn a_brush_touches_what_lies_within_its_radius() {
        let stroke = Stroke { points: CORNER.to_vec(), radius_px: 2.0 };
        assert!(stroke.inside_px([11.5, 5.0]) > 0.0 && stroke.inside_px([5.0, 2.5]) < 0.0);
        assert_eq!(stroke.bounds(), Bounds { left: -2.0, top: -2.0, right: 12.0, bottom: 12.0 });
    }
}
