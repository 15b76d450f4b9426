//! TIFF pictures, put together from the strips or tiles that `tiff` decodes (TIFF 6.0).
//!
//! Planes and tiles of any size are placed here; the reader of whole pictures in `tiff` 0.11 stumbles over both together.

use std::io::{BufRead, Read, Seek};

use image::{DynamicImage, ImageBuffer};
use tiff::decoder::{Decoder, DecodingResult, Limits as TiffLimits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::canvas::{Canvas, Chunk};
use super::cmyk::{self, Inks};
use super::decoded::Decoded;
use super::jpeg;
use super::refusal::Refusal;
use super::tiff_fields::{camera, profile, raw_kind};
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::made::Origin;

/// What the numbers of a pixel stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
    Cmyk,
    /// As JPEG has it, in full resolution.
    YCbCr,
}

/// How the picture is stored.
struct Plan {
    size: (u32, u32),
    meaning: Meaning,
    bits: u8,
    /// Numbers of a pixel in a strip or tile, more than its meaning needs where some are of unknown use.
    stored: u16,
    chunk: (u32, u32),
    is_planar: bool,
}

/// Directories and profiles of any photo fit; it keeps a damaged file from asking for the whole memory.
const MOST_VALUE_BYTES: usize = 64 << 20;

pub(super) fn decode(source: &mut (impl BufRead + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    if let Some(raw) = raw_kind(source)? {
        return Err(Refusal::Foreign(raw));
    }
    source.rewind()?;
    let mut file = Decoder::new(source)?.with_limits(tiff_limits(limits));
    let plan = Plan::new(&mut file)?;
    limits.check_picture(plan.size.0, plan.size.1, plan.bytes())?;
    let camera = camera(&mut file);
    let clues = Clues { icc: profile(&mut file), by_camera: camera.color_space, ..Clues::default() };
    let (image, clues) = match plan.bits {
        16 => plan.read::<_, u16>(&mut file, clues)?,
        _ => plan.read::<_, u8>(&mut file, clues)?,
    };
    let (format, origin) = (PhotoFormat::Tiff, Origin::of_camera(camera));
    Ok(Decoded { image, format, orientation: camera.orientation(), clues, origin })
}

fn tiff_limits(limits: &Limits) -> TiffLimits {
    let most = usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX);
    let mut own = TiffLimits::default();
    (own.decoding_buffer_size, own.intermediate_buffer_size, own.ifd_value_size) = (most, most, MOST_VALUE_BYTES);
    own
}

impl Plan {
    fn new(file: &mut Decoder<impl Read + Seek>) -> Result<Self, Refusal> {
        let unsupported = Refusal::Foreign(Foreign::Variant(PhotoFormat::Tiff));
        let size = file.dimensions()?;
        let color = file.colortype()?;
        let formats = file.find_tag_unsigned_vec::<u16>(Tag::SampleFormat)?.unwrap_or_default();
        if formats.contains(&FLOATING_POINT) {
            return Err(Refusal::Foreign(Foreign::FloatingPoint));
        }
        let is_planar = file.find_tag_unsigned::<u16>(Tag::PlanarConfiguration)? == Some(2);
        let (meaning, bits) = match color {
            ColorType::Gray(bits) => (Meaning::Grey, bits),
            ColorType::GrayA(bits) | ColorType::Multiband { bit_depth: bits, num_samples: 2 } => {
                (Meaning::GreyAlpha, bits)
            }
            ColorType::RGB(bits) => (Meaning::Rgb, bits),
            ColorType::RGBA(bits) => (Meaning::Rgba, bits),
            ColorType::CMYK(bits) | ColorType::CMYKA(bits) => (Meaning::Cmyk, bits),
            ColorType::YCbCr(8) if !is_planar && is_jpeg(file)? => (Meaning::YCbCr, 8),
            _ => return Err(unsupported),
        };
        let is_known = matches!(bits, 8 | 16) || (meaning == Meaning::Grey && matches!(bits, 1 | 2 | 4));
        if !is_known || formats.iter().any(|&format| format != UNSIGNED) {
            return Err(unsupported);
        }
        let stored = if is_planar { 1 } else { color.num_samples() };
        Ok(Self { size, meaning, bits, stored, chunk: file.chunk_dimensions(), is_planar })
    }

    fn bytes(&self) -> u64 {
        let channels = self.meaning.channels() as u64 * if self.bits == 16 { 2 } else { 1 };
        u64::from(self.size.0) * u64::from(self.size.1) * channels
    }

    fn read<R: Read + Seek, C: Code>(
        &self,
        file: &mut Decoder<R>,
        clues: Clues,
    ) -> Result<(DynamicImage, Clues), Refusal> {
        let canvas = self.paint::<R, C>(file)?;
        if self.meaning == Meaning::Cmyk {
            return cmyk::convert(Inks { codes: canvas.codes, are_inverted: false }, self.size, clues);
        }
        let image = C::image(self.meaning, self.size, canvas.codes).ok_or(Refusal::Damaged(None))?;
        Ok((image, clues))
    }

    fn paint<R: Read + Seek, C: Code>(&self, file: &mut Decoder<R>) -> Result<Canvas<C>, Refusal> {
        let mut canvas = Canvas::new(self.size, self.meaning.channels());
        let (across, down) = (self.size.0.div_ceil(self.chunk.0), self.size.1.div_ceil(self.chunk.1));
        let planes = if self.is_planar { self.meaning.channels() as u32 } else { 1 };
        for index in 0..across * down * planes {
            let (plane, place) = (index / (across * down), index % (across * down));
            let chunk = Chunk {
                at: (place % across * self.chunk.0, place / across * self.chunk.1),
                size: file.chunk_data_dimensions(index),
                stored: self.stored.into(),
                plane: self.is_planar.then_some(plane as usize),
            };
            let codes = C::codes(self.plain(file.read_chunk(index)?, chunk.size.0)).ok_or(Refusal::Damaged(None))?;
            canvas.place(&chunk, &codes);
        }
        Ok(canvas)
    }

    /// Bytes that are not yet numbers of the picture, made so.
    fn plain(&self, read: DecodingResult, width: u32) -> DecodingResult {
        match read {
            DecodingResult::U8(packed) if self.bits < 8 => DecodingResult::U8(unpack(&packed, width, self.bits)),
            DecodingResult::U8(mut codes) if self.meaning == Meaning::YCbCr => {
                codes.as_chunks_mut::<3>().0.iter_mut().for_each(|pixel| *pixel = jpeg::rgb(*pixel));
                DecodingResult::U8(codes)
            }
            read => read,
        }
    }
}

/// Values of the tag SampleFormat (TIFF 6.0, section 19).
const UNSIGNED: u16 = 1;
const FLOATING_POINT: u16 = 3;

/// The compression with JPEG that replaced the first one (TIFF Technical Note 2).
fn is_jpeg(file: &mut Decoder<impl Read + Seek>) -> Result<bool, TiffError> {
    Ok(file.find_tag_unsigned::<u16>(Tag::Compression)? == Some(7))
}

impl Meaning {
    fn channels(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb | Self::YCbCr => 3,
            Self::Rgba | Self::Cmyk => 4,
        }
    }
}

/// A type of number that strips and tiles come in.
trait Code: Copy + Default + Into<u16> {
    fn codes(read: DecodingResult) -> Option<Vec<Self>>;
    fn image(meaning: Meaning, size: (u32, u32), codes: Vec<Self>) -> Option<DynamicImage>;
}

impl Code for u8 {
    fn codes(read: DecodingResult) -> Option<Vec<Self>> {
        if let DecodingResult::U8(codes) = read { Some(codes) } else { None }
    }

    fn image(meaning: Meaning, (width, height): (u32, u32), codes: Vec<Self>) -> Option<DynamicImage> {
        match meaning {
            Meaning::Grey => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageLuma8),
            Meaning::GreyAlpha => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageLumaA8),
            Meaning::Rgb | Meaning::YCbCr => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgb8),
            Meaning::Rgba | Meaning::Cmyk => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgba8),
        }
    }
}

impl Code for u16 {
    fn codes(read: DecodingResult) -> Option<Vec<Self>> {
        if let DecodingResult::U16(codes) = read { Some(codes) } else { None }
    }

    fn image(meaning: Meaning, (width, height): (u32, u32), codes: Vec<Self>) -> Option<DynamicImage> {
        match meaning {
            Meaning::Grey => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageLuma16),
            Meaning::GreyAlpha => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageLumaA16),
            Meaning::Rgb | Meaning::YCbCr => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgb16),
            Meaning::Rgba | Meaning::Cmyk => ImageBuffer::from_raw(width, height, codes).map(DynamicImage::ImageRgba16),
        }
    }
}

/// Rows of pixels below a byte, each row padded to whole bytes, as bytes that use their whole range.
fn unpack(packed: &[u8], width: u32, bits: u8) -> Vec<u8> {
    let (top, pixels_per_byte) = ((1u8 << bits) - 1, usize::from(8 / bits));
    let row_bytes = (width as usize).div_ceil(pixels_per_byte).max(1);
    let pixel = |row: &[u8], x: usize| {
        let byte = row[x / pixels_per_byte];
        let shift = 8 - usize::from(bits) * (x % pixels_per_byte + 1);
        (byte >> shift & top) * (u8::MAX / top)
    };
    packed.chunks_exact(row_bytes).flat_map(|row| (0..width as usize).map(move |x| pixel(row, x))).collect()
}

impl From<TiffError> for Refusal {
    fn from(error: TiffError) -> Self {
        match error {
            TiffError::UnsupportedError(_) => Self::Foreign(Foreign::Variant(PhotoFormat::Tiff)),
            TiffError::LimitsExceeded => Self::TooMuchWork,
            TiffError::IoError(error) => error.into(),
            error => Self::damaged(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_below_a_byte_are_spread_over_its_range() {
        assert_eq!(unpack(&[0b1010_0000, 0b0100_0000], 3, 1), [255, 0, 255, 0, 255, 0]);
        assert_eq!(unpack(&[0b0001_1011, 0b0100_0000], 5, 2), [0, 85, 170, 255, 85]);
        assert_eq!(unpack(&[0x0f], 2, 4), [0, 255]);
    }
}
