use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::painting::Painting;
use super::texture::lattice;
use super::{Point, Shape, rect};

/// Lines of writing in a script of random strokes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lettering {
    /// The rectangle that it fills.
    pub shape: Shape,
    pub lab: Lab,
    pub height_px: f64,
    /// From line to line, in letter heights.
    pub leading: f64,
}

/// Squares that a letter is made of, with the space to the next.
const LETTER: [i64; 2] = [6, 7];
/// Share of the squares that are inked, and of letters that are left out between words.
const INKED: f64 = 0.5;
const SPACES: f64 = 0.2;

impl Lettering {
    pub fn paint(&self, painting: &mut Painting, seed: u64) {
        let light = self.lab.to_linear();
        let side = self.height_px / LETTER[1] as f64;
        let bounds = self.shape.bounds();
        let lines = ((bounds.bottom - bounds.top) / self.height_px / self.leading) as i64;
        let squares = ((bounds.right - bounds.left) / side) as i64;
        for line in 0..lines {
            let top = bounds.top + line as f64 * self.height_px * self.leading;
            for (column, row) in (0..squares).flat_map(|column| (0..LETTER[1]).map(move |row| (column, row))) {
                if is_inked(line, column, row, seed) {
                    let corner: Point = [bounds.left + column as f64 * side, top + row as f64 * side];
                    painting.lay(&rect(corner[0], corner[1], side, side), |_| light);
                }
            }
        }
    }
}

fn is_inked(line: i64, column: i64, row: i64, seed: u64) -> bool {
    let share = |x: i64, y: i64| (lattice(x, y, seed) + 1.0) / 2.0;
    let is_letter = column % LETTER[0] < LETTER[0] - 1 && share(column / LETTER[0], 1000 + line) > SPACES;
    is_letter && share(column, line * LETTER[1] + row) < INKED
}
