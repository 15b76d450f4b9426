use super::exclusions::Exclusion;
use super::gate::{Gate, Verdict};
use super::left_out::LeftOut;
use super::thin_sample::Sample;
use crate::calibration::Calibration;
use crate::photo::{Grid, Photo, Region};

/// Points of a mask along its longer side: finer than a screen shows a region (our choice).
const POINTS: f64 = 512.0;

/// What of a region is left out and why, at evenly spaced points; for showing it over the photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// A point tells of the pixel in the upper left corner of its cell.
    pub grid: Grid,
    /// By cell; `None` where a pixel counts, or lies outside the region.
    pub points: Vec<Option<Exclusion>>,
}

/// Tells what [`measure()`](crate::measurement::measure()) leaves out of a region.
pub fn exclusions(photo: &Photo, region: &Region, calibration: &Calibration) -> Mask {
    let linearizer = calibration.linearizer();
    let left_out = LeftOut::of(photo, region, calibration, &linearizer);
    let gate = Gate::of(&Sample::take(photo, &region.shape, &linearizer, &left_out), region.tissue);
    let mut mask = Mask::over(photo, region);
    let mut run = Vec::new();
    let (top, step_px) = (mask.grid.origin[1] as u32, mask.grid.cell_px as u32);
    let is_row = |(y, _): &(u32, _)| (y - top).is_multiple_of(step_px);
    let rows: Vec<_> = region.shape.runs(photo.width(), photo.height()).filter(is_row).collect();
    for (y, xs) in rows {
        photo.read_run(y, xs.clone(), &mut run);
        for (x, pixel) in xs.zip(&run) {
            let Some(point) = mask.point_at([x, y]) else { continue };
            let reason = if !pixel.opaque || pixel.clipped {
                Some(Exclusion::Clipped)
            } else if left_out.is_taken_in([x, y]) {
                None
            } else {
                left_out.at([x, y]).or_else(|| of_verdict(gate.judge(linearizer.apply(pixel.light))))
            };
            *point = reason;
        }
    }
    mask
}

fn of_verdict(verdict: Verdict) -> Option<Exclusion> {
    match verdict {
        Verdict::Used => None,
        Verdict::Glare => Some(Exclusion::Glare),
        Verdict::Outlier => Some(Exclusion::Outlier),
    }
}

impl Mask {
    fn over(photo: &Photo, region: &Region) -> Self {
        let (bounds, photo_size) = (region.shape.bounds(), [photo.width(), photo.height()]);
        let longer = bounds.pixels_within(photo_size).map(|pixels| pixels.len()).into_iter().max().unwrap_or_default();
        let grid = Grid::covering(&bounds, photo_size, (longer as f64 / POINTS).ceil() as u32);
        Self { grid, points: vec![None; grid.count()] }
    }

    /// Why the pixel of the point at a place of the photo is left out, if it is.
    pub fn at(&self, pos_in_photo: [f64; 2]) -> Option<Exclusion> {
        self.grid.at(pos_in_photo).and_then(|cell| self.points[cell])
    }

    /// The point that stands at a pixel, if one does.
    fn point_at(&mut self, pos: [u32; 2]) -> Option<&mut Option<Exclusion>> {
        let pos = pos.map(f64::from);
        let cell = self.grid.at(pos).filter(|&cell| self.grid.corner(self.grid.place(cell)) == pos)?;
        self.points.get_mut(cell)
    }
}
