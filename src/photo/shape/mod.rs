//! Parts of a photo: outlines, strokes of a brush, and the regions that they mark.

pub(super) mod brushed;
pub(super) mod form;
pub(super) mod overlap;
pub(super) mod region;
pub(super) mod scanline;
pub(super) mod square;
pub(super) mod strip;
pub(super) mod stroke;
