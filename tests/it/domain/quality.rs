//! The photo gate: each fault of a drawn photo is told, alone and stronger, and a good photo gets no caution.

use scene::{
    Camera, Glare, Layer, Light, Noise, Picture, Scene, Skin, ToneCurve, bench, dark_skin, rect, shaved_sides,
    thinning_hairline,
};
use stipple::calibration::chart::Chart;
use stipple::calibration::{Calibrated, Reference, calibrate};
use stipple::color::{Lab, decode_srgb, encode_srgb};
use stipple::measurement::check_photo;
use stipple::photo::{Limits, Photo, PhotoCaution};
use stipple::progress::{Cancelled, Progress};

const LIGHT_SKIN: Lab = Lab::new(66.0, 10.0, 16.0);
const DARK_SKIN: Lab = Lab::new(36.0, 10.0, 15.0);
const BLACK_HAIR: Lab = Lab::new(16.0, 1.0, 2.0);
const WHITE_HAIR: Lab = Lab::new(78.0, 0.0, 5.0);

/// Sharp, a little noisy and a little underexposed, as a phone takes it.
fn usual_camera() -> Camera {
    Camera {
        blur_px: 0.7,
        exposure: 0.85,
        white_balance: [1.05, 1.0, 0.93],
        noise: Noise { read: 0.001, shot: 0.006 },
        tone_curve: ToneCurve::Soft,
        ..Camera::default()
    }
}

fn usual(skin: Lab, hair: Lab) -> Scene {
    let mut scene = Scene { camera: usual_camera(), ..bench(skin, hair, 0.08, 7) };
    if let Some(Layer::Skin(scalp)) = scene.layers.first_mut() {
        scalp.mottling = 2.0;
    }
    scene
}

fn photo(picture: &Picture) -> Photo {
    let file = picture.jpeg(90).expect("a drawn picture can be encoded");
    Photo::from_bytes("drawn.jpg", &file, &Limits::default(), &Progress::unwatched()).expect("a whole file")
}

fn check_by(photo: &Photo, reference: &Reference) -> Vec<PhotoCaution> {
    let progress = Progress::unwatched();
    let calibrated = calibrate(photo, reference, &Chart::known(), &progress).expect("nothing that has to be found");
    check_photo(photo, &calibrated, &progress).expect("nobody cancels")
}

fn check(scene: &Scene) -> Vec<PhotoCaution> {
    check_by(&photo(&scene.draw().picture), &Reference::Auto)
}

fn kinds(cautions: &[PhotoCaution]) -> Vec<&'static str> {
    cautions.iter().map(PhotoCaution::kind).collect()
}

/// The same photo with one lamp of another color on one side: blue light changes by this share over the width.
fn with_blue_from_the_right(scene: &Scene, share: f64) -> Picture {
    let mut picture = scene.draw().picture;
    let width = picture.width;
    for (i, [_, _, blue]) in picture.values.iter_mut().enumerate() {
        let place = (i % width) as f64 / width as f64 - 0.5;
        *blue = encode_srgb((decode_srgb(*blue) * (1.0 + share * place)).clamp(0.0, 1.0));
    }
    picture
}

#[test]
fn a_good_photo_gets_no_caution() {
    let light = usual(LIGHT_SKIN, BLACK_HAIR);
    let dark = usual(DARK_SKIN, BLACK_HAIR);
    let scenes = [light, dark, shaved_sides(), dark_skin(), thinning_hairline()];
    for (number, scene) in scenes.iter().enumerate() {
        let photo = photo(&scene.draw().picture);
        for reference in [Reference::Auto, Reference::None] {
            assert_eq!(check_by(&photo, &reference), [], "photo {number}, {reference:?}");
        }
    }
}

#[test]
fn a_blurred_photo_is_told_however_strong_the_blur() {
    for skin in [LIGHT_SKIN, DARK_SKIN] {
        for blur_px in [3.0, 5.0, 9.0] {
            let camera = Camera { blur_px, ..usual_camera() };
            let found = check(&Scene { camera, ..usual(skin, BLACK_HAIR) });
            assert!(kinds(&found).contains(&"blurred"), "{blur_px}: {found:?}");
            let others: Vec<_> = found.iter().filter(|caution| caution.kind() != "blurred").collect();
            assert!(others.is_empty(), "{blur_px}: {others:?}");
        }
    }
}

#[test]
fn noise_neither_hides_blur_nor_feigns_it() {
    let noise = Noise { read: 0.004, shot: 0.03 };
    for (blur_px, expected) in [(0.7, false), (3.5, true)] {
        let camera = Camera { blur_px, noise, ..usual_camera() };
        let found = check(&Scene { camera, ..usual(LIGHT_SKIN, BLACK_HAIR) });
        assert_eq!(kinds(&found).contains(&"blurred"), expected, "{blur_px}: {found:?}");
    }
}

#[test]
fn bare_skin_without_an_edge_is_not_called_blurred() {
    let skin = Skin { shape: rect(-10.0, -10.0, 1400.0, 1100.0), lab: LIGHT_SKIN, mottling: 3.0, rim: 0.0 };
    let light = Light { gradient: [0.2, 0.1], ..Light::default() };
    let scene = Scene { layers: vec![Layer::Skin(skin)], light, ..usual(LIGHT_SKIN, BLACK_HAIR) };
    assert_eq!(check(&scene), []);
}

#[test]
fn dark_skin_that_fills_the_frame_is_not_called_dark() {
    let skin = Skin { shape: rect(-10.0, -10.0, 1400.0, 1100.0), lab: DARK_SKIN, mottling: 2.0, rim: 0.0 };
    let camera = Camera { tone_curve: ToneCurve::None, exposure: 1.0, ..usual_camera() };
    let scene = Scene { layers: vec![Layer::Skin(skin)], camera, ..usual(DARK_SKIN, BLACK_HAIR) };
    assert_eq!(check(&scene), []);
}

#[test]
fn a_dark_photo_is_told_with_a_chart_and_without() {
    for (exposure, stops) in [(0.25, 2.0), (0.125, 3.0), (0.06, 4.1)] {
        let camera = Camera { exposure, ..usual_camera() };
        let scene = Scene { camera, ..usual(LIGHT_SKIN, BLACK_HAIR) };
        let photo = photo(&scene.draw().picture);
        let found = check_by(&photo, &Reference::Auto);
        let is_told = |caution: &PhotoCaution| match caution {
            // The tone curve darkens shadows further.
            PhotoCaution::Underexposed { stops: told } => (stops - 0.4..stops + 2.5).contains(told),
            PhotoCaution::Dark { .. } => stops > 3.5,
            _ => false,
        };
        assert!(found.iter().any(is_told), "{exposure}: {found:?}");
        let without = kinds(&check_by(&photo, &Reference::None)).contains(&"dark");
        assert_eq!(without, stops > 1.5, "{exposure}");
    }
}

#[test]
fn an_overexposed_photo_is_told_however_strong() {
    for exposure in [2.4, 4.0, 8.0] {
        let camera = Camera { exposure, ..usual_camera() };
        let found = check(&Scene { camera, ..usual(LIGHT_SKIN, BLACK_HAIR) });
        assert!(kinds(&found).contains(&"overexposed"), "{exposure}: {found:?}");
    }
}

#[test]
fn a_white_backdrop_is_not_overexposure() {
    let camera = Camera { exposure: 1.1, white_balance: [1.0; 3], ..usual_camera() };
    let scene = Scene { backdrop: Lab::new(99.0, 0.0, 0.0), camera, ..usual(DARK_SKIN, BLACK_HAIR) };
    let found = check(&scene);
    assert!(!kinds(&found).contains(&"overexposed"), "{found:?}");
}

#[test]
fn shine_over_much_of_the_scalp_is_told_until_it_clips() {
    for skin in [LIGHT_SKIN, DARK_SKIN] {
        for strength in [0.35, 0.6, 1.5] {
            let glare = |x: f64, y: f64| Glare { center: [x, y], radius: 110.0, strength };
            let light = Light { glares: vec![glare(330.0, 250.0), glare(500.0, 430.0)], ..Light::default() };
            let found = check(&Scene { light, ..usual(skin, BLACK_HAIR) });
            assert!(kinds(&found).contains(&"much_shine"), "{skin:?} {strength}: {found:?}");
        }
    }
}

#[test]
fn white_hair_on_dark_skin_is_not_shine() {
    let found = check(&usual(DARK_SKIN, WHITE_HAIR));
    assert!(!kinds(&found).contains(&"much_shine"), "{found:?}");
}

#[test]
fn mixed_light_is_told_with_a_chart_and_without() {
    for share in [0.3, 0.6, 1.0] {
        let photo = photo(&with_blue_from_the_right(&usual(LIGHT_SKIN, BLACK_HAIR), share));
        for reference in [Reference::Auto, Reference::None] {
            let found = check_by(&photo, &reference);
            assert!(kinds(&found).contains(&"mixed_light"), "{share} {reference:?}: {found:?}");
        }
    }
}

#[test]
fn light_of_one_color_that_falls_off_is_not_mixed() {
    let light = Light { gradient: [0.5, 0.3], ..Light::default() };
    let found = check(&Scene { light, ..usual(LIGHT_SKIN, BLACK_HAIR) });
    assert!(!kinds(&found).contains(&"mixed_light"), "{found:?}");
}

#[test]
fn light_that_falls_off_is_told_in_every_direction() {
    for gradient in [[-0.8, 0.0], [0.0, 0.8], [1.1, 0.0], [-0.8, 0.5]] {
        let light = Light { gradient, ..Light::default() };
        let photo = photo(&Scene { light, ..usual(LIGHT_SKIN, BLACK_HAIR) }.draw().picture);
        for reference in [Reference::Auto, Reference::None] {
            let found = check_by(&photo, &reference);
            assert!(kinds(&found).contains(&"light_falls_off"), "{gradient:?}, {reference:?}: {found:?}");
        }
    }
}

#[test]
fn a_small_photo_is_told_by_its_pixels() {
    let wide = Photo::from_rgba8("pasted", 1000, 999, vec![120; 4 * 1000 * 999]).expect("as many pixels as said");
    let found = check_photo(&wide, &Calibrated::default(), &Progress::unwatched()).expect("nobody cancels");
    assert!(found.contains(&PhotoCaution::SmallPhoto { width: 1000, height: 999 }), "{found:?}");
}

#[test]
fn photos_of_a_few_pixels_or_of_nothing_are_checked_without_a_stumble() {
    for (width, height) in [(1, 1), (1, 900), (900, 1), (7, 5), (300, 2)] {
        for value in [0, 255] {
            let photo = Photo::from_rgba8("pasted", width, height, vec![value; 4 * (width * height) as usize]);
            let photo = photo.expect("as many pixels as said");
            let found = check_photo(&photo, &Calibrated::default(), &Progress::unwatched()).expect("nobody cancels");
            assert!(kinds(&found).contains(&"small_photo"), "{found:?}");
        }
    }
}

#[test]
fn a_cancelled_check_ends() {
    let progress = Progress::unwatched();
    progress.cancel();
    let photo = Photo::from_rgba8("pasted", 8, 8, vec![120; 256]).expect("as many pixels as said");
    assert_eq!(check_photo(&photo, &Calibrated::default(), &progress), Err(Cancelled));
}

#[test]
fn every_caution_says_how_to_retake() {
    let faults = [
        PhotoCaution::Blurred { edge_px: 9.0 },
        PhotoCaution::Overexposed { fraction: 0.2 },
        PhotoCaution::Underexposed { stops: 2.0 },
        PhotoCaution::Dark { brightest: 0.05, middle: 0.01 },
        PhotoCaution::MuchShine { fraction: 0.2 },
        PhotoCaution::LightFallsOff { fraction: 0.4 },
    ];
    for fault in faults {
        let text = fault.text();
        assert!(text.contains("Retake") && text.chars().any(|c| c.is_ascii_digit()), "{text}");
    }
}
