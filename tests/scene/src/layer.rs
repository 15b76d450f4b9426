use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::painting::Painting;
use super::{
    Chart, Cloth, Hair, Head, Lettering, Marked, Scar, Shadow, Shafts, Shape, Skin, Stubble, Tiles, Tissue, ellipse,
    rect,
};

/// One thing in a scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    Skin(Skin),
    Head(Head),
    Scar(Scar),
    Stubble(Stubble),
    /// Below the hairs painted before it.
    Shafts(Shafts),
    Hair(Hair),
    Swatch(Swatch),
    GreyCard(Swatch),
    Chart(Chart),
    Tiles(Tiles),
    Cloth(Cloth),
    Lettering(Lettering),
    /// Darkens what was painted before it.
    Shadow(Shadow),
}

/// An even, matt patch of one colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swatch {
    pub shape: Shape,
    pub lab: Lab,
}

impl Layer {
    pub(super) fn paint(&self, painting: &mut Painting, seed: u64) {
        match self {
            Self::Skin(skin) => skin.paint(painting, seed),
            Self::Head(head) => head.paint(painting, seed),
            Self::Scar(scar) => scar.paint(painting),
            Self::Stubble(stubble) => stubble.paint(painting, seed),
            Self::Shafts(shafts) => shafts.paint(painting),
            Self::Hair(hair) => hair.paint(painting, seed),
            Self::Swatch(swatch) | Self::GreyCard(swatch) => swatch.paint(painting),
            Self::Chart(chart) => chart.paint(painting),
            Self::Tiles(tiles) => tiles.paint(painting, seed),
            Self::Cloth(cloth) => cloth.paint(painting, seed),
            Self::Lettering(lettering) => lettering.paint(painting, seed),
            Self::Shadow(shadow) => shadow.paint(painting),
        }
    }
}

impl Swatch {
    fn paint(&self, painting: &mut Painting) {
        let light = self.lab.to_linear();
        painting.lay(&self.shape, |_| light);
    }
}

/// Round pigment swatches on a white card, along its longer side, with a region on each.
///
/// `card` is the card's rectangle: x, y, width, height.
pub fn swatch_strip(card: [f64; 4], swatches: &[(&'static str, Lab)]) -> (Vec<Layer>, Vec<Marked>) {
    let [left, top, width, height] = card;
    let white = Swatch { shape: rect(left, top, width, height), lab: Lab::new(92.0, 0.0, 1.0) };
    let (mut layers, mut regions) = (vec![Layer::Swatch(white)], Vec::new());
    let count = swatches.len() as f64;
    let radius = 0.38 * (width.max(height) / count).min(width.min(height));
    for (i, (name, lab)) in swatches.iter().enumerate() {
        let along = (i as f64 + 0.5) / count;
        let [u, v] = if width > height { [along, 0.5] } else { [0.5, along] };
        let [cx, cy] = [left + u * width, top + v * height];
        layers.push(Layer::Swatch(Swatch { shape: ellipse(cx, cy, radius, radius), lab: *lab }));
        let half = (0.6 * radius).floor();
        let middle = rect(cx.round() - half, cy.round() - half, 2.0 * half, 2.0 * half);
        regions.push((*name, Tissue::Swatch, middle));
    }
    (layers, regions)
}
