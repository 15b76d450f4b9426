//! Photos made for tests, in every form that is opened.

pub mod fixtures;

use super::*;
use fixtures::{Extras, FORMATS, encode, gradient, open, photo, plain, tiff};
use image::{GrayAlphaImage, GrayImage, ImageBuffer, Rgb};
use moxcms::ColorProfile;

fn row(photo: &Photo, y: u32) -> Vec<Pixel> {
    let mut out = Vec::new();
    photo.read_run(y, 0..u32::MAX, &mut out);
    out
}

#[test]
fn lossless_files_give_the_light_of_their_code_values() {
    let image = gradient(7, 5);
    for format in [PhotoFormat::Png, PhotoFormat::Tiff, PhotoFormat::WebP] {
        let photo = photo(&image, format, Extras::default());
        assert_eq!((photo.width(), photo.height(), photo.format()), (7, 5, format));
        for y in 0..5 {
            let expected: Vec<_> = (0..7).map(|x| image.to_rgb8().get_pixel(x, y).0).collect();
            let lights: Vec<_> = row(&photo, y).iter().map(|pixel| pixel.light).collect();
            assert_eq!(lights, expected.iter().copied().map(LinearRgb::from_srgb8).collect::<Vec<_>>());
            assert_eq!((0..7).filter_map(|x| photo.encoded(x, y)).collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn every_orientation_of_every_format_is_read_upright() {
    let stored = gradient(24, 16);
    for format in FORMATS {
        for exif in 1..=8 {
            let file = match format {
                PhotoFormat::Tiff => oriented_tiff(exif),
                _ => encode(&stored, format, Extras::orientation(exif)),
            };
            let photo = open(&file).expect("a whole file");
            let mut upright = stored.clone();
            upright.apply_orientation(Orientation::from_exif(exif).expect("1 to 8 are orientations"));
            let upright = upright.to_rgb8();
            assert_eq!(photo.orientation(), exif, "{format}");
            assert_eq!((photo.width(), photo.height()), upright.dimensions(), "{format} {exif}");
            for (x, y, expected) in upright.enumerate_pixels() {
                // A JPEG of the best quality is within 4 levels of what was drawn.
                let read = photo.encoded(x, y).expect("inside");
                let off = read.iter().zip(expected.0).map(|(a, b)| a.abs_diff(b)).max();
                assert!(off <= Some(if format == PhotoFormat::Jpeg { 4 } else { 0 }), "{format} {exif} {x},{y}");
            }
        }
    }
}

/// The gradient of 24 × 16, uncompressed.
fn oriented_tiff(orientation: u8) -> Vec<u8> {
    let pixels = gradient(24, 16).into_bytes();
    let entries = |strip_at: u32| {
        [
            (256, 3, 24),
            (257, 3, 16),
            (258, 3, 8),
            (259, 3, 1),
            (262, 3, 2),
            (273, 4, strip_at),
            (274, 3, u32::from(orientation)),
            (277, 3, 3),
            (278, 3, 16),
            (279, 4, pixels.len() as u32),
        ]
    };
    let header_bytes = tiff(&entries(0), &[]).len() as u32;
    tiff(&entries(header_bytes), &pixels)
}

#[test]
fn a_display_p3_red_is_not_an_srgb_red_in_any_format() {
    let red = plain(16, 16, [255, 0, 0]);
    for format in FORMATS {
        let photo = photo(&red, format, Extras::icc(ColorProfile::new_display_p3()));
        assert_eq!((photo.profile().name.as_str(), photo.profile().assumed), ("Display P3", false));
        let light = photo.pixel(8, 8).expect("inside").light.to_array();
        // SMPTE RP 431-2 to IEC 61966-2-1; JPEG may be a level off.
        let tolerance = if format == PhotoFormat::Jpeg { 0.02 } else { 1e-3 };
        for (read, expected) in light.into_iter().zip([1.2249, -0.0420, -0.0197]) {
            assert!((read - expected).abs() < tolerance, "{format}: {light:?}");
        }
    }
}

#[test]
fn sixteen_bit_pictures_keep_their_steps() {
    let image = ImageBuffer::<Rgb<u16>, _>::from_fn(2, 1, |x, _| Rgb([20_000 + x as u16, 30_000, 40_000]));
    for format in [PhotoFormat::Png, PhotoFormat::Tiff] {
        let photo = photo(&DynamicImage::ImageRgb16(image.clone()), format, Extras::default());
        let [left, right] = row(&photo, 0)[..] else { panic!("two pixels") };
        let step = right.light.r - left.light.r;
        let slope = crate::color::decode_srgb(20_001.0 / 65_535.0) - crate::color::decode_srgb(20_000.0 / 65_535.0);
        assert!((step - slope).abs() < 1e-12, "{format}: {step}");
        assert_eq!(photo.encoded(0, 0), Some([78, 117, 156]));
    }
}

#[test]
fn grey_pictures_have_three_equal_channels() {
    let grey = photo(
        &DynamicImage::ImageLuma8(GrayImage::from_raw(1, 1, vec![100]).expect("a pixel")),
        PhotoFormat::Png,
        Extras::default(),
    );
    assert_eq!(grey.pixel(0, 0).map(|pixel| pixel.light), Some(LinearRgb::from_srgb8([100; 3])));
    let see_through = GrayAlphaImage::from_raw(2, 1, vec![100, 255, 100, 254]).expect("two pixels");
    let photo = photo(&DynamicImage::ImageLumaA8(see_through), PhotoFormat::Png, Extras::default());
    assert_eq!(row(&photo, 0).iter().map(|pixel| pixel.opaque).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn pixels_at_the_ends_of_the_range_are_marked_as_clipped() {
    let rgba = [[255, 9, 9], [254, 9, 9], [0, 0, 9], [0, 0, 0]].map(|[r, g, b]| [r, g, b, 255]).concat();
    let photo = Photo::from_rgba8("pasted", 4, 1, rgba).expect("four pixels");
    assert_eq!(row(&photo, 0).iter().map(|pixel| pixel.clipped).collect::<Vec<_>>(), [true, false, false, true]);
}

#[test]
fn a_pasted_picture_is_assumed_to_be_srgb_and_must_be_complete() {
    let photo = Photo::from_rgba8("pasted", 1, 1, vec![1, 2, 3, 255]).expect("a pixel");
    assert_eq!((photo.format().to_string().as_str(), photo.profile().assumed), ("clipboard", true));
    assert!(matches!(Photo::from_rgba8("pasted", 2, 1, vec![0; 7]), Err(PhotoError::Damaged { .. })));
    assert!(matches!(Photo::from_rgba8("pasted", 0, 1, vec![]), Err(PhotoError::Empty { .. })));
}

#[test]
fn what_lies_outside_the_photo_is_left_out() {
    let photo = photo(&gradient(4, 3), PhotoFormat::Png, Extras::default());
    let mut out = row(&photo, 0);
    assert_eq!(out.len(), 4);
    photo.read_run(3, 0..4, &mut out);
    assert!(out.is_empty());
    photo.read_run(1, 3..9, &mut out);
    assert_eq!(out, [photo.pixel(3, 1).expect("inside")]);
    photo.read_run(1, 9..12, &mut out);
    assert!(out.is_empty());
    assert_eq!((photo.pixel(4, 0), photo.pixel(u32::MAX, 0), photo.encoded(0, 3)), (None, None, None));
}

#[test]
fn a_photo_is_known_by_the_bytes_of_its_file() {
    let file = encode(&gradient(3, 3), PhotoFormat::Png, Extras::default());
    let photo = open(&file).expect("a whole file");
    assert_eq!(photo.sha256(), decode::hex_sha256(&mut file.as_slice()).expect("memory can be read"));
    // FIPS 180-2, example B.1.
    let abc = decode::hex_sha256(&mut &b"abc"[..]).expect("memory can be read");
    assert_eq!(abc, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
