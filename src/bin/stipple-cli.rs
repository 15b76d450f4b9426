//! Stipple without a window.

use std::process::ExitCode;

fn main() -> ExitCode {
    stipple::cli::run()
}
