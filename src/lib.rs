pub mod calibration;
pub mod color;
pub mod photo;
pub mod progress;
