/// A number for each whole cell of a photo that is at most [`SIDE`](super::planes::SIDE) cells wide and high.
pub(super) struct InCells {
    pub columns: usize,
    pub values: Vec<f32>,
}

impl InCells {
    pub fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        Self { columns: self.columns, values: self.values.iter().map(|&value| change(value)).collect() }
    }

    /// Both, cell by cell.
    pub fn with(&self, other: &Self, join: impl Fn(f32, f32) -> f32) -> Self {
        let values = self.values.iter().zip(&other.values).map(|(&p, &q)| join(p, q)).collect();
        Self { columns: self.columns, values }
    }
}
