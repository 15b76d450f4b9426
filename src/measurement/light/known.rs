use std::sync::Arc;

use super::map::LightMap;
use super::{Darkening, GLOSS_SCALE, SKIN_SHARE};
use crate::color::{Lab, LinearRgb};
use crate::measurement::region::measure::Measurement;
use crate::photo::{Shape, Tissue};

/// The light of an earlier analysis, for a region that has moved since.
///
/// Reading the head anew takes too long while a region is dragged: its gloss is that of the map at its new place, the
/// light between skin and stubble is taken to be as before. On release [`super::HeadLight`] finds both again.
#[derive(Clone, Debug)]
pub struct KnownLight {
    pub map: Arc<LightMap>,
    pub darkening: Option<Darkening>,
}

impl KnownLight {
    /// A measurement at this place without gloss, in the light of the reference; unchanged off the head.
    pub fn balanced(&self, measurement: Measurement, shape: &Shape) -> Measurement {
        let between = self.darkening.map_or(0.0, |darkening| darkening.sure_light);
        let brought = match measurement.tissue {
            _ if self.map.light_on(shape).is_none() => return measurement,
            Tissue::Skin => SKIN_SHARE * between,
            Tissue::Stubble => (SKIN_SHARE - 1.0) * between,
            _ => return measurement,
        };
        let light = self.without_gloss(measurement.light, shape) * brought.exp();
        Measurement { lab: Lab::from(light), light, ..measurement }
    }

    /// Takes off the gloss of the region's cells, the glossy ones counting less as when the head is read.
    fn without_gloss(&self, light: LinearRgb, shape: &Shape) -> LinearRgb {
        let inside = self.map.grid.inside(&[shape]);
        let (mut sum, mut total) = (0.0, 0.0);
        for cell in (0..inside.len()).filter(|&cell| inside[cell] && self.map.light[cell].is_some()) {
            let gloss = self.map.gloss[cell];
            let weight = (GLOSS_SCALE + gloss).powi(-2);
            (sum, total) = (sum + gloss * weight, total + weight);
        }
        let gloss = if total > 0.0 { sum / total } else { 0.0 };
        let taken = light.g * gloss / (1.0 + gloss);
        LinearRgb::new(light.r - taken, light.g - taken, light.b - taken)
    }
}
