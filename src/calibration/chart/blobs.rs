//! Places of even colour that could be patches of a chart.

use super::reduced::Reduced;

/// A connected place of even colour whose outline is about a parallelogram.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Blob {
    pub center: [f64; 2],
    /// Side of the square of the same area, in pixels of the reduced photo.
    pub side: f64,
    /// Mean of its pixels, square roots of linear light.
    pub color: [f64; 3],
}

/// Pixels per side below which a patch can't be told from noise.
const SMALLEST_SIDE: f64 = 3.0;

/// All such places where neighbouring pixels differ by less than `threshold`.
pub(super) fn even_blobs(photo: &Reduced, threshold: f32) -> Vec<Blob> {
    let even = even_pixels(photo, threshold);
    let mut seen = even.iter().map(|even| !even).collect::<Vec<_>>();
    let largest = (photo.width * photo.height / 40) as f64;
    let mut stack = Vec::new();
    let mut blobs = Vec::new();
    for start in 0..seen.len() {
        if !seen[start] {
            let moments = fill(photo, start, &mut seen, &mut stack);
            blobs.extend(moments.blob().filter(|blob| blob.side >= SMALLEST_SIDE && blob.side * blob.side < largest));
        }
    }
    blobs
}

/// Pixels that differ little from the pixels right of and below them, and those from them.
fn even_pixels(photo: &Reduced, threshold: f32) -> Vec<bool> {
    let (width, height) = (photo.width, photo.height);
    let mut even = vec![true; width * height];
    let differ = |a: usize, b: usize| {
        let (p, q) = (photo.values[a], photo.values[b]);
        (p[0] - q[0]).abs().max((p[1] - q[1]).abs()).max((p[2] - q[2]).abs()) > threshold
    };
    for y in 0..height {
        for x in 0..width {
            let here = y * width + x;
            let right = x + 1 < width && differ(here, here + 1);
            let below = y + 1 < height && differ(here, here + width);
            if right {
                (even[here], even[here + 1]) = (false, false);
            }
            if below {
                (even[here], even[here + width]) = (false, false);
            }
        }
    }
    even
}

/// Sums over the pixels of one place.
#[derive(Default)]
struct Moments {
    color: [f64; 3],
    count: f64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

fn fill(photo: &Reduced, start: usize, seen: &mut [bool], stack: &mut Vec<usize>) -> Moments {
    let (width, height) = (photo.width, photo.height);
    let mut moments = Moments::default();
    seen[start] = true;
    stack.push(start);
    while let Some(here) = stack.pop() {
        let (x, y) = (here % width, here / width);
        moments.add(x as f64, y as f64, photo.values[here]);
        let mut visit = |next: usize| {
            if !seen[next] {
                seen[next] = true;
                stack.push(next);
            }
        };
        if x > 0 {
            visit(here - 1)
        }
        if x + 1 < width {
            visit(here + 1)
        }
        if y > 0 {
            visit(here - width)
        }
        if y + 1 < height {
            visit(here + width)
        }
    }
    moments
}

impl Moments {
    fn add(&mut self, x: f64, y: f64, color: [f32; 3]) {
        self.count += 1.0;
        self.color = [0, 1, 2].map(|k| self.color[k] + f64::from(color[k]));
        (self.x, self.y) = (self.x + x, self.y + y);
        (self.xx, self.xy, self.yy) = (self.xx + x * x, self.xy + x * y, self.yy + y * y);
    }

    /// A parallelogram of area A has the determinant (A/12)² of second moments; other shapes have more.
    fn blob(&self) -> Option<Blob> {
        let n = self.count;
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
        patch_like.then(|| Blob { center: [x + 0.5, y + 0.5], side: n.sqrt(), color: self.color.map(|sum| sum / n) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(value: impl Fn(usize, usize) -> f32) -> Reduced {
        let values = (0..100 * 80).map(|n| [value(n % 100, n / 100); 3]).collect();
        Reduced { width: 100, height: 80, values, step: 1.0 }
    }

    #[test]
    fn a_square_is_found_where_it_is() {
        let square = picture(|x, y| if (40..52).contains(&x) && (30..42).contains(&y) { 0.8 } else { 0.2 });
        let blobs = even_blobs(&square, 0.05);
        let [blob] = blobs.as_slice() else { panic!("{blobs:?}") };
        assert!((blob.center[0] - 46.0).abs() < 0.1 && (blob.center[1] - 36.0).abs() < 0.1, "{blob:?}");
    }

    #[test]
    fn a_thin_line_is_no_patch() {
        let line = picture(|x, y| if (10..90).contains(&x) && (30..37).contains(&y) { 0.8 } else { 0.2 });
        assert!(even_blobs(&line, 0.05).is_empty());
    }
}
