pub use stipple::photo::Shape;

/// A point in pixels: origin top-left, y down, pixel centres at halves.
pub type Point = [f64; 2];

/// Samples along each side of a pixel when the covered part of it is counted.
pub const SUBSAMPLES: usize = 8;

pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Shape {
    Shape::Rect { x, y, width, height }
}

pub fn ellipse(cx: f64, cy: f64, rx: f64, ry: f64) -> Shape {
    Shape::Ellipse { cx, cy, rx, ry }
}

pub fn polygon(points: impl Into<Vec<Point>>) -> Shape {
    Shape::Polygon { points: points.into() }
}

/// A rectangle `length` × `width` around `center`, its length turned by `degrees` from x towards y.
pub fn bar(center: Point, length: f64, width: f64, degrees: f64) -> Shape {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let corner = |u: f64, v: f64| [center[0] + u * cos - v * sin, center[1] + u * sin + v * cos];
    let (u, v) = (length / 2.0, width / 2.0);
    polygon([corner(-u, -v), corner(u, -v), corner(u, v), corner(-u, v)])
}

/// What painting asks of a shape beyond what the app does.
pub trait Paintable {
    fn holds(&self, point: Point) -> bool;

    /// How far out a point lies: 0 in the middle of the bounds, 1 on the ellipse that fits in them.
    fn radius_at(&self, point: Point) -> f64;

    /// The pixels that the shape may touch, in a picture of this size.
    fn pixels(&self, width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> + use<Self>;

    /// The covered part of a pixel, 0–1, counted on 8 × 8 points; a pixel with all corners inside counts as full.
    fn coverage(&self, x: usize, y: usize) -> f64;
}

impl Paintable for Shape {
    fn holds(&self, [x, y]: Point) -> bool {
        self.contains(x, y)
    }

    fn radius_at(&self, [x, y]: Point) -> f64 {
        let bounds = self.bounds();
        let out = |at: f64, low: f64, high: f64| (at - (low + high) / 2.0) / ((high - low) / 2.0);
        out(x, bounds.left, bounds.right).hypot(out(y, bounds.top, bounds.bottom))
    }

    fn pixels(&self, width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let bounds = self.bounds();
        let columns = bounds.left.max(0.0) as usize..width.min(bounds.right.max(0.0).ceil() as usize);
        (bounds.top.max(0.0) as usize..height.min(bounds.bottom.max(0.0).ceil() as usize))
            .flat_map(move |y| columns.clone().map(move |x| (x, y)))
    }

    fn coverage(&self, x: usize, y: usize) -> f64 {
        let ([left, top], bounds) = ([x as f64, y as f64], self.bounds());
        if left >= bounds.right || left + 1.0 <= bounds.left || top >= bounds.bottom || top + 1.0 <= bounds.top {
            return 0.0;
        }
        let corners = [[left, top], [left + 1.0, top], [left, top + 1.0], [left + 1.0, top + 1.0]];
        if corners.into_iter().all(|corner| self.holds(corner)) {
            return 1.0;
        }
        let inside = subsamples(x, y).filter(|point| self.holds(*point)).count();
        inside as f64 / (SUBSAMPLES * SUBSAMPLES) as f64
    }
}

/// The sample points of a pixel, row by row.
pub fn subsamples(x: usize, y: usize) -> impl Iterator<Item = Point> {
    let at = |base: usize, step: usize| base as f64 + (step as f64 + 0.5) / SUBSAMPLES as f64;
    (0..SUBSAMPLES).flat_map(move |row| (0..SUBSAMPLES).map(move |column| [at(x, column), at(y, row)]))
}
