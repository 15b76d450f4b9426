use super::{ChartFileError, PatchSet};
use crate::calibration::chart::{Chart, Grid};
use crate::color::FineSpectrum;

/// Size of a ColorChecker Digital SG, and where the Classic's dark skin stands on it (E2), in columns and rows from 0.
const SG: Grid = Grid { columns: 14, rows: 10 };
const SG_CLASSIC: [usize; 2] = [4, 1];

impl Chart {
    /// The card that has these patches: a known one by its colours, else one of its own.
    ///
    /// # Errors
    /// [`ChartFileError::WrongOrder`] and [`ChartFileError::OtherColor`] where a ColorChecker Classic's patches are not in
    /// their places; see [`Chart::own`] for others.
    pub(crate) fn of_patches(set: &PatchSet) -> Result<Self, ChartFileError> {
        let as_classic = match set.grid {
            Grid::CLASSIC => Some(set.clone()),
            SG => Some(set.block(SG_CLASSIC, Grid::CLASSIC)),
            _ => None,
        };
        let Some(as_classic) = as_classic else { return Self::own(set) };
        let found = as_classic.classic();
        match as_classic.spyder_checkr().filter(|_| found.is_err()) {
            Some(spyder) => Ok(spyder),
            None if found.is_ok() || as_classic.claims_to_be_classic() => found,
            None => Self::own(set),
        }
    }

    /// The chart with what was measured instead of typical spectra, where that is known.
    pub(super) fn with_spectra(self, measured: impl Iterator<Item = Option<FineSpectrum>>) -> Self {
        let typical = self.reflectances.into_iter();
        let reflectances = typical.zip(measured).map(|(typical, measured)| measured.unwrap_or(typical)).collect();
        Self { reflectances, ..self }
    }
}

impl PatchSet {
    /// Patches of a part of the chart.
    fn block(&self, [left, top]: [usize; 2], grid: Grid) -> Self {
        let patch = |i: usize| {
            let [column, row] = grid.place_of(i);
            self.at(left + column, top + row).cloned()
        };
        let patches = (0..grid.patches()).filter_map(patch).collect();
        Self { name: self.name.clone(), patches, grid, condition: self.condition.clone() }
    }
}
