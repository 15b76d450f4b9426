use nalgebra::{Matrix3, SymmetricEigen, Vector3};

use super::contrast::{Contrast, LEAST_SKIN};
use super::parts::{FAINT, Part, Stubble, Surroundings, UNSURE};
use super::tiles::Tile;
use super::tip_blur::Moments;
use super::tips::tip_size;
use crate::calibration::Calibration;
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::measurement::caution::MeasureCaution;
use crate::measurement::region::measure::Measurement;
use crate::skin::hair_colors;

/// How far the shaved tips of a head may differ from its longer hair, ΔE00 (our choice: shafts are weathered and shade
/// each other).
const TIP_FROM_SHAFT: f64 = 2.5;

/// How far a real hair may be from the nearest of the modelled ones, ΔE00 (our choice).
const HAIR_FROM_MODEL: f64 = 4.0;

/// The most that white hair sends back (the model's whitest, 0.6, and a tenth).
const WHITE_HAIR: f64 = 0.66;

/// What is left of a hair's probability far from all that is known; nothing is ruled out.
const UNUSUAL: f64 = 0.01;

/// Hairs that stand for all hair.
const MODEL_HAIRS: usize = 160;

/// Steps from the least to the most contrast that a tip may have.
const STEPS: usize = 80;

/// How far the contrast read from the pixels may be off, in ln, beside what widths and blurs leave open: of sharp tips,
/// and what blur and crossing tips add (our choices, after drawn fields). Of tips smaller than the blur only the area is
/// seen, and where lengths vary by half their mean, it stands for a quarter more than it is.
const CONTRAST_DOUBT: f64 = 0.04;
const IMPURE_DOUBT: f64 = 0.1;
const UNRESOLVED_DOUBT: f64 = 0.35;
const CROWDED_DOUBT: f64 = 0.4;

/// Denser than this, hair is no stubble.
const MOST_COVERAGE: f64 = 0.8;

/// How far skin of which little is in sight may be off towards the tips, as a share of the mean cover (our choice).
const HIDDEN: f64 = 0.2;

/// How far what tips take from the light may be off where it is read along the line to a hair, as a logarithm and as a
/// share of itself, and the count of hairs as a share (our choices, after drawn fields).
const TIPS_DOUBT: [f64; 2] = [0.006, 0.1];
const COUNT_DOUBT: f64 = 0.2;

/// By the skin between the tips; where too little of it is in sight, by bare skin nearby.
pub(super) fn find_contrast(tiles: &[Tile], skin: Option<&Measurement>) -> Option<(Contrast, Moments)> {
    let known = skin.map(|skin| Vector3::from(skin.camera.to_array()));
    let is_enough = |contrast: &Contrast| match known {
        Some(skin) => contrast.skin_share >= LEAST_SKIN && contrast.agrees_with(skin),
        None => true,
    };
    let with_moments = |contrast: Contrast| {
        let moments = Moments::of(tiles, &contrast);
        moments.stand_out().then_some((contrast, moments))
    };
    let seen = Contrast::of(tiles).filter(is_enough).and_then(with_moments);
    seen.or_else(|| Contrast::with_known_skin(tiles, known?).and_then(with_moments))
}

/// From the skin through all mixtures to the hair.
pub(super) struct Line<'a> {
    pub contrast: &'a Contrast,
    pub calibration: &'a Calibration,
    pub pos_in_photo: [f64; 2],
}

/// A point of the line that may be the hair.
pub(super) struct Candidate {
    /// Light from skin to hair.
    depth: f64,
    hair: Part,
    weight: f64,
}

impl Line<'_> {
    fn true_light(&self, camera: Vector3<f64>) -> LinearRgb {
        self.calibration.true_light(LinearRgb::new(camera.x, camera.y, camera.z), self.pos_in_photo)
    }

    fn lab(&self, camera: Vector3<f64>) -> Lab {
        self.true_light(camera).into()
    }

    fn hair_light(&self, depth: f64) -> Vector3<f64> {
        self.contrast.skin - self.contrast.deficit * (depth / self.contrast.deficit.dot(&self.contrast.weights))
    }

    /// Points of the line with the probability that pixels, surroundings and the looks of hair give them.
    pub fn candidates(&self, moments: &Moments, around: &Surroundings) -> Vec<Candidate> {
        let bars = moments.explanations(around.px_per_mm);
        let least = moments.first / MOST_COVERAGE;
        let most = self.deepest().max(least * 1.01);
        let depths = (0..STEPS).map(|i| least * (most / least).powf((i as f64 + 0.5) / STEPS as f64));
        let models = hair_colors(MODEL_HAIRS);
        let seen = |depth: f64| {
            let ways = bars.iter().map(|bars| {
                let blurred = 1.0 - bars.purity;
                let of_tips = IMPURE_DOUBT * blurred + UNRESOLVED_DOUBT * blurred.powi(8);
                let doubt = CONTRAST_DOUBT + of_tips + CROWDED_DOUBT * moments.crowd();
                let off = (depth * moments.first * bars.purity / moments.second).ln() / doubt;
                bars.weight * (-off * off / 2.0).exp()
            });
            ways.sum::<f64>()
        };
        let total: f64 = bars.iter().map(|bars| bars.weight).sum();
        let candidate = |depth: f64| {
            let (hair, likeness) = self.hair_at(depth, moments.first / depth, around.hair, &models);
            Candidate { depth, hair, weight: (seen(depth) / total.max(1e-300) + 1e-6) * likeness }
        };
        depths.map(candidate).collect()
    }

    /// The depth at which the line leaves what any surface can be: black, or lighter than white hair.
    fn deepest(&self) -> f64 {
        let is_possible = |depth: f64| {
            let light = self.true_light(self.hair_light(depth));
            light.to_array().into_iter().all(|channel| (-0.003..=WHITE_HAIR).contains(&channel))
        };
        let reach = self.contrast.skin.amax();
        let steps = (1..=400).map(|i| reach * f64::from(i) / 100.0);
        steps.take_while(|&depth| is_possible(depth)).last().unwrap_or(reach / 100.0)
    }

    /// How far the whole line may be off to its sides, one standard deviation in two directions.
    fn side_ways(&self) -> [Vector3<f64>; 2] {
        let along = self.contrast.deficit.normalize();
        let across = Matrix3::identity() - along * along.transpose();
        let eigen = SymmetricEigen::new(across * self.contrast.doubt * across);
        let along_it = eigen.eigenvalues.imin();
        let sides = (0..3).filter(|&k| k != along_it);
        let mut sides = sides.map(|k| eigen.eigenvectors.column(k) * eigen.eigenvalues[k].max(0.0).sqrt());
        std::array::from_fn(|_| sides.next().unwrap_or_default())
    }

    /// The hair at a depth and how well it goes with what is known of hair.
    fn hair_at(&self, depth: f64, coverage: f64, known: Option<&Measurement>, models: &[Lab]) -> (Part, f64) {
        let camera = self.hair_light(depth);
        let lab = self.lab(camera);
        let side_ways = self.side_ways().map(|off| ciede2000(lab, self.lab(camera + off / coverage)).0.powi(2));
        let variance = side_ways.into_iter().sum::<f64>().max(0.25);
        match known {
            Some(hair) => {
                let known_variance = TIP_FROM_SHAFT.powi(2) + hair.relative_uncertainty.0.powi(2);
                let off = ciede2000(lab, hair.lab).0.powi(2);
                let share = variance / (variance + known_variance);
                let part =
                    Part { lab: mixed(lab, hair.lab, share), uncertainty: DeltaE((known_variance * share).sqrt()) };
                (part, UNUSUAL * 0.01 + (-off / (variance + known_variance) / 2.0).exp())
            }
            None => {
                let width = variance + HAIR_FROM_MODEL.powi(2);
                let near = |model: &Lab| (-ciede2000(lab, *model).0.powi(2) / width / 2.0).exp();
                let likeness = UNUSUAL + models.iter().map(near).sum::<f64>() / models.len() as f64;
                (Part { lab, uncertainty: DeltaE(variance.sqrt()) }, likeness)
            }
        }
    }

    pub fn stubble(
        &self,
        tiles: &[Tile],
        moments: &Moments,
        candidates: &[Candidate],
        around: &Surroundings,
    ) -> Stubble {
        let hair = expected_hair(candidates);
        let (coverage, spread) = expected(candidates, |candidate| moments.first / candidate.depth);
        let weights = self.contrast.weights;
        let noise = (weights.transpose() * self.contrast.doubt * weights)[(0, 0)].sqrt() / moments.first;
        let coverage_uncertainty = spread.hypot(coverage * noise);
        let light = |part: Part| LinearRgb::from_array(part.lab.to_linear().to_array());
        let with_camera = |part: Part| {
            let camera = self.calibration.uncertainty(light(part), self.pos_in_photo);
            Part { uncertainty: DeltaE(part.uncertainty.0.hypot(camera.0)), ..part }
        };
        let skin = self.skin();
        let (depth, _) = expected(candidates, |candidate| candidate.depth);
        let size = around.px_per_mm.and_then(|scale| tip_size(tiles, self.contrast, depth, scale));
        let cautions = self.cautions(hair, skin, coverage, coverage_uncertainty);
        let [tips_light, skin_light] = [hair.lab, skin.lab].map(|lab| lab.to_linear().luminance());
        let depth = -(1.0 - coverage * (1.0 - tips_light / skin_light.max(1e-4))).max(0.05).ln();
        Stubble {
            hair: with_camera(hair),
            skin: with_camera(skin),
            coverage,
            coverage_uncertainty,
            tips_depth: [depth, (TIPS_DOUBT[0] + TIPS_DOUBT[1] * depth.abs()).hypot(noise * depth)],
            hairs_per_cm2: size.map(|size| [size.follicles_per_cm2, COUNT_DOUBT * size.follicles_per_cm2]),
            size,
            grain: None,
            cautions,
        }
    }

    fn skin(&self) -> Part {
        let lab = self.lab(self.contrast.skin);
        let noise = ciede2000(lab, self.lab(self.contrast.skin + self.contrast.doubt.diagonal().map(f64::sqrt))).0;
        // Where hardly any skin is in sight, its pixels may be partly covered.
        let covered = self.lab(self.contrast.skin - self.contrast.deficit * HIDDEN);
        let hidden = if self.contrast.skin_share < LEAST_SKIN { ciede2000(lab, covered).0 } else { 0.0 };
        Part { lab, uncertainty: DeltaE(noise.hypot(hidden)) }
    }

    fn cautions(&self, hair: Part, skin: Part, coverage: f64, uncertainty: f64) -> Vec<MeasureCaution> {
        let difference = ciede2000(hair.lab, skin.lab);
        let doubts = [
            (difference.0 < FAINT.0).then_some(MeasureCaution::TipsFaint { difference }),
            (uncertainty > UNSURE * coverage).then_some(MeasureCaution::CoverageUnsure { coverage, uncertainty }),
            (self.contrast.skin_share < LEAST_SKIN)
                .then_some(MeasureCaution::LittleSkin { fraction: self.contrast.skin_share }),
        ];
        doubts.into_iter().flatten().collect()
    }
}

/// `share` of the way from one color to another.
fn mixed(from: Lab, to: Lab, share: f64) -> Lab {
    let at = |from: f64, to: f64| from + (to - from) * share;
    Lab::new(at(from.l, to.l), at(from.a, to.a), at(from.b, to.b))
}

/// Mean and standard deviation over the candidates.
fn expected(candidates: &[Candidate], value: impl Fn(&Candidate) -> f64) -> (f64, f64) {
    let total: f64 = candidates.iter().map(|candidate| candidate.weight).sum();
    let mean = candidates.iter().map(|candidate| candidate.weight * value(candidate)).sum::<f64>() / total;
    let square = candidates.iter().map(|candidate| candidate.weight * (value(candidate) - mean).powi(2)).sum::<f64>();
    (mean, (square / total).sqrt())
}

fn expected_hair(candidates: &[Candidate]) -> Part {
    let mean = |value: fn(Lab) -> f64| expected(candidates, |candidate| value(candidate.hair.lab)).0;
    let lab = Lab::new(mean(|lab| lab.l), mean(|lab| lab.a), mean(|lab| lab.b));
    let square =
        |candidate: &Candidate| ciede2000(lab, candidate.hair.lab).0.powi(2) + candidate.hair.uncertainty.0.powi(2);
    Part { lab, uncertainty: DeltaE(expected(candidates, square).0.sqrt()) }
}
