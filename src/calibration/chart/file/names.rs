/// The patches of a ColorChecker Classic by name, row by row (McCamy, Marcus and Davidson 1976), each with other names.
pub(super) const COLOR_NAMES: [&[&str]; 24] = [
    &["dark skin"],
    &["light skin"],
    &["blue sky", "sky blue"],
    &["foliage"],
    &["blue flower"],
    &["bluish green", "blue green"],
    &["orange"],
    &["purplish blue", "purple blue", "purplelish blue"],
    &["moderate red"],
    &["purple"],
    &["yellow green"],
    &["orange yellow"],
    &["blue"],
    &["green"],
    &["red"],
    &["yellow"],
    &["magenta"],
    &["cyan"],
    &["white", "neutral 9 5"],
    &["neutral 8"],
    &["neutral 6 5"],
    &["neutral 5"],
    &["neutral 3 5"],
    &["black", "neutral 2"],
];

/// The number of a patch on a ColorChecker Classic, row by row from 0, by the colour that it is called after, with or without what follows,
/// as “neutral 6.5 (.44 D)”; a number before it is left out.
pub(super) fn patch_of_color_name(name: &str) -> Option<usize> {
    let words = name.to_lowercase().replace(['(', ')'], " ");
    let words: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let start = words.iter().position(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let called = words[start..].join(" ");
    let is_called =
        |other: &str| called == other || called.strip_prefix(other).is_some_and(|rest| rest.starts_with(' '));
    let longest = |names: &[&str]| names.iter().filter(|name| is_called(name)).map(|name| name.len()).max();
    COLOR_NAMES.iter().enumerate().filter_map(|(i, names)| Some((longest(names)?, i))).max().map(|(_, patch)| patch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_known_by_its_colours_name_and_what_follows_is_not_read() {
        for (name, column, row) in [
            ("dark skin", 0, 0),
            ("01 Dark_Skin", 0, 0),
            ("Yellow-Green", 4, 1),
            ("yellow", 3, 2),
            ("blue flower", 4, 0),
            ("White 9.5 (.05 D)", 0, 3),
            ("neutral 6.5 (.44*)", 2, 3),
            ("neutral 5", 3, 3),
            ("black 2 (1.5 D)", 5, 3),
        ] {
            assert_eq!(patch_of_color_name(name), Some(6 * row + column), "{name}");
        }
        assert_eq!(patch_of_color_name("A1"), None);
        assert_eq!(patch_of_color_name("bluebell"), None);
    }
}
