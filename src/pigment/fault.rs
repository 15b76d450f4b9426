use std::fmt;

use serde_json::value::RawValue;

/// One thing wrong with a catalog file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// The shade it concerns, by position and id.
    pub entry: Option<String>,
    pub problem: String,
}

/// Finds the line of a value that was borrowed from a text.
pub(super) struct Lines<'a> {
    text: &'a str,
    newlines: Vec<usize>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if let Some(entry) = &self.entry {
            write!(f, "{entry}: ")?;
        }
        f.write_str(&self.problem)
    }
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, newlines: text.match_indices('\n').map(|(position, _)| position).collect() }
    }

    /// The line, counted from 1, on which the value starts.
    pub fn line_of(&self, raw: &RawValue) -> usize {
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        1 + self.newlines.partition_point(|&newline| newline < start)
    }
}
