//! Shades of the practitioner's own, added to a catalog file.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::catalog::{CatalogError, FORMAT_VERSION, load_catalog, read_catalog};
use super::fault::Fault;
use super::shade::Shade;
use crate::files::replace;

#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("the shade was not kept: {0}")]
    Catalog(#[from] CatalogError),
    #[error("the shade was not kept, the catalog would have {count} {noun}, first {first}", count = .0.len(), noun = if .0.len() == 1 { "fault" } else { "faults" }, first = .0.first().map(Fault::to_string).unwrap_or_default())]
    Faulty(Vec<Fault>),
    #[error("the catalog cannot be written: {path}", path = .path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
}

impl AppendError {
    /// Every fault that stood in the way; empty for the other errors.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Catalog(error) => error.faults(),
            Self::Faulty(faults) => faults,
            Self::Unwritable { .. } => &[],
        }
    }
}

/// Adds a shade at the end of a catalog file, or starts the file; one of the same id is replaced.
///
/// What else the file says is kept. The file is replaced in one go, so that it is never half written.
///
/// # Errors
/// [`AppendError`]; the file is then as it was.
pub fn append_shade(path: &Path, shade: &Shade) -> Result<(), AppendError> {
    let unwritable = |source| AppendError::Unwritable { path: path.into(), source };
    let mut file = match load_catalog(path) {
        Ok(_) => read_json(path).map_err(unwritable)?,
        Err(CatalogError::Unreadable { source, .. }) if source.kind() == ErrorKind::NotFound => new_catalog(),
        Err(error) => return Err(error.into()),
    };
    if let Some(shades) = file.get_mut("shades").and_then(Value::as_array_mut) {
        shades.retain(|entry| entry.get("id").and_then(Value::as_str) != Some(&shade.id));
        shades.push(shade.to_entry());
    }
    let text = format!("{file:#}\n");
    read_catalog(&text).map_err(AppendError::Faulty)?;
    replace(path, |file| file.write_all(text.as_bytes())).map_err(unwritable)
}

fn new_catalog() -> Value {
    json!({ "format_version": FORMAT_VERSION, "name": "My shades", "shades": [] })
}

fn read_json(path: &Path) -> std::io::Result<Value> {
    let text = std::fs::read_to_string(path)?;
    Ok(serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Lab;
    use crate::pigment::{State, SwatchSource, shade_of_swatches};

    fn shade(name: &str, l: f64) -> Shade {
        let source = SwatchSource {
            photo: "side.jpg".into(),
            sha256: "0123456789abcdef".into(),
            date: None,
            reference: Some("chart".into()),
        };
        shade_of_swatches(name, &[(6.0, Lab::new(l, 2.0, 5.0))], State::CardSwatch, &source).expect("a shade")
    }

    #[test]
    fn shades_are_added_one_by_one_and_one_of_the_same_id_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mine.json");
        for (name, l) in [("Black", 30.0), ("Brown", 40.0), ("Black", 32.0)] {
            append_shade(&path, &shade(name, l)).expect("the file can be written");
        }
        let kept = load_catalog(&path).expect("no fault").shades;
        assert_eq!(kept, [shade("Brown", 40.0), shade("Black", 32.0)]);
    }

    #[test]
    fn a_file_that_is_no_catalog_stays_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.json");
        std::fs::write(&path, "[1, 2]").expect("the file can be written");
        assert!(append_shade(&path, &shade("Black", 30.0)).is_err());
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), Some("[1, 2]"));
    }
}
