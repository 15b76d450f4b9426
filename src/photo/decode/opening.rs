use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;

#[cfg(feature = "avif")]
use super::avif;
use super::bytes::{hex_sha256, read_up_to};
use super::decoded::Decoded;
#[cfg(feature = "dng")]
use super::dng;
use super::guard::{self, guard};
#[cfg(feature = "heic")]
use super::heic;
use super::refusal::{Refusal, printable};
use super::watched::Watched;
use super::{by_image, jpeg, tiff};
use crate::photo::error::PhotoError;
use crate::photo::format::{DngKind, Foreign, Kind, MAGIC_BYTES, PhotoFormat};
use crate::photo::limits::{Excess, Limits};
use crate::progress::Progress;

/// What one opening needs everywhere.
struct Opening<'a> {
    name: String,
    limits: &'a Limits,
    progress: &'a Progress,
}

type Source<R> = BufReader<Watched<R>>;

const BUFFER_BYTES: usize = 1 << 18;

/// What a file holds, and its SHA-256.
pub(in crate::photo) fn decode_file(
    path: &Path,
    limits: &Limits,
    progress: &Progress,
) -> Result<(Decoded, String), PhotoError> {
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
pub(in crate::photo) fn decode_bytes(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    progress: &Progress,
) -> Result<(Decoded, String), PhotoError> {
    let opening = Opening { name: printable(name), limits, progress };
    opening.decode_and_sum(Cursor::new(bytes), bytes, bytes.len() as u64)
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

fn decode<R: Read + Seek>(source: &mut Source<R>, format: PhotoFormat, limits: &Limits) -> Result<Decoded, Refusal> {
    match format {
        PhotoFormat::Jpeg => jpeg::decode(source, limits),
        PhotoFormat::Png => by_image::decode_png(source, limits),
        PhotoFormat::WebP => by_image::decode_webp(source, limits),
        PhotoFormat::Bmp => by_image::decode_bmp(source, limits),
        PhotoFormat::Tiff | PhotoFormat::Dng => decode_tiff(source, limits),
        PhotoFormat::Heic => decode_heic(source, limits),
        PhotoFormat::Avif => decode_avif(source, limits),
        PhotoFormat::Clipboard => Err(Refusal::Foreign(Foreign::Variant(PhotoFormat::Clipboard))),
    }
}

/// A DNG is a TIFF that names its version.
fn decode_tiff(source: &mut (impl BufRead + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    match tiff::decode(source, limits) {
        Err(Refusal::Foreign(Foreign::Dng(DngKind::LeftOut))) => decode_dng(source, limits),
        decoded => decoded,
    }
}

#[cfg(feature = "dng")]
fn decode_dng(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    dng::decode(source, limits)
}

#[cfg(not(feature = "dng"))]
fn decode_dng(_: &mut (impl Read + Seek), _: &Limits) -> Result<Decoded, Refusal> {
    Err(Refusal::Foreign(Foreign::Dng(DngKind::LeftOut)))
}

/// Files of the general brand may as well hold AVIF.
#[cfg(feature = "heic")]
fn decode_heic(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    match heic::decode(source, limits) {
        Err(Refusal::Foreign(Foreign::Avif)) => decode_avif(source, limits),
        decoded => decoded,
    }
}

#[cfg(not(feature = "heic"))]
fn decode_heic(_: &mut (impl Read + Seek), _: &Limits) -> Result<Decoded, Refusal> {
    Err(Refusal::Foreign(Foreign::Heic))
}

#[cfg(feature = "avif")]
fn decode_avif(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Decoded, Refusal> {
    avif::decode(source, limits)
}

#[cfg(not(feature = "avif"))]
fn decode_avif(_: &mut (impl Read + Seek), _: &Limits) -> Result<Decoded, Refusal> {
    Err(Refusal::Foreign(Foreign::Avif))
}
