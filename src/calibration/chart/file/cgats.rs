//! CGATS.17 text, as ArgyllCMS, i1Profiler, BabelColor and the makers of charts write it.

use super::{ChartFileError, PatchSet};
use crate::table::{ColorColumns, Row, SpectralColumns, Table, words};

pub(super) const FORMAT: &str = "BEGIN_DATA_FORMAT";
/// Parts of the keywords that tell conditions of measurement; others, such as a device's name, say nothing of them.
const CONDITIONS: [&str; 5] = ["WEIGHTING", "ILLUM", "OBSERVER", "MEASUREMENT_SOURCE", "MEASUREMENT_CONDITION"];

/// A keyword of the file, or a block of it.
#[derive(Default)]
struct Reader {
    table: Table,
    stated_sets: Option<usize>,
    block: Block,
    /// A row that goes on in the next line.
    begun: Option<Row>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Block {
    #[default]
    Keywords,
    Format,
    Data,
}

/// The patches of the first list in the text that holds colours.
pub(super) fn patches(name: String, text: &str) -> Result<PatchSet, ChartFileError> {
    let table = table_of_colors(text)?;
    PatchSet::of_table(name, &table, &table.remarks)
}

fn table_of_colors(text: &str) -> Result<Table, ChartFileError> {
    let mut reader = Reader::default();
    for (line, words_of_line) in (1..).zip(text.lines()) {
        if reader.take(line, words_of_line) && reader.has_colors() {
            break;
        }
    }
    reader.end_row();
    if !reader.has_colors() {
        return Err(ChartFileError::NoDataFormat);
    }
    let (stated, found) = (reader.stated_sets, reader.table.rows.len());
    match stated {
        Some(stated) if stated != found => Err(ChartFileError::CutShort { stated, found }),
        _ => Ok(reader.table),
    }
}

impl Reader {
    /// Takes a line in; whether a list ended with it.
    fn take(&mut self, line: usize, text: &str) -> bool {
        let words = words(text);
        match (words.first().map(String::as_str), self.block) {
            (None, _) => {}
            (Some(FORMAT), _) => self.begin_list(),
            (Some("BEGIN_DATA"), _) => self.block = Block::Data,
            (Some("END_DATA_FORMAT"), _) => self.block = Block::Keywords,
            (Some("END_DATA"), _) => {
                self.block = Block::Keywords;
                self.end_row();
                return true;
            }
            (Some(_), Block::Format) => self.table.header.extend(words),
            (Some(_), Block::Data) => self.take_row(line, text, words),
            (Some(keyword), Block::Keywords) => self.take_keyword(keyword, &words[1..]),
        }
        false
    }

    fn begin_list(&mut self) {
        self.block = Block::Format;
        (self.table.header, self.table.rows, self.begun) = (Vec::new(), Vec::new(), None);
    }

    fn take_keyword(&mut self, keyword: &str, values: &[String]) {
        if keyword == "NUMBER_OF_SETS" {
            self.stated_sets = values.first().and_then(|value| value.parse().ok());
        }
        if CONDITIONS.iter().any(|part| keyword.contains(part)) {
            self.table.remarks.push(format!("{keyword} {}", values.join(" ")));
        }
    }

    /// Names with blanks are quoted, or stand between tabs, or are the only text of their row.
    fn take_row(&mut self, line: usize, text: &str, words: Vec<String>) {
        let wanted = self.table.header.len();
        let by_tabs = || text.split('\t').map(|field| field.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
        let fields = match words.len() {
            count if count == wanted => words,
            _ if by_tabs().len() == wanted => by_tabs(),
            count if count > wanted && wanted > 0 => self.with_joined_name(words),
            _ => return self.take_part(line, words),
        };
        self.end_row();
        self.table.rows.push(Row { line, fields });
    }

    /// A line with fewer words than there are fields goes on in the next, as long as both fit into a row.
    fn take_part(&mut self, line: usize, words: Vec<String>) {
        let wanted = self.table.header.len();
        match &mut self.begun {
            Some(row) if row.fields.len() + words.len() <= wanted => row.fields.extend(words),
            _ => {
                self.end_row();
                self.begun = Some(Row { line, fields: words });
            }
        }
        if self.begun.as_ref().is_some_and(|row| row.fields.len() == wanted) {
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        self.table.rows.extend(self.begun.take());
    }

    /// Joins the surplus words of a row to the field of names.
    fn with_joined_name(&self, mut words: Vec<String>) -> Vec<String> {
        let is_name = |field: &String| field.contains("NAME");
        let at = self.table.header.iter().position(is_name).unwrap_or(0);
        let name = words.splice(at..=at + words.len() - self.table.header.len(), [String::new()]);
        let name = name.collect::<Vec<_>>().join(" ");
        words[at] = name;
        words
    }

    fn has_colors(&self) -> bool {
        let header = &self.table.header;
        !ColorColumns::all(header).is_empty() || SpectralColumns::of(header).is_some()
    }
}
