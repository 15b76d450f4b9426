use serde::{Deserialize, Serialize};
use stipple::calibration::Calibration;
use stipple::color::{Lab, LinearRgb};
use stipple::measurement::grain_of;
use stipple::photo::{Bounds, Limits, Photo, RegionId};
use stipple::progress::Progress;

use super::light::Lit;
use super::painting::Painting;
use super::{
    Camera, Canvas, Layer, Light, Paintable, Patch, Picture, Point, Region, Scene, Shape, Stubble, Swatch, Tissue, rect,
};

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
    /// Mean light on the first chart; 1 is the light of the reference.
    pub light_on_chart: Option<f64>,
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
    /// Mean light on it; 1 is the light of the reference.
    pub light_on: f64,
    /// Mean luminance of what shine adds to it; 1 is a white surface in the light of the reference.
    pub shine_on: f64,
    /// For a region of stubble that has hair.
    pub stubble: Option<StubbleTruth>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StubbleTruth {
    pub hair_lab: Lab,
    /// Between and below the tips, darkened by the shafts in it.
    pub skin_lab: Lab,
    /// The same skin without shafts.
    pub bare_skin_lab: Lab,
    /// The covered share of the region as drawn, 0–1.
    pub coverage: f64,
    pub follicles_per_cm2: f64,
    /// As the field was drawn with.
    pub tip_width_mm: f64,
    pub tip_length_mm: f64,
    /// As the surface has it before light and camera, of the field and of the same skin without hair: see
    /// [`grain_of`].
    pub grain: Option<f64>,
    pub bare_grain: Option<f64>,
}

impl Truth {
    pub(super) fn of(scene: &Scene, painting: &Painting) -> Self {
        let chart =
            scene.layers.iter().find_map(|layer| if let Layer::Chart(chart) = layer { Some(chart) } else { None });
        let card =
            scene.layers.iter().find_map(|layer| if let Layer::GreyCard(card) = layer { Some(card) } else { None });
        let stubble = scene
            .layers
            .iter()
            .find_map(|layer| if let Layer::Stubble(stubble) = layer { Some(stubble) } else { None });
        let whole = Whole { painting, light: &scene.light, stubble };
        Self {
            width: scene.width,
            height: scene.height,
            px_per_mm: scene.px_per_mm,
            camera: scene.camera.clone(),
            regions: scene.regions.iter().map(|region| RegionTruth::of(region, &whole)).collect(),
            light_on_chart: chart.map(|chart| whole.light_on(&chart.outline())),
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

/// What truth is told from.
struct Whole<'a> {
    painting: &'a Painting,
    light: &'a Light,
    stubble: Option<&'a Stubble>,
}

impl Whole<'_> {
    fn light_on(&self, shape: &Shape) -> f64 {
        let inside: Vec<usize> = pixels_inside(shape, self.painting).collect();
        self.mean_lit(&inside, |lit| lit.factors)
    }

    /// Mean luminance of a part of the light on these pixels.
    fn mean_lit(&self, inside: &[usize], part: impl Fn(Lit) -> LinearRgb) -> f64 {
        mean(inside.iter().map(|i| part(self.light.at(self.painting, *i)))).luminance()
    }
}

impl RegionTruth {
    fn of(region: &Region, whole: &Whole) -> Self {
        let Region { tissue, ref shape, .. } = *region;
        let inside: Vec<usize> = pixels_inside(shape, whole.painting).collect();
        Self {
            region: region.clone(),
            lab: mean(inside.iter().map(|i| whole.painting.surface(*i))).into(),
            light_on: whole.mean_lit(&inside, |lit| lit.factors),
            shine_on: whole.mean_lit(&inside, |lit| lit.shine),
            stubble: (tissue == Tissue::Stubble).then(|| StubbleTruth::of(shape, &inside, whole)).flatten(),
        }
    }
}

impl StubbleTruth {
    fn of(shape: &Shape, inside: &[usize], whole: &Whole) -> Option<Self> {
        let Whole { painting, stubble, .. } = whole;
        let count = inside.len() as f64;
        let coverage = inside.iter().map(|i| painting.covered[*i]).sum::<f64>() / count;
        if coverage == 0.0 {
            return None;
        }
        let tips = mean(inside.iter().map(|i| painting.tips.pixels[*i]));
        let roots = painting.roots.iter().filter(|root| shape.holds(root.place)).count();
        Some(Self {
            hair_lab: (tips * (1.0 / coverage)).into(),
            skin_lab: mean(inside.iter().map(|i| painting.skin(*i))).into(),
            bare_skin_lab: mean(inside.iter().map(|i| painting.bare.pixels[*i])).into(),
            coverage,
            follicles_per_cm2: roots as f64 / (count / painting.px_per_mm.powi(2) / 100.0),
            tip_width_mm: stubble.map_or(0.0, |stubble| stubble.tip_diameter_mm),
            tip_length_mm: stubble.map_or(0.0, |stubble| stubble.tip_length_mm),
            grain: grain(shape, painting, |i| painting.surface(i)),
            bare_grain: grain(shape, painting, |i| painting.bare.pixels[i]),
        })
    }
}

/// The grain of a surface within the bounds of a shape.
fn grain(shape: &Shape, painting: &Painting, surface: impl Fn(usize) -> LinearRgb) -> Option<f64> {
    let Bounds { left, top, right, bottom } = shape.bounds();
    let [columns, rows] = [left as usize..right as usize, top as usize..bottom as usize];
    let (width, height) = (columns.len(), rows.len());
    let pixels = rows.flat_map(|y| columns.clone().map(move |x| y * painting.bare.width + x)).map(surface).collect();
    let picture = Camera::default().photograph(Canvas { width, height, pixels }, 0);
    let photo = Photo::from_bytes("surface.png", &picture.png16().ok()?, &Limits::default(), &Progress::unwatched());
    let whole = Region::new(RegionId(0), "", Tissue::Stubble, rect(0.0, 0.0, width as f64, height as f64));
    Some(grain_of(&photo.ok()?, &whole, &Calibration::None, painting.px_per_mm)?[0])
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
