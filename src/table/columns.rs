/// Words of a column's name that say whose or what kind of value it is, not which.
const FILLERS: [&str; 14] = [
    "cie", "cielab", "lab", "lstarab", "xyz", "ciexyz", "1976", "value", "mean", "average", "avg", "median", "sci",
    "sce",
];

/// Where a header names three numbers of a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorColumns {
    pub space: ColorSpace,
    pub columns: [usize; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorSpace {
    Lab,
    Xyz,
}

impl ColorColumns {
    /// Every colour that a header names, Lab before XYZ, in the order of the columns.
    pub fn all(header: &[String]) -> Vec<Self> {
        let names: Vec<String> = header.iter().map(|name| plain_name(name)).collect();
        let lab = triples(&names, ["l", "a", "b"]).map(|columns| Self { space: ColorSpace::Lab, columns });
        let xyz = triples(&names, ["x", "y", "z"]).map(|columns| Self { space: ColorSpace::Xyz, columns });
        lab.chain(xyz).collect()
    }

    /// What the names of these columns say beside the letter, such as a light.
    pub fn words(&self, header: &[String]) -> String {
        let names = self.columns.iter().filter_map(|&column| header.get(column));
        names.map(|name| format!("{name} ")).collect()
    }
}

/// Three neighbours of these names, or where there are none the first of each, the later after the earlier.
fn triples(names: &[String], wanted: [&str; 3]) -> impl Iterator<Item = [usize; 3]> {
    let neighbours: Vec<[usize; 3]> =
        (0..names.len().saturating_sub(2)).filter(|&i| names[i..i + 3] == wanted).map(|i| [i, i + 1, i + 2]).collect();
    let apart = neighbours.is_empty().then(|| scattered(names, wanted)).flatten();
    neighbours.into_iter().chain(apart)
}

fn scattered(names: &[String], wanted: [&str; 3]) -> Option<[usize; 3]> {
    let mut from = 0;
    let mut found = [0; 3];
    for (place, name) in found.iter_mut().zip(wanted) {
        *place = from + names.get(from..)?.iter().position(|other| other == name)?;
        from = *place + 1;
    }
    Some(found)
}

/// A column's name without signs, units and what stands in brackets: `LAB_L`, `CIE L*` and `L* (D50/2°)` are all `l`.
pub fn plain_name(name: &str) -> String {
    let name = without_brackets(&name.to_lowercase()).replace('*', "");
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let telling: Vec<&str> = words.filter(|word| !FILLERS.contains(word) && !is_condition(word)).collect();
    match telling.join(" ").as_str() {
        "lightness" => "l".into(),
        plain => plain.to_owned(),
    }
}

/// A light or an observer, as `d50`, `2` or `10deg`.
fn is_condition(word: &str) -> bool {
    let digits = word.trim_start_matches(['d', 'f']).trim_end_matches("deg").trim_end_matches("degree");
    matches!(word, "deg" | "degree" | "degrees" | "observer")
        || (matches!(digits, "2" | "10") && !word.starts_with(['d', 'f']))
        || (word.starts_with('d') && digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::new();
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<String> {
        text.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn colours_are_found_by_every_usual_spelling() {
        for (text, columns) in [
            ("name|L|a|b", [1, 2, 3]),
            ("L*|a*|b*", [0, 1, 2]),
            ("SAMPLE_ID|LAB_L|LAB_A|LAB_B", [1, 2, 3]),
            ("Patch|CIE L*|CIE a*|CIE b*", [1, 2, 3]),
            ("L* (D50/2°)|a* (D50/2°)|b* (D50/2°)", [0, 1, 2]),
            ("CIELAB L D65 10deg|CIELAB a D65 10deg|CIELAB b D65 10deg", [0, 1, 2]),
            ("R|G|B|L|a|b", [3, 4, 5]),
            ("L|C|h|a|b", [0, 3, 4]),
            ("Lightness|a|b", [0, 1, 2]),
        ] {
            let found = ColorColumns::all(&header(text));
            assert_eq!(found.first(), Some(&ColorColumns { space: ColorSpace::Lab, columns }), "{text}");
        }
    }

    #[test]
    fn xyz_comes_after_lab_and_other_triples_are_none() {
        let found = ColorColumns::all(&header("XYZ_X|XYZ_Y|XYZ_Z|LAB_L|LAB_A|LAB_B"));
        assert_eq!(found.iter().map(|one| one.space).collect::<Vec<_>>(), [ColorSpace::Lab, ColorSpace::Xyz]);
        assert_eq!(ColorColumns::all(&header("RGB_R|RGB_G|RGB_B|x|y|Y")), []);
    }
}
