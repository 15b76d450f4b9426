use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::{Photo, Pixel, Square};
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
    shown: Shown,
    smaller: Vec<ScreenTile>,
}

/// How light is changed for the screen, and only there: nothing is measured through it.
pub type Look = Arc<dyn Fn(LinearRgb) -> LinearRgb + Send + Sync>;

/// A photo as a screen shows it: as stored, or with another look.
#[derive(Clone)]
pub struct Shown {
    pub photo: Arc<Photo>,
    pub look: Option<Look>,
}

impl Shown {
    fn read(&self, y: u32, xs: Range<u32>, out: &mut Vec<Pixel>) {
        self.photo.read_run(y, xs, out);
        if let Some(look) = &self.look {
            out.iter_mut().for_each(|pixel| pixel.light = look(pixel.light));
        }
    }

    /// The light of a square, row by row, not clipped; less where the photo ends.
    pub fn lights(&self, square: &Square) -> Vec<LinearRgb> {
        let (mut pixels, mut lights) = (Vec::new(), Vec::new());
        for y in square.top..square.top.saturating_add(square.side).min(self.photo.height()) {
            self.read(y, square.left..square.left.saturating_add(square.side), &mut pixels);
            lights.extend(pixels.iter().map(|pixel| pixel.light));
        }
        lights
    }

    fn pixel(&self, x: u32, y: u32) -> Option<Pixel> {
        let pixel = self.photo.pixel(x, y)?;
        let light = self.look.as_ref().map_or(pixel.light, |look| look(pixel.light));
        Some(Pixel { light, ..pixel })
    }
}

/// Rows of a level that one task makes between two reports.
const BAND_ROWS: usize = 32;

impl Pyramid {
    /// Makes all levels down to one that fits into a tile, on all cores.
    ///
    /// # Errors
    /// [`Cancelled`] when the work was cancelled.
    pub fn build(shown: &Shown, progress: &Progress) -> Result<Self, Cancelled> {
        let mut smaller: Vec<ScreenTile> = Vec::new();
        let (mut width, mut height) = (shown.photo.width(), shown.photo.height());
        while width.max(height) > TILE {
            (width, height) = (width.div_ceil(2), height.div_ceil(2));
            let level = match smaller.last() {
                None => halve(shown, width, height, progress),
                Some(larger) => halve(larger, width, height, progress),
            }?;
            smaller.push(level);
        }
        Ok(Self { shown: shown.clone(), smaller })
    }

    pub fn level_count(&self) -> usize {
        self.smaller.len() + 1
    }

    /// Width and height of a level in its own pixels; those of the smallest level beyond it.
    pub fn level_size(&self, level: usize) -> (u32, u32) {
        match self.kept(level) {
            Some(level) => (level.width, level.height),
            None => (self.shown.photo.width(), self.shown.photo.height()),
        }
    }

    /// The tile in column `tx` and row `ty` of a level; at the right and bottom it is smaller, outside it is empty.
    pub fn tile(&self, level: usize, tx: u32, ty: u32) -> ScreenTile {
        let (width, height) = self.level_size(level);
        let (left, top) = (tx.saturating_mul(TILE).min(width), ty.saturating_mul(TILE).min(height));
        let (right, bottom) = (left.saturating_add(TILE).min(width), top.saturating_add(TILE).min(height));
        let mut rgba = vec![0; (right - left) as usize * (bottom - top) as usize * 4];
        let mut pixels = Vec::new();
        for (y, out) in (top..bottom).zip(rgba.chunks_exact_mut((right - left).max(1) as usize * 4)) {
            match self.kept(level) {
                Some(level) => out.copy_from_slice(level.row(y, left, right)),
                None => {
                    self.shown.read(y, left..right, &mut pixels);
                    out.as_chunks_mut().0.iter_mut().zip(&pixels).for_each(|(out, pixel)| *out = screen_pixel(pixel));
                }
            }
        }
        ScreenTile { width: right - left, height: bottom - top, rgba }
    }

    /// None for level 0.
    fn kept(&self, level: usize) -> Option<&ScreenTile> {
        level.checked_sub(1).and_then(|kept| self.smaller.get(kept).or(self.smaller.last()))
    }
}

/// The whole photo at once, by picking single pixels: something to look at until the pyramid is built.
pub fn overview(shown: &Shown, longest_side: u32) -> ScreenTile {
    let (photo_width, photo_height) = (shown.photo.width(), shown.photo.height());
    let longest = photo_width.max(photo_height);
    let target = longest_side.clamp(1, longest);
    let scaled = |side: u32| (u64::from(side) * u64::from(target) / u64::from(longest)).max(1) as u32;
    let (width, height) = (scaled(photo_width), scaled(photo_height));
    let mut rgba = vec![0; width as usize * height as usize * 4];
    rgba.par_chunks_mut(width as usize * 4).zip(0..height).for_each(|(row, y)| {
        let photo_y = middle(y, height, photo_height);
        for (x, out) in (0..width).zip(row.as_chunks_mut::<4>().0) {
            *out = shown.pixel(middle(x, width, photo_width), photo_y).as_ref().map_or([0; 4], screen_pixel);
        }
    });
    ScreenTile { width, height, rgba }
}

/// The photo's pixel at the middle of pixel `at` of `count`.
fn middle(at: u32, count: u32, of: u32) -> u32 {
    ((2 * u64::from(at) + 1) * u64::from(of) / (2 * u64::from(count))) as u32
}

/// What can be made smaller, row by row.
trait Rows: Sync {
    fn read(&self, y: u32, out: &mut Vec<Pixel>);
}

impl Rows for Shown {
    fn read(&self, y: u32, out: &mut Vec<Pixel>) {
        Self::read(self, y, 0..self.photo.width(), out);
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
    let (mut sum, mut count) = (LinearRgb::BLACK, 0.0);
    for pixel in above.iter().chain(below).filter(|pixel| pixel.opaque) {
        sum = sum + pixel.light;
        count += 1.0;
    }
    Pixel { light: sum * (1.0 / f64::max(count, 1.0)), clipped: false, opaque: count > 0.0 }
}

fn screen_pixel(pixel: &Pixel) -> [u8; 4] {
    if !pixel.opaque {
        return [0; 4];
    }
    let [r, g, b] = pixel.light.to_array().map(screen_value);
    [r, g, b, u8::MAX]
}

/// The nearest 8-bit sRGB value, from a table that is finer than 8 bits even in the dark.
pub fn screen_value(light: f64) -> u8 {
    SRGB_VALUE[(light.clamp(0.0, 1.0) * 65_535.0 + 0.5) as usize]
}

/// The light of an 8-bit sRGB value.
pub fn screen_light(value: u8) -> f64 {
    SRGB_LIGHT[usize::from(value)]
}

static SRGB_VALUE: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    (0..=u16::MAX).map(|light| (encode_srgb(f64::from(light) / 65_535.0) * 255.0).round() as u8).collect()
});

static SRGB_LIGHT: LazyLock<[f64; 256]> =
    LazyLock::new(|| std::array::from_fn(|value| LinearRgb::from_srgb8([value as u8; 3]).r));

#[cfg(test)]
mod tests {
    use super::super::PhotoFormat;
    use super::super::tests::fixtures::{Extras, encode, gradient, open, photo, plain};
    use super::*;
    use image::{DynamicImage, GrayImage, Luma};
    use moxcms::ColorProfile;

    fn shown(photo: Photo) -> Shown {
        Shown { photo: Arc::new(photo), look: None }
    }

    fn pyramid(photo: Photo) -> Pyramid {
        Pyramid::build(&shown(photo), &Progress::unwatched()).expect("not cancelled")
    }

    fn at(tile: &ScreenTile, x: u32, y: u32) -> [u8; 4] {
        tile.row(y, x, x + 1).try_into().expect("four values")
    }

    #[test]
    fn tiles_join_without_a_seam() {
        let image = gradient(2 * TILE + 5, TILE + 1);
        let pyramid = pyramid(photo(&image, PhotoFormat::Png, Extras::default()));
        assert_eq!(pyramid.level_count(), 3);
        let drawn = image.to_rgba8();
        for (tx, ty) in [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1)] {
            let tile = pyramid.tile(0, tx, ty);
            for (x, y) in [(0, 0), (tile.width - 1, 0), (0, tile.height - 1), (tile.width - 1, tile.height - 1)] {
                assert_eq!(at(&tile, x, y), drawn.get_pixel(tx * TILE + x, ty * TILE + y).0, "tile {tx},{ty}");
            }
        }
        let sizes = |tx, ty| (pyramid.tile(0, tx, ty).width, pyramid.tile(0, tx, ty).height);
        assert_eq!((sizes(0, 0), sizes(2, 1), sizes(3, 0)), ((TILE, TILE), (5, 1), (0, TILE)));
        assert_eq!((pyramid.level_size(1), pyramid.level_size(2)), ((TILE + 3, 513), (514, 257)));
        assert_eq!(pyramid.tile(1, 1, 0).width, 3);
    }

    #[test]
    fn a_smaller_level_has_the_mean_light_and_not_the_mean_code() {
        let checks = GrayImage::from_fn(TILE + 2, 4, |x, y| Luma([if (x + y) % 2 == 0 { 255 } else { 0 }]));
        let pyramid = pyramid(photo(&DynamicImage::ImageLuma8(checks), PhotoFormat::Png, Extras::default()));
        // Half the light is 188 in sRGB (IEC 61966-2-1); the mean code would be 128.
        assert_eq!(at(&pyramid.tile(1, 0, 0), 100, 1), [188, 188, 188, 255]);
    }

    #[test]
    fn every_level_is_upright_and_in_the_screens_colors() {
        let image = gradient(TILE + 200, 40);
        let mut turned = open(&encode(&image, PhotoFormat::Png, Extras::orientation(6))).expect("a whole file");
        let upright = image.rotate90().to_rgb8();
        let turned_pyramid = pyramid(turned);
        assert_eq!(turned_pyramid.level_size(1), (20, TILE / 2 + 100));
        let tile = turned_pyramid.tile(1, 0, 0);
        for (x, y) in [(0, 0), (19, 0), (0, 500), (19, 511)] {
            let [r, g, ..] = at(&tile, x, y);
            let [expected_r, expected_g, _] = upright.get_pixel(2 * x, 2 * y).0;
            // A step of the gradient lies between the four pixels that become one.
            assert!(r.abs_diff(expected_r) <= 1 && g.abs_diff(expected_g) <= 5, "{x},{y}");
        }
        turned = photo(&plain(2, 2, [200, 120, 100]), PhotoFormat::Png, Extras::icc(ColorProfile::new_display_p3()));
        let expected = turned.pixel(0, 0).expect("inside").light.to_srgb8();
        assert_eq!(at(&pyramid(turned).tile(0, 0, 0), 0, 0)[..3], expected);
        assert_ne!(expected, [200, 120, 100]);
    }

    #[test]
    fn what_is_not_opaque_is_not_shown() {
        let mut rgba = [9, 9, 9, 255].repeat(4096);
        rgba[..8].copy_from_slice(&[90, 90, 90, 255, 0, 0, 0, 0]);
        rgba[8..16].copy_from_slice(&[0, 0, 0, 0, 0, 0, 0, 128]);
        let pyramid = pyramid(Photo::from_rgba8("pasted", 4096, 1, rgba).expect("one row"));
        assert_eq!(at(&pyramid.tile(0, 0, 0), 1, 0), [0; 4]);
        let half = pyramid.tile(1, 0, 0);
        assert_eq!((at(&half, 0, 0), at(&half, 1, 0)), ([90, 90, 90, 255], [0; 4]));
    }

    #[test]
    fn an_overview_fits_and_keeps_the_shape() {
        let shown = shown(photo(&gradient(300, 200), PhotoFormat::Png, Extras::default()));
        let small = overview(&shown, 30);
        assert_eq!((small.width, small.height, small.rgba.len()), (30, 20, 30 * 20 * 4));
        let middle = shown.photo.encoded(155, 105).expect("inside");
        assert_eq!(at(&small, 15, 10)[..3], middle);
        assert_eq!(overview(&shown, 9_999).width, 300);
        assert_eq!(overview(&shown, 0).height, 1);
    }

    #[test]
    fn a_look_changes_every_level_and_the_overview() {
        let photo = photo(&gradient(2 * TILE, 40), PhotoFormat::Png, Extras::default());
        let look: Look = Arc::new(|_| LinearRgb::WHITE);
        let shown = Shown { photo: Arc::new(photo), look: Some(look) };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        for tile in [overview(&shown, 64), pyramid.tile(0, 1, 0), pyramid.tile(1, 0, 0)] {
            assert!(tile.rgba.iter().all(|&value| value == 255));
        }
    }

    #[test]
    fn a_cancelled_pyramid_is_not_built() {
        let shown = shown(photo(&gradient(TILE + 1, 3), PhotoFormat::Png, Extras::default()));
        let progress = Progress::unwatched();
        progress.cancel();
        assert!(Pyramid::build(&shown, &progress).is_err());
    }

    #[test]
    fn the_screen_table_is_the_exact_curve() {
        for step in 0..=10_000 {
            let light = f64::from(step) / 10_000.0;
            let exact = (encode_srgb(light) * 255.0).round() as u8;
            assert!(screen_value(light).abs_diff(exact) <= 1, "{light}");
        }
        for value in 0..=255u8 {
            assert_eq!(screen_value(LinearRgb::from_srgb8([value; 3]).r), value);
        }
    }
}
