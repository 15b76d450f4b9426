//! What a practitioner waits for in the preview: a tile of the screen on one core, the next week of a slider, a stroke.
//!
//! `cargo bench` first prints the figures that have a target (our choice), then divan's times on all cores; with
//! `-- --check` it prints the former only and fails where one is missed.

mod figures;

use std::process::ExitCode;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use figures::{Figures, is_checked};
use rayon::{ThreadPool, ThreadPoolBuilder};
use stipple::color::Lab;
use stipple::photo::{Photo, Pyramid, ScreenTile, Shown, Stroke};
use stipple::pigment::{Hand, Load};
use stipple::preview::{DotColor, Ground, Mark, Paint, Pattern, Preview, Treatment, ViewingLight};
use stipple::progress::Progress;
use stipple::skin::{PreparedSkin, infer_skin};

/// One tile on one core, whatever its level.
const MOST_TILE: Duration = Duration::from_millis(30);
/// The first tile after anything changed, which prepares what the others then use.
const MOST_FIRST_TILE: Duration = Duration::from_millis(60);
/// A preview and its color for another position of a slider.
const MOST_CHANGE: Duration = Duration::from_millis(1);
const RUNS: usize = 15;

const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);
const SIZE: [u32; 2] = [4000, 3000];
const USUAL_PER_CM2: f64 = 150.0;

static HEAD: LazyLock<Head> = LazyLock::new(Head::new);

/// A photo of 12 MP that shows skin with some grain.
struct Head {
    pyramid: Pyramid,
    ground: Arc<Ground>,
    pattern: Arc<Pattern>,
    skin: PreparedSkin,
}

/// What is painted: all of the photo, or strokes of a hundred points across each other.
#[derive(Clone, Copy, Debug)]
enum Painted {
    Everywhere,
    Strokes(usize),
}

impl Head {
    fn new() -> Self {
        let mut random = fastrand::Rng::with_seed(1);
        let [r, g, b] = SKIN.to_linear().to_srgb8();
        let pixel = |_| [r, g, b, u8::MAX].map(|value| value.saturating_add(random.u8(..5)));
        let rgba = (0..SIZE[0] * SIZE[1]).flat_map(pixel).collect();
        let photo = Photo::from_rgba8("skin", SIZE[0], SIZE[1], rgba).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        Self {
            ground: Arc::new(Ground::of(&pyramid, SKIN.to_linear())),
            pyramid,
            pattern: Arc::new(Pattern::new(1)),
            skin: PreparedSkin::new(&infer_skin(SKIN).skin, Hand::default().deposit()),
        }
    }

    fn color(&self, treatment: &Treatment, carbon_tau: f64) -> DotColor {
        let load = Load { carbon_tau, ..Load::default() };
        DotColor::predict(&self.skin, &load, &treatment.dots(), ViewingLight::Daylight)
    }

    fn preview(&self, treatment: &Treatment) -> Preview {
        Preview::new(treatment, &self.pattern, &self.ground, self.color(treatment, 0.5))
    }

    /// The tile in the middle of a level.
    fn middle_tile(&self, level: usize) -> (ScreenTile, [u32; 2]) {
        let (width, height) = self.pyramid.level_size(level);
        let at = [width / 2048, height / 2048];
        (self.pyramid.tile(level, at[0], at[1]), at)
    }
}

impl Painted {
    fn paint(self) -> Vec<Paint> {
        let everywhere = || Mark::Area(format!("rect:0,0,{},{}", SIZE[0], SIZE[1]).parse().expect("a shape"));
        let marks: Vec<Mark> = match self {
            Self::Everywhere => vec![everywhere()],
            Self::Strokes(count) => (0..count).map(stroke).collect(),
        };
        marks.into_iter().map(|mark| Paint { mark, erases: false }).collect()
    }
}

/// Waves over the whole width, every third of them upright.
fn stroke(number: usize) -> Mark {
    let [width, height] = SIZE.map(f64::from);
    let along = |point: usize| point as f64 / 99.0;
    let across = |point: usize| (number as f64 * 0.377).fract() + 0.02 * (point as f64 * 0.4).sin();
    let place = |point: usize| match number % 3 {
        0 => [across(point) * width, along(point) * height],
        _ => [along(point) * width, across(point) * height],
    };
    Mark::Stroke(Stroke { points: (0..100).map(place).collect(), radius_px: 60.0 })
}

fn treatment(painted: Painted, px_per_mm: f64, density_per_cm2: f64) -> Treatment {
    let dots = Hand::default().dots;
    Treatment { paint: painted.paint(), density_per_cm2, ..Treatment::new(dots, px_per_mm) }
}

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == "--bench") {
        let figures = figures();
        if is_checked() {
            return figures.end();
        }
    }
    divan::main();
    ExitCode::SUCCESS
}

fn figures() -> Figures {
    let mut figures = Figures::default();
    let one_core = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be made");
    for (painted, density, px_per_mm) in [
        (Painted::Everywhere, USUAL_PER_CM2, 12.0),
        (Painted::Everywhere, USUAL_PER_CM2, 25.0),
        (Painted::Everywhere, 400.0, 12.0),
        (Painted::Everywhere, 400.0, 400.0),
        (Painted::Everywhere, USUAL_PER_CM2, 0.5),
        (Painted::Strokes(200), USUAL_PER_CM2, 12.0),
    ] {
        tell_tiles(&mut figures, &one_core, &treatment(painted, px_per_mm, density), &format!("{painted:?}"));
    }
    let treatment = treatment(Painted::Everywhere, 12.0, USUAL_PER_CM2);
    let preview = HEAD.preview(&treatment);
    let change = fastest(|| preview.changed_to(&treatment, HEAD.color(&treatment, 0.4)));
    figures.tell("another position of a slider", change, MOST_CHANGE);
    figures
}

/// Tiles of every level, on one core.
fn tell_tiles(figures: &mut Figures, one_core: &ThreadPool, treatment: &Treatment, painted: &str) {
    let Treatment { density_per_cm2, px_per_mm, .. } = treatment;
    for level in 0..HEAD.pyramid.level_count() {
        let what = format!("{painted}, {density_per_cm2} per cm², {px_per_mm} px/mm, level {level}");
        let (tile, [tx, ty]) = HEAD.middle_tile(level);
        let first = one_core.install(|| fastest(|| HEAD.preview(treatment).tile(&tile, level, tx, ty)));
        figures.tell(&format!("{what}, first tile on one core"), first, MOST_FIRST_TILE);
        let preview = HEAD.preview(treatment);
        let further = one_core.install(|| fastest(|| preview.tile(&tile, level, tx, ty)));
        figures.tell(&format!("{what}, further one"), further, MOST_TILE);
    }
}

/// The least of some runs: whatever else the machine does makes work slower, never faster.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let begin = Instant::now();
        black_box(work());
        begin.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

/// Level 0 is the photo's own pixels, level 2 the whole head.
#[divan::bench(args = [(0, 12.0), (1, 12.0), (2, 12.0), (0, 25.0)], sample_count = 15)]
fn a_tile(bencher: Bencher, (level, px_per_mm): (usize, f64)) {
    let preview = HEAD.preview(&treatment(Painted::Everywhere, px_per_mm, USUAL_PER_CM2));
    let (tile, [tx, ty]) = HEAD.middle_tile(level);
    bencher.bench_local(|| preview.tile(black_box(&tile), level, tx, ty));
}

/// Another week: a changed preview and its first tile.
#[divan::bench(sample_count = 15)]
fn the_next_week(bencher: Bencher) {
    let treatment = treatment(Painted::Everywhere, 12.0, USUAL_PER_CM2);
    let preview = HEAD.preview(&treatment);
    let (tile, [tx, ty]) = HEAD.middle_tile(1);
    bencher
        .bench_local(|| preview.changed_to(&treatment, HEAD.color(&treatment, black_box(0.4))).tile(&tile, 1, tx, ty));
}

/// One more stroke over many: the map is made anew.
#[divan::bench(args = [1, 200], sample_count = 15)]
fn the_next_stroke(bencher: Bencher, strokes: usize) {
    let treatment = treatment(Painted::Strokes(strokes), 12.0, USUAL_PER_CM2);
    let (tile, [tx, ty]) = HEAD.middle_tile(1);
    bencher.bench_local(|| HEAD.preview(&treatment).tile(black_box(&tile), 1, tx, ty));
}

#[divan::bench(sample_count = 10)]
fn a_pattern() -> Pattern {
    Pattern::new(black_box(1))
}

#[divan::bench(sample_count = 10)]
fn the_ground() -> Ground {
    Ground::of(&HEAD.pyramid, SKIN.to_linear())
}
