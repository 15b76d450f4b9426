//! Preview: the dots of a treatment drawn on the photo in their predicted healed colour.
//!
//! A [`Treatment`] says where dots go, how dense and how large. [`DotColor`] is what skin optics predict for them at a
//! time and under a light, [`Ground`] what the photo shows below them; a [`Preview`] of the three turns the photo's
//! screen tiles into treated ones, and [`export_png`] writes a labelled picture. Nothing is measured from it, and it
//! chooses no recipe.

mod dots;
mod drawing;
mod export;
#[cfg(test)]
mod tests;
mod treatment;

pub use dots::dot_color::DotColor;
pub use dots::pattern::Pattern;
pub use dots::placement::Dot;
pub use dots::viewing_light::ViewingLight;
pub use drawing::beside::{Beside, Side};
pub use drawing::extent::Extent;
pub use drawing::ground::Ground;
pub use drawing::treated::Preview;
pub use export::png::{ExportError, Layout, export_png, write_tile};
pub use treatment::hairline::{Edge, Hairline};
pub use treatment::paint::{Mark, Paint};
pub use treatment::plan::{Treatment, Variation};
