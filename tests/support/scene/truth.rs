use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb};

use super::painting::Painting;
use super::{Camera, Layer, Paintable, Patch, Picture, Point, Region, Scene, Shape, Swatch, Tissue};

/// A drawn photo with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub picture: Picture,
    pub truth: Truth,
}

/// What is in the picture, before light and camera changed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    pub width: usize,
    pub height: usize,
    pub px_per_mm: f64,
    pub camera: Camera,
    /// In the scene's order.
    pub regions: Vec<RegionTruth>,
    /// Outer corners of the first chart, from dark skin clockwise.
    pub chart_corners: Option<[Point; 4]>,
    pub patches: Vec<Patch>,
    pub grey_card: Option<Swatch>,
}

/// The true colour of a region, the mean of its linear light under even light.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionTruth {
    #[serde(flatten)]
    pub region: Region,
    pub lab: Lab,
    /// For a region of stubble that has hair.
    pub stubble: Option<StubbleTruth>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StubbleTruth {
    pub hair_lab: Lab,
    pub skin_lab: Lab,
    /// The covered share of the region as drawn, 0–1.
    pub coverage: f64,
    pub follicles_per_cm2: f64,
}

impl Truth {
    pub(super) fn of(scene: &Scene, painting: &Painting) -> Self {
        let chart =
            scene.layers.iter().find_map(|layer| if let Layer::Chart(chart) = layer { Some(chart) } else { None });
        let card =
            scene.layers.iter().find_map(|layer| if let Layer::GreyCard(card) = layer { Some(card) } else { None });
        Self {
            width: scene.width,
            height: scene.height,
            px_per_mm: scene.px_per_mm,
            camera: scene.camera.clone(),
            regions: scene.regions.iter().map(|region| RegionTruth::of(region, painting)).collect(),
            chart_corners: chart.map(|chart| chart.corners),
            patches: chart.map(|chart| chart.patches()).unwrap_or_default(),
            grey_card: card.cloned(),
        }
    }

    /// The first region of a tissue.
    pub fn region(&self, tissue: Tissue) -> Option<&RegionTruth> {
        self.regions.iter().find(|truth| truth.region.tissue == tissue)
    }
}

impl RegionTruth {
    fn of(region: &Region, painting: &Painting) -> Self {
        let Region { tissue, ref shape, .. } = *region;
        let inside: Vec<usize> = pixels_inside(shape, painting).collect();
        let lab = mean(inside.iter().map(|i| painting.surface(*i))).into();
        let stubble = (tissue == Tissue::Stubble).then(|| StubbleTruth::of(shape, &inside, painting)).flatten();
        Self { region: region.clone(), lab, stubble }
    }
}

impl StubbleTruth {
    fn of(shape: &Shape, inside: &[usize], painting: &Painting) -> Option<Self> {
        let count = inside.len() as f64;
        let coverage = inside.iter().map(|i| painting.covered[*i]).sum::<f64>() / count;
        if coverage == 0.0 {
            return None;
        }
        let tips = mean(inside.iter().map(|i| painting.tips.pixels[*i]));
        let roots = painting.roots.iter().filter(|root| shape.holds(**root)).count();
        Some(Self {
            hair_lab: (tips * (1.0 / coverage)).into(),
            skin_lab: mean(inside.iter().map(|i| painting.bare.pixels[*i])).into(),
            coverage,
            follicles_per_cm2: roots as f64 / (count / painting.px_per_mm.powi(2) / 100.0),
        })
    }
}

/// Indices of the pixels whose centres lie in the shape.
fn pixels_inside(shape: &Shape, painting: &Painting) -> impl Iterator<Item = usize> {
    let inside = painting.pixels_of(shape).filter(|(x, y)| shape.holds([*x as f64 + 0.5, *y as f64 + 0.5]));
    inside.map(|(x, y)| y * painting.bare.width + x)
}

fn mean(lights: impl ExactSizeIterator<Item = LinearRgb>) -> LinearRgb {
    let count = lights.len() as f64;
    lights.fold(LinearRgb::BLACK, |sum, light| sum + light) * (1.0 / count)
}
