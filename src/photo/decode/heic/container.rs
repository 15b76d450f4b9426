//! What the container of a HEIF file says of its pictures, HEIC and AVIF alike.

use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use image::metadata::Orientation;

use crate::photo::color::profile::Clues;
use crate::photo::decode::refusal::Refusal;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::origin::camera_facts::CameraFacts;
use crate::photo::origin::made::Origin;

pub(super) const GAIN_MAP: &str = "urn:com:apple:photo:2020:aux:hdrgainmap";

pub(in crate::photo::decode) const ALPHA: [&str; 2] =
    ["urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"];

/// Depth in both spellings, and the outline of a person that Apple adds to it.
pub(super) const DEPTH: [&str; 3] = [
    "urn:mpeg:hevc:2015:auxid:2",
    "urn:mpeg:mpegB:cicp:systems:auxiliary:depth",
    "urn:com:apple:photo:2018:aux:portraiteffectsmatte",
];

pub(in crate::photo::decode) fn camera(file: &HeifFile) -> CameraFacts {
    file.exif(file.primary_id).ok().flatten().map(|exif| CameraFacts::read(&exif)).unwrap_or_default()
}

/// The coded pictures that an item is made of: itself, or the tiles of a grid. Phones write nothing else, and what is
/// nested deeper could keep the decoder busy for ever.
pub(super) fn parts(file: &HeifFile, id: ItemId) -> Result<Vec<ItemId>, Refusal> {
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
pub(in crate::photo::decode) fn size(file: &HeifFile, id: ItemId) -> Result<(u32, u32), Refusal> {
    let size = match &file.item(id)?.item_type.0 {
        b"grid" => file.grid(id).map(|grid| Some((grid.output_width, grid.output_height)))?,
        _ => file.image_size(id)?,
    };
    size.filter(|&(width, height)| width > 0 && height > 0).ok_or(Refusal::Damaged(None))
}

/// With the padding to whole coding blocks, which are at most 64 wide (ITU-T H.265, 7.4.3.2).
pub(super) fn coded_pixels((width, height): (u32, u32)) -> u64 {
    u64::from(width).next_multiple_of(64) * u64::from(height).next_multiple_of(64)
}

/// The items that the main picture has for one of these purposes.
pub(in crate::photo::decode) fn auxiliaries(file: &HeifFile, purposes: &[&str]) -> Vec<ItemId> {
    let is_for = |property: &Property| matches!(property, Property::AuxiliaryType(purpose) if purposes.contains(&purpose.as_str()));
    let mut items = file.referencing_items(file.primary_id, b"auxl");
    items.retain(|&id| file.item_properties(id).is_ok_and(|mut properties| properties.any(is_for)));
    items
}

/// A profile goes before code points, which then only say how lightness and chroma were split.
pub(in crate::photo::decode) fn clues(file: &HeifFile, first: ItemId) -> Clues {
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
pub(super) fn code_points(primaries: u16, transfer: u16) -> Option<[u8; 2]> {
    let transfer = if matches!(transfer, 1 | 2 | 6 | 14 | 15) { 13 } else { transfer };
    let primaries = u8::try_from(primaries).ok().filter(|&primaries| primaries != 2)?;
    Some([primaries, u8::try_from(transfer).ok()?])
}

pub(in crate::photo::decode) fn origin(file: &HeifFile, camera: CameraFacts) -> Origin {
    let is_tone_map = file.items.iter().any(|item| &item.item_type.0 == b"tmap");
    let from_camera = Origin::of_camera(camera);
    Origin {
        has_gain_map: is_tone_map || !auxiliaries(file, &[GAIN_MAP]).is_empty(),
        is_portrait: from_camera.is_portrait || !auxiliaries(file, &DEPTH).is_empty(),
        ..from_camera
    }
}

/// What the properties do to the picture, in their order; `None` if they also crop it.
///
/// Source: ISO/IEC 23008-12, 6.5.10 (quarter turns against the clock) and 6.5.12 (mirroring).
pub(in crate::photo::decode) fn orientation(file: &HeifFile<'_>, id: ItemId) -> Option<Orientation> {
    let properties = file.item_properties(id).ok()?;
    let turned = properties.into_iter().try_fold((0, false), |(quarters, is_mirrored), property| match *property {
        Property::CleanAperture { .. } => None,
        // After mirroring, a turn goes the other way round.
        Property::Rotation(turn) if is_mirrored => Some(((quarters + turn) % 4, true)),
        Property::Rotation(turn) => Some(((quarters + 4 - turn) % 4, false)),
        Property::Mirror(top_bottom) => Some(((quarters + if top_bottom { 2 } else { 0 }) % 4, !is_mirrored)),
        _ => Some((quarters, is_mirrored)),
    })?;
    Some(match turned {
        (0, false) => Orientation::NoTransforms,
        (1, false) => Orientation::Rotate90,
        (2, false) => Orientation::Rotate180,
        (_, false) => Orientation::Rotate270,
        (0, true) => Orientation::FlipHorizontal,
        (1, true) => Orientation::Rotate90FlipH,
        (2, true) => Orientation::FlipVertical,
        (_, true) => Orientation::Rotate270FlipH,
    })
}
