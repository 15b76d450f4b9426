//! The list of a color meter: its own export, or a table that the practitioner keeps.

use std::path::{Path, PathBuf};

use super::{Assumed, MeterReading, Subject};
use crate::color::{Lab, SampledSpectrum, Spectrum, StatedCondition};
use crate::pigment::condition::StatedColor;
use crate::pigment::fault::Fault;
use crate::table::{
    ColorColumns, ColorSpace, Row, SpectralColumns, Table, TextError, numbers_at, plain_name, read_text, text_of,
};

/// More than any list of readings (our choice).
const MAX_BYTES: u64 = 1 << 20;

/// What columns are called that hold a reading's name or its day, best first.
const NAMES: [&str; 9] =
    ["name", "color name", "colour name", "sample name", "sample", "title", "label", "description", "id"];
const DATES: [&str; 7] = ["date", "date time", "timestamp", "time", "created", "created at", "date created"];
const SUBJECTS: [&str; 2] = ["subject", "tissue"];
/// Parts of the names of columns that tell the condition.
const CONDITIONS: [&str; 5] = ["illuminant", "observer", "reference", "condition", "light source"];

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
    let faulty = |faults| MeterFileError::Faulty { path: path.into(), faults };
    let of_file = |problem: &str| faulty(vec![fault(1, problem.into())]);
    let text = read_text(path, MAX_BYTES).map_err(|error| match error {
        TextError::Unreadable(source) => MeterFileError::Unreadable { path: path.into(), source },
        TextError::TooLarge => of_file("more than 1 MB is no list of readings"),
        TextError::NotText => of_file("the file holds no text; export the readings as CSV"),
    })?;
    read_meter_csv(&text).map_err(faulty)
}

/// Reads a table with columns L*, a* and b*, XYZ or a spectrum, divided by commas, semicolons or tabs.
///
/// Columns called name, subject, illuminant, observer and date are used where there are any. The condition may also stand
/// with the columns of the colour or above the table. A subject that has no column is taken from the reading's name.
///
/// # Errors
/// Every fault of the text with its line.
pub fn read_meter_csv(text: &str) -> Result<Vec<MeterReading>, Vec<Fault>> {
    let text = text_of(text.as_bytes()).unwrap_or_default();
    let table = Table::delimited(&text).ok_or_else(|| {
        vec![fault(1, "no line names columns L, a and b, as in name,subject,L,a,b,illuminant,observer,date".into())]
    })?;
    let reader = Reader::of(&table);
    let (mut readings, mut faults) = (Vec::new(), Vec::new());
    for row in &table.rows {
        match reader.read(row, readings.len() + 1) {
            Ok(reading) => readings.push(reading),
            Err(problem) => faults.push(fault(row.line, problem)),
        }
    }
    if faults.is_empty() { Ok(readings) } else { Err(faults) }
}

fn fault(line: usize, problem: String) -> Fault {
    Fault { line, entry: None, problem }
}

/// Where a table holds what a reading needs.
struct Reader {
    colors: Vec<(ColorColumns, StatedCondition)>,
    spectrum: Option<SpectralColumns>,
    name: Option<usize>,
    subject: Option<usize>,
    date: Option<usize>,
    /// With their headings.
    conditions: Vec<(usize, String)>,
    above: StatedCondition,
}

impl Reader {
    fn of(table: &Table) -> Self {
        let names: Vec<String> = table.header.iter().map(|name| plain_name(name)).collect();
        let called = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
        let is_condition = |heading: &str| CONDITIONS.iter().any(|part| heading.contains(part));
        let headings = table.header.iter().map(|heading| heading.to_lowercase()).enumerate();
        let colors = ColorColumns::all(&table.header).into_iter();
        let above = table.remarks.iter().map(|remark| StatedCondition::of_text(remark));
        Self {
            colors: colors.map(|one| (one.clone(), StatedCondition::of_text(&one.words(&table.header)))).collect(),
            spectrum: SpectralColumns::of(&table.header),
            name: called(&NAMES),
            subject: called(&SUBJECTS),
            date: called(&DATES),
            conditions: headings.filter(|(_, heading)| is_condition(heading)).collect(),
            above: above.fold(StatedCondition::default(), StatedCondition::or),
        }
    }

    fn read(&self, row: &Row, number: usize) -> Result<MeterReading, String> {
        let name = match self.name {
            Some(column) if row.field(column).is_empty() => return Err("the name is blank".into()),
            Some(column) => row.field(column).to_owned(),
            None => format!("reading {number}"),
        };
        let subject = self.subject(row, &name)?;
        let (lab, is_condition_assumed) = self.color(row)?;
        let date = self.date.map(|column| row.field(column)).filter(|date| !date.is_empty());
        let assumed = Assumed { subject: subject.is_none(), condition: is_condition_assumed };
        Ok(MeterReading {
            name,
            subject: subject.unwrap_or(Subject::Skin),
            lab,
            date: date.map(str::to_owned),
            assumed,
        })
    }

    /// By the column, else by the name.
    fn subject(&self, row: &Row, name: &str) -> Result<Option<Subject>, String> {
        match self.subject.map(|column| row.field(column)).filter(|subject| !subject.is_empty()) {
            Some(subject) => read_subject(subject).map(Some),
            None => Ok(subject_in(name)),
        }
    }

    /// The colour, and whether its condition had to be assumed. A spectrum stands before a Lab, whatever the Lab's light.
    fn color(&self, row: &Row) -> Result<(Lab, bool), String> {
        if let Some(spectrum) = self.spectrum.as_ref().and_then(|columns| columns.samples(row).ok()) {
            return Ok((color_of_spectrum(spectrum)?, false));
        }
        let stated = self.stated(row)?;
        let conditions = self.colors.iter().map(|(columns, words)| (columns, words.clone().or(stated.clone())));
        let conditions: Vec<(&ColorColumns, StatedCondition)> = conditions.collect();
        let usable = conditions.iter().find(|(_, condition)| condition.white().is_some());
        let (columns, condition) = usable.or(conditions.first()).ok_or("the row has no spectrum")?;
        let numbers = numbers_at(row, columns.columns).map_err(|text| match text.as_str() {
            "" => "a value of the colour is missing".to_owned(),
            text => format!("“{text}” is not a number"),
        })?;
        Ok((converted(columns.space, numbers, condition)?, condition.is_silent()))
    }

    /// What the row's own columns say, else what stands above the table.
    fn stated(&self, row: &Row) -> Result<StatedCondition, String> {
        let mut stated = StatedCondition::default();
        for (column, heading) in &self.conditions {
            let value = row.field(*column);
            let said = StatedCondition::of_text(&format!("{heading} {value}"));
            if !value.is_empty() && heading.contains("illuminant") && said.illuminant.is_none() {
                return Err(format!("“{value}” is not an illuminant such as D65 or D50"));
            }
            if !value.is_empty() && heading.contains("observer") && said.observer_degrees.is_none() {
                return Err(format!("“{value}” is not an observer: 2 or 10"));
            }
            stated = stated.or(said);
        }
        Ok(stated.or(self.above.clone()))
    }
}

fn color_of_spectrum(samples: Vec<[f64; 2]>) -> Result<Lab, String> {
    let sampled = SampledSpectrum::new(samples);
    let mut spectrum = [sampled.ok_or("the spectrum does not cover 400 to 700 nm in steps of at most 20 nm")?];
    SampledSpectrum::in_one_unit(&mut spectrum);
    let lab = Spectrum::of_wavelength(|nm| spectrum[0].at(nm)).to_lab();
    StatedColor::new(lab.into(), "D65", 2).to_lab()
}

/// X, Y and Z are percent, as every meter shows them.
fn converted(space: ColorSpace, numbers: [f64; 3], condition: &StatedCondition) -> Result<Lab, String> {
    let illuminant = condition.illuminant.as_deref().unwrap_or("D50");
    let observer = condition.observer_degrees.unwrap_or(2);
    match (space, condition.white()) {
        (ColorSpace::Xyz, Some(white)) => {
            let lab = white.xyz(numbers.map(|value| value / 100.0));
            StatedColor::new(lab.into(), "D65", 2).to_lab()
        }
        _ => StatedColor::new(numbers, illuminant, observer).to_lab(),
    }
}

fn read_subject(text: &str) -> Result<Subject, String> {
    match text.to_lowercase().as_str() {
        "skin" | "bare skin" => Ok(Subject::Skin),
        "stubble" => Ok(Subject::Stubble),
        "hair" => Ok(Subject::Hair),
        "brows" | "brow" | "eyebrows" | "eyebrow" => Ok(Subject::Brows),
        "shade" | "swatch" | "pigment" => Ok(Subject::Shade),
        _ => Err(format!("“{text}” is not skin, stubble, hair, brows or shade")),
    }
}

/// What a reading's name says it was held to, as “left temple, skin”.
fn subject_in(name: &str) -> Option<Subject> {
    name.split(|c: char| !c.is_alphabetic()).find_map(|word| read_subject(word).ok())
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
        assert!(readings.iter().all(|one| one.assumed == Assumed::default()));
    }

    #[test]
    fn every_line_that_cannot_be_used_is_named() {
        let csv = "name;subject;L;a;b;illuminant;observer\n\
            one;skin;62;9;15;D65;10\n\
            two;scalp;62;9;15;D65;2\n\
            three;skin;light;9;15;D65;2\n\
            ;skin;62;9;15;D65;2\n\
            five;skin;62;9\n\
            six;skin;62;9;15;sunlight;2\n\
            seven;skin;62;9;15;D65;7\n\
            eight;skin;162;9;15;D65;2\n";
        let faults = read_meter_csv(csv).expect_err("eight faults");
        let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9], "{faults:#?}");
        assert!(faults[0].problem.contains("D65/10° cannot be converted"), "{faults:#?}");
        assert!(read_meter_csv("R,G,B\n1,2,3").is_err());
        assert!(read_meter_csv("").is_err());
    }

    /// Skin of L* 62, a* 13, b* 18 as meters and spreadsheets export it.
    #[test]
    fn exports_of_meters_are_read_as_they_come() {
        for csv in [
            "name;subject;L;a;b;illuminant;observer\nx;skin;62,0;13,0;18,0;D65;2\n",
            "\"name\",\"L\",\"a\",\"b\",\"Illuminant/Observer\"\n\"x, skin\",\"62,0\",\"13,0\",\"18,0\",\"D65/2°\"\n",
            "Name,L* (D65/2°),a* (D65/2°),b* (D65/2°),Hex,R,G,B\nx skin,62,13,18,#b8917a,184,145,122\n",
            "Exported by a meter\nIlluminant: D65, observer: 2°\n\nColor Name\tLab L\tLab A\tLab B\tDate\nskin 1\t62\t13\t18\t1.2.2026\n",
            "Title,L*(D65/10°),a*(D65/10°),b*(D65/10°),L*(D65/2°),a*(D65/2°),b*(D65/2°)\nskin,61,12,19,62,13,18\n",
        ] {
            let readings = read_meter_csv(csv).unwrap_or_else(|faults| panic!("{faults:?}\n{csv}"));
            assert_eq!((readings[0].subject, readings[0].lab), (Subject::Skin, Lab::new(62.0, 13.0, 18.0)), "{csv}");
            assert_eq!(readings[0].assumed, Assumed::default(), "{csv}");
        }
    }

    #[test]
    fn what_a_file_leaves_open_is_assumed_and_told() {
        let readings = read_meter_csv("Scan,L*,a*,b*\n1,62,13,18\n2,63,13,18\n").expect("no fault");
        assert_eq!(readings[1].assumed, Assumed { subject: true, condition: true });
        assert_eq!((readings[1].subject, readings[1].name.as_str()), (Subject::Skin, "reading 2"));
        assert!(ciede2000(readings[0].lab, Lab::from_d50([62.0, 13.0, 18.0])).0 < 1e-6);
    }

    #[test]
    fn a_spectrum_is_read_whatever_the_condition_of_the_lab_beside_it() {
        let reflectance = |nm: usize| 0.2 + 0.001 * (nm as f64 - 400.0);
        let header: String = (400..=700).step_by(10).map(|nm| format!(",R{nm}nm")).collect();
        let values: String = (400..=700).step_by(10).map(|nm| format!(",{:.2}", 100.0 * reflectance(nm))).collect();
        let csv = format!("name,subject,L,a,b,illuminant,observer{header}\nx,skin,1,2,3,A,10{values}\n");
        let readings = read_meter_csv(&csv).expect("no fault");
        let expected = Spectrum::of_wavelength(|nm| reflectance(nm as usize)).to_lab();
        assert!(ciede2000(readings[0].lab, expected).0 < 0.01, "{readings:?}");
    }

    proptest::proptest! {
        /// Pieces of lists in any order give readings or faults.
        #[test]
        fn no_text_stops_the_program(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60)) {
            let _ = read_meter_csv(&pieces.concat());
            let _ = read_meter_csv(&format!("name;L;a;b;illuminant;observer\n{}", pieces.concat()));
        }
    }

    const PIECES: [&str; 18] = [
        "L,a,b\n", "X;Y;Z\n", "name", "subject", "skin", "D65", "10°", "observer", "62,5", "1e308", "-", "\"", ",",
        ";", "\t", "\n", "#", " ",
    ];

    #[test]
    fn a_file_that_is_no_text_or_too_long_is_refused_whole() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MAX_BYTES + 1).unwrap();
        let problem = |path: &Path| load_meter_csv(path).expect_err("refused").faults()[0].problem.clone();
        assert!(problem(file.path()).contains("1 MB"));
        std::fs::write(file.path(), [0, 1, 2]).unwrap();
        assert!(problem(file.path()).contains("no text"));
    }
}
