pub mod color;
pub mod progress;
pub mod skin;
