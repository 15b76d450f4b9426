//! How many charts are found, how exactly, how often something else is taken for one, and what the search costs.
//!
//! `cargo bench --bench charts`, with the number of the first photo behind `--` for a set that nobody has seen; with
//! `-- --check` it fails where a figure misses its target (our choice, by the tables of `docs/calibration.md`).

mod figures;

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use figures::Figures;
use rayon::prelude::*;
use scene::{ChartSet, Fault, Layout, Scene, corner_miss, jpeg_photo, patch_miss};
use stipple::calibration::chart::{Chart, FoundChart, detect_charts};
use stipple::photo::Photo;
use stipple::progress::Progress;

const CHARTS: u64 = 108;
const OTHERS: u64 = 54;
const FAULTY: u64 = 9;
/// Photos of 12 MP take longer to draw.
const LARGE: u64 = 9;
/// One chart in so many may be missed.
const MOST_MISSED: usize = 20;
/// Of the chart's diagonal, percent.
const MOST_OFF: f64 = 0.5;
/// Photos that are drawn before they are searched; more would fill the memory.
const BATCH: usize = 6;

fn main() -> ExitCode {
    let first = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(0);
    println!("{:<28}{:>8}{:>8}{:>8}{:>8}{:>10}{:>8}", "", "photos", "found", "off by", "at most", "CPU ms", "at most");
    let camera = ChartSet::classic(4000);
    let small = ChartSet::classic(1600);
    let passport = ChartSet { layout: Layout::PASSPORT, ..small };
    let print = Row::of("poor print, 2 MP", first..first + FAULTY, |seed| small.with_print(8.0, seed));
    let charts = [
        Row::of("Classic, 2 MP", first..first + CHARTS, |seed| small.with_chart(seed)),
        Row::of("Passport, 2 MP", first..first + CHARTS / 3, |seed| passport.with_chart(seed)),
        Row::of("Classic, 12 MP", first..first + LARGE, |seed| camera.with_chart(seed)),
    ];
    let faults = Fault::ALL
        .map(|fault| Row::of(&format!("{fault:?}, 2 MP"), first..first + FAULTY, |seed| small.with_fault(fault, seed)));
    let others = [
        Row::of("no chart, 2 MP", first..first + OTHERS, |seed| small.without_chart(seed)),
        Row::of("no chart, 12 MP", first..first + LARGE, |seed| camera.without_chart(seed)),
    ];
    let mut figures = Figures::default();
    for row in charts.iter().chain([&print]) {
        figures.tell(&format!("{}, not found", row.name), row.photos - row.found, row.photos / MOST_MISSED);
    }
    for row in &charts {
        figures.tell(&format!("{}, % off", row.name), mean_and_most(&row.misses).1, MOST_OFF);
    }
    for row in faults.iter().chain(&others) {
        figures.tell(&format!("{}, taken for a chart", row.name), row.found, 0);
    }
    figures.end()
}

/// What happened to the photos of one kind.
#[derive(Default)]
struct Row {
    name: String,
    photos: usize,
    found: usize,
    /// Percent of the diagonal.
    misses: Vec<f64>,
    milliseconds: Vec<f64>,
}

impl Row {
    /// Draws the photos, searches them and prints what came of it.
    fn of(name: &str, seeds: std::ops::Range<u64>, draw: impl Fn(u64) -> Scene + Sync) -> Self {
        let seeds: Vec<u64> = seeds.collect();
        let mut row = Self { name: name.into(), ..Self::default() };
        for batch in seeds.chunks(BATCH) {
            let drawn = batch.par_iter().map(|seed| draw(*seed)).map(|scene| (jpeg_photo(&scene), scene));
            drawn.collect::<Vec<_>>().iter().for_each(|(photo, scene)| row.search(photo, scene));
        }
        row.print();
        row
    }

    fn search(&mut self, photo: &Photo, scene: &Scene) {
        let before = cpu_ms();
        let found = detect_charts(photo, &Chart::known(), &Progress::unwatched()).expect("nobody cancels");
        let found = found.into_iter().next();
        self.milliseconds.push(cpu_ms() - before);
        self.photos += 1;
        self.found += usize::from(found.is_some());
        self.misses.extend(found.and_then(|found| miss(scene, &found)));
    }

    fn print(&self) {
        let (miss, worst) = mean_and_most(&self.misses);
        let (usual, longest) = mean_and_most(&self.milliseconds);
        let Self { name, photos, found, .. } = self;
        println!("{name:<28}{photos:>8}{found:>8}{miss:>7.2}%{worst:>7.2}%{usual:>10.0}{longest:>8.0}");
    }
}

/// By the patches: the outer edge of the frame is no part of a chart that is measured.
fn miss(scene: &Scene, found: &FoundChart) -> Option<f64> {
    let patches = patch_miss(scene, found.reading.patches.iter().map(|patch| patch.pos_in_photo))?;
    let is_classic =
        scene.layers.iter().any(|layer| matches!(layer, scene::Layer::Chart(chart) if chart.layout == Layout::CLASSIC));
    if is_classic { corner_miss(scene, found.corners) } else { Some(patches) }
}

fn mean_and_most(values: &[f64]) -> (f64, f64) {
    let sum: f64 = values.iter().fold(0.0, |sum, value| sum + value);
    (sum / values.len().max(1) as f64, values.iter().copied().fold(0.0, f64::max))
}

/// Time that all threads of this process have spent computing, where the system tells; else time that has passed.
fn cpu_ms() -> f64 {
    let nanoseconds = |task: fs::DirEntry| {
        let line = fs::read_to_string(task.path().join("schedstat")).ok()?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let spent: f64 = tasks.filter_map(nanoseconds).sum();
    if spent > 0.0 { spent / 1e6 } else { START.elapsed().as_secs_f64() * 1e3 }
}

static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
