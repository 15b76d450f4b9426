use super::names::COLOR_NAMES;
use super::patches::NamedPatch;
use super::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, PATCHES};
use crate::color::ciede2000;

/// The Classic's white and black, and how far apart they are at least in L* on any chart that is still of use.
const WHITE: usize = 18;
const BLACK: usize = 23;
const LEAST_CONTRAST: f64 = 40.0;
/// Faded and copied charts stay closer to the Classic's colours than this, unlike ones don't (our choice, ΔE00).
const FARTHEST: f64 = 20.0;
/// Size of a ColorChecker Digital SG, and where the Classic's dark skin stands on it (E2), in columns and rows from 0.
const SG_SIZE: (usize, usize) = (14, 10);
const SG_CLASSIC: (usize, usize) = (4, 1);

impl Chart {
    /// The ColorChecker Classic among the patches of a chart.
    ///
    /// # Errors
    /// [`ChartFileError::OtherGrid`] for charts of another size, [`ChartFileError::WrongOrder`] and
    /// [`ChartFileError::OtherColor`] where the colours are not the Classic's.
    pub(crate) fn of_patches(set: &PatchSet) -> Result<Self, ChartFileError> {
        let (left, top) = match (set.columns, set.rows) {
            (6, 4) => (0, 0),
            SG_SIZE => SG_CLASSIC,
            (columns, rows) => return Err(ChartFileError::OtherGrid { columns, rows }),
        };
        let block = (0..PATCHES).map(|i| set.at(left + i % 6, top + i / 6));
        let block: Vec<&NamedPatch> = block.flatten().collect();
        let patches: [&NamedPatch; PATCHES] =
            block.try_into().map_err(|block: Vec<_>| ChartFileError::WrongCount { found: block.len() })?;
        check_order(&patches)?;
        check_colors(&patches)?;
        let chart = Self::measured(set.name.clone(), patches.map(|patch| patch.color));
        let reflectances = std::array::from_fn(|i| patches[i].reflectance.unwrap_or(chart.reflectances[i]));
        Ok(Self { reflectances, ..chart })
    }
}

fn check_order(patches: &[&NamedPatch; PATCHES]) -> Result<(), ChartFileError> {
    let l = patches.map(|patch| patch.color.l);
    let lightest = (0..PATCHES).max_by(|p, q| l[*p].total_cmp(&l[*q])).unwrap_or_default();
    if lightest == WHITE && l[WHITE] - l[BLACK] >= LEAST_CONTRAST {
        return Ok(());
    }
    Err(ChartFileError::WrongOrder { lightest: described(lightest, patches[lightest]) })
}

fn check_colors(patches: &[&NamedPatch; PATCHES]) -> Result<(), ChartFileError> {
    let classic = Chart::after_november_2014().colors;
    let differences = (0..PATCHES).map(|i| (i, ciede2000(patches[i].color, classic[i]).0));
    match differences.max_by(|p, q| p.1.total_cmp(&q.1)) {
        Some((i, difference)) if difference > FARTHEST => Err(ChartFileError::OtherColor {
            patch: described(i, patches[i]),
            expected: COLOR_NAMES[i].first().copied().unwrap_or_default(),
            difference: difference.round() as u32,
        }),
        _ => Ok(()),
    }
}

fn described(index: usize, patch: &NamedPatch) -> String {
    format!("{} (number {})", patch.name, index + 1)
}
