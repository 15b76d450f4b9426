//! What the decoder does not tell: what a PNG calls its colours, whether a TIFF is a raw file.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use super::profile::NamedSpace;

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
