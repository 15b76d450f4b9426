use egui::{CollapsingHeader, Grid, RichText, Ui, Vec2};

use super::compared::Compared;
use super::plot::plot_ui;
use crate::color::ciede2000;
use crate::gui::swatch::swatch_ui;
use crate::matching::Match;
use crate::measurement::Stubble;
use crate::photo::Tissue;
use crate::pipeline::Analysis;
use crate::session::Session;

/// Skin, stubble, hair and the shade that is shown, side by side in numbers and on a plot.
pub(super) fn comparison_ui(ui: &mut Ui, session: &Session) {
    let Some(analysis) = session.analysis() else { return };
    let compared = compared(analysis, session.chosen().map(|chosen| chosen.ranked));
    if compared.is_empty() {
        return;
    }
    CollapsingHeader::new("Colours compared").default_open(true).show_unindented(ui, |ui| {
        numbers_ui(ui, &compared);
        if let Some(text) = contrast_text(&compared) {
            ui.label(text);
        }
        plot_ui(ui, &compared);
    });
}

fn compared(analysis: &Analysis, chosen: Option<&Match>) -> Vec<Compared> {
    let of_tissue = |tissue: Tissue, name: &'static str, sign: &'static str| {
        let combined = analysis.combined.iter().find(|combined| combined.tissue == tissue)?;
        let is_skin = tissue == Tissue::Skin;
        Some(Compared { name, sign, lab: combined.lab, uncertainty: combined.uncertainty, is_skin })
    };
    let tips = surest_stubble(analysis).map(|stubble| Compared {
        name: "Tips",
        sign: "T",
        lab: stubble.hair.lab,
        uncertainty: stubble.hair.uncertainty,
        is_skin: false,
    });
    [
        of_tissue(Tissue::Skin, "Skin", "K"),
        of_tissue(Tissue::Stubble, "Stubble", "S"),
        tips,
        of_tissue(Tissue::Hair, "Hair", "H"),
        chosen.map(shade),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn surest_stubble(analysis: &Analysis) -> Option<&Stubble> {
    let measured = analysis.readings.iter().filter_map(|reading| reading.stubble.as_ref());
    measured.min_by(|p, q| p.hair.uncertainty.0.total_cmp(&q.hair.uncertainty.0))
}

/// The shade that the next section shows large.
fn shade(chosen: &Match) -> Compared {
    Compared { name: "Shade", sign: "R", lab: chosen.lab, uncertainty: chosen.uncertainty, is_skin: false }
}

fn numbers_ui(ui: &mut Ui, compared: &[Compared]) {
    Grid::new("compared").num_columns(7).spacing([10.0, 3.0]).show(ui, |ui| {
        for head in ["", "", "L*", "C*", "hue", "ITA°", "± ΔE00"] {
            ui.label(RichText::new(head).weak());
        }
        ui.end_row();
        for one in compared {
            swatch_ui(ui, one.lab, Vec2::new(30.0, 16.0), &format!("{}, compared", one.name));
            ui.label(format!("{} {}", one.sign, one.name));
            ui.label(format!("{:.1}", one.lab.l));
            ui.label(format!("{:.1}", one.lab.chroma()));
            ui.label(format!("{:.0}°", one.lab.hue_degrees()));
            // The typology angle is defined for skin only.
            ui.label(if one.is_skin { format!("{:.0}°", one.lab.ita_degrees()) } else { "–".into() });
            ui.label(one.uncertainty.to_string());
            ui.end_row();
        }
    });
}

/// How much the hair, or the field of it, stands out from the skin.
fn contrast_text(compared: &[Compared]) -> Option<String> {
    let find = |name: &str| compared.iter().find(|one| one.name == name);
    let skin = find("Skin")?;
    let hair = find("Tips").or_else(|| find("Hair")).or_else(|| find("Stubble"))?;
    let darker = skin.lab.l - hair.lab.l;
    let side = if darker < 0.0 { "lighter" } else { "darker" };
    let (name, difference) = (hair.name.to_lowercase(), ciede2000(skin.lab, hair.lab));
    Some(format!("Contrast of {name} to skin: ΔE00 {difference}, {:.1} {side} in L*", darker.abs()))
}
