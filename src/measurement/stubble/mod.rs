//! A field of stubble taken apart into tips, the skin between them and the share that they cover.
//!
//! Where hair of the same head is marked, [`unmix`] reads how far along the line from skin to that hair the field lies
//! (`line`, `contrast`, `bars`). Without it the moments of the field tell ([`field`], `peaks`, [`fitted`], `hair_looks`): what
//! tips take from the light, how many hairs do it, and which hair that exists they are.

mod contrast;
pub mod field;
mod fineness;
pub mod fitted;
mod grain;
mod hair_looks;
mod line;
mod parts;
mod peaks;
mod tiles;
mod tip_blur;
mod tips;
mod window;

use nalgebra::Vector3;

use super::caution::MeasureCaution;
use field::Field;
use fineness::Fine;
use fitted::{Estimate, FieldFacts};
use hair_looks::Looks;
use line::{Line, find_contrast};
use parts::{FAINT, UNSURE};
use tiles::Tile;

use crate::calibration::{Calibration, Method};
use crate::color::{DeltaE, Lab, LinearRgb, ciede2000};
use crate::photo::{Photo, Region};
pub use parts::{Part, Stubble, Surroundings};
pub use tips::TipSize;

/// How far an unknown tone curve changes what tips take from the light, as a share (our choice: picture styles are a tenth
/// to a third steeper than light).
const CURVE_DOUBT: f64 = 0.2;

/// Shafts below the skin take red most. A field that lacks less red than this share of green has no halos worth speaking
/// of, and the line from its skin to its hair is straight (our choice).
const UNHALOED: f64 = 0.92;

/// No hair is greener than this, a*: halos bend the line towards green (our choice: a little noise is allowed for).
const GREENEST: f64 = -1.0;

/// Finer than this, px per mm, tips show their own colour, and the line holds whatever its hue (our choice).
const RESOLVED: f64 = 18.0;

/// Coverage along the line may differ from that of the field's moments by this factor; beyond it one of both is led astray, the
/// line by gloss and halos, the moments by fields that are denser or sparser than those that they were fitted to (our
/// choice: twice what the moments leave open).
const ASTRAY: f64 = 1.8;

/// Shaved heads cover no more than this with tips.
const DENSEST: f64 = 0.3;

/// Takes a stubble region apart into tips and skin. `None` where no tips stand out.
///
/// A partly covered pixel lies between skin and hair in linear light, so the skin between the tips and the mean of all
/// pixels give the line on which the hair lies, and coverage times contrast. How far out on that line it lies is told
/// by tips that are wider than the blur, by the hair elsewhere in the photo, and by what hair looks like at all.
pub fn unmix(photo: &Photo, region: &Region, calibration: &Calibration, around: &Surroundings) -> Option<Stubble> {
    let fine = Fine::look(photo, region, calibration, around.px_per_mm);
    let tiles = fine.tiles();
    let around = &Surroundings { px_per_mm: fine.px_per_mm, ..*around };
    let place = region.shape.bounds().middle();
    let camera = mean_light(&tiles);
    let area = Lab::from(calibration.true_light(camera, place));
    let grain = around.px_per_mm.and_then(|px_per_mm| grain::grain(&tiles, px_per_mm, area));
    let line = find_contrast(&tiles, around.skin).map(|(contrast, moments)| {
        let line = Line { contrast: &contrast, calibration, pos_in_photo: place };
        line.stubble(&tiles, &moments, &line.candidates(&moments, around), around)
    });
    let field = fine.field();
    let is_unhaloed = |field: &Field| calibration.method() == Method::Chart && field.lack[0] < UNHALOED * field.lack[1];
    let witness = Witness {
        knows_hair: around.hair.is_some(),
        is_resolved: around.px_per_mm.is_some_and(|px_per_mm| px_per_mm > RESOLVED),
        is_unhaloed: field.as_ref().is_some_and(is_unhaloed),
    };
    let counted =
        field.as_ref().and_then(|field| FieldFacts::of(field, around.px_per_mm).hairs_per_cm2).map(Estimate::known);
    let told = field.and_then(|field| told_by_field(&field, camera, calibration, place, around.px_per_mm));
    let stubble = match (line, told) {
        (Some(line), Some(told)) => witness.choose(line, told),
        (Some(line), None) => witness.alone(line)?,
        (None, told) => told?,
    };
    // Tips along the line tell their own width, and so their number, only where they are wider than pixels.
    let hairs_per_cm2 = counted.or(stubble.hairs_per_cm2.filter(|_| witness.is_resolved));
    Some(Stubble { grain, hairs_per_cm2, ..stubble })
}

/// How grainy a region looks from half a metre: standard deviation of L* after the eye's blur, and its standard
/// uncertainty. On bare skin it is the mottling, the pores and the noise that stubble beside it has too.
pub fn grain_of(photo: &Photo, region: &Region, calibration: &Calibration, px_per_mm: f64) -> Option<[f64; 2]> {
    let fine = Fine::look(photo, region, calibration, Some(px_per_mm));
    let tiles = fine.tiles();
    let area = calibration.true_light(mean_light(&tiles), region.shape.bounds().middle());
    grain::grain(&tiles, fine.px_per_mm?, Lab::from(area))
}

/// What tells which of two answers to trust: the line from skin to hair, or the moments of the field.
struct Witness {
    knows_hair: bool,
    is_resolved: bool,
    is_unhaloed: bool,
}

impl Witness {
    /// The line where the field tells of no tips: dark ones that leave little skin in sight would show there too.
    fn alone(&self, line: Stubble) -> Option<Stubble> {
        let is_paler = line.hair.lab.l > line.skin.lab.l;
        (self.knows_hair || self.is_resolved || is_paler || line.coverage < DENSEST).then_some(line)
    }

    fn choose(&self, line: Stubble, told: Stubble) -> Stubble {
        let is_natural = line.hair.lab.a >= GREENEST;
        let contradicts = !(1.0 / ASTRAY..ASTRAY).contains(&(line.coverage / told.coverage));
        match (self.knows_hair, is_natural) {
            (true, _) if contradicts && !self.is_resolved => line.doubted_by(&told),
            (true, _) => line,
            (false, true) if self.is_resolved => line,
            (false, true) if self.is_unhaloed && !contradicts => line.doubted_by(&told).with_tips_of(&told),
            (false, true) if contradicts && line.hair.lab.l < line.skin.lab.l => told.doubted_by(&line),
            (false, _) => told,
        }
    }
}

impl Stubble {
    /// The same, no surer of its coverage than another answer is far from it; it doubts all of it at the most.
    fn doubted_by(self, other: &Self) -> Self {
        let apart = (self.coverage - other.coverage).abs().min(self.coverage);
        self.less_sure(apart)
    }

    /// The same with what another answer says that tips take: halos of shafts count as tips along the line to a hair.
    fn with_tips_of(self, other: &Self) -> Self {
        Self { tips_depth: other.tips_depth, ..self }
    }

    /// The same with a coverage that may be off by as much, a share of the skin, besides.
    pub fn less_sure(self, apart: f64) -> Self {
        let (coverage, uncertainty) = (self.coverage, self.coverage_uncertainty.hypot(apart));
        let mut cautions = self.cautions;
        cautions.retain(|caution| !matches!(caution, MeasureCaution::CoverageUnsure { .. }));
        if uncertainty > UNSURE * coverage {
            cautions.push(MeasureCaution::CoverageUnsure { coverage, uncertainty });
        }
        Self { coverage_uncertainty: uncertainty, cautions, ..self }
    }
}

/// The moments of a stubble region, and the scale, px per mm, of a photo that has no more pixels than tell something;
/// `None` where its tips are not darker than the skin.
pub fn describe_field(
    photo: &Photo,
    region: &Region,
    calibration: &Calibration,
    px_per_mm: Option<f64>,
) -> Option<(Field, Option<f64>)> {
    let fine = Fine::look(photo, region, calibration, px_per_mm);
    Some((fine.field()?, fine.px_per_mm))
}

/// By the moments of the field alone; `None` on skin so dark that no hair is darker.
fn told_by_field(
    field: &Field,
    camera: LinearRgb,
    calibration: &Calibration,
    place: [f64; 2],
    px_per_mm: Option<f64>,
) -> Option<Stubble> {
    let facts =
        FieldFacts::of(field, px_per_mm).doubted(if calibration.method() == Method::Chart { 0.0 } else { CURVE_DOUBT });
    let area = calibration.true_light(camera, place);
    let Looks { hair, coverage } = Looks::of(&facts, area * facts.tips_depth.value.exp(), field.lack)?;
    let tips = hair.lab.to_linear();
    let between = (area + tips * -coverage.value) * (1.0 / (1.0 - coverage.value));
    let skin = Lab::from(between);
    let camera_doubt = calibration.uncertainty(camera, place).0;
    let off = ciede2000(skin, Lab::from(between * (facts.tips_depth.value * facts.tips_depth.doubt).exp())).0;
    let [coverage, coverage_uncertainty] = coverage.known();
    let difference = ciede2000(hair.lab, skin);
    let doubts = [
        (difference.0 < FAINT.0).then_some(MeasureCaution::TipsFaint { difference }),
        (coverage_uncertainty > UNSURE * coverage)
            .then_some(MeasureCaution::CoverageUnsure { coverage, uncertainty: coverage_uncertainty }),
    ];
    Some(Stubble {
        hair: Part { uncertainty: DeltaE(hair.uncertainty.0.hypot(camera_doubt)), ..hair },
        skin: Part { lab: skin, uncertainty: DeltaE(camera_doubt.hypot(off)) },
        coverage,
        coverage_uncertainty,
        tips_depth: facts.tips_depth.known(),
        size: None,
        grain: None,
        hairs_per_cm2: None,
        cautions: doubts.into_iter().flatten().collect(),
    })
}

/// The mean of all usable pixels.
fn mean_light(tiles: &[Tile]) -> LinearRgb {
    let all = || tiles.iter().flat_map(|tile| contrast::usable(tile).map(|place| tile.lights[place]));
    let sum = all().sum::<Vector3<f64>>() / all().count().max(1) as f64;
    LinearRgb::new(sum.x, sum.y, sum.z)
}
