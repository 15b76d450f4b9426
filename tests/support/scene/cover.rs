use super::shape::{Point, Shape, subsamples};

/// From a pixel's centre to its corner.
const HALF_DIAGONAL: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Which of each pixel's 64 sample points hair covers, so that crossing tips are counted once.
pub struct Cover {
    width: usize,
    height: usize,
    points: Vec<u64>,
}

impl Cover {
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, points: vec![0; width * height] }
    }

    /// Adds a tip from `root` to `end`, `diameter` wide with round ends; gives pixels and the parts newly covered.
    pub fn add(&mut self, root: Point, end: Point, diameter: f64) -> Vec<(usize, f64)> {
        let radius = diameter / 2.0;
        let [left, right] = [root[0].min(end[0]) - radius, root[0].max(end[0]) + radius];
        let [top, bottom] = [root[1].min(end[1]) - radius, root[1].max(end[1]) + radius];
        let bounds = Shape::rect(left, top, right - left, bottom - top);
        let reached = bounds.pixels(self.width, self.height);
        let near =
            reached.filter(|(x, y)| distance([*x as f64 + 0.5, *y as f64 + 0.5], root, end) < radius + HALF_DIAGONAL);
        let newly = near.map(|(x, y)| {
            let touched = (0u32..).zip(subsamples(x, y)).filter(|(_, point)| distance(*point, root, end) < radius);
            let bits = touched.fold(0u64, |bits, (place, _)| bits | 1 << place);
            let seen = &mut self.points[y * self.width + x];
            let new = bits & !*seen;
            *seen |= bits;
            (y * self.width + x, f64::from(new.count_ones()) / 64.0)
        });
        newly.collect()
    }
}

/// Distance of a point from the line between two others.
fn distance(point: Point, from: Point, to: Point) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let out = [point[0] - from[0], point[1] - from[1]];
    let length_squared = along[0].powi(2) + along[1].powi(2);
    let share = ((out[0] * along[0] + out[1] * along[1]) / length_squared.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    (out[0] - share * along[0]).hypot(out[1] - share * along[1])
}
