//! The command line: arguments in, text or JSON out. No colour is computed here.

mod arguments;
mod beside;
mod commands;
mod json;
mod ladder;
mod parse;
mod practice_arguments;
mod predict;
mod progress_bar;
mod table;
mod teach;

use std::process::ExitCode;

use clap::Parser;

use crate::printable::{one_line, printable};
use arguments::{Arguments, Command};

/// Runs the program on the process's own arguments.
///
/// Exit code 0 done, 1 failed with one line of reason on standard error, 2 wrong usage.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong_usage(&error),
    };
    let outcome = match arguments.command {
        Command::Match(arguments) => commands::match_shades(&arguments),
        Command::Measure(arguments) => commands::measure(&arguments),
        Command::Chart(arguments) => commands::chart(&arguments),
        Command::Predict(arguments) => commands::predict(&arguments),
        Command::Teach(arguments) => commands::teach(&arguments),
        Command::Catalog(command) => commands::catalog(&command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stipple-cli: {}", one_line(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

/// Help, the version, or what is wrong with the arguments, which may hold control codes.
fn wrong_usage(error: &clap::Error) -> ExitCode {
    let plain = error.render().to_string();
    let shown = printable(&plain);
    // Where the message cannot be written there is nobody to read it.
    if shown == plain {
        let _ = error.print();
    } else {
        eprint!("{shown}");
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Whoever read our output, such as `head`, has enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
