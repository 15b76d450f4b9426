//! Whole answers about drawn photos: every folder of `tests/golden` is a case.
//!
//! `scene.json` is what is drawn, `arguments.json` what `stipple-cli match` is asked, `expected.json` what it answered when
//! somebody last looked. `STIPPLE_BLESS=1` writes the answers anew: look at what changed before you keep it.

#[path = "it/support/program.rs"]
pub mod program;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use program::{answer, lab};
use scene::{Scene, Truth};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stipple::color::{Lab, ciede2000};

/// ΔE00. Scene and program repeat exactly; this is room for another machine's mathematics.
const TOLERANCE: f64 = 0.1;

/// The part of an answer that has to stay.
#[derive(Debug, Serialize, Deserialize)]
struct Expected {
    /// By tissue.
    measured: BTreeMap<String, Lab>,
    first_shade: String,
    /// Kinds of doubts, by tissue; those about the whole under "answer".
    cautions: BTreeMap<String, Vec<String>>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut trials = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        trials.push(Trial::test(name, move || check(&entry.path()).map_err(Failed::from)));
    }
    Ok(libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

fn check(case: &Path) -> Result<(), Box<dyn Error>> {
    let drawing = read::<Scene>(&case.join("scene.json"))?.draw();
    let photos = tempfile::tempdir()?;
    let photo = photos.path().join("photo.png");
    drawing.picture.save(&photo, 100)?;
    let options: Vec<String> = read(&case.join("arguments.json"))?;
    let answer = answer("match", &photo, &options.iter().map(String::as_str).collect::<Vec<_>>());
    compare_to_truth(&answer, &drawing.truth)?;
    let got = Expected::of(&answer);
    let expected = case.join("expected.json");
    if std::env::var_os("STIPPLE_BLESS").is_some() {
        return Ok(fs::write(expected, serde_json::to_string_pretty(&got)? + "\n")?);
    }
    compare(&got, &read(&expected)?)
}

fn read<T: DeserializeOwned>(path: &PathBuf) -> Result<T, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The truth lies within twice the stated uncertainty; with fixed seeds that is no matter of luck.
fn compare_to_truth(answer: &Value, truth: &Truth) -> Result<(), Box<dyn Error>> {
    for measurement in list(&answer["measurements"]) {
        let known = truth.regions.iter().find(|known| known.region.tissue.to_string() == measurement["tissue"]);
        let known = known.ok_or("the scene has no region of this tissue")?;
        let uncertainty = measurement["uncertainty_de00"].as_f64().ok_or("no uncertainty is stated")?;
        let off = ciede2000(lab(&measurement["lab"]), known.lab).0;
        if off > 2.0 * uncertainty {
            return Err(format!("{} is ΔE00 {off:.2} off, ± {uncertainty} is stated", known.region.name).into());
        }
    }
    Ok(())
}

fn compare(got: &Expected, expected: &Expected) -> Result<(), Box<dyn Error>> {
    if !got.measured.keys().eq(expected.measured.keys()) {
        return Err(format!("{got:#?} instead of {expected:#?}").into());
    }
    for ((tissue, got), expected) in got.measured.iter().zip(expected.measured.values()) {
        let off = ciede2000(*got, *expected).0;
        if off > TOLERANCE {
            return Err(format!("{tissue}: {got:?} is ΔE00 {off:.2} from the expected {expected:?}").into());
        }
    }
    if (&got.first_shade, &got.cautions) != (&expected.first_shade, &expected.cautions) {
        return Err(format!("{got:#?} instead of {expected:#?}").into());
    }
    Ok(())
}

impl Expected {
    fn of(answer: &Value) -> Self {
        let measurements = list(&answer["measurements"]);
        let measured = measurements.iter().map(|m| (word(&m["tissue"]), lab(&m["lab"]))).collect();
        let doubts = measurements.iter().map(|m| (word(&m["tissue"]), kinds(&m["cautions"])));
        let cautions = doubts.chain([("answer".to_owned(), kinds(&answer["cautions"]))]).collect();
        Self { measured, first_shade: word(&answer["matches"][0]["shade_id"]), cautions }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn kinds(cautions: &Value) -> Vec<String> {
    list(cautions).iter().map(|caution| word(&caution["kind"])).collect()
}
