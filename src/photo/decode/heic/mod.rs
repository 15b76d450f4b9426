//! HEIC pictures, as phones write them (ISO/IEC 23008-12), by `heifer`.
//!
//! Cropping and turning follow the file's own properties, so the picture comes out upright. An EXIF orientation, which some writers add, counts for nothing beside them and is not read.

pub(super) mod container;
mod grid;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};

use heifer::heifer_hevc_dec::Error as StreamError;
use heifer::heifer_isobmff::{Error as ContainerError, HeifFile, ItemId};
use heifer::{Error, Options};
use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer, Pixel, Primitive, Rgb, Rgba};

use super::bytes::read_all;
use super::decoded::Decoded;
use super::refusal::Refusal;
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use container::{ALPHA, auxiliaries, camera, clues, coded_pixels, origin, parts, size};
use grid::HeicGrid;

/// What the header says of the main picture, found within the limits.
struct Plan {
    /// The coded picture, or the first tile of a grid.
    first: ItemId,
    /// More than 8 bits a channel.
    is_deep: bool,
    /// Of the larger of picture and tile, in red, green, blue and alpha.
    bytes: u64,
    /// No picture of the file may have more, so that a tile can't ask for what the whole didn't.
    most_pixels: u64,
}

/// Decodes the main picture, once its header is found within the limits.
///
/// The decoder wants the whole file, and can't be stopped once it has begun.
pub(super) fn decode(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let bytes = read_all(source)?;
    let file = HeifFile::parse(&bytes)?;
    let plan = Plan::new(&file, limits)?;
    let camera = camera(&file);
    let clues = Clues { by_camera: camera.color_space, ..clues(&file, plan.first) };
    let origin = origin(&file, camera);
    let (image, orientation) = match HeicGrid::new(&file, plan.most_pixels) {
        Some(grid) => (plan.decode_grid(&grid)?, grid.orientation),
        None => (plan.decode_whole(&bytes, limits)?, Orientation::NoTransforms),
    };
    let image = image.ok_or(Refusal::Damaged(None))?;
    Ok(Decoded { image, format: PhotoFormat::Heic, orientation, clues, origin })
}

impl Plan {
    fn new(file: &HeifFile, limits: &Limits) -> Result<Self, Refusal> {
        let coded = parts(file, file.primary_id)?;
        let first = *coded.first().ok_or(Refusal::Damaged(None))?;
        let is_deep =
            file.hevc_config(first)?.is_some_and(|config| config.bit_depth_luma.max(config.bit_depth_chroma) > 8);
        let sizes = [size(file, file.primary_id)?, size(file, first)?];
        let mut most_bytes = 0;
        for (width, height) in sizes {
            let bytes = u64::from(width) * u64::from(height) * if is_deep { 8 } else { 4 };
            limits.check_picture(width, height, bytes)?;
            most_bytes = bytes.max(most_bytes);
        }
        for alpha in auxiliaries(file, &ALPHA) {
            parts(file, alpha)?;
        }
        let most_pixels = sizes.map(coded_pixels).into_iter().fold(0, u64::max);
        Ok(Self { first, is_deep, bytes: most_bytes, most_pixels })
    }

    fn decode_grid(&self, grid: &HeicGrid<'_>) -> Result<Option<DynamicImage>, Refusal> {
        let (width, height) = grid.size;
        if self.is_deep {
            let codes = grid.decode(stretch)?;
            Ok(ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgb16))
        } else {
            let codes = grid.decode(|_: &mut [u8], _| {})?;
            Ok(ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgb8))
        }
    }

    /// By the decoder's own way, which needs room for the picture and a turned copy of it.
    fn decode_whole(&self, bytes: &[u8], limits: &Limits) -> Result<Option<DynamicImage>, Refusal> {
        if self.bytes > limits.memory_bytes / 2 {
            return Err(Refusal::TooMuchWork);
        }
        let options = Options { max_threads: 0, max_pixels: self.most_pixels };
        if self.is_deep {
            let mut image = heifer::decode_with_options(bytes, &options)?;
            stretch(&mut image.data, image.bit_depth);
            Ok(picture(image.width, image.height, image.has_alpha, image.data))
        } else {
            let image = heifer::decode_rgba8(bytes, &options)?;
            Ok(picture(image.width, image.height, image.has_alpha, image.data))
        }
    }
}

/// Spreads values of 9 to 16 bits over 16, so that the highest stays the highest.
fn stretch(values: &mut [u16], bits: u8) {
    let (Some(up), Some(down)) = (16u32.checked_sub(bits.into()), (2 * u32::from(bits)).checked_sub(16)) else {
        return;
    };
    values.iter_mut().for_each(|value| *value = *value << up | *value >> down);
}

fn picture<S: Primitive>(width: u32, height: u32, has_alpha: bool, data: Vec<S>) -> Option<DynamicImage>
where
    Rgb<S>: Pixel<Subpixel = S>,
    Rgba<S>: Pixel<Subpixel = S>,
    DynamicImage: From<ImageBuffer<Rgb<S>, Vec<S>>> + From<ImageBuffer<Rgba<S>, Vec<S>>>,
{
    if has_alpha {
        ImageBuffer::<Rgba<S>, _>::from_raw(width, height, data).map(Into::into)
    } else {
        ImageBuffer::<Rgb<S>, _>::from_raw(width, height, without_alpha(data)).map(Into::into)
    }
}

/// In place, since a second copy of a large photo is too much.
fn without_alpha<S: Copy>(mut data: Vec<S>) -> Vec<S> {
    let pixels = data.len() / 4;
    for pixel in 1..pixels {
        data.copy_within(pixel * 4..pixel * 4 + 3, pixel * 3);
    }
    data.truncate(pixels * 3);
    data.shrink_to_fit();
    data
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Unsupported(_) | Error::Hevc(StreamError::Unimplemented(_)) => {
                Self::Foreign(Foreign::Variant(PhotoFormat::Heic))
            }
            error => Self::damaged(error),
        }
    }
}

impl From<ContainerError> for Refusal {
    fn from(error: ContainerError) -> Self {
        Error::from(error).into()
    }
}
