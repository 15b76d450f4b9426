//! Charts that a user measured, from CSV or CGATS.

use super::{Chart, PATCHES};
use crate::color::Lab;

/// Why a file is no chart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartFileError {
    #[error("no columns L, a and b; name them in the first line, as in \"patch,L,a,b\"")]
    NoColumns,
    #[error("no list of fields between BEGIN_DATA_FORMAT and END_DATA_FORMAT with LAB_L, LAB_A and LAB_B")]
    NoDataFormat,
    #[error("line {line}: {value:?} is not a number")]
    NotANumber { line: usize, value: String },
    #[error("line {line} has fewer values than the chart has columns")]
    ShortLine { line: usize },
    #[error("{found} patches instead of 24, row by row from dark skin to black")]
    WrongCount { found: usize },
    #[error("line {line}: L, a and b are outside the colors that a surface can have")]
    ImpossibleColor { line: usize },
    #[error("the patches are not in the chart's order: white is to be the 19th, row by row from dark skin")]
    WrongOrder,
    #[error("{illuminant:?} with the 2° observer is not supported; give colors for D50 or D65 and 2°")]
    OtherCondition { illuminant: String },
}

/// For which light the colours of a file hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    D50,
    D65,
}

impl Chart {
    /// A chart from comma- or semicolon-separated text: a line of names with L, a, b, then 24 lines from dark skin.
    ///
    /// Colours are for D50 and 2°, as measuring devices report, unless a remark `# D65` stands in the file.
    ///
    /// # Errors
    /// See [`ChartFileError`]; line numbers count from 1.
    pub fn from_csv(name: impl Into<String>, text: &str) -> Result<Self, ChartFileError> {
        let light = light_of_remarks(text.lines().filter(|line| line.trim_start().starts_with('#')))?;
        let mut lines = numbered(text).filter(|(_, line)| !line.starts_with('#'));
        let (_, header) = lines.next().ok_or(ChartFileError::NoColumns)?;
        let split = |line: &str| -> Vec<String> {
            line.split([',', ';', '\t']).map(|field| field.trim().trim_matches('"').to_owned()).collect()
        };
        let columns = columns(&split(header), &["l", "l*", "lab_l"], ChartFileError::NoColumns)?;
        chart(name.into(), lines.map(|(number, line)| (number, split(line))), columns, light)
    }

    /// A chart from CGATS text (CGATS.17), as ArgyllCMS, i1Profiler and BabelColor write it; D50 and 2°.
    ///
    /// # Errors
    /// See [`ChartFileError`]; line numbers count from 1.
    pub fn from_cgats(name: impl Into<String>, text: &str) -> Result<Self, ChartFileError> {
        let block = |from: &'static str, to: &'static str| {
            let inside = numbered(text).skip_while(move |(_, line)| *line != from).skip(1);
            inside.take_while(move |(_, line)| *line != to)
        };
        let words =
            |line: &str| -> Vec<String> { line.split_whitespace().map(|w| w.trim_matches('"').into()).collect() };
        let fields: Vec<String> =
            block("BEGIN_DATA_FORMAT", "END_DATA_FORMAT").flat_map(|(_, line)| words(line)).collect();
        let columns = columns(&fields, &["lab_l"], ChartFileError::NoDataFormat)?;
        let light = light_of_remarks(text.lines().filter(|line| line.contains("ILLUMINANT")))?;
        let rows = block("BEGIN_DATA", "END_DATA").map(|(number, line)| (number, words(line)));
        chart(name.into(), rows, columns, light)
    }
}

/// Lines with their numbers, empty ones left out.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().enumerate().map(|(i, line)| (i + 1, line.trim())).filter(|(_, line)| !line.is_empty())
}

/// Where L, a and b stand; the names of a and b follow from that of L.
fn columns(fields: &[String], lightness: &[&str], missing: ChartFileError) -> Result<[usize; 3], ChartFileError> {
    let fields: Vec<String> = fields.iter().map(|field| field.to_lowercase()).collect();
    let find = |name: &str| fields.iter().position(|field| field == name);
    let named = |l: &&str| {
        let other = |letter: &str| l.strip_suffix("l*").map(|start| format!("{start}{letter}*"));
        let other = |letter: &str| other(letter).unwrap_or_else(|| format!("{}{letter}", &l[..l.len() - 1]));
        Some([find(l)?, find(&other("a"))?, find(&other("b"))?])
    };
    lightness.iter().find_map(named).ok_or(missing)
}

fn light_of_remarks<'a>(mut remarks: impl Iterator<Item = &'a str>) -> Result<Light, ChartFileError> {
    let named = remarks.find_map(|line| line.split(|c: char| !c.is_alphanumeric()).find(|word| is_illuminant(word)));
    match named {
        None | Some("D50") => Ok(Light::D50),
        Some("D65") => Ok(Light::D65),
        Some(other) => Err(ChartFileError::OtherCondition { illuminant: other.into() }),
    }
}

/// A CIE illuminant's name, as D50 or F11; the letters alone are too common in remarks.
fn is_illuminant(word: &str) -> bool {
    let digits = word.strip_prefix(['D', 'F']).unwrap_or_default();
    (1..=2).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit())
}

fn chart(
    name: String,
    rows: impl Iterator<Item = (usize, Vec<String>)>,
    columns: [usize; 3],
    light: Light,
) -> Result<Chart, ChartFileError> {
    let colors = rows.map(|(line, row)| color(line, &row, columns, light)).collect::<Result<Vec<Lab>, _>>()?;
    let colors: [Lab; PATCHES] =
        colors.try_into().map_err(|colors: Vec<Lab>| ChartFileError::WrongCount { found: colors.len() })?;
    let lightest = (0..PATCHES).max_by(|a, b| colors[*a].l.total_cmp(&colors[*b].l));
    if lightest != Some(18) || colors[18].l - colors[23].l < 40.0 {
        return Err(ChartFileError::WrongOrder);
    }
    Ok(Chart::measured(name, colors))
}

fn color(line: usize, row: &[String], columns: [usize; 3], light: Light) -> Result<Lab, ChartFileError> {
    let mut lab = [0.0; 3];
    for (value, column) in lab.iter_mut().zip(columns) {
        let field = row.get(column).ok_or(ChartFileError::ShortLine { line })?;
        *value = field.parse().map_err(|_| ChartFileError::NotANumber { line, value: field.clone() })?;
    }
    let [l, a, b]: [f64; 3] = lab;
    // Object colours under daylight stay within about ±130 (MacAdam limits in CIELAB).
    let possible = (0.0..=101.0).contains(&l) && a.abs() < 130.0 && b.abs() < 130.0;
    if !possible {
        return Err(ChartFileError::ImpossibleColor { line });
    }
    Ok(if light == Light::D50 { Lab::from_d50(lab) } else { Lab::from(lab) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    fn csv(light: &str) -> String {
        let rows = Chart::before_november_2014().colors.map(|c| format!("P,{:.4},{:.4},{:.4}\n", c.l, c.a, c.b));
        format!("# {light}\npatch,L*,a*,b*\n{}", rows.concat())
    }

    #[test]
    fn a_measured_chart_is_read_as_written() {
        let chart = Chart::from_csv("mine", &csv("D65, 2°")).unwrap();
        for (read, written) in chart.colors.iter().zip(Chart::before_november_2014().colors) {
            assert!(ciede2000(*read, written).0 < 0.01);
        }
    }

    #[test]
    fn cgats_is_d50() {
        let rows = (0..24).map(|n| format!("A{n} {} 0.0 0.0\n", if n == 18 { 95.0 } else { 20.0 }));
        let text = format!(
            "CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_ID LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n{}END_DATA\n",
            rows.collect::<String>()
        );
        let chart = Chart::from_cgats("mine", &text).unwrap();
        assert!(ciede2000(chart.colors[18], Lab::from_d50([95.0, 0.0, 0.0])).0 < 1e-6);
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        let read = |text: &str| Chart::from_csv("mine", text).unwrap_err();
        assert_eq!(read(""), ChartFileError::NoColumns);
        assert_eq!(read("x,y,z\n1,2,3"), ChartFileError::NoColumns);
        assert_eq!(read("L,a,b\n1,2"), ChartFileError::ShortLine { line: 2 });
        assert_eq!(read("L,a,b\n1,zwei,3"), ChartFileError::NotANumber { line: 2, value: "zwei".into() });
        assert_eq!(read("L,a,b\n\n1,2,NaN"), ChartFileError::ImpossibleColor { line: 3 });
        assert_eq!(read("L,a,b\n50,2,3"), ChartFileError::WrongCount { found: 1 });
        assert_eq!(read(&csv("F11")), ChartFileError::OtherCondition { illuminant: "F11".into() });
        let reversed: Vec<String> = csv("D65").lines().map(String::from).collect();
        let reversed = [&reversed[..2], &reversed[2..].iter().rev().cloned().collect::<Vec<_>>()].concat().join("\n");
        assert_eq!(read(&reversed), ChartFileError::WrongOrder);
    }
}
