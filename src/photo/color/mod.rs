//! From the numbers in a file to linear light: profiles, curves and matrices.

pub(super) mod camera_space;
pub(super) mod conversion;
pub(super) mod device;
pub(super) mod icc;
pub(super) mod primaries;
pub(super) mod profile;
pub(super) mod tone;
