use nalgebra::Vector3;

use crate::calibration::Linearizer;
use crate::color::quantile;
use crate::photo::{Brush, BrushMap, Photo, Shape};

/// A cell is read at this many places along each side: so many that a quarter of them are no chance, and few enough for
/// a region that is being dragged.
const PLACES: usize = 5;

/// Fewer readings than this say nothing of a cell.
const FEW_READINGS: usize = 4;

/// Square cells beside each other, in photo pixels.
pub(super) struct CellRow {
    pub left: u32,
    pub top: u32,
    pub cell_px: u32,
    pub count: usize,
}

/// Reads the usable pixels of a region cell by cell.
pub(super) struct CellReader<'a> {
    pub photo: &'a Photo,
    pub shape: &'a Shape,
    pub brushed: &'a BrushMap,
    pub linearizer: &'a Linearizer,
    /// Becomes neutral.
    pub lamp: Vector3<f64>,
}

/// What was read in one cell, channel by channel.
#[derive(Clone, Copy, Default)]
struct Readings {
    channels: [[f64; PLACES * PLACES]; 3],
    count: usize,
}

impl CellReader<'_> {
    /// The light of each cell below which each of these shares of a channel lies; `None` for too few usable pixels.
    pub fn quantiles<const N: usize>(&self, row: &CellRow, shares: [f64; N]) -> Vec<Option<[Vector3<f64>; N]>> {
        let mut cells = vec![Readings::default(); row.count];
        for place in 0..PLACES {
            self.read_line(row, row.top + row.place(place), &mut cells);
        }
        cells
            .iter_mut()
            .map(|cell| (cell.count >= FEW_READINGS).then(|| shares.map(|share| cell.light(share))))
            .collect()
    }

    fn read_line(&self, row: &CellRow, y: u32, cells: &mut [Readings]) {
        for xs in self.shape.runs_of_row(y, self.photo.width()) {
            let first = (xs.start.saturating_sub(row.left) / row.cell_px) as usize;
            let last = (xs.end.saturating_sub(row.left).div_ceil(row.cell_px) as usize).min(cells.len());
            for (number, cell) in cells.iter_mut().enumerate().take(last).skip(first) {
                let left = row.left + number as u32 * row.cell_px;
                let places = (0..PLACES).map(|place| left + row.place(place));
                places.filter(|x| xs.contains(x)).for_each(|x| self.read(x, y, cell));
            }
        }
    }

    /// What the user brushed out tells nothing of the region.
    fn read(&self, x: u32, y: u32, cell: &mut Readings) {
        if self.brushed.at([x, y]) == Some(Brush::LeavesOut) {
            return;
        }
        if let Some(pixel) = self.photo.pixel(x, y).filter(|pixel| pixel.opaque && !pixel.clipped) {
            let light = self.linearizer.apply(pixel.light).to_array();
            cell.add([0, 1, 2].map(|k| light[k] / self.lamp[k]));
        }
    }
}

impl CellRow {
    /// How far from a cell's edge it is read.
    fn place(&self, number: usize) -> u32 {
        (2 * number as u32 + 1) * self.cell_px / (2 * PLACES as u32)
    }
}

impl Readings {
    fn add(&mut self, light: [f64; 3]) {
        for (channel, value) in self.channels.iter_mut().zip(light) {
            if let Some(place) = channel.get_mut(self.count) {
                *place = value;
            }
        }
        self.count += 1;
    }

    /// Reorders what was read.
    fn light(&mut self, share: f64) -> Vector3<f64> {
        let count = self.count.min(PLACES * PLACES);
        self.channels.each_mut().map(|channel| quantile(&mut channel[..count], share)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::Calibration;

    /// 40 × 20 pixels, the left half dark, with one white pixel.
    fn photo() -> Photo {
        let value = |x: usize| if x < 20 { 50 } else { 150 };
        let mut rgba: Vec<u8> = (0..20 * 40).flat_map(|i| [value(i % 40), 100, 100, 255]).collect();
        rgba[..4].fill(255);
        Photo::from_rgba8("halves", 40, 20, rgba).expect("a picture")
    }

    fn read(shape: &str, shares: [f64; 2]) -> Vec<Option<[Vector3<f64>; 2]>> {
        let shape: Shape = shape.parse().expect("a shape");
        let brushed = &BrushMap::of(&[], &shape.bounds(), [40, 20]);
        let linearizer = Calibration::None.linearizer();
        let lamp = Vector3::repeat(1.0);
        let reader = CellReader { photo: &photo(), shape: &shape, brushed, linearizer: &linearizer, lamp };
        reader.quantiles(&CellRow { left: 0, top: 0, cell_px: 20, count: 2 }, shares)
    }

    #[test]
    fn each_cell_has_its_own_light() {
        let cells = read("rect:0,0,40,20", [0.25, 0.75]);
        let red = |cell: usize| cells[cell].expect("enough pixels")[0].x;
        assert!(red(0) < 0.04 && red(1) > 0.3, "{cells:?}");
        assert!(cells.iter().flatten().all(|[low, high]| low == high), "{cells:?}");
    }

    #[test]
    fn only_what_lies_inside_the_shape_is_read() {
        let cells = read("polygon:22,0,40,0,40,20,22,20", [0.25, 0.75]);
        assert!(cells[0].is_none() && cells[1].is_some(), "{cells:?}");
    }
}
