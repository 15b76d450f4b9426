//! Photos: opened, measured pixel by pixel, marked with regions, drawn in tiles.
//!
//! A [`Photo`] keeps the pixels as the file stored them, with the profile that gives them meaning and the orientation
//! that sets them upright. They leave it by one door, [`Photo::read_run`], as unclamped linear light. A [`Region`] says
//! what a part of the photo shows; a [`Pyramid`] gives pictures for a screen, which nothing is measured from.

mod caution;
mod color;
mod decode;
mod error;
mod format;
mod grid;
mod limits;
mod origin;
mod raster;
mod shape;
#[cfg(test)]
mod tests;
mod tiles;
mod upright;

use std::fmt;
use std::ops::Range;
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};

pub use caution::PhotoCaution;
pub use color::profile::Profile;
pub use error::PhotoError;
pub use format::{DngKind, Foreign, JpegKind, PHOTO_ENDINGS, PhotoFormat};
pub use grid::{Between, Grid};
pub use limits::{Excess, Limits};
pub use origin::date::Date;
pub use origin::made::Origin;
pub use shape::brushed::{Brush, BrushMap, Brushed};
pub use shape::form::{Bounds, Shape, ShapeError};
pub use shape::region::{Region, RegionId, SwatchStep, Tissue};
pub use shape::square::Square;
pub use shape::strip::steps_of_strip;
pub use shape::stroke::{Stroke, distance_to_line};
pub use tiles::{Look, Pyramid, ScreenTile, Shown, TILE, overview, screen_light, screen_value};

use crate::color::LinearRgb;
use crate::progress::Progress;
use color::conversion::{Conversion, ToLight};
use color::profile::Clues;
use decode::Decoded;
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
