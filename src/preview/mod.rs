//! Preview: the dots of a treatment drawn on the photo in their predicted healed colour.
//!
//! A [`Treatment`] says where dots go, how dense and how large. [`DotColor`] is what skin optics predict for them at a
//! time and under a light, [`Ground`] what the photo shows below them; a [`Preview`] of the three turns the photo's
//! screen tiles into treated ones, and [`export_png`] writes a labelled picture. Nothing is measured from it, and it
//! chooses no recipe.

mod beside;
mod canvas;
mod change;
mod density_map;
mod distance;
mod dot_color;
mod export;
mod extent;
mod field;
#[cfg(test)]
mod fixtures;
mod grid;
mod ground;
mod hairline;
mod inside;
mod label;
mod noise;
mod paint;
mod patch;
mod pattern;
mod placement;
mod polyline;
#[cfg(test)]
mod properties;
mod spread;
mod suggestion;
mod tables;
mod treated;
mod treatment;
mod viewing_light;

pub use beside::{Beside, Side};
pub use dot_color::DotColor;
pub use export::{ExportError, Layout, export_png, write_tile};
pub use extent::Extent;
pub use ground::Ground;
pub use hairline::{Edge, Hairline};
pub use paint::{Mark, Paint};
pub use pattern::Pattern;
pub use placement::Dot;
pub use treated::Preview;
pub use treatment::{Treatment, Variation};
pub use viewing_light::ViewingLight;
