//! The dots themselves: where each lies, and what light makes of one.

pub(super) mod core_table;
pub(super) mod depth_field;
pub(super) mod dot_color;
pub(super) mod nearest;
pub(super) mod pattern;
pub(super) mod placement;
pub(super) mod spread;
pub(super) mod viewing_light;
