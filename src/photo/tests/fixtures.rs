//! Picture files for tests, drawn in memory.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::tiff::TiffEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, RgbImage};
use moxcms::ColorProfile;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use crate::photo::{Limits, Photo, PhotoError, PhotoFormat};
use crate::progress::Progress;

pub(in crate::photo) const FORMATS: [PhotoFormat; 4] =
    [PhotoFormat::Jpeg, PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP];

/// What goes into a file besides its pixels.
#[derive(Default)]
pub(in crate::photo) struct Extras {
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

pub(in crate::photo) fn encode(image: &DynamicImage, format: PhotoFormat, extras: Extras) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    match format {
        PhotoFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut file, 100), image, extras),
        PhotoFormat::Tiff => write(TiffEncoder::new(&mut file), image, extras),
        PhotoFormat::WebP => write(WebPEncoder::new_lossless(&mut file), image, extras),
        PhotoFormat::Bmp => image.write_to(&mut file, image::ImageFormat::Bmp).expect("memory can be written"),
        PhotoFormat::Png | PhotoFormat::Heic | PhotoFormat::Avif | PhotoFormat::Dng | PhotoFormat::Clipboard => {
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
pub(in crate::photo) fn tiff(entries: &[(u16, u16, u32)], behind: &[u8]) -> Vec<u8> {
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
pub(in crate::photo) fn gradient(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(20 + x * 200 / width) as u8, (20 + y * 200 / height) as u8, 90])
    }))
}

pub(in crate::photo) fn plain(width: u32, height: u32, rgb: [u8; 3]) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb(rgb)))
}

pub(in crate::photo) fn open(bytes: &[u8]) -> Result<Photo, PhotoError> {
    Photo::from_bytes("test", bytes, &Limits::default(), &Progress::unwatched())
}

pub(in crate::photo) fn photo(image: &DynamicImage, format: PhotoFormat, extras: Extras) -> Photo {
    open(&encode(image, format, extras)).expect("a whole file")
}

/// Every byte damaged in three ways gives an error, or a photo that can be read to its end.
#[track_caller]
pub(in crate::photo) fn assert_damage_is_survived(whole: &[u8], what: &str) {
    let limits = Limits { pixels: 100_000, ..Limits::default() };
    let mut out = Vec::new();
    for at in 0..whole.len() {
        for flip in [0x01, 0x10, 0xff] {
            let mut damaged = whole.to_vec();
            damaged[at] ^= flip;
            if let Ok(photo) = Photo::from_bytes("test", &damaged, &limits, &Progress::unwatched()) {
                photo.read_run(photo.height() - 1, 0..photo.width(), &mut out);
                assert_eq!(out.len(), photo.width() as usize, "{what}, byte {at}");
            }
        }
    }
}

/// Opening the file fails as cancelled when the work is stopped at its first report, and at its last.
#[track_caller]
pub(in crate::photo) fn assert_can_be_cancelled(file: &[u8], what: &str) {
    for is_over in [false, true] {
        let opened = Photo::from_bytes("test", file, &Limits::default(), &cancelled_by_itself(is_over));
        assert!(matches!(opened, Err(PhotoError::Cancelled(_))), "{what}, {is_over}");
    }
}

fn cancelled_by_itself(is_over: bool) -> Progress {
    let work = Arc::new(OnceLock::<Progress>::new());
    let watched = work.clone();
    let progress = Progress::new(move |reported| {
        if (reported.done == reported.total) == is_over
            && let Some(work) = watched.get()
        {
            work.cancel();
        }
    });
    work.set(progress.clone()).unwrap_or_else(|_| panic!("set only here"));
    progress
}
