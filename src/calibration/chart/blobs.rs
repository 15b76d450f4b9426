//! Places of even colour that could be patches of a chart.

use std::ops::Range;

use super::reduced_photo::Reduced;

/// A connected place of even colour whose outline is about a parallelogram.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Blob {
    pub center: [f64; 2],
    /// Side of the square of the same area, in pixels of the reduced photo.
    pub side: f64,
    /// Mean around its middle, square roots of linear light.
    pub color: [f64; 3],
}

/// How much each pixel of a reduced photo differs from its four neighbours at most, in thousandths of root light.
pub(super) struct Steps<'a> {
    photo: &'a Reduced,
    steps: Vec<u8>,
}

/// Pixels per side below which a patch can't be told from noise.
const SMALLEST_SIDE: f64 = 3.0;
/// The largest blob's share of the photo: the patches of a card that fills three fifths of it, and of one that has 24.
const LARGEST_CARD: f64 = 0.6;
const LARGEST: f64 = 1.0 / 40.0;

impl<'a> Steps<'a> {
    pub fn of(photo: &'a Reduced) -> Self {
        let mut steps = vec![0; photo.values.len()];
        let mut raise = |here: usize, there: usize, step: u8| {
            steps[here] = step.max(steps[here]);
            steps[there] = step.max(steps[there]);
        };
        let width = photo.width;
        for (y, row) in photo.values.chunks_exact(width).enumerate() {
            let start = y * width;
            for (x, pair) in row.windows(2).enumerate() {
                raise(start + x, start + x + 1, step(&pair[0], &pair[1]));
            }
            let below = photo.values.get(start + width..).unwrap_or_default();
            for (x, (upper, lower)) in row.iter().zip(below).enumerate() {
                raise(start + x, start + width + x, step(upper, lower));
            }
        }
        Self { photo, steps }
    }

    /// All blobs whose pixels differ from their neighbours by at most `most` thousandths and that are small enough to be
    /// among the patches of a card that has `patches`.
    pub fn even_blobs(&self, most: u8, patches: usize) -> Vec<Blob> {
        let mut pieces = Pieces::default();
        let (mut above, mut runs) = (Vec::new(), Vec::new());
        for (y, row) in self.steps.chunks_exact(self.photo.width).enumerate() {
            runs.clear();
            even_runs(row, most, |xs| runs.push((xs.clone(), pieces.start(y, xs))));
            pieces.join_rows(&above, &runs);
            std::mem::swap(&mut above, &mut runs);
        }
        let largest = self.steps.len() as f64 * LARGEST.max(LARGEST_CARD / patches.max(1) as f64);
        let fits = |blob: &Blob| blob.side >= SMALLEST_SIDE && blob.side * blob.side < largest;
        pieces.whole().filter_map(|moments| moments.blob(self.photo)).filter(fits).collect()
    }
}

fn step(a: &[f32; 3], b: &[f32; 3]) -> u8 {
    let largest = (a[0] - b[0]).abs().max((a[1] - b[1]).abs()).max((a[2] - b[2]).abs());
    // Saturates: beyond a quarter no step is even.
    (largest * 1000.0) as u8
}

/// The stretches of a row without larger steps.
fn even_runs(row: &[u8], most: u8, mut each: impl FnMut(Range<usize>)) {
    let mut x = 0;
    while let Some(start) = row[x..].iter().position(|step| *step <= most) {
        let first = x + start;
        let length = row[first..].iter().position(|step| *step > most).unwrap_or(row.len() - first);
        x = first + length;
        each(first..x);
    }
}

type Run = (Range<usize>, usize);

/// Runs that touch, put together (union–find).
///
/// Unlike `Grid::parts` it never holds the pixels of a part: on six thresholds of two million pixels their sums suffice.
#[derive(Default)]
struct Pieces {
    parents: Vec<usize>,
    moments: Vec<Moments>,
}

impl Pieces {
    fn start(&mut self, y: usize, xs: Range<usize>) -> usize {
        self.parents.push(self.parents.len());
        self.moments.push(Moments::of_run(y as f64, xs.start as f64, xs.end as f64));
        self.parents.len() - 1
    }

    fn join_rows(&mut self, above: &[Run], below: &[Run]) {
        let (mut i, mut j) = (0, 0);
        while let (Some((upper, a)), Some((lower, b))) = (above.get(i), below.get(j)) {
            if upper.start < lower.end && lower.start < upper.end {
                self.join(*a, *b);
            }
            if upper.end < lower.end { i += 1 } else { j += 1 }
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (from, to) = (a.max(b), a.min(b));
            self.parents[from] = to;
            let moved = self.moments[from];
            self.moments[to].add(&moved);
        }
    }

    fn root(&mut self, mut piece: usize) -> usize {
        while self.parents[piece] != piece {
            self.parents[piece] = self.parents[self.parents[piece]];
            piece = self.parents[piece];
        }
        piece
    }

    fn whole(self) -> impl Iterator<Item = Moments> {
        let is_root = |(i, parent): (usize, usize)| i == parent;
        let roots = self.parents.into_iter().enumerate().map(is_root);
        roots.zip(self.moments).filter(|(is_root, _)| *is_root).map(|(_, moments)| moments)
    }
}

/// Sums over the pixels of one place.
#[derive(Clone, Copy)]
struct Moments {
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Moments {
    /// Of the pixels of row `y` from `first` to before `end`.
    fn of_run(y: f64, first: f64, end: f64) -> Self {
        let count = end - first;
        let x = count * (first + end - 1.0) / 2.0;
        let squares_below = |n: f64| n * (n - 1.0) * (2.0 * n - 1.0) / 6.0;
        let xx = squares_below(end) - squares_below(first);
        Self { count, x, y: count * y, xx, xy: x * y, yy: count * y * y }
    }

    fn add(&mut self, other: &Self) {
        self.count += other.count;
        (self.x, self.y) = (self.x + other.x, self.y + other.y);
        (self.xx, self.xy, self.yy) = (self.xx + other.xx, self.xy + other.xy, self.yy + other.yy);
    }

    /// A parallelogram of area A has the determinant (A/12)² of second moments; other shapes have more.
    fn blob(&self, photo: &Reduced) -> Option<Blob> {
        let n = self.count;
        if n < SMALLEST_SIDE * SMALLEST_SIDE {
            return None;
        }
        let (x, y) = (self.x / n, self.y / n);
        let (xx, yy) = (self.xx / n - x * x + 1.0 / 12.0, self.yy / n - y * y + 1.0 / 12.0);
        let xy = self.xy / n - x * y;
        let determinant = (xx * yy - xy * xy).max(1e-9);
        let fullness = n / (12.0 * determinant.sqrt());
        let half_trace = (xx + yy) / 2.0;
        let spread = (half_trace * half_trace - determinant).max(0.0).sqrt();
        let elongation = ((half_trace + spread) / (half_trace - spread).max(1e-9)).sqrt();
        // The limits leave room for a strand of hair or glare over a patch, and for a tilt of 45°.
        let patch_like = fullness > 0.75 && elongation < 2.5;
        let (center, side) = ([x + 0.5, y + 0.5], n.sqrt());
        let color = if patch_like { photo.around(center, side / 4.0)? } else { return None };
        Some(Blob { center, side, color })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs(value: impl Fn(usize, usize) -> f32) -> Vec<Blob> {
        let values = (0..100 * 80).map(|n| [value(n % 100, n / 100); 3]).collect();
        Steps::of(&Reduced { width: 100, height: 80, values, step: 1.0 }).even_blobs(50, 24)
    }

    #[test]
    fn a_square_is_found_where_it_is() {
        let found = blobs(|x, y| if (40..52).contains(&x) && (30..42).contains(&y) { 0.8 } else { 0.2 });
        let [blob] = found.as_slice() else { panic!("{found:?}") };
        assert!((blob.center[0] - 46.0).abs() < 0.1 && (blob.center[1] - 36.0).abs() < 0.1, "{blob:?}");
        assert!((blob.color[0] - 0.8).abs() < 1e-6, "{blob:?}");
    }

    #[test]
    fn a_thin_line_is_no_patch() {
        assert!(blobs(|x, y| if (10..90).contains(&x) && (30..37).contains(&y) { 0.8 } else { 0.2 }).is_empty());
    }

    #[test]
    fn what_joins_further_down_is_one_place() {
        let is_fork =
            |x: usize, y: usize| (20..60).contains(&y) && (10..50).contains(&x) && !((28..32).contains(&x) && y < 40);
        // A fork fills its outline too badly to be a patch; its two arms would each be one.
        assert!(blobs(|x, y| if is_fork(x, y) { 0.8 } else { 0.2 }).iter().all(|blob| blob.center[1] > 38.0));
    }
}
