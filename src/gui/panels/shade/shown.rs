use egui::{Label, RichText, Ui, Vec2};

use super::strip::{Step, strip_ui};
use super::words::difference_text;
use crate::gui::caution_rows::cautions_ui;
use crate::gui::swatch::swatch_pair_ui;
use crate::matching::{ClientSkin, Match, MatchCaution, Recommendation, Target};
use crate::pigment::{HealedColor, ProvenanceKind};

/// Steps of a ladder that can be told apart at the panel's width.
const LADDER_STEPS: usize = 7;

/// The chosen recipe beside the target, as large as the panel allows, with all that is known of it.
pub(super) fn shown_ui(ui: &mut Ui, recommendation: &Recommendation, shown: &Match, client: Option<&ClientSkin>) {
    let target = &recommendation.target;
    pair_ui(ui, target, shown);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(difference_text(shown)).strong());
        ui.label(&shown.reason);
    });
    if let Some(dots) = shown.dots {
        ui.label(format!(
            "{:.0} dots of {:.2} mm on a cm², {:.1} % covered",
            dots.per_cm2(),
            dots.diameter_mm,
            100.0 * dots.coverage()
        ));
    }
    for told in [dilution_text(shown), Some(grain_text(recommendation, shown))].into_iter().flatten() {
        ui.add(Label::new(RichText::new(told).small()).wrap());
    }
    let provenance = provenance_text(shown);
    ui.add(Label::new(RichText::new(&provenance).small().weak()).truncate()).on_hover_text(&provenance);
    cautions_ui(ui, shown.cautions.iter().map(MatchCaution::text));
    if let Some(client) = client {
        ladder_ui(ui, shown, client);
    }
    years_ui(ui, &shown.over_years);
}

/// How sure the dilution is.
fn dilution_text(shown: &Match) -> Option<String> {
    let [from, to] = shown.water_range?;
    let water = shown.recipe.water_to_one();
    Some(format!(
        "“Colour {water:.0}”: {water:.0} ml water to 1 ml pigment. The best lies between {from:.0} and {to:.0}, mostly by what your hand leaves in the skin"
    ))
}

/// How the dots look in the mirror beside the hair.
fn grain_text(recommendation: &Recommendation, shown: &Match) -> String {
    let aimed = recommendation.grain;
    let known = if recommendation.target.close_up.is_measured { "measured" } else { "of usual hair" };
    format!(
        "In the mirror: grain {:.1} L*, the stubble's is {:.1} ± {:.1} ({known})",
        shown.grain,
        aimed.value,
        aimed.value * aimed.log_sigma
    )
}

fn pair_ui(ui: &mut Ui, target: &Target, shown: &Match) {
    let width = ui.available_width();
    ui.columns(2, |columns| {
        columns[0].label(RichText::new(format!("Target: {}", target.from)).strong());
        columns[1].with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            ui.add(Label::new(RichText::new(format!("{}. {}", shown.rank, shown.recipe)).strong()).truncate());
        });
    });
    let label = format!("Target {} on the left, {}, {} healed on the right", target.from, shown.name, shown.recipe);
    swatch_pair_ui(ui, target.lab, shown.lab, Vec2::new(width, 92.0), &label);
}

fn ladder_ui(ui: &mut Ui, shown: &Match, client: &ClientSkin) {
    let steps = client.dilutions_of(shown, LADDER_STEPS);
    if steps.is_empty() {
        return;
    }
    ui.label(RichText::new("One healed dot, by parts of water to 1 of pigment").small());
    let steps: Vec<Step> = steps
        .into_iter()
        .map(|step| Step {
            text: format!("{}", step.recipe.water_parts),
            lab: step.dot,
            range: None,
            is_marked: step.is_chosen,
        })
        .collect();
    strip_ui(ui, "Dilutions of this pigment in this skin", &steps);
}

fn years_ui(ui: &mut Ui, over_years: &[HealedColor]) {
    if over_years.is_empty() {
        return;
    }
    ui.label(RichText::new("The area over the years, from lightest (above) to darkest (below) expected").small());
    let steps: Vec<Step> = over_years
        .iter()
        .map(|color| Step {
            text: age_text(color.weeks_after_treatment),
            lab: color.lab,
            range: Some([color.darkest, color.lightest]),
            is_marked: false,
        })
        .collect();
    strip_ui(ui, "The treated area after", &steps);
}

fn age_text(weeks: f64) -> String {
    match weeks {
        weeks if weeks < 1.0 => "fresh".into(),
        weeks if weeks < 52.0 => format!("{weeks:.0} weeks"),
        weeks if weeks < 100.0 => "1 year".into(),
        weeks => format!("{:.0} years", weeks / 52.18),
    }
}

fn provenance_text(shown: &Match) -> String {
    if shown.dots.is_some() {
        return format!("Predicted in this skin; the pigment: {}", shown.provenance.source);
    }
    match shown.provenance.kind {
        ProvenanceKind::Computed => format!("Computed: {}", shown.provenance.source),
        kind => format!("{}, {kind}: {}", shown.state, shown.provenance.source),
    }
}
