//! A labelled picture as a file.

pub(super) mod label;
pub(super) mod png;
