//! From a file's bytes to pixels as stored: recognise, check against the limits, decode, find what the colours mean.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::error::{ImageError, ImageResult};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder};
use sha2::{Digest, Sha256};

use super::camera::CameraFacts;
use super::error::PhotoError;
use super::format::{Foreign, Kind, MAGIC_BYTES, PhotoFormat};
use super::header;
#[cfg(feature = "heic")]
use super::heic;
use super::jpeg::JpegOutline;
use super::limits::{Excess, Limits};
use super::origin::Origin;
use super::profile::Clues;
use super::watched::Watched;
use crate::progress::Progress;

/// All that a file gives.
pub(super) struct Decoded {
    pub image: DynamicImage,
    pub format: PhotoFormat,
    pub orientation: Orientation,
    pub clues: Clues,
    pub origin: Origin,
}

/// What the markers or chunks of a file tell, before it is decoded.
#[derive(Default)]
struct Findings {
    clues: Clues,
    jpeg: Option<JpegOutline>,
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
    let opening = Opening { name: path.display().to_string(), limits, progress };
    let open = || File::open(path).and_then(|file| Ok((file.metadata()?.len(), file, File::open(path)?)));
    let (bytes, file, again) = open().map_err(|error| opening.unreadable(error))?;
    opening.decode_and_sum(file, again, bytes)
}

/// What the bytes of a file hold, and their SHA-256.
pub(super) fn decode_bytes(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    progress: &Progress,
) -> Result<(Decoded, String), PhotoError> {
    Opening { name: name.into(), limits, progress }.decode_and_sum(Cursor::new(bytes), bytes, bytes.len() as u64)
}

pub(super) fn hex_sha256(source: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(source, &mut hasher)?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Opening<'_> {
    /// The sum is taken of the same bytes read again, by another core: it would cost a 25th of the whole time.
    fn decode_and_sum<R: Read + Seek + Send>(
        &self,
        source: R,
        again: impl Read + Send,
        bytes: u64,
    ) -> Result<(Decoded, String), PhotoError> {
        self.limits.check_file(bytes).map_err(|excess| self.too_large(excess))?;
        if bytes == 0 {
            return Err(PhotoError::Empty { name: self.name.clone() });
        }
        let mut again = Watched::new(again, bytes, &self.progress.unheard());
        let (decoded, sha256) = rayon::join(|| self.decode(source, bytes), || hex_sha256(&mut again));
        Ok((decoded?, sha256.map_err(|error| self.unreadable(error))?))
    }

    fn decode<R: Read + Seek>(&self, source: R, bytes: u64) -> Result<Decoded, PhotoError> {
        let mut source = BufReader::with_capacity(BUFFER_BYTES, Watched::new(source, bytes, self.progress));
        let format = self.recognise(&mut source)?;
        #[cfg(feature = "heic")]
        if format == PhotoFormat::Heic {
            return self.decode_heic(&mut source, bytes);
        }
        let Findings { mut clues, jpeg } = self.inspect(&mut source, format)?;
        let mut decoder = self.decoder(source, format)?;
        let camera = read_clues(&mut decoder, &mut clues);
        let size = decoder.dimensions();
        let origin = jpeg.map_or(Origin::of_camera(camera), |jpeg| Origin::of_jpeg(jpeg, camera, size));
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        // Only now: `tiff` 0.11 would hold the profile to the limit for pixels, and lose it in a small picture.
        decoder.set_limits(self.limits.for_decoder()).map_err(|error| self.failed(error, format))?;
        let image = DynamicImage::from_decoder(decoder).map_err(|error| self.failed(error, format))?;
        self.progress.report("decoding", bytes, bytes)?;
        Ok(Decoded { image, format, orientation, clues, origin })
    }

    /// Its decoder wants the whole file, and can't be stopped once it has begun.
    #[cfg(feature = "heic")]
    fn decode_heic<R: Read + Seek>(&self, source: &mut Source<R>, bytes: u64) -> Result<Decoded, PhotoError> {
        let mut file = Vec::new();
        let mut read = || source.rewind().and_then(|()| source.read_to_end(&mut file));
        read().map_err(|error| self.unreadable(error))?;
        let decoded = heic::decode(&file, self.limits).map_err(|refusal| match refusal {
            heic::Refusal::TooLarge(excess) => self.too_large(excess),
            heic::Refusal::Foreign(kind) => self.unsupported(kind),
            heic::Refusal::Damaged(source) => PhotoError::Damaged { name: self.name.clone(), source },
        });
        self.progress.report("decoding", bytes, bytes)?;
        let heic::Heic { image, clues, origin } = decoded?;
        let (format, orientation) = (PhotoFormat::Heic, Orientation::NoTransforms);
        Ok(Decoded { image, format, orientation, clues, origin })
    }

    fn recognise<R: Read + Seek>(&self, source: &mut Source<R>) -> Result<PhotoFormat, PhotoError> {
        let mut read_head = || {
            source.rewind()?;
            let mut head = Vec::new();
            source.by_ref().take(MAGIC_BYTES).read_to_end(&mut head).map(|_| head)
        };
        match Kind::of(&read_head().map_err(|error| self.unreadable(error))?) {
            Kind::Known(format) => Ok(format),
            Kind::Foreign(kind) => Err(self.unsupported(kind)),
            Kind::Unknown => Err(PhotoError::NotAPicture { name: self.name.clone() }),
        }
    }

    /// Looks at what the decoder does not tell, and leaves the source at its beginning.
    fn inspect<R: Read + Seek>(&self, source: &mut Source<R>, format: PhotoFormat) -> Result<Findings, PhotoError> {
        let mut findings = Findings::default();
        let refused = inspect(source, format, &mut findings).map_err(|error| self.unreadable(error))?;
        match refused {
            None => Ok(findings),
            Some(Refusal::Foreign(kind)) => Err(self.unsupported(kind)),
            Some(Refusal::CutShort) => Err(PhotoError::Damaged { name: self.name.clone(), source: None }),
        }
    }

    /// A decoder that has read the header, found within the limits.
    fn decoder<'s, R: Read + Seek + 's>(
        &self,
        source: Source<R>,
        format: PhotoFormat,
    ) -> Result<Box<dyn ImageDecoder + 's>, PhotoError> {
        let opened = open_decoder(source, format, self.limits.for_decoder());
        let Some(decoder) = opened.map_err(|error| self.failed(error, format))? else {
            return Err(PhotoError::NotAPicture { name: self.name.clone() });
        };
        let (width, height) = decoder.dimensions();
        if width == 0 || height == 0 {
            return Err(PhotoError::Damaged { name: self.name.clone(), source: None });
        }
        let checked = self.limits.check_picture(width, height, decoder.total_bytes());
        checked.map_err(|excess| self.too_large(excess))?;
        match (decoder.color_type(), decoder.original_color_type()) {
            (ColorType::Rgb32F | ColorType::Rgba32F, _) => Err(self.unsupported(Foreign::FloatingPoint)),
            (_, ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16) => Err(self.unsupported(Foreign::Cmyk)),
            _ => Ok(decoder),
        }
    }

    /// The error of a decoder, whose cause may as well be that the work was cancelled.
    fn failed(&self, error: ImageError, format: PhotoFormat) -> PhotoError {
        let name = self.name.clone();
        if let Err(cancelled) = self.progress.report("decoding", 0, 0) {
            return cancelled.into();
        }
        match error {
            ImageError::Unsupported(_) => self.unsupported(Foreign::Variant(format)),
            ImageError::Limits(_) => {
                let most = self.limits.memory_bytes;
                self.too_large(Excess::Memory { bytes: most.saturating_add(1), most })
            }
            ImageError::IoError(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
                PhotoError::Unreadable { name, source }
            }
            error => PhotoError::Damaged { name, source: Some(error) },
        }
    }

    fn unreadable(&self, source: io::Error) -> PhotoError {
        match self.progress.report("decoding", 0, 0) {
            Err(cancelled) => cancelled.into(),
            Ok(()) => PhotoError::Unreadable { name: self.name.clone(), source },
        }
    }

    fn unsupported(&self, kind: Foreign) -> PhotoError {
        PhotoError::Unsupported { kind, name: self.name.clone() }
    }

    fn too_large(&self, excess: Excess) -> PhotoError {
        PhotoError::TooLarge { excess, name: self.name.clone() }
    }
}

/// None for what no file holds.
fn open_decoder<'s>(
    source: impl BufRead + Seek + 's,
    format: PhotoFormat,
    limits: image::Limits,
) -> ImageResult<Option<Box<dyn ImageDecoder + 's>>> {
    Ok(Some(match format {
        PhotoFormat::Jpeg => Box::new(JpegDecoder::new(source)?),
        PhotoFormat::Png => Box::new(PngDecoder::with_limits(source, limits)?),
        PhotoFormat::Tiff => Box::new(TiffDecoder::new(source)?),
        PhotoFormat::WebP => Box::new(WebPDecoder::new(source)?),
        PhotoFormat::Heic | PhotoFormat::Clipboard => return Ok(None),
    }))
}

fn read_clues(decoder: &mut impl ImageDecoder, clues: &mut Clues) -> CameraFacts {
    // A profile that can't even be taken out of its file is recorded like any other that can't be used.
    clues.icc = decoder.icc_profile().unwrap_or_else(|_| Some(Vec::new()));
    let exif = decoder.exif_metadata().ok().flatten();
    let camera = exif.as_deref().map(CameraFacts::read).unwrap_or_default();
    clues.named = clues.named.or(camera.color_space);
    camera
}

enum Refusal {
    Foreign(Foreign),
    CutShort,
}

fn inspect(
    source: &mut (impl BufRead + Seek),
    format: PhotoFormat,
    findings: &mut Findings,
) -> io::Result<Option<Refusal>> {
    source.rewind()?;
    let refusal = match format {
        PhotoFormat::Jpeg => {
            let outline = JpegOutline::read(source)?;
            findings.jpeg = Some(outline);
            match outline {
                JpegOutline { channels: 4, .. } => Some(Refusal::Foreign(Foreign::Cmyk)),
                JpegOutline { is_whole: false, .. } => Some(Refusal::CutShort),
                _ => None,
            }
        }
        PhotoFormat::Png => {
            (findings.clues.cicp, findings.clues.named) = header::png_colors(source)?;
            None
        }
        PhotoFormat::Tiff if header::is_raw(source)? => Some(Refusal::Foreign(Foreign::Raw)),
        PhotoFormat::Tiff | PhotoFormat::WebP | PhotoFormat::Heic | PhotoFormat::Clipboard => None,
    };
    source.seek(SeekFrom::Start(0))?;
    Ok(refusal)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Extras, FORMATS, encode, gradient, open, photo, tiff};
    use super::super::{Photo, Pixel};
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
