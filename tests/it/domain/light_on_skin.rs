//! Shine, shadow and moles are left out of a region's colour, as is what the user brushed out, and the mask says where
//! and why.

use scene::{Field, Glare, Layer, Light, Scar, Scene, Shadow, Skin, ellipse, rect};
use stipple::calibration::Calibration;
use stipple::color::{Lab, ciede2000};
use stipple::measurement::{Exclusion, MeasureError, Measurement, PixelCounts, exclusions, measure};
use stipple::photo::{Brush, Brushed, Limits, Photo, Region, RegionId, Stroke, Tissue};
use stipple::progress::Progress;

const SKINS: [Lab; 3] = [Lab::new(69.0, 8.0, 15.0), Lab::new(54.0, 12.0, 18.0), Lab::new(33.0, 9.0, 12.0)];

/// 360 × 300 pixels; stubble from 60 to 240.
fn plain(skin: Lab) -> Scene {
    Field { skin, hair: Lab::new(18.0, 2.0, 4.0), coverage: 0.08, px_per_mm: 30.0, seed: 4 }.scene()
}

fn shining(skin: Lab) -> Scene {
    let glare = |x, y, strength| Glare { center: [x, y], radius: 42.0, strength };
    let glares = vec![glare(70.0, 150.0, 0.4), glare(210.0, 120.0, 0.25), glare(70.0, 40.0, 0.3)];
    Scene { light: Light { glares, ..Light::default() }, ..plain(skin) }
}

fn photo(scene: &Scene) -> Photo {
    let png = scene.draw().picture.png8().expect("a picture can be encoded");
    Photo::from_bytes("skin.png", &png, &Limits::default(), &Progress::unwatched()).expect("a photo")
}

fn stubble() -> Region {
    Region::new(RegionId(1), "s", Tissue::Stubble, rect(4.0, 64.0, 352.0, 172.0))
}

fn skin() -> Region {
    Region::new(RegionId(2), "b", Tissue::Skin, rect(0.0, 0.0, 360.0, 58.0))
}

fn read(photo: &Photo, region: &Region) -> Measurement {
    measure(photo, region, &Calibration::None).expect("the region can be measured")
}

fn share(photo: &Photo, region: &Region, reason: Exclusion) -> f64 {
    let mask = exclusions(photo, region, &Calibration::None);
    let count = mask.points.iter().filter(|point| **point == Some(reason)).count();
    count as f64 / mask.points.len() as f64
}

#[test]
fn a_region_mostly_in_shine_measures_as_without() {
    for color in SKINS {
        let (with, without) = (photo(&shining(color)), photo(&plain(color)));
        for region in [stubble(), skin()] {
            let (got, want) = (read(&with, &region), read(&without, &region));
            let off = ciede2000(got.lab, want.lab).0;
            let glare = got.pixels.fraction(got.pixels.glare);
            assert!(off < 1.5, "{color:?} {:?}: ΔE00 {off:.2}, {glare:.2} left out", region.tissue);
            assert!(glare > 0.3, "{color:?} {:?}: {glare:.2} left out", region.tissue);
            assert!((share(&with, &region, Exclusion::Glare) - glare).abs() < 0.05);
        }
    }
}

#[test]
fn even_skin_is_left_whole() {
    for color in SKINS {
        let photo = photo(&plain(color));
        for region in [stubble(), skin()] {
            let pixels = read(&photo, &region).pixels;
            assert!(pixels.fraction(pixels.used) > 0.95, "{color:?} {:?}: {pixels:?}", region.tissue);
        }
    }
}

#[test]
fn a_shadow_over_a_third_is_left_out() {
    for color in SKINS {
        let mut scene = plain(color);
        scene.layers.push(Layer::Shadow(Shadow { shape: ellipse(40.0, 150.0, 170.0, 300.0), depth: 0.6, edge: 0.5 }));
        let (with, without) = (photo(&scene), photo(&plain(color)));
        let (got, want) = (read(&with, &stubble()), read(&without, &stubble()));
        assert!(got.pixels.fraction(got.pixels.shadow) > 0.15, "{:?}", got.pixels);
        assert!(ciede2000(got.lab, want.lab).0 < 1.5, "{color:?}: {:?} for {:?}", got.lab, want.lab);
        assert!(got.cautions.iter().any(|caution| caution.kind() == "shadow"), "{:?}", got.cautions);
    }
}

#[test]
fn a_mole_is_left_out_and_called_a_blemish() {
    let mut scene = plain(SKINS[0]);
    let mole =
        Skin { shape: ellipse(120.0, 30.0, 18.0, 15.0), lab: Lab::new(38.0, 13.0, 20.0), mottling: 0.0, rim: 0.0 };
    scene.layers.push(Layer::Skin(mole));
    let photo = photo(&scene);
    let area = std::f64::consts::PI * 18.0 * 15.0 / (360.0 * 58.0);
    let found = share(&photo, &skin(), Exclusion::Blemish);
    assert!((found / area - 1.0).abs() < 0.4, "{found} for {area}");
}

#[test]
fn white_tips_are_no_glare() {
    let field = Field { skin: SKINS[2], hair: Lab::new(66.0, 0.0, 5.0), coverage: 0.1, px_per_mm: 30.0, seed: 4 };
    let drawing = field.scene().draw();
    let png = drawing.picture.png8().expect("a picture can be encoded");
    let photo = Photo::from_bytes("w.png", &png, &Limits::default(), &Progress::unwatched()).expect("a photo");
    let truth = drawing.truth.region(Tissue::Stubble).expect("stubble").lab;
    let got = read(&photo, &stubble());
    assert!(ciede2000(got.lab, truth).0 < 0.5, "{:?} for {truth:?}: {:?}", got.lab, got.pixels);
}

fn brushed(region: Region, brush: Brush, points: &[[f64; 2]], radius_px: f64) -> Region {
    let stroke = Stroke { points: points.to_vec(), radius_px };
    Region { brushed: vec![Brushed { brush, stroke }], ..region }
}

#[test]
fn what_is_brushed_out_is_counted_and_not_measured() {
    // A region that reaches 30 pixels into the stubble below bare skin.
    let photo = photo(&plain(SKINS[0]));
    let too_large = Region::new(RegionId(2), "b", Tissue::Skin, rect(0.0, 0.0, 360.0, 90.0));
    let corrected = brushed(too_large.clone(), Brush::LeavesOut, &[[-9.0, 78.0], [370.0, 78.0]], 20.0);
    let (want, wrong, got) = (read(&photo, &skin()), read(&photo, &too_large), read(&photo, &corrected));
    let off = |reading: &Measurement| ciede2000(reading.lab, want.lab).0;
    assert!(off(&got) < 0.15 && off(&got) < off(&wrong), "ΔE00 {:.2}, {:.2} before", off(&got), off(&wrong));
    assert_eq!((got.pixels.brushed, got.pixels.total), (360 * 32, 360 * 90));
    let PixelCounts { used, glare, clipped, outlier, shadow, blemish, brushed, total } = got.pixels;
    assert_eq!(used + glare + clipped + outlier + shadow + blemish + brushed, total);
    assert!((share(&photo, &corrected, Exclusion::Brushed) - 32.0 / 90.0).abs() < 0.01);
}

#[test]
fn what_is_brushed_in_counts_even_in_shine_and_never_when_clipped() {
    let photo = photo(&shining(SKINS[1]));
    let everywhere: Vec<[f64; 2]> =
        (0..=6).flat_map(|row| [[0.0, 60.0 + f64::from(row) * 30.0], [360.0, 60.0 + f64::from(row) * 30.0]]).collect();
    let before = read(&photo, &stubble()).pixels;
    let all = brushed(stubble(), Brush::TakesIn, &everywhere, 24.0);
    let after = read(&photo, &all).pixels;
    assert!(before.glare > before.total / 10, "{before:?}");
    assert_eq!((after.used, after.clipped), (after.total - before.clipped, before.clipped), "{after:?}");
    assert_eq!(share(&photo, &all, Exclusion::Glare), 0.0);
    let white = Photo::from_rgba8("white", 60, 60, vec![255; 60 * 60 * 4]).expect("a picture");
    let region = brushed(
        Region::new(RegionId(0), "w", Tissue::Skin, rect(0.0, 0.0, 60.0, 60.0)),
        Brush::TakesIn,
        &[[0.0, 30.0], [60.0, 30.0]],
        60.0,
    );
    assert_eq!(measure(&white, &region, &Calibration::None), Err(MeasureError::NothingUsable));
}

#[test]
fn what_is_brushed_out_does_not_tell_what_is_typical() {
    // Two thirds of the region are a dark cloth.
    let mut scene = plain(SKINS[0]);
    let cloth = Skin { shape: rect(120.0, 0.0, 240.0, 58.0), lab: Lab::new(20.0, 2.0, -8.0), mottling: 0.0, rim: 0.0 };
    scene.layers.push(Layer::Skin(cloth));
    let (with, without) = (photo(&scene), photo(&plain(SKINS[0])));
    let rest = brushed(skin(), Brush::LeavesOut, &[[150.0, 30.0], [330.0, 30.0]], 60.0);
    let (got, bare) = (read(&with, &rest), Region::new(RegionId(3), "r", Tissue::Skin, rect(0.0, 0.0, 90.0, 58.0)));
    let off = ciede2000(got.lab, read(&without, &bare).lab).0;
    assert!(off < 0.5 && got.pixels.used > 80 * 58, "ΔE00 {off:.2}, {:?}", got.pixels);
}

/// A scar of this width, paler by so much, through the whole height of the bare skin.
fn scarred(skin: Lab, width: f64, paler: f64) -> Scene {
    let mut scene = plain(skin);
    let lab = Lab::new(skin.l + paler, skin.a - 0.45 * paler, skin.b - 0.4 * paler);
    scene.layers.push(Layer::Scar(Scar { shape: rect(180.0 - width / 2.0, -5.0, width, 68.0), lab }));
    scene
}

#[test]
fn a_pale_scar_is_left_out_and_a_broad_one_is_told() {
    for (color, paler) in SKINS.into_iter().flat_map(|color| [(color, 4.0), (color, 7.0)]) {
        let bare = read(&photo(&plain(color)), &skin());
        assert!(bare.cautions.is_empty(), "{:?}", bare.cautions);
        for width in [8.0, 20.0, 45.0, 90.0, 150.0] {
            let found = read(&photo(&scarred(color, width, paler)), &skin());
            let off = ciede2000(found.lab, bare.lab).0;
            let kinds: Vec<&str> = found.cautions.iter().map(|caution| caution.kind()).collect();
            let is_told = ["glare", "blemish", "two_tissues"].iter().any(|kind| kinds.contains(kind));
            assert!(is_told, "{color:?} {width} px, {paler} paler: {kinds:?}");
            assert!(width > 100.0 || off < 0.3, "{color:?} {width} px, {paler} paler: ΔE00 {off:.2}");
        }
    }
}
