//! HEIC pictures, as phones write them (ISO/IEC 23008-12): the only file that names their decoder's crate.
//!
//! The decoder crops and turns the picture as the file's own properties say, so it comes out upright. An EXIF
//! orientation, which some writers add, counts for nothing beside them and is not read.

use heifer::heifer_hevc_dec::Error as StreamError;
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{Error as ContainerError, HeifFile, ItemId};
use heifer::{Error, Options};
use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer, Pixel, Primitive, Rgb, Rgba};
use std::io::{Read, Seek};

use super::Decoded;
use super::refusal::Refusal;
use crate::photo::camera::CameraFacts;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Limits;
use crate::photo::origin::Origin;
use crate::photo::profile::Clues;

/// What the header says of the main picture, found within the limits.
struct Plan {
    /// The coded picture, or the first tile of a grid.
    first: ItemId,
    /// More than 8 bits a channel.
    is_deep: bool,
    /// No picture of the file may have more, so that a tile can't ask for what the whole didn't.
    most_pixels: u64,
}

const GAIN_MAP: &str = "urn:com:apple:photo:2020:aux:hdrgainmap";

const ALPHA: [&str; 2] = ["urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"];

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
    let mut bytes = Vec::new();
    source.rewind()?;
    source.read_to_end(&mut bytes)?;
    let file = HeifFile::parse(&bytes)?;
    let plan = Plan::new(&file, limits)?;
    let camera = file.exif(file.primary_id).ok().flatten().map(|exif| CameraFacts::read(&exif)).unwrap_or_default();
    let clues = Clues { by_camera: camera.color_space, ..clues(&file, plan.first) };
    let origin = origin(&file, camera);
    let image = plan.decode(&bytes)?.ok_or(Refusal::Damaged(None))?;
    Ok(Decoded { image, format: PhotoFormat::Heic, orientation: Orientation::NoTransforms, clues, origin })
}

impl Plan {
    fn new(file: &HeifFile, limits: &Limits) -> Result<Self, Refusal> {
        let coded = parts(file, file.primary_id)?;
        let first = *coded.first().ok_or(Refusal::Damaged(None))?;
        let is_deep =
            file.hevc_config(first)?.is_some_and(|config| config.bit_depth_luma.max(config.bit_depth_chroma) > 8);
        let sizes = [size(file, file.primary_id)?, size(file, first)?];
        for (width, height) in sizes {
            // Red, green, blue and alpha, as the decoder works.
            let bytes = u64::from(width) * u64::from(height) * if is_deep { 8 } else { 4 };
            limits.check_picture(width, height, bytes)?;
        }
        for alpha in auxiliaries(file, &ALPHA) {
            parts(file, alpha)?;
        }
        let most_pixels = sizes.map(coded_pixels).into_iter().fold(0, u64::max);
        Ok(Self { first, is_deep, most_pixels })
    }

    fn decode(&self, bytes: &[u8]) -> Result<Option<DynamicImage>, Refusal> {
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
fn size(file: &HeifFile, id: ItemId) -> Result<(u32, u32), Refusal> {
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
fn auxiliaries(file: &HeifFile, purposes: &[&str]) -> Vec<ItemId> {
    let is_for = |property: &Property| matches!(property, Property::AuxiliaryType(purpose) if purposes.contains(&purpose.as_str()));
    let mut items = file.referencing_items(file.primary_id, b"auxl");
    items.retain(|&id| file.item_properties(id).is_ok_and(|mut properties| properties.any(is_for)));
    items
}

/// A profile goes before code points, which then only say how lightness and chroma were split.
fn clues(file: &HeifFile, first: ItemId) -> Clues {
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

fn origin(file: &HeifFile, camera: CameraFacts) -> Origin {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::fixtures::{gradient, open};
    use crate::photo::{Excess, Photo, PhotoError};
    use crate::progress::Progress;
    use heifer::heifer_isobmff::FourCC;
    use heifer::heifer_isobmff::boxes::{ItemReference, PropertyAssociation};
    use heifer::{EncodeOptions, Image, Metadata};
    use std::sync::{Arc, OnceLock};

    /// 61 × 47 pixels of `gradient`, encoded by libheif as a grid cropped from one tile of 64 × 64, with a Display P3
    /// profile and EXIF that names a maker and, though it must not count, orientation 6. How: `tests/data/README.md`.
    const FROM_LIBHEIF: &[u8] = include_bytes!("../../../tests/data/gradient.heic");

    /// Levels of 255 that coding at this quality may be off.
    const CODING: u8 = 5;

    fn heic(width: u32, height: u32, bit_depth: u8) -> Vec<u8> {
        let to_depth = |value: u8| u16::from(value) << (bit_depth - 8) | u16::from(value) >> (16 - bit_depth).min(8);
        let data = gradient(width, height).to_rgba8().into_raw().into_iter().map(to_depth).collect();
        let image = Image { width, height, bit_depth, has_alpha: false, data };
        let options = EncodeOptions { quality: 100, max_threads: 1 };
        heifer::encode_with_metadata(&image, &Metadata::default(), &options).expect("memory can be written")
    }

    /// The file with a property, of which the decoder makes no use, turned into another one.
    fn with_property(mut file: Vec<u8>, name: &[u8; 4], value: u8) -> Vec<u8> {
        let at = file.windows(4).position(|window| window == b"pixi").expect("the encoder writes pixel information");
        file[at..at + 4].copy_from_slice(name);
        file[at + 4] = value;
        file
    }

    #[track_caller]
    fn assert_shows(photo: &Photo, expected: &DynamicImage) {
        let expected = expected.to_rgb8();
        assert_eq!((photo.width(), photo.height(), photo.orientation()), (expected.width(), expected.height(), 1));
        for (x, y, pixel) in expected.enumerate_pixels() {
            let read = photo.encoded(x, y).expect("inside");
            let off = read.iter().zip(pixel.0).map(|(a, b)| a.abs_diff(b)).max();
            assert!(off <= Some(CODING), "{x},{y}: {read:?} for {pixel:?}");
        }
    }

    #[test]
    fn a_file_of_another_encoder_shows_what_was_drawn() {
        let photo = open(FROM_LIBHEIF).expect("a whole file");
        assert_shows(&photo, &gradient(61, 47));
        assert_eq!((photo.format(), photo.profile().name.as_str()), (PhotoFormat::Heic, "Display P3"));
        assert!(!photo.profile().assumed);
        assert_eq!(photo.origin(), Origin { has_camera_data: true, ..Origin::default() });
    }

    #[test]
    fn tiles_join_to_one_picture() {
        let photo = open(&heic(600, 530, 8)).expect("a whole file");
        assert_shows(&photo, &gradient(600, 530));
        assert_eq!((photo.profile().name.as_str(), photo.profile().assumed), ("sRGB", false));
    }

    #[test]
    fn ten_bits_are_spread_over_sixteen() {
        assert_shows(&open(&heic(120, 72, 10)).expect("a whole file"), &gradient(120, 72));
        let mut values = [0, 1, 512, 1023];
        stretch(&mut values, 10);
        assert_eq!(values, [0, 64, 32_800, 65_535]);
    }

    #[test]
    fn odd_sizes_are_cropped() {
        assert_shows(&open(&heic(119, 73, 8)).expect("a whole file"), &gradient(119, 73));
    }

    #[test]
    fn turned_and_mirrored_pictures_come_out_upright() {
        let drawn = gradient(120, 72);
        let shown = |name, value| open(&with_property(heic(120, 72, 8), name, value)).expect("a whole file");
        // irot counts quarter turns against the clock; imir 0 exchanges top and bottom.
        assert_shows(&shown(b"irot", 0), &drawn);
        assert_shows(&shown(b"irot", 1), &drawn.rotate270());
        assert_shows(&shown(b"irot", 2), &drawn.rotate180());
        assert_shows(&shown(b"irot", 3), &drawn.rotate90());
        assert_shows(&shown(b"imir", 0), &drawn.flipv());
        assert_shows(&shown(b"imir", 1), &drawn.fliph());
    }

    #[test]
    fn code_points_name_the_space_unless_they_leave_it_open() {
        assert_eq!(code_points(12, 13), Some([12, 13]));
        assert_eq!((code_points(1, 6), code_points(12, 2)), (Some([1, 13]), Some([12, 13])));
        assert_eq!((code_points(9, 16), code_points(2, 13), code_points(300, 13)), (Some([9, 16]), None, None));
    }

    #[test]
    fn a_gain_map_and_a_depth_map_are_noticed() {
        let named = |purpose: &str| {
            let mut file = HeifFile::parse(FROM_LIBHEIF).expect("a whole file");
            let auxiliary = file.items.iter().map(|item| item.id).find(|&id| id != file.primary_id).expect("a tile");
            file.properties.push(Property::AuxiliaryType(purpose.into()));
            let index = file.properties.len() as u16;
            let item = file.items.iter_mut().find(|item| item.id == auxiliary).expect("found above");
            item.properties.push(PropertyAssociation { index, essential: false });
            file.references.push(ItemReference {
                ref_type: FourCC(*b"auxl"),
                from: auxiliary,
                to: vec![file.primary_id],
            });
            let found = origin(&file, CameraFacts::default());
            (found.has_gain_map, found.is_portrait)
        };
        assert_eq!(named(GAIN_MAP), (true, false));
        assert_eq!(named(DEPTH[0]), (false, true));
        assert_eq!(named(ALPHA[0]), (false, false));
    }

    #[test]
    fn every_limit_is_kept_before_decoding() {
        let refused = |limits: Limits| match Photo::from_bytes("test", FROM_LIBHEIF, &limits, &Progress::unwatched()) {
            Err(PhotoError::TooLarge { excess, .. }) => Some(excess),
            _ => None,
        };
        let limits = Limits::default();
        assert!(matches!(refused(Limits { file_bytes: 10, ..limits }), Some(Excess::File { .. })));
        assert!(matches!(refused(Limits { pixels: 64 * 64 - 1, ..limits }), Some(Excess::Pixels { .. })));
        assert!(matches!(refused(Limits { side: 60, ..limits }), Some(Excess::Side { .. })));
        assert!(matches!(refused(Limits { memory_bytes: 4 * 61 * 47 - 1, ..limits }), Some(Excess::Memory { .. })));
        assert_eq!(refused(Limits { pixels: 64 * 64, side: 64, memory_bytes: 4 * 64 * 64, ..limits }), None);
    }

    #[test]
    fn damaged_and_cut_files_give_an_error_or_a_photo_that_can_be_read() {
        let limits = Limits { pixels: 100_000, ..Limits::default() };
        let mut out = Vec::new();
        for at in 0..FROM_LIBHEIF.len() {
            assert!(open(&FROM_LIBHEIF[..at]).is_err(), "cut at {at}");
            for flip in [0x01, 0x10, 0xff] {
                let mut damaged = FROM_LIBHEIF.to_vec();
                damaged[at] ^= flip;
                if let Ok(photo) = Photo::from_bytes("test", &damaged, &limits, &Progress::unwatched()) {
                    photo.read_run(photo.height() - 1, 0..photo.width(), &mut out);
                    assert_eq!(out.len(), photo.width() as usize, "byte {at}");
                }
            }
        }
    }

    #[test]
    fn what_is_coded_otherwise_is_called_by_its_name() {
        let coded_as = |kind: &[u8; 4]| {
            let mut file = FROM_LIBHEIF.to_vec();
            let at = file.windows(4).position(|window| window == b"hvc1").expect("a tile");
            file[at..at + 4].copy_from_slice(kind);
            match open(&file) {
                Err(PhotoError::Unsupported { kind, .. }) => Some(kind),
                _ => None,
            }
        };
        assert_eq!(coded_as(b"av01"), Some(Foreign::Avif));
        assert_eq!(coded_as(b"grid"), Some(Foreign::Variant(PhotoFormat::Heic)), "a grid of grids");
        assert_eq!(coded_as(b"hvc1"), None);
    }

    #[test]
    fn cancelling_ends_the_work_before_and_after_decoding() {
        for is_over in [false, true] {
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
            let opened = Photo::from_bytes("test", FROM_LIBHEIF, &Limits::default(), &progress);
            assert!(matches!(opened, Err(PhotoError::Cancelled(_))), "{is_over}");
        }
    }
}
