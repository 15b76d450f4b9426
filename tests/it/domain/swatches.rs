//! Swatches beside stubble are ranked inside one photo, whatever light and camera made of it.

use std::sync::Arc;

use scene::{Camera, Encoding, Light, Noise, Scene, ToneCurve, bench, rect, swatch_strip};
use stipple::calibration::Reference;
use stipple::color::{Lab, ciede2000};
use stipple::matching::SwatchMatch;
use stipple::photo::{Limits, Photo, Region, RegionId, Tissue, steps_of_strip};
use stipple::pipeline::{Inputs, Marks, analyze};
use stipple::progress::Progress;

const CARD: [f64; 4] = [840.0, 800.0, 400.0, 90.0];
const NAMES: [&str; 6] = ["6", "8", "11", "15", "21", "30"];

/// Skin, hair and coverage.
const HEADS: [(Lab, Lab, f64); 3] = [
    (Lab::new(66.0, 9.0, 16.0), Lab::new(18.0, 2.0, 4.0), 0.05),
    (Lab::new(52.0, 12.0, 17.0), Lab::new(16.0, 1.0, 2.0), 0.16),
    (Lab::new(36.0, 9.0, 13.0), Lab::new(13.0, 1.0, 1.0), 0.3),
];

/// Six dilutions in this skin, each ΔE00 3 to 5 from the next, the lightest nearly bare.
fn ladder(skin: Lab) -> Vec<(&'static str, Lab)> {
    let step = |i: usize| {
        let cover = 0.5 - 0.09 * i as f64;
        Lab::new(skin.l * (1.0 - 0.62 * cover), skin.a * (1.0 - cover), skin.b * (1.0 - 1.2 * cover))
    };
    NAMES.into_iter().enumerate().map(|(i, name)| (name, step(i))).collect()
}

/// What lights and cameras do: casts, exposures, curves, encodings, light that falls off.
fn cameras() -> Vec<(Camera, Light)> {
    let casts = [[1.0, 1.0, 1.0], [1.15, 1.0, 0.8], [0.88, 1.0, 1.15], [1.08, 0.96, 1.0]];
    let curves = [ToneCurve::None, ToneCurve::Soft, ToneCurve::Strong];
    let camera = |(i, white_balance): (usize, [f64; 3]), tone_curve| Camera {
        white_balance,
        tone_curve,
        exposure: [0.85, 0.6, 0.95, 0.75][i],
        encoding: if i % 2 == 0 { Encoding::Srgb } else { Encoding::DisplayP3 },
        blur_px: 0.6,
        vignetting: 0.03,
        noise: Noise { read: 0.002, shot: 0.01 },
        ..Camera::default()
    };
    let all = casts.into_iter().enumerate().flat_map(|cast| curves.map(|curve| camera(cast, curve)));
    all.map(|camera| (camera, Light { gradient: [0.02, -0.02], ..Light::default() })).collect()
}

/// The scene, and which step is nearest in truth.
fn scene((skin, hair, coverage): (Lab, Lab, f64), (camera, light): (Camera, Light)) -> Scene {
    let mut scene = Scene { camera, light, ..bench(skin, hair, coverage, 6) };
    scene.layers.extend(swatch_strip(CARD, &ladder(skin)).0);
    scene
}

fn rank(photo: Photo, stubble: &Region) -> Vec<SwatchMatch> {
    let [x, y, width, height] = CARD;
    let steps = steps_of_strip(&rect(x, y, width, height), NAMES.len()).into_iter().zip(0..);
    let swatches = steps.map(|(shape, i)| Region::new(RegionId(10 + i), NAMES[i as usize], Tissue::Swatch, shape));
    let inputs = Inputs::measuring(
        Arc::new(photo),
        Marks { regions: swatches.chain([stubble.clone()]).collect(), reference: Reference::None, ..Marks::default() },
    );
    analyze(&inputs, None, &Progress::unwatched()).expect("nobody cancels").swatches
}

#[test]
fn the_right_step_of_a_ladder_is_found_without_a_reference() {
    let (mut right, mut near, mut all) = (0, 0, 0);
    for head in HEADS {
        for made in cameras() {
            let drawing = scene(head, made).draw();
            let stubble = drawing.truth.region(Tissue::Stubble).expect("stubble is drawn");
            let distances: Vec<f64> = ladder(head.0).iter().map(|(_, lab)| ciede2000(*lab, stubble.lab).0).collect();
            let nearest = (0..6).min_by(|p, q| distances[*p].total_cmp(&distances[*q])).expect("six steps");
            let png = drawing.picture.png8().expect("a picture can be encoded");
            let photo = Photo::from_bytes("s.png", &png, &Limits::default(), &Progress::unwatched()).expect("a photo");
            let ranked = rank(photo, &stubble.region);
            let found = (ranked[0].region.0 - 10) as usize;
            let is_told = ranked.iter().any(|swatch| swatch.region.0 as usize == 10 + nearest && swatch.as_near);
            all += 1;
            right += i32::from(found == nearest);
            near += i32::from(found == nearest || (found.abs_diff(nearest) == 1 && is_told));
        }
    }
    println!("{right} right and {near} right or as near, of {all}");
    assert!(f64::from(near) >= 0.95 * f64::from(all), "{right} right, {near} right or as near, of {all}");
}
