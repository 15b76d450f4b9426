//! Pictures: dots on the photo, and samples beside the stubble.

pub(super) mod beside;
pub(super) mod canvas;
pub(super) mod extent;
pub(super) mod ground;
pub(super) mod look_ups;
pub(super) mod patch;
pub(super) mod treated;
