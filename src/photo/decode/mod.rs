//! From a file's bytes to pixels as stored: recognise, check against the limits, decode, find what the colours mean.
//!
//! [`decode_file`] and [`decode_bytes`] are the only doors; behind them every format has a file of its own, which names
//! its decoder's crate. Whatever goes wrong there, even a panic, becomes a [`PhotoError`](super::PhotoError) here.

#[cfg(feature = "avif")]
mod avif;
mod bmp;
mod by_image;
mod bytes;
mod canvas;
mod cmyk;
mod decoded;
#[cfg(feature = "dng")]
mod dng;
mod guard;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod jpeg_outline;
mod jpeg_scans;
mod opening;
#[cfg(feature = "avif")]
mod planes;
mod png;
mod refusal;
#[cfg(test)]
mod tests;
mod tiff;
mod tiff_fields;
mod watched;

pub(super) use bytes::hex_sha256;
pub(super) use decoded::Decoded;
pub(super) use jpeg_outline::JpegOutline;
pub(super) use opening::{decode_bytes, decode_file};
pub(super) use refusal::printable;
