//! Photos of scalps drawn from known Lab values, so that the right answer of a measurement is known.
//!
//! A [`Scene`] is plain data; [`Scene::draw`] paints it in linear light, lights it, photographs it with its [`Camera`]
//! and returns a [`Drawing`]: the [`Picture`] and the [`Truth`] about it. Equal scenes give equal bytes.
//! The drawings follow no measured texture: colours and coverage are exact, the looks are only likely.

mod backdrop;
mod bench;
mod brush;
mod camera;
mod canvas;
mod chart;
mod chart_set;
mod client;
mod client_truth;
mod cloth;
mod complexion;
mod cover;
mod dome;
mod facing;
mod fade;
mod field;
mod hair;
mod head;
mod icon;
mod lamp;
mod layer;
mod lettering;
mod light;
mod neighbourhood;
mod painting;
mod picture;
mod placement;
mod pose;
mod processing;
mod samples;
mod shafts;
mod shape;
mod skin;
mod stubble;
#[cfg(test)]
mod tests;
mod texture;
mod tiles;
mod truth;

use serde::{Deserialize, Serialize};
use stipple::color::Lab;
use stipple::photo::RegionId;

pub use bench::bench;
pub use camera::{Camera, Encoding, Noise, ToneCurve};
pub use canvas::Canvas;
pub use chart::{Chart, Layout, PATCHES_CSV, Patch, reference_patches, spread_colors};
pub use chart_set::{ChartSet, Fault, corner_miss, jpeg_photo, patch_miss};
pub use client::{Client, random_field};
pub use client_truth::ClientTruth;
pub use cloth::Cloth;
pub use complexion::Complexion;
pub use dome::Dome;
pub use fade::Fade;
pub use field::Field;
pub use hair::Hair;
pub use head::{Freckle, Head};
pub use icon::icon;
pub use lamp::{Gloss, Lamp};
pub use layer::{Layer, Swatch, swatch_strip};
pub use lettering::Lettering;
pub use light::{Glare, Light, Shadow};
pub use picture::Picture;
pub use processing::Processing;
pub use samples::{dark_skin, shaved_sides, thinning_hairline};
pub use shafts::Shafts;
pub use shape::{Paintable, Point, Shape, bar, ellipse, polygon, rect};
pub use skin::{Scar, Skin};
pub use stipple::photo::{Region, Tissue};
pub use stubble::{Lie, Stubble};
pub use tiles::{TileColors, Tiles};
pub use truth::{Drawing, RegionTruth, StubbleTruth, Truth};

use painting::Painting;

/// Everything that a photo is drawn from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    pub width: usize,
    pub height: usize,
    pub px_per_mm: f64,
    pub seed: u64,
    pub backdrop: Lab,
    /// Painted in this order; a later layer hides an earlier one.
    pub layers: Vec<Layer>,
    pub light: Light,
    pub camera: Camera,
    /// Where the truth is told.
    pub regions: Vec<Region>,
}

/// A region without its number.
pub type Marked = (&'static str, Tissue, Shape);

/// Regions numbered in their order.
pub fn numbered(marked: impl IntoIterator<Item = Marked>) -> Vec<Region> {
    let region = |(id, (name, tissue, shape)): (u32, Marked)| Region::new(RegionId(id), name, tissue, shape);
    (0..).zip(marked).map(region).collect()
}

impl Scene {
    pub fn draw(&self) -> Drawing {
        let mut painting = Painting::new(self.width, self.height, self.px_per_mm, self.backdrop);
        for (index, layer) in (1..).zip(&self.layers) {
            layer.paint(&mut painting, self.seed.wrapping_mul(1_000_003).wrapping_add(index));
        }
        let truth = Truth::of(self, &painting);
        Drawing { picture: self.camera.photograph(self.light.on(&painting), self.seed), truth }
    }
}
