use crate::color::{LinearRgb, median, median_absolute_deviation};
use crate::photo::Tissue;

use super::sample::Sample;

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
    spread: [f64; 3],
    keeps_dark: bool,
}

impl Gate {
    pub fn of(sample: &Sample, tissue: Tissue) -> Self {
        let (mut typical, mut spread) = ([0.0; 3], [0.0; 3]);
        for channel in 0..3 {
            let mut values = sample.channel(channel);
            typical[channel] = median(&mut values);
            let deviation = median_absolute_deviation(&mut values, typical[channel]);
            spread[channel] = deviation.max(LEAST_SPREAD * typical[channel].abs());
        }
        // The hair tips of a stubble field are part of its colour.
        Self { typical, spread, keeps_dark: tissue == Tissue::Stubble }
    }

    pub fn typical(&self) -> LinearRgb {
        LinearRgb::from_array(self.typical)
    }

    pub fn judge(&self, light: LinearRgb) -> Verdict {
        let deviations = self.deviations(light);
        if deviations.iter().any(|&deviation| deviation > DEVIATIONS) {
            return if self.is_shine(light) { Verdict::Glare } else { Verdict::Outlier };
        }
        let dark = deviations.iter().any(|&deviation| deviation < -DEVIATIONS);
        if dark && !self.keeps_dark { Verdict::Outlier } else { Verdict::Used }
    }

    fn deviations(&self, light: LinearRgb) -> [f64; 3] {
        let light = light.to_array();
        std::array::from_fn(|i| (light[i] - self.typical[i]) / self.spread[i])
    }

    /// Shine adds the light's own colour to all channels, so the ratio of the channels moves towards 1.
    fn is_shine(&self, light: LinearRgb) -> bool {
        let (light, typical) = (light.to_array(), self.typical);
        let brighter = (0..3).all(|i| light[i] > typical[i]);
        brighter && light[2] * typical[0] >= typical[2] * light[0]
    }
}
