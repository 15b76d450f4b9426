//! What a practitioner waits for: a whole `stipple-cli measure` against decoding alone, ranking, measuring again.
//!
//! `cargo bench` first prints the figures that have a target (our choice), then divan's times; with `-- --check` it
//! prints the former only and fails where one is missed.

mod figures;

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use figures::{Figures, is_checked};
use image::codecs::jpeg::JpegEncoder;
use image::{ImageReader, RgbImage, imageops};
use scene::rect;
use stipple::calibration::{Calibrated, Calibration};
use stipple::color::{DeltaE, Lab};
use stipple::matching::{ClientSkin, Person, Practice, Question, Recommendation, SkinSource, Target, rank_recipes};
use stipple::measurement::{Measurement, measure, suggest_regions};
use stipple::photo::{Brush, Brushed, Limits, Photo, Region, RegionId, Stroke, Tissue};
use stipple::pigment::{Catalog, Composition, LadderStep, Load, Provenance, ProvenanceKind, Shade, State};
use stipple::progress::Progress;
use tempfile::TempDir;

/// A whole measuring process against decoding alone.
const MOST_TIME: f64 = 1.3;
/// Peak memory against that of the decoded pixels, three bytes each.
const MOST_MEMORY: f64 = 2.0;
const MOST_PREPARING: Duration = Duration::from_millis(200);
const MOST_PREDICTING: Duration = Duration::from_micros(50);
const MOST_RANKING: Duration = Duration::from_millis(50);
/// Of as many colours as nobody owns, which are compared and not predicted.
const MOST_RANKING_COLORS: Duration = Duration::from_millis(5);
const MOST_MEASURING: Duration = Duration::from_millis(16);
const MOST_SUGGESTING: Duration = Duration::from_millis(150);

/// What phones and cameras write; 12 MP then take about 5 MB.
const QUALITY: u8 = 92;

const RUNS: usize = 15;
const SIZES: [(&str, u32, u32); 2] = [("12 MP", 4000, 3000), ("48 MP", 8000, 6000)];

static FILES: LazyLock<Files> = LazyLock::new(Files::drawn);

/// JPEGs as large as a camera's.
struct Files {
    folder: TempDir,
}

impl Files {
    fn drawn() -> Self {
        let picture = scene::bench(Lab::new(62.0, 10.0, 16.0), Lab::new(20.0, 3.0, 5.0), 0.08, 1).draw().picture;
        let small = RgbImage::from_raw(picture.width as u32, picture.height as u32, picture.bytes());
        let small = small.expect("three bytes a pixel");
        let folder = tempfile::tempdir().expect("a folder can be made");
        for (name, width, height) in SIZES {
            let mut photo = imageops::resize(&small, width, height, imageops::FilterType::Triangle);
            add_noise(&mut photo);
            let file = File::create(folder.path().join(name).with_extension("jpg")).expect("a file can be made");
            JpegEncoder::new_with_quality(file, QUALITY).encode_image(&photo).expect("a picture can be written");
        }
        Self { folder }
    }

    fn path(&self, size: usize) -> PathBuf {
        self.folder.path().join(SIZES[size].0).with_extension("jpg")
    }
}

/// Up to three steps of grain, so that a file is as long as a camera's.
fn add_noise(photo: &mut RgbImage) {
    let mut random = fastrand::Rng::with_seed(1);
    for value in photo.iter_mut() {
        *value = value.saturating_add(random.u8(..7)).saturating_sub(3);
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    if std::env::args().any(|argument| argument == "--bench") {
        let figures = figures()?;
        if is_checked() {
            return Ok(figures.end());
        }
    }
    divan::main();
    Ok(ExitCode::SUCCESS)
}

fn figures() -> Result<Figures, Box<dyn Error>> {
    let mut figures = Figures::default();
    for size in 0..SIZES.len() {
        tell_whole_program(&mut figures, size)?;
    }
    figures.tell("preparing a client", median(client), MOST_PREPARING);
    figures.tell("predicting an area", median(predict_1000) / 1000, MOST_PREDICTING);
    for (name, catalog, most) in [
        ("20 ladders of 25", ladders(), MOST_RANKING),
        ("10,000 measured shades", catalog_of(10_000), MOST_RANKING_COLORS),
    ] {
        let client = client();
        figures.tell(&format!("ranking {name}"), median(|| rank(&client, &catalog)), most);
    }
    let photo = open(0);
    for (name, region) in [("", megapixel()), (" under 20 strokes of the brush", brushed(megapixel()))] {
        let time = median(|| measure_again(&photo, &region));
        figures.tell(&format!("measuring 1 MP{name} again"), time, MOST_MEASURING);
    }
    let suggesting = median(|| suggest_regions(&photo, &Calibrated::default()));
    figures.tell("suggesting regions on 12 MP", suggesting, MOST_SUGGESTING);
    Ok(figures)
}

fn tell_whole_program(figures: &mut Figures, size: usize) -> Result<(), Box<dyn Error>> {
    let (name, width, height) = SIZES[size];
    let [decoding, measuring, by_chart] =
        fastest_in_turns([&|| drop(black_box(decode(size))), &|| measure_file(size, "none"), &|| {
            measure_file(size, "auto")
        }]);
    println!(
        "{name}: decoding alone {decoding:.0?}, measuring {measuring:.0?}, looking for a chart too {by_chart:.0?}"
    );
    figures.tell(&format!("{name}, of decoding"), measuring.as_secs_f64() / decoding.as_secs_f64(), MOST_TIME);
    let decoded_mb = f64::from(width * height) * 3.0 / 1e6;
    figures.tell(&format!("{name}, memory of the pixels"), peak_memory_mb(size)? / decoded_mb, MOST_MEMORY);
    Ok(())
}

/// The fastest of several turns each: whatever else the machine does makes work slower, never faster.
fn fastest_in_turns<const N: usize>(works: [&dyn Fn(); N]) -> [Duration; N] {
    let mut fastest = [Duration::MAX; N];
    for _ in 0..RUNS {
        for (fastest, work) in fastest.iter_mut().zip(works) {
            let begin = Instant::now();
            work();
            *fastest = begin.elapsed().min(*fastest);
        }
    }
    fastest
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            black_box(work());
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn decode(size: usize) -> RgbImage {
    let reader = ImageReader::open(FILES.path(size)).expect("it was written");
    reader.decode().expect("a whole file").into_rgb8()
}

fn command(size: usize, reference: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stipple-cli"));
    command.arg("measure").arg(FILES.path(size)).args(["--skin=rect:940,440,750,620", "--json"]);
    command.args(["--reference", reference]).stdout(Stdio::null());
    command
}

fn measure_file(size: usize, reference: &str) {
    assert!(command(size, reference).status().expect("the program starts").success());
}

/// The most memory that a run held, as Linux tells it while the run lasts.
fn peak_memory_mb(size: usize) -> Result<f64, Box<dyn Error>> {
    let mut run = command(size, "none").spawn()?;
    let status = format!("/proc/{}/status", run.id());
    let mut peak_kb = 0.0;
    while run.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak_kb = kb.unwrap_or(peak_kb);
        std::thread::sleep(Duration::from_micros(200));
    }
    Ok(peak_kb * 1024.0 / 1e6)
}

fn open(size: usize) -> Photo {
    Photo::open(&FILES.path(size), &Limits::default(), &Progress::unwatched()).expect("a whole file")
}

fn megapixel() -> Region {
    Region::new(RegionId(0), "a megapixel", Tissue::Stubble, rect(500.0, 500.0, 1000.0, 1000.0))
}

/// Waves across the region, by turns out of it and in.
fn brushed(mut region: Region) -> Region {
    for row in 0..20 {
        let wave = |x: f64| [x, 500.0 + 50.0 * f64::from(row) + 30.0 * (x / 40.0).sin()];
        let stroke = Stroke { points: (0..200).map(|i| wave(500.0 + 5.0 * f64::from(i))).collect(), radius_px: 25.0 };
        let brush = if row % 2 == 0 { Brush::LeavesOut } else { Brush::TakesIn };
        region.brushed.push(Brushed { brush, stroke });
    }
    region
}

fn measure_again(photo: &Photo, region: &Region) -> Measurement {
    measure(photo, region, &Calibration::None).expect("the region lies in the photo")
}

fn catalog_of(count: usize) -> Catalog {
    let mut random = fastrand::Rng::with_seed(1);
    let mut between = |low: f64, high: f64| low + (high - low) * random.f64();
    let shade = |number: usize| Shade {
        id: format!("shade-{number:05}"),
        name: format!("Shade {number}"),
        family: "any".into(),
        state: State::Healed,
        color: Some(Lab::new(between(10.0, 80.0), between(-5.0, 15.0), between(-5.0, 25.0))),
        ladder: Vec::new(),
        on_skin: None,
        composition: None,
        provenance: Provenance { kind: ProvenanceKind::User, source: "drawn at random".into(), date: None },
        colorants: Vec::new(),
        notes: String::new(),
    };
    Catalog { name: "any".into(), shades: (0..count).map(shade).collect() }
}

/// 20 shades of known composition with the 25 dilutions from 6 to 30 parts of water.
fn ladders() -> Catalog {
    let step = |water_parts| LadderStep { water_parts, color: Lab::new(50.0, 4.0, 8.0) };
    let ladder = |shade: Shade, number: usize| Shade {
        composition: Some(Composition { carbon: 1.0 - number as f64 / 40.0, brown: number as f64 / 40.0 }),
        ladder: (6..=30).map(|parts| step(f64::from(parts))).collect(),
        color: None,
        ..shade
    };
    let shades = catalog_of(20).shades;
    Catalog { shades: (0..).zip(shades).map(|(number, shade)| ladder(shade, number)).collect(), name: "any".into() }
}

const SCALP: Lab = Lab::new(60.0, 9.0, 15.5);

fn client() -> ClientSkin {
    ClientSkin::prepare(SCALP, SkinSource::Measured, &Practice::default().hand)
}

fn predict_1000() -> f64 {
    static CLIENT: LazyLock<ClientSkin> = LazyLock::new(client);
    let dots = Practice::default().hand.dots;
    let load = |number: u32| Load { carbon_tau: 0.3 + f64::from(number) / 1000.0, brown_tau: 0.1, ..Load::default() };
    (0..1000).map(|number| CLIENT.area(&load(number), &dots).l).sum()
}

fn rank(client: &ClientSkin, catalog: &Catalog) -> Recommendation {
    let target = Target::measured(Lab::new(58.0, 8.2, 14.0), SCALP, DeltaE(1.0));
    rank_recipes(
        &Question { target: &target, client, practice: &Practice::default(), person: Person::default() },
        catalog,
        12,
    )
}

#[divan::bench(args = [0, 1], sample_count = 10)]
fn decoding_alone(size: usize) -> RgbImage {
    decode(size)
}

#[divan::bench(args = [0, 1], sample_count = 10)]
fn whole_program(size: usize) {
    measure_file(size, "none");
}

#[divan::bench]
fn preparing_a_client() -> ClientSkin {
    client()
}

#[divan::bench]
fn ranking_20_ladders_of_25(bencher: Bencher) {
    let (client, catalog) = (client(), ladders());
    bencher.bench_local(|| rank(&client, &catalog));
}

#[divan::bench(sample_count = 30)]
fn measuring_a_megapixel_again(bencher: Bencher) {
    let photo = open(0);
    let region = megapixel();
    bencher.bench_local(|| measure_again(&photo, &region));
}
