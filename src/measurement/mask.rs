use super::exclusions::Exclusion;
use super::gate::{Gate, Verdict};
use super::left_out::LeftOut;
use super::sample::Sample;
use crate::calibration::Calibration;
use crate::photo::{Bounds, Photo, Region};

/// Points of a mask along its longer side: finer than a screen shows a region (our choice).
const POINTS: f64 = 512.0;

/// What of a region is left out and why, at evenly spaced points; for showing it over the photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// The top left corner in the photo.
    pub origin: [u32; 2],
    /// Pixels of the photo from one point to the next.
    pub step_px: u32,
    pub columns: usize,
    /// Row by row; `None` where a pixel counts, or lies outside the region.
    pub points: Vec<Option<Exclusion>>,
}

/// Tells what [`measure()`](super::measure()) leaves out of a region.
pub fn exclusions(photo: &Photo, region: &Region, calibration: &Calibration) -> Mask {
    let linearizer = calibration.linearizer();
    let left_out = LeftOut::of(photo, region, calibration, &linearizer);
    let gate = Gate::of(&Sample::take(photo, &region.shape, &linearizer, &left_out), region.tissue);
    let mut mask = Mask::over(photo, region);
    let mut run = Vec::new();
    let is_row = |(y, _): &(u32, _)| (y - mask.origin[1]).is_multiple_of(mask.step_px);
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
        let Bounds { left, top, right, bottom } = region.shape.bounds();
        let within = |at: f64, side: u32| at.clamp(0.0, f64::from(side)) as u32;
        let origin = [within(left, photo.width()), within(top, photo.height())];
        let size = [within(right.ceil(), photo.width()) - origin[0], within(bottom.ceil(), photo.height()) - origin[1]];
        let step_px = ((f64::from(size[0].max(size[1])) / POINTS).ceil() as u32).max(1);
        let [columns, rows] = size.map(|side| side.div_ceil(step_px) as usize);
        Self { origin, step_px, columns, points: vec![None; columns * rows] }
    }

    /// The point that stands at a pixel, if one does.
    fn point_at(&mut self, pos: [u32; 2]) -> Option<&mut Option<Exclusion>> {
        let offset = [0, 1].map(|k| pos[k] - self.origin[k]);
        let is_point = offset.iter().all(|offset| offset % self.step_px == 0);
        let [column, row] = offset.map(|offset| (offset / self.step_px) as usize);
        if is_point { self.points.get_mut(row * self.columns + column) } else { None }
    }
}
