use stipple::color::Lab;

use super::{
    Camera, Chart, Fade, Hair, Layer, Lie, Light, Scene, Shape, Skin, Stubble, Swatch, Tissue, bar, ellipse, numbered,
    rect, swatch_strip,
};

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
const PX_PER_MM: f64 = 16.0;

/// A plain scene to measure on: an oval of scalp, bare above and shaved below, a lock of hair, a grey card, a swatch
/// strip and a chart, in even light before a camera that adds nothing. Change it as a test needs.
pub fn bench(skin: Lab, hair: Lab, coverage: f64, seed: u64) -> Scene {
    let scalp = ellipse(420.0, 480.0, 390.0, 440.0);
    let lock = bar([1030.0, 600.0], 400.0, 120.0, -8.0);
    let grey = Lab::new(50.8, 0.0, 0.0);
    let (strip, swatches) = swatch_strip([840.0, 800.0, 400.0, 90.0], &LADDER);
    let mut layers = vec![
        Layer::Skin(Skin { shape: scalp.clone(), lab: skin, mottling: 0.0, rim: 0.0 }),
        Layer::Stubble(stubble(scalp, hair).with_coverage(coverage)),
        Layer::Hair(Hair { shape: lock, lab: hair, degrees: -8.0, wave_mm: 0.6, contrast: 0.6 }),
        Layer::GreyCard(Swatch { shape: rect(860.0, 390.0, 110.0, 90.0), lab: grey }),
        Layer::Chart(Chart::at([[850.0, 70.0], [1230.0, 50.0], [1240.0, 318.0], [862.0, 330.0]])),
    ];
    layers.extend(strip);
    let marked = vec![
        ("Bare skin", Tissue::Skin, rect(300.0, 140.0, 240.0, 200.0)),
        ("Stubble", Tissue::Stubble, rect(240.0, 540.0, 360.0, 240.0)),
        ("Lock of hair", Tissue::Hair, rect(900.0, 570.0, 260.0, 60.0)),
    ];
    Scene {
        width: WIDTH,
        height: HEIGHT,
        px_per_mm: PX_PER_MM,
        seed,
        backdrop: Lab::new(62.0, 0.0, 0.0),
        layers,
        light: Light::default(),
        camera: Camera::default(),
        regions: numbered(marked.into_iter().chain(swatches)),
    }
}

/// Hairs as wide and as dense as on a scalp; bare above, full below.
fn stubble(field: Shape, hair: Lab) -> Stubble {
    Stubble {
        field,
        fade: Fade::Along { from: [0.0, 380.0], to: [0.0, 520.0] },
        avoid: Vec::new(),
        follicles_per_cm2: 170.0,
        tip_diameter_mm: 0.09,
        tip_length_mm: 0.3,
        lie: Lie::Along(70.0),
        hair,
        grey_hair: hair,
        grey_share: 0.0,
        unevenness: 0.0,
        tangle: 0.0,
        fuller_units: 0.0,
    }
}

/// Six steps of a dilution from dark to light, as drawn; they stand for no product.
pub const LADDER: [(&str, Lab); 6] = [
    ("Ladder step 1", Lab::new(22.0, 0.5, -1.0)),
    ("Ladder step 2", Lab::new(32.0, 0.3, -1.5)),
    ("Ladder step 3", Lab::new(42.0, 0.2, -1.8)),
    ("Ladder step 4", Lab::new(52.0, 0.1, -1.8)),
    ("Ladder step 5", Lab::new(62.0, 0.0, -1.5)),
    ("Ladder step 6", Lab::new(72.0, 0.0, -1.0)),
];
