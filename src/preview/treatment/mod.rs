//! What was planned: where dots go, how dense and how large, and how their density fades.

pub(super) mod change;
pub(super) mod density_map;
pub(super) mod distance;
pub(super) mod hairline;
pub(super) mod inside;
pub(super) mod noise;
pub(super) mod paint;
pub(super) mod painted_grid;
pub(super) mod plan;
pub(super) mod polyline;
pub(super) mod suggestion;
