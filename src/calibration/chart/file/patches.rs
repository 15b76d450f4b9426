use super::ChartFileError;
use super::place::{Place, Places, places_of};
use super::samples::{Color, colors_of};
use crate::calibration::chart::Grid;
use crate::color::FineSpectrum;
use crate::color::{Lab, StatedCondition};
use crate::table::Table;

/// The patches of any chart, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatchSet {
    pub name: String,
    pub patches: Vec<NamedPatch>,
    pub grid: Grid,
    /// For which the file's numbers hold; the colours here are converted to D65 and 2°.
    pub condition: StatedCondition,
}

/// One patch of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NamedPatch {
    /// As the file has it; by its place where the file has none.
    pub name: String,
    /// From the left, counted from 0.
    pub column: usize,
    /// From the top, counted from 0.
    pub row: usize,
    pub color: Lab,
    pub reflectance: Option<FineSpectrum>,
}

/// A patch before its place is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unplaced {
    /// Everything in the file that may name it.
    pub names: Vec<String>,
    pub color: Color,
}

impl PatchSet {
    /// The patches of a list; `remarks` tell for which light they hold.
    ///
    /// # Errors
    /// See [`ChartFileError`].
    pub(super) fn of_table(name: String, table: &Table, remarks: &[String]) -> Result<Self, ChartFileError> {
        let stated = remarks.iter().map(|remark| StatedCondition::of_text(remark));
        let stated = stated.fold(StatedCondition::default(), StatedCondition::or);
        let (colors, condition, colored) = colors_of(table, stated)?;
        let name_columns: Vec<usize> = (0..table.header.len()).filter(|column| !colored.contains(column)).collect();
        let names = |row: usize| name_columns.iter().map(|&column| table.rows[row].field(column).to_owned()).collect();
        let patches = colors.into_iter().map(|(row, color)| Unplaced { names: names(row), color }).collect();
        Self::placed(name, patches, condition)
    }

    /// Sorts patches by what their names tell of their places; several readings of one patch are averaged.
    ///
    /// # Errors
    /// [`ChartFileError::Missing`] and [`ChartFileError::WrongCount`] where the names make no whole grid.
    pub(super) fn placed(
        name: String,
        patches: Vec<Unplaced>,
        condition: StatedCondition,
    ) -> Result<Self, ChartFileError> {
        let names: Vec<Vec<&str>> =
            patches.iter().map(|patch| patch.names.iter().map(String::as_str).collect()).collect();
        let places = places_of(&names)?;
        let colors = patches.into_iter().map(|patch| patch.color).collect();
        Ok(Self::in_places(name, places, colors, condition))
    }

    /// Patches whose places are known, a colour for each of the places.
    pub(super) fn in_places(name: String, places: Places, colors: Vec<Color>, condition: StatedCondition) -> Self {
        let Places { grid, places, names } = places;
        let mut readings: Vec<Vec<(&str, &Color)>> = vec![Vec::new(); grid.patches()];
        for ((Place { column, row }, name), color) in places.into_iter().zip(&names).zip(&colors) {
            readings[row * grid.columns + column].push((name, color));
        }
        let placed = readings.iter().enumerate().map(|(i, readings)| NamedPatch::of(grid.place_of(i), readings));
        Self { name, patches: placed.collect(), grid, condition }
    }

    pub fn at(&self, column: usize, row: usize) -> Option<&NamedPatch> {
        self.patches.get(row * self.grid.columns + column).filter(|_| column < self.grid.columns)
    }
}

impl NamedPatch {
    fn of([column, row]: [usize; 2], readings: &[(&str, &Color)]) -> Self {
        let name = readings.first().map(|(name, _)| (*name).to_owned()).unwrap_or_default();
        let Color { lab, reflectance } = Color::mean(readings.iter().map(|(_, color)| *color));
        Self { name, column, row, color: lab, reflectance }
    }
}
