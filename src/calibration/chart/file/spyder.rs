use super::PatchSet;
use super::patches::NamedPatch;
use crate::calibration::chart::{Chart, Grid, PATCHES};
use crate::color::{Lab, ciede2000};

/// Mean ΔE00 from its maker's colours up to which a card is a SpyderCheckr 24 (our choice: faded ones are nearer, and the
/// Classic, whose colours in this order are as far, is told by its own).
const FARTHEST_MEAN: f64 = 5.0;

impl PatchSet {
    /// Six by four patches as a SpyderCheckr 24, if they have its colours.
    ///
    /// Its maker letters it upright and as a part of a larger card, so the patches may come turned or mirrored; the
    /// colours tell how.
    pub(super) fn spyder_checkr(&self) -> Option<Chart> {
        let spyder = Chart::spyder_checkr_24();
        let classic = in_spyder_order(&Chart::after_november_2014().colors);
        let turned =
            [false, true].into_iter().flat_map(|mirrored| [false, true].map(|back| self.turned(mirrored, back)));
        let rated = turned.map(|patches| (mean_miss(&patches, &spyder.colors), patches));
        let (miss, patches) = rated.min_by(|p, q| p.0.total_cmp(&q.0))?;
        let is_spyder = miss < FARTHEST_MEAN && miss < mean_miss(&patches, &classic);
        let patches: [&NamedPatch; PATCHES] = patches.try_into().ok().filter(|_| is_spyder)?;
        let chart = Chart::measured_spyder_checkr(self.name.clone(), patches.map(|patch| patch.color));
        Some(chart.with_spectra(patches.iter().map(|patch| patch.reflectance)))
    }

    /// The patches row by row, rows from the right and columns from below where told.
    fn turned(&self, from_right: bool, from_below: bool) -> Vec<&NamedPatch> {
        let Grid { columns, rows } = self.grid;
        let patch = |i: usize| {
            let [column, row] = self.grid.place_of(i);
            let column = if from_right { columns - 1 - column } else { column };
            self.at(column, if from_below { rows - 1 - row } else { row })
        };
        (0..self.grid.patches()).filter_map(patch).collect()
    }
}

/// A Classic's colours where a SpyderCheckr 24 has those that resemble them.
fn in_spyder_order(classic: &[Lab]) -> Vec<Lab> {
    let rows = classic.chunks(Grid::CLASSIC.columns).enumerate();
    rows.flat_map(|(row, colors)| {
        let mut colors = colors.to_vec();
        if row % 2 == 0 {
            colors.reverse();
        }
        colors
    })
    .collect()
}

fn mean_miss(patches: &[&NamedPatch], colors: &[Lab]) -> f64 {
    let misses = patches.iter().zip(colors).map(|(patch, color)| ciede2000(patch.color, *color).0);
    misses.sum::<f64>() / colors.len().max(1) as f64
}
