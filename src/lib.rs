//! Stipple
pub mod calibration;
pub mod caution;
pub mod cli;
pub mod color;
pub mod consultation;
#[cfg(feature = "gui")]
pub mod gui;
pub mod matching;
pub mod measurement;
pub mod photo;
pub mod pigment;
pub mod pipeline;
pub mod progress;
pub mod session;
