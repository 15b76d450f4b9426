use std::ops::Range;

use crate::photo::Bounds;

/// Square cells laid over a part of the photo, each with a value at its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Grid {
    /// Photo pixels.
    pub left: f64,
    pub top: f64,
    pub cell_px: f64,
    pub columns: usize,
    pub rows: usize,
}

/// A grid never has more cells: 4 bytes each for every value kept.
const MOST_CELLS: f64 = 524_288.0;

/// Cells on every side beyond what a grid is made for, so that a blur of it ends within.
const AROUND: f64 = 3.0;

impl Grid {
    /// Around these bounds and a little more.
    ///
    /// Cells lie at the same places whatever the bounds are, so that what is drawn doesn't move while more is painted.
    pub(super) fn over(bounds: &Bounds, cell_px: f64) -> Self {
        let first = |from: f64| (from / cell_px).floor() - AROUND;
        let cells = |from: f64, to: f64| ((to / cell_px).ceil() + AROUND - first(from)).clamp(1.0, MOST_CELLS) as usize;
        Self {
            left: first(bounds.left) * cell_px,
            top: first(bounds.top) * cell_px,
            cell_px,
            columns: cells(bounds.left, bounds.right),
            rows: cells(bounds.top, bounds.bottom),
        }
    }

    /// The least side that cells over so much of a photo may have, in pixels.
    pub(super) fn least_cell_px(width_px: f64, height_px: f64) -> f64 {
        (width_px * height_px / MOST_CELLS).sqrt().max(1.0)
    }

    pub(super) fn cell_count(&self) -> usize {
        self.columns * self.rows
    }

    pub(super) fn bounds(&self) -> Bounds {
        let (right, bottom) = (self.columns as f64 * self.cell_px, self.rows as f64 * self.cell_px);
        Bounds { left: self.left, top: self.top, right: self.left + right, bottom: self.top + bottom }
    }

    /// The middle of a cell in the photo.
    pub(super) fn middle(&self, column: usize, row: usize) -> [f64; 2] {
        let at = |from: f64, cell: usize| from + (cell as f64 + 0.5) * self.cell_px;
        [at(self.left, column), at(self.top, row)]
    }

    /// The columns and rows of the cells that bounds touch.
    pub(super) fn touched(&self, bounds: &Bounds) -> [Range<usize>; 2] {
        let cells = |from: f64, to: f64, origin: f64, count: usize| {
            let at = |px: f64| ((px - origin) / self.cell_px).clamp(0.0, count as f64);
            at(from).floor() as usize..at(to).ceil() as usize
        };
        [
            cells(bounds.left, bounds.right, self.left, self.columns),
            cells(bounds.top, bounds.bottom, self.top, self.rows),
        ]
    }

    /// Cells four times as wide over the same place and a little around it.
    pub(super) fn coarser(&self) -> Self {
        Self::over(&self.bounds(), 4.0 * self.cell_px)
    }

    /// Between the four nearest values; beyond the outermost middles, theirs.
    pub(super) fn value_at(&self, values: &[f32], [x, y]: [f64; 2]) -> f32 {
        let place = |px: f64, origin: f64, count: usize| {
            let at = ((px - origin) / self.cell_px - 0.5).clamp(0.0, (count - 1) as f64);
            let low = at as usize;
            (low, (low + 1).min(count - 1), (at - low as f64) as f32)
        };
        let (left, right, across) = place(x, self.left, self.columns);
        let (upper, lower, down) = place(y, self.top, self.rows);
        let between = |row: usize| {
            let line = &values[row * self.columns..(row + 1) * self.columns];
            line[left] + (line[right] - line[left]) * across
        };
        let (above, below) = (between(upper), between(lower));
        above + (below - above) * down
    }
}

/// Means of three by three cells; beyond the edge lies what the edge has.
pub(super) fn blurred(values: &[f32], columns: usize) -> Vec<f32> {
    let rows = values.len() / columns.max(1);
    let triple = |line: &[f32], at: usize| {
        let [before, after] = [at.saturating_sub(1), (at + 1).min(columns - 1)];
        line[before] + line[at] + line[after]
    };
    let across: Vec<f32> =
        values.chunks_exact(columns).flat_map(|line| (0..columns).map(move |at| triple(line, at))).collect();
    let line = |row: usize| &across[row * columns..(row + 1) * columns];
    let down = |row: usize| {
        let [above, here, below] = [line(row.saturating_sub(1)), line(row), line((row + 1).min(rows - 1))];
        (0..columns).map(move |at| (above[at] + here[at] + below[at]) / 9.0)
    };
    (0..rows).flat_map(down).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Bounds = Bounds { left: 13.0, top: 7.0, right: 93.0, bottom: 47.0 };

    #[test]
    fn a_plane_is_read_back_exactly_between_the_middles() {
        let grid = Grid::over(&PART, 4.0);
        let plane = |[x, y]: [f64; 2]| (0.25 * x - 0.5 * y + 3.0) as f32;
        let cells = (0..grid.rows).flat_map(|row| (0..grid.columns).map(move |column| grid.middle(column, row)));
        let values: Vec<f32> = cells.map(plane).collect();
        for point in [[13.0, 7.0], [50.3, 20.1], [93.0, 47.0]] {
            assert!((grid.value_at(&values, point) - plane(point)).abs() < 1e-4, "{point:?}");
        }
    }

    #[test]
    fn cells_stay_in_place_when_more_is_painted() {
        let wider = Bounds { left: -20.0, ..PART };
        let [one, other] = [PART, wider].map(|bounds| Grid::over(&bounds, 4.0));
        assert_eq!((one.left - other.left) % 4.0, 0.0);
        assert_eq!(one.top, other.top);
    }

    #[test]
    fn the_largest_photo_takes_no_more_memory() {
        let photo = Bounds { left: 0.0, top: 0.0, right: 60_000.0, bottom: 40_000.0 };
        let grid = Grid::over(&photo, Grid::least_cell_px(photo.right, photo.bottom));
        assert!(grid.cell_count() < 540_000, "{grid:?}");
    }

    #[test]
    fn a_blur_keeps_what_is_even_and_spreads_a_point() {
        assert_eq!(blurred(&[0.5; 12], 4), [0.5; 12]);
        let mut point = [0.0; 25];
        point[12] = 9.0;
        let spread = blurred(&point, 5);
        assert_eq!((spread[12], spread[6], spread[0]), (1.0, 1.0, 0.0));
    }
}
