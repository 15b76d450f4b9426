use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::form::{Bounds, crossing, pixels_in};
use super::stroke::Stroke;

/// One drag of the brush over a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brushed {
    pub brush: Brush,
    pub stroke: Stroke,
}

/// What the user decides about the pixels of a region under the brush.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brush {
    /// They don't belong to the region's tissue.
    LeavesOut,
    /// They do, whatever the program takes them for.
    TakesIn,
}

/// The pixels of a region by the brush that went over them last.
#[derive(Clone, Debug)]
pub struct BrushMap {
    origin: [u32; 2],
    columns: usize,
    /// Row by row over the region's bounds; empty where nothing was brushed.
    pixels: Vec<Option<Brush>>,
}

impl BrushMap {
    /// Draws strokes within the part of `bounds` that lies in a photo of this size.
    pub fn of(strokes: &[Brushed], bounds: &Bounds, [width, height]: [u32; 2]) -> Self {
        let within = |low: f64, high: f64, side: u32| {
            let clamp = |at: f64| at.clamp(0.0, f64::from(side)) as u32;
            clamp(low.floor())..clamp(high.ceil())
        };
        let (xs, ys) = (within(bounds.left, bounds.right, width), within(bounds.top, bounds.bottom, height));
        let count = if strokes.is_empty() { 0 } else { xs.len() * ys.len() };
        let mut map = Self { origin: [xs.start, ys.start], columns: xs.len(), pixels: vec![None; count] };
        strokes.iter().for_each(|brushed| map.draw(brushed));
        map
    }

    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// The brush that went over a pixel last.
    pub fn at(&self, [x, y]: [u32; 2]) -> Option<Brush> {
        self.row(y).get(x.checked_sub(self.origin[0])? as usize).copied().flatten()
    }

    /// The pixels `xs` of a row cut where the brush changes; places count from the first of them.
    pub fn parts(&self, y: u32, xs: Range<u32>) -> impl Iterator<Item = (Range<usize>, Option<Brush>)> + '_ {
        let from = (xs.start.saturating_sub(self.origin[0]) as usize).min(self.columns);
        let row = self.row(y).get(from..).unwrap_or_default();
        let known = &row[..row.len().min(xs.len())];
        let rest = (known.len() < xs.len()).then_some((known.len()..xs.len(), None));
        let mut start = 0;
        let parts = known.chunk_by(|p, q| p == q).map(move |part| {
            start += part.len();
            (start - part.len()..start, part.first().copied().flatten())
        });
        parts.chain(rest)
    }

    fn row(&self, y: u32) -> &[Option<Brush>] {
        let row = y.checked_sub(self.origin[1]).map(|row| row as usize * self.columns);
        row.and_then(|start| self.pixels.get(start..start + self.columns)).unwrap_or_default()
    }

    /// Pieces of a stroke mostly lie on the one before, so that each row collects them and is filled once.
    fn draw(&mut self, brushed: &Brushed) {
        let rows = self.pixels.len().checked_div(self.columns).unwrap_or(0);
        let mut waiting: Vec<Range<usize>> = vec![0..0; rows];
        for (start, end) in brushed.stroke.pieces() {
            let reach = brushed.stroke.radius_px;
            let place = |y: f64| (y - f64::from(self.origin[1])).clamp(0.0, rows as f64) as usize;
            let (first, last) = (place(start[1].min(end[1]) - reach), place((start[1].max(end[1]) + reach).ceil()));
            for (row, open) in waiting.iter_mut().enumerate().take(last).skip(first) {
                let y = f64::from(self.origin[1]) + row as f64 + 0.5;
                let Some(xs) = span_of_piece(start, end, reach, y).map(|span| self.places_in(span)) else { continue };
                if xs.start > open.end || xs.end < open.start {
                    self.fill(row, std::mem::replace(open, xs), brushed.brush);
                } else {
                    *open = open.start.min(xs.start)..open.end.max(xs.end);
                }
            }
        }
        for (row, xs) in waiting.into_iter().enumerate() {
            self.fill(row, xs, brushed.brush);
        }
    }

    /// The places in a row whose pixels' centres lie in a span of the photo.
    fn places_in(&self, span: Range<f64>) -> Range<usize> {
        let xs = pixels_in(span, self.origin[0] + self.columns as u32);
        let place = |x: u32| x.saturating_sub(self.origin[0]) as usize;
        place(xs.start)..place(xs.end)
    }

    fn fill(&mut self, row: usize, xs: Range<usize>, brush: Brush) {
        let start = row * self.columns;
        if let Some(pixels) = self.pixels.get_mut(start + xs.start..start + xs.end) {
            pixels.fill(Some(brush));
        }
    }
}

/// Where the line at `y` crosses what a round brush covers on a straight way.
fn span_of_piece(start: [f64; 2], end: [f64; 2], radius: f64, y: f64) -> Option<Range<f64>> {
    let [dx, dy] = [end[0] - start[0], end[1] - start[1]];
    let scale = radius / dx.hypot(dy).max(f64::MIN_POSITIVE);
    let sides = [1.0, -1.0].into_iter().filter_map(|side| {
        let aside = |[x, y]: [f64; 2]| [x - side * dy * scale, y + side * dx * scale];
        crossing(aside(start), aside(end), y).map(|x| [x, x])
    });
    let ends = [start, end].into_iter().filter_map(|[x, middle]| {
        let half = (radius * radius - (y - middle).powi(2)).sqrt();
        (half > 0.0).then_some([x - half, x + half])
    });
    let all = sides.chain(ends).reduce(|[left, right], [from, to]| [left.min(from), right.max(to)]);
    all.map(|[left, right]| left..right)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Bounds = Bounds { left: 3.0, top: 5.0, right: 63.5, bottom: 44.0 };

    fn brushed(brush: Brush, points: &[[f64; 2]], radius_px: f64) -> Brushed {
        Brushed { brush, stroke: Stroke { points: points.to_vec(), radius_px } }
    }

    #[test]
    fn the_map_holds_the_pixels_within_the_brush_and_no_others() {
        let ways: [&[[f64; 2]]; 4] = [
            &[[20.0, 20.0]],
            &[[10.0, 12.0], [40.0, 30.0], [41.0, 30.5], [12.0, 38.0]],
            &[[-30.0, 25.0], [200.0, 25.0]],
            &[[30.0, -9.0], [30.0, 90.0], [34.0, 90.0], [34.0, -9.0]],
        ];
        for points in ways {
            let one = brushed(Brush::LeavesOut, points, 4.3);
            let map = BrushMap::of(std::slice::from_ref(&one), &FRAME, [60, 90]);
            for (x, y) in (0..70).flat_map(|x| (0..95).map(move |y| (x, y))) {
                let is_in_frame = (3..60).contains(&x) && (5..44).contains(&y);
                let inside = one.stroke.inside_px([f64::from(x) + 0.5, f64::from(y) + 0.5]);
                let is_expected = is_in_frame && inside > 0.0;
                assert_eq!(map.at([x, y]).is_some(), is_expected, "{x},{y} of {points:?}: {inside}");
            }
        }
    }

    #[test]
    fn the_later_stroke_counts() {
        let strokes = [
            brushed(Brush::LeavesOut, &[[20.0, 20.0], [40.0, 20.0]], 6.0),
            brushed(Brush::TakesIn, &[[30.0, 20.0]], 3.0),
        ];
        let map = BrushMap::of(&strokes, &FRAME, [100, 100]);
        assert_eq!((map.at([30, 20]), map.at([22, 20])), (Some(Brush::TakesIn), Some(Brush::LeavesOut)));
    }

    #[test]
    fn a_row_is_cut_where_the_brush_changes() {
        let strokes = [brushed(Brush::LeavesOut, &[[20.0, 20.5]], 2.0), brushed(Brush::TakesIn, &[[24.0, 20.5]], 2.0)];
        let map = BrushMap::of(&strokes, &FRAME, [100, 100]);
        let parts = |y: u32, xs: Range<u32>| map.parts(y, xs).collect::<Vec<_>>();
        let (out, taken) = (Some(Brush::LeavesOut), Some(Brush::TakesIn));
        assert_eq!(parts(20, 10..90), [(0..8, None), (8..12, out), (12..16, taken), (16..54, None), (54..80, None)]);
        assert_eq!(parts(2, 10..20), [(0..10, None)]);
        assert_eq!(BrushMap::of(&[], &FRAME, [100, 100]).parts(20, 5..9).collect::<Vec<_>>(), [(0..4, None)]);
    }

    #[test]
    fn strokes_outside_any_photo_touch_nothing() {
        let far = brushed(Brush::TakesIn, &[[1e300, -1e300], [f64::NAN, 3.0], [f64::INFINITY, 7.0]], 1e200);
        let map = BrushMap::of(&[far], &FRAME, [60, 90]);
        assert_eq!(map.parts(20, 3..60).map(|(part, _)| part.len()).sum::<usize>(), 57);
    }
}
