//! The JSON that other programs rely on. Numbers are rounded to what they mean.

use serde_json::{Map, Value, json};

use crate::calibration::{Calibrated, Calibration, Corners};
use crate::caution::Caution;
use crate::color::{Lab, srgb_hex};
use crate::matching::{ClientSkin, Known, Match, Recommendation, Sitting, SwatchMatch};
use crate::measurement::{Combined, Measurement, Stubble};
use crate::photo::{Photo, PhotoCaution};
use crate::pigment::{Batch, Catalog, Cup, DROPS_PER_ML, HealedColor, Recipe, Shade, WholeDrops};
use crate::pipeline::{Analysis, Inputs, Reading};
use crate::skin::{Dots, Skin};

pub(super) fn measure_answer(inputs: &Inputs, analysis: &Analysis) -> Value {
    let mut answer = Map::new();
    answer.insert("photo".into(), photo(&inputs.photo, &analysis.photo_cautions));
    answer.insert("reference".into(), reference(&analysis.calibrated));
    let measurements = analysis.readings.iter().map(|reading| reading_value(inputs, reading)).collect();
    answer.insert("measurements".into(), Value::Array(measurements));
    answer.insert("combined".into(), analysis.combined.iter().map(combined).collect());
    if !analysis.swatches.is_empty() {
        answer.insert("swatches".into(), analysis.swatches.iter().map(|swatch| swatch_value(inputs, swatch)).collect());
    }
    answer.insert("cautions".into(), cautions(analysis.cautions.iter().cloned()));
    Value::Object(answer)
}

pub(super) fn match_answer(inputs: &Inputs, analysis: &Analysis) -> Value {
    let mut answer = measure_answer(inputs, analysis);
    let recommendation = analysis.recommendation.as_ref();
    answer["target"] = recommendation.map_or(Value::Null, target);
    answer["skin"] = analysis.client.as_deref().map_or(Value::Null, client_skin);
    answer["apart"] = json!(recommendation.map(|recommendation| &recommendation.apart));
    let plan = recommendation.and_then(|recommendation| recommendation.plan.as_ref());
    let first = recommendation.and_then(|recommendation| recommendation.matches.first());
    let pigments = first.map_or(1, |first| first.pigments.len());
    answer["session_plan"] =
        json!(plan.map(|plan| plan.sittings.iter().map(|one| sitting(one, pigments)).collect::<Vec<_>>()));
    let matches = recommendation.map(|recommendation| recommendation.matches.iter().map(match_value).collect());
    answer["verdict"] = json!(recommendation.map(|recommendation| recommendation.verdict));
    let groups = recommendation.map(|recommendation| recommendation.group_probabilities.iter().map(|p| rounded(*p, 8)));
    answer["group_probabilities"] = json!(groups.map(Iterator::collect::<Vec<_>>));
    answer["matches"] = Value::Array(matches.unwrap_or_default());
    let ranking = recommendation.into_iter().flat_map(|recommendation| recommendation.cautions.iter().cloned());
    answer["cautions"] = cautions(analysis.cautions.iter().cloned().chain(ranking.map(Caution::from)));
    answer
}

pub(super) fn catalog(catalog: &Catalog) -> Value {
    json!({ "name": catalog.name, "shades": catalog.shades.iter().map(shade).collect::<Vec<_>>() })
}

fn photo(photo: &Photo, found: &[PhotoCaution]) -> Value {
    json!({
        "width": photo.width(),
        "height": photo.height(),
        "format": photo.format().to_string(),
        "orientation": photo.orientation(),
        "profile": photo.profile().name,
        "profile_assumed": photo.profile().assumed,
        "sha256": photo.sha256(),
        "cautions": cautions(found.iter().cloned()),
    })
}

pub(super) fn chart(found: &Calibrated) -> Value {
    let mut value = match (&found.calibration, &found.unusable_chart) {
        (Calibration::Chart(fit), _) => json!({
            "found": true,
            "usable": true,
            "chart": fit.chart,
            "matches": fit.matches_chart(),
            "patches": fit.patches.iter().copied().map(lab).collect::<Vec<_>>(),
            "residual_de00": residual(&found.calibration),
        }),
        (_, Some(chart)) => json!({
            "found": true,
            "usable": false,
            "reason": chart.reason.to_string(),
            "patches": chart.patches.iter().copied().map(lab).collect::<Vec<_>>(),
        }),
        _ => return json!({ "found": false }),
    };
    value["corners"] = corners(found);
    value["other_charts"] =
        json!(found.other_charts.iter().map(|corners| rounded_corners(*corners)).collect::<Vec<_>>());
    value
}

fn reference(calibrated: &Calibrated) -> Value {
    let mut value = json!({ "method": calibrated.calibration.method() });
    if let Calibration::Chart(_) = calibrated.calibration {
        value["corners"] = corners(calibrated);
        value["residual_de00"] = residual(&calibrated.calibration);
    }
    if let Calibration::Chart(fit) = &calibrated.calibration {
        value["chart"] = json!(fit.chart);
    }
    if let Calibration::Neutral(fit) = &calibrated.calibration {
        value["lightness"] = json!(fit.lightness.iter().map(|&lightness| rounded(lightness, 2)).collect::<Vec<_>>());
        value["lightness_guessed"] = json!(fit.lightness_guessed);
    }
    value
}

fn corners(calibrated: &Calibrated) -> Value {
    json!(calibrated.corners.map(rounded_corners))
}

fn rounded_corners(corners: Corners) -> [[f64; 2]; 4] {
    corners.map(|corner| corner.map(|value| rounded(value, 2)))
}

fn residual(calibration: &Calibration) -> Value {
    json!(calibration.residual().map(|residual| json!({
        "mean": rounded(residual.mean.0, 3),
        "max": rounded(residual.max.0, 3),
        "cross_validated": rounded(residual.cross_validated.0, 3),
    })))
}

fn reading_value(inputs: &Inputs, reading: &Reading) -> Value {
    let name =
        inputs.marks.regions.iter().find(|region| region.id == reading.region).map(|region| region.name.as_str());
    let mut value = match &reading.outcome {
        Ok(measurement) => measurement_value(measurement, reading),
        Err(error) => json!({ "cautions": [{ "kind": "nothing_measured", "text": error.to_string() }] }),
    };
    let shape = inputs.marks.regions.iter().find(|region| region.id == reading.region).map(|region| &region.shape);
    value["region"] = json!(reading.region);
    value["shape"] = json!(shape);
    value["tissue"] = json!(reading.tissue);
    value["name"] = json!(name);
    value
}

fn measurement_value(measurement: &Measurement, reading: &Reading) -> Value {
    let mut value = json!({
        "lab": lab(measurement.lab),
        "oklab": <[f64; 3]>::from(measurement.oklab()).map(|value| rounded(value, 5)),
        "lch": [rounded(measurement.lab.l, 3), rounded(measurement.lab.chroma(), 3), rounded(measurement.lab.hue_degrees(), 2)],
        "srgb": srgb_hex(measurement.light),
        "ita_degrees": rounded(measurement.lab.ita_degrees(), 2),
        "spread_de00": rounded(measurement.spread.0, 3),
        "uncertainty_de00": rounded(measurement.uncertainty.0, 3),
        "pixels": measurement.pixels,
        "cautions": cautions(reading.cautions.iter().cloned()),
    });
    if let Some(stubble) = &reading.stubble {
        value["stubble"] = stubble_value(stubble);
    }
    value
}

fn combined(combined: &Combined) -> Value {
    json!({
        "tissue": combined.tissue,
        "regions": combined.regions,
        "lab": lab(combined.lab),
        "uncertainty_de00": rounded(combined.uncertainty.0, 3),
        "disagreement_de00": rounded(combined.disagreement.0, 3),
    })
}

fn swatch_value(inputs: &Inputs, swatch: &SwatchMatch) -> Value {
    json!({
        "rank": swatch.rank,
        "region": swatch.region,
        "name": inputs.marks.regions.iter().find(|region| region.id == swatch.region).map(|region| &region.name),
        "lab": lab(swatch.lab),
        "de00": rounded(swatch.difference.0, 3),
        "relative_uncertainty_de00": rounded(swatch.uncertainty.0, 3),
        "dL": rounded(swatch.direction.lightness, 3),
        "dC": rounded(swatch.direction.chroma, 3),
        "dH": rounded(swatch.direction.hue, 3),
        "as_near": swatch.as_near,
        "reason": swatch.reason,
    })
}

fn stubble_value(stubble: &Stubble) -> Value {
    let mut value = json!({
        "hair_lab": lab(stubble.hair.lab),
        "hair_uncertainty_de00": rounded(stubble.hair.uncertainty.0, 3),
        "skin_lab": lab(stubble.skin.lab),
        "skin_uncertainty_de00": rounded(stubble.skin.uncertainty.0, 3),
        "coverage": rounded(stubble.coverage, 5),
        "coverage_uncertainty": rounded(stubble.coverage_uncertainty, 5),
    });
    if let Some([grain, uncertainty]) = stubble.grain {
        value["grain"] = json!({ "value": rounded(grain, 3), "uncertainty": rounded(uncertainty, 3) });
    }
    if let Some([hairs, uncertainty]) = stubble.hairs_per_cm2 {
        value["hairs_per_cm2"] = json!({ "value": rounded(hairs, 1), "uncertainty": rounded(uncertainty, 1) });
    }
    if let Some(size) = stubble.size {
        value["follicles_per_cm2"] = json!(rounded(size.follicles_per_cm2, 1));
        value["tip_diameter_mm"] = json!(rounded(size.tip_diameter_mm, 4));
    }
    value
}

fn target(recommendation: &Recommendation) -> Value {
    let target = &recommendation.target;
    let mut value =
        json!({ "lab": lab(target.lab), "from": target.from, "uncertainty_de00": rounded(target.uncertainty.0, 3) });
    if let Some(skin) = target.skin {
        value["bare_skin_lab"] = json!(lab(skin));
    }
    let hairs = target.close_up.hairs_per_cm2;
    value["grain"] = known(recommendation.grain, 3);
    value["hairs_per_cm2"] = known(hairs, 1);
    value["is_close_up_measured"] = json!(target.close_up.is_measured);
    if let Some(darkening) = target.darkening {
        value["darkening"] = json!(rounded(darkening.lightness, 3));
        value["darkening_uncertainty"] = json!(rounded(darkening.uncertainty, 3));
        value["light_ratio"] = json!(rounded(darkening.light.exp(), 4));
    }
    value
}

fn known(known: Known, decimals: i32) -> Value {
    let uncertainty = known.value * known.log_sigma;
    json!({ "value": rounded(known.value, decimals), "uncertainty": rounded(uncertainty, decimals) })
}

fn match_value(ranked: &Match) -> Value {
    json!({
        "rank": ranked.rank,
        "shade_id": ranked.shade_id,
        "name": ranked.name,
        "recipe": recipe(ranked.recipe),
        "state": ranked.state,
        "provenance": ranked.provenance,
        "mixed_with": ranked.mixed_with,
        "batch": batch(ranked),
        "healed_lab": lab(ranked.healed),
        "area_lab": lab(ranked.lab),
        "coverage": ranked.dots.map(|dots| rounded(dots.coverage(), 5)),
        "dots": ranked.dots.map(dots),
        "water_range": ranked.water_range.map(|range| range.map(|parts| rounded(parts, 1))),
        "grain": rounded(ranked.grain, 3),
        "group": ranked.group,
        "de00": rounded(ranked.difference.0, 3),
        "de00_uncertainty": rounded(ranked.uncertainty.0, 3),
        "expected_cost": rounded(ranked.expected_cost, 3),
        "probability_best": rounded(ranked.probability_best, 8),
        "too_close": ranked.rank > 1 && ranked.group == 1,
        "years": ranked.over_years.iter().map(healed_color).collect::<Vec<_>>(),
        "oklab_distance": rounded(ranked.oklab_difference, 3),
        "dL": rounded(ranked.direction.lightness, 3),
        "dC": rounded(ranked.direction.chroma, 3),
        "dH": rounded(ranked.direction.hue, 3),
        "reason": ranked.reason,
        "cautions": cautions(ranked.cautions.iter().cloned()),
    })
}

fn client_skin(client: &ClientSkin) -> Value {
    json!({ "lab": lab(client.lab), "from": client.source, "tissue": tissue(&client.fit.skin) })
}

pub(super) fn tissue(skin: &Skin) -> Value {
    json!({ "melanin": rounded(skin.melanin_fraction, 5), "blood": rounded(skin.blood_fraction, 5) })
}

fn sitting(sitting: &Sitting, pigments: usize) -> Value {
    json!({
        "stage": sitting.stage,
        "recipe": recipe(sitting.recipe),
        "dots_per_cm2": rounded(sitting.per_cm2, 1),
        "area_lab": lab(sitting.area),
        "weeks_after_last": sitting.weeks_after_last,
        "whole_drops": WholeDrops::of(sitting.recipe, pigments, &Cup::default()).ok().as_ref().map(whole_drops),
        "text": sitting.to_string(),
    })
}

/// The usual cup, enough for a sitting.
fn batch(ranked: &Match) -> Value {
    let pigments: Vec<&str> =
        [Some(ranked.shade_id.as_str()), ranked.mixed_with.as_deref()].into_iter().flatten().collect();
    let batch = Batch::new(ranked.recipe, &pigments, &Cup::default());
    let amount = |ml: f64| json!({ "ml": rounded(ml, 3), "drops": rounded(ml * DROPS_PER_ML, 2) });
    let portions = batch.pigments.iter().map(|portion| (portion.name.clone(), amount(portion.ml)));
    let pigments: Map<String, Value> = portions.collect();
    let drops = batch.drops.as_ref().ok().map(whole_drops);
    json!({ "pigments": pigments, "water": amount(batch.water_ml), "total": amount(batch.total_ml()), "whole_drops": drops })
}

fn whole_drops(drops: &WholeDrops) -> Value {
    json!({ "of_each_pigment": drops.of_each, "water": drops.water, "water_parts": rounded(drops.recipe().water_parts, 3) })
}

fn dots(dots: Dots) -> Value {
    json!({
        "diameter_mm": rounded(dots.diameter_mm, 3),
        "pitch_mm": rounded(dots.pitch_mm, 3),
        "per_cm2": rounded(dots.per_cm2(), 1),
    })
}

pub(super) fn healed_color(color: &HealedColor) -> Value {
    json!({
        "weeks_after_treatment": color.weeks_after_treatment,
        "lab": lab(color.lab),
        "darkest_lab": lab(color.darkest),
        "lightest_lab": lab(color.lightest),
        "model_version": color.model_version,
    })
}

fn shade(shade: &Shade) -> Value {
    let recipes = shade.recipes().map(|(dilution, color)| json!({ "recipe": recipe(dilution), "lab": lab(color) }));
    json!({
        "id": shade.id,
        "name": shade.name,
        "family": shade.family,
        "state": shade.state,
        "recipes": recipes.collect::<Vec<_>>(),
        "on_skin_lab": shade.on_skin.map(lab),
        "composition": shade.composition,
        "provenance": shade.provenance,
        "colorants": shade.colorants,
        "notes": shade.notes,
    })
}

fn recipe(recipe: Recipe) -> Value {
    json!({ "pigment_parts": recipe.pigment_parts, "water_parts": recipe.water_parts })
}

pub(super) fn srgb(lab: Lab) -> String {
    srgb_hex(lab.to_linear())
}

pub(super) fn lab(lab: Lab) -> [f64; 3] {
    <[f64; 3]>::from(lab).map(|value| rounded(value, 3))
}

/// Each with its kind, its numbers and what it says.
pub(super) fn cautions(doubts: impl Iterator<Item = impl Into<Caution>>) -> Value {
    doubts.map(|doubt| caution(&doubt.into())).collect()
}

fn caution(doubt: &Caution) -> Value {
    let mut value = rounded_throughout(json!(doubt));
    value["text"] = json!(doubt.text());
    value
}

/// Every number inside, to four decimals.
fn rounded_throughout(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => json!(number.as_f64().map(|number| rounded(number, 4))),
        Value::Array(values) => values.into_iter().map(rounded_throughout).collect(),
        Value::Object(object) => object.into_iter().map(|(name, value)| (name, rounded_throughout(value))).collect(),
        other => other,
    }
}

pub(super) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    #[test]
    fn rounding_a_lab_moves_it_less_than_anybody_can_measure() {
        let exact = Lab::new(57.123_456, 8.000_49, 13.999_51);
        assert!(ciede2000(exact, Lab::from(lab(exact))).0 < 1e-3);
    }
}
