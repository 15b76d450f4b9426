use fastrand::Rng;
use serde::{Deserialize, Serialize};
use stipple::color::Lab;

use super::backdrop::between;
use super::placement::Placement;
use super::pose::Pose;
use super::{
    Camera, Chart, Cloth, Complexion, Dome, Encoding, Fade, Freckle, Gloss, Head, Lamp, Layer, Layout, Lie, Light,
    Noise, Processing, Scene, Shafts, Stubble, Tissue, ToneCurve, numbered, rect,
};

/// A client drawn at random: a round head with a bald crown and shaved sides in the light of a room, a chart beside it,
/// photographed whole by a phone. Equal seeds give equal clients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Client {
    pub scene: Scene,
    pub complexion: Complexion,
    /// 1–100.
    pub jpeg_quality: u8,
}

/// Side of a field, px.
const FIELD: f64 = 288.0;
const SIZE: [f64; 2] = [2400.0, 1800.0];
/// Width of a chart as a share of the picture's.
const CHART: [f64; 2] = [0.12, 0.16];
/// Steepest tilt of a chart, degrees, and the light that it may lie in.
const STEEPEST: f64 = 14.0;
const LIGHT_ON_CHART: [f64; 2] = [0.95, 1.05];
/// How far skin mottles, L*.
const MOTTLING: [f64; 2] = [0.6, 1.8];
/// Blood's share of the dermis: from what Jacques (1998) takes for the whole of it to well perfused skin.
const BLOOD: [f64; 2] = [0.002, 0.015];

/// Shares of units that have a hair less or more than usual, from head to head (our choice).
const FULLER_UNITS: [f64; 2] = [-0.4, 0.6];

impl Client {
    pub fn random(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ 0x636c_6965_6e74);
        let complexion = Complexion::random(&mut rng);
        let places = Placement::random(SIZE, &mut rng);
        let light = light(&mut rng);
        let layers = vec![
            Layer::Cloth(cloth(&mut rng)),
            Layer::Head(head(&places.dome, &complexion, &mut rng)),
            Layer::Chart(chart(&places, &light, &mut rng)),
        ];
        let marked = [("Crown", Tissue::Skin, places.skin.clone()), ("Side", Tissue::Stubble, places.stubble.clone())];
        let mut scene = Scene {
            width: SIZE[0] as usize,
            height: SIZE[1] as usize,
            px_per_mm: between(&mut rng, 8.0, 16.0),
            seed,
            backdrop: Lab::new(60.0, 0.0, 0.0),
            layers,
            light,
            camera: camera(&mut rng),
            regions: numbered(marked),
        };
        let stubble = stubble(&places, &complexion, &mut rng);
        let blood = blood(seed);
        scene.layers.insert(2, Layer::Shafts(Shafts { blood, ..Shafts::of(&stubble, complexion.skin) }));
        scene.layers.insert(2, Layer::Stubble(stubble));
        Self { scene, complexion, jpeg_quality: rng.u8(75..=95) }
    }
}

/// A close look at such a client's stubble, which fills the picture: what a field's moments are learned from.
///
/// Hairs of one colour, smaller and larger units, more scales than a whole head has, some fields without shafts in sight and some before a camera that processes nothing.
pub fn random_field(seed: u64) -> Client {
    let mut rng = Rng::with_seed(seed ^ 0x0066_6965_6c64);
    let complexion = of_one_hair(Complexion::random(&mut rng), &mut rng);
    let dome = Dome {
        center: [between(&mut rng, 0.0, FIELD), between(&mut rng, 0.0, FIELD)],
        radii: [FIELD * 3.0; 2],
        degrees: 0.0,
        height: FIELD * 3.0,
    };
    let all = rect(0.0, 0.0, FIELD, FIELD);
    let stubble = Stubble {
        field: all.clone(),
        fade: Fade::Even,
        lie: Lie::Along(between(&mut rng, 0.0, 360.0)),
        fuller_units: fuller_units(seed),
        ..stubble_of(&complexion, &mut rng)
    };
    let mut layers = vec![Layer::Head(head(&dome, &complexion, &mut rng)), Layer::Stubble(stubble.clone())];
    if rng.f64() < 0.85 {
        let (spread, met) = (between(&mut rng, 0.8, 1.7), between(&mut rng, 0.4, 1.2));
        layers.push(Layer::Shafts(Shafts { spread, met, blood: blood(seed), ..Shafts::of(&stubble, complexion.skin) }));
    }
    // Its curve is undone before a field is described, as a chart allows it.
    let mut camera = Camera { tone_curve: ToneCurve::None, ..camera(&mut rng) };
    if rng.f64() < 0.25 {
        camera.processing = Processing::default();
    }
    let scene = Scene {
        width: FIELD as usize,
        height: FIELD as usize,
        px_per_mm: logarithmic(&mut rng, 4.5, 32.0),
        seed,
        backdrop: complexion.skin,
        layers,
        light: light(&mut rng),
        camera,
        regions: numbered([("Side", Tissue::Stubble, all)]),
    };
    Client { scene, complexion, jpeg_quality: rng.u8(75..=96) }
}

/// Hairs of one colour; on every fourth head grey, hardly darker than its skin.
fn of_one_hair(complexion: Complexion, rng: &mut Rng) -> Complexion {
    let grey =
        Lab { l: complexion.grey_hair.l.min(complexion.skin.l - between(rng, 5.0, 14.0)), ..complexion.grey_hair };
    let hair = if rng.f64() < 0.25 { grey } else { complexion.hair };
    Complexion { hair, grey_share: 0.0, ..complexion }
}

fn head(dome: &Dome, complexion: &Complexion, rng: &mut Rng) -> Head {
    let freckle = |rng: &mut Rng| {
        let center = dome.at([between(rng, -0.6, 0.6), between(rng, -0.6, 0.6)]);
        Freckle { center, radius: between(rng, 4.0, 14.0), depth: between(rng, 3.0, 12.0) }
    };
    Head {
        dome: *dome,
        lab: complexion.skin,
        mottling: between(rng, MOTTLING[0], MOTTLING[1]),
        pores: between(rng, 0.3, 1.2),
        freckles: (0..rng.usize(0..9)).map(|_| freckle(rng)).collect(),
        grain_mm: between(rng, 0.15, 0.3),
    }
}

fn stubble(places: &Placement, complexion: &Complexion, rng: &mut Rng) -> Stubble {
    let center = places.dome.at([between(rng, -0.3, 0.3), between(rng, -0.3, 0.3)]);
    Stubble {
        field: places.dome.outline(0.995),
        fade: places.fade(),
        lie: Lie::From(center),
        ..stubble_of(complexion, rng)
    }
}

/// As dense, as wide and as long as on shaved heads.
fn stubble_of(complexion: &Complexion, rng: &mut Rng) -> Stubble {
    Stubble {
        field: rect(0.0, 0.0, 0.0, 0.0),
        fade: Fade::Even,
        avoid: Vec::new(),
        follicles_per_cm2: between(rng, 120.0, 250.0),
        tip_diameter_mm: (between(rng, 0.05, 0.12) + between(rng, 0.05, 0.12)) / 2.0,
        tip_length_mm: logarithmic(rng, 0.25, 1.5),
        lie: Lie::Along(0.0),
        hair: complexion.hair,
        grey_hair: complexion.grey_hair,
        grey_share: complexion.grey_share,
        unevenness: between(rng, 1.0, 3.0),
        tangle: between(rng, 0.0, 1.0),
        fuller_units: 0.0,
    }
}

fn chart(places: &Placement, light: &Light, rng: &mut Rng) -> Chart {
    loop {
        let pose = Pose { tilt: STEEPEST.to_radians() * rng.f64(), ..Pose::random(rng) };
        let (layout, normal) = (Layout::CLASSIC, pose.normal());
        if (LIGHT_ON_CHART[0]..LIGHT_ON_CHART[1]).contains(&light.on_matt(normal)) {
            let unit = SIZE[0] * between(rng, CHART[0], CHART[1]) / layout.size()[0];
            let corners = pose.corners(layout.size().map(|side| side * unit), places.chart, SIZE[0]);
            return Chart { layout, normal, ..Chart::at(corners) };
        }
    }
}

fn cloth(rng: &mut Rng) -> Cloth {
    Cloth {
        shape: rect(0.0, 0.0, SIZE[0], SIZE[1]),
        lab: Lab::new(between(rng, 40.0, 75.0), between(rng, -3.0, 3.0), between(rng, -5.0, 5.0)),
        spot_px: between(rng, 6.0, 60.0),
        stretch: 1.0,
        degrees: 0.0,
        contrast: between(rng, 0.02, 0.12),
    }
}

/// One lamp in front of the head, often a weaker one of another colour, and light from everywhere.
fn light(rng: &mut Rng) -> Light {
    let directed = 1.0 - between(rng, 0.3, 0.8);
    let second = if rng.bool() { between(rng, 0.1, 0.35) } else { 0.0 };
    let mut lamps = vec![Lamp { gloss: gloss(rng), ..lamp(directed * (1.0 - second), rng) }];
    if second > 0.0 {
        let Gloss { peak, peak_degrees, .. } = lamps[0].gloss;
        let gloss = Gloss { peak: peak * second, peak_degrees, ..Gloss::default() };
        let color = [between(rng, 0.93, 1.12), 1.0, between(rng, 0.85, 1.1)];
        lamps.push(Lamp { color, gloss, ..lamp(directed * second, rng) });
    }
    let gradient = [between(rng, -0.04, 0.04), between(rng, -0.04, 0.04)];
    Light { gradient, lamps, ..Light::default() }
}

fn lamp(share: f64, rng: &mut Rng) -> Lamp {
    Lamp::from_side(between(rng, 0.0, 360.0), between(rng, 10.0, 50.0), share)
}

/// From matt skin to oily skin.
fn gloss(rng: &mut Rng) -> Gloss {
    let is_oily = rng.f64() < 0.4;
    Gloss {
        peak: logarithmic(rng, 0.005, 0.3),
        peak_degrees: between(rng, 5.0, 10.0),
        sheen: if is_oily { between(rng, 0.01, 0.04) } else { between(rng, 0.0, 0.008) },
        sheen_degrees: between(rng, 16.0, 28.0),
    }
}

fn camera(rng: &mut Rng) -> Camera {
    let cast = if rng.bool() { 0.06 } else { 0.18 };
    Camera {
        blur_px: between(rng, 0.5, 1.0),
        vignetting: 0.0,
        exposure: between(rng, 0.65, 0.95),
        white_balance: [1.0 + between(rng, -cast, cast), 1.0, 1.0 + between(rng, -cast, cast)],
        noise: Noise { read: between(rng, 0.0005, 0.002), shot: between(rng, 0.003, 0.012) },
        tone_curve: [ToneCurve::None, ToneCurve::Soft, ToneCurve::Soft, ToneCurve::Strong][rng.usize(0..4)],
        encoding: if rng.bool() { Encoding::Srgb } else { Encoding::DisplayP3 },
        processing: Processing {
            noise_reduction: if rng.bool() { between(rng, 0.2, 0.8) } else { 0.0 },
            lift: if rng.f64() < 0.7 { between(rng, 0.05, 0.2) } else { 0.0 },
            sharpening: between(rng, 0.2, 0.8),
            sharpening_px: between(rng, 0.8, 1.6),
            halved_chroma: true,
        },
    }
}

/// Of skins of all colours alike.
fn blood(seed: u64) -> f64 {
    logarithmic(&mut Rng::with_seed(seed ^ 0x0062_6c6f_6f64), BLOOD[0], BLOOD[1])
}

/// From thinning heads with many single hairs to units of three and four: 1.7 to 2.6 hairs a unit.
fn fuller_units(seed: u64) -> f64 {
    between(&mut Rng::with_seed(seed ^ 0x0075_6e69_7473), FULLER_UNITS[0], FULLER_UNITS[1])
}

fn logarithmic(rng: &mut Rng, low: f64, high: f64) -> f64 {
    between(rng, low.ln(), high.ln()).exp()
}
