use super::Row;

/// A number with a decimal point or a decimal comma, as `62.5`, `62,5`, `−3,8` or `91 %`.
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(['%', '°']).trim().replace('\u{2212}', "-");
    let is_decimal_comma = !text.contains('.') && text.matches(',').count() == 1;
    let text = if is_decimal_comma { text.replace(',', ".") } else { text };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The numbers of a row in these columns.
///
/// # Errors
/// The first field that is no number; it is blank where the row is too short.
pub fn numbers_at<const N: usize>(row: &Row, columns: [usize; N]) -> Result<[f64; N], String> {
    let mut numbers = [0.0; N];
    for (number, column) in numbers.iter_mut().zip(columns) {
        *number = parse_number(row.field(column)).ok_or_else(|| row.field(column).to_owned())?;
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_commas_and_signs_are_read_as_people_write_them() {
        for (text, number) in
            [("62.5", 62.5), (" 62,5 ", 62.5), ("\u{2212}3,82", -3.82), ("91 %", 91.0), ("1e-2", 0.01)]
        {
            assert_eq!(parse_number(text), Some(number), "{text}");
        }
        for text in ["", "zwei", "1,2,3", "1.234,5", "NaN", "inf"] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }
}
