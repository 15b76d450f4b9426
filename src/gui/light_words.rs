//! What the window says of the light on the head, in the words of those who stand beside it.

use crate::measurement::{Darkening, PlaceLight};
use crate::photo::Tissue;
use crate::session::Session;

/// What the light over the head is told by, once a photo has any.
const TOLD_BY: [Tissue; 2] = [Tissue::Skin, Tissue::Stubble];

/// What the overlay shows.
pub(super) const LIGHT_HINT: &str =
    "Lines of equal light on the head, its dimmest tenth, and where gloss was taken off";

/// Why the light over the head is not known; `None` where it is.
pub(super) fn unknown_light(session: &Session) -> Option<&'static str> {
    let is_marked = || session.consultation().marks.regions.iter().any(|region| TOLD_BY.contains(&region.tissue));
    match session.analysis() {
        _ if session.photo().is_none() => Some("Open a photo first"),
        Some(analysis) if analysis.light.is_some() => None,
        _ if !is_marked() => Some("Mark bare skin or stubble first"),
        Some(_) if session.is_analysis_current() => Some("Mark larger regions to tell it"),
        _ => Some("Still measuring"),
    }
}

/// What 100 % of the light is: that of the reference, else the mean of the regions.
pub(super) fn whole_light(session: &Session) -> &'static str {
    let has_reference = session.analysis().is_some_and(|analysis| analysis.calibration().is_absolute());
    if has_reference { "the reference" } else { "the regions' mean" }
}

/// The light on a region, and the gloss that was taken off its colour.
pub(super) fn place_text(place: PlaceLight, whole: &str) -> String {
    let light = match (100.0 * (place.light - 1.0)).round() {
        0.0 => format!("Light as on {whole}"),
        percent if percent < 0.0 => format!("Light {:.0} % below {whole}", -percent),
        percent => format!("Light {percent:.0} % above {whole}"),
    };
    match (100.0 * place.gloss).round() {
        0.0 => light,
        gloss => format!("{light}, gloss {gloss:.0} % taken off"),
    }
}

/// How much darker stubble is than the skin beside it, whatever the light.
pub(super) fn darkening_text(darkening: &Darkening) -> String {
    let (difference, uncertainty) = (darkening.lightness, darkening.uncertainty);
    let side = if difference < 0.0 { "above" } else { "below" };
    format!("ΔL* {:.1} ± {uncertainty:.1} {side} bare skin in the same light", difference.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_and_gloss_are_told_in_whole_percents() {
        let text = |light: f64, gloss: f64| place_text(PlaceLight { light, gloss }, "the reference");
        assert_eq!(text(0.883, 0.061), "Light 12 % below the reference, gloss 6 % taken off");
        assert_eq!(text(1.12, 0.004), "Light 12 % above the reference");
        assert_eq!(text(0.998, 0.0), "Light as on the reference");
    }

    #[test]
    fn hair_that_is_paler_than_its_skin_lies_above_it() {
        let darkening = Darkening {
            lightness: -1.24,
            uncertainty: 0.48,
            light: 0.0,
            sure_light: 0.0,
            field: 0.0,
            unread_hair: 0.0,
            slope: 0.0,
        };
        assert_eq!(darkening_text(&darkening), "ΔL* 1.2 ± 0.5 above bare skin in the same light");
    }
}
