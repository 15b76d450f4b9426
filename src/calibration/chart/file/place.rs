//! Where on its chart a patch lies, by what it is called.

use super::ChartFileError;
use super::names::patch_of_color_name;
use crate::calibration::chart::{Grid, PATCHES};

/// No chart for a camera has more (our choice).
const MOST_PATCHES: usize = 2_000;

/// Counted from 0, from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub column: usize,
    pub row: usize,
}

/// A whole grid, and where in it every patch of a list lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub grid: Grid,
    pub places: Vec<Place>,
    /// By which the places were found.
    pub names: Vec<String>,
}

/// Finds the grid of patches by all that may name them, a list for each patch.
///
/// Letters with numbers, as A1 or 1A, come before the names of colours, these before numbers, and these before the order
/// of the file; the last two only for the 24 patches of a ColorChecker Classic, row by row.
///
/// # Errors
/// [`ChartFileError::Missing`] where names have gaps, [`ChartFileError::WrongCount`] where nothing tells a grid.
pub(super) fn places_of(names: &[Vec<&str>]) -> Result<Places, ChartFileError> {
    if names.len() > MOST_PATCHES {
        return Err(ChartFileError::WrongCount { found: names.len() });
    }
    let columns = names.iter().map(Vec::len).min().unwrap_or(0);
    let lists = (0..columns).map(|column| names.iter().map(|names| names[column]).collect::<Vec<&str>>());
    let lists: Vec<Vec<&str>> = lists.collect();
    let lettered: Vec<Result<Places, ChartFileError>> = lists.iter().filter_map(|list| by_letters(list)).collect();
    let whole = lettered.iter().find_map(|places| places.as_ref().ok().cloned());
    let by_color = || lists.iter().find_map(|list| whole_classic(list, place_by_color));
    let by_number = || lists.iter().find_map(|list| by_numbers(list));
    let found = whole.or_else(by_color).or_else(by_number);
    match (found, lettered.into_iter().find_map(Result::err)) {
        (Some(places), _) => Ok(places),
        (None, Some(gap)) => Err(gap),
        (None, None) => order_of_file(names.len()),
    }
}

fn order_of_file(patches: usize) -> Result<Places, ChartFileError> {
    if patches != PATCHES {
        return Err(ChartFileError::WrongCount { found: patches });
    }
    let names = (1..=PATCHES).map(|number| format!("patch {number}")).collect();
    Ok(Places { grid: Grid::CLASSIC, places: (0..PATCHES).map(|i| in_row(i, Grid::CLASSIC)).collect(), names })
}

/// The place on a ColorChecker Classic of the patch that is called after a colour.
fn place_by_color(name: &str) -> Option<Place> {
    patch_of_color_name(name).map(|patch| in_row(patch, Grid::CLASSIC))
}

fn in_row(index: usize, grid: Grid) -> Place {
    let [column, row] = grid.place_of(index);
    Place { column, row }
}

/// A whole Classic from the place of each name; `None` where a name has none or places stay empty.
fn whole_classic(list: &[&str], place: impl Fn(&str) -> Option<Place>) -> Option<Places> {
    let places: Vec<Place> = list.iter().map(|name| place(name)).collect::<Option<_>>()?;
    let is_whole = first_gap(&places, Grid::CLASSIC).is_none();
    is_whole.then(|| Places { grid: Grid::CLASSIC, places, names: owned(list) })
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// The first place of a grid, row by row, that no patch has.
pub(super) fn first_gap(places: &[Place], grid: Grid) -> Option<Place> {
    let mut is_taken = vec![false; grid.patches()];
    places.iter().for_each(|place| is_taken[place.row * grid.columns + place.column] = true);
    is_taken.iter().position(|taken| !taken).map(|index| in_row(index, grid))
}

/// Numbers from 1 to 24, behind a text that all have in common if any, as “Patch 1”.
fn by_numbers(list: &[&str]) -> Option<Places> {
    let number = |name: &str| {
        let digits = name.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let before = name.trim_end().strip_suffix(digits)?;
        Some((before.to_owned(), digits.parse::<usize>().ok()?.checked_sub(1)?))
    };
    let (start, _) = number(list.first()?)?;
    let is_one = |(before, i): &(String, usize)| *before == start && *i < PATCHES;
    whole_classic(list, |name| number(name).filter(is_one).map(|(_, i)| in_row(i, Grid::CLASSIC)))
}

/// The grid of names such as A1 or 1A; `None` where they are others, an error where a patch is missing.
///
/// Charts lie on their longer side: with fewer letters than numbers the letter tells the row, as on IT8.7/2 (A1–L22), else
/// the column, as on the ColorCheckers DC (A1–T12) and Digital SG (A1–N10). The Classic is lettered both ways.
fn by_letters(list: &[&str]) -> Option<Result<Places, ChartFileError>> {
    let parts: Vec<(usize, usize)> = list.iter().map(|name| letter_and_number(name)).collect::<Option<_>>()?;
    let (first, last) = (parts.iter().map(|part| part.0).min()?, parts.iter().map(|part| part.0).max()?);
    let (lowest, highest) = (parts.iter().map(|part| part.1).min()?, parts.iter().map(|part| part.1).max()?);
    let (letters, numbers) = (last - first + 1, highest - lowest + 1);
    // One letter with numbers is a count.
    if letters == 1 {
        return None;
    }
    let is_row_first = letters < numbers;
    let place = |(letter, number): (usize, usize)| {
        let (letter, number) = (letter - first, number - lowest);
        if is_row_first { Place { column: number, row: letter } } else { Place { column: letter, row: number } }
    };
    // Names with large gaps are no grid's.
    if letters * numbers > 4 * list.len() {
        return None;
    }
    let (columns, rows) = if is_row_first { (numbers, letters) } else { (letters, numbers) };
    let grid = Grid { columns, rows };
    let places: Vec<Place> = parts.iter().map(|&part| place(part)).collect();
    if let Some(Place { column, row }) = first_gap(&places, grid) {
        let (letter, number) = if is_row_first { (row, column) } else { (column, row) };
        return Some(Err(ChartFileError::Missing {
            patch: format!("{}{}", letters_of(first + letter), lowest + number),
        }));
    }
    Some(Ok(Places { grid, places, names: owned(list) }))
}

/// Letter, counted from A as 0 and from AA as 26, and number of A1, a01, A-1 or 1A.
fn letter_and_number(name: &str) -> Option<(usize, usize)> {
    let name: String = name.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect::<String>().to_ascii_uppercase();
    let letters_first = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbers_first = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let (letters, number) = match (name.strip_prefix(letters_first), name.strip_suffix(numbers_first)) {
        (Some(number), _) if !number.is_empty() => (letters_first, number),
        (_, Some(number)) if !number.is_empty() => (numbers_first, number),
        _ => return None,
    };
    let is_letters = (1..=2).contains(&letters.len()) && letters.bytes().all(|letter| letter.is_ascii_uppercase());
    if !is_letters {
        return None;
    }
    let index = letters.bytes().fold(0, |sum, letter| 26 * sum + usize::from(letter.saturating_sub(b'A')) + 1);
    let number: usize = number.parse().ok().filter(|number| (1..=99).contains(number))?;
    Some((index.checked_sub(1)?, number))
}

pub(super) fn letters_of(index: usize) -> String {
    let letter = |i: usize| char::from(b'A' + (i % 26) as u8);
    if index < 26 { letter(index).to_string() } else { format!("{}{}", letter(index / 26 - 1), letter(index)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(names: &[&str]) -> Result<Places, ChartFileError> {
        places_of(&names.iter().map(|name| vec![*name]).collect::<Vec<_>>())
    }

    fn lettered(letters: &str, numbers: usize, name: impl Fn(char, usize) -> String) -> Vec<String> {
        letters
            .chars()
            .flat_map(|letter| (1..=numbers).map(move |number| (letter, number)))
            .map(|(l, n)| name(l, n))
            .collect()
    }

    #[test]
    fn both_conventions_of_the_classic_make_six_columns() {
        for (letters, numbers, second) in
            [("ABCDEF", 4, Place { column: 0, row: 1 }), ("ABCD", 6, Place { column: 1, row: 0 })]
        {
            for name in
                [|l: char, n: usize| format!("{l}{n}"), |l, n| format!("{n:02}{l}"), |l, n| format!("{l} {n:02}")]
            {
                let names = lettered(letters, numbers, name);
                let found = places(&names.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
                assert_eq!((found.grid, found.places[1]), (Grid::CLASSIC, second), "{names:?}");
            }
        }
    }

    #[test]
    fn numbers_and_colour_names_are_row_by_row_in_any_order() {
        let numbers: Vec<String> = (1..=24).rev().map(|number| format!("Patch {number}")).collect();
        let found = places(&numbers.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        assert_eq!(found.places[0], Place { column: 5, row: 3 });
    }

    #[test]
    fn letters_come_before_the_numbers_of_the_lines() {
        let names = lettered("ABCDEF", 4, |l, n| format!("{l}{n}"));
        let lines: Vec<String> = (1..=24).map(|line: usize| line.to_string()).collect();
        let both: Vec<Vec<&str>> = lines.iter().zip(&names).map(|(line, name)| vec![line.as_str(), name]).collect();
        assert_eq!(places_of(&both).unwrap().places[4], Place { column: 1, row: 0 });
    }

    #[test]
    fn a_gap_names_the_patch_and_a_wrong_count_the_number() {
        let names = lettered("ABCDEF", 4, |l, n| format!("{l}{n}"));
        let without: Vec<&str> = names.iter().map(String::as_str).filter(|name| *name != "C3").collect();
        assert_eq!(places(&without), Err(ChartFileError::Missing { patch: "C3".into() }));
        assert_eq!(places(&["D65"]), Err(ChartFileError::WrongCount { found: 1 }));
        assert_eq!(places(&["x"; 23]), Err(ChartFileError::WrongCount { found: 23 }));
        assert_eq!((letters_of(25), letters_of(26)), ("Z".into(), "AA".into()));
    }
}
