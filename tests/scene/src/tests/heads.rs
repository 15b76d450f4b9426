//! The drawn round heads keep what they claim: light, gloss and shafts as told, the same bytes from the same seed.

use crate::{
    Camera, Client, Dome, Encoding, Fade, Gloss, Head, Lamp, Layer, Lie, Light, Noise, Paintable, Picture, Processing,
    RegionTruth, Scene, Shafts, Shape, Stubble, Tissue, Truth, numbered, rect,
};
use stipple::color::{Lab, LinearRgb, ciede2000};

const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);
const BLACK: Lab = Lab::new(13.0, 0.5, 1.5);
const DOME: Dome = Dome { center: [300.0, 260.0], radii: [290.0, 240.0], degrees: 20.0, height: 240.0 };

/// A head in light from one side, shaved on its left half, before a camera that takes half of the light in.
fn head() -> Scene {
    let stubble = Stubble {
        field: DOME.outline(0.99),
        fade: Fade::Along { from: [320.0, 0.0], to: [240.0, 0.0] },
        avoid: Vec::new(),
        follicles_per_cm2: 180.0,
        tip_diameter_mm: 0.08,
        tip_length_mm: 0.5,
        lie: Lie::From([300.0, 260.0]),
        hair: BLACK,
        grey_hair: BLACK,
        grey_share: 0.0,
        unevenness: 2.0,
        tangle: 0.0,
        fuller_units: 0.0,
    };
    let shafts = Shafts::of(&stubble, SKIN);
    let bare = Head { dome: DOME, lab: SKIN, mottling: 1.5, pores: 0.8, freckles: Vec::new(), grain_mm: 0.2 };
    let gloss = Gloss { peak: 0.15, peak_degrees: 8.0, sheen: 0.02, sheen_degrees: 22.0 };
    let marked = [
        ("Bare", Tissue::Skin, rect(370.0, 160.0, 100.0, 120.0)),
        ("Shaved", Tissue::Stubble, rect(120.0, 200.0, 100.0, 140.0)),
    ];
    Scene {
        width: 600,
        height: 520,
        px_per_mm: 10.0,
        seed: 5,
        backdrop: Lab::new(60.0, 0.0, 0.0),
        layers: vec![Layer::Head(bare), Layer::Stubble(stubble), Layer::Shafts(shafts)],
        light: Light { lamps: vec![Lamp { gloss, ..Lamp::from_side(-30.0, 40.0, 0.6) }], ..Light::default() },
        camera: Camera { exposure: 0.5, ..Camera::default() },
        regions: numbered(marked),
    }
}

/// Mean linear light of a shape in the scene, with the camera's exposure taken off.
fn light_in(picture: &Picture, shape: &Shape) -> LinearRgb {
    let inside = shape.pixels(picture.width, picture.height);
    let lights: Vec<LinearRgb> =
        inside.map(|(x, y)| Encoding::Srgb.decode(picture.values[y * picture.width + x])).collect();
    lights.iter().fold(LinearRgb::BLACK, |sum, light| sum + *light) * (2.0 / lights.len() as f64)
}

fn region(truth: &Truth, tissue: Tissue) -> &RegionTruth {
    truth.region(tissue).expect("the head has both marked")
}

#[test]
fn regions_before_the_camera_are_truth_in_their_light_with_their_shine() {
    let drawing = head().draw();
    for region in &drawing.truth.regions {
        let got = light_in(&drawing.picture, &region.region.shape).to_array();
        let want = region.lab.to_linear() * region.light_on + LinearRgb::WHITE * region.shine_on;
        for (got, want) in got.into_iter().zip(want.to_array()) {
            // Mottles and hairs are not lit alike within a region, which moves a mean by less than a hundredth.
            assert!((got / want - 1.0).abs() < 0.01, "{}: {got} for {want}", region.region.name);
        }
    }
    let lights: Vec<f64> = drawing.truth.regions.iter().map(|region| region.light_on).collect();
    assert!(lights[0] > 1.1 * lights[1], "the lamp's side is the brighter one: {lights:?}");
}

#[test]
fn light_follows_the_cosine_to_the_lamp_and_is_1_towards_the_camera() {
    // Towards the lamp, 60° off the axis, its half of the light is doubled: 0.5 + 0.5 / cos 60°.
    let light = Light { lamps: vec![Lamp::from_side(0.0, 60.0, 0.5)], ..Light::default() };
    let toward = [60f64.to_radians().sin(), 0.0, 0.5];
    for (normal, want) in [([0.0, 0.0, 1.0], 1.0), (toward, 1.5), ([-1.0, 0.0, 0.0], 0.5)] {
        let got = light.on_matt(normal);
        assert!((got - want).abs() < 1e-6, "{normal:?}: {got} for {want}");
    }
}

#[test]
fn gloss_has_the_lamps_color_and_its_strength_half_way_to_the_lamp() {
    let mut shiny = head();
    shiny.light.lamps[0].color = [1.1, 1.0, 0.8];
    let mut matt = shiny.clone();
    matt.light.lamps[0].gloss = Gloss::default();
    let [x, y] = brightest(&shiny);
    let middle = rect(x - 15.0, y - 15.0, 30.0, 30.0);
    let pictures = [&shiny, &matt].map(|scene| light_in(&scene.draw().picture, &middle).to_array());
    let added: Vec<f64> = (0..3).map(|k| pictures[0][k] - pictures[1][k]).collect();
    // 0.15 and 0.02 in the middle; within 30 px the peak falls by a hundredth, and 225 grains have a mean that is
    // known to some hundredths.
    assert!((added[1] / 0.17 - 1.0).abs() < 0.1, "{added:?}");
    assert!((added[0] / added[1] - 1.1).abs() < 1e-3 && (added[2] / added[1] - 0.8).abs() < 1e-3, "{added:?}");
}

/// Where the head mirrors its lamp into the camera.
fn brightest(scene: &Scene) -> [f64; 2] {
    let half_way = scene.light.lamps[0].half_way();
    let off =
        |point: [f64; 2]| DOME.normal_at(point).into_iter().zip(half_way).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    let points = (0..520).flat_map(|y| (0..600).map(move |x| [f64::from(x), f64::from(y)]));
    points.min_by(|a, b| off(*a).total_cmp(&off(*b))).expect("the picture has points")
}

#[test]
fn shafts_darken_the_skin_between_the_tips_and_take_red_most() {
    let truth = head().draw().truth;
    let field = region(&truth, Tissue::Stubble).stubble.as_ref().expect("hair was drawn");
    let (bare, between) = (field.bare_skin_lab, field.skin_lab);
    // 180 black hairs of 0.08 mm per cm² take L* 1–3.
    assert!((1.0..3.0).contains(&(bare.l - between.l)), "{bare:?} {between:?}");
    let [kept, dark] = [bare, between].map(|lab| lab.to_linear().to_array());
    let lost: Vec<f64> = (0..3).map(|k| 1.0 - dark[k] / kept[k]).collect();
    assert!(lost[0] > 2.0 * lost[1] && lost[1] > lost[2] && lost[2] > 0.0, "{lost:?}");
    let skin = region(&truth, Tissue::Skin);
    assert!(ciede2000(skin.lab, bare).0 < 1.0, "mottled, but of one colour: {skin:?} {bare:?}");
}

#[test]
fn fair_hair_takes_less_light_below_the_skin_than_black_hair() {
    let darkening = |hair: Lab| {
        let mut scene = head();
        if let Layer::Stubble(stubble) = &mut scene.layers[1] {
            (stubble.hair, stubble.grey_hair) = (hair, hair);
        }
        let truth = scene.draw().truth;
        let field = region(&truth, Tissue::Stubble).stubble.clone().expect("hair was drawn");
        field.bare_skin_lab.l - field.skin_lab.l
    };
    let [black, blond] = [BLACK, Lab::new(38.0, 8.0, 17.0)].map(darkening);
    assert!((0.2..0.6).contains(&(blond / black)), "{blond} against {black}");
}

#[test]
fn the_same_head_gives_the_same_bytes() {
    let camera = Camera { processing: phone(), ..head().camera };
    let scene = Scene { camera, ..head() };
    let text = serde_json::to_string(&scene).expect("a scene is plain data");
    let again: Scene = serde_json::from_str(&text).expect("as written");
    assert_eq!(scene.draw().picture.bytes(), again.draw().picture.bytes());
}

#[test]
fn a_client_is_drawn_from_its_seed_alone() {
    assert_eq!(Client::random(8), Client::random(8));
    assert_ne!(Client::random(8), Client::random(9));
}

#[test]
fn clients_cover_skins_and_hairs_and_are_marked_on_their_own_tissue() {
    let clients: Vec<Client> = (0..200).map(Client::random).collect();
    let spread = |value: fn(&Client) -> f64| {
        let values = clients.iter().map(value);
        [values.clone().fold(f64::MAX, f64::min), values.fold(f64::MIN, f64::max)]
    };
    let ([darkest, palest], [black, fair]) = (spread(|c| c.complexion.skin.l), spread(|c| c.complexion.hair.l));
    assert!((28.0..31.0).contains(&darkest) && (67.0..=70.0).contains(&palest), "{darkest}–{palest}");
    assert!((11.0..13.0).contains(&black) && (38.0..=43.0).contains(&fair), "{black}–{fair}");
    for client in &clients {
        for region in &client.scene.regions {
            let wanted = if region.tissue == Tissue::Skin { 0.0 } else { 1.0 };
            let bounds = region.shape.bounds();
            for corner in [[bounds.left, bounds.top], [bounds.right, bounds.bottom], [bounds.left, bounds.bottom]] {
                let dense = density(&client.scene, corner);
                // Rectangles are rounded to pixels.
                assert!((dense - wanted).abs() < 1e-3, "seed {}: {dense} in {region:?}", client.scene.seed);
            }
        }
    }
}

fn density(scene: &Scene, point: [f64; 2]) -> f64 {
    let field =
        scene.layers.iter().find_map(|layer| if let Layer::Stubble(stubble) = layer { Some(stubble) } else { None });
    let field = field.expect("a client has stubble");
    if field.field.holds(point) { field.fade.density_at(point) } else { -1.0 }
}

fn phone() -> Processing {
    Processing { noise_reduction: 0.5, lift: 0.2, sharpening: 0.6, sharpening_px: 1.2, halved_chroma: true }
}

fn processed(processing: Processing) -> Picture {
    let scene = head();
    Scene { camera: Camera { processing, ..scene.camera.clone() }, ..scene }.draw().picture
}

#[test]
fn sharpening_and_halved_chroma_keep_the_mean_of_a_region() {
    let plain = processed(Processing::default());
    for region in head().regions {
        let got = light_in(&processed(Processing { lift: 0.0, noise_reduction: 0.0, ..phone() }), &region.shape);
        let difference = ciede2000(got.into(), light_in(&plain, &region.shape).into()).0;
        // Means of encoded values are kept, those of light nearly.
        assert!(difference < 0.6, "{}: ΔE00 {difference:.2}", region.name);
    }
}

#[test]
fn local_tone_mapping_lifts_the_dark_side_by_no_more_than_stated() {
    let lift = Processing { lift: 0.2, ..Processing::default() };
    let [plain, lifted] = [Processing::default(), lift].map(processed);
    let gains = head()
        .regions
        .into_iter()
        .map(|region| light_in(&lifted, &region.shape).luminance() / light_in(&plain, &region.shape).luminance());
    let gains: Vec<f64> = gains.collect();
    assert!(gains[1] > gains[0] + 0.02, "bright {}, dark {}", gains[0], gains[1]);
    assert!(gains.iter().all(|gain| (0.8..1.2).contains(gain)), "{gains:?}");
}

#[test]
fn noise_reduction_flattens_noise() {
    let bare = rect(370.0, 160.0, 100.0, 120.0);
    let grain = |noise_reduction: f64| {
        let processing = Processing { noise_reduction, ..Processing::default() };
        let noise = Noise { read: 0.001, shot: 0.012 };
        let mut scene = Scene { camera: Camera { processing, noise, ..head().camera }, ..head() };
        scene.light.lamps[0].gloss = Gloss::default();
        let picture = scene.draw().picture;
        let step = |(x, y): (usize, usize)| {
            let i = y * picture.width + x;
            (picture.values[i][1] - picture.values[i + 1][1]).powi(2)
        };
        bare.pixels(picture.width, picture.height).map(step).sum::<f64>()
    };
    let [plain, smoothed] = [0.0, 1.0].map(grain);
    assert!(smoothed < 0.3 * plain, "{smoothed} of {plain}");
}
