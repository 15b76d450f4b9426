use super::placement::Dot;
use super::spread::Spread;

/// Depths of dots, summed at points that lie on even distances in the photo: red, green, blue and nothing.
pub(super) struct Field {
    /// The first point, in photo pixels.
    pub left: f64,
    pub top: f64,
    /// From one point to the next.
    pub step_px: f64,
    pub columns: usize,
    pub depths: Vec<[f32; 4]>,
}

impl Field {
    pub(super) fn new([left, top]: [f64; 2], step_px: f64, [columns, rows]: [usize; 2]) -> Self {
        Self { left, top, step_px, columns, depths: vec![[0.0; 4]; columns * rows] }
    }

    /// Adds the core of one dot at the points that it reaches.
    pub(super) fn add(&mut self, dot: &Dot, spread: &Spread, px_per_mm: f64) {
        let reach = spread.core_mm * dot.size * px_per_mm / self.step_px;
        let [x, y] =
            [(dot.pos_in_photo[0] - self.left) / self.step_px, (dot.pos_in_photo[1] - self.top) / self.step_px];
        let points = |at: f64, reach: f64, count: usize| {
            let first = (at - reach).ceil().max(0.0) as usize;
            first..((at + reach).floor() + 1.0).clamp(0.0, count as f64) as usize
        };
        let (scale, tone) = ((1.0 / (reach * reach)) as f32, dot.tone as f32);
        for row in points(y, reach, self.depths.len() / self.columns) {
            let down = row as f64 - y;
            let columns = points(x, (reach * reach - down * down).max(0.0).sqrt(), self.columns);
            if columns.is_empty() {
                continue;
            }
            let (first, square) = ((columns.start as f64 - x) as f32, (down * down) as f32);
            let line = &mut self.depths[row * self.columns..][columns];
            for (step, depth) in line.iter_mut().enumerate() {
                let across = first + step as f32;
                let added = spread.core_at((across * across + square) * scale);
                *depth = std::array::from_fn(|channel| depth[channel] + tone * added[channel]);
            }
        }
    }

    /// The depths along a row of pixels, `per_step` of them from one point to the next.
    ///
    /// The first pixel lies half a step behind the first point, plus half a pixel; so do the rows.
    pub(super) fn row(&self, row: usize, per_step: usize, out: &mut [[f32; 4]]) {
        let (upper, down) = place(row, per_step);
        let line = |row: usize| self.depths.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default();
        if per_step == 1 {
            out.copy_from_slice(&line(upper)[upper_column(0, 1)..][..out.len()]);
            return;
        }
        let between: Vec<[f32; 4]> =
            line(upper).iter().zip(line(upper + 1)).map(|(above, below)| mixed(above, below, down)).collect();
        for (column, out) in out.iter_mut().enumerate() {
            let (left, across) = place(column, per_step);
            *out = mixed(&between[left], &between[left + 1], across);
        }
    }
}

fn upper_column(pixel: usize, per_step: usize) -> usize {
    place(pixel, per_step).0
}

/// The point before a pixel, and how far behind it the pixel lies, in steps.
fn place(pixel: usize, per_step: usize) -> (usize, f32) {
    let at = (pixel as f32 + 0.5) / per_step as f32 + 0.5;
    (at as usize, at - at.floor())
}

fn mixed(a: &[f32; 4], b: &[f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|channel| a[channel] + (b[channel] - a[channel]) * share)
}
