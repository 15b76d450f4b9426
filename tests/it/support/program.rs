//! The headless program, run as a person or another program runs it.

use std::ffi::OsStr;
use std::path::Path;

use serde_json::Value;
use stipple::color::Lab;

/// How a run ended and what it said.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let program = assert_cmd::cargo::cargo_bin!("stipple-cli");
    let output = assert_cmd::Command::new(program).args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Runs a verb on a photo and reads its JSON, which must be all that it prints.
pub fn answer(verb: &str, photo: &Path, options: &[&str]) -> Value {
    let arguments = [verb.as_ref(), photo.as_os_str()].into_iter().chain(options.iter().map(OsStr::new));
    run(arguments.chain(["--json".as_ref()])).json()
}

impl Run {
    /// What a run that succeeded printed.
    pub fn json(&self) -> Value {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }

    /// The one line of reason that a failed run gives.
    pub fn reason(&self) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (Some(1), ""), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.stderr.trim_end()
    }
}

/// The Lab of a field.
pub fn lab(value: &Value) -> Lab {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}
