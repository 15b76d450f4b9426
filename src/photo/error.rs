use std::error::Error as Cause;
use std::io;

use thiserror::Error;

use super::format::Foreign;
use super::limits::Excess;
use crate::progress::Cancelled;

/// Why a photo could not be opened. `name` is the path, or the name that the caller gave.
#[derive(Debug, Error)]
pub enum PhotoError {
    #[error("the file can't be read, check that it is there and that you may open it: {name}")]
    Unreadable { name: String, source: io::Error },
    #[error("the file is empty, copy it again from the camera or phone: {name}")]
    Empty { name: String },
    #[error("the file is not a picture, choose a JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP file: {name}")]
    NotAPicture { name: String },
    #[error("{kind} can't be opened, {}: {name}", kind.advice())]
    Unsupported { kind: Foreign, name: String },
    #[error("the picture is damaged or cut short, copy it again from the camera or phone: {name}")]
    Damaged { name: String, source: Option<Box<dyn Cause + Send + Sync>> },
    #[error("the picture can't be decoded, it is damaged or of a rare kind: save it anew as JPEG or PNG: {name}")]
    Undecodable { name: String },
    #[error("only files can be opened, save the picture as one first: {name}")]
    NotAFile { name: String },
    #[error("{excess}, save a smaller copy or cut it to the head: {name}")]
    TooLarge { excess: Excess, name: String },
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl PhotoError {
    /// Whether there is no such file.
    pub fn is_missing_file(&self) -> bool {
        matches!(self, Self::Unreadable { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}
