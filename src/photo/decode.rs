//! From a file's bytes to pixels as stored: recognise, check against the limits, decode, find what the colours mean.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use image::error::ImageError;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageReader};
use sha2::{Digest, Sha256};

use super::error::PhotoError;
use super::format::{Foreign, Kind, MAGIC_BYTES, PhotoFormat};
use super::header::{self, JpegOutline};
use super::limits::{Excess, Limits};
use super::profile::Clues;
use super::watched::Watched;
use crate::progress::Progress;

/// All that a file gives.
pub(super) struct Decoded {
    pub image: DynamicImage,
    pub format: PhotoFormat,
    pub orientation: Orientation,
    pub clues: Clues,
    pub sha256: String,
}

/// What one opening needs everywhere.
struct Opening<'a> {
    name: String,
    limits: &'a Limits,
    progress: &'a Progress,
}

type Source<R> = BufReader<Watched<R>>;

const BUFFER_BYTES: usize = 1 << 18;

pub(super) fn decode_file(path: &Path, limits: &Limits, progress: &Progress) -> Result<Decoded, PhotoError> {
    let opening = Opening { name: path.display().to_string(), limits, progress };
    let open = || File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
    let (bytes, file) = open().map_err(|error| opening.unreadable(error))?;
    opening.decode(file, bytes)
}

pub(super) fn decode_bytes(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    progress: &Progress,
) -> Result<Decoded, PhotoError> {
    Opening { name: name.into(), limits, progress }.decode(Cursor::new(bytes), bytes.len() as u64)
}

pub(super) fn hex_sha256(source: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(source, &mut hasher)?;
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Opening<'_> {
    fn decode<R: Read + Seek>(&self, source: R, bytes: u64) -> Result<Decoded, PhotoError> {
        self.limits.check_file(bytes).map_err(|excess| self.too_large(excess))?;
        if bytes == 0 {
            return Err(PhotoError::Empty { name: self.name.clone() });
        }
        let mut source = BufReader::with_capacity(BUFFER_BYTES, Watched::new(source, bytes, self.progress));
        let sha256 = hex_sha256(&mut source).map_err(|error| self.unreadable(error))?;
        source.get_mut().set_stage("decoding");
        let format = self.recognise(&mut source)?;
        let mut clues = self.inspect(&mut source, format)?;
        let mut decoder = self.decoder(source, format)?;
        self.read_clues(&mut decoder, &mut clues);
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let image = DynamicImage::from_decoder(decoder).map_err(|error| self.failed(error, format))?;
        self.progress.report("decoding", bytes, bytes)?;
        Ok(Decoded { image, format, orientation, clues, sha256 })
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
    fn inspect<R: Read + Seek>(&self, source: &mut Source<R>, format: PhotoFormat) -> Result<Clues, PhotoError> {
        let mut clues = Clues::default();
        let refused = inspect(source, format, &mut clues).map_err(|error| self.unreadable(error))?;
        match refused {
            None => Ok(clues),
            Some(Refusal::Foreign(kind)) => Err(self.unsupported(kind)),
            Some(Refusal::CutShort) => Err(PhotoError::Damaged { name: self.name.clone(), source: None }),
        }
    }

    /// A decoder that has read the header, found within the limits.
    fn decoder<'s, R: Read + Seek + 's>(
        &self,
        source: Source<R>,
        format: PhotoFormat,
    ) -> Result<impl ImageDecoder + 's, PhotoError> {
        let Some(of_decoder) = format.of_decoder() else {
            return Err(PhotoError::NotAPicture { name: self.name.clone() });
        };
        let mut reader = ImageReader::with_format(source, of_decoder);
        reader.limits(self.limits.for_decoder());
        let decoder = reader.into_decoder().map_err(|error| self.failed(error, format))?;
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

    fn read_clues(&self, decoder: &mut impl ImageDecoder, clues: &mut Clues) {
        // A profile that can't even be taken out of its file is recorded like any other that can't be used.
        clues.icc = decoder.icc_profile().unwrap_or_else(|_| Some(Vec::new()));
        let exif = decoder.exif_metadata().ok().flatten();
        clues.named = clues.named.or(exif.as_deref().and_then(header::exif_color_space));
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
        match self.progress.report("reading", 0, 0) {
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

enum Refusal {
    Foreign(Foreign),
    CutShort,
}

fn inspect(source: &mut (impl BufRead + Seek), format: PhotoFormat, clues: &mut Clues) -> io::Result<Option<Refusal>> {
    source.rewind()?;
    let refusal = match format {
        PhotoFormat::Jpeg => match JpegOutline::read(source)? {
            JpegOutline { channels: 4, .. } => Some(Refusal::Foreign(Foreign::Cmyk)),
            JpegOutline { is_whole: false, .. } => Some(Refusal::CutShort),
            _ => None,
        },
        PhotoFormat::Png => {
            (clues.cicp, clues.named) = header::png_colors(source)?;
            None
        }
        PhotoFormat::Tiff if header::is_raw(source)? => Some(Refusal::Foreign(Foreign::Raw)),
        PhotoFormat::Tiff | PhotoFormat::WebP | PhotoFormat::Clipboard => None,
    };
    source.seek(SeekFrom::Start(0))?;
    Ok(refusal)
}
