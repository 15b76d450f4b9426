use crate::photo::{Brush, BrushMap, Grid, Region};

/// A square of whole photo pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    pub left: u32,
    pub top: u32,
    pub side: u32,
}

/// Cells along a wanted side and along the whole shape: so fine is a square looked for (our choice).
const CELLS_A_SIDE: f64 = 16.0;
const CELLS_A_SHAPE: f64 = 96.0;

/// As many squares of one region as are worth a choice (ours).
const MOST: usize = 5;

impl Square {
    /// Squares within a region, what was brushed out of it left alone, each `wanted_px` wide, that hardly overlap; those
    /// nearest to its middle first. Where none is so wide, the largest; none for a region without any room.
    pub fn within(region: &Region, photo_size: [u32; 2], wanted_px: f64) -> Vec<Self> {
        let bounds = region.shape.bounds();
        let longest = (bounds.right - bounds.left).max(bounds.bottom - bounds.top);
        let cell_px = (wanted_px / CELLS_A_SIDE).max(longest / CELLS_A_SHAPE).max(1.0) as u32;
        let grid = Grid::over(&bounds, photo_size, cell_px);
        let sides = sides_of_squares(&grid, &free_cells(&grid, region, photo_size));
        let wanted = (wanted_px / f64::from(cell_px)).ceil().max(1.0) as usize;
        let side = wanted.min(sides.iter().copied().max().unwrap_or_default());
        let side_px = (side as u32 * cell_px).min(wanted_px.ceil() as u32).max(1);
        let square = |cell: usize| {
            let [left, top] = grid.corner(grid.place(cell).map(|at| at + 1 - side)).map(|at| at as u32);
            Self { left, top, side: side_px }
        };
        let roomy = (0..grid.count()).filter(|&cell| side > 0 && sides[cell] >= side);
        let mut squares: Vec<Self> = roomy.map(square).collect();
        let away = |square: &Self| {
            let [x, y] = square.middle();
            (x - bounds.middle()[0]).hypot(y - bounds.middle()[1])
        };
        squares.sort_by(|p, q| away(p).total_cmp(&away(q)));
        let mut apart: Vec<Self> = Vec::new();
        for square in squares {
            if apart.len() < MOST && !apart.iter().any(|other| other.overlaps(&square)) {
                apart.push(square);
            }
        }
        apart
    }

    fn middle(&self) -> [f64; 2] {
        [self.left, self.top].map(|at| f64::from(at) + f64::from(self.side) / 2.0)
    }

    /// By more than half a side.
    fn overlaps(&self, other: &Self) -> bool {
        let apart = [self.left.abs_diff(other.left), self.top.abs_diff(other.top)];
        apart.iter().all(|apart| *apart < self.side / 2)
    }
}

/// The cells that belong to the region.
fn free_cells(grid: &Grid, region: &Region, photo_size: [u32; 2]) -> Vec<bool> {
    let brushed = BrushMap::of(&region.brushed, &region.shape.bounds(), photo_size);
    let mut free = grid.inside(&[&region.shape]);
    for (cell, free) in free.iter_mut().enumerate() {
        *free &= brushed.at(grid.middle(cell).map(|at| at as u32)) != Some(Brush::LeavesOut);
    }
    free
}

/// The side, in cells, of the largest square of free cells that ends at each cell with its lower right corner.
fn sides_of_squares(grid: &Grid, free: &[bool]) -> Vec<usize> {
    let mut sides = vec![0; grid.count()];
    for cell in (0..grid.count()).filter(|&cell| free[cell]) {
        let is_at_edge = grid.place(cell).contains(&0);
        let before = || sides[cell - 1].min(sides[cell - grid.columns]).min(sides[cell - grid.columns - 1]);
        sides[cell] = 1 + if is_at_edge { 0 } else { before() };
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::{Brushed, RegionId, Shape, Stroke, Tissue};

    fn region(shape: &str) -> Region {
        Region::new(RegionId(1), "any", Tissue::Skin, shape.parse().expect("a shape"))
    }

    fn lies_within(square: Square, shape: &Shape) -> bool {
        let [left, top, side] = [square.left, square.top, square.side].map(f64::from);
        // A cell counts where its middle is inside.
        let corners = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)];
        corners.iter().all(|(x, y)| shape.contains(left + x * side, top + y * side))
    }

    #[test]
    fn a_square_lies_in_the_middle_of_its_region() {
        let region = region("ellipse:400,300,200,100");
        let square = Square::within(&region, [800, 600], 100.0)[0];
        assert!(square.side == 100 && lies_within(square, &region.shape), "{square:?}");
        let middle = square.middle();
        assert!((middle[0] - 400.0).hypot(middle[1] - 300.0) < 10.0, "{square:?}");
    }

    #[test]
    fn where_there_is_less_room_the_largest_is_found() {
        let region = region("rect:10,20,300,40");
        let square = Square::within(&region, [800, 600], 200.0)[0];
        assert!((36..=40).contains(&square.side) && lies_within(square, &region.shape), "{square:?}");
        assert!(Square::within(&region, [5, 5], 200.0).is_empty());
    }

    #[test]
    fn what_was_brushed_out_is_not_in_it() {
        let mut region = region("rect:0,0,400,100");
        let stroke = Stroke { points: vec![[200.0, 50.0]], radius_px: 30.0 };
        region.brushed.push(Brushed { brush: Brush::LeavesOut, stroke });
        let squares = Square::within(&region, [400, 100], 90.0);
        let is_beside = |square: &Square| square.left + square.side <= 176 || square.left >= 224;
        assert!(squares.len() > 1 && squares.iter().all(is_beside), "{squares:?}");
    }
}
