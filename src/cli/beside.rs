use std::path::Path;
use std::sync::Arc;

use anyhow::bail;

use crate::matching::Recommendation;
use crate::photo::{ScreenTile, Shown};
use crate::pipeline::{Analysis, Inputs, Places, SideBySide};
use crate::preview::{Pattern, write_tile};

/// Writes every answer beside the client's stubble, the most probable first: as in the mirror, and below it from afar.
pub(super) fn write_beside(path: &Path, inputs: &Inputs, analysis: &Analysis) -> anyhow::Result<()> {
    let Some(px_per_mm) = inputs.marks.scale.and_then(|scale| scale.px_per_mm(&analysis.calibrated)) else {
        bail!("a picture of dots beside stubble needs the photo's scale, give --scale");
    };
    let size = [inputs.photo.width(), inputs.photo.height()];
    let places = Places::of(&inputs.marks.regions, size, px_per_mm);
    let (Some(places), Some(recommendation)) = (places, &analysis.recommendation) else {
        bail!("no stubble is marked that dots could be shown beside, add --stubble SHAPE");
    };
    let shown = Shown { photo: inputs.photo.clone(), look: analysis.calibration().look() };
    let sheets = sheets(&places, recommendation, analysis, &shown);
    let Some(width) = sheets.first().map(|sheet| sheet.width) else {
        bail!("the stubble is too small, or no recipe's dots are known, to be shown beside it");
    };
    let height = sheets.iter().map(|sheet| sheet.height).sum();
    let rgba = sheets.into_iter().flat_map(|sheet| sheet.rgba).collect();
    Ok(write_tile(path, &ScreenTile { width, height, rgba })?)
}

fn sheets(places: &Places, recommendation: &Recommendation, analysis: &Analysis, shown: &Shown) -> Vec<ScreenTile> {
    let Some(client) = &analysis.client else { return Vec::new() };
    let pattern = Arc::new(Pattern::new(1));
    let sides = recommendation
        .answers()
        .filter_map(|(_, ranked)| SideBySide::of(places, &recommendation.target, client, ranked));
    sides.filter_map(|side| side.draw(shown, &pattern)).map(|beside| beside.sheet()).collect()
}
