use std::io::ErrorKind;
use std::path::Path;

use crate::files::read_at_most;

/// Why a file gives no text.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    #[error("the file cannot be read")]
    Unreadable(#[from] std::io::Error),
    #[error("the file is larger than any such list")]
    TooLarge,
    #[error("the file holds no text")]
    NotText,
}

/// The text of a file of at most `most_bytes`.
///
/// # Errors
/// See [`TextError`].
pub fn read_text(path: &Path, most_bytes: u64) -> Result<String, TextError> {
    let bytes = read_at_most(path, most_bytes).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => TextError::TooLarge,
        _ => TextError::Unreadable(error),
    })?;
    text_of(&bytes).ok_or(TextError::NotText)
}

/// Text in UTF-8, in UTF-16 with its mark, or else in Latin-1, as spreadsheets save it; lines end in `\n`.
///
/// `None` for what is no text at all.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes)?,
        _ => std::str::from_utf8(bytes).map_or_else(|_| latin_1(bytes), str::to_owned),
    };
    let is_text = !text.contains('\0');
    is_text.then(|| text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(unit).collect();
    String::from_utf16(&units).ok()
}

fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_of_spreadsheets() {
        assert_eq!(text_of("\u{feff}D50/2°\r\n".as_bytes()).as_deref(), Some("D50/2°\n"));
        assert_eq!(text_of(b"D50/2\xb0\rL").as_deref(), Some("D50/2°\nL"));
        let utf_16: Vec<u8> = "\u{feff}2°".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&utf_16).as_deref(), Some("2°"));
        assert_eq!(text_of(&[b'P', b'K', 3, 4, 0, 0]), None);
    }

    #[test]
    fn a_huge_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(101).unwrap();
        assert!(matches!(read_text(file.path(), 100), Err(TextError::TooLarge)));
    }
}
