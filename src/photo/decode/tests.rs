use std::io::Cursor;
use std::path::Path;

use image::DynamicImage;

use super::*;
use crate::photo::Photo;
use crate::photo::error::PhotoError;
use crate::photo::format::JpegKind;
use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::{Excess, Limits};
use crate::photo::tests::fixtures::{
    Extras, FORMATS, assert_can_be_cancelled, assert_damage_is_survived, encode, gradient, open, photo, tiff,
};
use crate::progress::Progress;
use image::{ImageBuffer, Rgb};

fn picture(format: PhotoFormat) -> Vec<u8> {
    encode(&gradient(24, 16), format, Extras::orientation_unless_tiff(format, 6))
}

fn refusal(bytes: &[u8]) -> PhotoError {
    open(bytes).expect_err("refused")
}

#[test]
fn the_content_decides_and_not_the_name() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("photo.jpg");
    std::fs::write(&path, picture(PhotoFormat::Png)).expect("the test can write");
    let photo = Photo::open(&path, &Limits::default(), &Progress::unwatched()).expect("a whole file");
    assert_eq!((photo.name(), photo.format()), ("photo.jpg", PhotoFormat::Png));
}

#[test]
fn what_is_no_picture_is_refused_with_what_to_do() {
    assert!(matches!(refusal(b""), PhotoError::Empty { .. }));
    assert!(matches!(refusal(b"Dear diary"), PhotoError::NotAPicture { .. }));
    let avif = refusal(b"\0\0\0\x18ftypavis\0\0\0\0mif1avis").to_string();
    assert!(avif.starts_with("an AVIF picture can't be opened, export it as JPEG"), "{avif}");
    assert!(avif.ends_with(": test"), "{avif}");
    let missing = Photo::open(Path::new("no/such/photo.jpg"), &Limits::default(), &Progress::unwatched());
    assert!(matches!(missing, Err(PhotoError::Unreadable { .. })));
    let folder = tempfile::tempdir().expect("a folder for the test");
    assert!(Photo::open(folder.path(), &Limits::default(), &Progress::unwatched()).is_err());
}

#[test]
fn raw_floating_point_and_cmyk_pictures_are_refused_by_name() {
    let kind = |bytes: &[u8]| match refusal(bytes) {
        PhotoError::Unsupported { kind, .. } => Some(kind),
        _ => None,
    };
    assert_eq!(kind(&tiff(&[(254, 4, 1)], &[])), Some(Foreign::Raw));
    let float = DynamicImage::ImageRgb32F(ImageBuffer::from_pixel(2, 2, Rgb([0.5; 3])));
    assert_eq!(kind(&encode(&float, PhotoFormat::Tiff, Extras::default())), Some(Foreign::FloatingPoint));
    assert_eq!(kind(&inks([0, 90, 120, 10], &[])), Some(Foreign::Cmyk));
    assert_eq!(kind(&inks([0, 90, 120, 10], b"not a profile")), Some(Foreign::Cmyk));
    let mut deep = picture(PhotoFormat::Jpeg);
    let frame = frame_at(&deep);
    deep[frame + 4] = 12;
    assert_eq!(kind(&deep), Some(Foreign::Jpeg(JpegKind::Deep(12))));
    assert!(!refusal(&deep).to_string().contains("damaged"));
}

/// A TIFF of one pixel in four inks, with a profile if that has bytes.
fn inks(ink: [u8; 4], icc: &[u8]) -> Vec<u8> {
    let entries = |behind: u32| {
        let mut entries = vec![
            (256, 3, 1),
            (257, 3, 1),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 5),
            (273, 4, behind),
            (277, 3, 4),
            (279, 4, 4),
        ];
        if !icc.is_empty() {
            entries.push((34_675, 7, behind + 4));
        }
        entries
    };
    let behind = tiff(&entries(0), &[]).len() as u32;
    let mut file = tiff(&entries(behind), &[&ink, icc].concat());
    if !icc.is_empty() {
        let count = 10 + 12 * 8 + 4;
        file[count..count + 4].copy_from_slice(&(icc.len() as u32).to_le_bytes());
    }
    file
}

/// Where a baseline JPEG's frame header begins.
fn frame_at(jpeg: &[u8]) -> usize {
    jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a baseline JPEG")
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_from_its_header() {
    let mut jpeg = picture(PhotoFormat::Jpeg);
    let frame = frame_at(&jpeg);
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    let refused = refusal(&jpeg);
    assert!(matches!(
        refused,
        PhotoError::TooLarge { excess: Excess::Pixels { width: 30_000, height: 30_000, .. }, .. }
    ));
    assert!(refused.to_string().starts_with("30000 × 30000 pixels are too many"), "{refused}");
}

#[test]
fn every_limit_is_kept() {
    let file = picture(PhotoFormat::Png);
    let refused = |limits| match decode_bytes("test", &file, &limits, &Progress::unwatched()) {
        Err(PhotoError::TooLarge { excess, .. }) => Some(excess),
        _ => None,
    };
    let limits = Limits::default();
    assert!(matches!(refused(Limits { file_bytes: 10, ..limits }), Some(Excess::File { .. })));
    assert!(matches!(refused(Limits { pixels: 383, ..limits }), Some(Excess::Pixels { .. })));
    assert!(matches!(refused(Limits { side: 23, ..limits }), Some(Excess::Side { .. })));
    assert!(matches!(refused(Limits { memory_bytes: 1_151, ..limits }), Some(Excess::Memory { .. })));
    assert_eq!(refused(Limits { pixels: 384, side: 24, memory_bytes: 1 << 20, ..limits }), None);
}

#[test]
fn a_cut_picture_is_never_opened_half() {
    for format in FORMATS {
        let whole = picture(format);
        // The last bytes of PNG and TIFF hold no pixels.
        for end in 0..whole.len().saturating_sub(64) {
            assert!(open(&whole[..end]).is_err(), "{format} cut at {end} of {}", whole.len());
        }
    }
}

#[test]
fn damaged_files_give_an_error_or_a_photo_that_can_be_read() {
    for format in FORMATS {
        assert_damage_is_survived(&picture(format), &format.to_string());
    }
}

#[test]
fn cancelling_ends_the_work_before_and_after_decoding() {
    for format in FORMATS {
        assert_can_be_cancelled(&picture(format), &format.to_string());
    }
}

#[test]
fn an_unusable_profile_is_recorded_and_stops_nothing() {
    let mut broken = moxcms::ColorProfile::new_display_p3();
    broken.color_space = moxcms::DataColorSpace::Cmyk;
    for format in FORMATS {
        let photo = photo(&gradient(8, 8), format, Extras::icc(broken.clone()));
        let profile = photo.profile();
        assert_eq!((profile.name.as_str(), profile.assumed), ("sRGB", true), "{format}");
        assert!(profile.problem.is_some(), "{format}");
    }
}

#[test]
fn only_the_end_marker_may_be_missing() {
    for quality in [30, 95] {
        let mut whole = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut whole, quality);
        gradient(40, 24).write_with_encoder(encoder).expect("memory can be written");
        let expected = open(&whole).expect("a whole file");
        for end in [whole.len() - 1, whole.len() - 2] {
            let read = open(&whole[..end]).expect("only the end marker is missing");
            assert!((0..40).all(|x| read.encoded(x, 23) == expected.encoded(x, 23)), "quality {quality}");
        }
        for missing in 4..whole.len().min(200) {
            assert!(open(&whole[..whole.len() - missing]).is_err(), "quality {quality}, without {missing} bytes");
        }
    }
}

#[test]
fn names_are_shown_without_control_codes() {
    let refused = decode_bytes("\u{1b}[31mred\n.jpg", b"", &Limits::default(), &Progress::unwatched());
    let told = refused.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(told.ends_with(r": \u{1b}[31mred\n.jpg"), "{told}");
    assert_eq!(printable("Frühling 1.jpg"), "Frühling 1.jpg");
}

#[test]
fn every_tile_and_plane_of_a_tiff_is_read() {
    let drawn = gradient(50, 37).to_rgb8();
    for is_planar in [false, true] {
        for tile in [(16, 16), (32, 64), (64, 48)] {
            let photo = open(&tiled(&drawn, tile, is_planar)).expect("a whole file");
            for (x, y, pixel) in drawn.enumerate_pixels() {
                assert_eq!(photo.encoded(x, y), Some(pixel.0), "{x},{y} in tiles of {tile:?}, planar: {is_planar}");
            }
        }
    }
}

/// An uncompressed TIFF in tiles, padded with white where they reach beyond the picture (TIFF 6.0, section 15).
fn tiled(drawn: &image::RgbImage, (width, height): (u32, u32), is_planar: bool) -> Vec<u8> {
    let mut tiles: Vec<Vec<u8>> = Vec::new();
    let planes: &[&[usize]] = if is_planar { &[&[0], &[1], &[2]] } else { &[&[0, 1, 2]] };
    for channels in planes {
        for (top, left) in (0..drawn.height().div_ceil(height))
            .flat_map(|row| (0..drawn.width().div_ceil(width)).map(move |column| (row * height, column * width)))
        {
            let pixels = (top..top + height).flat_map(|y| (left..left + width).map(move |x| (x, y)));
            let tile = pixels.flat_map(|(x, y)| {
                let pixel = drawn.get_pixel_checked(x, y).map_or([255; 3], |pixel| pixel.0);
                channels.iter().map(move |&channel| pixel[channel])
            });
            tiles.push(tile.collect());
        }
    }
    let entries = |bits_at: u32, offsets_at: u32, counts_at: u32| {
        [
            (256, 4, drawn.width(), 1),
            (257, 4, drawn.height(), 1),
            (258, 3, bits_at, 3),
            (259, 3, 1, 1),
            (262, 3, 2, 1),
            (277, 3, 3, 1),
            (284, 3, if is_planar { 2 } else { 1 }, 1),
            (322, 4, width, 1),
            (323, 4, height, 1),
            (324, 4, offsets_at, tiles.len() as u32),
            (325, 4, counts_at, tiles.len() as u32),
        ]
    };
    let with_counts = |entries: [(u16, u16, u32, u32); 11], behind: &[u8]| {
        let mut file = tiff(&entries.map(|(tag, kind, value, _)| (tag, kind, value)), behind);
        for (index, (_, _, _, count)) in entries.into_iter().enumerate() {
            file[10 + 12 * index + 4..][..4].copy_from_slice(&count.to_le_bytes());
        }
        file
    };
    let bits_at = with_counts(entries(0, 0, 0), &[]).len() as u32;
    let offsets_at = bits_at + 6;
    let counts_at = offsets_at + 4 * tiles.len() as u32;
    let first = counts_at + 4 * tiles.len() as u32;
    let each = tiles[0].len() as u32;
    let (offsets_at, counts_at) = if tiles.len() == 1 { (first, each) } else { (offsets_at, counts_at) };
    let places = (0..tiles.len() as u32).flat_map(|index| (first + index * each).to_le_bytes());
    let sizes = tiles.iter().flat_map(|tile| (tile.len() as u32).to_le_bytes());
    let behind: Vec<u8> = [8, 0, 8, 0, 8, 0].into_iter().chain(places).chain(sizes).chain(tiles.concat()).collect();
    with_counts(entries(bits_at, offsets_at, counts_at), &behind)
}

#[test]
fn compressed_strips_need_no_end_code() {
    use ::tiff::encoder::{Compression, TiffEncoder, colortype::RGB8};
    let drawn = gradient(50, 37).to_rgb8();
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).expect("memory can be written").with_compression(Compression::Lzw);
    encoder.write_image::<RGB8>(50, 37, &drawn).expect("memory can be written");
    let mut file = file.into_inner();
    // The last byte of a strip holds nothing but the end code, which is longer than that.
    let entry = file.windows(4).position(|window| window == [0x17, 1, 4, 0]).expect("the size of the only strip");
    file[entry + 8] -= 1;
    let photo = open(&file).expect("a file that other programs open");
    assert!(drawn.enumerate_pixels().all(|(x, y, pixel)| photo.encoded(x, y) == Some(pixel.0)));
}

#[test]
fn exif_with_a_mark_in_front_or_behind_the_pixels_turns_the_photo() {
    let turned = |file: &[u8]| open(file).map(|photo| (photo.width(), photo.height(), photo.orientation())).ok();
    for format in [PhotoFormat::Png, PhotoFormat::WebP] {
        let exif = [&b"Exif\0\0"[..], &tiff(&[(0x0112, 3, 6)], &[])].concat();
        let file = encode(&gradient(24, 16), format, Extras { icc: None, exif: Some(exif) });
        assert_eq!(turned(&file), Some((16, 24, 6)), "{format}");
    }
    let mut png = encode(&gradient(24, 16), PhotoFormat::Png, Extras::default());
    let end = png.len() - 12;
    let exif = tiff(&[(0x0112, 3, 6)], &[]);
    // The checksum of a chunk that only we read is not looked at.
    let chunk = [&(exif.len() as u32).to_be_bytes()[..], b"eXIf", &exif, b"____"].concat();
    png.splice(end..end, chunk);
    assert_eq!(turned(&png), Some((16, 24, 6)));
}

#[test]
fn a_profile_that_is_not_all_there_is_recorded_as_unusable() {
    let mut jpeg = encode(&gradient(24, 16), PhotoFormat::Jpeg, Extras::icc(moxcms::ColorProfile::new_display_p3()));
    let mark = jpeg.windows(12).position(|window| window == b"ICC_PROFILE\0").expect("a profile");
    jpeg[mark + 13] = 2;
    let mut png = encode(&gradient(24, 16), PhotoFormat::Png, Extras::icc(moxcms::ColorProfile::new_display_p3()));
    let mark = png.windows(4).position(|window| window == b"iCCP").expect("a profile");
    png[mark + 30..mark + 60].fill(0);
    for file in [jpeg, png] {
        if let Ok(photo) = open(&file) {
            assert!(photo.profile().assumed && photo.profile().problem.is_some(), "{:?}", photo.profile());
        }
    }
}

#[test]
fn a_picture_in_inks_shows_what_its_profile_says() {
    // Paper is white, and full magenta Lab 50, 70, 0 under D50.
    let read = |ink| {
        let photo = open(&inks(ink, &ink_profile())).expect("a whole file");
        assert_eq!((photo.profile().name.as_str(), photo.profile().assumed), ("a profile without a name", false));
        crate::color::Lab::from(photo.pixel(0, 0).expect("a pixel").light)
    };
    let (paper, magenta) = (read([0, 0, 0, 0]), read([0, 255, 0, 0]));
    assert!((paper.l - 100.0).abs() < 0.5 && paper.a.hypot(paper.b) < 0.5, "{paper:?}");
    let expected = crate::color::Lab::from_d50([50.0, 70.0, 0.0]);
    // The table's steps of 8 bits.
    assert!(crate::color::ciede2000(magenta, expected).0 < 1.0, "{magenta:?} {expected:?}");
    assert!(read([0, 0, 0, 255]).l < 1.0);
}

/// Four inks by one table of two points each (ICC.1:2022, 10.10): magenta is Lab 50, 70, 0; black takes all light.
fn ink_profile() -> Vec<u8> {
    let lab = |l: f64, a: f64, b: f64| [(l * 2.55).round() as u8, (a + 128.0).round() as u8, (b + 128.0).round() as u8];
    let corner = |inks: u8| {
        let [c, m, y, k] = [8, 4, 2, 1].map(|bit| f64::from(u8::from(inks & bit != 0)));
        let rest = 1.0 - k;
        lab((100.0 - 20.0 * c - 50.0 * m - 10.0 * y) * rest, (70.0 * m - 30.0 * c) * rest, (90.0 * y - 40.0 * c) * rest)
    };
    let straight: Vec<u8> = (0..=255).collect();
    let unit = [1u32, 0, 0, 0, 1, 0, 0, 0, 1].map(|one| (one << 16).to_be_bytes()).concat();
    let colors = (0..16).flat_map(corner).collect();
    let table = [b"mft1\0\0\0\0\x04\x03\x02\0".to_vec(), unit, straight.repeat(4), colors, straight.repeat(3)].concat();
    let white = [b"XYZ \0\0\0\0".to_vec(), [63_190u32, 65_536, 54_061].map(u32::to_be_bytes).concat()].concat();
    let first = 128 + 4 + 2 * 12;
    let mut file = vec![0; 128];
    file[..4].copy_from_slice(&((first + white.len() + table.len()) as u32).to_be_bytes());
    file[8] = 2;
    file[12..24].copy_from_slice(b"prtrCMYKLab ");
    file[36..40].copy_from_slice(b"acsp");
    file[68..80].copy_from_slice(&white[8..]);
    file.extend(2u32.to_be_bytes());
    for (name, at, bytes) in [(b"wtpt", first, white.len()), (b"A2B0", first + white.len(), table.len())] {
        file.extend(name);
        file.extend([at as u32, bytes as u32].map(u32::to_be_bytes).concat());
    }
    [file, white, table].concat()
}

/// 61 × 47 pixels of `gradient`, by two encoders. How: `tests/data/README.md`.
#[cfg(feature = "avif")]
#[test]
fn avif_pictures_show_what_was_drawn() {
    let drawn = gradient(61, 47).to_rgb8();
    for (file, has_name) in [
        (&include_bytes!("../../../tests/data/turned.avif")[..], true),
        (include_bytes!("../../../tests/data/ten_bits.avif"), false),
        (include_bytes!("../../../tests/data/alpha.avif"), true),
    ] {
        let photo = open(file).expect("a whole file");
        assert_eq!((photo.width(), photo.height(), photo.format()), (61, 47, PhotoFormat::Avif));
        assert_eq!((photo.orientation(), photo.profile().assumed), (1, !has_name));
        for (x, y, pixel) in drawn.enumerate_pixels() {
            let read = photo.encoded(x, y).expect("inside");
            let off = read.iter().zip(pixel.0).map(|(a, b)| a.abs_diff(b)).max();
            // Chroma of half the resolution is off by its own steps, where red changes by 3 a pixel.
            assert!(off <= Some(8), "{x},{y}: {read:?} for {pixel:?}");
        }
        for end in 0..file.len() {
            assert!(open(&file[..end]).is_err(), "cut at {end} of {}", file.len());
        }
    }
    let see_through = open(include_bytes!("../../../tests/data/alpha.avif")).expect("a whole file");
    let opaque = |x| see_through.pixel(x, 20).map(|pixel| pixel.opaque);
    assert_eq!((opaque(10), opaque(50)), (Some(true), Some(false)));
}
