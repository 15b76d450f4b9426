//! Tables as instruments and spreadsheets write them, whatever their commas.
//!
//! [`Table::delimited`] finds the header and the separator of a text; [`ColorColumns`] and [`SpectralColumns`] find what a
//! header names. What a row means is for its reader: charts and meters read their own.

mod columns;
mod delimited;
mod number;
mod spectral;
mod text;
mod white_space;

pub use columns::{ColorColumns, ColorSpace, plain_name};
pub use number::{numbers_at, parse_number};
pub use spectral::SpectralColumns;
pub use text::{TextError, read_text, text_of};
pub use white_space::words;

/// A list with named columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands beside the list: lines before its header, keywords, lines that start with `#`.
    pub remarks: Vec<String>,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Of the file, counted from 1.
    pub line: usize,
    pub fields: Vec<String>,
}

impl Row {
    /// The field of a column; blank where the row ends before it.
    pub fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", |field| field.trim())
    }
}
