//! What people hand to the headless program beside a photo, and what contradicts the photo: told, never printed raw.

use std::fs;
use std::path::PathBuf;

use image::{Rgb, RgbImage};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{answer, run};

/// Where things lie in the photo: skin of L* 62, a* 13, b* 18, a grey card of L* 66.9, and the wall around them.
const SKIN: [u32; 4] = [20, 20, 120, 120];
const CARD: [u32; 4] = [200, 20, 80, 80];
const SKIN_REGION: &str = "rect:30,30,100,100";
const CARD_L: &str = "neutral:rect:205,25,70,70@66.9";
/// Codes that act on a terminal: escape, DEL, a C1 code and an override of the direction of writing.
const CODES: &str = "\\u001b[31m\\u007f\\u009b1m\\u202e";

struct Desk {
    folder: TempDir,
    photo: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let photo = folder.path().join("photo.png");
        let inside = |[left, top, width, height]: [u32; 4], x: u32, y: u32| {
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        };
        let picture = RgbImage::from_fn(320, 240, |x, y| match (x, y) {
            (x, y) if inside(SKIN, x, y) => Rgb([184, 141, 119]),
            (x, y) if inside(CARD, x, y) => Rgb([162, 162, 162]),
            _ => Rgb([120, 121, 122]),
        });
        picture.save(&photo).expect("the photo is written");
        Self { folder, photo }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("the file is written");
        path.to_string_lossy().into_owned()
    }

    fn measured(&self, options: &[&str]) -> Value {
        answer("measure", &self.photo, options)
    }
}

/// The cautions of an answer and of its measurements, by kind.
fn texts(answer: &Value, kind: &str) -> Vec<String> {
    let of = |value: &Value| value["cautions"].as_array().cloned().unwrap_or_default();
    let measurements = answer["measurements"].as_array().cloned().unwrap_or_default();
    let all = measurements.iter().flat_map(of).chain(of(answer));
    let told = all.filter(|caution| caution["kind"] == kind);
    told.filter_map(|caution| caution["text"].as_str().map(str::to_owned)).collect()
}

#[track_caller]
fn assert_no_code(text: &str) {
    let raw = text.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}'));
    assert_eq!(raw, None, "{text:?}");
}

const DOUBTS: [&str; 4] = ["impossible_skin", "not_skin", "card_on_region", "chart_on_region"];

#[test]
fn a_right_mark_is_not_doubted() {
    let desk = Desk::new();
    for reference in ["none", CARD_L, "neutral:rect:205,25,70,70"] {
        let measured = desk.measured(&["--skin", SKIN_REGION, "--reference", reference]);
        for kind in DOUBTS {
            assert_eq!(texts(&measured, kind), Vec::<String>::new(), "{reference}");
        }
    }
}

#[test]
fn a_card_on_a_region_is_told_with_its_share() {
    let desk = Desk::new();
    for (tissue, region) in [("--skin", "rect:200,20,40,40"), ("--stubble", "ellipse:220,40,15,15")] {
        let measured = desk.measured(&[tissue, region, "--reference", CARD_L]);
        assert!(texts(&measured, "card_on_region")[0].contains("overlaps"), "{measured:#}");
    }
}

#[test]
fn a_wall_is_not_skin() {
    let measured = Desk::new().measured(&["--skin", "rect:30,170,100,60", "--reference", CARD_L]);
    assert!(texts(&measured, "not_skin")[0].contains("doesn't look like skin"), "{measured:#}");
}

#[test]
fn a_card_of_the_wrong_lightness_makes_skin_impossible() {
    let desk = Desk::new();
    let with = |card: &str| {
        let reference = format!("neutral:{card}");
        texts(&desk.measured(&["--skin", SKIN_REGION, "--reference", &reference]), "impossible_skin")
    };
    let (light, dark) = (with("rect:150,170,100,60@98"), with("rect:205,25,70,70@10"));
    assert!(light[0].contains("lighter than") && light[0].contains("the card's L*"), "{light:?}");
    assert!(dark[0].contains("darker than any skin") && dark[0].contains("the card's L*"), "{dark:?}");
}

#[test]
fn a_card_that_may_be_another_is_asked_for() {
    let desk = Desk::new();
    // The wall is as bright as a camera shows either a middle grey or one a stop lighter.
    let measured = desk.measured(&["--skin", SKIN_REGION, "--reference", "neutral:rect:150,170,100,60"]);
    let clear = desk.measured(&["--skin", SKIN_REGION, "--reference", CARD_L]);
    let asked = [texts(&measured, "card_not_clear"), texts(&measured, "lightness_guessed")].concat();
    assert_eq!((asked.len(), texts(&clear, "card_not_clear").len()), (1, 0), "{measured:#}");
}

#[test]
fn a_meter_that_contradicts_the_photo_is_told_with_both_values() {
    let desk = Desk::new();
    let with = |lab: &str| {
        let meter = desk.file("meter.csv", &format!("name;subject;L;a;b;illuminant;observer\nx;skin;{lab};D65;2\n"));
        desk.measured(&["--skin", SKIN_REGION, "--reference", CARD_L, "--meter", &meter])
    };
    let far = texts(&with("30,0;10,0;12,0"), "meter_contradicts_photo");
    assert!(far[0].contains("L* 30.0, a* 10.0, b* 12.0") && far[0].contains("the photo shows"), "{far:?}");
    assert_eq!(texts(&with("63,5;12;17"), "meter_contradicts_photo"), Vec::<String>::new());
}

#[test]
fn what_an_export_of_a_meter_leaves_open_is_told() {
    let desk = Desk::new();
    let meter = desk.file("nix.csv", "Scan,L*,a*,b*,Hex\none,62.1,13.0,18.2,#b8917a\ntwo,62.3,13.1,18.0,#b8917a\n");
    let measured = desk.measured(&["--skin", SKIN_REGION, "--reference", CARD_L, "--meter", &meter]);
    for kind in ["meter_subject_assumed", "meter_condition_assumed"] {
        assert!(texts(&measured, kind)[0].starts_with("2 readings"), "{measured:#}");
    }
}

#[test]
fn files_that_cannot_be_used_give_one_line_without_codes() {
    let desk = Desk::new();
    let photo = desk.photo.to_string_lossy().into_owned();
    let ten_degrees =
        desk.file("a\u{1b}[31mb.csv", "name,subject,L,a,b,illuminant,observer\n\u{9b}x,skin,62,9,15,D65,10\n");
    let list = desk.file("chart\u{7f}.csv", "L,a,b\n1,\u{1b}]0;title\u{7},3\n");
    for (option, file) in [("--meter", &ten_degrees), ("--chart-file", &list)] {
        let refused = run(["measure", &photo, "--skin", SKIN_REGION, "--reference", "none", option, file]);
        assert!(!refused.reason().is_empty());
        assert_no_code(refused.reason());
    }
    let usage = run(["measure", &photo, "--skin", "\u{1b}[2J"]);
    assert_eq!(usage.code, Some(2));
    assert_no_code(&usage.stderr);
}

/// A catalog of two shades; `more` is added to the second.
fn catalog(name: &str, more: &str) -> String {
    let shade = |id: &str, more: &str| {
        format!(
            r#"{{"id": "{id}", "name": "{name}", "family": "carbon", "state": "healed",
"color": {{"lab": [38.2, 1, 2.4], "illuminant": "D65", "observer": 2}},
"provenance": {{"kind": "user", "source": "{name}"}}, "notes": "{name}"{more}}}"#
        )
    };
    format!(
        "{{\"format_version\": 1, \"name\": \"{name}\", \"shades\": [\n{},\n{}\n]}}",
        shade("one", ""),
        shade(&format!("two{name}"), more)
    )
}

#[test]
fn names_of_a_catalog_never_act_on_the_terminal() {
    let desk = Desk::new();
    let file = desk.file("codes.json", &catalog(&format!("A{CODES}B\\r\\n"), ""));
    let photo = desk.photo.to_string_lossy().into_owned();
    for arguments in [
        vec!["catalog", "list", "--catalog", &file],
        vec!["catalog", "list", "--json", "--catalog", &file],
        vec!["match", &photo, "--stubble", SKIN_REGION, "--reference", "none", "--catalog", &file],
        vec!["match", &photo, "--json", "--stubble", SKIN_REGION, "--reference", "none", "--catalog", &file],
        vec!["measure", &photo, "--swatch", "x\u{1b}[31m=rect:30,30,50,50", "--reference", "none"],
    ] {
        let told = run(&arguments);
        assert_eq!((told.code, told.stderr.as_str()), (Some(0), ""), "{arguments:?}");
        assert_no_code(&told.stdout);
    }
    let told = run(["catalog", "list", "--catalog", &file]).stdout;
    let columns: Vec<Option<usize>> =
        told.lines().filter(|line| line.contains("[healed")).map(|line| line.find(" A\\u")).collect();
    assert_eq!(columns.len(), 2, "{told}");
}

#[test]
fn a_key_given_twice_is_refused_with_its_line() {
    let desk = Desk::new();
    let file = desk.file("twice.json", &catalog("N", ", \"\\u0069d\": \"other\""));
    let told = run(["catalog", "check", &file]);
    assert_eq!(told.code, Some(1));
    assert!(told.stdout.contains("line 7: shade 2 “twoN”: “id” is given twice"), "{told:?}");
}
