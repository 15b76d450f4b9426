//! Picture files for tests, drawn in memory.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::tiff::TiffEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, RgbImage};
use moxcms::ColorProfile;
use std::io::Cursor;

use super::{Limits, Photo, PhotoError, PhotoFormat};
use crate::progress::Progress;

pub(super) const FORMATS: [PhotoFormat; 4] =
    [PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP];

/// What goes into a file besides its pixels.
#[derive(Default)]
pub(super) struct Extras {
    pub icc: Option<ColorProfile>,
    pub exif: Option<Vec<u8>>,
}

impl Extras {
    pub fn icc(profile: ColorProfile) -> Self {
        Self { icc: Some(profile), exif: None }
    }

    pub fn orientation(orientation: u8) -> Self {
        Self { icc: None, exif: Some(tiff(&[(0x0112, 3, u32::from(orientation))], &[])) }
    }

    /// The encoder for TIFF writes no EXIF.
    pub fn orientation_unless_tiff(format: PhotoFormat, orientation: u8) -> Self {
        if format == PhotoFormat::Tiff { Self::default() } else { Self::orientation(orientation) }
    }
}

pub(super) fn encode(image: &DynamicImage, format: PhotoFormat, extras: Extras) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    match format {
        PhotoFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut file, 100), image, extras),
        PhotoFormat::Tiff => write(TiffEncoder::new(&mut file), image, extras),
        PhotoFormat::WebP => write(WebPEncoder::new_lossless(&mut file), image, extras),
        PhotoFormat::Bmp => image.write_to(&mut file, image::ImageFormat::Bmp).expect("memory can be written"),
        PhotoFormat::Png | PhotoFormat::Heic | PhotoFormat::Avif | PhotoFormat::Clipboard => {
            write(PngEncoder::new(&mut file), image, extras)
        }
    }
    file.into_inner()
}

fn write(mut encoder: impl ImageEncoder, image: &DynamicImage, Extras { icc, exif }: Extras) {
    if let Some(profile) = icc {
        let icc = profile.encode().expect("a profile can be written");
        encoder.set_icc_profile(icc).expect("the format takes a profile");
    }
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).expect("the format takes EXIF");
    }
    image.write_with_encoder(encoder).expect("memory can be written");
}

/// A little-endian TIFF or EXIF of one directory: `(tag, type, value)` each, in order, then the bytes that follow it.
pub(super) fn tiff(entries: &[(u16, u16, u32)], behind: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(behind);
    bytes
}

/// Every pixel of its own colour, and no two ways of turning it alike.
pub(super) fn gradient(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(20 + x * 200 / width) as u8, (20 + y * 200 / height) as u8, 90])
    }))
}

pub(super) fn plain(width: u32, height: u32, rgb: [u8; 3]) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb(rgb)))
}

pub(super) fn open(bytes: &[u8]) -> Result<Photo, PhotoError> {
    Photo::from_bytes("test", bytes, &Limits::default(), &Progress::unwatched())
}

pub(super) fn photo(image: &DynamicImage, format: PhotoFormat, extras: Extras) -> Photo {
    open(&encode(image, format, extras)).expect("a whole file")
}
