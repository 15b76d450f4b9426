//! How the raw picture is stored, and the part of it that is a picture (DNG 1.7.1, chapters 3 and 4).

use std::io::{Read, Seek};

use super::directory::{Directory, TiffFile};
use super::tags;
use crate::photo::decode::refusal::Refusal;
use crate::photo::format::{DngKind, Foreign};

/// Where the numbers of a picture are and how they are written.
#[derive(Debug)]
pub(super) struct Layout {
    pub size: (u32, u32),
    /// Numbers of a pixel.
    pub samples: u32,
    pub bits: u32,
    pub compression: Compression,
    /// A tile, or a strip of the full width.
    pub chunk: (u32, u32),
    pub is_tiled: bool,
    /// Where each chunk is, and how many bytes it has.
    pub places: Vec<(u64, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    LosslessJpeg,
}

/// A part of the picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

const DAMAGED: Refusal = Refusal::Damaged(None);

fn unread(kind: DngKind) -> Refusal {
    Refusal::Foreign(Foreign::Dng(kind))
}

impl Layout {
    pub fn read(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<Self, Refusal> {
        let size = (whole(file, directory, tags::IMAGE_WIDTH)?, whole(file, directory, tags::IMAGE_LENGTH)?);
        let samples = file.first(directory, tags::SAMPLES_PER_PIXEL)?.unwrap_or(1.0).clamp(0.0, 16.0) as u32;
        let bits = bits(file, directory)?;
        if file.first(directory, tags::PLANAR_CONFIGURATION)?.unwrap_or(1.0) != 1.0 {
            return Err(unread(DngKind::Planes));
        }
        let compression = Compression::of(file.first(directory, tags::COMPRESSION)?.unwrap_or(1.0) as u16)?;
        let is_tiled = directory.has(tags::TILE_OFFSETS);
        let (chunk, offsets, counts) = if is_tiled {
            let chunk = (whole(file, directory, tags::TILE_WIDTH)?, whole(file, directory, tags::TILE_LENGTH)?);
            (chunk, tags::TILE_OFFSETS, tags::TILE_BYTE_COUNTS)
        } else {
            let rows = file.first(directory, tags::ROWS_PER_STRIP)?.map_or(size.1, |rows| rows as u32);
            ((size.0, rows.min(size.1).max(1)), tags::STRIP_OFFSETS, tags::STRIP_BYTE_COUNTS)
        };
        let offsets = file.numbers(directory, offsets)?.ok_or(DAMAGED)?;
        let counts = file.numbers(directory, counts)?.ok_or(DAMAGED)?;
        let places = offsets.into_iter().zip(counts).map(|(at, count)| (at as u64, count as u64)).collect();
        let layout = Self { size, samples, bits, compression, chunk, is_tiled, places };
        if layout.is_whole() { Ok(layout) } else { Err(DAMAGED) }
    }

    /// Chunks in a row, and rows of them.
    pub fn grid(&self) -> (u32, u32) {
        (self.size.0.div_ceil(self.chunk.0), self.size.1.div_ceil(self.chunk.1))
    }

    /// All chunks are there, and none is much larger than the picture itself.
    fn is_whole(&self) -> bool {
        let (across, down) = self.grid();
        let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        area(self.chunk) <= 2 * area(self.size) + LARGE_TILE
            && u64::from(across) * u64::from(down) <= self.places.len() as u64
    }
}

/// Pixels of a tile that may be larger than the picture (our choice).
const LARGE_TILE: u64 = 1 << 22;

/// BitsPerSample, the same for all samples of unsigned whole numbers.
fn bits(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<u32, Refusal> {
    let bits = file.numbers(directory, tags::BITS_PER_SAMPLE)?.ok_or(DAMAGED)?;
    let formats = file.numbers(directory, tags::SAMPLE_FORMAT)?.unwrap_or_default();
    if formats.contains(&3.0) {
        return Err(Refusal::Foreign(Foreign::FloatingPoint));
    }
    match *bits.as_slice() {
        [first, ref others @ ..] if others.iter().all(|&other| other == first) && (8.0..=16.0).contains(&first) => {
            Ok(first as u32)
        }
        _ => Err(unread(DngKind::Depth)),
    }
}

/// A count of pixels, at least 1 and small enough to multiply.
fn whole(file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory, tag: u16) -> Result<u32, Refusal> {
    match file.first(directory, tag)? {
        Some(count) if (1.0..=f64::from(1 << 26)).contains(&count) => Ok(count as u32),
        _ => Err(DAMAGED),
    }
}

impl Compression {
    fn of(number: u16) -> Result<Self, Refusal> {
        match number {
            1 => Ok(Self::None),
            7 => Ok(Self::LosslessJpeg),
            34_892 => Err(unread(DngKind::Lossy)),
            52_546 => Err(unread(DngKind::JpegXl)),
            other => Err(unread(DngKind::Compression(other))),
        }
    }
}

impl Area {
    /// The part that light fell on, to which a mosaic and levels of black are aligned (ActiveArea).
    pub fn active(
        file: &mut TiffFile<'_, impl Read + Seek>,
        directory: &Directory,
        (width, height): (u32, u32),
    ) -> Result<Self, Refusal> {
        let whole = Self { left: 0, top: 0, width, height };
        Ok(match file.array(directory, tags::ACTIVE_AREA)? {
            Some([top, left, bottom, right]) => whole.part([left, top], [right - left, bottom - top]).unwrap_or(whole),
            None => whole,
        })
    }

    /// The part of the active area that is meant to be seen (DefaultCropOrigin and DefaultCropSize), counted from its
    /// corner.
    pub fn seen(self, file: &mut TiffFile<'_, impl Read + Seek>, directory: &Directory) -> Result<Self, Refusal> {
        let whole = Self { left: 0, top: 0, ..self };
        let origin = file.array(directory, tags::DEFAULT_CROP_ORIGIN)?.unwrap_or_default();
        let size = file.array(directory, tags::DEFAULT_CROP_SIZE)?;
        Ok(size.and_then(|size| whole.part(origin, size)).unwrap_or(whole))
    }

    /// A part, rounded to whole pixels; none if it reaches beyond this one or has no pixels.
    fn part(self, [left, top]: [f64; 2], [width, height]: [f64; 2]) -> Option<Self> {
        let [left, top, width, height] = [left, top, width, height].map(f64::round);
        let is_inside = left >= 0.0
            && top >= 0.0
            && width >= 1.0
            && height >= 1.0
            && left + width <= self.width.into()
            && top + height <= self.height.into();
        let [left, top, width, height] = [left, top, width, height].map(|value| value as u32);
        is_inside.then_some(Self { left: self.left + left, top: self.top + top, width, height })
    }
}
