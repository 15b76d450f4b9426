//! Between a chart's places and the corners that a person points at: by the dark-skin patch, then clockwise.
//!
//! Those of the frame, which is taken for a Classic's. On a chart that a file describes no frame is known: its corners are
//! the outer ones of the patches in its corners, the first patch's first.

use super::homography::Homography;
use super::{Grid, HALF_SIDE, MARGIN, Order};

/// A chart's outline, patch middles being at whole numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    order: Order,
    grid: Grid,
    /// From the middles of outer patches, in pitches.
    margin: f64,
}

impl Outline {
    /// Of a chart whose patches may be of any width.
    pub fn of(order: Order, grid: Grid) -> Self {
        Self::seen(order, grid, HALF_SIDE)
    }

    /// Of a chart whose patches are seen to be so wide; half a side is `half` pitches.
    pub fn seen(order: Order, grid: Grid, half: f64) -> Self {
        Self { order, grid, margin: if order == Order::Own { half } else { MARGIN } }
    }

    /// In photo pixels, of a chart that is seen through `view`.
    pub fn through(self, view: &Homography) -> [[f64; 2]; 4] {
        self.corners().map(|corner| view.apply(corner))
    }

    /// The view through which the corners lie there.
    pub fn view_to(self, corners: [[f64; 2]; 4]) -> Option<Homography> {
        let pairs: Vec<_> = self.corners().into_iter().zip(corners).collect();
        Homography::from_points(&pairs)
    }

    /// How far one view's corners are from the other's at most, in pitches.
    pub fn farthest_apart(self, a: &Homography, b: &Homography) -> f64 {
        let apart = self.corners().map(|corner| {
            let ([x, y], [u, v]) = (a.apply(corner), b.apply(corner));
            (x - u).hypot(y - v) / b.unit_at(corner)
        });
        apart.into_iter().fold(0.0, f64::max)
    }

    fn corners(self) -> [[f64; 2]; 4] {
        let (left, [right, bottom]) = (-self.margin, self.grid.last().map(|last| last + self.margin));
        let mut corners = [[left, left], [right, left], [right, bottom], [left, bottom]];
        corners.rotate_left(self.order.dark_skin_corner());
        corners
    }
}
