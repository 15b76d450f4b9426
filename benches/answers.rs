//! What a practitioner waits for while a region of stubble is dragged: the answer, its picture beside the stubble, the map.
//!
//! `cargo bench --bench answers` prints the figures beside their targets (our choice); with `-- --check` it fails where one
//! is missed.

mod figures;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use divan::black_box;
use figures::Figures;
use stipple::calibration::Reference;
use stipple::color::Lab;
use stipple::matching::{Question, RecipeMap, rank_recipes};
use stipple::photo::{Photo, Region, RegionId, Shown, Tissue};
use stipple::pigment::shipped_catalog;
use stipple::pipeline::{Analysis, Inputs, LiveQuestion, Marks, Places, Scale, SideBySide, analyze, measure_live};
use stipple::preview::Pattern;
use stipple::progress::Progress;

/// What a drag leaves for one picture of the screen.
const FRAME: Duration = Duration::from_millis(16);
const RUNS: usize = 21;
const PX_PER_MM: f64 = 12.0;

const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);

fn main() -> ExitCode {
    let inputs = head();
    let analysis = analyze(&inputs, None, &Progress::unwatched()).expect("nothing is in the way");
    let mut figures = Figures::default();
    figures.tell("ranking the shipped catalog", ranking(&inputs, &analysis), Duration::from_millis(60));
    figures.tell("answering anew in a drag", dragging(&inputs, &analysis), FRAME);
    figures.tell("one answer's picture", picture(&inputs, &analysis), FRAME);
    figures.tell("the map of an answer", map(&inputs, &analysis), FRAME);
    figures.end()
}

/// Skin above, dark tips on it below.
fn head() -> Inputs {
    let mut random = fastrand::Rng::with_seed(3);
    let pixel = |place: u32| {
        let [x, y] = [place % 1200, place / 1200];
        let is_tip = y >= 450 && (x / 2 + 7 * (y / 9)) % 11 == 0 && y % 9 < 5;
        let light = SKIN.to_linear() * if is_tip { 0.08 } else { 0.97 + 0.06 * random.f64() };
        let [r, g, b] = light.to_srgb8();
        [r, g, b, u8::MAX]
    };
    let photo = Photo::from_rgba8("head", 1200, 900, (0..1200 * 900).flat_map(pixel).collect()).expect("a picture");
    let region = |id: u32, tissue: Tissue, shape: &str| {
        Region::new(RegionId(id), tissue.to_string(), tissue, shape.parse().expect("a shape"))
    };
    Inputs {
        catalog: Arc::new(shipped_catalog()),
        top: 12,
        ..Inputs::measuring(
            Arc::new(photo),
            Marks {
                regions: vec![
                    region(0, Tissue::Skin, "rect:100,100,500,300"),
                    region(1, Tissue::Stubble, "rect:100,500,500,300"),
                ],
                reference: Reference::None,
                scale: Some(Scale::PxPerMm(PX_PER_MM)),
                ..Marks::default()
            },
        )
    }
}

fn ranking(inputs: &Inputs, analysis: &Analysis) -> Duration {
    let (recommendation, client) = (analysis.recommendation.as_ref().expect("an answer"), analysis.client.as_ref());
    let question = Question {
        target: &recommendation.target,
        client: client.expect("a skin"),
        practice: &inputs.practice,
        person: inputs.person(),
    };
    median(|| drop(black_box(rank_recipes(&question, &inputs.catalog, inputs.top))))
}

fn dragging(inputs: &Inputs, analysis: &Analysis) -> Duration {
    let question = LiveQuestion::of(analysis, inputs);
    let (question, light) = (question.expect("an answer"), analysis.known_light());
    median(|| {
        let reading = measure_live(&inputs.photo, &inputs.marks.regions[1], &analysis.calibrated, light.as_ref());
        black_box(question.answer(&reading));
    })
}

fn picture(inputs: &Inputs, analysis: &Analysis) -> Duration {
    let recommendation = analysis.recommendation.as_ref().expect("an answer");
    let (client, pattern) = (analysis.client.as_ref().expect("a skin"), Arc::new(Pattern::new(1)));
    let shown = Shown { photo: inputs.photo.clone(), look: analysis.calibration().look() };
    median(|| {
        let places = Places::of(&inputs.marks.regions, [1200, 900], PX_PER_MM).expect("stubble");
        let side = SideBySide::of(&places, &recommendation.target, client, &recommendation.matches[0]);
        black_box(side.expect("dots").draw(&shown, &pattern));
    })
}

fn map(inputs: &Inputs, analysis: &Analysis) -> Duration {
    let recommendation = analysis.recommendation.as_ref().expect("an answer");
    let question = Question {
        target: &recommendation.target,
        client: analysis.client.as_ref().expect("a skin"),
        practice: &inputs.practice,
        person: inputs.person(),
    };
    median(|| drop(black_box(RecipeMap::of(&question, &recommendation.matches[0]))))
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}
