//! Who may use whom, read from every path in `src`, tests included where they reach for an outer crate.
//!
//! A folder uses only folders that stand in an earlier row, no modules of a folder use each other in a circle, and an
//! outer crate stays where it belongs. A path counts where its name is defined: re-exports are followed. `tools/house.py`
//! prints the circles as they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

mod code;
mod paths;

use code::{Code, folder, lies_in};

/// The folders in the order of the work. `cli` uses the same as a `session`, but no session.
const ROWS: &[&[&str]] = &[
    &["color", "files", "printable", "progress"],
    &["table"],
    &["photo", "skin"],
    &["pigment", "calibration"],
    &["measurement"],
    &["matching", "preview"],
    &["caution"],
    &["pipeline"],
    &["consultation", "training"],
    &["session", "cli"],
    &["gui"],
];

/// Where each dependency may be used, and threads; an empty place is everywhere.
const PLACES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli"]),
    ("arboard", &["gui::clipboard"]),
    ("clap", &["cli"]),
    ("csv", &["table"]),
    ("directories", &["session::settings"]),
    ("eframe", &["gui"]),
    ("egui", &["gui"]),
    ("exif", &["photo"]),
    ("heifer", &["photo::decode"]),
    ("image", &["photo", "preview::export"]),
    ("moxcms", &["photo"]),
    ("nalgebra", &[""]),
    ("palette", &["color", "skin"]),
    ("png", &["photo::decode", "preview::export"]),
    ("pollster", &["gui::dialogs"]),
    ("rayon", &["calibration", "matching", "measurement", "photo", "pipeline", "preview", "skin"]),
    ("re_rav1d", &["photo::decode"]),
    ("rfd", &["gui::dialogs"]),
    ("roxmltree", &["calibration::chart"]),
    ("serde", &[""]),
    ("serde_json", &[""]),
    ("sha2", &["photo::decode"]),
    ("std::thread", &["session::job"]),
    ("strum", &[""]),
    ("tempfile", &[""]),
    ("thiserror", &[""]),
    ("tiff", &["photo::decode"]),
    ("toml", &["session::settings"]),
    ("zune_jpeg", &["photo::decode"]),
];

/// Uses that close a circle and stand for a reason, to be said beside them: who, and whom. Today none does.
const STANDING: &[(&str, &[&str])] = &[];

static THIS_PACKAGE: LazyLock<Code> = LazyLock::new(|| {
    let src = root().join("src");
    let name = |path: &Path| path.strip_prefix(&src).expect("it lies in src").to_string_lossy().replace('\\', "/");
    let files = files_in(&src).into_iter().map(|path| (name(&path), read(&path)));
    Code::of(files.filter(|(name, _)| !["lib.rs", "main.rs", "bin/stipple-cli.rs"].contains(&name.as_str())))
});

#[test]
fn every_folder_uses_only_what_stands_before_it() {
    assert_none(wrong_folders(&THIS_PACKAGE));
}

#[test]
fn no_modules_of_a_folder_use_each_other_in_a_circle() {
    assert_none(THIS_PACKAGE.circles(STANDING));
}

#[test]
fn every_dependency_stays_in_its_place() {
    assert_none(escapes(&THIS_PACKAGE));
    let manifest: toml::Table = read(&root().join("Cargo.toml")).parse().expect("a manifest");
    let dependencies = manifest["dependencies"].as_table().expect("a table").keys();
    let without_place = |name: &&String| !PLACES.iter().any(|(known, _)| *known == name.replace('-', "_"));
    assert_none(dependencies.filter(without_place).cloned());
}

#[test]
fn what_the_tables_forbid_is_seen() {
    let wrong_folder = |path, text| Vec::from_iter(wrong_folders(&Code::of([(path, text)])));
    assert_eq!(wrong_folder("photo/x.rs", "use crate::pigment::Shade;"), ["photo::x uses pigment"]);
    assert_eq!(wrong_folder("photo/x.rs", "fn f() { g!(super::super::gui::G) }"), ["photo::x uses gui"]);
    assert_eq!(wrong_folder("color/x.rs", "use crate::{color, gui::{self}};"), ["color::x uses gui"]);
    assert_eq!(wrong_folder("cli/x.rs", "let s = crate::session::S;"), ["cli::x uses session"]);
    assert_eq!(wrong_folder("photo/x.rs", "#[cfg(test)] mod tests {} use crate::gui;"), ["photo::x uses gui"]);
    assert!(wrong_folder("photo/x.rs", "#[cfg(test)] mod tests { use crate::gui; } // crate::gui").is_empty());
    let escape = |path, text| Vec::from_iter(escapes(&Code::of([(path, text)])));
    assert_eq!(escape("session/x.rs", "std::thread::spawn(work)"), ["session::x uses std::thread"]);
    assert_eq!(escape("matching/x.rs", "use image::{self as i};"), ["matching::x uses image"]);
    assert_eq!(escape("table/x.rs", "#[cfg(test)] fn f() { clap::x() }"), ["table::x uses clap"]);
    assert!(escape("photo/x.rs", "self.clap::<u8>() + image::MAX + a::clap::b").is_empty());
}

#[test]
fn a_circle_is_seen_through_what_a_folder_passes_on() {
    let passes_on = ("skin/mod.rs", "mod a; mod b; pub use a::A;");
    let code = Code::of([passes_on, ("skin/a.rs", "use super::b::B;"), ("skin/b.rs", "use super::A;")]);
    assert_eq!(code.circles(&[]), ["skin::a uses skin::b", "skin::b uses skin::a"]);
    assert!(code.circles(&[("skin::b", &["skin::a"])]).is_empty());
    assert_eq!(code.circles(&[("skin::b", &["skin::a", "skin"])]), ["skin::b uses skin in no circle"]);
}

#[track_caller]
fn assert_none(wrong: impl IntoIterator<Item = String>) {
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn wrong_folders(code: &Code) -> BTreeSet<String> {
    let wrong = code.uses_of_folders().filter(|(user, used)| !may_use(folder(user), used));
    wrong.map(|(user, used)| format!("{user} uses {used}")).collect()
}

fn may_use(own: &str, used: &str) -> bool {
    let row = |name: &str| ROWS.iter().position(|row| row.contains(&name));
    let (Some(own_row), Some(used_row)) = (row(own), row(used)) else {
        return false;
    };
    own == used || used_row < own_row
}

fn escapes(code: &Code) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (user, path) in code.outer_uses() {
        let whole = path.steps.join("::");
        let is_meant = |name: &str| lies_in(&whole, name) && (whole != name || path.is_use);
        let is_out = |places: &[&str]| !places.iter().any(|place| lies_in(user, place));
        let out = PLACES.iter().filter(|(name, places)| is_meant(name) && is_out(places));
        found.extend(out.map(|(name, _)| format!("{user} uses {name}")));
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a source file is text")
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of src");
    let paths = entries.map(|entry| entry.expect("an entry of src").path());
    let is_code = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).filter(is_code).collect()
}
