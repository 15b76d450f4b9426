//! DNG raw files, also Apple's ProRAW: linear light as the sensor measured it (Adobe, Digital Negative 1.7.1).
//!
//! Read are mosaics of Bayer's order and pixels of three colours, of 8 to 16 bits, uncompressed or as lossless JPEG. What
//! a camera's profile adds for a pleasing picture is left out: tone curves, tables of hue and saturation, and Apple's map
//! of local gains (ProfileGainTableMap). So are warps, which move pixels and leave their colours.

mod bits;
mod camera;
mod color;
mod develop;
mod directory;
mod gain;
mod huffman;
mod layout;
mod levels;
mod lossless_jpeg;
mod mosaic;
mod opcodes;
mod samples;
mod tags;
#[cfg(test)]
mod tests;
mod white;

use std::io::{Read, Seek};

use image::{DynamicImage, ImageBuffer};

use super::decoded::Decoded;
use super::refusal::Refusal;
use crate::photo::color::profile::Clues;
use crate::photo::format::{DngKind, Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::made::Origin;
use develop::Negative;
use directory::{Directory, TiffFile};
use layout::{Area, Layout};
use levels::Levels;
use mosaic::Bayer;
use opcodes::Corrections;

/// Decodes the main picture, once its header is found within the limits.
pub(super) fn decode(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let (mut file, first) = TiffFile::open(source)?;
    let directories = directories(&mut file, first)?;
    let first = directories.first().ok_or(Refusal::Damaged(None))?;
    let main = main_picture(&mut file, &directories)?;
    let layout = Layout::read(&mut file, main)?;
    let bytes = u64::from(layout.size.0) * u64::from(layout.size.1) * u64::from(layout.samples) * 2;
    limits.check_picture(layout.size.0, layout.size.1, bytes)?;
    let mosaic = mosaic(&mut file, main, &layout)?;
    let space = color::read(&mut file, first)?;
    let camera = camera::facts(&mut file, first);
    let (size, pixels) = negative(&mut file, main, &layout)?.pixels(mosaic.as_ref());
    let image = ImageBuffer::from_raw(size.0, size.1, pixels).map(DynamicImage::ImageRgb16);
    let image = image.filter(|_| size.0 > 0 && size.1 > 0).ok_or(Refusal::Damaged(None))?;
    let clues = Clues { camera: Some(space), ..Clues::default() };
    let (format, origin) = (PhotoFormat::Dng, Origin::of_camera(camera));
    Ok(Decoded { image, format, orientation: camera.orientation(), clues, origin })
}

/// More directories than any camera writes; it ends a chain that leads back to itself.
const MOST_DIRECTORIES: usize = 32;

/// The first directory, those below it, and those that follow it.
fn directories(file: &mut TiffFile<'_, impl Read + Seek>, first: u32) -> Result<Vec<Directory>, Refusal> {
    let first = file.directory(first)?;
    let below = file.numbers(&first, tags::SUB_IFDS)?.unwrap_or_default();
    let mut next = first.next;
    let mut found = vec![first];
    for at in below.into_iter().take(MOST_DIRECTORIES) {
        found.extend(file.directory(at as u32));
    }
    while next > 0 && found.len() < MOST_DIRECTORIES {
        let Ok(directory) = file.directory(next) else { break };
        next = directory.next;
        found.push(directory);
    }
    Ok(found)
}

/// The picture in full size: NewSubfileType is 0 (DNG 1.7.1, chapter 3).
fn main_picture<'d>(
    file: &mut TiffFile<'_, impl Read + Seek>,
    directories: &'d [Directory],
) -> Result<&'d Directory, Refusal> {
    for directory in directories {
        let kind = file.first(directory, tags::NEW_SUBFILE_TYPE)?.unwrap_or(0.0);
        let meaning = file.first(directory, tags::PHOTOMETRIC_INTERPRETATION)?.unwrap_or(0.0) as u32;
        if kind == 0.0 && matches!(meaning, tags::COLOR_FILTER_ARRAY | tags::LINEAR_RAW) {
            return Ok(directory);
        }
    }
    Err(Refusal::Foreign(Foreign::Raw))
}

/// The mosaic of a picture with one number a pixel; none for one of three.
fn mosaic(
    file: &mut TiffFile<'_, impl Read + Seek>,
    main: &Directory,
    layout: &Layout,
) -> Result<Option<Bayer>, Refusal> {
    let meaning = file.first(main, tags::PHOTOMETRIC_INTERPRETATION)?.unwrap_or(0.0) as u32;
    match (meaning, layout.samples) {
        (tags::COLOR_FILTER_ARRAY, 1) => Bayer::read(file, main).map(Some),
        (tags::LINEAR_RAW, 3) => Ok(None),
        (tags::COLOR_FILTER_ARRAY, _) => Err(Refusal::Foreign(Foreign::Dng(DngKind::Mosaic))),
        _ => Err(Refusal::Foreign(Foreign::Dng(DngKind::Colors))),
    }
}

fn negative(file: &mut TiffFile<'_, impl Read + Seek>, main: &Directory, layout: &Layout) -> Result<Negative, Refusal> {
    let active = Area::active(file, main, layout.size)?;
    let seen = active.seen(file, main)?;
    let levels = Levels::read(file, main, layout.samples as usize, layout.bits)?;
    let corrections = Corrections::read(file, main)?;
    let codes = samples::read(file, layout)?.codes;
    Ok(Negative { codes, size: layout.size, active, seen, levels, corrections })
}
