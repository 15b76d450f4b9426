use super::in_cells::InCells;

/// Cells along each side of the features; a photo of another shape leaves part of them empty.
pub(super) const SIDE: usize = 64;

/// Square planes of numbers, each within a rim of zeros one cell wide.
pub(super) struct Planes {
    pub side: usize,
    pub values: Vec<f32>,
}

impl Planes {
    pub fn zero(side: usize, count: usize) -> Self {
        Self { side, values: vec![0.0; count * area(side)] }
    }

    pub fn from_cells(planes: &[InCells]) -> Self {
        let mut all = Self::zero(SIDE, planes.len());
        for (plane, cells) in all.values.chunks_mut(area(SIDE)).zip(planes) {
            let rows = plane.chunks_mut(SIDE + 2).skip(1);
            for (row, cells) in rows.zip(cells.values.chunks(cells.columns.max(1))) {
                row[1..].iter_mut().zip(cells).for_each(|(to, from)| *to = *from);
            }
        }
        all
    }

    pub fn iter(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks(area(self.side))
    }

    /// The numbers of a plane without its rim, row by row.
    pub fn inner(&self, plane: usize) -> Vec<f32> {
        let rows = self.iter().nth(plane).unwrap_or_default().chunks(self.side + 2);
        rows.skip(1).take(self.side).flat_map(|row| &row[1..=self.side]).copied().collect()
    }

    /// Half as fine: the largest of each four.
    pub fn halved(&self) -> Self {
        self.resampled(self.side / 2, |plane, x, y| self.four(plane, x, y).into_iter().fold(f32::MIN, f32::max))
    }

    /// Half as fine: the mean of each four.
    pub fn averaged(&self) -> Self {
        self.resampled(self.side / 2, |plane, x, y| self.four(plane, x, y).iter().sum::<f32>() / 4.0)
    }

    fn four(&self, plane: &[f32], x: usize, y: usize) -> [f32; 4] {
        let at = |dx: usize, dy: usize| plane[(2 * y + dy + 1) * (self.side + 2) + 2 * x + dx + 1];
        [at(0, 0), at(1, 0), at(0, 1), at(1, 1)]
    }

    /// Twice as fine, each number four times.
    pub fn doubled(&self) -> Self {
        self.resampled(2 * self.side, |plane, x, y| plane[(y / 2 + 1) * (self.side + 2) + x / 2 + 1])
    }

    /// Followed by other planes of the same side.
    pub fn joined(mut self, others: &Self) -> Self {
        self.values.extend_from_slice(&others.values);
        self
    }

    /// As in a mirror beside the photo.
    pub fn mirrored(&self) -> Self {
        self.resampled(self.side, |plane, x, y| plane[(y + 1) * (self.side + 2) + self.side - x])
    }

    fn resampled(&self, side: usize, value: impl Fn(&[f32], usize, usize) -> f32) -> Self {
        let mut all = Self::zero(side, self.values.len() / area(self.side));
        for (to, from) in all.values.chunks_mut(area(side)).zip(self.iter()) {
            for (y, row) in to.chunks_mut(side + 2).skip(1).take(side).enumerate() {
                row[1..=side].iter_mut().enumerate().for_each(|(x, to)| *to = value(from, x, y));
            }
        }
        all
    }
}

/// Numbers of a plane with its rim.
pub(super) fn area(side: usize) -> usize {
    (side + 2) * (side + 2)
}
