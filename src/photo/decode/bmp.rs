//! What the header of a BMP says of its colours, which `image` passes over.
//!
//! Source: BITMAPV4HEADER and BITMAPV5HEADER of the Windows API; offsets below count from the header, behind the
//! 14 bytes of BITMAPFILEHEADER.

use std::io::{self, Read, Seek, SeekFrom};

use super::bytes::read_up_to;
use crate::photo::color::profile::{Clues, NamedSpace};

const FILE_HEADER_BYTES: u64 = 14;

/// `bV5CSType`: "sRGB", the same of the system ("Win "), and a profile in the file ("MBED").
const SRGB: u32 = 0x7352_4742;
const WINDOWS: u32 = 0x5769_6e20;
const EMBEDDED: u32 = 0x4d42_4544;

const MOST_PROFILE_BYTES: u64 = 16 << 20;

pub(super) fn clues(source: &mut (impl Read + Seek)) -> io::Result<Clues> {
    source.seek(SeekFrom::Start(FILE_HEADER_BYTES))?;
    let header = read_up_to(source, 124)?;
    match number(&header, 56) {
        Some(SRGB | WINDOWS) if has_color_space(&header) => {
            Ok(Clues { named: Some(NamedSpace::Srgb), ..Clues::default() })
        }
        Some(EMBEDDED) if has_color_space(&header) => {
            Ok(Clues { icc: Some(profile(&header, source)?), ..Clues::default() })
        }
        _ => Ok(Clues::default()),
    }
}

/// The fourth version of the header and later ones; its own size comes first.
fn has_color_space(header: &[u8]) -> bool {
    number(header, 0).is_some_and(|size| size >= 108)
}

/// Empty, as a profile that can't be used, when the header points to none.
fn profile(header: &[u8], source: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let (Some(at), Some(bytes)) = (number(header, 112), number(header, 116)) else { return Ok(Vec::new()) };
    source.seek(SeekFrom::Start(FILE_HEADER_BYTES + u64::from(at)))?;
    read_up_to(source, u64::from(bytes).min(MOST_PROFILE_BYTES))
}

fn number(header: &[u8], at: usize) -> Option<u32> {
    header.get(at..at + 4)?.first_chunk().map(|&bytes| u32::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn bmp(version_bytes: u32, space: u32, profile: &[u8]) -> Clues {
        let mut file = vec![0; 14 + 124];
        for (at, value) in [(0, version_bytes), (56, space), (112, 124), (116, profile.len() as u32)] {
            file[14 + at..14 + at + 4].copy_from_slice(&u32::to_le_bytes(value));
        }
        file.extend(profile);
        clues(&mut Cursor::new(file)).expect("memory can be read")
    }

    #[test]
    fn a_header_names_srgb_or_holds_a_profile() {
        assert_eq!(bmp(124, SRGB, b"").named, Some(NamedSpace::Srgb));
        assert_eq!(bmp(108, WINDOWS, b"").named, Some(NamedSpace::Srgb));
        assert_eq!(bmp(124, EMBEDDED, b"profile").icc.as_deref(), Some(&b"profile"[..]));
        assert_eq!(bmp(124, EMBEDDED, b"").icc.as_deref(), Some(&b""[..]));
    }

    #[test]
    fn an_old_header_says_nothing() {
        assert_eq!(bmp(40, SRGB, b""), Clues::default());
        assert_eq!(bmp(124, 0, b"profile"), Clues::default());
        assert_eq!(clues(&mut Cursor::new(b"BM")).ok(), Some(Clues::default()));
    }
}
