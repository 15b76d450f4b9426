use std::fmt;

/// Endings of the files that are opened, in small letters.
pub const PHOTO_ENDINGS: &[&str] = &[
    "jpg",
    "jpeg",
    "png",
    "tif",
    "tiff",
    "webp",
    "bmp",
    "avif",
    "heic",
    "heif",
    "hif",
    #[cfg(feature = "dng")]
    "dng",
];

/// Where a photo's pixels came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFormat {
    Jpeg,
    Png,
    Tiff,
    WebP,
    Bmp,
    /// Opened with the feature `heic`, which is on by default.
    Heic,
    /// Opened with the feature `avif`, which is on by default.
    Avif,
    /// Opened with the feature `dng`, which is on by default.
    Dng,
    Clipboard,
}

/// A file that we know and can't measure; it should be exported as something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    Heic,
    Avif,
    Raw,
    Dng(DngKind),
    JpegXl,
    Jpeg2000,
    Gif,
    Photoshop,
    Pdf,
    Video,
    /// Without a profile that says how its inks look.
    Cmyk,
    FloatingPoint,
    Jpeg(JpegKind),
    /// A format that is read here, in a variant that is not: 64-bit TIFF.
    Variant(PhotoFormat),
}

/// Ways of coding a JPEG that hardly any program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JpegKind {
    /// With this many bits a channel, not 8.
    Deep(u8),
    Lossless,
    Arithmetic,
    Hierarchical,
}

/// Ways of writing a DNG that are not read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DngKind {
    /// The program was built without the feature `dng`.
    LeftOut,
    JpegXl,
    /// As JPEG that throws details away.
    Lossy,
    /// By this number of the tag Compression.
    Compression(u16),
    /// Not with 8 to 16 bits a channel.
    Depth,
    /// Each colour for itself.
    Planes,
    /// Colour filters in another order than Bayer's, as X-Trans, or of other colours.
    Mosaic,
    /// Nothing tells what the camera's colours are, or it has only one.
    Colors,
    /// The file asks for a step of this number that changes colours (DNG 1.7.1, chapter 7).
    Step(u32),
}

/// What the first bytes of a file say, whatever its name ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Known(PhotoFormat),
    Foreign(Foreign),
    Unknown,
}

/// How many bytes [`Kind::of`] looks at.
pub(super) const MAGIC_BYTES: u64 = 16;

/// Beginnings of files, from each format's specification; ISO media files are told apart by their brand.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\xff\xd8\xff", Kind::Known(PhotoFormat::Jpeg)),
    (b"\x89PNG\r\n\x1a\n", Kind::Known(PhotoFormat::Png)),
    (b"II*\0", Kind::Known(PhotoFormat::Tiff)),
    (b"MM\0*", Kind::Known(PhotoFormat::Tiff)),
    (b"II+\0", Kind::Known(PhotoFormat::Tiff)),
    (b"MM\0+", Kind::Known(PhotoFormat::Tiff)),
    (b"FUJIFILMCCD-RAW", Kind::Foreign(Foreign::Raw)),
    (b"IIRO", Kind::Foreign(Foreign::Raw)),
    (b"IIRS", Kind::Foreign(Foreign::Raw)),
    (b"MMOR", Kind::Foreign(Foreign::Raw)),
    (b"IIU\0", Kind::Foreign(Foreign::Raw)),
    (b"FOVb", Kind::Foreign(Foreign::Raw)),
    (b"\xff\x0a", Kind::Foreign(Foreign::JpegXl)),
    (b"\0\0\0\x0cJXL ", Kind::Foreign(Foreign::JpegXl)),
    (b"\0\0\0\x0cjP  ", Kind::Foreign(Foreign::Jpeg2000)),
    (b"GIF8", Kind::Foreign(Foreign::Gif)),
    (b"BM", Kind::Known(PhotoFormat::Bmp)),
    (b"8BPS", Kind::Foreign(Foreign::Photoshop)),
    (b"%PDF", Kind::Foreign(Foreign::Pdf)),
];

impl Kind {
    pub fn of(head: &[u8]) -> Self {
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Self::Known(PhotoFormat::WebP);
        }
        if head.get(8..11) == Some(b"CR\x02") {
            return Self::Foreign(Foreign::Raw);
        }
        if head.get(4..8) == Some(b"ftyp") {
            return Self::of_brand(head.get(8..12).unwrap_or_default());
        }
        MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map_or(Self::Unknown, |&(_, kind)| kind)
    }

    /// The major brand of an ISO media file (ISO/IEC 23008-12 for HEIF, the AV1 image format for AVIF).
    fn of_brand(brand: &[u8]) -> Self {
        match brand {
            b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" if cfg!(feature = "heic") => Self::Known(PhotoFormat::Heic),
            b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"hevc" | b"hevx" | b"msf1" => {
                Self::Foreign(Foreign::Heic)
            }
            b"avif" if cfg!(feature = "avif") => Self::Known(PhotoFormat::Avif),
            b"avif" | b"avis" => Self::Foreign(Foreign::Avif),
            b"crx " => Self::Foreign(Foreign::Raw),
            _ => Self::Foreign(Foreign::Video),
        }
    }
}

impl Foreign {
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Heic => {
                "export it as JPEG (iPhone: Settings, Camera, Formats, Most Compatible makes JPEGs from the start)"
            }
            Self::Dng(DngKind::JpegXl) => {
                "export it as TIFF or PNG (iPhone: Settings, Camera, Formats, Pro Default, JPEG Lossless makes DNGs that can)"
            }
            Self::Raw | Self::Dng(_) => "develop it and export it as TIFF, PNG or JPEG",
            Self::Pdf | Self::Video => "export the picture as PNG or JPEG",
            Self::Cmyk => "export it as RGB, in JPEG, PNG or TIFF",
            Self::FloatingPoint => "export it with 16 bits a channel",
            Self::Jpeg(_) => "export it as an ordinary 8-bit JPEG, or as TIFF or PNG to keep all its steps",
            Self::Variant(_) => "export it as an ordinary 8-bit JPEG or PNG",
            _ => "export it as JPEG or PNG",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heic => "a HEIC picture",
            Self::Avif => "an AVIF picture",
            Self::Raw => "a camera's raw file",
            Self::Dng(kind) => return kind.fmt(f),
            Self::JpegXl => "a JPEG XL picture",
            Self::Jpeg2000 => "a JPEG 2000 picture",
            Self::Gif => "a GIF picture",
            Self::Photoshop => "a Photoshop document",
            Self::Pdf => "a PDF document",
            Self::Video => "a video",
            Self::Cmyk => "a CMYK picture without a usable profile of its inks",
            Self::Jpeg(kind) => return kind.fmt(f),
            Self::FloatingPoint => "a picture in floating-point numbers",
            Self::Variant(format) => return write!(f, "this variant of {format}"),
        })
    }
}

impl fmt::Display for DngKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut => f.write_str("a DNG raw file, with this program built without its feature dng,"),
            Self::JpegXl => f.write_str("a DNG compressed by JPEG XL"),
            Self::Lossy => f.write_str("a DNG compressed with loss"),
            Self::Compression(number) => write!(f, "a DNG compressed by method {number}"),
            Self::Depth => f.write_str("a DNG with less than 8 or more than 16 bits a channel"),
            Self::Planes => f.write_str("a DNG with a plane for each colour"),
            Self::Mosaic => f.write_str("a DNG of a sensor without the usual Bayer mosaic"),
            Self::Colors => f.write_str("a DNG that does not tell its camera's red, green and blue"),
            Self::Step(number) => write!(f, "a DNG that asks for step {number}, which is not known here,"),
        }
    }
}

impl fmt::Display for JpegKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deep(bits) => write!(f, "a JPEG with {bits} bits a channel"),
            Self::Lossless => f.write_str("a lossless JPEG"),
            Self::Arithmetic => f.write_str("an arithmetic-coded JPEG"),
            Self::Hierarchical => f.write_str("a hierarchical JPEG"),
        }
    }
}

impl fmt::Display for PhotoFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::WebP => "webp",
            Self::Bmp => "bmp",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Dng => "dng",
            Self::Clipboard => "clipboard",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heic_is_opened_where_its_decoder_is_built_in() {
        let kind = if cfg!(feature = "heic") { Kind::Known(PhotoFormat::Heic) } else { Kind::Foreign(Foreign::Heic) };
        for brand in [b"heic", b"heix", b"mif1"] {
            assert_eq!(Kind::of(&[b"\0\0\0\x18ftyp", &brand[..]].concat()), kind);
        }
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for (head, kind) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Kind::Known(PhotoFormat::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Known(PhotoFormat::WebP)),
            (b"II*\0\x10\0\0\0CR\x02\0", Kind::Foreign(Foreign::Raw)),
            (b"\0\0\0\x18ftyphevc\0\0\0\0", Kind::Foreign(Foreign::Heic)),
            (b"\0\0\0\x18ftypavis\0\0\0\0", Kind::Foreign(Foreign::Avif)),
            (b"BM\x36\0", Kind::Known(PhotoFormat::Bmp)),
            (b"\0\0\0\x18ftypisom\0\0\0\0", Kind::Foreign(Foreign::Video)),
            (b"%PDF-1.7", Kind::Foreign(Foreign::Pdf)),
            (b"RIFF\x10\0\0\0WAVEfmt ", Kind::Unknown),
            (b"hello", Kind::Unknown),
            (b"", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(head), kind, "{head:?}");
        }
    }
}
