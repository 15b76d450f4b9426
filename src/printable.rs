//! Text for a terminal: what files and names contain never acts on it.
//!
//! Control codes (C0, DEL, C1) and the marks that turn the direction of writing are shown as `\u{1b}`. Everything that the
//! program prints passes through here last.

/// Text of several lines.
pub fn printable(text: &str) -> String {
    escaped(text, |letter| is_acting(letter) && !matches!(letter, '\n' | '\t'))
}

/// Text that has to stay on its line, as a name in a list or the reason of a failure.
pub fn one_line(text: &str) -> String {
    escaped(text, is_acting)
}

/// A share in whole per cent; the smallest that is worth a word is one.
pub fn percent(fraction: f64) -> String {
    format!("{:.0} %", (fraction * 100.0).max(1.0))
}

/// Text of a column, filled up with blanks.
pub fn padded(text: &str, width: usize) -> String {
    format!("{:width$}", one_line(text))
}

/// JSON whose strings hold no control code raw.
pub fn printable_json(json: &str) -> String {
    let escape = |letter: char| match letter {
        '\n' => letter.to_string(),
        _ if is_acting(letter) => format!("\\u{:04x}", u32::from(letter)),
        _ => letter.to_string(),
    };
    json.chars().map(escape).collect()
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let shown =
        |letter: char| if is_escaped(letter) { letter.escape_unicode().to_string() } else { letter.to_string() };
    text.chars().map(shown).collect()
}

/// A control code, an embedding, override or isolate of direction (UAX 9), or a line or paragraph separator.
fn is_acting(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_shown_and_words_of_any_script_kept() {
        assert_eq!(
            printable("A\u{1b}[31mRED\u{7f}\u{9b}\n\té 黒 \u{202e}x"),
            "A\\u{1b}[31mRED\\u{7f}\\u{9b}\n\té 黒 \\u{202e}x"
        );
        assert_eq!(one_line("a\r\nb"), "a\\u{d}\\u{a}b");
        assert_eq!(printable("שחור עדין"), "שחור עדין");
    }

    #[test]
    fn a_column_keeps_its_width() {
        assert_eq!(padded("a\u{7}", 8), "a\\u{7}  ");
    }

    #[test]
    fn escaped_json_is_the_same_json() {
        let value = serde_json::json!({ "name": "\u{7f}\u{9b}\u{202e}x\u{1b}" });
        let text = printable_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.chars().any(|letter| is_acting(letter) && letter != '\n'), "{text:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
