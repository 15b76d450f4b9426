use crate::color::quantile;
use crate::photo::{Grid, Region, Shape, Tissue};

/// The share of the head that lies in its dimmest light.
const DIMMEST: f64 = 0.1;

/// The light over a head, for showing it over the photo and for warning of dim places.
#[derive(Clone, Debug, PartialEq)]
pub struct LightMap {
    pub grid: Grid,
    /// By cell: the light on it as a share of that of the reference; `None` off the head.
    pub light: Vec<Option<f64>>,
    /// By cell: what gloss adds, as a share of the skin's own green light; 0 off the head.
    pub gloss: Vec<f64>,
}

/// The light where a region lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceLight {
    /// As a share of the light of the reference.
    pub light: f64,
    /// The share of what the region sends back that is gloss, and was taken off.
    pub gloss: f64,
}

impl LightMap {
    /// The light on a region and its gloss; `None` where it lies off the head.
    pub fn place_of(&self, shape: &Shape) -> Option<PlaceLight> {
        let gloss = self.gloss_on(shape);
        self.light_on(shape).map(|light| PlaceLight { light, gloss: gloss / (1.0 + gloss) })
    }

    /// The same of a region of skin or stubble; light on other tissues tells nothing.
    pub fn place_of_tissue(&self, region: &Region) -> Option<PlaceLight> {
        matches!(region.tissue, Tissue::Skin | Tissue::Stubble).then(|| self.place_of(&region.shape)).flatten()
    }

    /// The dimmest and the brightest tenth of the head begin here; `None` without a head.
    pub fn range(&self) -> Option<[f64; 2]> {
        let mut lights: Vec<f64> = self.light.iter().flatten().copied().collect();
        let ends = [DIMMEST, 1.0 - DIMMEST].map(|share| quantile(&mut lights, share));
        (!lights.is_empty()).then_some(ends)
    }

    /// The mean light on a region; `None` where it lies off the head.
    pub fn light_on(&self, shape: &Shape) -> Option<f64> {
        let inside = self.grid.inside(&[shape]);
        let lights: Vec<f64> =
            (0..inside.len()).filter(|&cell| inside[cell]).filter_map(|cell| self.light[cell]).collect();
        (!lights.is_empty()).then(|| lights.iter().sum::<f64>() / lights.len() as f64)
    }

    /// The mean gloss on a region, as a share of its own green light.
    pub fn gloss_on(&self, shape: &Shape) -> f64 {
        let inside = self.grid.inside(&[shape]);
        let gloss: Vec<f64> = (0..inside.len())
            .filter(|&cell| inside[cell] && self.light[cell].is_some())
            .map(|cell| self.gloss[cell])
            .collect();
        gloss.iter().sum::<f64>() / gloss.len().max(1) as f64
    }
}
