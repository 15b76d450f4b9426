//! What the photo shows of each patch.

use super::homography::Homography;
use super::{Grid, HALF_SIDE, MARGIN, Order};
use crate::color::{LinearRgb, median, median_absolute_deviation};
use crate::photo::{Photo, Pixel};

/// A chart as the photo has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartReading {
    pub grid: Grid,
    /// Row by row, as many as the grid has.
    pub patches: Vec<PatchReading>,
    /// The frame between the patches, and around them where it is known: one material everywhere, so it shows how the
    /// light falls off.
    pub frame: Vec<FrameReading>,
    /// The photo's diagonal in pixels.
    pub photo_diagonal: f64,
}

/// The frame at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameReading {
    pub light: LinearRgb,
    pub pos_in_photo: [f64; 2],
}

/// The colour of one patch as the photo has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PatchReading {
    /// Mean of the pixels that were kept, linear light as decoded.
    pub light: LinearRgb,
    /// Standard deviation of their luminance.
    pub noise: f64,
    /// The middle of the patch.
    pub pos_in_photo: [f64; 2],
    pub pixels: u32,
    pub used: u32,
    /// Share of the pixels with a channel at the end of its range.
    pub clipped_fraction: f64,
}

impl ChartReading {
    /// From the middle of one patch to the next, in photo pixels: the mean over the chart.
    pub fn pitch_px(&self) -> f64 {
        let Grid { columns, rows } = self.grid;
        let middle = |column: usize, row: usize| self.patches[row * columns + column].pos_in_photo;
        let apart = |p: [f64; 2], q: [f64; 2], pitches: usize| (p[0] - q[0]).hypot(p[1] - q[1]) / pitches as f64;
        let along = (0..rows).map(|row| apart(middle(0, row), middle(columns - 1, row), columns - 1));
        let down = (0..columns).map(|column| apart(middle(column, 0), middle(column, rows - 1), rows - 1));
        (along.sum::<f64>() / rows as f64 + down.sum::<f64>() / columns as f64) / 2.0
    }
}

/// The part of a patch's side that is read: its middle, away from edges, blur and what JPEG smears.
const MIDDLE: f64 = 0.6;
/// Samples along a side; more than enough to average noise out.
const MOST_SAMPLES: f64 = 64.0;

impl PatchReading {
    /// Whether enough of the patch was seen within the range of the photo.
    pub fn is_usable(&self) -> bool {
        self.used >= 4 && self.clipped_fraction < 0.1 && self.light.is_finite()
    }

    fn of(photo: &Photo, view: &Homography, half: f64, center: [f64; 2]) -> Self {
        let pixels = middle_pixels(photo, view, half, center);
        let clipped = pixels.iter().filter(|pixel| pixel.clipped).count() as f64;
        let mut levels: Vec<f64> = pixels.iter().map(|pixel| pixel.light.luminance()).collect();
        let usual = median(&mut levels);
        let spread = median_absolute_deviation(&mut levels, usual);
        // Glare and hair differ from the patch by more than its own noise.
        let kept: Vec<LinearRgb> = pixels
            .iter()
            .map(|pixel| pixel.light)
            .filter(|light| (light.luminance() - usual).abs() <= 2.5 * spread + 1e-6)
            .collect();
        let sum = kept.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light);
        Self {
            light: sum * (1.0 / kept.len().max(1) as f64),
            noise: spread,
            pos_in_photo: view.apply(center),
            pixels: pixels.len() as u32,
            used: kept.len() as u32,
            clipped_fraction: clipped / pixels.len().max(1) as f64,
        }
    }
}

/// Reads a chart that is seen through `view`; half the side of a patch is `half` pitches.
pub(super) fn read_view(photo: &Photo, grid: Grid, order: Order, view: &Homography, half: f64) -> ChartReading {
    let patch = |patch: usize| PatchReading::of(photo, view, half, grid.center_of(patch));
    let patches = (0..grid.patches()).map(patch).collect();
    let places = frame_places(grid, order != Order::Own, view, half);
    let frame = places.filter_map(|place| frame_reading(photo, view.apply(place))).collect();
    let photo_diagonal = f64::from(photo.width()).hypot(f64::from(photo.height()));
    ChartReading { grid, patches, frame, photo_diagonal }
}

/// Places in the middle of the frame's borders, if it is known to have any, and of the gaps between patches where they are
/// wide enough.
fn frame_places(grid: Grid, has_border: bool, view: &Homography, half: f64) -> impl Iterator<Item = [f64; 2]> {
    /// Pixels of a gap that leave one in the middle clear of both patches.
    const CLEAR_GAP: f64 = 5.0;
    let border = half + (MARGIN - HALF_SIDE) / 2.0;
    let gaps = (1.0 - 2.0 * half) * view.unit_at(grid.middle()) >= CLEAR_GAP;
    let lines = move |patches: usize| {
        let between = (1..patches).map(|n| n as f64 - 0.5).filter(move |_| gaps);
        let borders = [-border, patches as f64 - 1.0 + border].into_iter().filter(move |_| has_border);
        borders.chain(between)
    };
    let along = |patches: usize| (0..=4 * (patches - 1)).map(|n| n as f64 / 4.0);
    let Grid { columns, rows } = grid;
    let across = lines(rows).flat_map(move |y| along(columns).map(move |x| [x, y]));
    across.chain(lines(columns).flat_map(move |x| along(rows).map(move |y| [x, y])))
}

fn frame_reading(photo: &Photo, pos_in_photo: [f64; 2]) -> Option<FrameReading> {
    let [x, y] = pos_in_photo.map(|p| p.floor());
    let around = (0..9).map(|n| [x + f64::from(n % 3) - 1.0, y + f64::from(n / 3) - 1.0]);
    let inside = around.filter(|[x, y]| *x >= 0.0 && *y >= 0.0);
    let lights: Vec<LinearRgb> =
        inside.filter_map(|[x, y]| photo.pixel(x as u32, y as u32)).filter(|p| p.opaque).map(|p| p.light).collect();
    let sum = lights.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light);
    (lights.len() == 9).then(|| FrameReading { light: sum * (1.0 / 9.0), pos_in_photo })
}

fn middle_pixels(photo: &Photo, view: &Homography, half: f64, [x, y]: [f64; 2]) -> Vec<Pixel> {
    let side = 2.0 * half * MIDDLE;
    let samples = (side * view.unit_at([x, y])).clamp(2.0, MOST_SAMPLES) as usize;
    let offset = |n: usize| side * ((n as f64 + 0.5) / samples as f64 - 0.5);
    let places = (0..samples * samples).map(|n| view.apply([x + offset(n % samples), y + offset(n / samples)]));
    let inside = places.filter(|[x, y]| *x >= 0.0 && *y >= 0.0);
    inside.filter_map(|[x, y]| photo.pixel(x as u32, y as u32)).filter(|pixel| pixel.opaque).collect()
}
