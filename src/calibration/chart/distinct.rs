//! Whether a chart can be told from others, and from itself turned and mirrored, by the pattern of its colours.

use super::evidence::agreement;
use super::seen_through::{Roots, Seen};
use super::{Chart, Grid};

/// Agreement of a chart with itself turned, mirrored or shuffled up to which it is told from them: well below that which
/// makes a chart (0.93), as a photo blurs the difference. Known charts have at most 0.64 (our choice).
const MOST_ALIKE: f64 = 0.8;
/// Shuffles that are tried, always the same.
const SHUFFLES: u64 = 200;

impl Chart {
    /// Whether its colours agree with nothing but itself.
    pub(super) fn is_distinct(&self) -> bool {
        self.most_alike() < MOST_ALIKE
    }

    /// The agreement of the other orders of its patches that is highest.
    fn most_alike(&self) -> f64 {
        let (roots, patches) = (Roots::of(self), self.grid.patches());
        let shuffles = (0..SHUFFLES).map(|seed| shuffled(patches, seed));
        let orders = turned(self.grid).into_iter().chain(shuffles);
        orders.map(|order| agreement(&roots, &reordered(&roots, &order))).fold(0.0, f64::max)
    }
}

/// What a camera sees where each patch is in the place of another.
fn reordered(roots: &Roots, order: &[usize]) -> Vec<Seen> {
    let seen = roots.seen();
    order.iter().enumerate().map(|(patch, other)| (patch, seen[*other].1)).collect()
}

/// The patches of a chart turned and mirrored in all ways that keep its grid.
fn turned(grid: Grid) -> Vec<Vec<usize>> {
    let is_square = grid.columns == grid.rows;
    let transposed = [false, true].into_iter().filter(|transposed| is_square || !transposed);
    let ways = transposed.flat_map(|transposed| (1 - usize::from(transposed)..4).map(move |flips| (transposed, flips)));
    let patch_of = |(transposed, flips): (bool, usize), patch: usize| {
        let [column, row] = grid.place_of(patch);
        let [column, row] = if transposed { [row, column] } else { [column, row] };
        let column = if flips & 1 == 1 { grid.columns - 1 - column } else { column };
        let row = if flips & 2 == 2 { grid.rows - 1 - row } else { row };
        row * grid.columns + column
    };
    ways.map(|way| (0..grid.patches()).map(|patch| patch_of(way, patch)).collect()).collect()
}

/// Patches in an order without order.
fn shuffled(patches: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..patches).collect();
    // Multiplicative hashing (Knuth 1998, The Art of Computer Programming 3, section 6.4).
    order.sort_by_key(|patch| (*patch as u64 + 1 + 1009 * seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_charts_are_distinct() {
        for chart in Chart::known() {
            assert!(chart.is_distinct(), "{}: {}", chart.name, chart.most_alike());
        }
    }
}
