use std::error::Error;
use std::io;

use image::ImageError;

use crate::photo::format::{Foreign, PhotoFormat};
use crate::photo::limits::Excess;

/// Why a decoder gives no picture.
#[derive(Debug)]
pub(super) enum Refusal {
    TooLarge(Excess),
    /// More memory than the limits leave for a decoder's own buffers.
    TooMuchWork,
    Foreign(Foreign),
    Damaged(Option<Box<dyn Error + Send + Sync>>),
    Unreadable(io::Error),
}

impl Refusal {
    /// What a decoder of `image` said of a file of this format.
    pub fn of_image(error: ImageError, format: PhotoFormat) -> Self {
        match error {
            ImageError::Unsupported(_) => Self::Foreign(Foreign::Variant(format)),
            ImageError::Limits(_) => Self::TooMuchWork,
            ImageError::IoError(error) => error.into(),
            error => Self::damaged(error),
        }
    }

    /// What a decoder found, in one line.
    pub fn damaged(error: impl Error) -> Self {
        Self::Damaged(Some(printable(&error.to_string()).into()))
    }
}

impl From<io::Error> for Refusal {
    /// The system's own fault, as of a disk, has a code of the system; anything else a decoder found in the file. What
    /// can't be sought or read because no file reaches there has a code too.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::damaged(error)
            }
            _ if error.raw_os_error().is_none() => Self::damaged(error),
            _ => Self::Unreadable(error),
        }
    }
}

impl From<Excess> for Refusal {
    fn from(excess: Excess) -> Self {
        Self::TooLarge(excess)
    }
}

/// A name with its control codes spelled out, which could otherwise play tricks on the terminal that shows it.
pub(in crate::photo) fn printable(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}
