//! What the chunks of a PNG tell (PNG, third edition, 11.3), wherever they stand: `png` gives only those before the pixels.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use super::bytes::read_up_to;
use crate::photo::color::profile::{Calibrated, Clues, NamedSpace};

/// Longer EXIF is left alone: a camera's fits into 64 kB, as JPEG demands it.
const MOST_EXIF_BYTES: u64 = 1 << 20;

/// What is not in the pixels.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PngChunks {
    /// `cicp`, `named` and `calibrated`; of a profile only that it is there, without its content.
    pub clues: Clues,
    pub exif: Option<Vec<u8>>,
}

impl PngChunks {
    /// Reads up to the end of the file, or to what can't be a chunk.
    pub fn read(source: &mut (impl BufRead + Seek)) -> io::Result<Self> {
        let mut chunks = Self::default();
        source.seek(SeekFrom::Start(8))?;
        while let Ok([a, b, c, d, name @ ..]) = <[u8; 8]>::try_from(read_up_to(source, 8)?) {
            if &name == b"IEND" || !name.iter().all(u8::is_ascii_alphabetic) {
                break;
            }
            let length = u64::from(u32::from_be_bytes([a, b, c, d]));
            let read = chunks.hear(name, length, source)?;
            source.seek_relative((length - read) as i64 + 4)?;
        }
        Ok(chunks)
    }

    /// Takes in a chunk, and tells how many of its bytes were read.
    fn hear(&mut self, name: [u8; 4], length: u64, source: &mut impl Read) -> io::Result<u64> {
        let most = match &name {
            b"cICP" | b"gAMA" | b"cHRM" => length.min(32),
            b"eXIf" if length <= MOST_EXIF_BYTES => length,
            _ => 0,
        };
        let data = read_up_to(source, most)?;
        match &name {
            b"cICP" => self.clues.cicp = code_points(&data),
            b"iCCP" => self.clues.icc = Some(Vec::new()),
            b"sRGB" => self.clues.named = Some(NamedSpace::Srgb),
            b"gAMA" => self.calibrated().gamma = hundred_thousandths(&data).map(|[gamma]| gamma),
            b"cHRM" => self.calibrated().white_and_primaries = hundred_thousandths(&data),
            b"eXIf" if self.exif.is_none() && !data.is_empty() => self.exif = Some(data.clone()),
            _ => {}
        }
        Ok(data.len() as u64)
    }

    fn calibrated(&mut self) -> &mut Calibrated {
        self.clues.calibrated.get_or_insert_default()
    }
}

/// Primaries and transfer of `cICP`; none where it is not of RGB in its full range, which a picture for a screen has.
fn code_points(data: &[u8]) -> Option<[u8; 2]> {
    match *data {
        [primaries, transfer, 0, 1] => Some([primaries, transfer]),
        _ => None,
    }
}

/// Numbers as `gAMA` and `cHRM` write them.
fn hundred_thousandths<const N: usize>(data: &[u8]) -> Option<[f64; N]> {
    let numbers = data.as_chunks::<4>().0.iter().map(|&bytes| f64::from(u32::from_be_bytes(bytes)) / 100_000.0);
    numbers.collect::<Vec<_>>().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(chunks: &[&[u8]]) -> PngChunks {
        let file = [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat();
        PngChunks::read(&mut Cursor::new(file)).expect("memory can be read")
    }

    #[test]
    fn chunks_name_the_colors() {
        let read = read(&[
            b"\0\0\0\x01sRGB\0____",
            b"\0\0\0\x04cICP\x0c\x0d\0\x01____",
            b"\0\0\0\x04gAMA\0\x01\x86\xa0____",
            b"\0\0\0\x02iCCPxx____",
            b"\0\0\0\0IDAT____",
        ]);
        let calibrated = Some(Calibrated { gamma: Some(1.0), white_and_primaries: None });
        let clues = Clues {
            cicp: Some([12, 13]),
            named: Some(NamedSpace::Srgb),
            icc: Some(vec![]),
            calibrated,
            ..Clues::default()
        };
        assert_eq!(read.clues, clues);
    }

    #[test]
    fn exif_is_found_before_and_behind_the_pixels() {
        let (exif, pixels) = (&b"\0\0\0\x02eXIfMM____"[..], &b"\0\0\0\x03IDATxyz____"[..]);
        for chunks in [[exif, pixels], [pixels, exif]] {
            assert_eq!(read(&chunks).exif.as_deref(), Some(&b"MM"[..]));
        }
    }

    #[test]
    fn a_narrow_range_or_a_cut_chunk_tells_nothing() {
        assert_eq!(read(&[b"\0\0\0\x04cICP\x0c\x0d\0\0____"]), PngChunks::default());
        assert_eq!(read(&[b"\0\0\0\x04cICP\x0c\x0d\x09\x01____"]), PngChunks::default());
        assert_eq!(read(&[b"\0\0\0\x04gAMA\0\x01"]).clues.calibrated, Some(Calibrated::default()));
        assert_eq!(read(&[]), PngChunks::default());
        assert_eq!(read(&[b"\xff\xff\xff\xffjunk"]), PngChunks::default());
    }
}
