//! HEIC pictures, as phones write them (ISO/IEC 23008-12), by `heifer`.
//!
//! Cropping and turning follow the file's own properties, so the picture comes out upright. An EXIF orientation, which some writers add, counts for nothing beside them and is not read.

mod grid;
#[cfg(test)]
mod tests;

use std::io::{Read, Seek};

use heifer::heifer_hevc_dec::Error as StreamError;
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{Error as ContainerError, HeifFile, ItemId};
use heifer::{Error, Options};
use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer, Pixel, Primitive, Rgb, Rgba};

use super::refusal::Refusal;
use super::{Decoded, read_all};
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::camera_facts::CameraFacts;
use crate::photo::origin::made::Origin;
use grid::HeicGrid;
#[cfg(feature = "avif")]
pub(super) use grid::orientation;

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

const GAIN_MAP: &str = "urn:com:apple:photo:2020:aux:hdrgainmap";

pub(super) const ALPHA: [&str; 2] = ["urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"];

/// Depth in both spellings, and the outline of a person that Apple adds to it.
const DEPTH: [&str; 3] = [
    "urn:mpeg:hevc:2015:auxid:2",
    "urn:mpeg:mpegB:cicp:systems:auxiliary:depth",
    "urn:com:apple:photo:2018:aux:portraiteffectsmatte",
];

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

pub(super) fn camera(file: &HeifFile) -> CameraFacts {
    file.exif(file.primary_id).ok().flatten().map(|exif| CameraFacts::read(&exif)).unwrap_or_default()
}

/// The coded pictures that an item is made of: itself, or the tiles of a grid. Phones write nothing else, and what is
/// nested deeper could keep the decoder busy for ever.
fn parts(file: &HeifFile, id: ItemId) -> Result<Vec<ItemId>, Refusal> {
    let kind = |id| file.item(id).map(|item| item.item_type.0);
    let parts = match &kind(id)? {
        b"grid" => file.referenced_items(id, b"dimg").to_vec(),
        _ => vec![id],
    };
    for &part in &parts {
        match &kind(part)? {
            b"hvc1" => {}
            b"av01" => return Err(Refusal::Foreign(Foreign::Avif)),
            _ => return Err(Refusal::Foreign(Foreign::Variant(PhotoFormat::Heic))),
        }
    }
    Ok(parts)
}

/// Width and height before cropping and turning.
pub(super) fn size(file: &HeifFile, id: ItemId) -> Result<(u32, u32), Refusal> {
    let size = match &file.item(id)?.item_type.0 {
        b"grid" => file.grid(id).map(|grid| Some((grid.output_width, grid.output_height)))?,
        _ => file.image_size(id)?,
    };
    size.filter(|&(width, height)| width > 0 && height > 0).ok_or(Refusal::Damaged(None))
}

/// With the padding to whole coding blocks, which are at most 64 wide (ITU-T H.265, 7.4.3.2).
fn coded_pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width).next_multiple_of(64) * u64::from(height).next_multiple_of(64)
}

/// The items that the main picture has for one of these purposes.
pub(super) fn auxiliaries(file: &HeifFile, purposes: &[&str]) -> Vec<ItemId> {
    let is_for = |property: &Property| matches!(property, Property::AuxiliaryType(purpose) if purposes.contains(&purpose.as_str()));
    let mut items = file.referencing_items(file.primary_id, b"auxl");
    items.retain(|&id| file.item_properties(id).is_ok_and(|mut properties| properties.any(is_for)));
    items
}

/// A profile goes before code points, which then only say how lightness and chroma were split.
pub(super) fn clues(file: &HeifFile, first: ItemId) -> Clues {
    let colors = || {
        let properties = [file.primary_id, first].into_iter().filter_map(|id| file.item_properties(id).ok());
        properties.flatten().filter_map(|property| match property {
            Property::Color(color) => Some(color),
            _ => None,
        })
    };
    let icc = colors().find_map(|color| match color {
        ColorInfo::Icc(icc) if !icc.is_empty() => Some(icc.clone()),
        _ => None,
    });
    let cicp = colors().find_map(|color| match *color {
        ColorInfo::Nclx { primaries, transfer, .. } => code_points(primaries, transfer),
        ColorInfo::Icc(_) => None,
    });
    Clues { cicp: cicp.filter(|_| icc.is_none()), icc, ..Clues::default() }
}

/// Code points of ITU-T H.273, if the primaries are given.
///
/// Writers that code a photo like a frame of a film name the film's curve (1, 6, 14 and 15 are one) or none (2). It is
/// our choice to take sRGB's for these: viewers show the values of such a photo as they are.
fn code_points(primaries: u16, transfer: u16) -> Option<[u8; 2]> {
    let transfer = if matches!(transfer, 1 | 2 | 6 | 14 | 15) { 13 } else { transfer };
    let primaries = u8::try_from(primaries).ok().filter(|&primaries| primaries != 2)?;
    Some([primaries, u8::try_from(transfer).ok()?])
}

pub(super) fn origin(file: &HeifFile, camera: CameraFacts) -> Origin {
    let is_tone_map = file.items.iter().any(|item| &item.item_type.0 == b"tmap");
    let from_camera = Origin::of_camera(camera);
    Origin {
        has_gain_map: is_tone_map || !auxiliaries(file, &[GAIN_MAP]).is_empty(),
        is_portrait: from_camera.is_portrait || !auxiliaries(file, &DEPTH).is_empty(),
        ..from_camera
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
