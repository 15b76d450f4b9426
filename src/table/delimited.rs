use csv::ReaderBuilder;

use super::{ColorColumns, Row, SpectralColumns, Table, words};

/// A header stands within this many lines of a file's start (our choice).
const LINES_BEFORE_HEADER: usize = 40;

impl Table {
    /// The list of a text whose columns are divided by tabs, semicolons, commas or blanks; `None` without colours in it.
    ///
    /// The header is the first line that names the columns of a colour or a spectrum; blank lines are left out.
    pub fn delimited(text: &str) -> Option<Self> {
        let tables = [b'\t', b';', b','].into_iter().filter_map(|separator| Self::of_records(records(text, separator)));
        let most_columns =
            tables.reduce(|best, other| if other.header.len() > best.header.len() { other } else { best });
        most_columns.or_else(|| Self::of_records(lines_of_words(text)))
    }

    fn of_records(records: Vec<Row>) -> Option<Self> {
        let names_color =
            |row: &Row| !ColorColumns::all(&row.fields).is_empty() || SpectralColumns::of(&row.fields).is_some();
        let header = records.iter().take(LINES_BEFORE_HEADER).position(names_color)?;
        let mut rows = records.into_iter();
        let remarks = rows.by_ref().take(header).map(|row| row.fields.join(" ")).collect();
        let header = rows.next()?.fields;
        let (rows, later): (Vec<Row>, Vec<Row>) =
            rows.partition(|row| !row.field(0).starts_with('#') || row.fields.len() > 1);
        let mut table = Self { remarks, header, rows };
        table.remarks.extend(later.into_iter().map(|row| row.fields.join(" ")));
        Some(table)
    }
}

fn records(text: &str, separator: u8) -> Vec<Row> {
    let mut reader =
        ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok);
    let rows = records.map(|record| Row {
        line: record.position().map_or(0, |position| position.line() as usize + blank_lines(text, position.byte())),
        fields: record.iter().map(|field| field.trim().to_owned()).collect(),
    });
    rows.filter(|row| row.fields.iter().any(|field| !field.is_empty())).collect()
}

/// How many blank lines follow this byte, which the reader counts to the record behind them.
fn blank_lines(text: &str, from_byte: u64) -> usize {
    let rest = text.as_bytes().get(from_byte as usize..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count()
}

fn lines_of_words(text: &str) -> Vec<Row> {
    let rows = (1..).zip(text.lines()).map(|(line, text)| Row { line, fields: words(text) });
    rows.filter(|row| !row.fields.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_separator_and_quote_is_read_alike() {
        for text in [
            "name,L,a,b\n\"x, y\",\"62,5\",13,18\n",
            "name;L;a;b\n\n\"x, y\";62,5;13,0;18\n",
            "name\tL*\ta*\tb*\nx, y\t62,5\t13\t18\n",
            "name L a b\n\"x, y\" 62,5 13 18",
        ] {
            let table = Table::delimited(text).unwrap();
            assert_eq!(table.rows.len(), 1, "{text}");
            assert_eq!([table.rows[0].field(0), table.rows[0].field(1)], ["x, y", "62,5"], "{text}");
        }
    }

    #[test]
    fn lines_before_the_header_are_remarks_and_rows_keep_their_lines() {
        let table = Table::delimited("# D65, 2°\nExported by;a meter\n\nname;L;a;b\n\nx;1;2;3\n# the end\n").unwrap();
        assert_eq!(table.rows, [Row { line: 6, fields: ["x", "1", "2", "3"].map(str::to_owned).into() }]);
        assert!(table.remarks.iter().any(|remark| remark.contains("D65")), "{table:?}");
        assert!(table.remarks.contains(&"# the end".to_owned()), "{table:?}");
    }

    #[test]
    fn a_text_without_colours_is_no_table() {
        for text in ["", "x,y,z2\n1,2,3", "hello"] {
            assert_eq!(Table::delimited(text), None, "{text}");
        }
    }
}
