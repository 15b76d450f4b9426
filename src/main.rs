//! Stipple's window. The first argument, if any, is a photo to open.

use std::process::ExitCode;

fn main() -> ExitCode {
    stipple::gui::run(std::env::args_os().nth(1).map(Into::into))
}
