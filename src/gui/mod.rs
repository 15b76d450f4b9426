//! The window: egui only. Panels read the [`Session`](crate::session::Session) and their own view state, and push
//! actions that are applied after drawing; nothing here computes a colour.

mod answer;
mod answer_pictures;
mod app;
mod canvas;
mod caution_rows;
mod clipboard;
mod dialogs;
mod light_words;
mod menu;
mod notices;
mod panels;
mod pictures;
mod shortcuts;
mod status_bar;
mod style;
mod swatch;
mod toolbar;
mod view;
mod window;

pub use app::App;
pub use dialogs::{ChoosingFile, ChosenFile, FileDialogs};
pub use window::run;
