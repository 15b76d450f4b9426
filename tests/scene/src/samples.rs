//! The sample photos that the app ships: heads seen from above, the front at the top, a chart and swatches beside them.
//!
//! Regions lie where a careful practitioner marks them: skin and stubble on both sides of one border, where the lamp
//! lights both nearly alike, and away from its gloss.

use stipple::color::Lab;

use super::bench::LADDER;
use super::{
    Camera, Chart, Complexion, Dome, Fade, Freckle, Gloss, Head, Lamp, Layer, Layout, Lie, Light, Marked, Noise,
    Processing, Scene, Shadow, Shafts, Skin, Stubble, Tissue, ToneCurve, ellipse, numbered, rect, swatch_strip,
};

/// One head's own traits.
struct Person {
    complexion: Complexion,
    mottling: f64,
    light: Light,
    seed: u64,
}

const DOME: Dome = Dome { center: [600.0, 700.0], radii: [560.0, 660.0], degrees: 0.0, height: 560.0 };
const WHORL: [f64; 2] = [600.0, 690.0];

/// Male pattern baldness with shaved sides, intermediate skin.
pub fn shaved_sides() -> Scene {
    bald_crown(Person {
        complexion: Complexion {
            skin: Lab::new(62.0, 9.5, 17.5),
            hair: Lab::new(19.0, 3.0, 4.5),
            grey_hair: Lab::new(60.0, 0.5, 5.0),
            grey_share: 0.0,
        },
        mottling: 1.4,
        light: by_a_window(light(Lamp::from_side(166.0, 30.0, 0.45), Gloss { peak: 0.02, sheen: 0.006, ..LOBES })),
        seed: 11,
    })
}

/// The same pattern on dark skin, with black hair and a few grey ones.
pub fn dark_skin() -> Scene {
    bald_crown(Person {
        complexion: Complexion {
            skin: Lab::new(37.0, 10.5, 14.5),
            hair: Lab::new(13.0, 1.0, 1.5),
            grey_hair: Lab::new(55.0, 0.0, 4.0),
            grey_share: 0.04,
        },
        mottling: 1.2,
        light: light(Lamp::from_side(-2.0, 46.0, 0.45), Gloss { peak: 0.08, sheen: 0.008, ..LOBES }),
        seed: 12,
    })
}

/// Longer hair that thins out towards the front.
pub fn thinning_hairline() -> Scene {
    let person = Person {
        complexion: Complexion {
            skin: Lab::new(68.0, 8.5, 15.0),
            hair: Lab::new(27.0, 6.0, 11.0),
            grey_hair: Lab::new(62.0, 0.5, 8.0),
            grey_share: 0.03,
        },
        mottling: 1.4,
        light: light(Lamp::from_side(228.0, 33.0, 0.45), Gloss { peak: 0.03, sheen: 0.004, ..LOBES }),
        seed: 13,
    };
    let longer = Stubble {
        fade: Fade::Outward { ellipse: ellipse(600.0, 60.0, 520.0, 640.0), from: 0.45, to: 1.1 },
        tip_length_mm: 9.0,
        lie: Lie::From([600.0, -1800.0]),
        unevenness: 4.0,
        tangle: 0.0,
        fuller_units: 0.0,
        ..stubble(&person.complexion)
    };
    let marked = vec![
        ("Forehead", Tissue::Skin, rect(610.0, 210.0, 100.0, 80.0)),
        ("Thinning zone", Tissue::Stubble, rect(600.0, 400.0, 160.0, 110.0)),
        ("Full hair", Tissue::Hair, rect(540.0, 860.0, 240.0, 200.0)),
    ];
    head(&person, longer, marked)
}

fn bald_crown(person: Person) -> Scene {
    let shaved = stubble(&person.complexion);
    let marked = vec![
        ("Bare crown", Tissue::Skin, rect(570.0, 440.0, 140.0, 160.0)),
        ("Shaved side", Tissue::Stubble, rect(560.0, 800.0, 190.0, 170.0)),
    ];
    head(&person, shaved, marked)
}

/// A shaved field on the sides and the back.
fn stubble(complexion: &Complexion) -> Stubble {
    Stubble {
        field: DOME.outline(0.995),
        fade: Fade::Outward { ellipse: ellipse(600.0, 250.0, 500.0, 900.0), from: 0.42, to: 0.6 },
        avoid: Vec::new(),
        follicles_per_cm2: 180.0,
        tip_diameter_mm: 0.085,
        tip_length_mm: 0.5,
        lie: Lie::From(WHORL),
        hair: complexion.hair,
        grey_hair: complexion.grey_hair,
        grey_share: complexion.grey_share,
        unevenness: 2.0,
        tangle: 0.0,
        fuller_units: 0.0,
    }
}

fn head(person: &Person, hair: Stubble, marked: Vec<Marked>) -> Scene {
    let (strip, swatches) = swatch_strip([1396.0, 420.0, 112.0, 660.0], &LADDER);
    let mut layers = vec![Layer::Shadow(Shadow { shape: ellipse(640.0, 770.0, 800.0, 900.0), depth: 0.5, edge: 0.5 })];
    layers.extend(ears(person));
    layers.push(Layer::Head(scalp(person)));
    layers.push(Layer::Stubble(hair.clone()));
    layers.push(Layer::Shafts(Shafts::of(&hair, person.complexion.skin)));
    let corners = [[1262.0, 84.0], [1562.0, 96.0], [1554.0, 302.0], [1254.0, 290.0]];
    layers.push(Layer::Chart(Chart { layout: Layout::CLASSIC, ..Chart::at(corners) }));
    layers.extend(strip);
    Scene {
        width: 1600,
        height: 1200,
        px_per_mm: 8.0,
        seed: person.seed,
        backdrop: Lab::new(66.0, 0.0, 0.5),
        layers,
        light: person.light.clone(),
        camera: camera(),
        regions: numbered(marked.into_iter().chain(swatches)),
    }
}

fn scalp(person: &Person) -> Head {
    let freckle = |x: f64, y: f64, radius: f64| Freckle { center: [x, y], radius, depth: 7.0 };
    Head {
        dome: DOME,
        lab: person.complexion.skin,
        mottling: person.mottling,
        pores: 0.7,
        freckles: vec![freckle(505.0, 225.0, 7.0), freckle(742.0, 330.0, 5.0), freckle(688.0, 168.0, 6.0)],
        grain_mm: 0.25,
    }
}

fn ears(person: &Person) -> Vec<Layer> {
    let ear = |cx: f64| {
        let shape = ellipse(cx, 770.0, 46.0, 100.0);
        Layer::Skin(Skin { shape, lab: person.complexion.skin, mottling: person.mottling, rim: 0.35 })
    };
    vec![ear(1156.0), ear(44.0)]
}

/// How wide a lamp's gloss is; each person's is strong in its own way.
const LOBES: Gloss = Gloss { peak: 0.0, peak_degrees: 6.0, sheen: 0.0, sheen_degrees: 13.0 };

/// One lamp in a bright room.
fn light(lamp: Lamp, gloss: Gloss) -> Light {
    Light { gradient: [-0.01, -0.01], lamps: vec![Lamp { gloss, ..lamp }], ..Light::default() }
}

/// The same with a small, bright window that shines on the left of the crown.
fn by_a_window(mut light: Light) -> Light {
    let gloss = Gloss { peak: 0.2, peak_degrees: 5.0, ..Gloss::default() };
    light.lamps.push(Lamp { gloss, ..Lamp::from_side(234.0, 54.0, 0.05) });
    light
}

fn camera() -> Camera {
    Camera {
        blur_px: 0.55,
        exposure: 0.9,
        white_balance: [1.03, 1.0, 0.95],
        noise: Noise { read: 0.0008, shot: 0.004 },
        tone_curve: ToneCurve::Soft,
        processing: Processing {
            noise_reduction: 0.3,
            lift: 0.06,
            sharpening: 0.35,
            sharpening_px: 1.0,
            halved_chroma: true,
        },
        ..Camera::default()
    }
}
