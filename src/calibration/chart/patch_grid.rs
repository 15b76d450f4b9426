/// Rows and columns of patches, evenly spaced.
///
/// Patches are counted row by row from the upper left one, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub columns: usize,
    pub rows: usize,
}

impl Grid {
    /// Of a ColorChecker Classic and of all cards that have its colours.
    pub const CLASSIC: Self = Self { columns: 6, rows: 4 };

    pub const fn patches(self) -> usize {
        self.columns * self.rows
    }

    /// Column and row of a patch.
    pub fn place_of(self, patch: usize) -> [usize; 2] {
        [patch % self.columns, patch / self.columns]
    }

    /// The middle of a patch on the chart, in pitches from that of the first.
    pub(super) fn center_of(self, patch: usize) -> [f64; 2] {
        self.place_of(patch).map(|place| place as f64)
    }

    /// The middle of the last patch.
    pub(super) fn last(self) -> [f64; 2] {
        [self.columns, self.rows].map(|count| count.saturating_sub(1) as f64)
    }

    /// The middle of the chart.
    pub(super) fn middle(self) -> [f64; 2] {
        self.last().map(|last| last / 2.0)
    }

    /// The longer side, in patches.
    pub(super) fn longest(self) -> usize {
        self.columns.max(self.rows)
    }
}
