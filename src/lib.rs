//! Stipple chooses the scalp micropigmentation shade that matches shaved hair, from a photo.
//!
//! The folders follow the practitioner's work. A [`photo`] is opened and its colours are given a meaning by
//! [`calibration`]; regions of it are measured ([`measurement`]); the shades of a catalog ([`pigment`]), whose colours
//! in skin come from [`skin`], are ranked against the stubble ([`matching`]) and drawn as dots on the photo and beside the
//! stubble ([`preview`]). Healed work of one's own teaches the hand the ranking reckons with.
//! [`pipeline`] is the only place where these stages are chained. What is entered is kept in a [`consultation`];
//! [`session`] is one open window without a window, [`gui`] draws it, and [`cli`] does the same work headless.
//!
//! Start reading at [`pipeline::analyze()`], then `session/action.rs`.
//!
//! # Who may use whom
//!
//! `color, files, printable, progress` → `table` → `photo, skin` → `pigment, calibration` → `measurement` →
//! `matching, preview` → `caution` → `pipeline` → `consultation` → `session` → `gui`; `cli` uses everything up to
//! `pipeline`. A module uses only what stands before it; `tests/it/guards/architecture` checks it. The toolkit appears only in `gui`, threads only in `session/job.rs`.

pub mod calibration;
pub mod caution;
pub mod cli;
pub mod color;
pub mod consultation;
mod files;
#[cfg(feature = "gui")]
pub mod gui;
pub mod matching;
pub mod measurement;
pub mod photo;
pub mod pigment;
pub mod pipeline;
pub mod preview;
mod printable;
pub mod progress;
pub mod session;
pub mod skin;
pub mod table;
