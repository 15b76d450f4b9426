//! How large things in a photo are.

use crate::calibration::Calibrated;
use crate::calibration::chart::Product;

/// What tells how large things in the photo are, at the distance of the head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    PxPerMm(f64),
    /// The chart in the photo is of this make.
    Product(Product),
    /// The width of the chart's frame, along its longer side, in mm.
    ChartWidthMm(f64),
}

impl Scale {
    /// `None` when it needs a chart and there is none.
    pub fn px_per_mm(self, calibrated: &Calibrated) -> Option<f64> {
        match self {
            Self::PxPerMm(px_per_mm) => Some(px_per_mm),
            Self::Product(product) => Some(calibrated.pitch_px? / product.pitch_mm()),
            Self::ChartWidthMm(width_mm) => {
                let [a, b, c, d] = calibrated.corners?;
                let side = |p: [f64; 2], q: [f64; 2]| (p[0] - q[0]).hypot(p[1] - q[1]);
                Some((side(a, b) + side(c, d)) / 2.0 / width_mm)
            }
        }
    }
}
