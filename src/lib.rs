pub mod color;
pub mod photo;
pub mod progress;
