use egui::{CursorIcon, Pos2, Rect};

use super::transform::PhotoTransform;
use crate::photo::{Bounds, Shape};

/// How near to a handle a press has to be, in points.
const REACH: f32 = 8.0;

/// The least side of a region, in photo pixels.
const LEAST_SIDE: f64 = 2.0;

/// One of the eight places of a region's frame that resize it: −1, 0 or 1 from left to right and from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Handle {
    pub across: i8,
    pub down: i8,
}

impl Handle {
    pub fn all() -> impl Iterator<Item = Self> {
        let places = (-1..=1).flat_map(|down| (-1..=1).map(move |across| Self { across, down }));
        places.filter(|handle| (handle.across, handle.down) != (0, 0))
    }

    pub fn position(self, bounds: &Bounds, transform: &PhotoTransform) -> Pos2 {
        let place = |at: i8, from: f64, to: f64| from + (to - from) * (f64::from(at) + 1.0) / 2.0;
        let x = place(self.across, bounds.left, bounds.right);
        transform.screen_from_photo([x, place(self.down, bounds.top, bounds.bottom)])
    }

    /// The handle under the pointer, the nearest if several are.
    pub fn at(pointer: Pos2, bounds: &Bounds, transform: &PhotoTransform) -> Option<Self> {
        let distance = |handle: &Self| handle.position(bounds, transform).distance(pointer);
        let near = Self::all().filter(|handle| distance(handle) <= REACH);
        near.min_by(|p, q| distance(p).total_cmp(&distance(q)))
    }

    /// The shape with this handle dragged to `to`; it neither vanishes nor turns over.
    pub fn drag(self, shape: &Shape, [x, y]: [f64; 2]) -> Shape {
        let Bounds { mut left, mut top, mut right, mut bottom } = shape.bounds();
        match self.across {
            -1 => left = x.min(right - LEAST_SIDE),
            1 => right = x.max(left + LEAST_SIDE),
            _ => {}
        }
        match self.down {
            -1 => top = y.min(bottom - LEAST_SIDE),
            1 => bottom = y.max(top + LEAST_SIDE),
            _ => {}
        }
        shape.stretched(&Bounds { left, top, right, bottom })
    }

    pub fn cursor(self) -> CursorIcon {
        match (self.across, self.down) {
            (0, _) => CursorIcon::ResizeVertical,
            (_, 0) => CursorIcon::ResizeHorizontal,
            (across, down) if across == down => CursorIcon::ResizeNwSe,
            _ => CursorIcon::ResizeNeSw,
        }
    }

    pub fn square(self, bounds: &Bounds, transform: &PhotoTransform) -> Rect {
        Rect::from_center_size(self.position(bounds, transform), egui::Vec2::splat(8.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corner_dragged_past_the_other_stops_there() {
        let shape = Shape::Rect { x: 10.0, y: 10.0, width: 40.0, height: 20.0 };
        let dragged = Handle { across: 1, down: -1 }.drag(&shape, [-500.0, 500.0]);
        assert_eq!(dragged, Shape::Rect { x: 10.0, y: 28.0, width: 2.0, height: 2.0 });
    }

    #[test]
    fn an_edge_moves_alone() {
        let shape = Shape::Ellipse { cx: 50.0, cy: 40.0, rx: 10.0, ry: 20.0 };
        let dragged = Handle { across: 1, down: 0 }.drag(&shape, [80.0, 0.0]);
        assert_eq!(dragged, Shape::Ellipse { cx: 60.0, cy: 40.0, rx: 20.0, ry: 20.0 });
    }
}
