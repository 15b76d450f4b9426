//! What the decoder does not tell: whether a JPEG is whole, whether a TIFF is a raw file, what a file calls its colours.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use super::profile::NamedSpace;

/// A JPEG by its markers, without decoding it (ITU-T T.81, annex B).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct JpegOutline {
    /// Colour channels: 1 grey, 3 colour, 4 CMYK; 0 when no frame was found.
    pub channels: u8,
    /// The end marker was found; without it, the decoder would fill what is missing with grey.
    pub is_whole: bool,
}

impl JpegOutline {
    pub fn read(source: &mut impl BufRead) -> io::Result<Self> {
        let mut outline = Self::default();
        while let Some(marker) = next_marker(source)? {
            match marker {
                0xd9 => return Ok(Self { is_whole: true, ..outline }),
                0x01 | 0xd0..=0xd8 => {}
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                    outline.channels = segment(source)?.get(5).copied().unwrap_or(0);
                }
                _ => drop(segment(source)?),
            }
        }
        Ok(outline)
    }
}

/// The next marker; bytes between, such as the coded pixels, are passed over.
fn next_marker(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        source.skip_until(0xff)?;
        let mut byte = 0xff;
        while byte == 0xff {
            match read_byte(source)? {
                Some(next) => byte = next,
                None => return Ok(None),
            }
        }
        if byte != 0 {
            return Ok(Some(byte));
        }
    }
}

fn read_byte(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    let byte = source.fill_buf()?.first().copied();
    source.consume(usize::from(byte.is_some()));
    Ok(byte)
}

/// What follows a marker, at most 64 kB; shorter where the file ends.
fn segment(source: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let length = [read_byte(source)?.unwrap_or(0), read_byte(source)?.unwrap_or(0)];
    read_up_to(source, u64::from(u16::from_be_bytes(length).saturating_sub(2)))
}

fn read_up_to(source: &mut impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut read = Vec::new();
    source.take(bytes).read_to_end(&mut read)?;
    Ok(read)
}

/// Colour chunks before a PNG's pixels: the code points of `cICP`, and whether `sRGB` is there (PNG, third edition, 11.3.2).
pub(super) fn png_colors(source: &mut (impl BufRead + Seek)) -> io::Result<(Option<[u8; 2]>, Option<NamedSpace>)> {
    let (mut cicp, mut named) = (None, None);
    source.seek(SeekFrom::Start(8))?;
    while let Ok([a, b, c, d, name @ ..]) = <[u8; 8]>::try_from(read_up_to(source, 8)?) {
        let length = u32::from_be_bytes([a, b, c, d]);
        match &name {
            b"cICP" if length == 4 => {
                cicp = read_up_to(source, 4)?.first_chunk::<2>().copied();
                source.seek_relative(4)?;
            }
            b"IDAT" | b"IEND" => break,
            _ => {
                named = named.or((&name == b"sRGB").then_some(NamedSpace::Srgb));
                source.seek_relative(i64::from(length) + 4)?;
            }
        }
    }
    Ok((cicp, named))
}

/// What the EXIF of a photo names its colours (EXIF 2.3, ColorSpace; DCF 2.0, interoperability index).
pub(super) fn exif_color_space(exif: &[u8]) -> Option<NamedSpace> {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let fields = exif::Reader::new().read_raw(tiff.to_vec()).ok()?;
    let field = |tag| fields.get_field(tag, exif::In::PRIMARY);
    let is_optional = field(exif::Tag::InteroperabilityIndex).is_some_and(
        |field| matches!(&field.value, exif::Value::Ascii(texts) if texts.iter().any(|text| text == b"R03")),
    );
    if is_optional {
        return Some(NamedSpace::AdobeRgb);
    }
    let space = field(exif::Tag::ColorSpace).and_then(|field| field.value.get_uint(0));
    (space == Some(1)).then_some(NamedSpace::Srgb)
}

/// Whether a TIFF is a camera's raw file, whose first picture is only a thumbnail.
///
/// DNG names its version (DNG 1.7, DNGVersion); Nikon's, Sony's and Pentax's mark the first picture as reduced
/// (TIFF 6.0, NewSubfileType).
pub(super) fn is_raw(source: &mut (impl Read + Seek)) -> io::Result<bool> {
    source.rewind()?;
    let head = read_up_to(source, 8)?;
    let big_endian = head.starts_with(b"MM");
    let Some(offset) = head.get(4..8).and_then(|bytes| number(bytes, big_endian)) else { return Ok(false) };
    source.seek(SeekFrom::Start(offset))?;
    let count = number(&read_up_to(source, 2)?, big_endian).unwrap_or(0);
    let directory = read_up_to(source, count * 12)?;
    Ok(directory.chunks_exact(12).any(|entry| match number(&entry[..2], big_endian) {
        Some(50_706) => true,
        Some(254) => number(&entry[8..], big_endian).is_some_and(|kind| kind & 1 == 1),
        _ => false,
    }))
}

/// An unsigned number of two or four bytes.
fn number(bytes: &[u8], big_endian: bool) -> Option<u64> {
    let add = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
    match bytes.len() {
        2 | 4 if big_endian => Some(bytes.iter().fold(0, add)),
        2 | 4 => Some(bytes.iter().rev().fold(0, add)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::tiff;
    use super::*;
    use std::io::Cursor;

    fn outline(bytes: &[u8]) -> JpegOutline {
        JpegOutline::read(&mut Cursor::new(bytes)).expect("memory can be read")
    }

    #[test]
    fn a_jpeg_is_whole_when_its_own_end_marker_is_there() {
        let thumbnail_inside = b"\xff\xd8\xff\xe1\0\x06\xff\xd8\xff\xd9";
        let frame = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
        let scan = b"\xff\xda\0\x02\x12\xff\0\x34\xff\xd0\x56\xff\xff\xd9";
        let whole = [&thumbnail_inside[..], frame, scan].concat();
        assert_eq!(outline(&whole), JpegOutline { channels: 1, is_whole: true });
        for end in 0..whole.len() {
            assert!(!outline(&whole[..end]).is_whole, "cut at {end}");
        }
        assert!(outline(&[&whole[..], b"a film after the picture"].concat()).is_whole);
    }

    #[test]
    fn png_chunks_before_the_pixels_name_the_colors() {
        let png = [
            &b"\x89PNG\r\n\x1a\n"[..],
            b"\0\0\0\x01sRGB\0____",
            b"\0\0\0\x04cICP\x0c\x0d\0\x01____",
            b"\0\0\0\0IDAT____",
        ]
        .concat();
        let colors = |bytes: &[u8]| png_colors(&mut Cursor::new(bytes)).expect("memory can be read");
        assert_eq!(colors(&png), (Some([12, 13]), Some(NamedSpace::Srgb)));
        assert_eq!(colors(&png[..8]), (None, None));
        assert_eq!(colors(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffjunk"), (None, None));
    }

    #[test]
    fn exif_names_srgb_or_adobe_rgb() {
        let behind_one_entry = 8 + 2 + 12 + 4;
        let directory = |entries: &[(u16, u16, u32)], behind: &[u8]| tiff(entries, behind).split_off(8);
        let photo = |exif: &[u8]| exif_color_space(&tiff(&[(0x8769, 4, behind_one_entry)], exif));
        assert_eq!(photo(&directory(&[(0xa001, 3, 1)], &[])), Some(NamedSpace::Srgb));
        assert_eq!(photo(&directory(&[(0xa001, 3, 0xffff)], &[])), None);
        let mut optional = directory(&[(0x0001, 2, u32::from_le_bytes(*b"R03\0"))], &[]);
        optional[6] = 4;
        let behind_both = behind_one_entry + 2 + 2 * 12 + 4;
        let exif = directory(&[(0xa001, 3, 0xffff), (0xa005, 4, behind_both)], &optional);
        assert_eq!(photo(&exif), Some(NamedSpace::AdobeRgb));
        assert_eq!(exif_color_space(b"no EXIF"), None);
    }

    #[test]
    fn raw_files_are_not_taken_for_the_thumbnail_in_front_of_them() {
        let tiff = |tag: u16, value: u32| tiff(&[(tag, 4, value)], &[]);
        let is_raw = |bytes: &[u8]| is_raw(&mut Cursor::new(bytes)).expect("memory can be read");
        assert!(is_raw(&tiff(50_706, 0x0104)));
        assert!(is_raw(&tiff(254, 1)));
        assert!(!is_raw(&tiff(254, 0)));
        assert!(!is_raw(&tiff(256, 1)));
        assert!(!is_raw(b"II*\0"));
    }
}
