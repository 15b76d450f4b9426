//! Who may use whom: a folder of `src` uses only folders that stand in an earlier row.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders in the order of the work. `cli` uses the same as a `session`, but no session.
const ROWS: &[&[&str]] = &[
    &["color", "printable", "progress", "table"],
    &["caution"],
    &["photo", "skin"],
    &["pigment", "calibration"],
    &["measurement"],
    &["matching", "preview"],
    &["pipeline"],
    &["consultation", "training"],
    &["session", "cli"],
    &["gui"],
];

/// Crates and modules that belong in some places only.
const CONFINED: &[(&str, &[&str])] = &[
    ("egui", &["gui/"]),
    ("eframe", &["gui/"]),
    ("egui_extras", &["gui/"]),
    ("rfd", &["gui/"]),
    ("arboard", &["gui/"]),
    ("clap", &["cli/"]),
    ("image", &["photo/", "preview/"]),
    ("moxcms", &["photo/"]),
    ("heifer", &["photo/"]),
    ("re_rav1d", &["photo/"]),
    ("tiff", &["photo/"]),
    ("zune_jpeg", &["photo/"]),
    ("thread", &["session/job.rs"]),
];

#[test]
fn every_folder_uses_only_what_stands_before_it() {
    let wrong: Vec<String> = sources().iter().flat_map(|(path, code)| wrong_uses(path, code)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn toolkits_codecs_and_threads_stay_in_their_place() {
    let wrong: Vec<String> = sources().iter().flat_map(|(path, code)| escapes(path, code)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_the_table_forbids_is_seen() {
    assert_eq!(wrong_uses("photo/x.rs", "use crate::pigment::Shade;"), ["photo/x.rs uses pigment"]);
    assert_eq!(wrong_uses("cli/x.rs", "let s = crate::session::Session::new();"), ["cli/x.rs uses session"]);
    assert_eq!(wrong_uses("color/x.rs", "use crate::{gui, color};"), ["color/x.rs uses {"]);
    assert_eq!(escapes("session/mod.rs", "std::thread::spawn(work)"), ["session/mod.rs uses thread"]);
    assert_eq!(escapes("matching/x.rs", "use image::DynamicImage;"), ["matching/x.rs uses image"]);
    assert!(escapes("photo/x.rs", "let size = self.image::<u8>() + moxcms::MAX;").is_empty());
}

/// Every source file below a folder of `src`, by its path there, without comments and tests.
fn sources() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let roots = ["lib.rs", "main.rs", "bin"].map(|root| src.join(root));
    let paths = files_in(&src).into_iter().filter(|path| !roots.iter().any(|root| path.starts_with(root)));
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&src).expect("the file lies in src").to_string_lossy().replace('\\', "/");
        (name, code_of(&fs::read_to_string(path).expect("a source file is text")))
    };
    paths.map(read).collect()
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of src");
    let paths = entries.map(|entry| entry.expect("an entry of src").path());
    let is_code = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).filter(is_code).collect()
}

fn code_of(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or_default();
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn wrong_uses(path: &str, code: &str) -> Vec<String> {
    let own = path.split(['/', '.']).next().unwrap_or_default();
    let used = code.split("crate::").skip(1).map(|after| first_word(after).unwrap_or("{"));
    used.filter(|used| !may_use(own, used)).map(|used| format!("{path} uses {used}")).collect()
}

fn may_use(own: &str, used: &str) -> bool {
    let row = |name: &str| ROWS.iter().position(|row| row.contains(&name));
    let (Some(own_row), Some(used_row)) = (row(own), row(used)) else { return false };
    own == used || used_row < own_row
}

fn escapes(path: &str, code: &str) -> Vec<String> {
    let escaped = CONFINED.iter().filter(|(name, places)| {
        !places.iter().any(|place| path.starts_with(place))
            && code.match_indices(name).any(|(at, _)| is_path(code, at, name))
    });
    escaped.map(|(name, _)| format!("{path} uses {name}")).collect()
}

/// Whether a path such as `image::X` or `std::thread` starts or passes here, not a longer word or a method.
fn is_path(code: &str, at: usize, name: &str) -> bool {
    let (before, after) = (&code[..at], &code[at + name.len()..]);
    let starts = before.chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '.'));
    starts && (after.starts_with("::") || before.ends_with("std::") || before.ends_with("use "))
}

fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}
