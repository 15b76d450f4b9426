//! From a file's bytes to pixels as stored: recognise, check against the limits, decode, find what the colours mean.
//!
//! [`decode_file`] and [`decode_bytes`] are the only doors; behind them every format has a file of its own, which names
//! its decoder's crate. Whatever goes wrong there, even a panic, becomes a [`PhotoError`] here.

mod bmp;
mod by_image;
mod cmyk;
mod guard;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod jpeg_outline;
mod jpeg_scans;
mod png;
mod refusal;
mod tiff;
mod tiff_canvas;
mod tiff_fields;
mod watched;

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;

use image::DynamicImage;
use image::metadata::Orientation;
use sha2::{Digest, Sha256};

use super::error::PhotoError;
use super::format::{Foreign, Kind, MAGIC_BYTES, PhotoFormat};
use super::limits::{Excess, Limits};
use super::origin::Origin;
use super::profile::Clues;
use crate::progress::Progress;
use guard::guard;
pub(super) use jpeg_outline::JpegOutline;
use refusal::Refusal;
use watched::Watched;

/// All that a file gives.
pub(super) struct Decoded {
    pub image: DynamicImage,
    pub format: PhotoFormat,
    pub orientation: Orientation,
    pub clues: Clues,
    pub origin: Origin,
}

/// What one opening needs everywhere.
struct Opening<'a> {
    name: String,
    limits: &'a Limits,
    progress: &'a Progress,
}

type Source<R> = BufReader<Watched<R>>;

const BUFFER_BYTES: usize = 1 << 18;

/// What a file holds, and its SHA-256.
pub(super) fn decode_file(path: &Path, limits: &Limits, progress: &Progress) -> Result<(Decoded, String), PhotoError> {
    let opening = Opening { name: printable(&path.display().to_string()), limits, progress };
    // Asked of the path: only opening a pipe may already wait for ever.
    let about = fs::metadata(path).map_err(|error| opening.unreadable(error))?;
    if !about.is_file() {
        return Err(PhotoError::NotAFile { name: opening.name });
    }
    let open = || Ok((File::open(path)?, File::open(path)?));
    let (file, again) = open().map_err(|error| opening.unreadable(error))?;
    opening.decode_and_sum(file, again, about.len())
}

/// What the bytes of a file hold, and their SHA-256.
pub(super) fn decode_bytes(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    progress: &Progress,
) -> Result<(Decoded, String), PhotoError> {
    let opening = Opening { name: printable(name), limits, progress };
    opening.decode_and_sum(Cursor::new(bytes), bytes, bytes.len() as u64)
}

pub(super) fn hex_sha256(source: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(source, &mut hasher)?;
    Ok(hex(&hasher.finalize()))
}

fn hex(sum: &[u8]) -> String {
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read_up_to(source: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    source.take(bytes).read_to_end(&mut read)?;
    Ok(read)
}

/// A name with its control codes spelled out, which could otherwise play tricks on the terminal that shows it.
fn printable(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

impl Opening<'_> {
    /// The sum is taken of the same bytes read again, by another core: it would cost a 25th of the whole time.
    fn decode_and_sum<R: Read + Seek + Send>(
        &self,
        source: R,
        again: impl Read + Send,
        bytes: u64,
    ) -> Result<(Decoded, String), PhotoError> {
        self.limits.check_file(bytes).map_err(|excess| self.refused(excess.into()))?;
        if bytes == 0 {
            return Err(PhotoError::Empty { name: self.name.clone() });
        }
        let mut again = Watched::new(again.take(self.limits.file_bytes), bytes, &self.progress.unheard());
        let (decoded, sha256) = rayon::join(|| self.decode(source, bytes), || hex_sha256(&mut again));
        Ok((decoded?, sha256.map_err(|error| self.unreadable(error))?))
    }

    fn decode<R: Read + Seek>(&self, source: R, bytes: u64) -> Result<Decoded, PhotoError> {
        let mut source = BufReader::with_capacity(BUFFER_BYTES, Watched::new(source, bytes, self.progress));
        let format = self.recognise(&mut source)?;
        let decoded = guard(|| decode(&mut source, format, self.limits));
        self.progress.report("decoding", bytes, bytes)?;
        match decoded {
            Ok(decoded) => decoded.map_err(|refusal| self.refused(refusal)),
            Err(guard::Panicked) => Err(PhotoError::Undecodable { name: self.name.clone() }),
        }
    }

    fn recognise<R: Read + Seek>(&self, source: &mut Source<R>) -> Result<PhotoFormat, PhotoError> {
        let head = source.rewind().and_then(|()| read_up_to(source, MAGIC_BYTES));
        match Kind::of(&head.map_err(|error| self.unreadable(error))?) {
            Kind::Known(format) => Ok(format),
            Kind::Foreign(kind) => Err(self.refused(Refusal::Foreign(kind))),
            Kind::Unknown => Err(PhotoError::NotAPicture { name: self.name.clone() }),
        }
    }

    fn refused(&self, refusal: Refusal) -> PhotoError {
        let name = self.name.clone();
        match refusal {
            Refusal::TooLarge(excess) => PhotoError::TooLarge { excess, name },
            Refusal::TooMuchWork => {
                let most = self.limits.memory_bytes;
                PhotoError::TooLarge { excess: Excess::Memory { bytes: most.saturating_add(1), most }, name }
            }
            Refusal::Foreign(kind) => PhotoError::Unsupported { kind, name },
            Refusal::Damaged(source) => PhotoError::Damaged { name, source },
            Refusal::Unreadable(error) => self.unreadable(error),
        }
    }

    /// The fault of the disk, whose cause may as well be that the work was cancelled.
    fn unreadable(&self, source: io::Error) -> PhotoError {
        match self.progress.report("decoding", 0, 0) {
            Err(cancelled) => cancelled.into(),
            Ok(()) => PhotoError::Unreadable { name: self.name.clone(), source },
        }
    }
}

fn decode<R: Read + Seek>(
    source: &mut Source<R>,
    format: PhotoFormat,
    limits: &Limits,
) -> Result<Decoded, Refusal> {
    match format {
        PhotoFormat::Jpeg => jpeg::decode(source, limits),
        PhotoFormat::Png => by_image::decode_png(source, limits),
        PhotoFormat::WebP => by_image::decode_webp(source, limits),
        PhotoFormat::Bmp => by_image::decode_bmp(source, limits),
        PhotoFormat::Tiff => tiff::decode(source, limits),
        #[cfg(feature = "heic")]
        PhotoFormat::Heic => heic::decode(source, limits),
        #[cfg(not(feature = "heic"))]
        PhotoFormat::Heic => Err(Refusal::Foreign(Foreign::Heic)),
        PhotoFormat::Clipboard => Err(Refusal::Foreign(Foreign::Variant(PhotoFormat::Clipboard))),
    }
}

#[cfg(test)]
mod tests {
    use crate::photo::fixtures::{Extras, FORMATS, encode, gradient, open, photo, tiff};
    use crate::photo::{Photo, Pixel};
    use super::*;
    use image::{ImageBuffer, Rgb};
    use std::sync::{Arc, OnceLock};

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
        let avif = refusal(b"\0\0\0\x18ftypavif\0\0\0\0mif1avif").to_string();
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
        let mut four_channels = picture(PhotoFormat::Jpeg);
        let frame = frame_at(&four_channels);
        four_channels[frame + 9] = 4;
        assert_eq!(kind(&four_channels), Some(Foreign::Cmyk));
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
        let limits = Limits { pixels: 100_000, ..Limits::default() };
        let mut out: Vec<Pixel> = Vec::new();
        for format in FORMATS {
            let whole = picture(format);
            for at in 0..whole.len() {
                for flip in [0x01, 0x10, 0xff] {
                    let mut damaged = whole.clone();
                    damaged[at] ^= flip;
                    if let Ok(photo) = Photo::from_bytes("test", &damaged, &limits, &Progress::unwatched()) {
                        photo.read_run(photo.height() - 1, 0..photo.width(), &mut out);
                        assert_eq!(out.len(), photo.width() as usize, "{format}, byte {at}");
                    }
                }
            }
        }
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
            for format in FORMATS {
                let opened = decode_bytes("test", &picture(format), &Limits::default(), &progress);
                assert!(matches!(opened, Err(PhotoError::Cancelled(_))), "{format}, {is_over}");
            }
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
}
