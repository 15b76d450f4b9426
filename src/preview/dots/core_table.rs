use super::nearest::nearest;

/// What is seen of one dot around its middle, by the square of the distance: no root is drawn for a pixel.
pub(in crate::preview) struct CoreTable {
    /// How far the dot reaches, mm; 0 if pixels are too wide for dots.
    pub radius_mm: f64,
    /// Share of the mean pigment seen in red, green and blue, from the middle to the edge.
    rows: Box<[[f32; 4]; ROWS]>,
}

const ROWS: usize = 1024;
const LAST_ROW: usize = ROWS - 1;

impl CoreTable {
    /// Of dots that can't be shown.
    pub fn none() -> Self {
        Self { radius_mm: 0.0, rows: Box::new([[0.0; 4]; ROWS]) }
    }

    /// `seen` tells the shares at a distance from the middle, mm.
    pub fn of(radius_mm: f64, seen: impl Fn(f64) -> [f32; 4]) -> Self {
        let row = |row: usize| seen((row as f64 / LAST_ROW as f64).sqrt() * radius_mm);
        Self { radius_mm, rows: Box::new(std::array::from_fn(row)) }
    }

    /// Every row changed alike.
    pub fn change(&mut self, change: impl Fn(&[f32; 4]) -> [f32; 4]) {
        self.rows.iter_mut().for_each(|row| *row = change(row));
    }

    /// What is seen at the square of a distance, as a share of the radius's square; nothing from 1 on.
    pub fn at(&self, squared_share: f32) -> &[f32; 4] {
        &self.rows[nearest(squared_share * LAST_ROW as f32).min(LAST_ROW)]
    }
}
