use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::{Photo, Pixel};
use crate::color::{LinearRgb, encode_srgb};
use crate::progress::{Cancelled, Progress};

/// The side of a tile in pixels, small enough for the textures of any graphics driver.
pub const TILE: u32 = 1024;

/// A picture for a screen: 8-bit sRGB, clipped to what a screen shows. Nothing is measured from it.
///
/// `rgba` has rows from the top without gaps; a pixel is opaque, or all four of its values are 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenTile {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// A photo in sizes for every zoom: level 0 is the photo, each further level half as wide and high.
///
/// A pixel of level `n` is the mean light of 2ⁿ × 2ⁿ photo pixels, fewer at the right and bottom edges.
/// Level 0 is converted when a tile of it is asked for, the others are kept: a third of the photo's pixels, 4 bytes each.
pub struct Pyramid {
    photo: Arc<Photo>,
    smaller: Vec<ScreenTile>,
}

/// Rows of a level that one task makes between two reports.
const BAND_ROWS: usize = 32;

impl Pyramid {
    /// Makes all levels down to one that fits into a tile, on all cores.
    ///
    /// # Errors
    /// [`Cancelled`] when the work was cancelled.
    pub fn build(photo: &Arc<Photo>, progress: &Progress) -> Result<Self, Cancelled> {
        let mut smaller: Vec<ScreenTile> = Vec::new();
        let (mut width, mut height) = (photo.width(), photo.height());
        while width.max(height) > TILE {
            (width, height) = (width.div_ceil(2), height.div_ceil(2));
            let level = match smaller.last() {
                None => halve(&**photo, width, height, progress),
                Some(larger) => halve(larger, width, height, progress),
            }?;
            smaller.push(level);
        }
        Ok(Self { photo: photo.clone(), smaller })
    }

    pub fn level_count(&self) -> usize {
        self.smaller.len() + 1
    }

    /// Width and height of a level in its own pixels; those of the smallest level beyond it.
    pub fn level_size(&self, level: usize) -> (u32, u32) {
        match level.checked_sub(1).and_then(|kept| self.smaller.get(kept).or(self.smaller.last())) {
            Some(level) => (level.width, level.height),
            None => (self.photo.width(), self.photo.height()),
        }
    }

    /// The tile in column `tx` and row `ty` of a level; at the right and bottom it is smaller, outside it is empty.
    pub fn tile(&self, level: usize, tx: u32, ty: u32) -> ScreenTile {
        let (width, height) = self.level_size(level);
        let (left, top) = (tx.saturating_mul(TILE).min(width), ty.saturating_mul(TILE).min(height));
        let (right, bottom) = (left.saturating_add(TILE).min(width), top.saturating_add(TILE).min(height));
        let mut rgba = Vec::with_capacity((right - left) as usize * (bottom - top) as usize * 4);
        let mut pixels = Vec::new();
        for y in top..bottom {
            match level.checked_sub(1).and_then(|kept| self.smaller.get(kept).or(self.smaller.last())) {
                Some(level) => rgba.extend_from_slice(level.row(y, left, right)),
                None => {
                    self.photo.read_run(y, left..right, &mut pixels);
                    rgba.extend(pixels.iter().flat_map(screen_pixel));
                }
            }
        }
        ScreenTile { width: right - left, height: bottom - top, rgba }
    }
}

/// The whole photo at once, by picking single pixels: something to look at until the pyramid is built.
pub fn overview(photo: &Photo, longest_side: u32) -> ScreenTile {
    let (photo_width, photo_height) = (photo.width(), photo.height());
    let longest = photo_width.max(photo_height);
    let target = longest_side.clamp(1, longest);
    let scaled = |side: u32| (u64::from(side) * u64::from(target) / u64::from(longest)).max(1) as u32;
    let (width, height) = (scaled(photo_width), scaled(photo_height));
    let rgba = (0..height)
        .flat_map(|y| (0..width).map(move |x| (middle(x, width, photo_width), middle(y, height, photo_height))))
        .flat_map(|(x, y)| photo.pixel(x, y).as_ref().map_or([0; 4], screen_pixel))
        .collect();
    ScreenTile { width, height, rgba }
}

/// The photo's pixel at the middle of pixel `at` of `count`.
fn middle(at: u32, count: u32, of: u32) -> u32 {
    ((2 * u64::from(at) + 1) * u64::from(of) / (2 * u64::from(count))) as u32
}

/// What can be made smaller: rows of light, `None` where nothing opaque is.
trait Rows: Sync {
    fn read(&self, y: u32, out: &mut Vec<Pixel>);
}

impl Rows for Photo {
    fn read(&self, y: u32, out: &mut Vec<Pixel>) {
        self.read_run(y, 0..self.width(), out);
    }
}

impl Rows for ScreenTile {
    fn read(&self, y: u32, out: &mut Vec<Pixel>) {
        out.clear();
        if y < self.height {
            let pixels = self.row(y, 0, self.width).as_chunks::<4>().0;
            out.extend(pixels.iter().map(|&[r, g, b, alpha]| Pixel {
                light: LinearRgb::from_array([r, g, b].map(|value| SRGB_LIGHT[usize::from(value)])),
                clipped: false,
                opaque: alpha == u8::MAX,
            }));
        }
    }
}

impl ScreenTile {
    fn row(&self, y: u32, left: u32, right: u32) -> &[u8] {
        let at = |x: u32| (y as usize * self.width as usize + x as usize) * 4;
        &self.rgba[at(left)..at(right)]
    }
}

/// A level of the given size from one of twice that size.
fn halve(larger: &impl Rows, width: u32, height: u32, progress: &Progress) -> Result<ScreenTile, Cancelled> {
    let mut rgba = vec![0; width as usize * height as usize * 4];
    let row_bytes = width as usize * 4;
    let done = AtomicU64::new(0);
    rgba.par_chunks_mut(row_bytes * BAND_ROWS).enumerate().try_for_each(|(band, rows)| {
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        for (row, out) in rows.chunks_exact_mut(row_bytes).enumerate() {
            let y = (band * BAND_ROWS + row) as u32;
            larger.read(2 * y, &mut upper);
            larger.read(2 * y + 1, &mut lower);
            halve_row(&upper, &lower, out);
        }
        let made = rows.len() / row_bytes;
        let done = done.fetch_add(made as u64, Ordering::Relaxed) + made as u64;
        progress.report("drawing", done, u64::from(height))
    })?;
    Ok(ScreenTile { width, height, rgba })
}

/// Means of two by two pixels; `lower` is empty below the last row.
fn halve_row(upper: &[Pixel], lower: &[Pixel], out: &mut [u8]) {
    let below = lower.chunks(2).chain(std::iter::repeat(&[][..]));
    for ((above, below), out) in upper.chunks(2).zip(below).zip(out.as_chunks_mut::<4>().0) {
        *out = screen_pixel(&mean(above, below));
    }
}

/// The mean light of what is opaque.
fn mean(above: &[Pixel], below: &[Pixel]) -> Pixel {
    let opaque = || above.iter().chain(below).filter(|pixel| pixel.opaque);
    let sum = opaque().fold(LinearRgb::BLACK, |sum, pixel| sum + pixel.light);
    let count = opaque().count();
    Pixel { light: sum * (1.0 / count.max(1) as f64), clipped: false, opaque: count > 0 }
}

fn screen_pixel(pixel: &Pixel) -> [u8; 4] {
    if !pixel.opaque {
        return [0; 4];
    }
    let [r, g, b] = pixel.light.to_array().map(screen_value);
    [r, g, b, u8::MAX]
}

/// The nearest 8-bit sRGB value, from a table that is finer than 8 bits even in the dark.
fn screen_value(light: f64) -> u8 {
    SRGB_VALUE[(light.clamp(0.0, 1.0) * 65_535.0).round() as usize]
}

static SRGB_VALUE: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    (0..=u16::MAX).map(|light| (encode_srgb(f64::from(light) / 65_535.0) * 255.0).round() as u8).collect()
});

static SRGB_LIGHT: LazyLock<[f64; 256]> =
    LazyLock::new(|| std::array::from_fn(|value| LinearRgb::from_srgb8([value as u8; 3]).r));
