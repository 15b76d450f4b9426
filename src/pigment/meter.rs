//! Readings of a color meter, entered by hand or as a CSV file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::catalog::Fault;
use super::condition::StatedColor;
use crate::color::Lab;

/// One reading, converted to D65 and the 2° observer.
#[derive(Clone, Debug, PartialEq)]
pub struct MeterReading {
    pub name: String,
    pub subject: Subject,
    pub lab: Lab,
    /// As the file states it.
    pub date: Option<String>,
}

/// What the meter was held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Skin,
    Stubble,
    Hair,
    Brows,
    Shade,
}

/// The columns in their order; the last may be missing.
const COLUMNS: [&str; 8] = ["name", "subject", "L", "a", "b", "illuminant", "observer", "date"];

impl MeterReading {
    /// A reading as the meter shows it.
    ///
    /// # Errors
    /// A sentence that says why the color cannot be used: only D65/2° and D50/2° can be converted.
    pub fn entered(
        name: &str,
        subject: Subject,
        lab: [f64; 3],
        illuminant: &str,
        observer: u32,
    ) -> Result<Self, String> {
        let lab = StatedColor::new(lab, illuminant, observer).to_lab()?;
        Ok(Self { name: name.trim().into(), subject, lab, date: None })
    }
}

/// More than any list of readings (our choice).
const MAX_BYTES: u64 = 1 << 20;

#[derive(Debug, thiserror::Error)]
pub enum MeterFileError {
    #[error("the readings cannot be read: {path}", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the readings cannot be used: {path}", path = .path.display())]
    Faulty { path: PathBuf, faults: Vec<Fault> },
}

impl MeterFileError {
    /// Every fault of a readable file.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Faulty { faults, .. } => faults,
            Self::Unreadable { .. } => &[],
        }
    }
}

/// Reads a file as [`read_meter_csv`] does; what is longer than any list of readings is refused.
///
/// # Errors
/// [`MeterFileError`]; of a readable file it holds every fault.
pub fn load_meter_csv(path: &Path) -> Result<Vec<MeterReading>, MeterFileError> {
    let unreadable = |source| MeterFileError::Unreadable { path: path.into(), source };
    let mut text = String::new();
    File::open(path).map_err(unreadable)?.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(unreadable)?;
    let is_long = text.len() as u64 > MAX_BYTES;
    let readings = if is_long {
        Err(vec![fault(1, "more than 1 MB is no list of readings".into())])
    } else {
        read_meter_csv(&text)
    };
    readings.map_err(|faults| MeterFileError::Faulty { path: path.into(), faults })
}

/// Reads `name,subject,L,a,b,illuminant,observer[,date]` with that line at the top; commas or semicolons divide.
///
/// # Errors
/// Every fault of the text with its line.
pub fn read_meter_csv(text: &str) -> Result<Vec<MeterReading>, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let head = rows.next().map(|(_, line)| fields(line)).unwrap_or_default();
    if !is_head(&head) {
        return Err(vec![fault(1, format!("the first line has to be {}", COLUMNS.join(",")))]);
    }
    let (mut readings, mut faults) = (Vec::new(), Vec::new());
    for (line, row) in rows {
        match read_row(&fields(row)) {
            Ok(reading) => readings.push(reading),
            Err(problem) => faults.push(fault(line, problem)),
        }
    }
    if faults.is_empty() { Ok(readings) } else { Err(faults) }
}

fn fault(line: usize, problem: String) -> Fault {
    Fault { line, entry: None, problem }
}

fn fields(line: &str) -> Vec<&str> {
    let separator = if line.contains(';') { ';' } else { ',' };
    line.split(separator).map(|field| field.trim().trim_matches('"').trim()).collect()
}

fn is_head(head: &[&str]) -> bool {
    let is_column = |(found, wanted): (&&str, &&str)| found.eq_ignore_ascii_case(wanted);
    (7..=8).contains(&head.len()) && head.iter().zip(&COLUMNS).all(is_column)
}

fn read_row(fields: &[&str]) -> Result<MeterReading, String> {
    let &[name, subject, l, a, b, illuminant, observer, ref rest @ ..] = fields else {
        return Err(format!("{} fields, 7 or 8 are needed", fields.len()));
    };
    if name.is_empty() || rest.len() > 1 {
        return Err(if name.is_empty() { "the name is blank".into() } else { "more than 8 fields".to_owned() });
    }
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("“{text}” is not a number"));
    let observer =
        observer.trim_end_matches('°').parse().map_err(|_| format!("“{observer}” is not an observer: 2 or 10"))?;
    let lab = [number(l)?, number(a)?, number(b)?];
    let reading = MeterReading::entered(name, read_subject(subject)?, lab, illuminant, observer)?;
    let date = rest.first().filter(|date| !date.is_empty()).map(|date| (*date).to_owned());
    Ok(MeterReading { date, ..reading })
}

fn read_subject(text: &str) -> Result<Subject, String> {
    match text.to_ascii_lowercase().as_str() {
        "skin" => Ok(Subject::Skin),
        "stubble" => Ok(Subject::Stubble),
        "hair" => Ok(Subject::Hair),
        "brows" => Ok(Subject::Brows),
        "shade" => Ok(Subject::Shade),
        _ => Err(format!("“{text}” is not skin, stubble, hair, brows or shade")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    #[test]
    fn readings_are_converted_to_d65() {
        // ColorChecker patch “dark skin” (X-Rite, after November 2014), adapted with colour-science 0.4 for Python.
        let csv = "Name,Subject,L,a,b,Illuminant,Observer,Date\n\
            temple,skin,62.5,9,15.5,D65,2,2026-11-22\n\
            patch,shade,37.54,14.37,14.92,D50,2,\n";
        let readings = read_meter_csv(csv).expect("no fault");
        assert_eq!((readings[0].subject, readings[0].lab), (Subject::Skin, Lab::new(62.5, 9.0, 15.5)));
        assert_eq!((readings[0].date.as_deref(), readings[1].date.as_deref()), (Some("2026-11-22"), None));
        assert!(ciede2000(readings[1].lab, Lab::new(37.315, 13.373, 14.579)).0 < 0.01, "{readings:?}");
    }

    #[test]
    fn every_line_that_cannot_be_used_is_named() {
        let csv = "name;subject;L;a;b;illuminant;observer\n\
            one;skin;62;9;15;D65;10\n\
            two;scalp;62;9;15;D65;2\n\
            three;skin;light;9;15;D65;2\n\
            ;skin;62;9;15;D65;2\n\
            five;skin;62;9;15;A\n";
        let faults = read_meter_csv(csv).expect_err("five faults");
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6], "{faults:#?}");
        assert!(faults[0].problem.contains("D65/10° cannot be converted"), "{faults:#?}");
        assert!(read_meter_csv("L,a,b\n1,2,3").is_err());
        assert!(read_meter_csv("").is_err());
    }
}
