//! Between a chart's places and the corners that a person points at: by the dark-skin patch, then clockwise.

use super::homography::Homography;
use super::{MARGIN, Order};

/// Outer corners of the frame of a chart that is seen through `view`, in photo pixels.
pub(super) fn corners_of(view: &Homography, order: Order) -> [[f64; 2]; 4] {
    outer_corners(order).map(|corner| view.apply(corner))
}

/// The view through which a chart has its frame's corners there.
pub(super) fn view_of(corners: [[f64; 2]; 4], order: Order) -> Option<Homography> {
    let pairs: Vec<_> = outer_corners(order).into_iter().zip(corners).collect();
    Homography::from_points(&pairs)
}

/// How far one view's corners are from the other's at most, in pitches.
pub(super) fn farthest_apart(a: &Homography, b: &Homography) -> f64 {
    let apart = outer_corners(Order::Classic).map(|corner| {
        let ([x, y], [u, v]) = (a.apply(corner), b.apply(corner));
        (x - u).hypot(y - v) / b.unit_at(corner)
    });
    apart.into_iter().fold(0.0, f64::max)
}

/// The frame's corners on the chart, patch middles being at whole numbers.
fn outer_corners(order: Order) -> [[f64; 2]; 4] {
    let (left, right, bottom) = (-MARGIN, 5.0 + MARGIN, 3.0 + MARGIN);
    let mut corners = [[left, left], [right, left], [right, bottom], [left, bottom]];
    corners.rotate_left(order.dark_skin_corner());
    corners
}
