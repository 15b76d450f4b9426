//! Draws fields of stubble at random, describes each by its moments, and fits what these tell of tips, coverage and hairs:
//! `src/measurement/stubble/fitted.json`. The doubt of a fit is how far it misses fields that it has not seen.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use image::imageops::FilterType;
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;
use stipple::calibration::Calibration;
use stipple::color::quantile;
use stipple::measurement::stubble::describe_field;
use stipple::measurement::stubble::field::Field;
use stipple::measurement::stubble::fitted::{Fit, Fits, numbers, within};
use stipple::photo::{Limits, Photo, Region, Tissue};
use stipple::progress::Progress;

use scene::{Picture, Processing, StubbleTruth, random_field, rect};

/// A ridge keeps weights of numbers that go together small; of standardized numbers (our choice).
const RIDGE: f64 = 0.3;
/// Parts that each are left out once to see how far the others miss them.
const FOLDS: usize = 5;
/// What misses by more deviations than this is drawn in.
const ROBUST: f64 = 2.0;

/// Of all fields so many are passed on with fewer pixels, and these are sharpened by up to so much (our choices).
const PASSED_ON: f64 = 0.5;
const MOST_SHARPENED: f64 = 1.5;

#[derive(Parser)]
#[command(about = "Fit what the moments of a stubble field tell, on drawn fields")]
struct Arguments {
    #[arg(long, default_value_t = 1500)]
    count: u64,
    #[arg(long, default_value_t = 70_000)]
    seed: u64,
    #[arg(long, default_value = "src/measurement/stubble/fitted.json")]
    out: PathBuf,
}

/// The share of fields of which each number lies below and beyond its range (our choice).
const BEYOND: f64 = 0.01;

/// A drawn field and what it shows.
struct Example {
    field: Field,
    px_per_mm: f64,
    tips_depth: f64,
    coverage: f64,
    contrast: f64,
    hairs_per_cm2: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let seeds = arguments.seed..arguments.seed + arguments.count;
    let examples: Vec<Option<Example>> = seeds.into_par_iter().map(example).collect::<Result<_>>()?;
    let examples: Vec<Example> = examples.into_iter().flatten().collect();
    println!("{} of {} fields have tips darker than their skin", examples.len(), arguments.count);
    let ranges = ranges(&examples);
    let fit = |name: &str, with_scale: bool, value: fn(&Example) -> f64| -> Result<Fit> {
        let rows: Vec<Vec<f64>> = examples.iter().map(|one| within(&one.numbers(with_scale), &ranges)).collect();
        let fit = cross_fitted(&rows, &examples.iter().map(|one| value(one).ln()).collect::<Vec<_>>())
            .with_context(|| format!("too few fields to fit {name}"))?;
        println!("{name:24} off by {:.1} % (standard deviation of the logarithm)", 100.0 * fit.doubt);
        Ok(fit)
    };
    let fits = Fits {
        ranges: ranges.clone(),
        tips_depth: fit("tips, no scale", false, |one| one.tips_depth)?,
        coverage: fit("coverage, no scale", false, |one| one.coverage)?,
        contrast: fit("contrast, no scale", false, |one| one.contrast)?,
        tips_depth_with_scale: fit("tips", true, |one| one.tips_depth)?,
        coverage_with_scale: fit("coverage", true, |one| one.coverage)?,
        contrast_with_scale: fit("contrast", true, |one| one.contrast)?,
        hairs_per_cm2: fit("hairs per cm²", true, |one| one.hairs_per_cm2)?,
    };
    std::fs::write(&arguments.out, serde_json::to_string_pretty(&fits)? + "\n")?;
    Ok(())
}

impl Example {
    /// Those without a scale are the first of those with one.
    fn numbers(&self, with_scale: bool) -> Vec<f64> {
        numbers(&self.field, with_scale.then_some(self.px_per_mm))
    }
}

fn ranges(examples: &[Example]) -> Vec<[f64; 2]> {
    let rows: Vec<Vec<f64>> = examples.iter().map(|one| one.numbers(true)).collect();
    let column = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let range = |k: usize| [BEYOND, 1.0 - BEYOND].map(|share| quantile(&mut column(k), share));
    (0..rows.first().map_or(0, Vec::len)).map(range).collect()
}

/// `None` for a field that tells nothing of its tips.
fn example(seed: u64) -> Result<Option<Example>> {
    let client = random_field(seed);
    let drawing = client.scene.draw();
    let truth = drawing.truth.region(Tissue::Stubble).context("a field has stubble")?;
    let mut random = fastrand::Rng::with_seed(seed);
    let factor = if random.f64() < PASSED_ON { 0.5_f64.powf(random.f64()) } else { 1.0 };
    let picture = if factor < 1.0 { passed_on(&drawing.picture, factor, &mut random) } else { drawing.picture };
    let file = picture.jpeg(client.jpeg_quality)?;
    let photo = Photo::from_bytes("field.jpg", &file, &Limits::default(), &Progress::unwatched())?;
    let [width, height] = [photo.width(), photo.height()].map(f64::from);
    let region = Region { shape: rect(0.0, 0.0, width, height), ..truth.region.clone() };
    let field = describe_field(&photo, &region, &Calibration::None, Some(factor * client.scene.px_per_mm));
    let Some(((field, px_per_mm), stubble)) = field.zip(truth.stubble.as_ref()) else { return Ok(None) };
    let StubbleTruth { hair_lab, skin_lab, coverage, follicles_per_cm2, .. } = stubble;
    let [hair, skin, area] = [*hair_lab, *skin_lab, truth.lab].map(|lab| lab.to_linear().luminance());
    let (tips_depth, contrast) = ((skin / area).ln(), 1.0 - hair / skin);
    let is_darker = tips_depth > 0.0 && contrast > 0.0;
    Ok(is_darker.then_some(Example {
        field,
        px_per_mm: px_per_mm.context("the scale is known")?,
        tips_depth,
        coverage: *coverage,
        contrast,
        hairs_per_cm2: *follicles_per_cm2,
    }))
}

/// With fewer pixels and perhaps sharper, as photos are sent and saved.
fn passed_on(picture: &Picture, factor: f64, random: &mut fastrand::Rng) -> Picture {
    let filters = [FilterType::Triangle, FilterType::CatmullRom, FilterType::Lanczos3];
    let smaller = picture.resized(factor, filters[random.usize(..filters.len())]);
    let sharpening = if random.bool() { MOST_SHARPENED * random.f64() } else { 0.0 };
    let sharpening_px = 0.6 + random.f64();
    Processing { sharpening, sharpening_px, ..Processing::default() }.of_picture(smaller)
}

/// The fit to all rows, with the doubt that fits to the others leave on each part.
fn cross_fitted(rows: &[Vec<f64>], values: &[f64]) -> Option<Fit> {
    let mut squares = Vec::new();
    for fold in 0..FOLDS {
        let is_left_out = |i: &usize| i % FOLDS == fold;
        let kept: Vec<usize> = (0..rows.len()).filter(|i| !is_left_out(i)).collect();
        let fit = fitted(rows, values, &kept)?;
        let miss = |i: usize| {
            let sum: f64 = fit.weights.iter().zip(&rows[i]).map(|(weight, number)| weight * number).sum();
            (fit.constant + sum - values[i]).powi(2)
        };
        squares.extend((0..rows.len()).filter(is_left_out).map(miss));
    }
    let doubt = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
    Some(Fit { doubt, ..fitted(rows, values, &(0..rows.len()).collect::<Vec<_>>())? })
}

/// Least squares on standardized numbers with a ridge; far misses count less (Huber 1964).
fn fitted(rows: &[Vec<f64>], values: &[f64], kept: &[usize]) -> Option<Fit> {
    let width = rows.first()?.len();
    let count = kept.len() as f64;
    let mean = |of: &dyn Fn(usize) -> f64| kept.iter().map(|&i| of(i)).sum::<f64>() / count;
    let means: Vec<f64> = (0..width).map(|k| mean(&|i| rows[i][k])).collect();
    let deviations: Vec<f64> =
        (0..width).map(|k| mean(&|i| (rows[i][k] - means[k]).powi(2)).sqrt().max(1e-9)).collect();
    let x = DMatrix::from_fn(kept.len(), width, |i, k| (rows[kept[i]][k] - means[k]) / deviations[k]);
    let level = mean(&|i| values[i]);
    let y = DVector::from_fn(kept.len(), |i, _| values[kept[i]] - level);
    let mut weights = DVector::from_element(kept.len(), 1.0);
    let mut solution = DVector::zeros(width);
    for _ in 0..6 {
        let weighed = DMatrix::from_fn(kept.len(), width, |i, k| x[(i, k)] * weights[i]);
        let squares = weighed.transpose() * &x + DMatrix::identity(width, width) * RIDGE;
        solution = squares.cholesky()?.solve(&(weighed.transpose() * &y));
        let misses = &y - &x * &solution;
        let usual = (misses.norm_squared() / count).sqrt();
        weights = misses.map(|miss| 1.0 / (miss.abs() / (ROBUST * usual)).max(1.0));
    }
    let weights: Vec<f64> = (0..width).map(|k| solution[k] / deviations[k]).collect();
    let constant = level - weights.iter().zip(&means).map(|(weight, mean)| weight * mean).sum::<f64>();
    Some(Fit { constant, weights, doubt: 0.0 })
}
