//! Cells over a picture, of a photo or of anything reduced from one: where they lie, and which cell lies where.
//!
//! [`Grid`] holds no values: they stand beside it in a `Vec`, row by row. [`parts`] tells which cells hang together,
//! [`blur`] evens values out, [`between`] reads them between the cells.

mod between;
mod blur;
mod parts;

use std::ops::Range;

pub use between::Between;

use super::{Bounds, Shape};

/// Square cells over a part of a photo, counted row by row from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// The upper left corner of the first cell, photo pixels.
    pub origin: [f64; 2],
    /// A cell's side, px; above 0.
    pub cell_px: f64,
    pub columns: usize,
    pub rows: usize,
}

impl Grid {
    /// A cell for each pixel of a picture of its own.
    pub fn of_pixels(columns: usize, rows: usize) -> Self {
        Self { origin: [0.0; 2], cell_px: 1.0, columns, rows }
    }

    /// Whole cells over what of `bounds` lies on a photo of this size; what is left at the right and below has none.
    pub fn over(bounds: &Bounds, photo_size: [u32; 2], cell_px: u32) -> Self {
        let (cell_px, pixels) = (cell_px.max(1), bounds.pixels_within(photo_size));
        let [columns, rows] = pixels.each_ref().map(|pixels| pixels.len() / cell_px as usize);
        Self { origin: pixels.map(|pixels| f64::from(pixels.start)), cell_px: f64::from(cell_px), columns, rows }
    }

    /// The same with cells over what is left, too, which reach beyond it.
    pub fn covering(bounds: &Bounds, photo_size: [u32; 2], cell_px: u32) -> Self {
        let (cell_px, pixels) = (cell_px.max(1), bounds.pixels_within(photo_size));
        let [columns, rows] = pixels.each_ref().map(|pixels| pixels.len().div_ceil(cell_px as usize));
        Self { origin: pixels.map(|pixels| f64::from(pixels.start)), cell_px: f64::from(cell_px), columns, rows }
    }

    pub fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// All cells together, in photo pixels.
    pub fn bounds(&self) -> Bounds {
        let ([left, top], [right, bottom]) = (self.origin, self.corner([self.columns, self.rows]));
        Bounds { left, top, right, bottom }
    }

    /// Column and row of a cell.
    pub fn place(&self, cell: usize) -> [usize; 2] {
        let columns = self.columns.max(1);
        [cell % columns, cell / columns]
    }

    /// The cell in a column and row that the grid has.
    pub fn cell(&self, [column, row]: [usize; 2]) -> usize {
        row * self.columns + column
    }

    /// The cells of a row, from the left.
    pub fn row(&self, row: usize) -> Range<usize> {
        row * self.columns..(row + 1) * self.columns
    }

    /// The upper left corner of the cell in a column and row, in photo pixels.
    pub fn corner(&self, place: [usize; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.origin[axis] + place[axis] as f64 * self.cell_px)
    }

    /// The middle of a cell in photo pixels.
    pub fn middle(&self, cell: usize) -> [f64; 2] {
        self.middle_of(self.place(cell))
    }

    /// The middle of the cell in a column and row, in photo pixels.
    pub fn middle_of(&self, place: [usize; 2]) -> [f64; 2] {
        [0, 1].map(|axis| self.origin[axis] + (place[axis] as f64 + 0.5) * self.cell_px)
    }

    /// The cell at a place of the photo; `None` outside.
    pub fn at(&self, pos_in_photo: [f64; 2]) -> Option<usize> {
        let [column, row] = [0, 1].map(|axis| (pos_in_photo[axis] - self.origin[axis]) / self.cell_px);
        let is_inside = column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        is_inside.then(|| self.cell([column as usize, row as usize]))
    }

    /// The columns and rows of the cells that bounds touch.
    pub fn touched(&self, bounds: &Bounds) -> [Range<usize>; 2] {
        let across = self.touched_along(0, [bounds.left, bounds.right], self.columns);
        [across, self.touched_along(1, [bounds.top, bounds.bottom], self.rows)]
    }

    fn touched_along(&self, axis: usize, ends: [f64; 2], count: usize) -> Range<usize> {
        let [from, to] = ends.map(|px| ((px - self.origin[axis]) / self.cell_px).clamp(0.0, count as f64));
        from.floor() as usize..to.ceil() as usize
    }

    /// By cell: whether its middle lies in one of the shapes.
    pub fn inside(&self, shapes: &[&Shape]) -> Vec<bool> {
        let middles = (0..self.count()).map(|cell| self.middle(cell));
        middles.map(|[x, y]| shapes.iter().any(|shape| shape.contains(x, y))).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// 6 × 4 cells of 10 px.
    pub fn grid() -> Grid {
        let bounds = Bounds { left: 10.0, top: 20.0, right: 75.0, bottom: 60.0 };
        Grid::over(&bounds, [70, 100], 10)
    }

    #[test]
    fn cells_and_places_lead_to_each_other() {
        let grid = grid();
        assert_eq!((grid.columns, grid.rows), (6, 4));
        assert!((0..grid.count()).all(|cell| grid.at(grid.middle(cell)) == Some(cell)));
        assert!((0..grid.count()).all(|cell| grid.cell(grid.place(cell)) == cell));
        assert_eq!([grid.at([9.0, 25.0]), grid.at([71.0, 25.0]), grid.at([15.0, 61.0])], [None; 3]);
    }

    #[test]
    fn a_covering_grid_has_cells_for_what_is_left() {
        let bounds = Bounds { left: 10.5, top: -7.0, right: 45.2, bottom: 20.0 };
        let [whole, covering] = [Grid::over, Grid::covering].map(|over| over(&bounds, [100, 100], 8));
        assert_eq!((whole.origin, whole.columns, whole.rows), ([10.0, 0.0], 4, 2));
        assert_eq!((covering.origin, covering.columns, covering.rows), ([10.0, 0.0], 5, 3));
        let elsewhere = Bounds { left: 400.0, top: 0.0, right: 500.0, bottom: 20.0 };
        assert_eq!(Grid::covering(&elsewhere, [100, 100], 8).count(), 0);
    }

    #[test]
    fn bounds_touch_the_cells_that_they_lie_in() {
        let within = Bounds { left: 25.0, top: 0.0, right: 40.5, bottom: 30.0 };
        assert_eq!(grid().touched(&within), [1..4, 0..1]);
        assert_eq!(grid().bounds(), Bounds { left: 10.0, top: 20.0, right: 70.0, bottom: 60.0 });
    }
}
