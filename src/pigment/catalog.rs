use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use super::entry::{EntryReader, plain_reason, shorten};
use super::fault::{Fault, Lines};
use super::fields::Fields;
use super::shade::Shade;
use crate::files::read_at_most;

/// The version of the catalog schema that this program reads; the README documents it.
pub const FORMAT_VERSION: u64 = 1;

const MAX_BYTES: u64 = 8 << 20;
const MAX_SHADES: usize = 20_000;

/// The shades to choose from, in the order of their files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    pub name: String,
    pub shades: Vec<Shade>,
}

#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    #[error("the catalog cannot be read: {path}", path = .path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("a catalog of more than {limit_mb} MB is refused: {path}", limit_mb = MAX_BYTES >> 20, path = .path.display())]
    TooLarge { path: PathBuf },
    #[error("the catalog is not text in UTF-8: {path}", path = .path.display())]
    NotText { path: PathBuf },
    #[error("{count} {noun} in the catalog, first {first}: {path}", count = .faults.len(), noun = noun(.faults), first = first(.faults), path = .path.display())]
    Faulty { path: PathBuf, faults: Vec<Fault> },
}

impl CatalogError {
    /// Every fault of a readable file; empty for the other errors.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Faulty { faults, .. } => faults,
            _ => &[],
        }
    }
}

fn noun(faults: &[Fault]) -> &'static str {
    if faults.len() == 1 { "fault" } else { "faults" }
}

fn first(faults: &[Fault]) -> String {
    faults.first().map(Fault::to_string).unwrap_or_default()
}

/// The generic catalog that comes with the program.
pub fn shipped_catalog() -> Catalog {
    read_catalog(include_str!("../../shades.json")).expect("shades.json is checked by a test")
}

/// Reads and checks a catalog file; its size is checked before it is read.
///
/// # Errors
/// [`CatalogError`]; of a readable file it holds every fault, not only the first.
pub fn load_catalog(path: &Path) -> Result<Catalog, CatalogError> {
    let bytes = read_at_most(path, MAX_BYTES).map_err(|source| match source.kind() {
        ErrorKind::FileTooLarge => CatalogError::TooLarge { path: path.into() },
        _ => CatalogError::Unreadable { path: path.into(), source },
    })?;
    let text = String::from_utf8(bytes).map_err(|_| CatalogError::NotText { path: path.into() })?;
    read_catalog(&text).map_err(|faults| CatalogError::Faulty { path: path.into(), faults })
}

/// Reads a catalog from its text.
///
/// # Errors
/// Every fault of the text, in the order of its lines.
pub fn read_catalog(text: &str) -> Result<Catalog, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Fields { by_key: file, repeated } = serde_json::from_str(text).map_err(|error| vec![syntax_fault(&error)])?;
    let lines = Lines::of(text);
    let mut faults = check_head(&lines, &file);
    faults.extend(repeated.into_iter().map(|(key, raw)| Fault {
        line: lines.line_of(raw),
        entry: None,
        problem: format!("“{}” is given twice; keep one of them", shorten(&key)),
    }));
    let entries = read_entries(&lines, &file, &mut faults);
    let name = file.get("name").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    faults.extend(duplicate_ids(&entries));
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() {
        Ok(Catalog { name, shades: entries.into_iter().map(|(_, shade)| shade).collect() })
    } else {
        Err(faults)
    }
}

impl Catalog {
    /// This catalog followed by another.
    ///
    /// # Errors
    /// The first id that both have.
    pub fn joined(mut self, other: Catalog) -> Result<Catalog, String> {
        if let Some(twice) = other.shades.iter().find(|shade| self.shade(&shade.id).is_some()) {
            return Err(twice.id.clone());
        }
        self.shades.extend(other.shades);
        Ok(self)
    }

    pub fn shade(&self, id: &str) -> Option<&Shade> {
        self.shades.iter().find(|shade| shade.id == id)
    }
}

fn check_head(lines: &Lines, file: &BTreeMap<String, &RawValue>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |line, problem: String| faults.push(Fault { line, entry: None, problem });
    match file.get("format_version") {
        None => fault(1, format!("“format_version” is missing; this program reads version {FORMAT_VERSION}")),
        Some(raw) if raw.get().trim() != FORMAT_VERSION.to_string() => {
            let found = shorten(raw.get());
            fault(
                lines.line_of(raw),
                format!("format_version {found} is unknown; this program reads {FORMAT_VERSION}"),
            );
        }
        Some(_) => {}
    }
    for (key, raw) in
        file.iter().filter(|(key, _)| !["format_version", "name", "shades", "notes"].contains(&key.as_str()))
    {
        fault(lines.line_of(raw), format!("“{}” is not a field of a catalog", shorten(key)));
    }
    faults
}

fn read_entries(lines: &Lines, file: &BTreeMap<String, &RawValue>, faults: &mut Vec<Fault>) -> Vec<(usize, Shade)> {
    let raws = match read_list(lines, file) {
        Ok(raws) => raws,
        Err(fault) => {
            faults.push(fault);
            return Vec::new();
        }
    };
    let mut shades = Vec::new();
    for (index, raw) in raws.into_iter().enumerate() {
        match EntryReader::new(lines, index, raw).read() {
            Ok(entry) => shades.push(entry),
            Err(found) => faults.extend(found),
        }
    }
    shades
}

fn read_list<'a>(lines: &Lines, file: &BTreeMap<String, &'a RawValue>) -> Result<Vec<&'a RawValue>, Fault> {
    let fault = |line, problem: String| Fault { line, entry: None, problem };
    let raw = file.get("shades").ok_or_else(|| fault(1, "“shades” is missing".into()))?;
    let line = lines.line_of(raw);
    let list: Vec<&RawValue> =
        serde_json::from_str(raw.get()).map_err(|error| fault(line, format!("“shades”: {}", plain_reason(&error))))?;
    if list.len() > MAX_SHADES {
        return Err(fault(line, format!("{} shades are more than {MAX_SHADES}", list.len())));
    }
    Ok(list)
}

fn duplicate_ids(entries: &[(usize, Shade)]) -> Vec<Fault> {
    let mut first_line: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (line, shade) in entries {
        match first_line.get(shade.id.as_str()) {
            Some(first) => faults.push(Fault {
                line: *line,
                entry: Some(format!("“{}”", shorten(&shade.id))),
                problem: format!("the id stands already on line {first}"),
            }),
            None => {
                first_line.insert(&shade.id, *line);
            }
        }
    }
    faults
}

fn syntax_fault(error: &serde_json::Error) -> Fault {
    Fault { line: error.line().max(1), entry: None, problem: format!("not valid JSON: {}", plain_reason(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, extra: &str) -> String {
        format!(
            r#"{{"id": "{id}", "name": "N", "family": "carbon", "state": "computed",
               "provenance": {{"kind": "user", "source": "test"}}{extra}}}"#
        )
    }

    fn catalog_of(entries: &[String]) -> String {
        format!("{{\"format_version\": 1, \"shades\": [\n{}\n]}}", entries.join(",\n"))
    }

    fn faults_of(text: &str) -> Vec<String> {
        read_catalog(text).unwrap_err().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn the_shipped_catalog_has_no_fault_and_says_where_every_color_is_from() {
        let catalog = shipped_catalog();
        assert!(catalog.shades.iter().any(|shade| shade.recipes().count() > 3));
        for shade in catalog.shades.iter().filter(|shade| shade.recipes().next().is_some()) {
            assert_eq!(shade.provenance.kind, crate::pigment::ProvenanceKind::Computed, "{}", shade.id);
        }
    }

    #[test]
    fn every_fault_is_reported_at_once_with_its_line_and_entry() {
        let color = r#", "color": {"lab": [50, 0, 0], "illuminant": "A", "observer": 2}"#;
        let text = catalog_of(&[entry("one", color), entry("two", ", \"colour\": 3"), entry("", "")]);
        let faults = faults_of(&text);
        assert_eq!(faults.len(), 3, "{faults:#?}");
        assert!(faults[0].starts_with("line 3: shade 1 “one”: “color”: a Lab under A/2°"), "{faults:#?}");
        assert!(faults[1].contains("shade 2 “two”: “colour” is not a field"), "{faults:#?}");
        assert!(faults[2].contains("shade 3: “id” is blank"), "{faults:#?}");
    }

    #[test]
    fn a_key_given_twice_is_named_with_its_line() {
        let twice = entry("one", ",\n\"name\": \"again\"");
        assert_eq!(
            faults_of(&catalog_of(&[twice])),
            ["line 4: shade 1 “one”: “name” is given twice; keep one of them"]
        );
        let color = r#", "color": {"lab": [50, 0, 0], "lab": [40, 0, 0], "illuminant": "D65", "observer": 2}"#;
        assert!(faults_of(&catalog_of(&[entry("one", color)]))[0].contains("duplicate field `lab`"));
        let head = "{\"format_version\": 1,\n\"shades\": [],\n\"shades\": []}";
        assert_eq!(faults_of(head), ["line 3: “shades” is given twice; keep one of them"]);
    }

    #[test]
    fn an_id_given_twice_names_the_first_line() {
        let faults = faults_of(&catalog_of(&[entry("same", ""), entry("same", "")]));
        assert_eq!(faults, ["line 4: “same”: the id stands already on line 2"]);
    }

    #[test]
    fn impossible_colors_and_numbers_are_refused() {
        for (lab, reason) in [
            ("[50, 120, 120]", "not a colour"),
            ("[101, 0, 0]", "not a colour"),
            ("[1e999, 0, 0]", "number out of range"),
            ("[NaN, 0, 0]", "not valid JSON"),
        ] {
            let color = format!(", \"color\": {{\"lab\": {lab}, \"illuminant\": \"D65\", \"observer\": 2}}");
            let faults = faults_of(&catalog_of(&[entry("x", &color)]));
            assert!(faults[0].contains(reason), "{faults:?}");
        }
    }

    #[test]
    fn unknown_versions_broken_text_and_deep_nesting_are_faults() {
        assert!(faults_of(r#"{"format_version": 2, "shades": []}"#)[0].contains("this program reads 1"));
        assert!(faults_of("{\"format_version\": 1,\n \"shades\": [")[0].starts_with("line 2: not valid JSON"));
        assert!(faults_of("")[0].starts_with("line 1: not valid JSON"));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!faults_of(&format!("{{\"format_version\": 1, \"shades\": {deep}}}")).is_empty());
    }

    #[test]
    fn a_color_under_d50_is_adapted() {
        // ColorChecker patch “dark skin” (X-Rite, after November 2014), adapted with colour-science 0.4 for Python.
        let color = r#", "color": {"lab": [37.54, 14.37, 14.92], "illuminant": "D50", "observer": 2}"#;
        let catalog = read_catalog(&catalog_of(&[entry("dark-skin", color)])).unwrap();
        let lab = catalog.shades[0].color.unwrap();
        let expected = crate::color::Lab::new(37.315, 13.373, 14.579);
        assert!(crate::color::ciede2000(lab, expected).0 < 0.01, "{lab:?}");
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(100 << 20).unwrap();
        assert!(matches!(load_catalog(file.path()), Err(CatalogError::TooLarge { .. })));
    }
}
