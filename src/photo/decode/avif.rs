//! AVIF pictures: the container as HEIC's, by `heifer`; the pictures in it by `re_rav1d` (AV1 Image File Format 1.1).
//!
//! A panic in `re_rav1d` would end the program, whatever stands around it: its safe interface, which is used here, calls
//! its functions for C, which no panic may leave, and the functions in Rust behind them are private (0.1.3). None is known.

use std::io::{Read, Seek};

use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{FourCC, HeifFile, ItemId};
use image::{DynamicImage, ImageBuffer};
use re_rav1d::dav1d::{Decoder, Error, Picture, Settings};

use super::bytes::read_all;
use super::canvas::{Canvas, Chunk};
use super::decoded::Decoded;
use super::heic::container::{self, ALPHA};
use super::planes::{Coding, Planes};
use super::refusal::Refusal;
use crate::photo::color::profile::Clues;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;

/// The main picture, found within the limits.
struct Plan {
    size: (u32, u32),
    /// Itself, or the tiles of a grid, row by row.
    parts: Vec<ItemId>,
    columns: u32,
    tile: (u32, u32),
    alpha: Vec<ItemId>,
    is_deep: bool,
}

/// Decodes the main picture, once its header is found within the limits.
pub(super) fn decode(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    let bytes = read_all(source)?;
    let file = HeifFile::parse(&bytes)?;
    let plan = Plan::new(&file, limits)?;
    let orientation = container::orientation(&file, file.primary_id).ok_or(VARIANT)?;
    let camera = container::camera(&file);
    let clues = Clues { by_camera: camera.color_space, ..container::clues(&file, plan.parts[0]) };
    let origin = container::origin(&file, camera);
    let image = if plan.is_deep { plan.deep(&file)? } else { plan.plain(&file)? };
    Ok(Decoded { image, format: PhotoFormat::Avif, orientation, clues, origin })
}

const VARIANT: Refusal = Refusal::Foreign(Foreign::Variant(PhotoFormat::Avif));

impl Plan {
    fn new(file: &HeifFile<'_>, limits: &Limits) -> Result<Self, Refusal> {
        let id = file.primary_id;
        let size = container::size(file, id)?;
        let grid = match &file.item(id)?.item_type.0 {
            b"av01" => None,
            b"grid" => Some(file.grid(id)?),
            _ => return Err(VARIANT),
        };
        let parts = if grid.is_some() { file.referenced_items(id, b"dimg").to_vec() } else { vec![id] };
        let (rows, columns) = grid.map_or((1, 1), |grid| (u32::from(grid.rows), u32::from(grid.columns)));
        let &first = parts.first().ok_or(Refusal::Damaged(None))?;
        if parts.len() as u64 != u64::from(rows) * u64::from(columns) {
            return Err(Refusal::Damaged(None));
        }
        let alpha: Vec<ItemId> = container::auxiliaries(file, &ALPHA);
        if !parts.iter().chain(&alpha).all(|&part| is_av1(file, part)) || (grid.is_some() && !alpha.is_empty()) {
            return Err(VARIANT);
        }
        let tile = container::size(file, first)?;
        let is_deep = is_deep(file, first);
        for (width, height) in [size, tile] {
            let bytes = u64::from(width) * u64::from(height) * if is_deep { 8 } else { 4 };
            limits.check_picture(width, height, bytes)?;
        }
        Ok(Self { size, parts, columns, tile, alpha, is_deep })
    }

    fn plain(&self, file: &HeifFile<'_>) -> Result<DynamicImage, Refusal> {
        let (width, height) = self.size;
        let image = if self.alpha.is_empty() {
            ImageBuffer::from_raw(width, height, self.paint::<u8>(file)?).map(DynamicImage::ImageRgb8)
        } else {
            ImageBuffer::from_raw(width, height, self.paint::<u8>(file)?).map(DynamicImage::ImageRgba8)
        };
        image.ok_or(Refusal::Damaged(None))
    }

    fn deep(&self, file: &HeifFile<'_>) -> Result<DynamicImage, Refusal> {
        let (width, height) = self.size;
        let image = if self.alpha.is_empty() {
            ImageBuffer::from_raw(width, height, self.paint::<u16>(file)?).map(DynamicImage::ImageRgb16)
        } else {
            ImageBuffer::from_raw(width, height, self.paint::<u16>(file)?).map(DynamicImage::ImageRgba16)
        };
        image.ok_or(Refusal::Damaged(None))
    }

    /// Red, green, blue and, where there is an alpha picture, alpha.
    fn paint<C: Code>(&self, file: &HeifFile<'_>) -> Result<Vec<C>, Refusal> {
        let mut canvas = Canvas::new(self.size, if self.alpha.is_empty() { 3 } else { 4 });
        for (index, &part) in (0..).zip(&self.parts) {
            let at = (index % self.columns * self.tile.0, index / self.columns * self.tile.1);
            let chunk = Chunk { at, size: self.tile, stored: 3, plane: None };
            let picture = self.picture(file, part)?;
            let planes =
                Planes::new(&picture, self.tile, coding(file, part, &picture)).ok_or(Refusal::Damaged(None))?;
            canvas.place(&chunk, &planes.colors().map(C::of).collect::<Vec<_>>());
        }
        if let Some(&alpha) = self.alpha.first() {
            let picture = self.picture(file, alpha)?;
            let planes =
                Planes::new(&picture, self.size, coding(file, alpha, &picture)).ok_or(Refusal::Damaged(None))?;
            let chunk = Chunk { at: (0, 0), size: self.size, stored: 1, plane: Some(3) };
            canvas.place(&chunk, &planes.lightness().map(C::of).collect::<Vec<_>>());
        }
        Ok(canvas.codes)
    }

    /// The decoder must find no more pixels than the container promised, and needs one thread: tiles are small.
    fn picture(&self, file: &HeifFile<'_>, id: ItemId) -> Result<Picture, Refusal> {
        let most = u64::from(self.tile.0.next_multiple_of(64)) * u64::from(self.tile.1.next_multiple_of(64));
        let mut settings = Settings::new();
        settings.set_n_threads(1);
        settings.set_max_frame_delay(1);
        settings.set_frame_size_limit(u32::try_from(most).unwrap_or(u32::MAX));
        let mut decoder = Decoder::with_settings(&settings)?;
        let data = file.item_data(id)?.into_owned();
        if data.is_empty() {
            return Err(Refusal::Damaged(None));
        }
        match decoder.send_data(data, None, None, None) {
            Ok(()) | Err(Error::Again) => Ok(decoder.get_picture()?),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_av1(file: &HeifFile<'_>, id: ItemId) -> bool {
    file.item(id).is_ok_and(|item| &item.item_type.0 == b"av01")
}

/// More than 8 bits a channel, by `high_bitdepth` of the configuration (AV1 in ISO base media, 2.3.3).
fn is_deep(file: &HeifFile<'_>, id: ItemId) -> bool {
    let is_high = |property: &Property| match property {
        Property::Unknown(FourCC(name), bytes) => {
            name == b"av1C" && bytes.get(2).is_some_and(|flags| flags & 0x40 != 0)
        }
        _ => false,
    };
    file.item_properties(id).is_ok_and(|mut properties| properties.any(is_high))
}

/// How colour was split: as the container says, else the picture itself.
fn coding(file: &HeifFile<'_>, id: ItemId, picture: &Picture) -> Coding {
    let stated = file.item_properties(id).ok().and_then(|mut properties| {
        properties.find_map(|property| match *property {
            Property::Color(ColorInfo::Nclx { matrix, full_range, .. }) => Some(Coding { matrix, full_range }),
            _ => None,
        })
    });
    stated.unwrap_or_else(|| Coding::of(picture))
}

/// A type of number that a picture is kept in.
trait Code: Copy + Default {
    /// From 0–1.
    fn of(share: f32) -> Self;
}

impl Code for u8 {
    fn of(share: f32) -> Self {
        (share * 255.0).round() as u8
    }
}

impl Code for u16 {
    fn of(share: f32) -> Self {
        (share * 65_535.0).round() as u16
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::UnsupportedBitstream => VARIANT,
            Error::NotEnoughMemory => Self::TooMuchWork,
            error => Self::damaged(error),
        }
    }
}
