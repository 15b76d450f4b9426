//! Calibration: how the camera's colour becomes true colour.

pub mod chart;
pub mod fit;
mod spectra;
mod subject;
