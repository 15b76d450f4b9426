use serde::{Deserialize, Serialize};

use crate::photo::{Bounds, Shape, Stroke};

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

    /// From its edge to the middle of where it is narrow, photo pixels.
    pub(super) fn half_width_px(&self) -> f64 {
        match self {
            Self::Stroke(stroke) => stroke.radius_px,
            Self::Area(shape) => {
                let Bounds { left, top, right, bottom } = shape.bounds();
                (right - left).min(bottom - top) / 2.0
            }
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

    #[test]
    fn only_what_has_a_place_is_touched() {
        let stroke = |points: Vec<[f64; 2]>, radius_px: f64| Mark::Stroke(Stroke { points, radius_px }).touched();
        assert_eq!(stroke(vec![[5.0, 6.0]], 2.0), Some(Bounds { left: 3.0, top: 4.0, right: 7.0, bottom: 8.0 }));
        for nowhere in [
            stroke(Vec::new(), 2.0),
            stroke(vec![[5.0, 6.0]], 0.0),
            stroke(vec![[5.0, 6.0]], f64::NAN),
            stroke(vec![[5.0, 6.0], [f64::NAN, 6.0]], 2.0),
            stroke(vec![[f64::INFINITY, 6.0]], 2.0),
            Mark::Area(Shape::Rect { x: 0.0, y: 0.0, width: -5.0, height: 5.0 }).touched(),
        ] {
            assert_eq!(nowhere, None);
        }
    }
}
