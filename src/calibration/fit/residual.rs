use super::MatrixField;
use super::solve::Solution;
use crate::calibration::chart::Chart;
use crate::color::{DeltaE, Lab, ciede2000};

/// How far a calibration is off on the patches themselves, CIEDE2000.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Residual {
    pub mean: DeltaE,
    pub max: DeltaE,
    /// Mean of each patch's distance from what the other patches predict.
    pub cross_validated: DeltaE,
}

impl Residual {
    pub(super) fn of(
        solution: &Solution,
        field: &MatrixField,
        patches: &[Lab],
        chart: &Chart,
        usable: &[[bool; 3]],
    ) -> Self {
        let whole: Vec<usize> = (0..usable.len()).filter(|&i| usable[i] == [true; 3]).collect();
        let misses: Vec<f64> = whole.iter().map(|&i| ciede2000(patches[i], chart.colors[i]).0).collect();
        let without_itself = whole.iter().map(|&i| {
            let predicted =
                std::array::from_fn(|k| solution.camera[i][k] - solution.fits[k].left_out[i].0 * solution.scale[k]);
            ciede2000(Lab::from(field.apply(predicted)), patches[i]).0
        });
        let count = whole.len() as f64;
        Self {
            mean: DeltaE(misses.iter().sum::<f64>() / count),
            max: DeltaE(misses.iter().copied().fold(0.0, f64::max)),
            cross_validated: DeltaE(without_itself.sum::<f64>() / count),
        }
    }
}
