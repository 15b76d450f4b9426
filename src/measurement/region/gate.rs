use crate::color::{LinearRgb, median, median_absolute_deviation};
use crate::photo::Tissue;

use super::thin_sample::Sample;

/// Light further than this many standard deviations from the typical is not of the same tissue.
const DEVIATIONS: f64 = 3.0;

/// The least spread assumed, as a share of the typical light: a flat drawing is not all outliers.
const LEAST_SPREAD: f64 = 0.01;

/// What becomes of one pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Used,
    /// Brighter than the tissue and nearer to the light's own colour.
    Glare,
    Outlier,
}

/// The range of light that is typical of a region.
pub(super) struct Gate {
    typical: [f64; 3],
    least: [f64; 3],
    most: [f64; 3],
}

impl Gate {
    pub fn of(sample: &Sample, tissue: Tissue) -> Self {
        let mut gate = Self { typical: [0.0; 3], least: [f64::NEG_INFINITY; 3], most: [0.0; 3] };
        for channel in 0..3 {
            let mut values = sample.channel(channel);
            let typical = median(&mut values);
            let deviation = median_absolute_deviation(&mut values, typical);
            gate.typical[channel] = typical;
            // The tips of a stubble field, dark or white, are part of its colour.
            if tissue == Tissue::Stubble {
                gate.most[channel] = f64::INFINITY;
            } else {
                let reach = DEVIATIONS * deviation.max(LEAST_SPREAD * typical.abs());
                (gate.least[channel], gate.most[channel]) = (typical - reach, typical + reach);
            }
        }
        gate
    }

    /// Lets everything through.
    pub fn open() -> Self {
        Self { typical: [0.0; 3], least: [f64::NEG_INFINITY; 3], most: [f64::INFINITY; 3] }
    }

    pub fn typical(&self) -> LinearRgb {
        LinearRgb::from_array(self.typical)
    }

    pub fn judge(&self, light: LinearRgb) -> Verdict {
        let values = light.to_array();
        let is_within = |i: usize| (values[i] >= self.least[i]) & (values[i] <= self.most[i]);
        if is_within(0) & is_within(1) & is_within(2) {
            return Verdict::Used;
        }
        let is_bright = (0..3).any(|i| values[i] > self.most[i]);
        if is_bright && self.is_shine(light) { Verdict::Glare } else { Verdict::Outlier }
    }

    /// Shine adds the light's own colour to all channels, so the ratio of the channels moves towards 1.
    fn is_shine(&self, light: LinearRgb) -> bool {
        let (light, typical) = (light.to_array(), self.typical);
        let brighter = (0..3).all(|i| light[i] > typical[i]);
        brighter && light[2] * typical[0] >= typical[2] * light[0]
    }
}
