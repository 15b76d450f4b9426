use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context, bail};

use super::arguments::{
    CatalogCommand, ChartArguments, ChartFileArgument, MatchArguments, MeasureArguments, PredictArguments,
    TeachArguments,
};
use super::beside::write_beside;
use super::predict::Prediction;
use super::progress_bar::progress_bar;
use super::teach::Told;
use super::{json, table};
use crate::calibration::chart::{Chart, load_chart};
use crate::calibration::{Reference, calibrate};
use crate::matching::{Answers, Practice};
use crate::photo::{Date, Limits, Photo};
use crate::pigment::{Catalog, CatalogError, Hand, MeterReading, load_catalog, load_meter_csv, shipped_catalog};
use crate::pipeline::{Analysis, Earlier, Inputs, LessonInputs, Marks, analyze, learn_from, suggest};
use crate::printable::{printable, printable_json};

pub(super) fn match_shades(arguments: &MatchArguments) -> anyhow::Result<()> {
    let catalog = read_catalogs(&arguments.catalog)?;
    let (practice, answers) = (arguments.practice.practice(), arguments.person.answers());
    let asked = Asked { catalog, practice, answers, top: usize::from(arguments.top) };
    let (inputs, analysis) = run_pipeline(&arguments.photo, asked)?;
    if let Some(path) = &arguments.beside {
        write_beside(path, &inputs, &analysis)?;
    }
    if arguments.photo.json {
        return print_json(&json::match_answer(&inputs, &analysis));
    }
    print_text(&(table::readings(&inputs, &analysis) + &table::matches(&analysis, arguments.oklab)))
}

pub(super) fn measure(arguments: &MeasureArguments) -> anyhow::Result<()> {
    let (inputs, analysis) = run_pipeline(arguments, Asked::default())?;
    if arguments.json {
        return print_json(&json::measure_answer(&inputs, &analysis));
    }
    print_text(&table::readings(&inputs, &analysis))
}

pub(super) fn predict(arguments: &PredictArguments) -> anyhow::Result<()> {
    let prediction = Prediction::of(arguments, &read_catalogs(&arguments.catalog)?)?;
    if arguments.json { print_json(&prediction.json()) } else { print_text(&prediction.text()) }
}

pub(super) fn teach(arguments: &TeachArguments) -> anyhow::Result<()> {
    let progress = progress_bar();
    let id = &arguments.shade;
    let catalog = read_catalogs(&arguments.catalog)?;
    let shade = catalog.shade(id).cloned();
    let shade = shade.with_context(|| format!("no shade “{id}” is known, `stipple-cli catalog list` names them"))?;
    let photo = Arc::new(Photo::open(&arguments.photo, &Limits::default(), &progress)?);
    let charts = measured_chart(&arguments.chart)?.map_or_else(Chart::known, |chart| vec![chart]);
    let calibrated = Arc::new(calibrate(&photo, &arguments.reference, &charts, &progress)?);
    let hand = arguments.hand.hand(Hand::default().dots);
    let (regions, work, today) = (arguments.regions(), arguments.work(), Date::of(SystemTime::now()));
    let lesson = learn_from(&LessonInputs { photo, regions, calibrated, shade, work, hand, today })?;
    let told = Told::of(lesson, hand);
    if arguments.json { print_json(&told.json()) } else { print_text(&told.text()) }
}

pub(super) fn catalog(command: &CatalogCommand) -> anyhow::Result<()> {
    match command {
        CatalogCommand::Check { files } => check_catalogs(files),
        CatalogCommand::List { catalog, json } => list_catalog(&read_catalogs(catalog)?, *json),
    }
}

pub(super) fn chart(arguments: &ChartArguments) -> anyhow::Result<()> {
    let progress = progress_bar();
    let photo = Photo::open(&arguments.photo, &Limits::default(), &progress)?;
    let charts = measured_chart(&arguments.chart)?.map_or_else(Chart::known, |chart| vec![chart]);
    let found = calibrate(&photo, &Reference::Auto, &charts, &progress)?;
    if arguments.json { print_json(&json::chart(&found)) } else { print_text(&table::chart(&found)) }
}

/// What is asked of a photo beyond its measurement; by default nothing.
#[derive(Default)]
struct Asked {
    catalog: Catalog,
    practice: Practice,
    answers: Answers,
    top: usize,
}

fn run_pipeline(arguments: &MeasureArguments, asked: Asked) -> anyhow::Result<(Inputs, Analysis)> {
    let progress = progress_bar();
    let marks = Marks {
        regions: arguments.regions.regions(),
        reference: arguments.reference.clone(),
        meter: read_meter(arguments.meter.as_deref())?,
        scale: arguments.scale,
        answers: asked.answers,
    };
    let mut inputs = Inputs {
        photo: Arc::new(Photo::open(&arguments.photo, &Limits::default(), &progress)?),
        marks,
        measured_chart: measured_chart(&arguments.chart)?.map(Arc::new),
        catalog: Arc::new(asked.catalog),
        practice: asked.practice,
        top: asked.top,
    };
    let earlier = Earlier::calibrate(&inputs, &progress)?;
    if inputs.marks.regions.is_empty() {
        inputs.marks.regions = suggest(&inputs.photo, earlier.calibrated());
    }
    if inputs.marks.regions.is_empty() {
        bail!("nothing is sure enough to be suggested, mark at least one region, such as --skin rect:X,Y,W,H");
    }
    let analysis = analyze(&inputs, Some(&earlier), &progress)?;
    Ok((inputs, analysis))
}

fn measured_chart(argument: &ChartFileArgument) -> anyhow::Result<Option<Chart>> {
    Ok(argument.chart_file.as_deref().map(load_chart).transpose()?)
}

/// The readings of a CSV file, or every fault of it in one line.
fn read_meter(file: Option<&Path>) -> anyhow::Result<Vec<MeterReading>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    load_meter_csv(file).map_err(|error| {
        let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
        if faults.is_empty() { error.into() } else { anyhow::anyhow!("{}: {}", faults.join("; "), file.display()) }
    })
}

fn read_catalogs(files: &[PathBuf]) -> anyhow::Result<Catalog> {
    let Some((first, others)) = files.split_first() else {
        return Ok(shipped_catalog());
    };
    let mut catalog = load(first)?;
    for file in others {
        let other = load(file)?;
        catalog = catalog.joined(other).map_err(|id| {
            anyhow::anyhow!("the shade “{id}” stands in an earlier catalog too, rename one of them: {}", file.display())
        })?;
    }
    Ok(catalog)
}

fn load(file: &Path) -> anyhow::Result<Catalog> {
    load_catalog(file).context("run `stipple-cli catalog check` for every fault")
}

/// Every fault of every file goes to standard output; the exit code says whether there was one.
fn check_catalogs(files: &[PathBuf]) -> anyhow::Result<()> {
    let mut faulty = 0;
    let mut text = String::new();
    for file in files {
        match load_catalog(file) {
            Ok(catalog) => text += &format!("{}: {} shades, no fault\n", file.display(), catalog.shades.len()),
            Err(error) => {
                faulty += 1;
                text += &faults_text(file, &error);
            }
        }
    }
    print_text(&text)?;
    if faulty > 0 {
        bail!("{faulty} of {} catalogs cannot be used", files.len());
    }
    Ok(())
}

fn faults_text(file: &Path, error: &CatalogError) -> String {
    if error.faults().is_empty() {
        return format!("{error}\n");
    }
    error.faults().iter().map(|fault| format!("{}: {fault}\n", file.display())).collect()
}

fn list_catalog(catalog: &Catalog, as_json: bool) -> anyhow::Result<()> {
    if as_json { print_json(&json::catalog(catalog)) } else { print_text(&table::catalog(catalog)) }
}

fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    write_out(&printable_json(&(serde_json::to_string_pretty(value)? + "\n")))
}

fn print_text(text: &str) -> anyhow::Result<()> {
    write_out(&printable(text))
}

/// The only place that writes to standard output.
fn write_out(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
