//! What makes a photo as a whole less fit for measuring. Nothing here looks at a region.

pub(super) mod backdrop;
pub(super) mod check;
pub(super) mod exposure;
pub(super) mod file_history;
pub(super) mod glance;
pub(super) mod scalp_shine;
pub(super) mod sharpness;
