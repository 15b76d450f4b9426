use rayon::prelude::*;

use crate::photo::{Photo, Pixel};

/// Pixels along the longer side of what a photo is reduced to (our choice: stubble on a whole head still shows).
pub(super) const LONGER_SIDE: u32 = 640;

/// Rows of the photo that are read for a row of the reduced one; of each, every pixel counts.
const ROWS_READ: u32 = 2;

/// A photo reduced to a fixed size, as linear light; a smaller photo as it is.
pub(super) struct Reduced {
    pub width: usize,
    pub height: usize,
    /// Linear sRGB row by row, each at least 0.
    pub light: Vec<[f32; 3]>,
}

impl Reduced {
    pub fn of(photo: &Photo) -> Self {
        let scale = f64::from(LONGER_SIDE) / f64::from(photo.width().max(photo.height()));
        let reduced = |side: u32| if scale < 1.0 { (f64::from(side) * scale).round().max(1.0) as u32 } else { side };
        let (width, height) = (reduced(photo.width()), reduced(photo.height()));
        let row = |y: u32| reduced_row(photo, part(y, height, photo.height()), width);
        let light = (0..height).into_par_iter().flat_map_iter(row).collect();
        Self { width: width as usize, height: height as usize, light }
    }
}

/// What a pixel of the reduced photo covers along one side: from here, so many.
fn part(index: u32, count: u32, of: u32) -> [u32; 2] {
    let edge = |index: u32| (u64::from(index) * u64::from(of) / u64::from(count)) as u32;
    [edge(index), (edge(index + 1) - edge(index)).max(1)]
}

fn reduced_row(photo: &Photo, [top, rows]: [u32; 2], width: u32) -> Vec<[f32; 3]> {
    let count = rows.min(ROWS_READ);
    let (mut sums, mut run) = (vec![[0.0; 3]; width as usize], Vec::new());
    for nth in 0..count {
        let y = top + (2 * nth + 1) * rows / (2 * count);
        photo.read_run(y, 0..photo.width(), &mut run);
        for (x, sum) in (0..).zip(&mut sums) {
            let [left, columns] = part(x, width, photo.width()).map(|at| at as usize);
            let mean = mean_light(run.get(left..left + columns).unwrap_or_default());
            *sum = [0, 1, 2].map(|channel| sum[channel] + mean[channel] / count as f32);
        }
    }
    sums
}

fn mean_light(pixels: &[Pixel]) -> [f32; 3] {
    let mut sum = [0.0; 3];
    for pixel in pixels {
        let light = [pixel.light.r, pixel.light.g, pixel.light.b];
        sum = [0, 1, 2].map(|channel| sum[channel] + light[channel].max(0.0) as f32);
    }
    sum.map(|sum| sum / pixels.len().max(1) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reduced(width: u32, height: u32) -> Reduced {
        let rgba = [255, 0, 0, 255].repeat((width * height) as usize);
        Reduced::of(&Photo::from_rgba8("red", width, height, rgba).expect("a photo"))
    }

    #[test]
    fn a_large_photo_is_reduced_to_640_px_and_keeps_its_light() {
        let photo = reduced(1001, 700);
        assert_eq!((photo.width, photo.height, photo.light.len()), (640, 448, 640 * 448));
        assert!(photo.light.iter().all(|light| (light[0] - 1.0).abs() < 1e-5 && light[1] < 1e-5));
    }

    #[test]
    fn a_small_photo_stays_as_it_is() {
        let photo = reduced(30, 20);
        assert_eq!((photo.width, photo.height), (30, 20));
    }
}
