//! Photos: opened, measured pixel by pixel, marked with regions, drawn in tiles.
//!
//! A [`Photo`] keeps the pixels as the file stored them, with the profile that gives them meaning and the orientation
//! that sets them upright. They leave it by one door, [`Photo::read_run`], as unclamped linear light. A [`Region`] says
//! what a part of the photo shows; a [`Pyramid`] gives pictures for a screen, which nothing is measured from.

mod decode;
mod device;
mod error;
mod format;
mod header;
mod limits;
mod primaries;
mod profile;
mod raster;
mod region;
mod scanline;
mod shape;
mod tiles;
mod tone;
mod upright;
mod watched;

use std::ops::Range;
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};

pub use error::PhotoError;
pub use format::{Foreign, PhotoFormat};
pub use limits::{Excess, Limits};
pub use profile::Profile;
pub use region::{Region, RegionId, Tissue};
pub use shape::{Bounds, Shape, ShapeError};
pub use tiles::{Pyramid, ScreenTile, TILE, overview};

use crate::color::LinearRgb;
use crate::progress::Progress;
use decode::Decoded;
use device::Conversion;
use profile::Clues;
use raster::Raster;
use upright::Upright;

/// A photo as it was taken: never changed, never rounded, upright by the way it is read.
pub struct Photo {
    name: String,
    sha256: String,
    format: PhotoFormat,
    profile: Profile,
    upright: Upright,
    raster: Raster,
    conversion: Conversion,
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

impl Photo {
    /// Opens a JPEG, PNG, TIFF or WebP file, whatever its name ends in.
    ///
    /// # Errors
    /// See [`PhotoError`]. A file that is too large is refused from its header.
    pub fn open(path: &Path, limits: &Limits, progress: &Progress) -> Result<Self, PhotoError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self::from_decoded(name, decode::decode_file(path, limits, progress)?)
    }

    /// Opens the bytes of a file, as a drop or a test gives them.
    ///
    /// # Errors
    /// As [`Photo::open`].
    pub fn from_bytes(name: &str, bytes: &[u8], limits: &Limits, progress: &Progress) -> Result<Self, PhotoError> {
        Self::from_decoded(name.into(), decode::decode_bytes(name, bytes, limits, progress)?)
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
        Self::from_decoded(name.into(), Decoded { image, format, orientation, clues: Clues::default(), sha256 })
    }

    fn from_decoded(name: String, decoded: Decoded) -> Result<Self, PhotoError> {
        let Decoded { image, format, orientation, clues, sha256 } = decoded;
        let upright = Upright::new(orientation, image.width(), image.height());
        let Some(raster) = Raster::from_image(image) else {
            return Err(PhotoError::Unsupported { kind: Foreign::FloatingPoint, name });
        };
        let (profile, device) = Profile::from_clues(&clues);
        let conversion = device.conversion(raster.top());
        Ok(Self { name, sha256, format, profile, upright, raster, conversion })
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

    /// The EXIF orientation of the stored pixels, 1–8.
    pub fn orientation(&self) -> u8 {
        self.upright.exif()
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Replaces `out` by the pixels `xs` of row `y`, both upright; what lies outside the photo is left out.
    pub fn read_run(&self, y: u32, xs: Range<u32>, out: &mut Vec<Pixel>) {
        out.clear();
        out.reserve(xs.len());
        self.for_each_code(y, xs, |codes| out.push(self.pixel_of(codes)));
    }

    pub fn pixel(&self, x: u32, y: u32) -> Option<Pixel> {
        self.codes(x, y).map(|codes| self.pixel_of(codes))
    }

    /// The encoded values of a pixel in the photo's own profile, in 8 bit.
    pub fn encoded(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        let scale = f64::from(u8::MAX) / f64::from(self.raster.top());
        self.codes(x, y).map(|[r, g, b, _]| [r, g, b].map(|code| (f64::from(code) * scale).round() as u8))
    }

    fn codes(&self, x: u32, y: u32) -> Option<[u16; 4]> {
        let mut found = None;
        self.for_each_code(y, x..x.saturating_add(1), |codes| found = Some(codes));
        found
    }

    fn for_each_code(&self, y: u32, xs: Range<u32>, take: impl FnMut([u16; 4])) {
        let (width, height) = self.upright.size();
        let xs = xs.start..xs.end.min(width);
        if y < height && !xs.is_empty() {
            self.raster.for_each(self.upright.walk(xs.start, y, xs.end - xs.start), take);
        }
    }

    fn pixel_of(&self, [r, g, b, alpha]: [u16; 4]) -> Pixel {
        let top = self.raster.top();
        let clipped = r == top || g == top || b == top || (r | g | b) == 0;
        Pixel { light: self.conversion.light([r, g, b]), clipped, opaque: alpha == top }
    }
}
