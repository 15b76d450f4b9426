//! The colours of a list, from its spectra, its Lab or its XYZ, whichever says most.

use super::ChartFileError;
use crate::color::{
    FineSpectrum, Lab, LinearRgb, SampledSpectrum, StatedCondition, White, fine_wavelengths_nm, light_of,
};
use crate::table::{ColorColumns, ColorSpace, Row, SpectralColumns, Table, numbers_at};

/// X, Y and Z of a chart whose white is 1 stay below; larger numbers are percent (our choice).
const MOST_XYZ: f64 = 2.0;

/// A patch's colour (D65, 2°), and its spectrum where that was measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Color {
    pub lab: Lab,
    pub reflectance: Option<FineSpectrum>,
}

/// The row of each colour, the condition they were stated for, and the columns they take.
type Colors = (Vec<(usize, Color)>, StatedCondition, Vec<usize>);

/// The colours of a list. Lab and XYZ hold for what their columns say, else for what the file states.
pub(super) fn colors_of(table: &Table, stated: StatedCondition) -> Result<Colors, ChartFileError> {
    let triples = ColorColumns::all(&table.header);
    let mut columns: Vec<usize> = triples.iter().flat_map(|triple| triple.columns).collect();
    if let Some(spectral) = SpectralColumns::of(&table.header) {
        columns.extend(spectral_columns(&spectral));
        return Ok((spectral_colors(table, &spectral)?, stated, columns));
    }
    let with_condition = |triple: &ColorColumns| {
        let condition = StatedCondition::of_text(&triple.words(&table.header)).or(stated.clone());
        condition.white().map(|white| (triple.clone(), white, condition))
    };
    if triples.is_empty() {
        return Err(ChartFileError::NoColumns);
    }
    let (triple, white, condition) = triples.iter().find_map(with_condition).ok_or_else(|| {
        let named = StatedCondition::of_text(&triples[0].words(&table.header)).or(stated.clone());
        ChartFileError::OtherCondition { condition: named.to_string() }
    })?;
    Ok((triple_colors(table, &triple, white)?, condition, columns))
}

fn triple_colors(table: &Table, triple: &ColorColumns, white: White) -> Result<Vec<(usize, Color)>, ChartFileError> {
    let numbers = used_rows(table, &triple.columns).map(|(index, row)| match numbers_at(row, triple.columns) {
        Ok(numbers) => Ok((index, row.line, numbers)),
        Err(value) => Err(not_a_number(row, value)),
    });
    let numbers: Vec<(usize, usize, [f64; 3])> = numbers.collect::<Result<_, _>>()?;
    let most = numbers.iter().flat_map(|(_, _, numbers)| *numbers).fold(0.0, f64::max);
    let unit = if most > MOST_XYZ { 0.01 } else { 1.0 };
    let color = |(index, line, numbers): (usize, usize, [f64; 3])| {
        let lab = match triple.space {
            ColorSpace::Lab => white.lab(numbers),
            ColorSpace::Xyz => white.xyz(numbers.map(|number| number * unit)),
        };
        Color::possible(lab, None).map(|color| (index, color)).ok_or(ChartFileError::ImpossibleColor { line })
    };
    numbers.into_iter().map(color).collect()
}

fn spectral_colors(table: &Table, columns: &SpectralColumns) -> Result<Vec<(usize, Color)>, ChartFileError> {
    let (mut rows, mut spectra) = (Vec::new(), Vec::new());
    for (index, row) in used_rows(table, &spectral_columns(columns)) {
        let samples = columns.samples(row).map_err(|value| not_a_number(row, value))?;
        spectra.push(SampledSpectrum::new(samples).ok_or(ChartFileError::ShortSpectrum { line: row.line })?);
        rows.push((index, row.line));
    }
    SampledSpectrum::in_one_unit(&mut spectra);
    let color = |((index, line), spectrum): ((usize, usize), &SampledSpectrum)| {
        Color::of_spectrum(spectrum).map(|color| (index, color)).ok_or(ChartFileError::ImpossibleColor { line })
    };
    rows.into_iter().zip(&spectra).map(color).collect()
}

fn spectral_columns(columns: &SpectralColumns) -> Vec<usize> {
    match columns {
        SpectralColumns::Named(named) => named.iter().map(|(_, column)| *column).collect(),
        SpectralColumns::Paired(pairs) => pairs.iter().flatten().copied().collect(),
    }
}

/// Rows with anything in these columns.
fn used_rows<'a>(table: &'a Table, columns: &[usize]) -> impl Iterator<Item = (usize, &'a Row)> {
    let is_used = move |row: &Row| columns.iter().any(|&column| !row.field(column).is_empty());
    table.rows.iter().enumerate().filter(move |(_, row)| is_used(row))
}

fn not_a_number(row: &Row, value: String) -> ChartFileError {
    let line = row.line;
    if value.is_empty() { ChartFileError::ShortLine { line } } else { ChartFileError::NotANumber { line, value } }
}

impl Color {
    pub fn of_spectrum(spectrum: &SampledSpectrum) -> Option<Self> {
        let reflectance = fine_wavelengths_nm().map(|nm| spectrum.at(nm));
        Self::possible(Lab::from(light_of(&reflectance)), Some(reflectance))
    }

    /// `None` for a colour that no surface has: object colours under daylight stay within about ±130 (MacAdam limits in
    /// CIELAB).
    pub fn possible(lab: Lab, reflectance: Option<FineSpectrum>) -> Option<Self> {
        let is_possible = (-0.5..=101.0).contains(&lab.l) && lab.a.abs() < 130.0 && lab.b.abs() < 130.0;
        is_possible.then_some(Self { lab, reflectance })
    }

    /// The mean light of several readings, and their mean spectrum where all have one. Black for none.
    pub fn mean<'a>(readings: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let share = 1.0 / readings.clone().count().max(1) as f64;
        let light = readings.clone().map(|one| one.lab.to_linear() * share).reduce(|p, q| p + q);
        let reflectances: Option<Vec<FineSpectrum>> = readings.map(|one| one.reflectance).collect();
        let reflectance = reflectances.and_then(|all| all.into_iter().map(|one| one * share).reduce(|p, q| p + q));
        Self { lab: Lab::from(light.unwrap_or(LinearRgb::WHITE * 0.0)), reflectance }
    }
}
