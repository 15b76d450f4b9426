//! The directories of a TIFF, read value by value (TIFF 6.0, section 2).
//!
//! Our own: `tiff` 0.11 opens no file whose first directory is a mosaic, as Android writes it, and reaches no picture in
//! a directory below another.

use std::io::{Read, Seek, SeekFrom};

use crate::photo::decode::bytes::read_up_to;
use crate::photo::decode::refusal::Refusal;

/// A TIFF of the usual kind, not BigTIFF.
pub(super) struct TiffFile<'a, R> {
    source: &'a mut R,
    pub is_big_endian: bool,
}

/// Where the values of a directory are.
#[derive(Debug, Default)]
pub(super) struct Directory {
    entries: Vec<Entry>,
    /// Where the next one of the chain is; 0 for none.
    pub next: u32,
}

#[derive(Debug)]
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// The value, if it fits, or where it is.
    field: [u8; 4],
}

/// More than any value that is read here; it keeps a damaged file from asking for the whole memory.
const MOST_VALUE_BYTES: u64 = 16 << 20;

impl<'a, R: Read + Seek> TiffFile<'a, R> {
    /// The file, and where its first directory is.
    pub fn open(source: &'a mut R) -> Result<(Self, u32), Refusal> {
        source.rewind()?;
        let head = read_up_to(source, 8)?;
        let file = Self { source, is_big_endian: head.starts_with(b"MM") };
        match *head {
            [_, _, a, b, ref at @ ..] if file.short([a, b]) == 42 => {
                let first = at.first_chunk().ok_or(Refusal::Damaged(None))?;
                let first = file.long(*first);
                Ok((file, first))
            }
            _ => Err(Refusal::Damaged(None)),
        }
    }

    pub fn directory(&mut self, at: u32) -> Result<Directory, Refusal> {
        let damaged = || Refusal::Damaged(None);
        let count = self.bytes_at(at.into(), 2)?;
        let count = self.short(*count.first_chunk().ok_or_else(damaged)?);
        let bytes = self.bytes_at(u64::from(at) + 2, u64::from(count) * 12 + 4)?;
        let (entries, next) = bytes.as_chunks::<12>();
        let next = self.long(*next.first_chunk().ok_or_else(damaged)?);
        Ok(Directory { entries: entries.iter().map(|entry| self.entry(entry)).collect(), next })
    }

    /// All bytes of a part of the file.
    ///
    /// # Errors
    /// [`Refusal::Damaged`] if the file ends before.
    pub fn bytes_at(&mut self, at: u64, count: u64) -> Result<Vec<u8>, Refusal> {
        self.source.seek(SeekFrom::Start(at))?;
        let bytes = read_up_to(self.source, count)?;
        if bytes.len() as u64 == count { Ok(bytes) } else { Err(Refusal::Damaged(None)) }
    }

    /// The bytes of a value as they are stored; none if the directory has no such tag.
    pub fn bytes(&mut self, directory: &Directory, tag: u16) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = directory.find(tag) else { return Ok(None) };
        let bytes = u64::from(entry.count) * u64::from(entry.unit());
        if bytes > MOST_VALUE_BYTES {
            return Err(Refusal::Damaged(None));
        }
        match entry.field.get(..bytes as usize) {
            Some(field) => Ok(Some(field.to_vec())),
            None => self.bytes_at(self.long(entry.field).into(), bytes).map(Some),
        }
    }

    /// The numbers of a value; none without such a tag, or where one of them is no number, as 0/0.
    pub fn numbers(&mut self, directory: &Directory, tag: u16) -> Result<Option<Vec<f64>>, Refusal> {
        let (Some(bytes), Some(entry)) = (self.bytes(directory, tag)?, directory.find(tag)) else { return Ok(None) };
        let numbers = bytes.chunks_exact(entry.unit().into()).map(|bytes| self.number(entry.kind, bytes));
        let numbers: Option<Vec<f64>> = numbers.collect();
        Ok(numbers.filter(|numbers| !numbers.is_empty() && numbers.iter().all(|number| number.is_finite())))
    }

    /// The first number of a value.
    pub fn first(&mut self, directory: &Directory, tag: u16) -> Result<Option<f64>, Refusal> {
        Ok(self.numbers(directory, tag)?.and_then(|numbers| numbers.first().copied()))
    }

    /// Numbers of which there are exactly so many.
    pub fn array<const N: usize>(&mut self, directory: &Directory, tag: u16) -> Result<Option<[f64; N]>, Refusal> {
        Ok(self.numbers(directory, tag)?.and_then(|numbers| numbers.try_into().ok()))
    }

    /// A text up to its end mark.
    pub fn text(&mut self, directory: &Directory, tag: u16) -> Result<Option<String>, Refusal> {
        let bytes = self.bytes(directory, tag)?;
        let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).split('\0').next().unwrap_or_default().to_owned());
        Ok(text.filter(|text| !text.is_empty()))
    }

    fn entry(&self, &[a, b, c, d, e, f, g, h, ref field @ ..]: &[u8; 12]) -> Entry {
        Entry { tag: self.short([a, b]), kind: self.short([c, d]), count: self.long([e, f, g, h]), field: *field }
    }

    /// A number of a type of TIFF 6.0, section 2; none for a type that has none.
    fn number(&self, kind: u16, bytes: &[u8]) -> Option<f64> {
        let halves = || Some((self.long(*bytes.first_chunk()?), self.long(*bytes.last_chunk()?)));
        Some(match (kind, bytes) {
            (1 | 7, &[byte]) => byte.into(),
            (6, &[byte]) => byte.cast_signed().into(),
            (3, &[a, b]) => self.short([a, b]).into(),
            (8, &[a, b]) => self.short([a, b]).cast_signed().into(),
            (4 | 13, &[a, b, c, d]) => self.long([a, b, c, d]).into(),
            (9, &[a, b, c, d]) => self.long([a, b, c, d]).cast_signed().into(),
            (11, &[a, b, c, d]) => f32::from_bits(self.long([a, b, c, d])).into(),
            (5, _) => halves().map(|(over, under)| f64::from(over) / f64::from(under))?,
            (10, _) => halves().map(|(over, under)| f64::from(over.cast_signed()) / f64::from(under.cast_signed()))?,
            (12, _) => f64::from_bits(self.double(*bytes.first_chunk()?)),
            _ => return None,
        })
    }

    fn short(&self, bytes: [u8; 2]) -> u16 {
        if self.is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    }

    fn long(&self, bytes: [u8; 4]) -> u32 {
        if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    }

    fn double(&self, bytes: [u8; 8]) -> u64 {
        if self.is_big_endian { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) }
    }
}

impl Directory {
    pub fn has(&self, tag: u16) -> bool {
        self.find(tag).is_some()
    }

    fn find(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }

    pub fn kind(&self, tag: u16) -> Option<u16> {
        self.find(tag).map(|entry| entry.kind)
    }
}

impl Entry {
    /// Bytes of one number.
    fn unit(&self) -> u8 {
        match self.kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        }
    }
}
