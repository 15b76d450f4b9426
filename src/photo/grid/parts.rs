//! Which cells of a grid touch, and which hang together.

use super::Grid;

impl Grid {
    /// The cells that touch a cell along its sides: left, right, above, below.
    pub fn neighbors(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, count) = (self.columns.max(1), self.count());
        let column = cell % columns;
        let left = (column > 0).then(|| cell - 1);
        let right = (column + 1 < columns).then(|| cell + 1);
        let below = Some(cell + columns).filter(|&below| below < count);
        [left, right, cell.checked_sub(columns), below].into_iter().flatten()
    }

    /// A cell and those that touch it along its sides or at its corners, row by row: nine, at the rim fewer.
    pub fn around(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let ([column, row], columns) = (self.place(cell), self.columns);
        let near = |at: usize, count: usize| at.saturating_sub(1)..(at + 2).min(count);
        let across = near(column, columns);
        near(row, self.rows).flat_map(move |row| across.clone().map(move |column| row * columns + column))
    }

    /// Whether a cell lies on the rim of the grid.
    pub fn is_rim(&self, cell: usize) -> bool {
        self.neighbors(cell).count() < 4
    }

    /// The parts of marked cells that touch along their sides, in the order of their first cells.
    pub fn parts(&self, marked: &[bool]) -> Vec<Vec<usize>> {
        self.parts_joined(marked, |_, _| true)
    }

    /// The parts of marked cells that touch along their sides and go together there by `joins`, which is symmetric.
    pub fn parts_joined(&self, marked: &[bool], joins: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
        let mut left = marked.to_vec();
        let mut parts = Vec::new();
        for start in 0..left.len() {
            if left[start] {
                parts.push(self.part_from(start, &mut left, &joins));
            }
        }
        parts
    }

    /// Takes the part around `start` out of the marked cells that are left.
    fn part_from(&self, start: usize, left: &mut [bool], joins: impl Fn(usize, usize) -> bool) -> Vec<usize> {
        let (mut part, mut next) = (Vec::new(), vec![start]);
        while let Some(cell) = next.pop() {
            if std::mem::take(&mut left[cell]) {
                part.push(cell);
                next.extend(self.neighbors(cell).filter(|&beside| left[beside] && joins(cell, beside)));
            }
        }
        part
    }

    /// By cell: whether it is wanted and reached from the seeds through wanted cells.
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

    /// By cell: whether it is marked and so is all that touches it along its sides; the grid's end is no end of a part.
    pub fn eroded(&self, marked: &[bool]) -> Vec<bool> {
        (0..self.count()).map(|cell| marked[cell] && self.neighbors(cell).all(|next| marked[next])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::grid;

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
    fn the_end_of_a_row_does_not_touch_the_start_of_the_next() {
        let grid = grid();
        let mut marked = vec![false; grid.count()];
        [5, 6, 12].into_iter().for_each(|cell| marked[cell] = true);
        let mut parts = grid.parts(&marked);
        parts.iter_mut().for_each(|part| part.sort_unstable());
        assert_eq!(parts, [vec![5], vec![6, 12]]);
        assert!(grid.is_rim(5) && !grid.is_rim(7));
    }

    #[test]
    fn cells_that_do_not_go_together_part() {
        let grid = grid();
        let parts = grid.parts_joined(&vec![true; grid.count()], |p, q| (p % 6 < 2) == (q % 6 < 2));
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [8, 16]);
    }

    #[test]
    fn around_a_corner_are_four_cells() {
        let around: Vec<usize> = grid().around(23).collect();
        assert_eq!(around, [16, 17, 22, 23]);
        assert_eq!(grid().around(7).count(), 9);
    }
}
