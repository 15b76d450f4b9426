//! Swatches measured in a photo, kept as a shade of the practitioner's own catalog.

use serde_json::{Value, json};

use super::shade::{LadderStep, Provenance, ProvenanceKind, Shade, State};
use crate::color::Lab;

/// Where swatches were measured.
#[derive(Clone, Debug, PartialEq)]
pub struct SwatchSource {
    pub photo: String,
    pub sha256: String,
    pub date: Option<String>,
    /// What gave the photo's colors their meaning, as "chart"; `None` without a reference.
    pub reference: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SwatchShadeError {
    #[error(
        "without a chart or grey card in the photo a swatch has no color of its own: it can only be compared inside the photo"
    )]
    NoReference,
    #[error("two swatches have the same water parts")]
    SameStep,
    #[error("no swatch was measured")]
    Nothing,
}

/// A shade from swatches with their parts of water; 0 is undiluted.
///
/// # Errors
/// [`SwatchShadeError`]; colors of a photo without a reference hold only inside it.
pub fn shade_of_swatches(
    name: &str,
    steps: &[(f64, Lab)],
    state: State,
    source: &SwatchSource,
) -> Result<Shade, SwatchShadeError> {
    let reference = source.reference.as_ref().ok_or(SwatchShadeError::NoReference)?;
    let mut ladder: Vec<LadderStep> =
        steps.iter().map(|&(water_parts, color)| LadderStep { water_parts, color }).collect();
    ladder.sort_by(|p, q| p.water_parts.total_cmp(&q.water_parts));
    if ladder.is_empty() {
        return Err(SwatchShadeError::Nothing);
    }
    if ladder.windows(2).any(|pair| pair[0].water_parts == pair[1].water_parts) {
        return Err(SwatchShadeError::SameStep);
    }
    let color = ladder.first().filter(|step| step.water_parts == 0.0).map(|step| step.color);
    ladder.retain(|step| step.water_parts > 0.0);
    let hash = source.sha256.get(..12).unwrap_or(&source.sha256);
    let measured = format!("photo {} ({hash}), reference {reference}", source.photo);
    Ok(Shade {
        id: format!("{}-{hash}", slug(name)),
        name: name.trim().into(),
        family: "measured".into(),
        state,
        color,
        ladder,
        on_skin: None,
        provenance: Provenance { kind: ProvenanceKind::Measured, source: measured, date: source.date.clone() },
        colorants: Vec::new(),
        composition: None,
        notes: String::new(),
    })
}

fn slug(name: &str) -> String {
    let letters = name.trim().to_lowercase();
    let parts = letters.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

impl Shade {
    /// The shade as an entry of a catalog file.
    pub fn to_entry(&self) -> Value {
        let stated = |lab: Lab| json!({ "lab": lab, "illuminant": "D65", "observer": 2 });
        let step = |step: &LadderStep| json!({ "water_parts": step.water_parts, "color": stated(step.color) });
        let mut entry = json!({
            "id": self.id,
            "name": self.name,
            "family": self.family,
            "state": self.state,
            "ladder": self.ladder.iter().map(step).collect::<Vec<_>>(),
            "provenance": self.provenance,
            "colorants": self.colorants,
            "notes": self.notes,
        });
        for (key, color) in [("color", self.color), ("on_skin", self.on_skin)] {
            if let Some(color) = color {
                entry[key] = stated(color);
            }
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pigment::{FORMAT_VERSION, read_catalog};

    fn source(reference: Option<&str>) -> SwatchSource {
        SwatchSource {
            photo: "side.jpg".into(),
            sha256: "0123456789abcdef".into(),
            date: Some("2026-11-22".into()),
            reference: reference.map(Into::into),
        }
    }

    const STEPS: [(f64, Lab); 3] =
        [(20.0, Lab::new(52.0, 3.0, 8.0)), (0.0, Lab::new(24.0, 1.0, 1.0)), (10.0, Lab::new(40.0, 2.0, 5.0))];

    #[test]
    fn measured_swatches_survive_as_a_catalog_entry_with_their_provenance() {
        let shade = shade_of_swatches("My black", &STEPS, State::CardSwatch, &source(Some("chart"))).expect("a shade");
        assert_eq!((shade.id.as_str(), shade.ladder.len()), ("my-black-0123456789ab", 2));
        assert_eq!(shade.provenance.source, "photo side.jpg (0123456789ab), reference chart");
        let file = json!({ "format_version": FORMAT_VERSION, "name": "Mine", "shades": [shade.to_entry()] });
        assert_eq!(read_catalog(&file.to_string()).expect("no fault").shades, [shade]);
    }

    #[test]
    fn a_swatch_without_a_reference_is_no_shade() {
        let refused = shade_of_swatches("x", &STEPS, State::CardSwatch, &source(None));
        assert_eq!(refused, Err(SwatchShadeError::NoReference));
        let twice = [STEPS[0], STEPS[0]];
        let refused = shade_of_swatches("x", &twice, State::CardSwatch, &source(Some("chart")));
        assert_eq!(refused, Err(SwatchShadeError::SameStep));
    }
}
