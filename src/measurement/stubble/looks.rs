use nalgebra::Vector3;

use super::Part;
use super::fitted::{Estimate, FieldFacts};
use crate::calibration::hair_colors;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};

/// Hairs that stand for all hair.
const MODEL_HAIRS: usize = 240;

/// How far the colour of what tips lack may be off, red and blue over green (our choice: halved chroma smears it).
const TINT_DOUBT: f64 = 0.25;

/// How far a real hair may be from the modelled ones, ΔE00 (our choice).
const HAIR_FROM_MODEL: f64 = 2.5;

/// What shafts below the skin take by channel, over what they take from green.
const SHAFTS: [f64; 3] = [2.05, 1.0, 0.45];

/// Hair and coverage that explain a field best; hair is always one that exists.
pub(super) struct Looks {
    pub hair: Part,
    pub coverage: Estimate,
}

impl Looks {
    /// `skin` is the true light between the tips, `lack` what the whole field lacks of it by channel.
    pub fn of(facts: &FieldFacts, skin: LinearRgb, lack: [f64; 3]) -> Self {
        let tint = tint(facts, skin, lack);
        let candidates: Vec<Candidate> =
            hair_colors(MODEL_HAIRS).into_iter().filter_map(|hair| Candidate::of(hair, skin, facts, tint)).collect();
        let total: f64 = candidates.iter().map(|candidate| candidate.weight).sum();
        let mean = |value: &dyn Fn(&Candidate) -> f64| {
            candidates.iter().map(|candidate| candidate.weight * value(candidate)).sum::<f64>() / total
        };
        let lab = Lab::new(mean(&|one| one.hair.l), mean(&|one| one.hair.a), mean(&|one| one.hair.b));
        let scatter = mean(&|one| ciede2000(lab, one.hair).0.powi(2));
        let contrast = mean(&|one| one.contrast.ln());
        let spread = mean(&|one| (one.contrast.ln() - contrast).powi(2)).sqrt();
        let hair = Part { lab, uncertainty: DeltaE(scatter.sqrt().hypot(HAIR_FROM_MODEL)) };
        Self { hair, coverage: coverage(facts, contrast, spread) }
    }
}

struct Candidate {
    hair: Lab,
    contrast: f64,
    weight: f64,
}

impl Candidate {
    /// `None` for hair no darker than the skin.
    fn of(hair: Lab, skin: LinearRgb, facts: &FieldFacts, tint: [f64; 2]) -> Option<Self> {
        let light = hair.to_linear();
        let contrast = 1.0 - light.luminance() / skin.luminance();
        if contrast < 0.02 {
            return None;
        }
        let of_contrast = (contrast / facts.contrast.value).ln() / facts.contrast.doubt;
        let green = 1.0 - light.g / skin.g;
        let own = [1.0 - light.r / skin.r, 1.0 - light.b / skin.b].map(|lack| lack / green.max(0.02));
        let of_tint = [0, 1].map(|k| (own[k] - tint[k]) / TINT_DOUBT);
        let square = of_contrast.powi(2) + of_tint.into_iter().map(|off| off * off).sum::<f64>();
        Some(Self { hair, contrast, weight: (-square / 2.0).exp() + 1e-12 })
    }
}

/// What tips alone lack in red and in blue over green: the halos of the shafts, whose colour is known, taken off.
fn tint(facts: &FieldFacts, skin: LinearRgb, lack: [f64; 3]) -> [f64; 2] {
    let luminance = |values: [f64; 3]| LinearRgb::from_array(values).luminance();
    let own = skin.to_array();
    let weighed = |values: [f64; 3]| luminance([0, 1, 2].map(|k| values[k] * own[k])) / skin.luminance();
    let tips = 1.0 - (-facts.tips_depth.value).exp();
    let halos = ((weighed(lack) - tips) / weighed(SHAFTS)).max(0.0);
    let left = Vector3::from([0, 1, 2].map(|k| lack[k] - halos * SHAFTS[k]));
    let green = left.y.max(0.2 * tips).max(1e-4);
    [left.x / green, left.z / green]
}

/// The fitted coverage, and what tips take over how much a tip takes: the mean of both by their doubts.
fn coverage(facts: &FieldFacts, contrast: f64, spread: f64) -> Estimate {
    let taken = (1.0 - (-facts.tips_depth.value).exp()).ln() - contrast;
    let weights = [facts.coverage.doubt, facts.tips_depth.doubt.hypot(spread)].map(|doubt| doubt.powi(-2));
    let value = (facts.coverage.value.ln() * weights[0] + taken * weights[1]) / (weights[0] + weights[1]);
    // Both rest on the same pixels, so that together they are hardly surer than the better one.
    Estimate { value: value.exp().min(0.95), doubt: facts.coverage.doubt.min(weights[1].powf(-0.5)) }
}
