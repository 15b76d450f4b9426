use std::ops::Range;

use super::form::{Shape, crossing, edges, pair_up, pixels_in};

impl Shape {
    /// The pixels of a photo of this size whose centres lie inside, as runs `(y, xs)` from the top, left to right.
    ///
    /// Never visits rows or columns outside the photo, however far the shape reaches.
    pub fn runs(&self, width: u32, height: u32) -> impl Iterator<Item = (u32, Range<u32>)> + use<'_> {
        let mut scanlines = Scanlines::new(self, height);
        scanlines.rows().flat_map(move |y| {
            let spans = scanlines.spans(y);
            spans.into_iter().map(move |span| (y, pixels_in(span, width))).filter(|(_, xs)| !xs.is_empty())
        })
    }
}

/// A shape cut into rows of pixels, from the top. A polygon's edges are looked at only in rows that they cross.
struct Scanlines<'a> {
    shape: &'a Shape,
    rows: Range<u32>,
    /// Edges that begin in a later row, the next one last.
    waiting: Vec<Edge>,
    active: Vec<Edge>,
}

struct Edge {
    from: [f64; 2],
    to: [f64; 2],
    rows: Range<u32>,
}

impl<'a> Scanlines<'a> {
    /// For a photo of this height.
    pub fn new(shape: &'a Shape, height: u32) -> Self {
        let bounds = shape.bounds();
        let mut waiting = match shape {
            Shape::Polygon { points } => edges(points).filter_map(|(from, to)| Edge::new(from, to, height)).collect(),
            _ => vec![],
        };
        waiting.sort_unstable_by_key(|edge| std::cmp::Reverse(edge.rows.start));
        Self { shape, rows: rows_in(bounds.top..bounds.bottom, height), waiting, active: vec![] }
    }

    pub fn rows(&self) -> Range<u32> {
        self.rows.clone()
    }

    /// Where the centre line of row `y` is inside; rows must be asked for from the top.
    pub fn spans(&mut self, y: u32) -> Vec<Range<f64>> {
        let line = f64::from(y) + 0.5;
        if !matches!(self.shape, Shape::Polygon { .. }) {
            return self.shape.spans(line);
        }
        while let Some(edge) = self.waiting.pop_if(|edge| edge.rows.start <= y) {
            self.active.push(edge);
        }
        self.active.retain(|edge| y < edge.rows.end);
        pair_up(self.active.iter().filter_map(|edge| crossing(edge.from, edge.to, line)).collect())
    }
}

impl Edge {
    fn new(from: [f64; 2], to: [f64; 2], height: u32) -> Option<Self> {
        let rows = rows_in(from[1].min(to[1])..from[1].max(to[1]), height);
        (!rows.is_empty()).then_some(Self { from, to, rows })
    }
}

/// The rows above `height` that a span of y touches, one more at each end for rounding.
fn rows_in(span: Range<f64>, height: u32) -> Range<u32> {
    let clamp = |y: f64| y.clamp(0.0, f64::from(height)) as u32;
    clamp(span.start.floor() - 1.0)..clamp(span.end.ceil() + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same every time (a linear congruential generator).
    fn scatter(seed: u64) -> impl FnMut(f64) -> f64 {
        let mut state = seed;
        move |range| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 * range
        }
    }

    fn assert_runs_agree(shape: &Shape, width: u32, height: u32) {
        let mut inside = vec![false; (width * height) as usize];
        for (y, xs) in shape.runs(width, height) {
            for x in xs {
                let seen = std::mem::replace(&mut inside[(y * width + x) as usize], true);
                assert!(!seen, "{shape}: pixel {x},{y} twice");
            }
        }
        for y in 0..height {
            for x in 0..width {
                let expected = shape.contains(f64::from(x) + 0.5, f64::from(y) + 0.5);
                assert_eq!(inside[(y * width + x) as usize], expected, "{shape}: pixel {x},{y}");
            }
        }
    }

    #[test]
    fn runs_hold_exactly_the_pixels_whose_centres_are_inside() {
        let mut random = scatter(1);
        for _ in 0..100 {
            let mut next = || random(80.0) - 20.0;
            let points = (0..7).map(|_| [next(), next()]).collect();
            assert_runs_agree(&Shape::Polygon { points }, 41, 37);
            let (x, y) = (next(), next());
            let (a, b) = (next().abs() + 0.1, next().abs() + 0.1);
            assert_runs_agree(&Shape::Rect { x, y, width: a, height: b }, 41, 37);
            assert_runs_agree(&Shape::Ellipse { cx: x, cy: y, rx: a, ry: b }, 41, 37);
        }
    }

    #[test]
    fn corners_on_pixel_centres_count_once() {
        let points = vec![[0.5, 0.5], [4.5, 0.5], [4.5, 4.5], [2.5, 2.5], [0.5, 4.5]];
        assert_runs_agree(&Shape::Polygon { points }, 6, 6);
    }

    #[test]
    fn a_shape_outside_the_photo_has_no_pixels() {
        for text in ["rect:-50,-50,40,40", "ellipse:500,20,10,10", "polygon:0,200,10,300,20,200", "rect:40,0,5,5"] {
            let shape: Shape = text.parse().expect("a shape");
            assert_eq!(shape.runs(40, 40).count(), 0, "{text}");
        }
    }

    #[test]
    fn a_huge_shape_costs_no_more_than_the_photo() {
        for text in ["rect:-1e6,-1e6,2e6,2e6", "ellipse:0,0,1e7,1e7", "polygon:-1e7,-1e7,1e7,-1e7,1e7,1e7,-1e7,1e7"] {
            let shape: Shape = text.parse().expect("a shape");
            let runs: Vec<_> = shape.runs(30, 20).collect();
            assert_eq!(runs, (0..20).map(|y| (y, 0..30)).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn neighbours_share_a_border_without_gap_or_overlap() {
        let left: Shape = "polygon:0,0,13.3,0,17.9,30,0,30".parse().expect("a shape");
        let right: Shape = "polygon:13.3,0,30,0,30,30,17.9,30".parse().expect("a shape");
        let pixels = |shape: &Shape| shape.runs(30, 30).map(|(_, xs)| xs.len()).sum::<usize>();
        assert_eq!(pixels(&left) + pixels(&right), 900);
    }

    #[test]
    fn a_polygon_without_points_has_no_pixels() {
        assert_eq!(Shape::Polygon { points: vec![] }.runs(10, 10).count(), 0);
    }
}
