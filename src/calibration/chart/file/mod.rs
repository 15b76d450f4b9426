//! Charts that a user measured, or whose maker did, from the files of measuring programs.
//!
//! CSV, CGATS, CxF3 and Argyll's chart descriptions give a [`PatchSet`] of any grid; [`Chart::of_patches`] tells which
//! known card it is or takes it as a chart of its own. Nothing here looks at a photo.

mod card;
mod cgats;
mod cht;
mod classic;
mod cxf;
mod error;
mod names;
mod own;
mod patches;
mod place;
mod read;
mod samples;
mod spyder;
#[cfg(test)]
mod tests;

pub use error::ChartFileError;
pub(crate) use patches::PatchSet;
pub use read::{ChartLoadError, load_chart};

use super::Chart;
use crate::table::{Table, plain_name};

impl PatchSet {
    /// The patches of a text, whose form its content tells.
    ///
    /// # Errors
    /// See [`ChartFileError`]; line numbers count from 1.
    pub fn of_text(name: impl Into<String>, text: &str) -> Result<Self, ChartFileError> {
        let name = name.into();
        if text.trim_start().starts_with('<') {
            cxf::patches(name, text)
        } else if text.lines().any(|line| line.trim() == cgats::FORMAT) {
            cgats::patches(name, text)
        } else if text.lines().any(|line| line.starts_with(cht::BOXES)) {
            cht::patches(name, text)
        } else {
            let table = Table::delimited(text).ok_or(ChartFileError::NoColumns)?;
            if table.header.iter().any(|name| plain_name(name) == "subject") {
                return Err(ChartFileError::MeterReadings);
            }
            Self::of_table(name, &table, &table.remarks)
        }
    }
}

impl Chart {
    /// The chart of a file's text, of any grid.
    ///
    /// # Errors
    /// See [`ChartFileError`]; line numbers count from 1.
    pub fn of_text(name: impl Into<String>, text: &str) -> Result<Self, ChartFileError> {
        Self::of_patches(&PatchSet::of_text(name, text)?)
    }
}
