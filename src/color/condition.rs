use palette::Xyz;
use palette::chromatic_adaptation::AdaptFromUnclamped;
use palette::convert::FromColorUnclamped;
use palette::white_point::{D50, D65};

use super::Lab;

/// What a text says of the conditions that its colours hold for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedCondition {
    /// As CIE names it: D50, A, F11.
    pub illuminant: Option<String>,
    /// 2 or 10.
    pub observer_degrees: Option<u32>,
    /// Of ISO 13655: M0, M1, M2 or M3. It differs only for fluorescent or shiny surfaces.
    pub mode: Option<String>,
}

/// The white of colours that this program can read, for the 2° observer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum White {
    #[default]
    D50,
    D65,
}

impl StatedCondition {
    /// Reads texts such as `D50/2°`, `ILLUMINANT, D50`, `observer 10 degree` and `MeasurementCondition=M0`.
    pub fn of_text(text: &str) -> Self {
        let text = text.to_lowercase().replace(['°', 'º'], " deg ");
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mode = words.iter().find(|word| matches!(**word, "m0" | "m1" | "m2" | "m3"));
        Self {
            illuminant: (0..words.len()).find_map(|i| illuminant_at(&words, i)),
            observer_degrees: (0..words.len()).find_map(|i| observer_at(&words, i)),
            mode: mode.map(|word| word.to_uppercase()),
        }
    }

    /// What this does not state is taken from the other.
    pub fn or(self, other: Self) -> Self {
        Self {
            illuminant: self.illuminant.or(other.illuminant),
            observer_degrees: self.observer_degrees.or(other.observer_degrees),
            mode: self.mode.or(other.mode),
        }
    }

    /// Neither illuminant nor observer is named.
    pub fn is_silent(&self) -> bool {
        self.illuminant.is_none() && self.observer_degrees.is_none()
    }

    /// The white of colours that hold for this; D50 and 2°, as measuring devices report, where nothing is said.
    ///
    /// `None` for other lights and the 10° observer: their colours can't be converted without a spectrum.
    pub fn white(&self) -> Option<White> {
        match (self.illuminant.as_deref().unwrap_or("D50"), self.observer_degrees.unwrap_or(2)) {
            ("D50", 2) => Some(White::D50),
            ("D65", 2) => Some(White::D65),
            _ => None,
        }
    }
}

impl std::fmt::Display for StatedCondition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let illuminant = self.illuminant.as_deref().unwrap_or("D50");
        write!(f, "{illuminant}/{}°", self.observer_degrees.unwrap_or(2))
    }
}

impl White {
    /// The colour of a Lab that holds for this white.
    pub fn lab(self, lab: [f64; 3]) -> Lab {
        match self {
            Self::D50 => Lab::from_d50(lab),
            Self::D65 => Lab::from(lab),
        }
    }

    /// The colour of X, Y and Z that hold for this white (Y of white is 1), adapted to D65 by Bradford.
    pub fn xyz(self, [x, y, z]: [f64; 3]) -> Lab {
        match self {
            Self::D65 => Lab::from_xyz([x, y, z]),
            Self::D50 => {
                let adapted = Xyz::<D65, f64>::adapt_from_unclamped(Xyz::<D50, f64>::new(x, y, z));
                let lab = palette::Lab::<D65, f64>::from_color_unclamped(adapted);
                Lab::new(lab.l, lab.a, lab.b)
            }
        }
    }
}

/// The illuminant that a word names; single letters only behind the word “illuminant” or before an observer.
fn illuminant_at(words: &[&str], at: usize) -> Option<String> {
    let word = words[at];
    let digits = word.trim_start_matches("fl").trim_start_matches(['d', 'f']);
    let is_numbered = word.starts_with(['d', 'f'])
        && (1..=2).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    let is_letter = matches!(word, "a" | "b" | "c" | "e");
    let is_announced = at > 0 && words[at - 1].starts_with("illumina");
    let has_observer = words.get(at + 1).is_some_and(|next| matches!(*next, "2" | "10" | "2deg" | "10deg"));
    let is_other = matches!(word, "tl84" | "cwf" | "u30" | "tl83");
    (is_numbered || is_other || is_letter && (is_announced || has_observer)).then(|| word.to_uppercase())
}

/// The observer that the words name: before “degree”, behind “observer” or an illuminant, or by its year.
fn observer_at(words: &[&str], at: usize) -> Option<u32> {
    let degrees = |word: &str| match word {
        "2" | "2deg" | "2degree" | "2degrees" | "1931" => Some(2),
        "10" | "10deg" | "10degree" | "10degrees" | "1964" => Some(10),
        _ => None,
    };
    let word = words[at];
    if word.starts_with("observer") {
        return words[at + 1..].iter().take(3).find_map(|next| degrees(next));
    }
    let next = words.get(at + 1).copied().unwrap_or_default();
    let is_angle = next.starts_with("deg") && words.get(at + 2) != Some(&"c");
    let is_before_observer = next.starts_with("observer");
    let is_glued = word.ends_with("deg") || word.ends_with("degree") || word.ends_with("degrees");
    let follows_light = at > 0 && illuminant_at(words, at - 1).is_some();
    let is_year = word.starts_with("19") && at > 0 && words[at - 1] == "cie";
    (is_year || is_angle || is_before_observer || is_glued || follows_light).then(|| degrees(word)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    fn stated(text: &str) -> (Option<String>, Option<u32>) {
        let condition = StatedCondition::of_text(text);
        (condition.illuminant, condition.observer_degrees)
    }

    #[test]
    fn conditions_are_read_as_programs_write_them() {
        for (text, illuminant, observer) in [
            ("D50/2°", Some("D50"), Some(2)),
            ("ILLUMINANT, D50", Some("D50"), None),
            ("OBSERVER, 10 degree", None, Some(10)),
            ("Illumination=D65 ObserverAngle=10 WhiteBase=Abs", Some("D65"), Some(10)),
            ("D65-10", Some("D65"), Some(10)),
            ("CIE 1964", None, Some(10)),
            ("2° standard observer, illuminant A", Some("A"), Some(2)),
            ("F11, 10deg", Some("F11"), Some(10)),
            ("A/10", Some("A"), Some(10)),
            ("2_Degree", None, Some(2)),
            ("4/28/2015 # Time: 14:33, a new chart, 45/0", None, None),
            ("measured at 10 °C", None, None),
        ] {
            assert_eq!(stated(text), (illuminant.map(str::to_owned), observer), "{text}");
        }
        assert_eq!(StatedCondition::of_text("MeasurementCondition=M2\tFilter=no").mode.as_deref(), Some("M2"));
    }

    #[test]
    fn only_daylight_and_2_degrees_have_a_white() {
        assert_eq!(StatedCondition::default().white(), Some(White::D50));
        assert_eq!(StatedCondition::of_text("D65").white(), Some(White::D65));
        assert_eq!(StatedCondition::of_text("D50/10°").white(), None);
        assert_eq!(StatedCondition::of_text("illuminant A").white(), None);
    }

    #[test]
    fn xyz_and_lab_of_one_colour_agree() {
        // Red of sRGB: Lab 54.29 80.81 69.89 and XYZ 0.43607 0.22249 0.01392 for D50 (ICC sRGB profile).
        let [by_lab, by_xyz] = [White::D50.lab([54.29, 80.81, 69.89]), White::D50.xyz([0.43607, 0.22249, 0.01392])];
        assert!(ciede2000(by_lab, by_xyz).0 < 0.05, "{by_lab:?} {by_xyz:?}");
    }
}
