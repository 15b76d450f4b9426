//! Light on a head: what of the difference between two places is light, gloss, or the skin itself.
//!
//! A head is round and lit from a side, so that skin and the stubble beside it see unlike light. Light scales all channels
//! alike and gloss adds the same to all; shafts below the skin take red most. [`HeadLight`] reads a grid of cells around
//! the marked regions, takes the gloss off by its hue, and tells the darkening from bare skin to stubble by what light
//! can't change: the shafts' hue and the tips. What is left of the difference in lightness is light, which
//! [`HeadLight::balanced`] takes out of the readings. It knows nothing of pigments.

mod darkening;
mod gloss;
mod head;
mod known;
mod map;
mod patches;
mod shafts;
mod slope;
mod tips;

pub use darkening::Darkening;
pub use known::KnownLight;
pub use map::{LightMap, PlaceLight};
pub use tips::Tips;

use nalgebra::Vector3;

use super::region::exclusions::Exclusion;
use super::region::left_out::LeftOut;
use super::region::measure::Measurement;
use crate::calibration::Calibration;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::photo::{Bounds, Grid, Photo, Region, Shape, Tissue};
use darkening::Seen;
use head::Head;
use patches::Patch;
pub(super) use shafts::ShaftColor;
use slope::Slope;

/// Cells along the longer side of what is looked at (our choice: a cell holds several hairs and a head many cells).
const CELLS: f64 = 56.0;

/// How far beyond the marked regions light is read, as a share of their extent (our choice).
const MARGIN: f64 = 0.3;

/// A cell counts in a region by the inverse square of its gloss and this (our choice).
const GLOSS_SCALE: f64 = 0.06;

/// Standard uncertainty of the gloss taken off, as a share of it (our choice).
const GLOSS_DOUBT: f64 = 0.3;

/// Standard uncertainty of the light on marked hair, as a share of how much light changes over the head, and the most of it
/// (our choices: places of a head differ by 10–40 %).
const HAIR_SHARE: f64 = 0.5;
const MOST_ON_HAIR: f64 = 0.25;

/// Cells over which light is smooth, since skin is mottled.
const MAP_SIGMA: f64 = 1.5;

/// Where less than this share of a region is free of peaked shine, its shining cells are used too (our choice).
const MATT_SHARE: f64 = 0.25;

/// Fewer cells than this tell nothing of a region.
const LEAST_CELLS: usize = 6;

/// Of the light between two regions, the share by which bare skin is brought to the light of the reference; the rest is
/// the stubble's (our choice: a card beside a head sees the light between both).
const SKIN_SHARE: f64 = 0.4;

/// Standard uncertainty of light between head and card, as a logarithm: of an evenly lit head, and for each part that
/// light changes between the regions or over the head (a phone lifts the dark side of a head, and a dark head against its
/// card; chosen on 40 drawn heads).
const EVEN_LIGHT: f64 = 0.012;
const UNEVEN_SHARE: f64 = 0.4;
const MOST_UNEVEN: f64 = 0.08;

/// Gloss that may be left on a head, as a share of white, and how uneven the light on a head is that has all of it: what is
/// flat has none (chosen on the same heads). Dark skin is changed by it most.
const GLOSS_LEFT: f64 = 0.006;
const ROUND: f64 = 0.1;

/// The light over the head around the marked regions.
pub struct HeadLight {
    grid: Grid,
    patches: Vec<Patch>,
    head: Head,
    skin: Vec<bool>,
    stubble: Vec<bool>,
    /// How much light changes over the head in sight, from its dimmest to its brightest tenth, as a logarithm.
    range: f64,
    /// What light does between the regions; only where both are marked.
    pub darkening: Option<Darkening>,
}

impl HeadLight {
    /// Looks at the cells around all regions of skin and stubble; `None` where they are too small.
    ///
    /// `tips` is what hair tips do to the light of the stubble, where that can be read.
    pub fn over(photo: &Photo, calibration: &Calibration, regions: &[Region], tips: Option<Tips>) -> Option<Self> {
        let shapes = |tissue: Tissue| -> Vec<&Shape> {
            regions.iter().filter(|region| region.tissue == tissue).map(|region| &region.shape).collect()
        };
        let (skin, stubble) = (shapes(Tissue::Skin), shapes(Tissue::Stubble));
        let bounds = extent(skin.iter().chain(&stubble))?;
        let longer = (bounds.right - bounds.left).max(bounds.bottom - bounds.top);
        let grid = Grid::over(&bounds, [photo.width(), photo.height()], (longer / CELLS).ceil().max(4.0) as u32);
        let patches = patches::read(photo, calibration, &grid);
        let (skin, stubble) = (grid.inside(&skin), grid.inside(&stubble));
        let tips = tips.unwrap_or(Tips::USUAL);
        let head = Head::find(&grid, &patches, [&skin, &stubble], tips.hue())?;
        let mut found = Self { grid, patches, head, skin, stubble, range: 0.0, darkening: None };
        let is_long = regions.iter().any(|region| region.tissue == Tissue::Hair);
        found.darkening = found.compare(tips, is_long);
        found.range = found.map().range().map_or(0.0, |[dimmest, brightest]| (brightest / dimmest).ln());
        Some(found)
    }

    /// A region's measurement without gloss, in the light of the reference.
    pub fn balanced(
        &self,
        measurement: Measurement,
        photo: &Photo,
        region: &Region,
        calibration: &Calibration,
    ) -> Measurement {
        let light = self.darkening.map_or(0.0, |darkening| darkening.sure_light);
        let brought = match measurement.tissue {
            Tissue::Skin => SKIN_SHARE * light,
            Tissue::Stubble => (SKIN_SHARE - 1.0) * light,
            Tissue::Hair => return self.doubted(measurement),
            _ => return measurement,
        };
        let own = self.own_light_of(photo, region, calibration).unwrap_or(measurement.light);
        let true_light = own * brought.exp();
        let lab = Lab::from(true_light);
        let of_gloss = GLOSS_DOUBT * ciede2000(Lab::from(own), Lab::from(measurement.light)).0;
        let of_light = ciede2000(lab, Lab::from(true_light * self.light_doubt().exp())).0;
        let glossy = true_light + LinearRgb::WHITE * (GLOSS_LEFT * (self.range / ROUND).min(1.0));
        let of_gloss_left = ciede2000(lab, Lab::from(glossy)).0;
        let of_place = of_gloss.hypot(of_light).hypot(of_gloss_left);
        let uncertainty = DeltaE(measurement.uncertainty.0.hypot(of_place));
        let relative_uncertainty = DeltaE(measurement.relative_uncertainty.0.hypot(of_gloss));
        Measurement { lab, light: true_light, uncertainty, relative_uncertainty, ..measurement }
    }

    /// The light on each cell: what is left of its own light when skin, shafts and tips are taken out.
    pub fn map(&self) -> LightMap {
        let (light, field) = self.darkening.map_or((0.0, 0.0), |found| (found.sure_light, found.field));
        let level = self.level_of_skin().unwrap_or_default() + SKIN_SHARE * light;
        let is_head = &self.head.is_head;
        let weights: Vec<f64> = is_head.iter().map(|is_head| f64::from(u8::from(*is_head))).collect();
        let log = |cell: usize| {
            let own = self.patches[cell].green() - self.head.gloss[cell].ln_1p();
            own + field * self.head.density[cell] - level
        };
        let logs: Vec<f64> = (0..is_head.len()).map(|cell| if is_head[cell] { log(cell) } else { 0.0 }).collect();
        let smooth = self.grid.blurred(&logs, &weights, MAP_SIGMA);
        let light = smooth.into_iter().zip(is_head).map(|(log, is_head)| is_head.then(|| log.exp())).collect();
        let gloss = self.head.gloss.iter().zip(is_head).map(|(gloss, is_head)| if *is_head { *gloss } else { 0.0 });
        LightMap { grid: self.grid, light, gloss: gloss.collect() }
    }

    /// The mean logarithm of green light on marked skin, else on marked stubble.
    fn level_of_skin(&self) -> Option<f64> {
        let of = |cells: &[bool]| self.mean(cells).map(|light| light.y.max(1e-4).ln());
        of(&self.skin).or_else(|| of(&self.stubble))
    }

    /// Hair as it was read: its colour does not tell the light on it, which may be as unlike as that over the head.
    fn doubted(&self, measurement: Measurement) -> Measurement {
        let doubt = EVEN_LIGHT.hypot((HAIR_SHARE * self.range).min(MOST_ON_HAIR));
        let of_light = ciede2000(measurement.lab, Lab::from(measurement.light * doubt.exp())).0;
        Measurement { uncertainty: DeltaE(measurement.uncertainty.0.hypot(of_light)), ..measurement }
    }

    /// Standard uncertainty of the light between head and card, as a logarithm.
    fn light_doubt(&self) -> f64 {
        let slope = self.darkening.map_or(0.0, |darkening| darkening.slope);
        EVEN_LIGHT.hypot((UNEVEN_SHARE * slope.max(self.range)).min(MOST_UNEVEN))
    }

    fn compare(&self, tips: Tips, is_long: bool) -> Option<Darkening> {
        let (skin, stubble) = self.mean(&self.skin).zip(self.mean(&self.stubble))?;
        let slopes = [&self.skin, &self.stubble].map(|cells| Slope::fit(self.placed(cells)));
        Some(Darkening::of(&Seen { skin, stubble, slopes, shafts: self.head.shafts?, tips, is_long }))
    }

    /// The light of a region less its gloss, by the cells that nothing leaves out, or that only shine does where little
    /// else is there; `None` where there is no gloss to take off.
    fn own_light_of(&self, photo: &Photo, region: &Region, calibration: &Calibration) -> Option<LinearRgb> {
        let inside = self.grid.inside(&[&region.shape]);
        if !(0..inside.len()).any(|cell| inside[cell] && self.head.gloss[cell] > 0.0) {
            return None;
        }
        let left_out = LeftOut::of(photo, region, calibration, &calibration.linearizer());
        let reason = |cell: usize| left_out.at(self.grid.middle(cell).map(|at| at as u32));
        let matt: Vec<bool> = (0..inside.len()).map(|cell| inside[cell] && reason(cell).is_none()).collect();
        let kept: Vec<bool> = (0..inside.len())
            .map(|cell| matt[cell] || (inside[cell] && reason(cell) == Some(Exclusion::Glare)))
            .collect();
        let count = |cells: &[bool]| cells.iter().filter(|cell| **cell).count() as f64;
        let cells = if count(&matt) >= MATT_SHARE * count(&kept) { &matt } else { &kept };
        let light = self.mean(cells)?;
        Some(LinearRgb::new(light.x, light.y, light.z))
    }

    /// The mean light of a region's cells less their gloss, the glossy ones counting less.
    fn mean(&self, cells: &[bool]) -> Option<Vector3<f64>> {
        let (mut sum, mut total, mut count) = (Vector3::zeros(), 0.0, 0);
        for cell in (0..cells.len()).filter(|&cell| cells[cell] && self.head.is_head[cell]) {
            let weight = (GLOSS_SCALE + self.head.gloss[cell]).powi(-2);
            (sum, total, count) = (sum + self.own_light(cell) * weight, total + weight, count + 1);
        }
        (count >= LEAST_CELLS).then(|| sum / total)
    }

    /// A cell's light less its gloss.
    fn own_light(&self, cell: usize) -> Vector3<f64> {
        let (light, gloss) = (self.patches[cell].light, self.head.gloss[cell]);
        light.add_scalar(-light.y * gloss / (1.0 + gloss))
    }

    /// Where cells lie, the logarithm of their own light and how much it counts.
    fn placed<'a>(&'a self, cells: &'a [bool]) -> impl Iterator<Item = ([f64; 2], f64, f64)> + 'a {
        let inside = (0..cells.len()).filter(|&cell| cells[cell] && self.head.is_head[cell]);
        inside.map(|cell| {
            let gloss = self.head.gloss[cell];
            (self.grid.middle(cell), self.patches[cell].green() - gloss.ln_1p(), 1.0 / (GLOSS_SCALE + gloss))
        })
    }
}

/// What all shapes cover, and a margin around it.
fn extent<'a>(shapes: impl Iterator<Item = &'a &'a Shape>) -> Option<Bounds> {
    let all = shapes.map(|shape| shape.bounds()).reduce(|p, q| Bounds {
        left: p.left.min(q.left),
        top: p.top.min(q.top),
        right: p.right.max(q.right),
        bottom: p.bottom.max(q.bottom),
    })?;
    let margin = MARGIN * (all.right - all.left).max(all.bottom - all.top);
    let [left, top] = [all.left - margin, all.top - margin];
    Some(Bounds { left, top, right: all.right + margin, bottom: all.bottom + margin })
}
