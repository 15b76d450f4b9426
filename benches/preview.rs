//! What a practitioner waits for in the preview: a tile of the screen, the next week of a slider, a whole export.

use std::sync::Arc;

use divan::{Bencher, black_box};
use stipple::color::Lab;
use stipple::photo::{Photo, Pyramid, ScreenTile, Shown, TILE};
use stipple::pigment::{Hand, Load};
use stipple::preview::{DotColor, Ground, Mark, Paint, Pattern, Preview, Treatment, ViewingLight};
use stipple::progress::Progress;
use stipple::skin::{PreparedSkin, infer_skin};

const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);
const SIDE: u32 = 4 * TILE;
/// A head over the width of a 12 MP photo.
const PX_PER_MM: f64 = 15.0;

struct Head {
    pyramid: Pyramid,
    ground: Arc<Ground>,
    pattern: Arc<Pattern>,
    skin: PreparedSkin,
    treatment: Treatment,
}

impl Head {
    /// Plain skin, dotted all over.
    fn new(density_per_cm2: f64) -> Self {
        let [r, g, b] = SKIN.to_linear().to_srgb8();
        let rgba = [r, g, b, u8::MAX].repeat((SIDE * SIDE) as usize);
        let photo = Photo::from_rgba8("plain", SIDE, SIDE, rgba).expect("a picture");
        let shown = Shown { photo: Arc::new(photo), look: None };
        let pyramid = Pyramid::build(&shown, &Progress::unwatched()).expect("not cancelled");
        let hand = Hand::default();
        let area = format!("rect:0,0,{SIDE},{SIDE}").parse().expect("a shape");
        let paint = vec![Paint { mark: Mark::Area(area), erases: false }];
        Self {
            ground: Arc::new(Ground::of(&pyramid, SKIN.to_linear())),
            pyramid,
            pattern: Arc::new(Pattern::new(1)),
            skin: PreparedSkin::new(&infer_skin(SKIN).skin, hand.deposit()),
            treatment: Treatment { paint, density_per_cm2, ..Treatment::new(hand.dots, PX_PER_MM) },
        }
    }

    fn preview(&self, carbon_tau: f64) -> Preview {
        let load = Load { carbon_tau, ..Load::default() };
        let color = DotColor::predict(&self.skin, &load, &self.treatment.dots(), ViewingLight::Daylight);
        Preview::new(&self.treatment, &self.pattern, &self.ground, color)
    }
}

fn main() {
    divan::main();
}

/// Level 0 is the photo's own pixels, level 2 the whole head; 150 dots on a cm² are usual.
#[divan::bench(args = [(0, 150.0), (1, 150.0), (2, 150.0), (0, 300.0)], sample_count = 15)]
fn a_tile(bencher: Bencher, (level, density): (usize, f64)) {
    let head = Head::new(density);
    let (preview, photo) = (head.preview(0.5), head.pyramid.tile(level, 0, 0));
    bencher.bench_local(|| preview.tile(black_box(&photo), level, 0, 0));
}

/// Another week: a new preview and its first tile.
#[divan::bench(sample_count = 15)]
fn the_next_week(bencher: Bencher) {
    let head = Head::new(150.0);
    let photo = head.pyramid.tile(1, 0, 0);
    bencher.bench_local(|| -> ScreenTile { head.preview(black_box(0.4)).tile(&photo, 1, 0, 0) });
}

#[divan::bench(sample_count = 10)]
fn a_pattern() -> Pattern {
    Pattern::new(black_box(1))
}

#[divan::bench(sample_count = 10)]
fn the_ground(bencher: Bencher) {
    let head = Head::new(150.0);
    bencher.bench_local(|| Ground::of(&head.pyramid, SKIN.to_linear()));
}
