use std::ops::Range;

use nalgebra::Vector3;

use super::fitted::{Estimate, FieldFacts};
use super::parts::Part;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::measurement::light::ShaftColor;

/// How far the colour of what tips lack may be off, red and blue over green: halved chroma smears it, and for each part
/// that halos take beside the tips it is less sure what of it is theirs (our choices).
const TINT_DOUBT: f64 = 0.12;
const HALO_DOUBT: f64 = 0.5;

/// How far a real hair may be from the modelled ones, ΔE00 (our choice).
const HAIR_FROM_MODEL: f64 = 2.5;

/// Natural hair, from black to blond and grey, in L*, and how much rarer it gets with each step of so many L* (factor e;
/// our choice: nine of ten heads in the world have black or dark brown hair).
const LIGHTNESS: Range<u32> = 12..66;
const RARER_PER_L: f64 = 25.0;

/// Hair gets warmer as it gets lighter: its usual chroma for each L* above black, with its scatter, and its hues in degrees
/// (our choices: black hair is nearly neutral, light brown has a chroma of about 14, ginger is red, blond is yellow).
const BLACK_L: f64 = 12.0;
const CHROMA_PER_L: f64 = 0.75;
const CHROMA_SCATTER: f64 = 4.0;
const HUES: [f64; 4] = [46.0, 56.0, 64.0, 72.0];

/// Hair that lost its pigment is nearly neutral: its lightness, its chromas, its hue in degrees, and how usual it is beside
/// black hair (our choices).
const GREY: Range<u32> = 34..66;
const GREY_CHROMAS: [f64; 3] = [2.0, 5.0, 8.0];
const GREY_HUE: f64 = 82.0;
const GREY_USUAL: f64 = 0.15;

/// Hair and coverage that explain a field best; hair is always one that exists.
pub(super) struct Looks {
    pub hair: Part,
    pub coverage: Estimate,
}

impl Looks {
    /// `skin` is the true light between the tips, `lack` what the whole field lacks of it by channel; `None` on skin so dark
    /// that no hair is darker.
    pub fn of(facts: &FieldFacts, skin: LinearRgb, lack: [f64; 3]) -> Option<Self> {
        let tint = Tint::of(facts, skin, lack);
        let candidates: Vec<Candidate> = natural_hairs()
            .filter_map(|(hair, usual)| Some(Candidate::of(hair, skin, facts, &tint)?.weighed(usual)))
            .collect();
        let total: f64 = candidates.iter().map(|candidate| candidate.weight).sum();
        if total <= 0.0 {
            return None;
        }
        let mean = |value: &dyn Fn(&Candidate) -> f64| {
            candidates.iter().map(|candidate| candidate.weight * value(candidate)).sum::<f64>() / total
        };
        let lab = Lab::new(mean(&|one| one.hair.l), mean(&|one| one.hair.a), mean(&|one| one.hair.b));
        let scatter = mean(&|one| ciede2000(lab, one.hair).0.powi(2));
        let contrast = mean(&|one| one.contrast.ln());
        let spread = mean(&|one| (one.contrast.ln() - contrast).powi(2)).sqrt();
        let hair = Part { lab, uncertainty: DeltaE(scatter.sqrt().hypot(HAIR_FROM_MODEL)) };
        Some(Self { hair, coverage: coverage(facts, contrast, spread) })
    }
}

struct Candidate {
    hair: Lab,
    contrast: f64,
    weight: f64,
}

impl Candidate {
    /// `None` for hair no darker than the skin.
    fn of(hair: Lab, skin: LinearRgb, facts: &FieldFacts, tint: &Tint) -> Option<Self> {
        let light = hair.to_linear();
        let contrast = 1.0 - light.luminance() / skin.luminance();
        if contrast < 0.02 {
            return None;
        }
        let of_contrast = (contrast / facts.contrast.value).ln() / facts.contrast.doubt;
        let green = 1.0 - light.g / skin.g;
        let own = [1.0 - light.r / skin.r, 1.0 - light.b / skin.b].map(|lack| lack / green.max(0.02));
        let of_tint = [0, 1].map(|k| (own[k] - tint.over_green[k]) / tint.doubt);
        let square = of_contrast.powi(2) + of_tint.into_iter().map(|off| off * off).sum::<f64>();
        Some(Self { hair, contrast, weight: (-square / 2.0).exp() + 1e-12 })
    }

    fn weighed(self, usual: f64) -> Self {
        Self { weight: self.weight * usual, ..self }
    }
}

/// Hair of every natural colour, and how usual it is up to a factor.
fn natural_hairs() -> impl Iterator<Item = (Lab, f64)> {
    let of_lightness = |l: u32| {
        let above = (f64::from(l) - BLACK_L).max(0.0);
        let scattered = (-4..=4).map(move |step| (CHROMA_PER_L * above + CHROMA_SCATTER * f64::from(step) / 2.0, step));
        scattered.filter(|(chroma, _)| *chroma >= 0.0).flat_map(move |(chroma, step)| {
            let usual = (-above / RARER_PER_L - (f64::from(step) / 2.0).powi(2) / 2.0).exp();
            HUES.map(|hue| (lab(l, chroma, hue), usual))
        })
    };
    let grey = |l: u32| GREY_CHROMAS.map(|chroma| (lab(l, chroma, GREY_HUE), GREY_USUAL));
    LIGHTNESS.step_by(2).flat_map(of_lightness).chain(GREY.step_by(2).flat_map(grey))
}

fn lab(l: u32, chroma: f64, hue_degrees: f64) -> Lab {
    let (sin, cos) = hue_degrees.to_radians().sin_cos();
    Lab::new(f64::from(l), chroma * cos, chroma * sin)
}

/// What tips alone lack in red and in blue over what they lack in green.
struct Tint {
    over_green: [f64; 2],
    /// Standard deviation of both.
    doubt: f64,
}

impl Tint {
    /// The halos of the shafts, whose colour is known, are taken off what the whole field lacks.
    fn of(facts: &FieldFacts, skin: LinearRgb, lack: [f64; 3]) -> Self {
        let own = skin.to_array();
        let luminance = |values: [f64; 3]| {
            LinearRgb::from_array([0, 1, 2].map(|k| values[k] * own[k])).luminance() / skin.luminance()
        };
        let shafts = ShaftColor::in_skin(skin.luminance()).0;
        let tips = 1.0 - (-facts.tips_depth.value).exp();
        let halos = ((luminance(lack) - tips) / luminance(shafts)).max(0.0);
        let left = Vector3::from([0, 1, 2].map(|k| lack[k] - halos * shafts[k]));
        let green = left.y.max(0.2 * tips).max(1e-4);
        Self {
            over_green: [left.x / green, left.z / green],
            doubt: TINT_DOUBT.hypot(HALO_DOUBT * halos / tips.max(1e-4)),
        }
    }
}

/// The fitted coverage, and what tips take over how much a tip takes: the mean of both by their doubts.
fn coverage(facts: &FieldFacts, contrast: f64, spread: f64) -> Estimate {
    let taken = (1.0 - (-facts.tips_depth.value).exp()).ln() - contrast;
    let weights = [facts.coverage.doubt, facts.tips_depth.doubt.hypot(spread)].map(|doubt| doubt.powi(-2));
    let value = (facts.coverage.value.ln() * weights[0] + taken * weights[1]) / (weights[0] + weights[1]);
    // Both rest on the same pixels, so that together they are hardly surer than the better one.
    Estimate { value: value.exp().min(0.95), doubt: facts.coverage.doubt.min(weights[1].powf(-0.5)) }
}
