use std::ops::RangeInclusive;

use nalgebra::Matrix3;

use super::Grid;
use super::lattice::Lattice;

/// Which way round a chart lies on a lattice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    grid: Grid,
    /// The lattice axis that the chart's rows run along.
    long: usize,
    /// The lowest lattice places along that axis and across it.
    first: [i32; 2],
    /// Whether patches are counted down along that axis and across it.
    back: [bool; 2],
}

impl Turn {
    /// All ways to lay a chart, front up, on a part of the lattice that has its first blob.
    pub fn all(grid: Grid, lattice: &Lattice) -> impl Iterator<Item = Self> {
        let [columns, rows] = lengths(grid);
        [0, 1].into_iter().flat_map(move |long| {
            let is_upright = lattice.is_upright == (long == 0);
            let (along, across) = (windows(lattice.span(long), columns), windows(lattice.span(1 - long), rows));
            let firsts = along.flat_map(move |a| across.clone().map(move |b| [a, b]));
            firsts.flat_map(move |first| {
                [false, true].map(|turned| Self { grid, long, first, back: [turned, turned == is_upright] })
            })
        })
    }

    /// The patch that lies on a lattice place.
    pub fn patch_at(&self, place: [i32; 2]) -> Option<usize> {
        let [columns, rows] = lengths(self.grid);
        let offset = |axis: usize, k: usize, count: i32| {
            let offset = place[axis] - self.first[k];
            let counted = if self.back[k] { count - 1 - offset } else { offset };
            (0..count).contains(&offset).then_some(counted as usize)
        };
        Some(offset(1 - self.long, 1, rows)? * self.grid.columns + offset(self.long, 0, columns)?)
    }

    /// The part of the lattice that the chart lies on.
    pub fn part(&self) -> [RangeInclusive<i32>; 2] {
        let [columns, rows] = lengths(self.grid);
        let [a, b] = self.first;
        let (along, across) = (a..=a + columns - 1, b..=b + rows - 1);
        if self.long == 0 { [along, across] } else { [across, along] }
    }

    /// From chart places to lattice places.
    pub fn on_lattice(&self) -> Matrix3<f64> {
        let [columns, rows] = lengths(self.grid);
        let mut on_lattice = Matrix3::zeros();
        for (k, axis, last) in [(0, self.long, columns - 1), (1, 1 - self.long, rows - 1)] {
            let (from, step) = if self.back[k] { (self.first[k] + last, -1.0) } else { (self.first[k], 1.0) };
            (on_lattice[(axis, k)], on_lattice[(axis, 2)]) = (step, f64::from(from));
        }
        on_lattice[(2, 2)] = 1.0;
        on_lattice
    }
}

/// Patches along a chart's rows and across them, counted as lattice places are.
fn lengths(grid: Grid) -> [i32; 2] {
    [grid.columns as i32, grid.rows as i32]
}

/// First places of `length` that have place 0 among them and cover the span, or lie within it when it is longer.
fn windows([first, last]: [i32; 2], length: i32) -> RangeInclusive<i32> {
    let other = last - length + 1;
    first.min(other).max(1 - length)..=first.max(other).min(0)
}
