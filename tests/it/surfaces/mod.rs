//! The headless program, the session and the window's contents, as they are used.

mod cli;
#[cfg(feature = "gui")]
mod gui;
mod input_files;
mod photo_files;
mod predict;
mod session;
