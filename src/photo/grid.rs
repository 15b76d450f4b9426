use super::{Bounds, Shape};

/// Square cells over a part of a photo, counted row by row from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The first pixel of the first cell.
    pub origin: [u32; 2],
    /// A cell's side, px.
    pub cell_px: u32,
    pub columns: usize,
    pub rows: usize,
}

impl Grid {
    /// Whole cells over what of `bounds` lies on a photo of this size.
    pub fn over(bounds: &Bounds, [width, height]: [u32; 2], cell_px: u32) -> Self {
        let inside = |low: f64, high: f64, side: u32| {
            let within = |at: f64| at.clamp(0.0, f64::from(side)) as u32;
            (within(low.floor()), within(high.ceil()))
        };
        let ((left, right), (top, bottom)) =
            (inside(bounds.left, bounds.right, width), inside(bounds.top, bounds.bottom, height));
        let count = |from: u32, to: u32| (to.saturating_sub(from) / cell_px.max(1)) as usize;
        Self { origin: [left, top], cell_px: cell_px.max(1), columns: count(left, right), rows: count(top, bottom) }
    }

    pub fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// The middle of a cell in photo pixels.
    pub fn middle(&self, cell: usize) -> [f64; 2] {
        let columns = self.columns.max(1);
        let at = |origin: u32, index: usize| f64::from(origin) + (index as f64 + 0.5) * f64::from(self.cell_px);
        [at(self.origin[0], cell % columns), at(self.origin[1], cell / columns)]
    }

    /// The cell at a place of the photo.
    pub fn at(&self, [x, y]: [f64; 2]) -> Option<usize> {
        let index = |at: f64, origin: u32| (at - f64::from(origin)) / f64::from(self.cell_px);
        let (column, row) = (index(x, self.origin[0]), index(y, self.origin[1]));
        let is_inside = column >= 0.0 && row >= 0.0 && column < self.columns as f64 && row < self.rows as f64;
        is_inside.then_some(row as usize * self.columns + column as usize)
    }

    /// The cells whose middle lies in one of the shapes.
    pub fn inside(&self, shapes: &[&Shape]) -> Vec<bool> {
        let is_inside = |cell: usize| {
            let [x, y] = self.middle(cell);
            shapes.iter().any(|shape| shape.contains(x, y))
        };
        (0..self.count()).map(is_inside).collect()
    }

    /// The cells that touch a cell along its sides.
    pub fn neighbors(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, count) = (self.columns.max(1), self.count());
        let column = cell % columns;
        let left = (column > 0).then(|| cell - 1);
        let right = (column + 1 < columns).then(|| cell + 1);
        let below = Some(cell + columns).filter(|&below| below < count);
        [left, right, cell.checked_sub(columns), below].into_iter().flatten()
    }

    /// What of the wanted cells is reached from the seeds through wanted cells.
    pub fn reached(&self, seeds: &[bool], wanted: &[bool]) -> Vec<bool> {
        let mut reached = vec![false; self.count()];
        let mut next: Vec<usize> = (0..self.count()).filter(|&cell| seeds[cell]).collect();
        while let Some(cell) = next.pop() {
            if wanted[cell] && !std::mem::replace(&mut reached[cell], true) {
                next.extend(self.neighbors(cell));
            }
        }
        reached
    }

    /// The cells that have marked ones on all four sides.
    pub fn eroded(&self, marked: &[bool]) -> Vec<bool> {
        let is_within = |cell: usize| marked[cell] && self.neighbors(cell).all(|next| marked[next]);
        (0..self.count()).map(is_within).collect()
    }

    /// Weighted means around each cell under a Gaussian of `sigma` cells; 0 where nothing weighs.
    pub fn blurred(&self, values: &[f64], weights: &[f64], sigma: f64) -> Vec<f64> {
        let products: Vec<f64> = values.iter().zip(weights).map(|(value, weight)| value * weight).collect();
        let (sums, totals) = (self.summed_around(&products, sigma), self.summed_around(weights, sigma));
        sums.into_iter().zip(totals).map(|(sum, total)| if total > 1e-9 { sum / total } else { 0.0 }).collect()
    }

    fn summed_around(&self, values: &[f64], sigma: f64) -> Vec<f64> {
        let reach = (3.0 * sigma).ceil() as usize;
        let kernel: Vec<f64> = (0..=reach).map(|i| (-(i as f64 / sigma).powi(2) / 2.0).exp()).collect();
        let across = summed_along(values, &kernel, self.columns, self.rows, [1, self.columns]);
        summed_along(&across, &kernel, self.rows, self.columns, [self.columns, 1])
    }
}

/// Sums under a kernel along lines of `length` values that are `step` apart; `between` lies between two lines.
fn summed_along(values: &[f64], kernel: &[f64], length: usize, lines: usize, [step, between]: [usize; 2]) -> Vec<f64> {
    let mut sums = vec![0.0; values.len()];
    for line in 0..lines {
        for at in 0..length {
            let from = at.saturating_sub(kernel.len() - 1);
            let to = (at + kernel.len()).min(length);
            let term = |other: usize| kernel[at.abs_diff(other)] * values[line * between + other * step];
            sums[line * between + at * step] = (from..to).map(term).sum();
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let bounds = Bounds { left: 10.0, top: 20.0, right: 75.0, bottom: 60.0 };
        Grid::over(&bounds, [70, 100], 10)
    }

    #[test]
    fn cells_and_places_lead_to_each_other() {
        let grid = grid();
        assert_eq!((grid.columns, grid.rows), (6, 4));
        assert!((0..grid.count()).all(|cell| grid.at(grid.middle(cell)) == Some(cell)));
        assert_eq!([grid.at([9.0, 25.0]), grid.at([71.0, 25.0]), grid.at([15.0, 61.0])], [None; 3]);
    }

    #[test]
    fn a_part_ends_where_nothing_is_wanted() {
        let grid = grid();
        let wanted: Vec<bool> = (0..grid.count()).map(|cell| cell % 6 != 3).collect();
        let mut seeds = vec![false; grid.count()];
        seeds[7] = true;
        let reached = grid.reached(&seeds, &wanted);
        assert_eq!(reached.iter().filter(|reached| **reached).count(), 12);
        assert!(!grid.eroded(&reached)[2] && grid.eroded(&reached)[7]);
    }

    #[test]
    fn blurring_keeps_an_even_field_and_ignores_what_does_not_weigh() {
        let grid = grid();
        let (mut values, mut weights) = (vec![2.0; grid.count()], vec![1.0; grid.count()]);
        (values[8], weights[8]) = (500.0, 0.0);
        assert!(grid.blurred(&values, &weights, 1.5).iter().all(|value| (value - 2.0).abs() < 1e-12));
    }
}
