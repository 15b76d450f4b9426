/// The words of a line; quotes keep blanks together, and what follows a `#` outside them is a remark.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word.trim().to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_blanks_and_remarks_are_left_out() {
        assert_eq!(words("1\t\"dark skin\"  37,54 # a remark"), ["1", "dark skin", "37,54"]);
        assert_eq!(words("CREATED \"4/28/2015  # Time: 14:33\""), ["CREATED", "4/28/2015  # Time: 14:33"]);
        assert_eq!(words("NAME \"never closed"), ["NAME", "never closed"]);
        assert!(words(" \t ").is_empty());
    }
}
