//! Argyll's chart descriptions (`.cht`): where the patches lie, and the colours that are expected there.

use super::place::{Place, Places, first_gap, letters_of};
use super::samples::Color;
use super::{ChartFileError, PatchSet};
use crate::calibration::chart::Grid;
use crate::color::{StatedCondition, White};
use crate::table::{parse_number, words};

pub(super) const BOXES: &str = "BOXES";
const EXPECTED: &str = "EXPECTED";

/// Where a patch's middle lies on the chart, in the description's own unit, from the left and from the top.
#[derive(Clone, Debug, PartialEq)]
struct PatchBox {
    name: String,
    middle: [f64; 2],
}

/// The patches that have both a box and an expected colour; their places are those of the boxes.
///
/// Expected colours hold for D50 and 2°; they are meant to tell a chart's orientation, and are as true as their maker's.
pub(super) fn patches(name: String, text: &str) -> Result<PatchSet, ChartFileError> {
    let boxes = boxes(text)?;
    let colors = expected(text)?;
    let known: Vec<(&PatchBox, Color)> = boxes
        .iter()
        .filter_map(|one| Some((one, colors.iter().find(|(name, _)| *name == one.name)?.1.clone())))
        .collect();
    if known.is_empty() {
        return Err(ChartFileError::NoColumns);
    }
    let [columns, rows] = [0, 1].map(|axis| lanes(known.iter().map(|(one, _)| one.middle[axis])));
    let grid = Grid { columns: columns.len(), rows: rows.len() };
    let place = |one: &PatchBox| Place { column: lane_of(&columns, one.middle[0]), row: lane_of(&rows, one.middle[1]) };
    let places: Vec<Place> = known.iter().map(|(one, _)| place(one)).collect();
    // Boxes in several blocks leave more gaps than patches.
    if grid.patches() > 4 * places.len() {
        return Err(ChartFileError::OtherGrid { columns: grid.columns, rows: grid.rows });
    }
    if let Some(Place { column, row }) = first_gap(&places, grid) {
        return Err(ChartFileError::Missing { patch: format!("{}{}", letters_of(column), row + 1) });
    }
    let names = known.iter().map(|(one, _)| one.name.clone()).collect();
    let colors = known.into_iter().map(|(_, color)| color).collect();
    let condition = StatedCondition::of_text("D50/2°");
    Ok(PatchSet::in_places(name, Places { grid, places, names }, colors, condition))
}

/// The distinct positions among these, rising.
fn lanes(positions: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut lanes: Vec<f64> = positions.collect();
    lanes.sort_by(f64::total_cmp);
    lanes.dedup_by(|p, q| (*p - *q).abs() < 1e-3 * q.abs().max(1.0));
    lanes
}

fn lane_of(lanes: &[f64], position: f64) -> usize {
    let away = |lane: &f64| (lane - position).abs();
    (0..lanes.len()).min_by(|p, q| away(&lanes[*p]).total_cmp(&away(&lanes[*q]))).unwrap_or_default()
}

fn boxes(text: &str) -> Result<Vec<PatchBox>, ChartFileError> {
    let mut boxes = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let words = words(text);
        if words.first().is_some_and(|word| word == EXPECTED) {
            break;
        }
        if words.first().is_some_and(|word| word == "X" || word == "Y") {
            boxes.extend(row_of_boxes(&words).ok_or(ChartFileError::BadBox { line })?);
        }
    }
    Ok(boxes)
}

/// One line of boxes: `X` or `Y`, first and last label across and down, width, height, first corner, and the steps.
///
/// With `X` a name begins with the label across, with `Y` with the one down; `_` stands for no label.
fn row_of_boxes(words: &[String]) -> Option<Vec<PatchBox>> {
    let [kind, x_first, x_last, y_first, y_last, rest @ ..] = words else { return None };
    let numbers: Vec<f64> = rest.iter().take(6).map(|word| parse_number(word)).collect::<Option<_>>()?;
    let [width, height, left, top, right_step, down_step] = numbers.try_into().ok()?;
    let (across, down) = (labels(x_first, x_last)?, labels(y_first, y_last)?);
    let mut boxes = Vec::new();
    for (row, below) in down.iter().enumerate() {
        for (column, beside) in across.iter().enumerate() {
            let name = if kind == "X" { format!("{beside}{below}") } else { format!("{below}{beside}") };
            let middle = [left + right_step * column as f64 + width / 2.0, top + down_step * row as f64 + height / 2.0];
            boxes.push(PatchBox { name, middle });
        }
    }
    Some(boxes)
}

/// Labels from one to another: numbers with their leading zeros, or single letters.
fn labels(first: &str, last: &str) -> Option<Vec<String>> {
    if first == "_" {
        return Some(vec![String::new()]);
    }
    if let (Ok(from), Ok(to)) = (first.parse::<usize>(), last.parse::<usize>()) {
        let is_range = from <= to && to - from < 100;
        return is_range.then(|| (from..=to).map(|number| format!("{number:0width$}", width = first.len())).collect());
    }
    match (first.as_bytes(), last.as_bytes()) {
        ([from], [to]) if from <= to => Some((*from..=*to).map(|letter| char::from(letter).to_string()).collect()),
        _ if first == last => Some(vec![first.to_owned()]),
        _ => None,
    }
}

/// Names and colours behind `EXPECTED XYZ` (in percent) or `EXPECTED LAB`.
fn expected(text: &str) -> Result<Vec<(String, Color)>, ChartFileError> {
    let mut lines = (1..).zip(text.lines()).map(|(line, text)| (line, words(text)));
    let head = lines.find(|(_, words)| words.first().is_some_and(|word| word == EXPECTED));
    let is_lab = head.is_some_and(|(_, words)| words.get(1).is_some_and(|word| word == "LAB"));
    let rows = lines.filter(|(_, words)| !words.is_empty()).take_while(|(_, words)| words.len() >= 4);
    let color = |(line, words): (usize, Vec<String>)| {
        let number =
            |text: &String| parse_number(text).ok_or_else(|| ChartFileError::NotANumber { line, value: text.clone() });
        let numbers = [number(&words[1])?, number(&words[2])?, number(&words[3])?];
        let lab = if is_lab { White::D50.lab(numbers) } else { White::D50.xyz(numbers.map(|value| value / 100.0)) };
        Ok((words[0].clone(), Color::possible(lab, None).ok_or(ChartFileError::ImpossibleColor { line })?))
    };
    rows.map(color).collect()
}
