//! Thousands of broken and odd files: each opens or is refused with one line, and nothing panics, hangs or grows.
//!
//! The files are made by seeded mutation of whole ones, so that a failure comes back; its message names kind and seed.

use std::io::Cursor;
use std::time::{Duration, Instant};

use fastrand::Rng;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, tiff::TiffEncoder, webp::WebPEncoder};
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

use crate::support::bench_photo::Folder;
use crate::support::program::run;

/// Files of each kind; with at least five kinds, 2,000 in all.
const FILES: u64 = 400;

/// A tiny picture takes a thousandth of this, also while other tests use the machine.
const LONG: Duration = Duration::from_secs(5);

/// Large enough for every whole file here, so that a header's false claim is refused early and the test stays fast.
const LIMITS: Limits = Limits { file_bytes: 1 << 24, pixels: 1 << 20, side: 65_535, memory_bytes: 1 << 24 };

fn picture() -> DynamicImage {
    RgbImage::from_fn(33, 21, |x, y| Rgb([(x * 7) as u8, (y * 11) as u8, 120])).into()
}

/// A profile in name only, and an EXIF block of orientation 6 and a damaged field (Exif 2.32, 4.5 and 4.6.4).
fn write(mut encoder: impl ImageEncoder) {
    let exif =
        b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x1a\x01\x05\0\x01\0\0\0\xff\xff\xff\xff\0\0\0\0";
    encoder.set_icc_profile(vec![7; 200]).expect("the format takes a profile");
    // TIFF takes no EXIF from this encoder.
    let _ = encoder.set_exif_metadata(exif.to_vec());
    picture().write_with_encoder(encoder).expect("a picture can be encoded");
}

fn whole_files() -> Vec<(&'static str, Vec<u8>)> {
    let [mut jpeg, mut png, mut tiff, mut webp, mut bmp] = [const { Vec::new() }; 5].map(Cursor::new);
    write(JpegEncoder::new_with_quality(&mut jpeg, 80));
    write(PngEncoder::new(&mut png));
    write(TiffEncoder::new(&mut tiff));
    write(WebPEncoder::new_lossless(&mut webp));
    picture().write_to(&mut bmp, ImageFormat::Bmp).expect("a picture can be encoded");
    let files = [("jpeg", jpeg), ("png", png), ("tiff", tiff), ("webp", webp), ("bmp", bmp)];
    files.map(|(name, file)| (name, file.into_inner())).into_iter().chain(kept_files()).collect()
}

/// Formats that no encoder of ours writes, where their decoders are built in.
fn kept_files() -> Vec<(&'static str, Vec<u8>)> {
    let mut files = Vec::new();
    if cfg!(feature = "heic") {
        files.push(("heic", include_bytes!("../../data/gradient.heic").to_vec()));
    }
    if cfg!(feature = "avif") {
        files.push(("avif", include_bytes!("../../data/turned.avif").to_vec()));
        files.push(("deep avif", include_bytes!("../../data/ten_bits.avif").to_vec()));
    }
    if cfg!(feature = "dng") {
        files.push(("dng", include_bytes!("../../data/sheet.dng").to_vec()));
    }
    files
}

/// A file with one to four faults.
fn broken(whole: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut file = whole.to_vec();
    for _ in 0..rng.u8(1..=4) {
        if file.is_empty() {
            break;
        }
        damage(&mut file, rng);
    }
    file
}

fn damage(file: &mut Vec<u8>, rng: &mut Rng) {
    // Headers are short, and most of what can go wrong stands there.
    let reach = if rng.bool() { file.len().min(120) } else { file.len() };
    let at = rng.usize(..reach);
    let span = rng.usize(1..=16).min(file.len() - at);
    match rng.u8(..9) {
        0 => file.truncate(at),
        1 => file[at] ^= 1 << rng.u8(..8),
        2 => file[at] = *[0, 1, 0x7f, 0x80, 0xfe, 0xff].get(rng.usize(..6)).unwrap_or(&0),
        3 => file[at..at + span].fill(if rng.bool() { 0xff } else { 0 }),
        4 => file[at..at + span].iter_mut().for_each(|byte| *byte = rng.u8(..)),
        5 => drop(file.drain(at..at + span)),
        6 => {
            let copied = file[at..at + span].to_vec();
            let to = rng.usize(..=file.len());
            drop(file.splice(to..to, copied));
        }
        7 => file[at..].rotate_left(span),
        _ => {
            let number = [u32::MAX, i32::MAX as u32, 1 << 16, 0][rng.usize(..4)];
            let number = if rng.bool() { number.to_be_bytes() } else { number.to_le_bytes() };
            file.iter_mut().skip(at).zip(number).for_each(|(byte, new)| *byte = new);
        }
    }
}

/// Opens a file, reads what it shows, and tells its error.
fn open(file: &[u8]) -> Result<(), String> {
    let photo = Photo::from_bytes("test", file, &LIMITS, &Progress::unwatched()).map_err(|error| error.to_string())?;
    let mut row = Vec::new();
    for y in [0, photo.height() / 2, photo.height() - 1] {
        photo.read_run(y, 0..photo.width(), &mut row);
        assert_eq!(row.len(), photo.width() as usize);
        assert!(row.iter().all(|pixel| pixel.light.is_finite()));
    }
    Ok(())
}

#[test]
fn whole_files_open() {
    for (kind, file) in whole_files() {
        assert_eq!(open(&file), Ok(()), "{kind}");
    }
}

#[test]
fn no_broken_file_gets_further_than_one_line() {
    for (kind, whole) in whole_files() {
        for seed in 0..FILES {
            let file = broken(&whole, &mut Rng::with_seed(seed));
            let begin = Instant::now();
            if let Err(told) = open(&file) {
                assert!(!told.is_empty() && !told.contains(char::is_control), "{kind} {seed}: {told:?}");
            }
            assert!(begin.elapsed() < LONG, "{kind} {seed}: {:?}", begin.elapsed());
        }
    }
}

#[test]
fn one_format_glued_to_another_never_panics() {
    let files = whole_files();
    for (_, front) in &files {
        for (_, back) in &files {
            for kept in [4, 12, 16, 30, 60, front.len() / 2, front.len()] {
                let _ = open(&[&front[..kept.min(front.len())], back].concat());
            }
        }
    }
}

#[test]
fn the_program_tells_every_broken_file_in_one_line() {
    let folder = Folder::empty();
    for (kind, whole) in whole_files() {
        for seed in 0..6 {
            // The name's ending says another format, and its middle would turn a terminal red.
            let name = format!("{seed}\u{1b}[31m{kind}.txt");
            let path = folder.file(&name, broken(&whole, &mut Rng::with_seed(1_000 + seed)));
            let run = run(["measure".as_ref(), path.as_os_str(), "--skin=rect:2,2,9,9".as_ref(), "--json".as_ref()]);
            match run.code {
                Some(0) => assert_eq!(run.stderr, "", "{kind} {seed}"),
                _ => assert!(!run.reason().contains('\u{1b}'), "{run:?}"),
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once() {
    use std::process::Command;
    let folder = Folder::empty();
    let pipe = folder.plain().with_file_name("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    let begin = Instant::now();
    for path in [pipe.as_path(), "/dev/zero".as_ref(), "/dev/null".as_ref(), "/".as_ref()] {
        let run = run(["measure".as_ref(), path.as_os_str(), "--json".as_ref()]);
        assert!(run.reason().contains("only files"), "{run:?}");
    }
    assert!(begin.elapsed() < LONG, "{:?}", begin.elapsed());
}
