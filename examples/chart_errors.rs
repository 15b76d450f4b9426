//! How well the curve-and-sensor fit predicts patches that it has not seen, beside a 3×3 matrix, on photos with a chart.
//!
//! Each patch in turn is left out, the camera is fitted to the others, and the patch's colour is compared with the chart's.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Parser;
use nalgebra::{Matrix3, Vector3};
use stipple::calibration::chart::{Chart, ChartReading, FoundChart, PATCHES, detect_charts};
use stipple::calibration::fit::fit_chart;
use stipple::color::{Lab, LinearRgb, ciede2000};
use stipple::photo::{Limits, Photo};
use stipple::progress::Progress;

#[derive(Parser)]
#[command(about = "Leave each patch of the charts in photos out and predict it")]
struct Arguments {
    photos: Vec<PathBuf>,
}

/// One patch that was left out, CIEDE2000.
struct LeftOut {
    by_fit: f64,
    stated: f64,
    by_matrix: f64,
}

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

fn print_row(name: &str, left_out: &[LeftOut]) {
    let count = left_out.len().max(1) as f64;
    let mean = |value: fn(&LeftOut) -> f64| left_out.iter().map(value).sum::<f64>() / count;
    let within = mean(|one| f64::from(u8::from(one.by_fit <= 2.0 * one.stated)));
    let tail: String = name.chars().rev().take(43).collect::<Vec<_>>().into_iter().rev().collect();
    println!(
        "{tail:<44}{:>8}{:>10.2}{:>10.2}{:>10.2}{:>11.0}%",
        left_out.len(),
        mean(|one| one.by_matrix),
        mean(|one| one.by_fit),
        mean(|one| one.stated),
        100.0 * within
    );
}

fn errors_of(found: &FoundChart) -> Vec<LeftOut> {
    let Ok(whole) = &found.fit else { return Vec::new() };
    let charts = Chart::known();
    let Some(chart) = charts.iter().find(|chart| chart.name == whole.chart) else { return Vec::new() };
    (0..PATCHES).filter(|&i| found.reading.patches[i].is_usable()).filter_map(|i| left_out(&found.reading, chart, i)).collect()
}

fn left_out(reading: &ChartReading, chart: &Chart, patch: usize) -> Option<LeftOut> {
    let mut others = reading.clone();
    others.patches[patch].used = 0;
    let fit = fit_chart(&others, std::slice::from_ref(chart)).ok()?;
    let light = reading.patches[patch].light;
    let camera = LinearRgb::from_array(fit.curve.undo(light));
    let truth = chart.colors[patch];
    let usable: Vec<usize> = (0..PATCHES).filter(|&i| i != patch && fit.trusted[i]).collect();
    let by_matrix = matrix_of(reading, chart, &usable)? * Vector3::from(light.to_array());
    Some(LeftOut {
        by_fit: ciede2000(Lab::from(fit.apply(light)), truth).0,
        stated: fit.uncertainty(camera, reading.patches[patch].pos_in_photo).0,
        by_matrix: ciede2000(Lab::from(LinearRgb::from_array(by_matrix.into())), truth).0,
    })
}

/// The matrix from light as decoded to true light with the least squared error.
fn matrix_of(reading: &ChartReading, chart: &Chart, patches: &[usize]) -> Option<Matrix3<f64>> {
    let (mut squares, mut products) = (Matrix3::zeros(), Matrix3::zeros());
    for &i in patches {
        let seen = Vector3::from(reading.patches[i].light.to_array());
        squares += seen * seen.transpose();
        products += Vector3::from(chart.colors[i].to_linear().to_array()) * seen.transpose();
    }
    squares.try_inverse().map(|inverse| products * inverse)
}
