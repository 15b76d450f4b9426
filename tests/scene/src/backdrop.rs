//! What lies behind a chart, or fills a photo that shows none.

use fastrand::Rng;
use stipple::color::Lab;

use super::{Cloth, Layer, Lettering, Shape, Skin, Stubble, TileColors, Tiles};
use super::{Fade, Lie, ellipse, rect};

/// How many kinds there are.
pub const BACKDROPS: u64 = 9;

/// One of them over a picture of this size; cells are about `pitch` pixels wide.
pub fn backdrop(kind: u64, size: [f64; 2], pitch: f64, rng: &mut Rng) -> Vec<Layer> {
    let shape = rect(0.0, 0.0, size[0], size[1]);
    let pitch = pitch.max(6.0);
    match kind % BACKDROPS {
        0 => vec![cloth(shape, size, 1.0, rng)],
        1 => vec![cloth(shape, size, 12.0, rng)],
        2 => vec![tiles(shape, pitch, between(rng, 0.04, 0.12), TileColors::AtRandom(near(any_color(rng), rng)), rng)],
        3 => vec![tiles(shape, pitch, 0.0, TileColors::InTurn(vec![dark(rng), pale(rng)]), rng)],
        4 => vec![tiles(shape, pitch, between(rng, 0.0, 0.2), TileColors::AtRandom(any_colors(rng)), rng)],
        5 => keyboard(shape, size, pitch, rng),
        6 => page(shape, size, rng),
        7 => head(shape, size, rng),
        _ => vec![tiles(shape, pitch, 0.25, TileColors::InTurn(any_colors(rng)), rng)],
    }
}

pub fn between(rng: &mut Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.f64()
}

fn dark(rng: &mut Rng) -> Lab {
    Lab::new(between(rng, 8.0, 30.0), between(rng, -4.0, 6.0), between(rng, -6.0, 8.0))
}

pub fn pale(rng: &mut Rng) -> Lab {
    Lab::new(between(rng, 70.0, 95.0), between(rng, -3.0, 5.0), between(rng, -3.0, 12.0))
}

fn any_color(rng: &mut Rng) -> Lab {
    Lab::new(between(rng, 25.0, 85.0), between(rng, -25.0, 35.0), between(rng, -30.0, 40.0))
}

fn any_colors(rng: &mut Rng) -> Vec<Lab> {
    (0..rng.usize(3..12)).map(|_| any_color(rng)).collect()
}

/// The same colour a little lighter and darker, as fired tiles are.
fn near(Lab { l, a, b }: Lab, rng: &mut Rng) -> Vec<Lab> {
    (0..5).map(|_| Lab::new(l + between(rng, -3.0, 3.0), a, b)).collect()
}

pub fn skin_color(rng: &mut Rng) -> Lab {
    Lab::new(between(rng, 30.0, 72.0), between(rng, 7.0, 14.0), between(rng, 10.0, 20.0))
}

fn cloth(shape: Shape, size: [f64; 2], stretch: f64, rng: &mut Rng) -> Layer {
    Layer::Cloth(Cloth {
        shape,
        lab: any_color(rng),
        spot_px: size[0] * between(rng, 0.005, 0.06),
        stretch,
        degrees: between(rng, 0.0, 180.0),
        contrast: between(rng, 0.0, 0.5),
    })
}

fn tiles(shape: Shape, pitch: f64, joint: f64, colors: TileColors, rng: &mut Rng) -> Layer {
    let joint_lab = if rng.bool() { dark(rng) } else { pale(rng) };
    let degrees = between(rng, 0.0, 90.0);
    Layer::Tiles(Tiles { shape, pitch: [pitch; 2], joint, joint_lab, colors, degrees, stagger: 0.0 })
}

fn keyboard(shape: Shape, size: [f64; 2], pitch: f64, rng: &mut Rng) -> Vec<Layer> {
    let (keys, case) = if rng.bool() { (dark(rng), pale(rng)) } else { (pale(rng), dark(rng)) };
    let colors = TileColors::InTurn(vec![keys]);
    let rows = Tiles { shape, pitch: [pitch; 2], joint: 0.15, joint_lab: case, colors, degrees: 0.0, stagger: 0.25 };
    let letters = Lettering {
        shape: rect(0.0, pitch * 0.35, size[0], size[1] - pitch),
        lab: case,
        height_px: pitch * 0.3,
        leading: 1.0 / 0.3,
    };
    vec![Layer::Tiles(rows), Layer::Lettering(letters)]
}

fn page(shape: Shape, size: [f64; 2], rng: &mut Rng) -> Vec<Layer> {
    let paper = cloth(shape, size, 1.0, rng);
    let letters = Lettering {
        shape: rect(0.06 * size[0], 0.06 * size[1], 0.88 * size[0], 0.88 * size[1]),
        lab: dark(rng),
        height_px: size[0] * between(rng, 0.008, 0.03),
        leading: between(rng, 1.3, 2.2),
    };
    vec![paper, Layer::Lettering(letters)]
}

fn head(shape: Shape, size: [f64; 2], rng: &mut Rng) -> Vec<Layer> {
    let scalp = ellipse(between(rng, 0.3, 0.7) * size[0], 0.5 * size[1], 0.33 * size[0], 0.42 * size[1]);
    let skin = Skin { shape: scalp.clone(), lab: skin_color(rng), mottling: 2.0, rim: 0.4 };
    let hair = dark(rng);
    let stubble = Stubble {
        field: scalp,
        fade: Fade::Along { from: [0.0, 0.3 * size[1]], to: [0.0, 0.5 * size[1]] },
        avoid: Vec::new(),
        follicles_per_cm2: 60.0,
        tip_diameter_mm: 0.2,
        tip_length_mm: 0.5,
        lie: Lie::Along(70.0),
        hair,
        grey_hair: hair,
        grey_share: 0.0,
        unevenness: 3.0,
        tangle: 0.0,
        fuller_units: 0.0,
    };
    vec![cloth(shape, size, 1.0, rng), Layer::Skin(skin), Layer::Stubble(stubble)]
}
