//! PNG, WebP and BMP by the decoders of `image`.

use std::io::{BufRead, Seek};

use image::codecs::bmp::BmpDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ColorType, DynamicImage, ImageDecoder};

use super::bmp;
use super::decoded::Decoded;
use super::png::PngChunks;
use super::refusal::Refusal;
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::camera_facts::CameraFacts;
use crate::photo::origin::made::Origin;

pub(super) fn decode_png(source: &mut (impl BufRead + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let PngChunks { clues, exif } = PngChunks::read(source)?;
    source.rewind()?;
    let format = PhotoFormat::Png;
    let opened = PngDecoder::with_limits(source, limits.for_decoder());
    let mut decoder = opened.map_err(|error| Refusal::of_image(error, format))?;
    let icc = decoder.icc_profile().ok().flatten().or(clues.icc);
    let camera = exif.as_deref().map(CameraFacts::read).unwrap_or_default();
    finish(decoder, format, Clues { icc, ..clues }, camera, limits)
}

pub(super) fn decode_webp(source: &mut (impl BufRead + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    source.rewind()?;
    let format = PhotoFormat::WebP;
    let mut decoder = WebPDecoder::new(source).map_err(|error| Refusal::of_image(error, format))?;
    // A profile that can't even be taken out of its file is recorded like any other that can't be used.
    let icc = decoder.icc_profile().unwrap_or_else(|_| Some(Vec::new()));
    let exif = decoder.exif_metadata().ok().flatten();
    let camera = exif.as_deref().map(CameraFacts::read).unwrap_or_default();
    finish(decoder, format, Clues { icc, ..Clues::default() }, camera, limits)
}

pub(super) fn decode_bmp(source: &mut (impl BufRead + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let clues = bmp::clues(source)?;
    source.rewind()?;
    let decoder = BmpDecoder::new(source).map_err(|error| Refusal::of_image(error, PhotoFormat::Bmp))?;
    finish(decoder, PhotoFormat::Bmp, clues, CameraFacts::default(), limits)
}

fn finish(
    decoder: impl ImageDecoder,
    format: PhotoFormat,
    clues: Clues,
    camera: CameraFacts,
    limits: &Limits,
) -> Result<Decoded, Refusal> {
    let clues = Clues { by_camera: camera.color_space, ..clues };
    let image = pixels(decoder, limits, format)?;
    Ok(Decoded { image, format, orientation: camera.orientation(), clues, origin: Origin::of_camera(camera) })
}

fn pixels(mut decoder: impl ImageDecoder, limits: &Limits, format: PhotoFormat) -> Result<DynamicImage, Refusal> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged(None));
    }
    limits.check_picture(width, height, decoder.total_bytes())?;
    if matches!(decoder.color_type(), ColorType::Rgb32F | ColorType::Rgba32F) {
        return Err(Refusal::Foreign(Foreign::FloatingPoint));
    }
    decoder.set_limits(limits.for_decoder()).map_err(|error| Refusal::of_image(error, format))?;
    DynamicImage::from_decoder(decoder).map_err(|error| Refusal::of_image(error, format))
}
