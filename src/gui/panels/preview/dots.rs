use egui::{Button, Label, RichText, Ui};

use super::change::{Change, Row};
use crate::matching::Match;
use crate::preview::Extent;

/// How dense and how large the dots are, and how many that makes.
pub(super) fn dots_ui(ui: &mut Ui, ranked: &Match, extent: Option<Extent>, change: &mut Change) {
    change.slider(ui, &DENSITY, |treatment| &mut treatment.density_per_cm2);
    change.slider(ui, &DIAMETER, |treatment| &mut treatment.dot_diameter_mm);
    change.slider(ui, &MARGIN, |treatment| &mut treatment.margin_mm);
    let as_ranked = ranked.dots.filter(|dots| !change.treatment.has_dots(dots));
    if let Some(dots) = as_ranked {
        let text = format!("As ranked: {:.0} of {:.2} mm on a cm²", dots.per_cm2(), dots.diameter_mm);
        if ui.button(text).on_hover_text("The dots that bring this recipe nearest to the target").clicked() {
            (change.treatment.dot_diameter_mm, change.treatment.density_per_cm2) = (dots.diameter_mm, dots.per_cm2());
            change.label = "Dots as ranked";
        }
    }
    ui.horizontal(|ui| {
        if ui.button("Other dots").on_hover_text("The same treatment, dot for dot elsewhere").clicked() {
            change.treatment.seed = change.treatment.seed.wrapping_add(1);
            change.label = "Other dots";
        }
        let has_any = !change.treatment.paint.is_empty() || change.treatment.hairline.is_some();
        let clear = ui.add_enabled(has_any, Button::new("Clear all"));
        if clear.on_hover_text("Take off all dots and the hairline").clicked() {
            change.treatment.paint.clear();
            change.treatment.hairline = None;
            change.label = "Clear treatment";
        }
        ui.add(Label::new(RichText::new(extent_text(extent)).small()).truncate());
    });
}

const DENSITY: Row = Row { name: "Density", label: "Change density", range: 20.0..=350.0, unit: " /cm²", decimals: 0 };

const DIAMETER: Row =
    Row { name: "Dot diameter", label: "Change dot diameter", range: 0.1..=0.8, unit: " mm", decimals: 2 };

const MARGIN: Row = Row { name: "Soft margin", label: "Change margin", range: 0.0..=40.0, unit: " mm", decimals: 1 };

fn extent_text(extent: Option<Extent>) -> String {
    match extent {
        Some(Extent { area_cm2, dots }) if dots > 0 => format!("About {} dots on {area_cm2:.0} cm²", rounded(dots)),
        _ => "Nothing is treated yet".into(),
    }
}

/// To two figures: a curved head has more than a flat photo shows.
fn rounded(count: usize) -> usize {
    let unit = 10usize.pow(count.max(1).ilog10().saturating_sub(1));
    (count + unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_told_as_roughly_as_it_is_known() {
        assert_eq!([7, 64, 1234, 12_678].map(rounded), [7, 64, 1200, 13_000]);
        assert_eq!(extent_text(Some(Extent { area_cm2: 81.6, dots: 12_678 })), "About 13000 dots on 82 cm²");
        assert_eq!(extent_text(None), "Nothing is treated yet");
    }
}
