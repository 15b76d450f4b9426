use serde::{Deserialize, Serialize};

use super::noise::smooth;
use crate::photo::{Bounds, Shape, Stroke, distance_to_line};

/// One thing that was painted, or wiped off again: paints count in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paint {
    pub mark: Mark,
    pub erases: bool,
}

/// Where a paint lies, in photo pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Area(Shape),
    Stroke(Stroke),
}

impl Mark {
    pub fn bounds(&self) -> Bounds {
        match self {
            Self::Area(shape) => shape.bounds(),
            Self::Stroke(stroke) => stroke.bounds(),
        }
    }

    /// The same; `None` where nothing is touched, or where a number is none.
    pub(super) fn touched(&self) -> Option<Bounds> {
        let Bounds { left, top, right, bottom } = self.bounds();
        let is_somewhere = (right - left).is_finite() && (bottom - top).is_finite() && left < right && top < bottom;
        (is_somewhere && self.has_only_numbers()).then_some(Bounds { left, top, right, bottom })
    }

    fn has_only_numbers(&self) -> bool {
        let are_finite = |points: &[[f64; 2]]| points.iter().flatten().all(|number| number.is_finite());
        match self {
            Self::Stroke(Stroke { points, .. }) | Self::Area(Shape::Polygon { points }) => are_finite(points),
            Self::Area(_) => true,
        }
    }

    /// How much of the full density a point gets: 0 outside, 1 farther inside than `margin_px`.
    ///
    /// A mark that is narrower than two margins is full in its middle.
    pub(super) fn share_at(&self, [x, y]: [f64; 2], margin_px: f64) -> f64 {
        let Bounds { left, top, right, bottom } = self.bounds();
        if !((left..=right).contains(&x) && (top..=bottom).contains(&y)) {
            return 0.0;
        }
        let margin_px = margin_px.min((right - left).min(bottom - top) / 2.0).max(f64::MIN_POSITIVE);
        smooth(self.inside_px([x, y]) / margin_px)
    }

    /// How far inside the edge a point lies, px; not above 0 outside.
    fn inside_px(&self, [x, y]: [f64; 2]) -> f64 {
        match self {
            Self::Stroke(stroke) => stroke.inside_px([x, y]),
            Self::Area(shape @ Shape::Polygon { points }) => {
                let closing = [points.last(), points.first()].map(|end| end.copied().unwrap_or_default());
                let edge_px = || distance_to_line(points, [x, y]).min(distance_to_line(&closing, [x, y]));
                if shape.contains(x, y) { edge_px() } else { 0.0 }
            }
            &Self::Area(Shape::Rect { x: left, y: top, width, height }) => {
                (x - left).min(left + width - x).min(y - top).min(top + height - y)
            }
            &Self::Area(Shape::Ellipse { cx, cy, rx, ry }) => (1.0 - ((x - cx) / rx).hypot((y - cy) / ry)) * rx.min(ry),
        }
    }
}

/// The smallest bounds around others.
pub(super) fn around(all: impl Iterator<Item = Bounds>) -> Option<Bounds> {
    all.reduce(|all, one| Bounds {
        left: all.left.min(one.left),
        top: all.top.min(one.top),
        right: all.right.max(one.right),
        bottom: all.bottom.max(one.bottom),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> [Mark; 4] {
        let shape = |text: &str| Mark::Area(text.parse().expect("a shape"));
        [
            shape("rect:0,0,100,100"),
            shape("ellipse:50,50,50,50"),
            shape("polygon:0,0,100,0,100,100,0,100"),
            Mark::Stroke(Stroke { points: vec![[20.0, 50.0], [80.0, 50.0]], radius_px: 40.0 }),
        ]
    }

    #[test]
    fn every_mark_is_full_in_its_middle_and_fades_to_its_edge() {
        for mark in marks() {
            assert_eq!(mark.share_at([50.0, 50.0], 10.0), 1.0, "{mark:?}");
            assert_eq!(mark.share_at([150.0, 50.0], 10.0), 0.0, "{mark:?}");
            let top = mark.bounds().top;
            let near = mark.share_at([50.0, top + 5.0], 10.0);
            assert!((near - 0.5).abs() < 1e-9, "{mark:?}: {near}");
        }
    }

    #[test]
    fn a_stroke_without_points_paints_nothing() {
        let nothing = Mark::Stroke(Stroke { points: Vec::new(), radius_px: 5.0 });
        assert_eq!(nothing.share_at([0.0, 0.0], 1.0), 0.0);
    }
}
