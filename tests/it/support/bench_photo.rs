//! One plain photo, drawn once for all tests of a program: skin, stubble and hair with a chart.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;
use stipple::color::{Lab, ciede2000};
use tempfile::TempDir;

use super::program::lab;
use scene::{Camera, Drawing, RegionTruth, Scene, bench};

pub const SKIN: &str = "--skin=rect:300,140,240,200";
pub const STUBBLE: &str = "--stubble=rect:240,540,360,240";
pub const HAIR: &str = "--hair=rect:900,570,260,60";
pub const REGIONS: [&str; 3] = [SKIN, STUBBLE, HAIR];
pub const WITHOUT_REFERENCE: [&str; 4] = [SKIN, STUBBLE, HAIR, "--reference=none"];

/// Before a camera that adds nothing.
pub static PLAIN: LazyLock<Drawing> = LazyLock::new(|| scene(Camera::default()).draw());

pub fn scene(camera: Camera) -> Scene {
    Scene { camera, ..bench(Lab::new(62.0, 10.0, 16.0), Lab::new(20.0, 3.0, 5.0), 0.08, 3) }
}

/// The true colours of [`REGIONS`].
pub fn true_labs(drawing: &Drawing) -> Vec<Lab> {
    drawing.truth.regions.iter().take(REGIONS.len()).map(|RegionTruth { lab, .. }| *lab).collect()
}

/// The measured colours of an answer.
pub fn labs(answer: &Value) -> Vec<Lab> {
    let measurements = answer["measurements"].as_array().expect("measurements are a list");
    measurements.iter().map(|measurement| lab(&measurement["lab"])).collect()
}

pub fn assert_near(got: &[Lab], want: &[Lab], tolerance: f64, what: &str) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (got, want) in got.iter().zip(want) {
        let difference = ciede2000(*got, *want).0;
        assert!(difference <= tolerance, "{what}: {got:?} is ΔE00 {difference:.2} from {want:?}");
    }
}

/// A folder with the files of one test.
pub struct Folder(TempDir);

impl Folder {
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a folder can be made"))
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// [`PLAIN`] as a PNG.
    pub fn plain(&self) -> PathBuf {
        self.file("plain.png", PLAIN.picture.png8().expect("a picture can be encoded"))
    }
}
