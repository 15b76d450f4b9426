use crate::preview::treatment::noise::unit;

/// Points of a pattern; enough that its repetition is 45 mm wide.
const COUNT: usize = 8192;
/// Points on a mm² when all are used: the densest that a treatment can be.
const FULL_PER_MM2: f64 = 4.0;

/// Throws without a hit after which the least distance shrinks, and by how much.
const MISSES: usize = 300;
const SHRINKING: f64 = 0.985;

/// Below this many points, comparing with each is faster than looking them up by place.
const FEW: usize = 200;
/// Squares along each side of the square that points are looked up in.
const GRID: usize = 64;

/// Places for dots that repeat without a seam, in an order of which every beginning is evenly and never regularly spread.
///
/// By throwing darts at a distance that shrinks (McCool and Fiume 1992): so a thinner area has some of the dots of a
/// denser one, and the density may change from place to place.
pub struct Pattern {
    /// Each 0–1 in both directions.
    points: Vec<[f64; 2]>,
}

impl Pattern {
    /// About 0.1 s.
    pub fn new(seed: u64) -> Self {
        let mut thrower = Thrower { points: Vec::with_capacity(COUNT), grid: vec![Vec::new(); GRID * GRID] };
        let (mut thrown, mut misses, mut distance) = (0u64, 0, 0.5);
        while thrower.points.len() < COUNT {
            let number = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(2 * thrown);
            let point = [unit(number), unit(number.wrapping_add(1))];
            thrown += 1;
            if thrower.is_free(point, distance) {
                thrower.insert(point);
                misses = 0;
            } else {
                misses += 1;
            }
            if misses == MISSES {
                (misses, distance) = (0, distance * SHRINKING);
            }
        }
        Self { points: thrower.points }
    }

    /// Where the pattern starts again, mm.
    pub(super) fn period_mm(&self) -> f64 {
        (COUNT as f64 / FULL_PER_MM2).sqrt()
    }

    /// The points that make this density, in their order.
    pub(super) fn of_density(&self, per_mm2: f64) -> &[[f64; 2]] {
        let count = (per_mm2 / FULL_PER_MM2 * COUNT as f64).round() as usize;
        &self.points[..count.clamp(1, COUNT)]
    }
}

struct Thrower {
    points: Vec<[f64; 2]>,
    grid: Vec<Vec<u16>>,
}

impl Thrower {
    fn is_free(&self, point: [f64; 2], distance: f64) -> bool {
        let is_far = |other: &[f64; 2]| squared_distance(point, *other) >= distance * distance;
        if self.points.len() < FEW {
            return self.points.iter().all(is_far);
        }
        let reach = (distance * GRID as f64).ceil() as isize;
        let [column, row] = square_of(point);
        (-reach..=reach).all(|dy| {
            (-reach..=reach).all(|dx| {
                let [column, row] = [(column, dx), (row, dy)]
                    .map(|(at, step): (usize, isize)| (at as isize + step).rem_euclid(GRID as isize) as usize);
                self.grid[row * GRID + column].iter().all(|&index| is_far(&self.points[usize::from(index)]))
            })
        })
    }

    fn insert(&mut self, point: [f64; 2]) {
        let [column, row] = square_of(point);
        self.grid[row * GRID + column].push(self.points.len() as u16);
        self.points.push(point);
    }
}

fn square_of(point: [f64; 2]) -> [usize; 2] {
    point.map(|at| ((at * GRID as f64) as usize).min(GRID - 1))
}

/// Across the seam where that is shorter.
fn squared_distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let apart = |axis: usize| {
        let apart = (a[axis] - b[axis]).abs();
        apart.min(1.0 - apart)
    };
    apart(0).powi(2) + apart(1).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distances to the nearest neighbour, in mean spacings.
    fn nearest(points: &[[f64; 2]]) -> Vec<f64> {
        let spacing = 1.0 / (points.len() as f64).sqrt();
        let of = |(index, &point): (usize, &[f64; 2])| {
            let others = points.iter().enumerate().filter(|(other, _)| *other != index);
            others.map(|(_, &other)| squared_distance(point, other)).fold(f64::MAX, f64::min).sqrt() / spacing
        };
        points.iter().enumerate().map(of).collect()
    }

    #[test]
    fn every_beginning_is_evenly_spread_and_no_grid() {
        let pattern = Pattern::new(3);
        for per_mm2 in [0.2, 0.7, 1.5, 4.0] {
            let nearest = nearest(pattern.of_density(per_mm2));
            let mean = nearest.iter().sum::<f64>() / nearest.len() as f64;
            let least = nearest.iter().copied().fold(f64::MAX, f64::min);
            let deviation = (nearest.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / nearest.len() as f64).sqrt();
            // Points at random have a mean of 0.5 and a least near 0; a square grid has 1 and no deviation.
            assert!(least > 0.55 && mean > 0.68 && mean < 0.9, "{per_mm2}: {least} {mean}");
            assert!(deviation > 0.03, "{per_mm2}: {deviation}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_pattern() {
        assert_eq!(Pattern::new(5).points, Pattern::new(5).points);
        assert_ne!(Pattern::new(5).points, Pattern::new(6).points);
    }
}
