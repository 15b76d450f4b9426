//! The cells on which a treatment is painted.

use crate::photo::{Bounds, Grid};

/// A grid has about this many cells at most: 4 bytes each for every value kept.
const MOST_CELLS: f64 = 524_288.0;

/// Cells on every side beyond what a grid is made for, so that a blur of it ends within.
const AROUND: f64 = 3.0;

/// Cells around these bounds and a little more.
///
/// They lie at the same places whatever the bounds are, so that what is drawn doesn't move while more is painted.
pub(super) fn grid_around(bounds: &Bounds, cell_px: f64) -> Grid {
    let ([left, columns], [top, rows]) =
        (cells_around([bounds.left, bounds.right], cell_px), cells_around([bounds.top, bounds.bottom], cell_px));
    Grid { origin: [left, top].map(|first| first * cell_px), cell_px, columns: columns as usize, rows: rows as usize }
}

/// The first cell, counted from the photo's corner, and how many there are.
fn cells_around([from, to]: [f64; 2], cell_px: f64) -> [f64; 2] {
    let first = (from / cell_px).floor() - AROUND;
    [first, ((to / cell_px).ceil() + AROUND - first).clamp(1.0, MOST_CELLS)]
}

/// The least side that cells over so much of a photo may have, px; at least 1.
pub(super) fn least_cell_px(width_px: f64, height_px: f64) -> f64 {
    (width_px * height_px / MOST_CELLS).sqrt().max(1.0)
}

/// Cells four times as wide over the same place and a little around it.
pub(super) fn coarser(grid: &Grid) -> Grid {
    grid_around(&grid.bounds(), 4.0 * grid.cell_px)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Bounds = Bounds { left: 13.0, top: 7.0, right: 93.0, bottom: 47.0 };

    #[test]
    fn cells_stay_in_place_when_more_is_painted() {
        let wider = Bounds { left: -20.0, ..PART };
        let [one, other] = [PART, wider].map(|bounds| grid_around(&bounds, 4.0));
        assert_eq!((one.origin[0] - other.origin[0]) % 4.0, 0.0);
        assert_eq!(one.origin[1], other.origin[1]);
    }

    #[test]
    fn the_largest_photo_takes_no_more_memory() {
        let photo = Bounds { left: 0.0, top: 0.0, right: 60_000.0, bottom: 40_000.0 };
        let grid = grid_around(&photo, least_cell_px(photo.right, photo.bottom));
        assert!(grid.count() < 540_000, "{grid:?}");
    }

    #[test]
    fn a_coarser_grid_reaches_as_far() {
        let (fine, coarse) = (grid_around(&PART, 2.0), coarser(&grid_around(&PART, 2.0)));
        let (inner, outer) = (fine.bounds(), coarse.bounds());
        assert!(coarse.cell_px == 8.0 && outer.left <= inner.left && outer.bottom >= inner.bottom);
    }
}
