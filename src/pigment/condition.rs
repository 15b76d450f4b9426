use serde::Deserialize;

use crate::color::Lab;

/// A colour as a file states it, with the conditions that give its numbers a meaning.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatedColor {
    lab: [f64; 3],
    illuminant: String,
    /// Degrees: 2 or 10.
    observer: u32,
}

impl StatedColor {
    pub fn new(lab: [f64; 3], illuminant: &str, observer: u32) -> Self {
        Self { lab, illuminant: illuminant.to_ascii_uppercase(), observer }
    }

    /// The colour under D65 and the 2° observer: converted from D50 by Bradford, any other condition refused.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the colour.
    pub fn to_lab(&self) -> Result<Lab, String> {
        let stated = Lab::from(self.lab);
        let lab = match (self.illuminant.as_str(), self.observer) {
            ("D65", 2) => stated,
            ("D50", 2) => Lab::from_d50(self.lab),
            (illuminant, observer) => {
                return Err(format!(
                    "a Lab under {illuminant}/{observer}° cannot be converted without its spectrum; export it from the meter as D65/2° or D50/2°"
                ));
            }
        };
        check_surface_color(stated, lab)
    }
}

/// Pigment and skin are dull: their light stays within sRGB. A tenth beyond it is left to measuring error.
fn check_surface_color(stated: Lab, lab: Lab) -> Result<Lab, String> {
    let inside = lab.to_linear().to_array().into_iter().all(|light| (-0.1..=1.1).contains(&light));
    if stated.is_finite() && (0.0..=100.0).contains(&stated.l) && inside {
        return Ok(lab);
    }
    Err(format!("Lab {}, {}, {} is not a colour that pigment or skin can have", stated.l, stated.a, stated.b))
}
