//! JPEG pictures by `zune-jpeg`: grey, colour and inks.

use std::io::{Read, Seek};

use image::{DynamicImage, GrayImage, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::bytes::{hex_sha256, read_all};
use super::cmyk::{self, Inks};
use super::decoded::Decoded;
use super::jpeg_outline::JpegOutline;
use super::refusal::Refusal;
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::camera_facts::CameraFacts;
use crate::photo::origin::made::Origin;

type Decoder<'a> = JpegDecoder<ZCursor<&'a [u8]>>;

/// Decodes the first picture of a file, once its header is found within the limits.
pub(super) fn decode(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let mut file = read_all(source)?;
    let outline = JpegOutline::read(&mut file.as_slice())?;
    check(&outline, limits)?;
    if !outline.is_whole {
        end(&mut file, &outline)?;
    }
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file.as_slice()), options());
    decoder.decode_headers()?;
    let camera = decoder.exif().map(|exif| CameraFacts::read(exif)).unwrap_or_default();
    let icc = decoder.icc_profile().or(outline.has_profile.then(Vec::new));
    let (width, height) = (outline.size.0.into(), outline.size.1.into());
    let origin = Origin::of_jpeg(&outline, camera, (width, height));
    let clues = Clues { icc, by_camera: camera.color_space, ..Clues::default() };
    let pixels = pixels(&mut decoder)?;
    let (image, clues) = match outline.channels {
        1 => (GrayImage::from_raw(width, height, pixels).map(DynamicImage::from), clues),
        3 => (RgbImage::from_raw(width, height, pixels).map(DynamicImage::from), clues),
        _ => {
            let inks = Inks { codes: pixels, are_inverted: outline.has_adobe };
            let (image, clues) = cmyk::convert(inks, (width, height), clues)?;
            (Some(image), clues)
        }
    };
    let image = image.ok_or(Refusal::Damaged(None))?;
    Ok(Decoded { image, format: PhotoFormat::Jpeg, orientation: camera.orientation(), clues, origin })
}

fn check(outline: &JpegOutline, limits: &Limits) -> Result<(), Refusal> {
    if let Some(kind) = outline.kind {
        return Err(Refusal::Foreign(Foreign::Jpeg(kind)));
    }
    let (width, height) = outline.size;
    match outline.channels {
        0 => return Err(Refusal::Damaged(None)),
        1 | 3 | 4 if height > 0 => {}
        _ => return Err(Refusal::Foreign(Foreign::Variant(PhotoFormat::Jpeg))),
    }
    let bytes = u64::from(width) * u64::from(height) * u64::from(outline.channels);
    Ok(limits.check_picture(width.into(), height.into(), bytes)?)
}

/// Gives a file that ends without its end marker one, if nothing else is missing.
///
/// Only the decoder can tell where a scan ends. It would read on into what follows: if that makes no difference, the
/// picture was there to its last pixel.
fn end(file: &mut Vec<u8>, outline: &JpegOutline) -> Result<(), Refusal> {
    if !outline.scans.are_complete() {
        return Err(Refusal::Damaged(None));
    }
    while file.last() == Some(&0xff) {
        file.pop();
    }
    let length = file.len();
    let sums = [0x15, 0xa7].map(|first| {
        file.truncate(length);
        file.extend(filling(first));
        file.extend(END);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file.as_slice()), options());
        decoder.decode_headers()?;
        Ok::<_, Refusal>(hex_sha256(&mut pixels(&mut decoder)?.as_slice())?)
    });
    file.truncate(length);
    file.extend(END);
    match sums {
        [Ok(one), Ok(other)] if one == other => Ok(()),
        _ => Err(Refusal::Damaged(None)),
    }
}

/// The marker at the end of a picture (ITU-T T.81, table B.1).
const END: [u8; 2] = [0xff, 0xd9];

/// Bits of no meaning, which hold no marker; two fillings differ from their first byte on.
fn filling(first: u8) -> impl Iterator<Item = u8> {
    let next = move |&byte: &u8| Some(byte.wrapping_mul(29).wrapping_add(113) & 0x3f | first & 0xc0);
    std::iter::successors(Some(first), next).take(4096)
}

fn options() -> DecoderOptions {
    let largest = usize::from(u16::MAX);
    DecoderOptions::default().set_strict_mode(false).set_max_width(largest).set_max_height(largest)
}

/// All channels as they are stored, but for YCbCr, which becomes RGB.
fn pixels(decoder: &mut Decoder<'_>) -> Result<Vec<u8>, Refusal> {
    let stored = decoder.input_colorspace().ok_or(Refusal::Damaged(None))?;
    let asked = match stored {
        ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK => stored,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(asked));
    let mut pixels = decoder.decode()?;
    if stored == ColorSpace::YCCK {
        pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|[y, cb, cr, _]| [*y, *cb, *cr] = rgb([*y, *cb, *cr]));
    }
    Ok(pixels)
}

/// Red, green and blue of a pixel in YCbCr (ITU-T T.871, 7).
pub(super) fn rgb(pixel: [u8; 3]) -> [u8; 3] {
    let [y, cb, cr] = pixel.map(f32::from);
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb].map(|value| value.round() as u8)
}

impl From<DecodeErrors> for Refusal {
    fn from(error: DecodeErrors) -> Self {
        match error {
            DecodeErrors::Unsupported(_) => Self::Foreign(Foreign::Variant(PhotoFormat::Jpeg)),
            error => Self::damaged(error),
        }
    }
}
