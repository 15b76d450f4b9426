//! How large things in a photo are.

use crate::calibration::Calibrated;
use crate::calibration::chart::Product;

/// What tells how large things in the photo are, at the distance of the head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    PxPerMm(f64),
    /// The chart in the photo is of this make.
    Product(Product),
    /// The width of the chart between its corners, along its longer side, in mm.
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
                let across = (side(a, b) + side(c, d)) / 2.0;
                let down = (side(b, c) + side(d, a)) / 2.0;
                Some(across.max(down) / width_mm)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_make_tells_the_scale_by_the_pitch_of_its_patches() {
        let found = Calibrated { pitch_px: Some(150.0), ..Calibrated::default() };
        assert_eq!(Scale::Product(Product::Passport).px_per_mm(&found), Some(10.0));
        assert_eq!(Scale::Product(Product::Passport).px_per_mm(&Calibrated::default()), None);
    }

    #[test]
    fn a_width_is_that_of_the_longer_side_wherever_the_first_corner_lies() {
        let corners = [[0.0, 0.0], [300.0, 0.0], [300.0, 200.0], [0.0, 200.0]];
        for turns in 0..4 {
            let mut turned = corners;
            turned.rotate_left(turns);
            let found = Calibrated { corners: Some(turned), ..Calibrated::default() };
            assert_eq!(Scale::ChartWidthMm(30.0).px_per_mm(&found), Some(10.0));
        }
    }
}
