//! The same answers for a person at a terminal.

use std::fmt::Write;

use crate::calibration::{Calibrated, Calibration, ReferenceCaution, Residual};
use crate::caution::Caution;
use crate::color::{Lab, srgb_hex};
use crate::matching::{Match, MatchCaution, Sitting};
use crate::photo::{Photo, PhotoCaution};
use crate::pigment::{Catalog, Cup, Shade, WholeDrops};
use crate::pipeline::{Analysis, Inputs, Reading, chart_doubts};
use crate::printable::{one_line, padded};

pub(super) fn readings(inputs: &Inputs, analysis: &Analysis) -> String {
    let mut text = photo_line(&inputs.photo);
    text += &caution_lines(analysis.photo_cautions.iter().map(PhotoCaution::text), "");
    text += &reference_line(&analysis.calibrated).unwrap_or_default();
    for (region, reading) in inputs.marks.regions.iter().zip(&analysis.readings) {
        text += &reading_lines(&padded(&region.name, 12), reading);
    }
    text + &caution_lines(analysis.cautions.iter().map(Caution::text), "")
}

pub(super) fn chart(found: &Calibrated) -> String {
    let unusable = found.unusable_chart.as_ref();
    let text = match (reference_line(found), unusable) {
        (Some(line), _) => line,
        (None, Some(chart)) => format!("a chart that cannot be used: {}\n", chart.reason),
        (None, None) => "no chart found\n".into(),
    };
    text + &caution_lines(chart_doubts(found).iter().map(ReferenceCaution::text), "")
}

fn reference_line(calibrated: &Calibrated) -> Option<String> {
    match &calibrated.calibration {
        Calibration::None => None,
        Calibration::Neutral(fit) => {
            let known = if fit.lightness_guessed { "guessed" } else { "known" };
            let lightness: Vec<String> = fit.lightness.iter().map(|lightness| format!("{lightness:.1}")).collect();
            Some(format!("reference: neutral patch of L* {} ({known})\n", lightness.join(", ")))
        }
        Calibration::Chart(fit) => {
            let Residual { mean, max, cross_validated } = fit.residual;
            let chart = one_line(&fit.chart);
            Some(format!("reference: {chart}, ΔE00 mean {mean}, max {max}, cross-validated {cross_validated}\n"))
        }
    }
}

pub(super) fn matches(analysis: &Analysis, with_oklab: bool) -> String {
    let Some(recommendation) = &analysis.recommendation else {
        return String::new();
    };
    let target = &recommendation.target;
    let mut text = format!("\ntarget {} from {}, ΔE00 ± {}\n", numbers(target.lab), target.from, target.uncertainty);
    if let Some(client) = &analysis.client {
        let _ = writeln!(text, "skin   {} {}", numbers(client.lab), client.source);
    }
    for ranked in &recommendation.matches {
        text += &match_lines(ranked, with_oklab);
    }
    text += &recommendation.apart.iter().map(|words| format!("{words}\n")).collect::<String>();
    if let Some(plan) = &recommendation.plan {
        text += "\nthe first in sittings, lighter first\n";
        let pigments = recommendation.matches.first().map_or(1, |first| first.pigments.len());
        text += &plan.sittings.iter().map(|sitting| sitting_lines(sitting, pigments)).collect::<String>();
    }
    text + &caution_lines(recommendation.cautions.iter().map(MatchCaution::text), "")
}

/// A sitting, and its drops in the usual cup.
fn sitting_lines(sitting: &Sitting, pigments: usize) -> String {
    let drops = WholeDrops::of(sitting.recipe, pigments, &Cup::default());
    let drops = drops.map_or_else(|error| error.to_string(), |drops| drops.to_string());
    format!("  {sitting}\n    {drops}\n")
}

pub(super) fn catalog(catalog: &Catalog) -> String {
    let mut text = format!("{} ({} shades)\n", one_line(&catalog.name), catalog.shades.len());
    for shade in &catalog.shades {
        text += &shade_lines(shade);
    }
    text
}

fn photo_line(photo: &Photo) -> String {
    let assumed = if photo.profile().assumed { " (assumed)" } else { "" };
    let (width, height, format) = (photo.width(), photo.height(), photo.format());
    format!(
        "{}  {width} × {height} px, {format}, {}{assumed}\n",
        one_line(photo.name()),
        one_line(&photo.profile().name)
    )
}

fn reading_lines(name: &str, reading: &Reading) -> String {
    let measurement = match &reading.outcome {
        Ok(measurement) => measurement,
        Err(error) => return format!("{name} not measured: {error}\n"),
    };
    let (lab, pixels) = (measurement.lab, measurement.pixels);
    let mut text = format!(
        "{name} {}  {}  hue {:.0}°  ITA {:.0}°  ΔE00 ± {}  {} of {} px used\n",
        numbers(lab),
        srgb_hex(measurement.light),
        lab.hue_degrees(),
        lab.ita_degrees(),
        measurement.uncertainty,
        pixels.used,
        pixels.total
    );
    text += &caution_lines(reading.cautions.iter().map(Caution::text), "             ");
    text
}

fn match_lines(ranked: &Match, with_oklab: bool) -> String {
    let mut text = format!("{:3}. ΔE00 {} ± {}", ranked.rank, ranked.difference, ranked.uncertainty);
    if with_oklab {
        let _ = write!(text, "  Oklab {:4.1}", ranked.oklab_difference);
    }
    let _ = writeln!(text, "  {}, {}: {}", one_line(&ranked.name), ranked.recipe, ranked.reason);
    if let Some(dots) = ranked.dots {
        let (diameter, density, coverage) = (dots.diameter_mm, dots.per_cm2(), 100.0 * dots.coverage());
        let best = 100.0 * ranked.probability_best;
        let _ = writeln!(
            text,
            "     {density:.0} dots of {diameter:.2} mm on a cm² ({coverage:.1} % covered), the best pigment in {best:.0} of 100"
        );
        if let Some([from, to]) = ranked.water_range {
            let _ = writeln!(text, "     {from} to {to} parts of water, by what the hand leaves and the photo tells");
        }
    }
    text + &caution_lines(ranked.cautions.iter().map(MatchCaution::text), "     ")
}

fn shade_lines(shade: &Shade) -> String {
    let mut text =
        format!("{} {} [{}, {}]\n", padded(&shade.id, 28), one_line(&shade.name), shade.state, shade.provenance.kind);
    for (recipe, color) in shade.recipes() {
        let _ = writeln!(text, "    {:24} {}", recipe.to_string(), numbers(color));
    }
    text
}

pub(super) fn numbers(lab: Lab) -> String {
    format!("L* {:5.1}  a* {:5.1}  b* {:5.1}", lab.l, lab.a, lab.b)
}

fn caution_lines(texts: impl Iterator<Item = String>, indent: &str) -> String {
    texts.map(|text| format!("{indent}! {text}\n")).collect()
}
