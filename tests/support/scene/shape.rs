use serde::{Deserialize, Serialize};

/// A point in pixels: origin top-left, y down, pixel centres at halves.
pub type Point = [f64; 2];

/// Samples along each side of a pixel when the covered part of it is counted.
pub const SUBSAMPLES: usize = 8;

/// An area of the picture, written in files as the app writes a region's shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Rect { x: f64, y: f64, width: f64, height: f64 },
    Ellipse { cx: f64, cy: f64, rx: f64, ry: f64 },
    Polygon(Vec<Point>),
}

impl Shape {
    pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::Rect { x, y, width, height }
    }

    pub fn ellipse(cx: f64, cy: f64, rx: f64, ry: f64) -> Self {
        Self::Ellipse { cx, cy, rx, ry }
    }

    /// A rectangle `length` × `width` around `center`, its length turned by `degrees` from x towards y.
    pub fn bar(center: Point, length: f64, width: f64, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let corner = |u: f64, v: f64| [center[0] + u * cos - v * sin, center[1] + u * sin + v * cos];
        let (u, v) = (length / 2.0, width / 2.0);
        Self::Polygon(vec![corner(-u, -v), corner(u, -v), corner(u, v), corner(-u, v)])
    }

    pub fn contains(&self, [px, py]: Point) -> bool {
        match self {
            Self::Rect { x, y, width, height } => (*x..x + width).contains(&px) && (*y..y + height).contains(&py),
            Self::Ellipse { .. } => self.radius_at([px, py]) < 1.0,
            Self::Polygon(points) => crossings(points, [px, py]) % 2 == 1,
        }
    }

    /// How far out a point lies: 0 in the middle of the bounds, 1 on the ellipse that fits in them.
    pub fn radius_at(&self, [px, py]: Point) -> f64 {
        let [left, top, right, bottom] = self.bounds();
        let across = (px - (left + right) / 2.0) / ((right - left) / 2.0);
        let down = (py - (top + bottom) / 2.0) / ((bottom - top) / 2.0);
        across.hypot(down)
    }

    /// Left, top, right, bottom.
    pub fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Rect { x, y, width, height } => [*x, *y, x + width, y + height],
            Self::Ellipse { cx, cy, rx, ry } => [cx - rx, cy - ry, cx + rx, cy + ry],
            Self::Polygon(points) => points
                .iter()
                .fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |[l, t, r, b], [x, y]| {
                    [l.min(*x), t.min(*y), r.max(*x), b.max(*y)]
                }),
        }
    }

    /// The pixels that the shape may touch, in a picture of this size.
    pub fn pixels(&self, width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let [left, top, right, bottom] = self.bounds();
        let columns = left.max(0.0) as usize..width.min(right.max(0.0).ceil() as usize);
        (top.max(0.0) as usize..height.min(bottom.max(0.0).ceil() as usize))
            .flat_map(move |y| columns.clone().map(move |x| (x, y)))
    }

    /// The covered part of a pixel, 0–1, counted on 8 × 8 points; a pixel with all corners inside counts as full.
    pub fn coverage(&self, x: usize, y: usize) -> f64 {
        let [left, top] = [x as f64, y as f64];
        let corners = [[left, top], [left + 1.0, top], [left, top + 1.0], [left + 1.0, top + 1.0]];
        if corners.into_iter().all(|corner| self.contains(corner)) {
            return 1.0;
        }
        let inside = subsamples(x, y).filter(|point| self.contains(*point)).count();
        inside as f64 / (SUBSAMPLES * SUBSAMPLES) as f64
    }
}

/// The sample points of a pixel, row by row.
pub fn subsamples(x: usize, y: usize) -> impl Iterator<Item = Point> {
    let at = |base: usize, step: usize| base as f64 + (step as f64 + 0.5) / SUBSAMPLES as f64;
    (0..SUBSAMPLES).flat_map(move |row| (0..SUBSAMPLES).map(move |column| [at(x, column), at(y, row)]))
}

/// How many edges a ray from the point towards +x crosses.
fn crossings(points: &[Point], [px, py]: Point) -> usize {
    let edges = points.iter().zip(points.iter().cycle().skip(1));
    edges.filter(|([x0, y0], [x1, y1])| (*y0 > py) != (*y1 > py) && px < x0 + (py - y0) / (y1 - y0) * (x1 - x0)).count()
}
