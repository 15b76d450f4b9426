//! One entry of a catalog file, read field by field so that every fault is found with its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::composition::Composition;
use super::condition::StatedColor;
use super::fault::{Fault, Lines};
use super::fields::Fields;
use super::shade::{LadderStep, Shade};

const MAX_TEXT: usize = 2_000;

/// The fields of one entry that are not read yet, and the faults found so far.
pub(super) struct EntryReader<'a> {
    lines: &'a Lines<'a>,
    line: usize,
    label: String,
    fields: BTreeMap<String, &'a RawValue>,
    faults: Vec<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedStep {
    water_parts: f64,
    color: StatedColor,
}

impl<'a> EntryReader<'a> {
    pub fn new(lines: &'a Lines<'a>, index: usize, raw: &'a RawValue) -> Self {
        let line = lines.line_of(raw);
        let label = format!("shade {}", index + 1);
        let mut reader = Self { lines, line, label, fields: BTreeMap::new(), faults: Vec::new() };
        match serde_json::from_str::<Fields>(raw.get()) {
            Ok(fields) => reader.take(fields),
            Err(_) => reader.fault(line, "a shade is an object in braces"),
        }
        reader
    }

    /// The shade, or every fault of the entry.
    pub fn read(mut self) -> Result<(usize, Shade), Vec<Fault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        let shade = self.shade();
        self.refuse_unknown_fields();
        match shade {
            Some(shade) if self.faults.is_empty() => Ok((self.line, shade)),
            _ => Err(self.faults),
        }
    }

    fn shade(&mut self) -> Option<Shade> {
        let (id, name) = (self.word("id"), self.word("name"));
        let (family, state) = (self.word("family"), self.required("state"));
        let (color, on_skin) = (self.color("color"), self.color("on_skin"));
        let ladder = self.ladder();
        let composition = self.composition();
        let provenance = self.required("provenance");
        let (colorants, notes) = (self.colorants(), self.optional("notes").unwrap_or_default());
        Some(Shade {
            id: id?,
            name: name?,
            family: family?,
            state: state?,
            color,
            ladder,
            on_skin,
            composition,
            provenance: provenance?,
            colorants,
            notes,
        })
    }

    fn take(&mut self, fields: Fields<'a>) {
        self.fields = fields.by_key;
        self.name_by_id();
        for (key, raw) in fields.repeated {
            self.fault(self.lines.line_of(raw), &format!("“{}” is given twice; keep one of them", shorten(&key)));
        }
    }

    fn name_by_id(&mut self) {
        let id = self.fields.get("id").and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
        if let Some(id) = id.filter(|id| !id.trim().is_empty()) {
            self.label = format!("{} “{}”", self.label, shorten(&id));
        }
    }

    fn required<T: Deserialize<'a>>(&mut self, key: &str) -> Option<T> {
        if !self.fields.contains_key(key) {
            self.fault(self.line, &format!("“{key}” is missing"));
        }
        self.optional(key)
    }

    fn optional<T: Deserialize<'a>>(&mut self, key: &str) -> Option<T> {
        let raw = self.fields.remove(key)?;
        match serde_json::from_str(raw.get()) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(self.lines.line_of(raw), &format!("“{key}”: {}", plain_reason(&error)));
                None
            }
        }
    }

    /// A required text that is not blank.
    fn word(&mut self, key: &str) -> Option<String> {
        let line = self.fields.get(key).map_or(self.line, |raw| self.lines.line_of(raw));
        let word: String = self.required(key)?;
        let problem = match word.trim() {
            "" => "is blank",
            trimmed if trimmed.len() > MAX_TEXT => "is too long",
            _ => return Some(word),
        };
        self.fault(line, &format!("“{key}” {problem}"));
        None
    }

    fn color(&mut self, key: &str) -> Option<crate::color::Lab> {
        let line = self.fields.get(key).map(|raw| self.lines.line_of(raw))?;
        let stated: StatedColor = self.optional(key)?;
        stated.to_lab().map_err(|problem| self.fault(line, &format!("“{key}”: {problem}"))).ok()
    }

    fn ladder(&mut self) -> Vec<LadderStep> {
        let steps: Vec<&RawValue> = self.optional("ladder").unwrap_or_default();
        let mut ladder: Vec<LadderStep> = Vec::new();
        for raw in steps {
            match read_step(raw, &ladder) {
                Ok(step) => ladder.push(step),
                Err(problem) => self.fault(self.lines.line_of(raw), &format!("“ladder”: {problem}")),
            }
        }
        ladder.sort_by(|p, q| p.water_parts.total_cmp(&q.water_parts));
        ladder
    }

    fn composition(&mut self) -> Option<Composition> {
        let line = self.fields.get("composition").map(|raw| self.lines.line_of(raw))?;
        let parts: Composition = self.optional("composition")?;
        if [parts.carbon, parts.brown].iter().all(|part| (0.0..=10.0).contains(part))
            && parts.carbon + parts.brown > 0.0
        {
            return Some(parts);
        }
        self.fault(line, "“composition”: carbon and brown are 0 to 10 times a stock of 15 % carbon black, one above 0");
        None
    }

    fn colorants(&mut self) -> Vec<String> {
        let line = self.fields.get("colorants").map_or(self.line, |raw| self.lines.line_of(raw));
        let colorants: Vec<String> = self.optional("colorants").unwrap_or_default();
        for colorant in colorants.iter().filter(|colorant| !is_color_index(colorant)) {
            self.fault(line, &format!("“{}” is not a Colour Index number such as “CI 77266”", shorten(colorant)));
        }
        colorants
    }

    fn refuse_unknown_fields(&mut self) {
        for (key, raw) in std::mem::take(&mut self.fields) {
            self.fault(self.lines.line_of(raw), &format!("“{}” is not a field of a shade", shorten(&key)));
        }
    }

    fn fault(&mut self, line: usize, problem: &str) {
        self.faults.push(Fault { line, entry: Some(self.label.clone()), problem: problem.into() });
    }
}

fn read_step(raw: &RawValue, earlier: &[LadderStep]) -> Result<LadderStep, String> {
    let step: StatedStep = serde_json::from_str(raw.get()).map_err(|error| plain_reason(&error))?;
    let water_parts = step.water_parts;
    if !(water_parts > 0.0 && water_parts <= 1_000.0) {
        return Err(format!("{water_parts} parts of water to 1 of pigment is not between 0 and 1000"));
    }
    if earlier.iter().any(|other| other.water_parts == water_parts) {
        return Err(format!("{water_parts} parts of water are given twice"));
    }
    Ok(LadderStep { water_parts, color: step.color.to_lab()? })
}

fn is_color_index(text: &str) -> bool {
    text.strip_prefix("CI ").is_some_and(|digits| digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// serde's reason without its position, which counts from the start of the value and not of the file.
pub(super) fn plain_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

pub(super) fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
