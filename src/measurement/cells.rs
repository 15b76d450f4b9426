use crate::color::LinearRgb;
use crate::photo::{Photo, Pixel, Shape};

/// Cells along the longer side of the photo.
const CELLS: u32 = 64;

/// A cell is read at this many places along each side.
const READINGS: u32 = 16;

/// A suggested region is at least this many cells wide and high.
const LEAST_CELLS: usize = 2;

/// A small square of the photo.
pub(super) struct Cell {
    pub light: LinearRgb,
    /// Standard deviation of the luminance over its mean.
    pub roughness: f64,
    usable_share: f64,
}

/// The whole photo in squares.
pub(super) struct Cells {
    cells: Vec<Cell>,
    columns: usize,
    side: u32,
}

impl Cell {
    pub fn is_usable(&self) -> bool {
        self.usable_share > 0.9
    }

    fn of(pixels: &[Pixel]) -> Self {
        let usable: Vec<LinearRgb> =
            pixels.iter().filter(|pixel| pixel.opaque && !pixel.clipped).map(|pixel| pixel.light).collect();
        let count = usable.len().max(1) as f64;
        let light = usable.iter().fold(LinearRgb::BLACK, |sum, &light| sum + light) * (1.0 / count);
        let mean = light.luminance();
        let variance = usable.iter().map(|light| (light.luminance() - mean).powi(2)).sum::<f64>() / count;
        let usable_share = usable.len() as f64 / pixels.len().max(1) as f64;
        Self { light, roughness: variance.sqrt() / mean.max(1e-6), usable_share }
    }
}

impl Cells {
    pub fn of(photo: &Photo) -> Self {
        let side = photo.width().max(photo.height()).div_ceil(CELLS);
        let (columns, rows) = (photo.width() / side, photo.height() / side);
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column * side, row * side)));
        let cells = places.map(|(x, y)| Cell::of(&read(photo, x, y, side))).collect();
        Self { cells, columns: columns as usize, side }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter()
    }

    /// The largest part of the photo whose cells are wanted and touch along their sides.
    pub fn largest_part(&self, is_wanted: impl Fn(&Cell) -> bool) -> Vec<bool> {
        let wanted: Vec<bool> = self.cells.iter().map(is_wanted).collect();
        let mut seen = vec![false; wanted.len()];
        let mut largest = Vec::new();
        for start in 0..wanted.len() {
            let part = self.part_from(start, &wanted, &mut seen);
            if part.len() > largest.len() {
                largest = part;
            }
        }
        let mut inside = vec![false; wanted.len()];
        largest.into_iter().for_each(|cell| inside[cell] = true);
        inside
    }

    fn part_from(&self, start: usize, wanted: &[bool], seen: &mut [bool]) -> Vec<usize> {
        let mut part = Vec::new();
        let mut next = vec![start];
        while let Some(cell) = next.pop() {
            if !wanted[cell] || seen[cell] {
                continue;
            }
            seen[cell] = true;
            part.push(cell);
            next.extend(self.neighbors(cell));
        }
        part
    }

    fn neighbors(&self, cell: usize) -> impl Iterator<Item = usize> + use<> {
        let (columns, count, column) = (self.columns, self.cells.len(), cell % self.columns);
        let left = (column > 0).then(|| cell - 1);
        let right = (column + 1 < columns).then(|| cell + 1);
        let above = cell.checked_sub(columns);
        let below = Some(cell + columns).filter(|&below| below < count);
        [left, right, above, below].into_iter().flatten()
    }

    /// The rectangle of most wanted cells, a quarter of a cell within its edges; `None` if it is too small.
    pub fn largest_rectangle(&self, wanted: &[bool]) -> Option<Shape> {
        let mut heights = vec![0usize; self.columns];
        let mut best: Option<(usize, [usize; 4])> = None;
        for (row, line) in wanted.chunks(self.columns).enumerate() {
            for (height, &is_wanted) in heights.iter_mut().zip(line) {
                *height = if is_wanted { *height + 1 } else { 0 };
            }
            for left in 0..self.columns {
                let mut height = usize::MAX;
                for (right, &here) in heights.iter().enumerate().skip(left) {
                    height = height.min(here);
                    let width = right + 1 - left;
                    let area = height * width;
                    if height.min(width) >= LEAST_CELLS && best.is_none_or(|(most, _)| area > most) {
                        best = Some((area, [left, row + 1 - height, width, height]));
                    }
                }
            }
        }
        let (_, cells) = best?;
        let [x, y, width, height] = cells.map(|cells| cells as f64 * f64::from(self.side));
        let inset = f64::from(self.side) / 4.0;
        Some(Shape::Rect { x: x + inset, y: y + inset, width: width - 2.0 * inset, height: height - 2.0 * inset })
    }
}

fn read(photo: &Photo, x: u32, y: u32, side: u32) -> Vec<Pixel> {
    let step = side.div_ceil(READINGS).max(1);
    let (mut run, mut pixels) = (Vec::new(), Vec::new());
    for row in (y..y + side).step_by(step as usize) {
        photo.read_run(row, x..x + side, &mut run);
        pixels.extend(run.iter().step_by(step as usize));
    }
    pixels
}
