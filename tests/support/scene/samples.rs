//! The sample photos that the app ships: heads seen from above, the front at the top, a chart and swatches beside them.

use stipple::color::Lab;

use super::bench::LADDER;
use super::{
    Camera, Chart, Fade, Glare, Layer, Lie, Light, Marked, Noise, Scene, Shadow, Shape, Skin, Stubble, Tissue,
    ToneCurve, ellipse, numbered, rect, swatch_strip,
};

/// Colours of one head.
struct Complexion {
    skin: Lab,
    hair: Lab,
    grey_hair: Lab,
    grey_share: f64,
    mottling: f64,
    seed: u64,
}

const WHORL: [f64; 2] = [600.0, 560.0];

/// Male pattern baldness with shaved sides, intermediate skin.
pub fn shaved_sides() -> Scene {
    let skin = Lab::new(65.0, 9.5, 16.5);
    let hair = Lab::new(19.0, 3.0, 4.5);
    bald_crown(Complexion {
        skin,
        hair,
        grey_hair: Lab::new(62.0, 0.5, 5.0),
        grey_share: 0.06,
        mottling: 2.2,
        seed: 11,
    })
}

/// The same pattern on dark skin, with black hair.
pub fn dark_skin() -> Scene {
    let skin = Lab::new(37.0, 10.5, 15.5);
    let hair = Lab::new(13.0, 1.0, 1.0);
    bald_crown(Complexion {
        skin,
        hair,
        grey_hair: Lab::new(55.0, 0.0, 4.0),
        grey_share: 0.03,
        mottling: 1.6,
        seed: 12,
    })
}

/// Longer hair that thins out towards the front.
pub fn thinning_hairline() -> Scene {
    let complexion = Complexion {
        skin: Lab::new(69.0, 8.5, 15.0),
        hair: Lab::new(27.0, 6.0, 11.0),
        grey_hair: Lab::new(65.0, 0.5, 8.0),
        grey_share: 0.03,
        mottling: 1.8,
        seed: 13,
    };
    let longer = Stubble {
        field: ellipse(600.0, 700.0, 535.0, 635.0),
        fade: Fade::Outward { ellipse: ellipse(600.0, 60.0, 520.0, 640.0), from: 0.4, to: 1.1 },
        tip_diameter_mm: 0.19,
        tip_length_mm: 9.0,
        lie: Lie::From([600.0, -1800.0]),
        unevenness: 7.0,
        ..stubble(&complexion)
    };
    let marked = vec![
        ("Forehead", Tissue::Skin, rect(600.0, 190.0, 90.0, 76.0)),
        ("Thinning zone", Tissue::Stubble, rect(520.0, 400.0, 160.0, 110.0)),
        ("Full hair", Tissue::Hair, rect(480.0, 860.0, 240.0, 200.0)),
    ];
    head(&complexion, longer, marked)
}

fn bald_crown(complexion: Complexion) -> Scene {
    let shaved = stubble(&complexion);
    let marked = vec![
        ("Bare crown", Tissue::Skin, rect(510.0, 330.0, 180.0, 180.0)),
        ("Shaved side", Tissue::Stubble, rect(880.0, 610.0, 150.0, 190.0)),
    ];
    head(&complexion, shaved, marked)
}

fn head_outline() -> Shape {
    ellipse(600.0, 700.0, 560.0, 660.0)
}

/// A shaved field on the sides and the back; wider dots than real ones, so that they show at this scale.
fn stubble(complexion: &Complexion) -> Stubble {
    Stubble {
        field: ellipse(600.0, 700.0, 553.0, 653.0),
        fade: Fade::Outward { ellipse: ellipse(600.0, 250.0, 500.0, 900.0), from: 0.38, to: 0.62 },
        avoid: Vec::new(),
        follicles_per_cm2: 170.0,
        tip_diameter_mm: 0.13,
        tip_length_mm: 0.2,
        lie: Lie::From(WHORL),
        hair: complexion.hair,
        grey_hair: complexion.grey_hair,
        grey_share: complexion.grey_share,
        unevenness: 2.0,
    }
}

fn head(complexion: &Complexion, hair: Stubble, marked: Vec<Marked>) -> Scene {
    let (strip, swatches) = swatch_strip([1396.0, 420.0, 112.0, 660.0], &LADDER);
    let mut layers = vec![Layer::Shadow(Shadow { shape: ellipse(640.0, 770.0, 800.0, 900.0), depth: 0.5, edge: 0.5 })];
    layers.extend(ears(complexion));
    layers.push(Layer::Skin(Skin {
        shape: head_outline(),
        lab: complexion.skin,
        mottling: complexion.mottling,
        rim: 0.45,
    }));
    layers.push(Layer::Stubble(hair));
    layers.push(Layer::Chart(Chart::at([[1262.0, 84.0], [1562.0, 96.0], [1554.0, 302.0], [1254.0, 290.0]])));
    layers.extend(strip);
    Scene {
        width: 1600,
        height: 1200,
        px_per_mm: 8.0,
        seed: complexion.seed,
        backdrop: Lab::new(66.0, 0.0, 0.5),
        layers,
        light: Light { gradient: [-0.01, -0.01], glares: shine(), ..Light::default() },
        camera: camera(),
        regions: numbered(marked.into_iter().chain(swatches)),
    }
}

fn ears(complexion: &Complexion) -> Vec<Layer> {
    let ear = |cx: f64| {
        let shape = ellipse(cx, 770.0, 46.0, 100.0);
        Layer::Skin(Skin { shape, lab: complexion.skin, mottling: complexion.mottling, rim: 0.35 })
    };
    vec![ear(1156.0), ear(44.0)]
}

/// A soft shine on the front of the head, away from every region.
fn shine() -> Vec<Glare> {
    vec![
        Glare { center: [420.0, 250.0], radius: 90.0, strength: 0.07 },
        Glare { center: [405.0, 235.0], radius: 34.0, strength: 0.16 },
    ]
}

fn camera() -> Camera {
    Camera {
        blur_px: 0.55,
        exposure: 0.9,
        white_balance: [1.03, 1.0, 0.95],
        noise: Noise { read: 0.0008, shot: 0.004 },
        tone_curve: ToneCurve::Soft,
        ..Camera::default()
    }
}
