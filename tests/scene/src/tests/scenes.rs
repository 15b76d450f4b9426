//! The drawn photos keep what they claim: colour, coverage, profile, and the same bytes from the same scene.

use crate::{
    Camera, Drawing, Encoding, Fade, Glare, Layer, Light, Noise, Paintable, RegionTruth, Scar, Scene, Shadow, Shape,
    Skin, Stubble, Tissue, ToneCurve, Truth, bar, bench, dark_skin, ellipse, icon, rect, reference_patches,
    shaved_sides, thinning_hairline,
};
use image::{ImageDecoder, ImageReader, ImageResult};
use moxcms::ColorProfile;
use std::io::Cursor;
use stipple::color::{Lab, LinearRgb, ciede2000};

const SKIN: Lab = Lab::new(62.0, 10.0, 16.0);
const HAIR: Lab = Lab::new(20.0, 3.0, 5.0);

fn plain() -> Scene {
    bench(SKIN, HAIR, 0.08, 3)
}

/// A drawing's picture as a 16-bit file holds it.
struct File {
    pixels: image::Rgb32FImage,
    encoding: Encoding,
}

impl File {
    fn of(drawing: &Drawing) -> ImageResult<Self> {
        let pixels = image::load_from_memory(&drawing.picture.png16()?)?.into_rgb32f();
        Ok(Self { pixels, encoding: drawing.picture.encoding })
    }

    /// The mean linear light of a shape.
    fn light(&self, shape: &Shape) -> LinearRgb {
        let inside = shape.pixels(self.pixels.width() as usize, self.pixels.height() as usize);
        let inside = inside.filter(|(x, y)| shape.holds([*x as f64 + 0.5, *y as f64 + 0.5]));
        let (sum, count) = inside.fold((LinearRgb::BLACK, 0.0), |(sum, count), (x, y)| {
            let values = self.pixels.get_pixel(x as u32, y as u32).0.map(f64::from);
            (sum + self.encoding.decode(values), count + 1.0)
        });
        sum * (1.0 / count)
    }
}

fn stubble_of(scene: &mut Scene) -> &mut Stubble {
    let stubble = scene
        .layers
        .iter_mut()
        .find_map(|layer| if let Layer::Stubble(stubble) = layer { Some(stubble) } else { None });
    stubble.expect("the bench has stubble")
}

fn region(truth: &Truth, tissue: Tissue) -> &RegionTruth {
    truth.region(tissue).expect("the bench has one of each tissue")
}

fn assert_near(got: Lab, want: Lab, tolerance: f64, what: &str) {
    let difference = ciede2000(got, want).0;
    assert!(difference <= tolerance, "{what}: {got:?} is ΔE00 {difference:.3} from {want:?}");
}

#[test]
fn every_region_of_a_clean_photo_has_its_true_color() -> ImageResult<()> {
    for encoding in [Encoding::Srgb, Encoding::DisplayP3] {
        let drawing = Scene { camera: Camera { encoding, ..Camera::default() }, ..plain() }.draw();
        let file = File::of(&drawing)?;
        for region in &drawing.truth.regions {
            // Steps of 16 bits are below 0.01; the rest is room for the colours of the two encodings' matrices.
            assert_near(file.light(&region.region.shape).into(), region.lab, 0.05, &region.region.name);
        }
    }
    Ok(())
}

#[test]
fn truth_is_what_was_asked_for() {
    let truth = plain().draw().truth;
    assert_near(region(&truth, Tissue::Skin).lab, SKIN, 0.01, "skin");
    // The region is a part of the lock, and strands differ.
    assert_near(region(&truth, Tissue::Hair).lab, HAIR, 0.5, "hair");
    let stubble = region(&truth, Tissue::Stubble).stubble.as_ref().expect("hair was drawn");
    assert_near(stubble.skin_lab, SKIN, 0.01, "skin under stubble");
    assert_near(stubble.hair_lab, HAIR, 0.01, "hair tips");
}

#[test]
fn every_chart_patch_has_its_published_color() -> ImageResult<()> {
    // Display P3, as sRGB can't hold the cyan patch.
    let drawing = Scene { camera: Camera { encoding: Encoding::DisplayP3, ..Camera::default() }, ..plain() }.draw();
    let file = File::of(&drawing)?;
    assert_eq!(drawing.truth.patches.len(), 24);
    for (patch, (name, lab)) in drawing.truth.patches.iter().zip(reference_patches()) {
        assert_near(file.light(&patch.shape).into(), lab, 0.2, &name);
    }
    Ok(())
}

#[test]
fn drawn_coverage_is_the_stated_one() -> ImageResult<()> {
    for stated in [0.03, 0.08, 0.15] {
        let mut scene = bench(SKIN, HAIR, stated, 5);
        let stubble = stubble_of(&mut scene);
        (stubble.field, stubble.fade) = (rect(180.0, 240.0, 480.0, 480.0), Fade::Even);
        let all = rect(150.0, 210.0, 540.0, 540.0); // holds the tips that reach over the field's edge
        scene.regions[1].shape = all.clone();
        let drawing = scene.draw();
        let told = region(&drawing.truth, Tissue::Stubble).stubble.as_ref().expect("hair was drawn").coverage;
        let (skin, hair) = (SKIN.to_linear(), HAIR.to_linear());
        let seen = (skin.g - File::of(&drawing)?.light(&all).g) / (skin.g - hair.g);
        let stated = stated * (480.0 * 480.0) / (540.0 * 540.0);
        assert!((told / stated - 1.0).abs() < 0.02, "{told} is told, {stated} stated");
        assert!((seen / stated - 1.0).abs() < 0.02, "{seen} is in the file, {stated} stated");
    }
    Ok(())
}

#[test]
fn follicles_are_as_dense_as_stated() {
    let mut scene = plain();
    let stated = stubble_of(&mut scene).follicles_per_cm2;
    let truth = scene.draw().truth;
    let drawn = region(&truth, Tissue::Stubble).stubble.as_ref().expect("hair was drawn").follicles_per_cm2;
    // About 570 hairs are in the region; three standard deviations of an even spread with units of 1–3.
    assert!((drawn / stated - 1.0).abs() < 0.1, "{drawn}/cm²");
}

#[test]
fn the_color_of_stubble_is_the_mix_of_hair_and_skin() {
    let truth = plain().draw().truth;
    let area = region(&truth, Tissue::Stubble);
    let stubble = area.stubble.as_ref().expect("hair was drawn");
    let mixed = stubble.skin_lab.to_linear().mix(stubble.hair_lab.to_linear(), stubble.coverage);
    assert_near(area.lab, mixed.into(), 1e-4, "area");
}

#[test]
fn hair_crossing_hair_counts_once() {
    let mut scene = plain();
    let stubble = stubble_of(&mut scene);
    stubble.tip_length_mm = 8.0;
    stubble.fade = Fade::Even;
    assert!(stubble.coverage() > 1.2);
    let truth = scene.draw().truth;
    let drawn = region(&truth, Tissue::Stubble).stubble.as_ref().expect("hair was drawn").coverage;
    assert!((0.6..=1.0).contains(&drawn), "{drawn}");
}

#[test]
fn a_scar_has_no_follicles() {
    let mut scene = plain();
    let scar = bar([420.0, 650.0], 300.0, 40.0, 20.0);
    stubble_of(&mut scene).avoid.push(bar([420.0, 650.0], 340.0, 80.0, 20.0));
    scene.layers.insert(1, Layer::Scar(Scar { shape: scar, lab: Lab::new(70.0, 7.0, 14.0) }));
    scene.regions[1].shape = bar([420.0, 650.0], 280.0, 30.0, 20.0);
    let scar = &scene.draw().truth.regions[1];
    assert_eq!(scar.stubble, None);
    assert_near(scar.lab, Lab::new(70.0, 7.0, 14.0), 0.01, "scar");
}

#[test]
fn the_same_scene_gives_the_same_bytes() -> ImageResult<()> {
    let camera = Camera { noise: Noise { read: 0.002, shot: 0.01 }, ..Camera::default() };
    let scene = Scene { camera, ..plain() };
    let again: Scene =
        serde_json::from_str(&serde_json::to_string(&scene).expect("a scene is plain data")).expect("as written");
    let file = scene.draw().picture.jpeg(90)?;
    assert!(file == again.draw().picture.jpeg(90)?, "a second drawing differs");
    assert!(file != Scene { seed: 4, ..scene }.draw().picture.jpeg(90)?, "the seed changes nothing");
    Ok(())
}

#[test]
fn a_display_p3_file_carries_its_profile() -> ImageResult<()> {
    let picture =
        Scene { camera: Camera { encoding: Encoding::DisplayP3, ..Camera::default() }, ..plain() }.draw().picture;
    for file in [picture.png8()?, picture.png16()?, picture.jpeg(90)?] {
        let mut decoder = ImageReader::new(Cursor::new(file)).with_guessed_format()?.into_decoder()?;
        let profile = decoder.icc_profile()?.expect("a profile is embedded");
        let profile = ColorProfile::new_from_slice(&profile).expect("the profile is valid");
        let (got, want) = (profile.rgb_to_xyz_matrix(), ColorProfile::new_display_p3().rgb_to_xyz_matrix());
        assert!(got.v.iter().flatten().zip(want.v.iter().flatten()).all(|(p, q)| (p - q).abs() < 1e-4), "{got:?}");
    }
    assert_eq!(Encoding::Srgb.profile(), None);
    Ok(())
}

#[test]
fn the_camera_scales_light_by_exposure_and_white_balance() -> ImageResult<()> {
    let camera = Camera { exposure: 0.7, white_balance: [1.1, 1.0, 0.8], ..Camera::default() };
    let drawing = Scene { camera, ..plain() }.draw();
    let skin = File::of(&drawing)?.light(&region(&drawing.truth, Tissue::Skin).region.shape);
    let want = SKIN.to_linear();
    for (got, want) in skin.to_array().into_iter().zip([want.r * 0.77, want.g * 0.7, want.b * 0.56]) {
        assert!((got / want - 1.0).abs() < 1e-3, "{got} for {want}");
    }
    Ok(())
}

#[test]
fn noise_has_the_stated_spread() {
    let camera = Camera { noise: Noise { read: 0.003, shot: 0.02 }, ..Camera::default() };
    let picture = Scene { camera, ..plain() }.draw().picture;
    let row = &picture.values[240 * picture.width + 200..][..440];
    let greens: Vec<f64> = row.iter().map(|values| picture.encoding.decode(*values).g).collect();
    let mean = greens.iter().sum::<f64>() / 440.0;
    let spread = (greens.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / 439.0).sqrt();
    let stated = (0.003f64.powi(2) + 0.02f64.powi(2) * SKIN.to_linear().g).sqrt();
    // The spread of 440 values is itself known to 3.4 %; three times that.
    assert!((spread / stated - 1.0).abs() < 0.1, "{spread} for {stated}");
}

#[test]
fn tone_curves_keep_the_ends_and_raise_contrast() {
    for curve in [ToneCurve::Soft, ToneCurve::Strong] {
        assert!([0.0, 0.5, 1.0].into_iter().all(|value| (curve.apply(value) - value).abs() < 1e-12));
        assert!(curve.apply(0.25) < 0.25 && curve.apply(0.75) > 0.75);
        assert!((0..100).all(|i| curve.apply(f64::from(i + 1) / 100.0) > curve.apply(f64::from(i) / 100.0)));
    }
    assert_eq!(ToneCurve::None.apply(0.3), 0.3);
}

#[test]
fn shine_adds_the_lamps_color_and_shadow_takes_light_in_proportion() -> ImageResult<()> {
    let at = rect(418.0, 238.0, 4.0, 4.0);
    let glare = Glare { center: [420.0, 240.0], radius: 60.0, strength: 0.3 };
    let shiny = Scene { light: Light { glares: vec![glare], ..Light::default() }, ..plain() };
    let added = File::of(&shiny.draw())?.light(&at) + SKIN.to_linear() * -1.0;
    assert!(added.to_array().into_iter().all(|channel| (channel - 0.3).abs() < 0.001), "{added:?}");

    let mut shady = plain();
    shady.layers.push(Layer::Shadow(Shadow { shape: ellipse(420.0, 240.0, 200.0, 100.0), depth: 0.4, edge: 0.5 }));
    let drawing = shady.draw();
    assert_near((File::of(&drawing)?.light(&at) * (1.0 / 0.6)).into(), SKIN, 0.02, "skin in shadow");
    assert_near(region(&drawing.truth, Tissue::Skin).lab, SKIN, 0.01, "a shadow is no colour of the skin");
    Ok(())
}

#[test]
fn blur_and_mottling_keep_the_mean() -> ImageResult<()> {
    let mut scene = plain();
    scene.camera.blur_px = 2.0;
    let mottled = Skin { shape: ellipse(420.0, 480.0, 390.0, 440.0), lab: SKIN, mottling: 3.0, rim: 0.0 };
    scene.layers[0] = Layer::Skin(mottled);
    let drawing = scene.draw();
    let skin = region(&drawing.truth, Tissue::Skin);
    // Blur carries a little light over the region's border.
    assert_near(File::of(&drawing)?.light(&skin.region.shape).into(), skin.lab, 0.05, "skin");
    // The region is 15 mm wide, so that the widest mottles don't average out.
    assert_near(skin.lab, SKIN, 2.0, "skin");
    Ok(())
}

#[test]
fn skin_and_stubble_of_the_samples_are_marked_in_the_same_light() {
    for sample in [shaved_sides(), dark_skin(), thinning_hairline()] {
        let truth = sample.draw().truth;
        let [skin, stubble] = [Tissue::Skin, Tissue::Stubble].map(|tissue| region(&truth, tissue));
        let ratio = skin.light_on / stubble.light_on;
        // As near as two regions on both sides of one border can be.
        assert!((ratio - 1.0).abs() < 0.02, "seed {}: {ratio}", sample.seed);
        assert!(skin.shine_on.max(stubble.shine_on) < 0.006, "seed {}: {skin:?} {stubble:?}", sample.seed);
    }
}

#[test]
fn the_icon_is_round_and_bare_in_the_middle() {
    let icon = icon();
    assert_eq!(icon.dimensions(), (256, 256));
    assert_eq!([icon.get_pixel(2, 2).0[3], icon.get_pixel(128, 128).0[3]], [0, 255]);
    let dark = |from: f64, to: f64| {
        let ring = icon
            .enumerate_pixels()
            .filter(|(x, y, _)| (from..to).contains(&(f64::from(*x) - 127.5).hypot(f64::from(*y) - 127.5)));
        ring.filter(|(_, _, pixel)| pixel.0[0] < 100).count() as f64 / (to * to - from * from)
    };
    assert!(dark(80.0, 110.0) > 5.0 * dark(0.0, 50.0));
}
