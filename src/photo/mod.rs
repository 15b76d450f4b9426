//! Photos: opened, measured pixel by pixel, marked with regions, drawn in tiles.
//!
//! A [`Photo`] keeps the pixels as the file stored them, with the profile that gives them meaning and the orientation
//! that sets them upright. They leave it by one door, [`Photo::read_run`], as unclamped linear light. A [`Region`] says
//! what a part of the photo shows; a [`Pyramid`] gives pictures for a screen, which nothing is measured from.

mod brushed;
mod camera;
mod camera_space;
mod caution;
mod conversion;
mod date;
mod decode;
mod device;
mod error;
#[cfg(test)]
mod fixtures;
mod format;
mod grid;
mod icc;
mod limits;
mod origin;
mod overlap;
mod primaries;
mod profile;
mod raster;
mod region;
mod scanline;
mod shape;
mod square;
mod strip;
mod stroke;
mod tiles;
mod tone;
mod upright;

use std::fmt;
use std::ops::Range;
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};

pub use brushed::{Brush, BrushMap, Brushed};
pub use caution::PhotoCaution;
pub use date::Date;
pub use error::PhotoError;
pub use format::{DngKind, Foreign, JpegKind, PhotoFormat};
pub use grid::{Between, Grid};
pub use limits::{Excess, Limits};
pub use origin::Origin;
pub use profile::Profile;
pub use region::{Region, RegionId, Tissue};
pub use shape::{Bounds, Shape, ShapeError};
pub use square::Square;
pub use strip::steps_of_strip;
pub use stroke::{Stroke, distance_to_line};
pub use tiles::{Look, Pyramid, ScreenTile, Shown, TILE, overview, screen_light, screen_value};

use crate::color::LinearRgb;
use crate::progress::Progress;
use conversion::{Conversion, ToLight};
use decode::Decoded;
use profile::Clues;
use raster::Raster;
use upright::{Upright, Walk};

/// A photo as it was taken: never changed, never rounded, upright by the way it is read.
pub struct Photo {
    name: String,
    sha256: String,
    format: PhotoFormat,
    profile: Profile,
    origin: Origin,
    upright: Upright,
    raster: Raster,
    conversion: Conversion,
    is_colorless: bool,
}

/// One pixel of a photo, and whether it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pixel {
    /// Linear sRGB, not clamped: a wide-gamut colour leaves 0–1.
    pub light: LinearRgb,
    /// A channel is at the highest code value, or all are at the lowest: the true colour lies beyond.
    pub clipped: bool,
    /// Nothing shines through.
    pub opaque: bool,
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Photo").field("name", &self.name).field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

impl Photo {
    /// Opens a JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP file, whatever its name ends in.
    ///
    /// # Errors
    /// See [`PhotoError`]. A file that is too large is refused from its header.
    pub fn open(path: &Path, limits: &Limits, progress: &Progress) -> Result<Self, PhotoError> {
        let name = decode::printable(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        let (decoded, sha256) = decode::decode_file(path, limits, progress)?;
        Self::from_decoded(name, sha256, decoded)
    }

    /// Opens the bytes of a file, as a drop or a test gives them.
    ///
    /// # Errors
    /// As [`Photo::open`].
    pub fn from_bytes(name: &str, bytes: &[u8], limits: &Limits, progress: &Progress) -> Result<Self, PhotoError> {
        let (decoded, sha256) = decode::decode_bytes(name, bytes, limits, progress)?;
        Self::from_decoded(name.into(), sha256, decoded)
    }

    /// A picture from the clipboard, assumed to be sRGB.
    ///
    /// # Errors
    /// [`PhotoError::Empty`] without pixels, [`PhotoError::Damaged`] if `rgba` is not 4 × width × height long.
    pub fn from_rgba8(name: &str, width: u32, height: u32, rgba: Vec<u8>) -> Result<Self, PhotoError> {
        if width == 0 || height == 0 {
            return Err(PhotoError::Empty { name: name.into() });
        }
        let damaged = || PhotoError::Damaged { name: name.into(), source: None };
        let sha256 = decode::hex_sha256(&mut rgba.as_slice()).map_err(|_| damaged())?;
        let image = RgbaImage::from_raw(width, height, rgba).map(DynamicImage::ImageRgba8).ok_or_else(damaged)?;
        let (format, orientation) = (PhotoFormat::Clipboard, Orientation::NoTransforms);
        let (clues, origin) = (Clues::default(), Origin::default());
        Self::from_decoded(name.into(), sha256, Decoded { image, format, orientation, clues, origin })
    }

    fn from_decoded(name: String, sha256: String, decoded: Decoded) -> Result<Self, PhotoError> {
        let Decoded { image, format, orientation, clues, origin } = decoded;
        let upright = Upright::new(orientation, image.width(), image.height());
        let Some(raster) = Raster::from_image(image) else {
            return Err(PhotoError::Unsupported { kind: Foreign::FloatingPoint, name });
        };
        let (profile, device) = Profile::from_clues(&clues, raster.is_grey());
        let conversion = device.conversion(raster.top());
        let is_colorless = raster.is_colorless();
        Ok(Self { name, sha256, format, profile, origin, upright, raster, conversion, is_colorless })
    }

    /// The file's name without its folders.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of the file's bytes, in hexadecimal; of the pixels for the clipboard.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Width in upright pixels.
    pub fn width(&self) -> u32 {
        self.upright.size().0
    }

    /// Height in upright pixels.
    pub fn height(&self) -> u32 {
        self.upright.size().1
    }

    pub fn format(&self) -> PhotoFormat {
        self.format
    }

    /// The EXIF orientation of the stored pixels, 1–8; 1 for HEIC and AVIF, which are turned by properties of their own.
    pub fn orientation(&self) -> u8 {
        if matches!(self.format, PhotoFormat::Heic | PhotoFormat::Avif) { 1 } else { self.upright.exif() }
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The photo is black and white: stored in grey, or in colour with three equal channels.
    pub fn is_colorless(&self) -> bool {
        self.is_colorless
    }

    /// How the photo was made and what it went through.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Replaces `out` by the pixels `xs` of row `y`, both upright; what lies outside the photo is left out.
    pub fn read_run(&self, y: u32, xs: Range<u32>, out: &mut Vec<Pixel>) {
        out.clear();
        let (width, height) = self.upright.size();
        let xs = xs.start..xs.end.min(width);
        if y < height && !xs.is_empty() {
            let walk = self.upright.walk(xs.start, y, xs.end - xs.start);
            match &self.conversion {
                Conversion::Plain(way) => self.extend(out, walk, way),
                Conversion::Mixed(way) => self.extend(out, walk, way),
                Conversion::Tabled(way) => self.extend(out, walk, way),
            }
        }
    }

    pub fn pixel(&self, x: u32, y: u32) -> Option<Pixel> {
        self.codes(x, y).map(|codes| Pixel::new(codes, self.raster.top(), &self.conversion))
    }

    /// The encoded values of a pixel in the photo's own profile, in 8 bit.
    pub fn encoded(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        let scale = f64::from(u8::MAX) / f64::from(self.raster.top());
        self.codes(x, y).map(|[r, g, b, _]| [r, g, b].map(|code| (f64::from(code) * scale).round() as u8))
    }

    fn codes(&self, x: u32, y: u32) -> Option<[u16; 4]> {
        let (width, height) = self.upright.size();
        let is_inside = x < width && y < height;
        is_inside.then(|| self.upright.walk(x, y, 1).start).and_then(|index| self.raster.at(index))
    }

    fn extend(&self, out: &mut Vec<Pixel>, walk: Walk, way: &impl ToLight) {
        let top = self.raster.top();
        self.raster.extend(out, walk, |codes| Pixel::new(codes, top, way));
    }
}

impl Pixel {
    fn new([r, g, b, alpha]: [u16; 4], top: u16, way: &impl ToLight) -> Self {
        let is_at_top = (r == top) | (g == top) | (b == top);
        let is_black = (r | g | b) == 0;
        Self { light: way.light([r, g, b]), clipped: is_at_top | is_black, opaque: alpha == top }
    }
}

#[cfg(test)]
mod tests {
    use super::fixtures::{Extras, FORMATS, encode, gradient, open, photo, plain, tiff};
    use super::*;
    use image::{GrayAlphaImage, GrayImage, ImageBuffer, Rgb};
    use moxcms::ColorProfile;

    fn row(photo: &Photo, y: u32) -> Vec<Pixel> {
        let mut out = Vec::new();
        photo.read_run(y, 0..u32::MAX, &mut out);
        out
    }

    #[test]
    fn lossless_files_give_the_light_of_their_code_values() {
        let image = gradient(7, 5);
        for format in [PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP] {
            let photo = photo(&image, format, Extras::default());
            assert_eq!((photo.width(), photo.height(), photo.format()), (7, 5, format));
            for y in 0..5 {
                let expected: Vec<_> = (0..7).map(|x| image.to_rgb8().get_pixel(x, y).0).collect();
                let lights: Vec<_> = row(&photo, y).iter().map(|pixel| pixel.light).collect();
                assert_eq!(lights, expected.iter().copied().map(LinearRgb::from_srgb8).collect::<Vec<_>>());
                assert_eq!((0..7).filter_map(|x| photo.encoded(x, y)).collect::<Vec<_>>(), expected);
            }
        }
    }

    #[test]
    fn every_orientation_of_every_format_is_read_upright() {
        let stored = gradient(24, 16);
        for format in FORMATS {
            for exif in 1..=8 {
                let file = match format {
                    PhotoFormat::Tiff => oriented_tiff(exif),
                    _ => encode(&stored, format, Extras::orientation(exif)),
                };
                let photo = open(&file).expect("a whole file");
                let mut upright = stored.clone();
                upright.apply_orientation(Orientation::from_exif(exif).expect("1 to 8 are orientations"));
                let upright = upright.to_rgb8();
                assert_eq!(photo.orientation(), exif, "{format}");
                assert_eq!((photo.width(), photo.height()), upright.dimensions(), "{format} {exif}");
                for (x, y, expected) in upright.enumerate_pixels() {
                    // A JPEG of the best quality is within 4 levels of what was drawn.
                    let read = photo.encoded(x, y).expect("inside");
                    let off = read.iter().zip(expected.0).map(|(a, b)| a.abs_diff(b)).max();
                    assert!(off <= Some(if format == PhotoFormat::Jpeg { 4 } else { 0 }), "{format} {exif} {x},{y}");
                }
            }
        }
    }

    /// The gradient of 24 × 16, uncompressed.
    fn oriented_tiff(orientation: u8) -> Vec<u8> {
        let pixels = gradient(24, 16).into_bytes();
        let entries = |strip_at: u32| {
            [
                (256, 3, 24),
                (257, 3, 16),
                (258, 3, 8),
                (259, 3, 1),
                (262, 3, 2),
                (273, 4, strip_at),
                (274, 3, u32::from(orientation)),
                (277, 3, 3),
                (278, 3, 16),
                (279, 4, pixels.len() as u32),
            ]
        };
        let header_bytes = tiff(&entries(0), &[]).len() as u32;
        tiff(&entries(header_bytes), &pixels)
    }

    #[test]
    fn a_display_p3_red_is_not_an_srgb_red_in_any_format() {
        let red = plain(16, 16, [255, 0, 0]);
        for format in FORMATS {
            let photo = photo(&red, format, Extras::icc(ColorProfile::new_display_p3()));
            assert_eq!((photo.profile().name.as_str(), photo.profile().assumed), ("Display P3", false));
            let light = photo.pixel(8, 8).expect("inside").light.to_array();
            // SMPTE RP 431-2 to IEC 61966-2-1; JPEG may be a level off.
            let tolerance = if format == PhotoFormat::Jpeg { 0.02 } else { 1e-3 };
            for (read, expected) in light.into_iter().zip([1.2249, -0.0420, -0.0197]) {
                assert!((read - expected).abs() < tolerance, "{format}: {light:?}");
            }
        }
    }

    #[test]
    fn sixteen_bit_pictures_keep_their_steps() {
        let image = ImageBuffer::<Rgb<u16>, _>::from_fn(2, 1, |x, _| Rgb([20_000 + x as u16, 30_000, 40_000]));
        for format in [PhotoFormat::Png, PhotoFormat::Tiff] {
            let photo = photo(&DynamicImage::ImageRgb16(image.clone()), format, Extras::default());
            let [left, right] = row(&photo, 0)[..] else { panic!("two pixels") };
            let step = right.light.r - left.light.r;
            let slope = crate::color::decode_srgb(20_001.0 / 65_535.0) - crate::color::decode_srgb(20_000.0 / 65_535.0);
            assert!((step - slope).abs() < 1e-12, "{format}: {step}");
            assert_eq!(photo.encoded(0, 0), Some([78, 117, 156]));
        }
    }

    #[test]
    fn grey_pictures_have_three_equal_channels() {
        let grey = photo(
            &DynamicImage::ImageLuma8(GrayImage::from_raw(1, 1, vec![100]).expect("a pixel")),
            PhotoFormat::Png,
            Extras::default(),
        );
        assert_eq!(grey.pixel(0, 0).map(|pixel| pixel.light), Some(LinearRgb::from_srgb8([100; 3])));
        let see_through = GrayAlphaImage::from_raw(2, 1, vec![100, 255, 100, 254]).expect("two pixels");
        let photo = photo(&DynamicImage::ImageLumaA8(see_through), PhotoFormat::Png, Extras::default());
        assert_eq!(row(&photo, 0).iter().map(|pixel| pixel.opaque).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn pixels_at_the_ends_of_the_range_are_marked_as_clipped() {
        let rgba = [[255, 9, 9], [254, 9, 9], [0, 0, 9], [0, 0, 0]].map(|[r, g, b]| [r, g, b, 255]).concat();
        let photo = Photo::from_rgba8("pasted", 4, 1, rgba).expect("four pixels");
        assert_eq!(row(&photo, 0).iter().map(|pixel| pixel.clipped).collect::<Vec<_>>(), [true, false, false, true]);
    }

    #[test]
    fn a_pasted_picture_is_assumed_to_be_srgb_and_must_be_complete() {
        let photo = Photo::from_rgba8("pasted", 1, 1, vec![1, 2, 3, 255]).expect("a pixel");
        assert_eq!((photo.format().to_string().as_str(), photo.profile().assumed), ("clipboard", true));
        assert!(matches!(Photo::from_rgba8("pasted", 2, 1, vec![0; 7]), Err(PhotoError::Damaged { .. })));
        assert!(matches!(Photo::from_rgba8("pasted", 0, 1, vec![]), Err(PhotoError::Empty { .. })));
    }

    #[test]
    fn what_lies_outside_the_photo_is_left_out() {
        let photo = photo(&gradient(4, 3), PhotoFormat::Png, Extras::default());
        let mut out = row(&photo, 0);
        assert_eq!(out.len(), 4);
        photo.read_run(3, 0..4, &mut out);
        assert!(out.is_empty());
        photo.read_run(1, 3..9, &mut out);
        assert_eq!(out, [photo.pixel(3, 1).expect("inside")]);
        photo.read_run(1, 9..12, &mut out);
        assert!(out.is_empty());
        assert_eq!((photo.pixel(4, 0), photo.pixel(u32::MAX, 0), photo.encoded(0, 3)), (None, None, None));
    }

    #[test]
    fn a_photo_is_known_by_the_bytes_of_its_file() {
        let file = encode(&gradient(3, 3), PhotoFormat::Png, Extras::default());
        let photo = open(&file).expect("a whole file");
        assert_eq!(photo.sha256(), decode::hex_sha256(&mut file.as_slice()).expect("memory can be read"));
        // FIPS 180-2, example B.1.
        let abc = decode::hex_sha256(&mut &b"abc"[..]).expect("memory can be read");
        assert_eq!(abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
