use std::ops::Range;

use super::core_table::CoreTable;
use super::nearest::nearest;
use super::placement::Dot;

/// Depths of dots, summed at points that lie on even distances in the photo: red, green, blue and nothing.
///
/// No [`Grid`](crate::photo::Grid): what counts are points, not cells, and each dot is added and each row read as one
/// stretch of memory, in 32 bits.
pub(in crate::preview) struct Field {
    /// The first point, in photo pixels.
    pub left: f64,
    pub top: f64,
    /// From one point to the next.
    pub step_px: f64,
    columns: usize,
    rows: usize,
    pub depths: Vec<[f32; 4]>,
}

impl Field {
    pub(in crate::preview) fn new([left, top]: [f64; 2], step_px: f64, [columns, rows]: [usize; 2]) -> Self {
        Self { left, top, step_px, columns, rows, depths: vec![[0.0; 4]; columns * rows] }
    }

    /// Adds the core of one dot at the points that it reaches.
    pub(in crate::preview) fn add(&mut self, dot: &Dot, core: &CoreTable, px_per_mm: f64) {
        let reach = (core.radius_mm * dot.size * px_per_mm / self.step_px) as f32;
        let [x, y] = [(dot.pos_in_photo[0], self.left), (dot.pos_in_photo[1], self.top)]
            .map(|(px, from)| ((px - from) / self.step_px) as f32);
        let (scale, tone) = (1.0 / (reach * reach), dot.tone as f32);
        for row in span(y, reach, self.rows) {
            let down = row as f32 - y;
            let columns = span(x, (reach * reach - down * down).max(0.0).sqrt(), self.columns);
            let first = columns.start as f32 - x;
            let line = &mut self.depths[row * self.columns..(row + 1) * self.columns];
            for (step, depth) in (0i32..).zip(&mut line[columns]) {
                let across = first + step as f32;
                let added = core.at((across * across + down * down) * scale);
                *depth = std::array::from_fn(|channel| depth[channel] + tone * added[channel]);
            }
        }
    }

    /// The depths along a row of pixels, `per_step` of them from one point to the next.
    ///
    /// The first pixel lies half a step behind the first point, plus half a pixel; so do the rows.
    pub(in crate::preview) fn row(&self, row: usize, per_step: usize, out: &mut [[f32; 4]]) {
        let (upper, down) = place(row, per_step);
        let line = |row: usize| self.depths.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default();
        if per_step == 1 {
            out.copy_from_slice(&line(upper)[1..=out.len()]);
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

/// The points within reach, give or take half of the way from one to the next; none beyond the last.
fn span(at: f32, reach: f32, count: usize) -> Range<usize> {
    let up_to = |point: f32| nearest(point.max(0.0)).min(count);
    up_to(at - reach)..up_to(at + reach + 1.0)
}

/// The point before a pixel, and how far behind it the pixel lies, in steps.
fn place(pixel: usize, per_step: usize) -> (usize, f32) {
    let at = (pixel as f32 + 0.5) / per_step as f32 + 0.5;
    (at as usize, at - at.floor())
}

fn mixed(a: &[f32; 4], b: &[f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|channel| a[channel] + (b[channel] - a[channel]) * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Depths that grow by 1 for each photo pixel to the right and by 2 for each one down.
    fn plane(per_step: usize) -> Field {
        let step_px = per_step as f64;
        let mut field = Field::new([-step_px / 2.0; 2], step_px, [32 / per_step + 2, 32 / per_step + 2]);
        let columns = field.columns;
        for (at, depth) in field.depths.iter_mut().enumerate() {
            let [x, y] = [at % columns, at / columns].map(|point| (point as f64 - 0.5) * step_px);
            *depth = [(x + 2.0 * y) as f32; 4];
        }
        field
    }

    #[test]
    fn rows_of_pixels_lie_between_the_points() {
        for per_step in [1, 2, 4, 8] {
            let (field, mut row) = (plane(per_step), vec![[0.0; 4]; 32]);
            for y in [0, 7, 31] {
                field.row(y, per_step, &mut row);
                let is_exact = |(x, depth): (usize, &[f32; 4])| {
                    (depth[0] - (x as f32 + 0.5 + 2.0 * (y as f32 + 0.5))).abs() < 1e-3
                };
                assert!(row.iter().enumerate().all(is_exact), "{per_step}, {y}: {row:?}");
            }
        }
    }

    #[test]
    fn a_span_never_leaves_the_field() {
        assert_eq!(span(5.0, 2.0, 100), 3..8);
        assert_eq!(span(-9.0, 2.0, 100), 0..0);
        assert_eq!(span(99.0, 5.0, 100), 94..100);
        assert_eq!(span(300.0, 5.0, 100), 100..100);
    }
}
