use super::shape::{Paintable, Point, Shape, rect, subsamples};

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
        let line = Line::new(root, end);
        let radius = diameter / 2.0;
        let reached = line.bounds(radius).pixels(self.width, self.height);
        let near = reached.filter(|(x, y)| line.passes([*x as f64 + 0.5, *y as f64 + 0.5], radius + HALF_DIAGONAL));
        let newly = near.map(|(x, y)| {
            let touched = (0u32..).zip(subsamples(x, y)).filter(|(_, point)| line.passes(*point, radius));
            let bits = touched.fold(0u64, |bits, (place, _)| bits | 1 << place);
            let seen = &mut self.points[y * self.width + x];
            let new = bits & !*seen;
            *seen |= bits;
            (y * self.width + x, f64::from(new.count_ones()) / 64.0)
        });
        newly.collect()
    }
}

struct Line {
    from: Point,
    along: Point,
    length_squared: f64,
}

impl Line {
    fn new(from: Point, to: Point) -> Self {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length_squared = (along[0] * along[0] + along[1] * along[1]).max(f64::MIN_POSITIVE);
        Self { from, along, length_squared }
    }

    fn bounds(&self, margin: f64) -> Shape {
        let [x, y] = [0, 1].map(|axis| self.from[axis] + self.along[axis].min(0.0) - margin);
        let [width, height] = self.along.map(|length| length.abs() + 2.0 * margin);
        rect(x, y, width, height)
    }

    /// Whether the point is less than `distance` away.
    fn passes(&self, point: Point, distance: f64) -> bool {
        let [x, y] = [point[0] - self.from[0], point[1] - self.from[1]];
        let share = ((x * self.along[0] + y * self.along[1]) / self.length_squared).clamp(0.0, 1.0);
        let [dx, dy] = [x - share * self.along[0], y - share * self.along[1]];
        dx * dx + dy * dy < distance * distance
    }
}
