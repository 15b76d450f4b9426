//! What lies between the middles of a grid's cells.

use std::ops::{Add, Mul};

use super::Grid;

/// The four cells whose middles lie around a place, and how far it lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// Left and right of the place, above it and below; the same one twice beyond the outermost middles.
    pub above: [usize; 2],
    pub below: [usize; 2],
    /// From the left ones to the right ones, and from the upper to the lower, 0–1.
    pub across: f64,
    pub down: f64,
}

impl Grid {
    /// The cells around a place; beyond the outermost middles, the outermost cells. The grid has at least one.
    pub fn between(&self, [x, y]: [f64; 2]) -> Between {
        let (left, right, across) = self.between_along(0, x, self.columns);
        let (upper, lower, down) = self.between_along(1, y, self.rows);
        let pair = |row: usize| [self.cell([left, row]), self.cell([right, row])];
        Between { above: pair(upper), below: pair(lower), across, down }
    }

    fn between_along(&self, axis: usize, px: f64, count: usize) -> (usize, usize, f64) {
        let at = ((px - self.origin[axis]) / self.cell_px - 0.5).clamp(0.0, (count - 1) as f64);
        (at as usize, (at as usize + 1).min(count - 1), at - at.floor())
    }

    /// The same for places that have a middle on every side, else `None`.
    pub fn strictly_between(&self, pos_in_photo: [f64; 2]) -> Option<Between> {
        let [column, row] = [0, 1].map(|axis| (pos_in_photo[axis] - self.origin[axis]) / self.cell_px - 0.5);
        let has_cells = |at: f64, count: usize| at >= 0.0 && at < count as f64 - 1.0;
        (has_cells(column, self.columns) && has_cells(row, self.rows)).then(|| self.between(pos_in_photo))
    }

    /// The value at a place, bilinear; beyond the outermost middles, theirs. Exact where the four cells are equal.
    pub fn value_at(&self, values: &[f32], pos_in_photo: [f64; 2]) -> f32 {
        let Between { above, below, across, down } = self.between(pos_in_photo);
        let along = |[left, right]: [usize; 2]| values[left] + (values[right] - values[left]) * across as f32;
        let (above, below) = (along(above), along(below));
        above + (below - above) * down as f32
    }
}

impl Between {
    /// The mean of what the four cells have, each by how near it is.
    ///
    /// Rounding may make it differ in its last digit from what four equal cells have, unlike [`Grid::value_at`].
    pub fn mixed<V: Add<Output = V> + Mul<f64, Output = V>>(&self, value: impl Fn(usize) -> V) -> V {
        let along = |[left, right]: [usize; 2]| value(left) * (1.0 - self.across) + value(right) * self.across;
        along(self.above) * (1.0 - self.down) + along(self.below) * self.down
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::grid;

    fn plane([x, y]: [f64; 2]) -> f32 {
        (0.25 * x - 0.5 * y + 3.0) as f32
    }

    #[test]
    fn a_plane_is_read_back_exactly_between_the_middles() {
        let grid = grid();
        let values: Vec<f32> = (0..grid.count()).map(|cell| plane(grid.middle(cell))).collect();
        for point in [[15.0, 25.0], [50.3, 40.1], [64.9, 55.0]] {
            assert!((grid.value_at(&values, point) - plane(point)).abs() < 1e-4, "{point:?}");
            let mixed = grid.between(point).mixed(|cell| f64::from(values[cell]));
            assert!((mixed - f64::from(plane(point))).abs() < 1e-4, "{point:?}");
        }
    }

    #[test]
    fn beyond_the_outermost_middles_lies_what_they_have_or_nothing() {
        let grid = grid();
        let values: Vec<f32> = (0..grid.count()).map(|cell| cell as f32).collect();
        assert_eq!([[0.0, 0.0], [900.0, 900.0]].map(|far| grid.value_at(&values, far)), [0.0, 23.0]);
        assert_eq!(grid.strictly_between([12.0, 40.0]), None);
        assert!(grid.strictly_between([16.0, 40.0]).is_some());
    }
}
