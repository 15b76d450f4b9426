//! From a file's bytes to pixels as stored: recognise, check against the limits, decode, find what the colours mean.
//!
//! [`decode_file`] and [`decode_bytes`] are the only doors; behind them every format has a file of its own, which names
//! its decoder's crate. Whatever goes wrong there, even a panic, becomes a [`PhotoError`] here.

#[cfg(feature = "avif")]
mod avif;
mod bmp;
mod by_image;
mod canvas;
mod cmyk;
#[cfg(feature = "dng")]
mod dng;
mod guard;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod jpeg_outline;
mod jpeg_scans;
#[cfg(feature = "avif")]
mod planes;
mod png;
mod refusal;
#[cfg(test)]
mod tests;
mod tiff;
mod tiff_fields;
mod watched;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;

use image::DynamicImage;
use image::metadata::Orientation;
use sha2::{Digest, Sha256};

use super::color::profile::Clues;
use super::error::PhotoError;
use super::format::{DngKind, Foreign, Kind, MAGIC_BYTES, PhotoFormat};
use super::limits::{Excess, Limits};
use super::origin::made::Origin;
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

/// All bytes, for decoders that want the whole file.
fn read_all(source: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.rewind()?;
    source.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_up_to(source: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    source.take(bytes).read_to_end(&mut read)?;
    Ok(read)
}

/// A name with its control codes spelled out, which could otherwise play tricks on the terminal that shows it.
pub(super) fn printable(name: &str) -> String {
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
