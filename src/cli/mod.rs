//! The command line: arguments in, text or JSON out. No colour is computed here.

mod arguments;
mod commands;
mod json;
mod predict;
mod progress_bar;
mod table;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Runs the program on the process's own arguments.
///
/// Exit code 0 done, 1 failed with one line of reason on standard error, 2 wrong usage.
pub fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Match(arguments) => commands::match_shades(&arguments),
        Command::Measure(arguments) => commands::measure(&arguments),
        Command::Chart(arguments) => commands::chart(&arguments),
        Command::Predict(arguments) => commands::predict(&arguments),
        Command::Catalog(command) => commands::catalog(&command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stipple-cli: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever read our output, such as `head`, has enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
