//! Blobs by where they are, and which of them a chart's patch could be.

use nalgebra::{Matrix2, Vector2};

use super::blobs::Blob;

/// Blobs in squares, so that those near a place are found fast.
pub(super) struct Field<'a> {
    pub blobs: &'a [Blob],
    squares: Vec<Vec<usize>>,
    columns: i32,
    rows: i32,
}

/// Side of the squares, in pixels: about a patch's pitch.
const SQUARE: f64 = 32.0;
/// Blobs beside one that are looked at, the nearest.
const NEIGHBOURS: usize = 8;
/// Neighbours that a patch in a corner has.
const FEWEST_NEIGHBOURS: usize = 3;
/// How much colours around a patch differ in the direction in which they differ least; chessboards and keyboards have
/// two colours and what lies between them, so none at all.
const LEAST_VARIETY: f64 = 0.012;

/// Distance between the middles of two blobs that are one patch, in sides.
const SAME_PLACE: f64 = 0.3;

impl<'a> Field<'a> {
    pub fn new(blobs: &'a [Blob]) -> Self {
        let farthest = |axis: usize| blobs.iter().map(|blob| square_of(blob.center[axis])).max().unwrap_or(0) + 1;
        let (columns, rows) = (farthest(0), farthest(1));
        let mut squares = vec![Vec::new(); (columns * rows) as usize];
        for (i, blob) in blobs.iter().enumerate() {
            let [column, row] = blob.center.map(square_of);
            squares[(row * columns + column) as usize].push(i);
        }
        Self { blobs, squares, columns, rows }
    }

    /// The blob nearest to a place, within `reach` of it.
    pub fn nearest(&self, place: [f64; 2], reach: f64) -> Option<usize> {
        self.near(place, reach).min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))).map(|(i, _)| i)
    }

    /// The nearest blobs beside one that are about as large.
    pub fn beside(&self, seed: usize) -> Vec<usize> {
        let from = &self.blobs[seed];
        let near = self.near(from.center, 2.2 * (from.side + 2.0));
        let beside = |(i, distance): &(usize, f64)| *distance > 0.7 * from.side && alike(&self.blobs[*i], from);
        let mut beside: Vec<(usize, f64)> = near.filter(beside).collect();
        beside.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        beside.into_iter().take(NEIGHBOURS).map(|(i, _)| i).collect()
    }

    /// Blobs that may be patches by the colours around them, the most varied first.
    pub fn varied(&self) -> Vec<usize> {
        let variety = |seed: usize| Some((seed, self.variety_around(seed)?));
        let mut varied: Vec<(usize, f64)> = (0..self.blobs.len()).filter_map(variety).collect();
        varied.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        varied.into_iter().map(|(seed, _)| seed).collect()
    }

    /// The lesser standard deviation of the hues of a blob and of those beside it.
    fn variety_around(&self, seed: usize) -> Option<f64> {
        let beside = self.beside(seed);
        if beside.len() < FEWEST_NEIGHBOURS {
            return None;
        }
        let hues: Vec<Vector2<f64>> = beside.into_iter().chain([seed]).map(|i| hue(self.blobs[i].color)).collect();
        let count = hues.len() as f64;
        let mean = hues.iter().sum::<Vector2<f64>>() / count;
        let spread = hues.iter().map(|hue| (hue - mean) * (hue - mean).transpose()).sum::<Matrix2<f64>>() / count;
        let half_trace = spread.trace() / 2.0;
        let least = half_trace - (half_trace * half_trace - spread.determinant()).max(0.0).sqrt();
        Some(least.max(0.0).sqrt()).filter(|variety| *variety > LEAST_VARIETY)
    }

    /// All blobs within `reach` of a place, with their distance.
    fn near(&self, [x, y]: [f64; 2], reach: f64) -> impl Iterator<Item = (usize, f64)> {
        let span = |at: f64, end: i32| square_of(at - reach).max(0)..(square_of(at + reach) + 1).min(end);
        let (columns, rows) = (span(x, self.columns), span(y, self.rows));
        let squares =
            rows.flat_map(move |row| columns.clone().map(move |column| (row * self.columns + column) as usize));
        let distance = move |i: usize| (self.blobs[i].center[0] - x).hypot(self.blobs[i].center[1] - y);
        let members = squares.flat_map(|square| self.squares[square].iter().copied());
        members.map(move |i| (i, distance(i))).filter(move |(_, distance)| *distance < reach)
    }
}

/// Blobs without those that have an earlier one in the same place.
pub(super) fn distinct(blobs: Vec<Blob>) -> Vec<Blob> {
    let field = Field::new(&blobs);
    let is_first = |i: usize| {
        let Blob { center, side, .. } = blobs[i];
        field.near(center, SAME_PLACE * side).all(|(other, _)| other >= i)
    };
    let first: Vec<bool> = (0..blobs.len()).map(is_first).collect();
    blobs.into_iter().zip(first).filter(|(_, first)| *first).map(|(blob, _)| blob).collect()
}

/// Whether two blobs may be patches of one chart by their sizes.
pub(super) fn alike(a: &Blob, b: &Blob) -> bool {
    let ratio = (a.side + 2.0) / (b.side + 2.0);
    (0.65..1.55).contains(&ratio)
}

/// Red and blue against green, whatever the light; dark colours have less of it, as noise has more.
fn hue([r, g, b]: [f64; 3]) -> Vector2<f64> {
    Vector2::new(r - g, b - g) / (r + g + b + 0.15)
}

fn square_of(place: f64) -> i32 {
    (place / SQUARE).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(color: impl Fn(usize, usize) -> [f64; 3]) -> Vec<Blob> {
        let blob = |n: usize| Blob {
            center: [20.0 + 12.0 * (n % 6) as f64, 20.0 + 12.0 * (n / 6) as f64],
            side: 9.0,
            color: color(n % 6, n / 6),
        };
        (0..24).map(blob).collect()
    }

    #[test]
    fn a_chessboard_has_no_variety() {
        let board = grid(|x, y| if (x + y) % 2 == 0 { [0.8, 0.7, 0.5] } else { [0.2, 0.22, 0.21] });
        assert!(Field::new(&board).varied().is_empty());
    }

    #[test]
    fn many_colours_are_variety() {
        let colors = grid(|x, y| [0.1 + 0.15 * x as f64, 0.5, 0.1 + 0.25 * y as f64]);
        assert_eq!(Field::new(&colors).varied().len(), 24);
    }

    #[test]
    fn of_blobs_in_one_place_the_first_stays() {
        let blobs = grid(|_, _| [0.5; 3]);
        let smaller = blobs.iter().map(|blob| Blob { center: blob.center.map(|c| c + 0.5), side: 6.0, ..blob.clone() });
        let beside = Blob { center: [26.0, 20.0], ..blobs[0].clone() };
        let all = blobs.iter().cloned().chain(smaller).chain([beside.clone()]).collect();
        assert_eq!(distinct(all), [blobs, vec![beside]].concat());
    }

    #[test]
    fn the_nearest_blob_is_found_across_squares() {
        let blobs = grid(|_, _| [0.5; 3]);
        let field = Field::new(&blobs);
        assert_eq!(field.nearest([33.0, 31.0], 5.0), Some(7));
        assert_eq!(field.nearest([26.0, 26.0], 5.0), None);
    }
}
