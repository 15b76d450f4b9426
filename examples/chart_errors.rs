//! How well the curve-and-sensor fit predicts patches that it has not seen, beside a 3×3 matrix, on photos with a chart.
//!
//! Each patch in turn is left out, the camera is fitted to the others, and the patch's colour is compared with the chart's.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Parser;
use nalgebra::{Matrix3, Vector3};
use stipple::calibration::chart::{Chart, ChartReading, FoundChart, detect_charts};
use stipple::calibration::fit::{LeftOut, left_out};
use stipple::color::{Lab, LinearRgb, ciede2000};
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

#[derive(Parser)]
#[command(about = "Leave each patch of the charts in photos out and predict it")]
struct Arguments {
    photos: Vec<PathBuf>,
}

/// A patch that was left out, and how far a matrix puts it.
type Row = (LeftOut, f64);

fn main() -> Result<()> {
    println!("{:<44}{:>8}{:>10}{:>10}{:>10}{:>12}", "photo", "patches", "3x3", "fit", "stated", "within 2 u");
    let mut all = Vec::new();
    for path in Arguments::parse().photos {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let photo = Photo::open(&path, &Limits::default(), &Progress::unwatched())?;
        let found = detect_charts(&photo, &Chart::known(), &Progress::unwatched()).map_err(|_| anyhow!("cancelled"))?;
        let left_out = found.first().map(errors_of).unwrap_or_default();
        print_row(&name, &left_out);
        all.extend(left_out);
    }
    print_row("all", &all);
    Ok(())
}

fn print_row(name: &str, rows: &[Row]) {
    let count = rows.len().max(1) as f64;
    let mean = |value: fn(&Row) -> f64| rows.iter().map(value).sum::<f64>() / count;
    let within = mean(|(one, _)| f64::from(u8::from(one.error.0 <= 2.0 * one.stated.0)));
    let tail: String = name.chars().rev().take(43).collect::<Vec<_>>().into_iter().rev().collect();
    println!(
        "{tail:<44}{:>8}{:>10.2}{:>10.2}{:>10.2}{:>11.0}%",
        rows.len(),
        mean(|(_, by_matrix)| *by_matrix),
        mean(|(one, _)| one.error.0),
        mean(|(one, _)| one.stated.0),
        100.0 * within
    );
}

fn errors_of(found: &FoundChart) -> Vec<Row> {
    let Ok(fit) = &found.fit else { return Vec::new() };
    let charts = Chart::known();
    let Some(chart) = charts.iter().find(|chart| chart.name == fit.chart) else { return Vec::new() };
    let trusted: Vec<usize> = (0..fit.trusted.len()).filter(|&patch| fit.trusted[patch]).collect();
    let rows = left_out(&found.reading, chart).into_iter();
    rows.filter_map(|one| Some((one, matrix_error(&found.reading, chart, &trusted, one.patch)?))).collect()
}

/// How far the matrix with the least squared error on the other patches puts one, CIEDE2000.
fn matrix_error(reading: &ChartReading, chart: &Chart, trusted: &[usize], patch: usize) -> Option<f64> {
    let seen = |i: usize| Vector3::from(reading.patches[i].light.to_array());
    let (mut squares, mut products) = (Matrix3::zeros(), Matrix3::zeros());
    for &i in trusted.iter().filter(|i| **i != patch) {
        squares += seen(i) * seen(i).transpose();
        products += Vector3::from(chart.colors[i].to_linear().to_array()) * seen(i).transpose();
    }
    let found = products * squares.try_inverse()? * seen(patch);
    Some(ciede2000(Lab::from(LinearRgb::from_array(found.into())), chart.colors[patch]).0)
}
