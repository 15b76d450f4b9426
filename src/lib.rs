pub mod color;
pub mod progress;
