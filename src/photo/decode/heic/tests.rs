use super::container::{DEPTH, GAIN_MAP, code_points};
use heifer::heifer_isobmff::boxes::Property;

use super::*;
use crate::photo::origin::camera_facts::CameraFacts;
use crate::photo::origin::made::Origin;
use crate::photo::tests::fixtures::{assert_can_be_cancelled, assert_damage_is_survived, gradient, open};
use crate::photo::{Excess, Photo, PhotoError};
use crate::progress::Progress;
use heifer::heifer_isobmff::FourCC;
use heifer::heifer_isobmff::boxes::{ItemReference, PropertyAssociation};
use heifer::{EncodeOptions, Image, Metadata};
use image::RgbImage;

/// 61 × 47 pixels of `gradient`, encoded by libheif as a grid cropped from one tile of 64 × 64, with a Display P3
/// profile and EXIF that names a maker and, though it must not count, orientation 6. How: `tests/data/README.md`.
const FROM_LIBHEIF: &[u8] = include_bytes!("../../../../tests/data/gradient.heic");

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
fn a_grid_is_turned_and_mirrored_as_the_whole_decoder_does_it() {
    let bytes = heic(600, 530, 8);
    let (turns, mirrors) = ((0..4).map(Property::Rotation), [true, false].map(Property::Mirror));
    for turn in turns {
        for mirror in &mirrors {
            for order in [vec![turn.clone()], vec![turn.clone(), mirror.clone()], vec![mirror.clone(), turn.clone()]] {
                let mut file = HeifFile::parse(&bytes).expect("a whole file");
                give(&mut file, &order);
                let grid = HeicGrid::new(&file, u64::MAX).expect("a grid of plain tiles");
                let codes = grid.decode(|_: &mut [u8], _| {}).expect("whole tiles");
                let mut read =
                    RgbImage::from_raw(600, 530, codes).map(DynamicImage::from).expect("three bytes a pixel");
                read.apply_orientation(grid.orientation);
                let whole = heifer::decode_item(&file, file.primary_id, 0).expect("a whole file");
                assert_eq!((read.width(), read.height()), (whole.width, whole.height), "{order:?}");
                // The decoder rounds in another way when it works in 16 bits.
                let mut codes = read.to_rgb8().into_raw().into_iter().zip(whole.to_rgb8());
                assert!(codes.all(|(code, expected)| code.abs_diff(expected) <= 1), "{order:?}");
            }
        }
    }
}

/// Gives the main picture these properties.
fn give(file: &mut HeifFile<'_>, properties: &[Property]) {
    for property in properties {
        file.properties.push(property.clone());
        let index = file.properties.len() as u16;
        let item = file.items.iter_mut().find(|item| item.id == file.primary_id).expect("the main picture");
        item.properties.push(PropertyAssociation { index, essential: true });
    }
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
        file.references.push(ItemReference { ref_type: FourCC(*b"auxl"), from: auxiliary, to: vec![file.primary_id] });
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
    for at in 0..FROM_LIBHEIF.len() {
        assert!(open(&FROM_LIBHEIF[..at]).is_err(), "cut at {at}");
    }
    assert_damage_is_survived(FROM_LIBHEIF, "heic");
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
    // The decoder of AVIF finds no picture in what is none.
    assert_eq!(coded_as(b"av01"), if cfg!(feature = "avif") { None } else { Some(Foreign::Avif) });
    assert_eq!(coded_as(b"grid"), Some(Foreign::Variant(PhotoFormat::Heic)), "a grid of grids");
    assert_eq!(coded_as(b"hvc1"), None);
}

#[test]
fn cancelling_ends_the_work_before_and_after_decoding() {
    assert_can_be_cancelled(FROM_LIBHEIF, "heic");
}
