use super::names::{COLOR_NAMES, patch_of_color_name};
use super::patches::NamedPatch;
use super::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, PATCHES};
use crate::color::{Lab, ciede2000};

/// The Classic's white and black, and how far apart they are at least in L* on any chart that is still of use.
const WHITE: usize = 18;
const BLACK: usize = 23;
pub(super) const LEAST_CONTRAST: f64 = 40.0;
/// Faded and copied charts stay closer to the Classic's colours than this, unlike ones don't (our choice, ΔE00).
const FARTHEST: f64 = 20.0;
/// So many of the Classic's colours, this near, make 24 patches in any order a Classic's. Of the makers' other charts
/// none has as many (our choice, ΔE00).
const ALIKE: f64 = 10.0;
const FEWEST_ALIKE: usize = 18;

impl PatchSet {
    /// Six by four patches as a ColorChecker Classic.
    ///
    /// # Errors
    /// [`ChartFileError::WrongOrder`] and [`ChartFileError::OtherColor`] where the colours are not the Classic's.
    pub(super) fn classic(&self) -> Result<Chart, ChartFileError> {
        let patches: &[NamedPatch; PATCHES] =
            self.patches.as_slice().try_into().map_err(|_| ChartFileError::WrongCount { found: self.patches.len() })?;
        check_order(patches)?;
        check_colors(patches)?;
        let chart = Chart::measured(self.name.clone(), patches.each_ref().map(|patch| patch.color));
        Ok(chart.with_spectra(patches.iter().map(|patch| patch.reflectance)))
    }

    /// Whether patches are called after the Classic's colours or most of its colours are among them, in whatever order.
    pub(super) fn claims_to_be_classic(&self) -> bool {
        let is_named = self.patches.iter().all(|patch| patch_of_color_name(&patch.name).is_some());
        is_named || self.alike_to(&Chart::after_november_2014().colors) >= FEWEST_ALIKE
    }

    /// How many of these colours have a patch near them, each its own.
    fn alike_to(&self, colors: &[Lab]) -> usize {
        let mut left: Vec<Lab> = self.patches.iter().map(|patch| patch.color).collect();
        let mut is_there = |color: &Lab| {
            let away = left.iter().map(|patch| ciede2000(*patch, *color).0).enumerate();
            let nearest = away.min_by(|p, q| p.1.total_cmp(&q.1)).filter(|(_, away)| *away < ALIKE);
            nearest.map(|(index, _)| left.swap_remove(index)).is_some()
        };
        colors.iter().filter(|color| is_there(color)).count()
    }
}

fn check_order(patches: &[NamedPatch; PATCHES]) -> Result<(), ChartFileError> {
    let l = patches.each_ref().map(|patch| patch.color.l);
    let lightest = (0..PATCHES).max_by(|p, q| l[*p].total_cmp(&l[*q])).unwrap_or_default();
    if lightest == WHITE && l[WHITE] - l[BLACK] >= LEAST_CONTRAST {
        return Ok(());
    }
    Err(ChartFileError::WrongOrder { lightest: described(lightest, &patches[lightest]) })
}

fn check_colors(patches: &[NamedPatch; PATCHES]) -> Result<(), ChartFileError> {
    let classic = Chart::after_november_2014().colors;
    let differences = patches.iter().zip(&classic).map(|(patch, color)| ciede2000(patch.color, *color).0);
    match differences.enumerate().max_by(|p, q| p.1.total_cmp(&q.1)) {
        Some((i, difference)) if difference > FARTHEST => Err(ChartFileError::OtherColor {
            patch: described(i, &patches[i]),
            expected: COLOR_NAMES[i].first().copied().unwrap_or_default(),
            difference: difference.round() as u32,
        }),
        _ => Ok(()),
    }
}

fn described(index: usize, patch: &NamedPatch) -> String {
    format!("{} (number {})", patch.name, index + 1)
}
