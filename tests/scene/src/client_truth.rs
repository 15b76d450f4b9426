use serde::Serialize;
use serde_json::{Value, json};
use stipple::photo::Bounds;

use super::{Camera, Client, Drawing, Encoding, Point, Shape, Tissue, ToneCurve, Truth, rect};

/// What a scorer of measurements reads beside a client's photo.
///
/// Lab are D65 as under the light of the reference, without gloss, means of linear light. A rectangle is x, y, width
/// and height in pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientTruth {
    pub id: String,
    /// Colours are drawn as seen under D65; what is left of another light is `white_balance`.
    pub illuminant: &'static str,
    pub white_balance: [f64; 3],
    pub tone_curve: ToneCurve,
    pub encoding: Encoding,
    pub exposure_ev: f64,
    pub grey_share: f64,
    pub width: usize,
    pub height: usize,
    pub exif_orientation: u8,
    pub px_per_mm: f64,
    pub light_on_skin: Option<f64>,
    pub light_on_stubble: Option<f64>,
    pub light_on_chart: Option<f64>,
    pub shine_on_skin: Option<f64>,
    pub shine_on_stubble: Option<f64>,
    pub sharpening: f64,
    pub local_tone_mapping: f64,
    pub noise_reduction: f64,
    pub jpeg_quality: u8,
    pub chart_corners: Option<[Point; 4]>,
    pub white_patch: Option<[i64; 4]>,
    pub grey_patch: Option<[i64; 4]>,
    pub regions: Value,
}

/// Places on the chart, row by row.
const WHITE: usize = 18;
const GREY: usize = 20;

impl ClientTruth {
    pub fn of(id: &str, client: &Client, drawing: &Drawing) -> Self {
        let truth = &drawing.truth;
        let Camera { white_balance, tone_curve, encoding, exposure, processing, .. } = truth.camera;
        let (skin, stubble) = (truth.region(Tissue::Skin), truth.region(Tissue::Stubble));
        Self {
            id: id.to_owned(),
            illuminant: "D65",
            white_balance,
            tone_curve,
            encoding,
            exposure_ev: exposure.log2(),
            grey_share: client.complexion.grey_share,
            width: truth.width,
            height: truth.height,
            exif_orientation: 1,
            px_per_mm: truth.px_per_mm,
            light_on_skin: skin.map(|skin| skin.light_on),
            light_on_stubble: stubble.map(|stubble| stubble.light_on),
            light_on_chart: truth.light_on_chart,
            shine_on_skin: skin.map(|skin| skin.shine_on),
            shine_on_stubble: stubble.map(|stubble| stubble.shine_on),
            sharpening: processing.sharpening,
            local_tone_mapping: processing.lift,
            noise_reduction: processing.noise_reduction,
            jpeg_quality: client.jpeg_quality,
            chart_corners: truth.chart_corners,
            white_patch: patch(truth, WHITE),
            grey_patch: patch(truth, GREY),
            regions: regions(truth),
        }
    }
}

fn regions(truth: &Truth) -> Value {
    let mut regions = json!({});
    if let Some(skin) = truth.region(Tissue::Skin) {
        regions["skin"] = json!({"rect": whole_pixels(&skin.region.shape), "lab": skin.lab});
    }
    if let Some((stubble, field)) =
        truth.region(Tissue::Stubble).and_then(|region| Some((region, region.stubble.as_ref()?)))
    {
        regions["stubble"] = json!({
            "rect": whole_pixels(&stubble.region.shape),
            "hair_lab": field.hair_lab,
            "skin_lab": field.skin_lab,
            "bare_skin_lab": field.bare_skin_lab,
            "area_lab": stubble.lab,
            "coverage": field.coverage,
            "hairs_per_cm2": field.follicles_per_cm2,
            "tip_width_mm": field.tip_width_mm,
            "tip_length_mm": field.tip_length_mm,
            "grain": field.grain,
            "bare_grain": field.bare_grain,
        });
    }
    regions
}

/// An upright square in the middle of a patch, within the part of it that a measurement should keep to.
fn patch(truth: &Truth, place: usize) -> Option<[i64; 4]> {
    let Bounds { left, top, right, bottom } = truth.patches.get(place)?.shape.bounds();
    let side = (right - left).min(bottom - top) / std::f64::consts::SQRT_2;
    Some(whole_pixels(&rect((left + right - side) / 2.0, (top + bottom - side) / 2.0, side, side)))
}

/// A shape's bounds in whole pixels.
fn whole_pixels(shape: &Shape) -> [i64; 4] {
    let Bounds { left, top, right, bottom } = shape.bounds();
    [left, top, right - left, bottom - top].map(|px| px.round() as i64)
}
