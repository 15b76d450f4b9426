//! Every kind of file through the headless program: the same picture measures the same, and no broken one gets through.

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, tiff::TiffEncoder, webp::WebPEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder, RgbImage};
use scene::{Camera, Drawing, Encoding, Noise};

use crate::support::bench_photo::{Folder, WITHOUT_REFERENCE, assert_near, labs, scene, true_labs};
use crate::support::program::{Run, answer, run};

/// JPEG's losses and the steps of 8 bits together.
const SAME: f64 = 0.5;

/// With a little noise, as in any photo, over which the steps of JPEG's colours even out.
static PHOTO: LazyLock<Drawing> = LazyLock::new(|| drawing(Encoding::Srgb));

fn drawing(encoding: Encoding) -> Drawing {
    let noise = Noise { read: 0.003, shot: 0.02 };
    scene(Camera { noise, encoding, ..Camera::default() }).draw()
}

fn upright() -> DynamicImage {
    let picture = &PHOTO.picture;
    let pixels = RgbImage::from_raw(picture.width as u32, picture.height as u32, picture.bytes());
    pixels.expect("three bytes a pixel").into()
}

/// A little-endian EXIF block with nothing but an orientation (Exif 2.32, 4.5 and 4.6.4).
fn exif(orientation: u8) -> Vec<u8> {
    [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", [orientation, 0, 0, 0].as_slice(), &[0; 4]].concat()
}

/// The pixels that a camera held this way stores, so that turning them gives the upright picture.
fn stored(upright: &DynamicImage, orientation: u8) -> DynamicImage {
    let turn = match orientation {
        6 => 8,
        8 => 6,
        own_inverse => own_inverse,
    };
    let mut picture = upright.clone();
    picture.apply_orientation(Orientation::from_exif(turn).expect("an orientation of 1 to 8"));
    picture
}

fn write(mut encoder: impl ImageEncoder, upright: &DynamicImage, orientation: u8) {
    encoder.set_exif_metadata(exif(orientation)).expect("the format takes EXIF");
    stored(upright, orientation).write_with_encoder(encoder).expect("a picture can be encoded");
}

fn jpeg(upright: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut file = Vec::new();
    write(JpegEncoder::new_with_quality(&mut file, 95), upright, orientation);
    file
}

fn png(upright: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut file = Vec::new();
    write(PngEncoder::new(&mut file), upright, orientation);
    file
}

fn webp(upright: &DynamicImage, orientation: u8) -> Vec<u8> {
    let mut file = Vec::new();
    write(WebPEncoder::new_lossless(&mut file), upright, orientation);
    file
}

fn tiff(upright: &DynamicImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    upright.write_with_encoder(TiffEncoder::new(&mut file)).expect("a picture can be encoded");
    file.into_inner()
}

#[test]
fn every_orientation_measures_the_upright_picture() {
    let (folder, upright) = (Folder::empty(), upright());
    for orientation in 1..=8 {
        let photo = folder.file(&format!("{orientation}.jpg"), jpeg(&upright, orientation));
        let measured = answer("measure", &photo, &WITHOUT_REFERENCE);
        assert_eq!(measured["photo"]["orientation"], orientation);
        assert_eq!((&measured["photo"]["width"], &measured["photo"]["height"]), (&1280.into(), &960.into()));
        assert_near(&labs(&measured), &true_labs(&PHOTO), SAME, &format!("orientation {orientation}"));
    }
}

#[test]
fn every_format_measures_the_same_picture() {
    let (folder, upright) = (Folder::empty(), upright());
    let sixteen_bit = PHOTO.picture.png16().expect("a picture can be encoded");
    for (format, file) in [
        ("jpeg", jpeg(&upright, 1)),
        ("png", png(&upright, 6)),
        ("png", sixteen_bit),
        ("tiff", tiff(&upright)),
        ("webp", webp(&upright, 8)),
    ] {
        // The name says nothing; the content does.
        let measured = answer("measure", &folder.file("photo.jpg", file), &WITHOUT_REFERENCE);
        assert_eq!(measured["photo"]["format"], format);
        assert_near(&labs(&measured), &true_labs(&PHOTO), SAME, format);
    }
}

#[test]
fn a_display_p3_photo_measures_the_same_by_its_profile() {
    let (folder, picture) = (Folder::empty(), drawing(Encoding::DisplayP3).picture);
    for file in [picture.png8(), picture.jpeg(95)] {
        let photo = folder.file("p3", file.expect("a picture can be encoded"));
        let measured = answer("measure", &photo, &WITHOUT_REFERENCE);
        assert_eq!(measured["photo"]["profile"], "Display P3");
        assert_eq!(measured["photo"]["profile_assumed"], false);
        assert_near(&labs(&measured), &true_labs(&PHOTO), SAME, "Display P3");
    }
}

/// Measures a file that can't be a photo.
fn refused(name: &str, file: impl AsRef<[u8]>) -> Run {
    let photo = Folder::empty();
    let path = photo.file(name, file).to_string_lossy().into_owned();
    let run = run(["measure", &path, "--skin=rect:10,10,50,50", "--json"]);
    assert!(run.reason().contains(&path), "the reason names the file: {run:?}");
    run
}

#[test]
fn a_photo_that_is_cut_short_is_refused() {
    let upright = upright();
    for (name, file) in [
        ("cut.jpg", jpeg(&upright, 1)),
        ("cut.png", png(&upright, 1)),
        ("cut.tif", tiff(&upright)),
        ("cut.webp", webp(&upright, 1)),
    ] {
        for kept in [file.len() / 2, 40] {
            refused(name, &file[..kept]);
        }
    }
}

#[test]
fn what_is_no_photo_is_refused() {
    refused("empty.jpg", b"");
    refused("note.txt", "The client prefers a softer hairline.\n");
    refused("note.png", "The client prefers a softer hairline.\n");
    refused("report.jpg", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    refused("header only.png", b"\x89PNG\r\n\x1a\n");
    refused("noise.jpg", (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>());
    let folder = Folder::empty();
    let missing = folder.plain().with_file_name("missing.jpg").to_string_lossy().into_owned();
    assert!(run(["measure", &missing, "--skin=rect:1,1,9,9"]).reason().contains("missing.jpg"));
    let directory = folder.plain().parent().expect("a folder").to_string_lossy().into_owned();
    run(["measure", &directory, "--skin=rect:1,1,9,9"]).reason();
}

#[test]
fn a_picture_bomb_is_refused_from_its_header() {
    let bomb = png_claiming(30_000, 30_000);
    assert!(bomb.len() < 4_000, "{} bytes", bomb.len());
    let begin = Instant::now();
    let run = refused("bomb.png", bomb);
    assert!(run.stderr.contains("30000 × 30000"), "{run:?}");
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

/// A PNG whose header claims a size that its few pixels don't fill (PNG 3rd edition, 5 and 11.2.1).
fn png_claiming(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(&DynamicImage::new_rgb8(300, 300), 1);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

/// The checksum of a chunk's type and data (PNG 3rd edition, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let fold = |crc: u32, _: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), fold))
}
