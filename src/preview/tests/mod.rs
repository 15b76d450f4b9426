//! Made-up photos, and what every treatment keeps to.

pub(super) mod fixtures;
mod properties;
