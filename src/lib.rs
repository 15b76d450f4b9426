pub mod calibration;
pub mod color;
pub mod progress;
