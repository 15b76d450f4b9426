//! Figures beside the most that they may be: a bench that has told one of them too high fails where it is asked to check.

use std::fmt::Debug;
use std::process::ExitCode;

/// What a bench has told so far.
#[derive(Default)]
pub struct Figures {
    missed: usize,
}

impl Figures {
    /// Prints a figure and remembers whether it is more than it may be.
    pub fn tell<T: Debug + PartialOrd>(&mut self, what: &str, figure: T, most: T) {
        let is_missed = figure > most;
        let missed = if is_missed { ", missed" } else { "" };
        println!("{what}: {figure:.2?} (at most {most:?}{missed})");
        self.missed += usize::from(is_missed);
    }

    /// Success, unless a figure was missed and `-- --check` asks for it.
    pub fn end(self) -> ExitCode {
        if is_checked() && self.missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}

/// Whether the bench was called with `-- --check`: nothing is measured then but what has a target.
pub fn is_checked() -> bool {
    std::env::args().any(|argument| argument == "--check")
}
