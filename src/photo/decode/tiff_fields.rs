//! What the directories of a TIFF tell besides its pixels.

use std::io::{self, Read, Seek, SeekFrom};

use exif::Context;
use tiff::Directory;
use tiff::decoder::Decoder;
use tiff::decoder::ifd::Value;
use tiff::tags::Tag;

use super::bytes::read_up_to;
use crate::photo::format::{DngKind, Foreign};
use crate::photo::origin::camera_facts::CameraFacts;

/// Tags that point to the directories of EXIF and of its interoperability (Exif 2.32, 4.6.3).
const EXIF: u16 = 0x8769;
const INTEROPERABILITY: u16 = 0xa005;

/// A profile that is there and can't be read is empty, so that it is recorded as one that can't be used.
pub(super) fn profile(file: &mut Decoder<impl Read + Seek>) -> Option<Vec<u8>> {
    let is_there = file.image_ifd().directory().contains(Tag::IccProfile);
    is_there.then(|| file.get_tag_u8_vec(Tag::IccProfile).unwrap_or_default())
}

/// The first directory has what EXIF keeps in its own first; the others hang on it.
pub(super) fn camera<R: Read + Seek>(file: &mut Decoder<R>) -> CameraFacts {
    let first = file.ifd_pointer().and_then(|first| file.read_directory(first).ok());
    let exif = first.as_ref().and_then(|first| below(file, first, EXIF));
    let interoperability = exif.as_ref().and_then(|exif| below(file, exif, INTEROPERABILITY));
    CameraFacts::of_fields(|exif::Tag(context, number)| {
        let directory = match context {
            Context::Tiff => first.as_ref(),
            Context::Exif => exif.as_ref(),
            Context::Interop => interoperability.as_ref(),
            _ => None,
        };
        exif_value(file.read_directory_tags(directory?).find_tag(tag(number)).ok()??)
    })
}

fn below<R: Read + Seek>(file: &mut Decoder<R>, directory: &Directory, number: u16) -> Option<Directory> {
    let pointer = file.read_directory_tags(directory).find_tag(tag(number)).ok()??;
    file.read_directory(pointer.into_ifd_pointer().ok()?).ok()
}

fn tag(number: u16) -> Tag {
    Tag::from_u16_exhaustive(number)
}

/// The few types that the camera's facts come in.
fn exif_value(value: Value) -> Option<exif::Value> {
    match value {
        Value::Ascii(text) => Some(exif::Value::Ascii(vec![text.into_bytes()])),
        Value::Byte(number) => Some(exif::Value::Byte(vec![number])),
        Value::Short(number) => Some(exif::Value::Short(vec![number])),
        Value::Unsigned(number) => Some(exif::Value::Long(vec![number])),
        _ => None,
    }
}

/// What raw file a TIFF is, if it is one, whose first picture may be only a thumbnail.
///
/// DNG names its version (DNG 1.7, DNGVersion); Nikon's, Sony's and Pentax's mark the first picture as reduced
/// (TIFF 6.0, NewSubfileType).
pub(super) fn raw_kind(source: &mut (impl Read + Seek)) -> io::Result<Option<Foreign>> {
    source.rewind()?;
    let head = read_up_to(source, 8)?;
    let big_endian = head.starts_with(b"MM");
    let Some(offset) = head.get(4..8).and_then(|bytes| number(bytes, big_endian)) else { return Ok(None) };
    source.seek(SeekFrom::Start(offset))?;
    let count = number(&read_up_to(source, 2)?, big_endian).unwrap_or(0);
    let directory = read_up_to(source, count * 12)?;
    let values = |tag: u64| {
        let entries = directory.chunks_exact(12).filter(move |entry| number(&entry[..2], big_endian) == Some(tag));
        entries.filter_map(move |entry| number(&entry[8..], big_endian))
    };
    let is_dng = values(50_706).next().is_some();
    let is_reduced = values(254).any(|kind| kind & 1 == 1);
    Ok(if is_dng { Some(Foreign::Dng(DngKind::LeftOut)) } else { is_reduced.then_some(Foreign::Raw) })
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
    use super::*;
    use crate::photo::tests::fixtures::tiff;
    use std::io::Cursor;

    #[test]
    fn raw_files_are_not_taken_for_the_thumbnail_in_front_of_them() {
        let tiff = |tag: u16, value: u32| tiff(&[(tag, 4, value)], &[]);
        let kind = |bytes: &[u8]| raw_kind(&mut Cursor::new(bytes)).expect("memory can be read");
        assert_eq!(kind(&tiff(50_706, 0x0104)), Some(Foreign::Dng(DngKind::LeftOut)));
        assert_eq!(kind(&tiff(254, 1)), Some(Foreign::Raw));
        assert_eq!((kind(&tiff(254, 0)), kind(&tiff(256, 1)), kind(b"II*\0")), (None, None, None));
    }
}
