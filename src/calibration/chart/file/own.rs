use super::classic::LEAST_CONTRAST;
use super::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, Grid};
use crate::color::{Lab, ciede2000};

/// Grids that are looked for (our choice).
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=30;
const FEWEST_PATCHES: usize = 12;
/// Colours that differ by so much (ΔE00) are surely two in a photo; so many of them tell a chart and a camera (our choice;
/// a sensor has about as many directions of variation, and chance agrees with fewer).
const DIFFERENT: f64 = 6.0;
const FEWEST_COLORS: usize = 10;

impl Chart {
    /// A chart that is known by its file alone.
    ///
    /// # Errors
    /// [`ChartFileError::OtherGrid`], [`ChartFileError::TooFewColors`], [`ChartFileError::LowContrast`] and
    /// [`ChartFileError::NotDistinct`] where it could not be found or would not tell the camera.
    pub(super) fn own(set: &PatchSet) -> Result<Self, ChartFileError> {
        let Grid { columns, rows } = set.grid;
        let is_possible = [columns, rows].iter().all(|length| LENGTHS.contains(length));
        if !is_possible || set.grid.patches() < FEWEST_PATCHES {
            return Err(ChartFileError::OtherGrid { columns, rows });
        }
        let colors: Vec<Lab> = set.patches.iter().map(|patch| patch.color).collect();
        check_colors(&colors)?;
        let chart = Self::with_grid(set.name.clone(), set.grid, colors);
        let chart = chart.with_spectra(set.patches.iter().map(|patch| patch.reflectance));
        if chart.is_distinct() { Ok(chart) } else { Err(ChartFileError::NotDistinct) }
    }
}

fn check_colors(colors: &[Lab]) -> Result<(), ChartFileError> {
    let found = different(colors).len();
    if found < FEWEST_COLORS {
        return Err(ChartFileError::TooFewColors { found, needed: FEWEST_COLORS });
    }
    let lightness = colors.iter().map(|color| color.l);
    let contrast = lightness.clone().fold(f64::MIN, f64::max) - lightness.fold(f64::MAX, f64::min);
    let low = ChartFileError::LowContrast { contrast: contrast.round() as u32 };
    if contrast < LEAST_CONTRAST { Err(low) } else { Ok(()) }
}

/// Colours none of which is like another.
fn different(colors: &[Lab]) -> Vec<Lab> {
    colors.iter().fold(Vec::new(), |mut kept: Vec<Lab>, color| {
        if kept.iter().all(|other| ciede2000(*other, *color).0 > DIFFERENT) {
            kept.push(*color);
        }
        kept
    })
}
