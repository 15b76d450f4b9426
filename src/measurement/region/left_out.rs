use std::ops::Range;

use super::exclusions::{Exclusion, Exclusions};
use crate::calibration::{Calibration, Linearizer};
use crate::photo::{Brush, BrushMap, Photo, Pixel, Region};

/// What of a region is left out before its pixels are judged one by one: by the user's brush, else by cells.
pub(in crate::measurement) struct LeftOut {
    cells: Exclusions,
    brushed: BrushMap,
}

/// Neighbouring pixels of a row that are all judged one by one, or all taken in without.
pub(in crate::measurement) struct Part {
    pub places: Range<usize>,
    pub is_judged: bool,
}

impl LeftOut {
    pub fn of(photo: &Photo, region: &Region, calibration: &Calibration, linearizer: &Linearizer) -> Self {
        let size = [photo.width(), photo.height()];
        let brushed = BrushMap::of(&region.brushed, &region.shape.bounds(), size);
        let cells = Exclusions::of(photo, region, &brushed, calibration, linearizer);
        Self { cells, brushed }
    }

    /// Why a pixel is left out, if it is.
    pub fn at(&self, pos: [u32; 2]) -> Option<Exclusion> {
        match self.brushed.at(pos) {
            Some(Brush::LeavesOut) => Some(Exclusion::Brushed),
            Some(Brush::TakesIn) => None,
            None => self.cells.at(pos),
        }
    }

    /// Whether the user took a pixel in, so that it needs no judgement.
    pub fn is_taken_in(&self, pos: [u32; 2]) -> bool {
        self.brushed.at(pos) == Some(Brush::TakesIn)
    }

    /// Makes the pixels of a run transparent that are left out, and tells each reason with how many usable ones it took.
    pub fn clear(&self, y: u32, left: u32, run: &mut [Pixel], mut tell: impl FnMut(Exclusion, u64)) {
        for (part, brush) in self.brushed.parts(y, left..left + run.len() as u32) {
            let pixels = run.get_mut(part.clone()).unwrap_or_default();
            match brush {
                Some(Brush::LeavesOut) => tell(Exclusion::Brushed, made_transparent(pixels)),
                Some(Brush::TakesIn) => {}
                None if self.cells.is_empty() => {}
                None => self.clear_cells(y, left + part.start as u32, pixels, &mut tell),
            }
        }
    }

    fn clear_cells(&self, y: u32, left: u32, pixels: &mut [Pixel], tell: &mut impl FnMut(Exclusion, u64)) {
        let mut start = 0;
        while start < pixels.len() {
            let x = left + start as u32;
            let end = pixels.len().min((self.cells.next_column(x) - left) as usize);
            if let Some(reason) = self.cells.at([x, y]) {
                tell(reason, made_transparent(&mut pixels[start..end]));
            }
            start = end;
        }
    }

    /// A run cut where judging starts and stops.
    pub fn parts(&self, y: u32, xs: Range<u32>) -> impl Iterator<Item = Part> + '_ {
        let parts = self.brushed.parts(y, xs);
        parts.map(|(places, brush)| Part { places, is_judged: brush != Some(Brush::TakesIn) })
    }
}

/// How many pixels were usable until now.
fn made_transparent(pixels: &mut [Pixel]) -> u64 {
    let usable = pixels.iter_mut().filter(|pixel| pixel.opaque && !pixel.clipped);
    usable.map(|pixel| pixel.opaque = false).count() as u64
}
