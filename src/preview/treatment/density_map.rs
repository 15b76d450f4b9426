use rayon::prelude::*;

use super::distance::to_outside;
use super::hairline::Front;
use super::inside::Inside;
use super::noise::{hills, smooth};
use super::paint::Paint;
use super::painted_grid::{coarser, grid_around, least_cell_px};
use super::plan::Treatment;
use crate::photo::{Bounds, Grid};

/// The share of the full density at every place of a treatment: what was painted, its edges, its hairline.
///
/// Whatever was painted costs the same from then on. It doesn't depend on density, dots, color or time.
pub(in crate::preview) struct DensityMap {
    grid: Grid,
    share: Vec<f32>,
    /// The same, blurred as light in skin blurs what is far from a dot's middle.
    haze: Vec<f32>,
}

/// Side of a cell: half the distance between dots; finer than a photo's pixels it never is.
const CELL_MM: f64 = 0.4;

/// Dots so far off the photo still reach into it.
const BEYOND_MM: f64 = 2.0;

/// How uneven a painted edge is, and how far its bays are apart, mm; chosen by eye.
const EDGE_BAYS: f64 = 0.35;
const EDGE_BAYS_APART_MM: f64 = 5.0;

impl DensityMap {
    /// Of the part that lies on a photo of this size; `None` if nothing does.
    pub(in crate::preview) fn new(treatment: &Treatment, photo_size: [u32; 2]) -> Option<Self> {
        let margin_px = treatment.margin_mm * treatment.px_per_mm;
        let beyond_px = margin_px + BEYOND_MM * treatment.px_per_mm;
        let [width, height] = photo_size.map(f64::from);
        let painted = treatment.bounds()?;
        let bounds = Bounds {
            left: painted.left.max(-beyond_px),
            top: painted.top.max(-beyond_px),
            right: painted.right.min(width + beyond_px),
            bottom: painted.bottom.min(height + beyond_px),
        };
        if bounds.left >= bounds.right || bounds.top >= bounds.bottom {
            return None;
        }
        let least_px = least_cell_px(width + 2.0 * beyond_px, height + 2.0 * beyond_px);
        let grid = grid_around(&bounds, (CELL_MM * treatment.px_per_mm).max(least_px));
        let share = shares(treatment, &grid, margin_px);
        let haze = grid.averaged(&grid.averaged(&share));
        Some(Self { grid, share, haze })
    }

    /// Around all cells, in photo pixels.
    pub(in crate::preview) fn bounds(&self) -> Bounds {
        self.grid.bounds()
    }

    pub(in crate::preview) fn share_at(&self, pos_in_photo: [f64; 2]) -> f64 {
        f64::from(self.grid.value_at(&self.share, pos_in_photo))
    }

    /// The share around a place.
    pub(in crate::preview) fn haze_at(&self, pos_in_photo: [f64; 2]) -> f32 {
        self.grid.value_at(&self.haze, pos_in_photo)
    }

    /// Square pixels in which dots go, and how many they would be at full density, within a photo of this size.
    pub(in crate::preview) fn size_px(&self, [width, height]: [u32; 2]) -> [f64; 2] {
        let photo = Bounds { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
        let [columns, rows] = self.grid.touched(&photo);
        let shares = rows.flat_map(|row| &self.share[self.grid.row(row)][columns.clone()]);
        let cell = self.grid.cell_px * self.grid.cell_px;
        shares
            .filter(|share| **share > 0.0)
            .fold([0.0, 0.0], |[area, full], &share| [area + cell, full + cell * f64::from(share)])
    }
}

fn shares(treatment: &Treatment, grid: &Grid, margin_px: f64) -> Vec<f32> {
    let mut share = Painted::new(treatment, grid, margin_px).shares(grid, margin_px);
    let front = treatment.hairline.as_ref();
    let front = front.and_then(|line| Front::new(line, treatment.px_per_mm, treatment.seed));
    let behind = front.as_ref().map(|front| Behind::new(front, grid));
    share.par_chunks_mut(grid.columns).enumerate().for_each(|(row, line)| {
        for (column, share) in line.iter_mut().enumerate().filter(|(_, share)| **share > 0.0) {
            let point = grid.middle_of([column, row]);
            let of_front = behind.as_ref().map_or(1.0, |behind| behind.share_at(point));
            *share = (uneven(f64::from(*share), point, treatment) * of_front) as f32;
        }
    });
    share
}

/// What fades does so in bays: no painted edge looks like one.
fn uneven(share: f64, point: [f64; 2], treatment: &Treatment) -> f64 {
    if share >= 1.0 {
        return share;
    }
    let apart_px = EDGE_BAYS_APART_MM * treatment.px_per_mm;
    let bays = EDGE_BAYS * hills(point.map(|px| px / apart_px), treatment.seed ^ 0xed9e);
    (share + 4.0 * bays * share * (1.0 - share)).clamp(0.0, 1.0)
}

/// What a hairline makes of a grid.
struct Behind<'a> {
    front: &'a Front,
    /// How far behind the line each cell lies, on a coarser grid: it changes evenly.
    grid: Grid,
    distances_mm: Vec<f32>,
}

impl<'a> Behind<'a> {
    fn new(front: &'a Front, grid: &Grid) -> Self {
        let grid = coarser(grid);
        let behind_mm = |cell: usize| front.behind_mm(grid.middle(cell)) as f32;
        let distances_mm = (0..grid.count()).into_par_iter().map(behind_mm).collect();
        Self { front, grid, distances_mm }
    }

    fn share_at(&self, point: [f64; 2]) -> f64 {
        self.front.share_at(point, f64::from(self.grid.value_at(&self.distances_mm, point)))
    }
}

/// What all marks together cover.
struct Painted {
    is_covered: Vec<bool>,
    /// The largest share that one mark alone gives: narrow marks are full in their middle.
    alone: Vec<f32>,
}

impl Painted {
    fn new(treatment: &Treatment, grid: &Grid, margin_px: f64) -> Self {
        let count = grid.count();
        let mut painted = Self { is_covered: vec![false; count], alone: vec![0.0; count] };
        treatment.paint.iter().for_each(|paint| painted.add(paint, grid, margin_px));
        painted
    }

    fn add(&mut self, paint: &Paint, grid: &Grid, margin_px: f64) {
        let around_px = if paint.erases { margin_px } else { 0.0 };
        let Some(inside) = Inside::of(&paint.mark, grid, around_px) else { return };
        let margin_px = margin_px.min(paint.mark.half_width_px());
        for (line, depths_px) in inside.lines(grid) {
            let cells = self.is_covered[line.clone()].iter_mut().zip(&mut self.alone[line]);
            for ((covered, alone), &depth_px) in cells.zip(depths_px) {
                if paint.erases {
                    *covered &= depth_px <= 0.0;
                    *alone = alone.min(faded(-depth_px, margin_px, grid.cell_px));
                } else if depth_px > -grid.cell_px as f32 && *alone < 1.0 {
                    *covered |= depth_px > 0.0;
                    *alone = alone.max(faded(depth_px, margin_px, grid.cell_px));
                }
            }
        }
    }

    fn shares(self, grid: &Grid, margin_px: f64) -> Vec<f32> {
        if margin_px <= grid.cell_px {
            return self.alone;
        }
        let depths = to_outside(&self.is_covered, grid.columns);
        let together = |cells: f32| faded((cells - 0.5) * grid.cell_px as f32, margin_px, grid.cell_px);
        self.alone.into_iter().zip(depths).map(|(alone, cells)| alone.max(together(cells))).collect()
    }
}

/// From 0 at an edge to 1 as far inside as the margin is wide; within a cell if it is narrower.
fn faded(depth_px: f32, margin_px: f64, cell_px: f64) -> f32 {
    let width_px = margin_px.max(cell_px);
    smooth((f64::from(depth_px) + (width_px - margin_px) / 2.0) / width_px) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Stroke;
    use crate::preview::Mark;
    use crate::skin::Dots;

    const PHOTO: [u32; 2] = [1200, 900];

    fn area(text: &str, erases: bool) -> Paint {
        Paint { mark: Mark::Area(text.parse().expect("a shape")), erases }
    }

    fn stroke(points: Vec<[f64; 2]>, radius_px: f64) -> Paint {
        Paint { mark: Mark::Stroke(Stroke { points, radius_px }), erases: false }
    }

    /// A millimetre is 10 pixels; dots fade over 4 mm from an edge.
    fn treatment(paint: Vec<Paint>) -> Treatment {
        Treatment { paint, margin_mm: 4.0, ..Treatment::new(Dots::of_density(0.3, 150.0), 10.0) }
    }

    fn map(paint: Vec<Paint>) -> DensityMap {
        DensityMap::new(&treatment(paint), PHOTO).expect("something on the photo")
    }

    #[test]
    fn an_area_is_full_inside_empty_outside_and_fades_between() {
        for text in ["rect:200,200,600,400", "ellipse:500,400,300,200", "polygon:200,200,800,200,800,600,200,600"] {
            let map = map(vec![area(text, false)]);
            assert_eq!((map.share_at([500.0, 400.0]), map.share_at([500.0, 190.0])), (1.0, 0.0), "{text}");
            let edge: Vec<f64> = (0..9).map(|step| map.share_at([500.0, 200.0 + 5.0 * f64::from(step)])).collect();
            assert!(edge[1] < 0.4 && edge[8] > 0.9 && edge.is_sorted(), "{text}: {edge:?}");
        }
    }

    #[test]
    fn strokes_beside_each_other_join_without_a_rib() {
        let row = |y: f64| stroke(vec![[200.0, y], [800.0, y]], 50.0);
        let map = map((0..8).map(|row_at| row(200.0 + 45.0 * f64::from(row_at))).collect());
        let across: Vec<f64> = (0..60).map(|step| map.share_at([500.0, 200.0 + 5.0 * f64::from(step)])).collect();
        assert!(across.iter().all(|share| *share == 1.0), "{across:?}");
    }

    #[test]
    fn a_stroke_narrower_than_its_margins_is_full_along_its_middle() {
        let map = map(vec![stroke(vec![[200.0, 400.0], [800.0, 400.0]], 25.0)]);
        assert!(map.share_at([500.0, 400.0]) > 0.9, "{}", map.share_at([500.0, 400.0]));
    }

    #[test]
    fn what_is_wiped_off_is_empty_and_its_surroundings_fade() {
        let map = map(vec![area("rect:100,100,900,700", false), area("ellipse:500,400,150,150", true)]);
        assert_eq!(map.share_at([500.0, 400.0]), 0.0);
        assert!(map.share_at([500.0, 240.0]) < 0.4 && map.share_at([500.0, 180.0]) == 1.0);
    }

    #[test]
    fn the_edge_of_the_photo_is_no_edge_of_the_area() {
        let map = map(vec![area("rect:-5000,-5000,20000,20000", false)]);
        assert!([[0.0, 0.0], [1199.0, 899.0]].iter().all(|&corner| map.share_at(corner) == 1.0));
    }

    #[test]
    fn nothing_painted_or_only_elsewhere_is_no_map() {
        for paint in [vec![], vec![area("rect:5000,10,20,20", false)], vec![area("rect:0,0,500,500", true)]] {
            assert!(DensityMap::new(&treatment(paint), PHOTO).is_none());
        }
    }
}
