//! Draws previews on drawn heads of light, medium and dark skin, to be looked at: `preview_scene --out FOLDER`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser;
use scene::{Camera, Fade, Glare, Layer, Lie, Light, Noise, Scar, Scene, Skin, Stubble, ToneCurve, bar, ellipse};
use stipple::color::Lab;
use stipple::photo::{Limits, Photo, Pyramid, Shape, Shown, Stroke};
use stipple::pigment::{Hand, Load};
use stipple::preview::{
    DotColor, Edge, Ground, Hairline, Layout, Mark, Paint, Pattern, Preview, Treatment, ViewingLight, export_png,
};
use stipple::progress::Progress;
use stipple::skin::{Dots, PreparedSkin, infer_skin};

#[derive(Parser)]
#[command(about = "Draw treated heads from known skins: shaved, with a hairline, with a scar and thinning")]
struct Arguments {
    /// Where the PNG files go
    #[arg(long)]
    out: PathBuf,
    /// Dots on a cm²
    #[arg(long, default_value_t = 170.0)]
    density: f64,
    /// Optical depth of the carbon in a dot
    #[arg(long, default_value_t = 0.45)]
    tau: f64,
    /// Pixels a millimetre that the dots are drawn for; the heads have 12
    #[arg(long, default_value_t = PX_PER_MM)]
    px_per_mm: f64,
}

const PX_PER_MM: f64 = 12.0;
const SIZE: [usize; 2] = [1600, 1200];
const SKINS: [(&str, Lab, Lab); 3] = [
    ("light", Lab::new(69.0, 8.5, 15.0), Lab::new(24.0, 4.0, 7.0)),
    ("medium", Lab::new(58.0, 10.5, 17.0), Lab::new(18.0, 2.5, 3.5)),
    ("dark", Lab::new(37.0, 10.5, 15.5), Lab::new(13.0, 1.0, 1.0)),
];
/// A name, the head of this skin and hair, and what is painted on it.
type Case = (&'static str, fn(Lab, Lab) -> Scene, fn(&mut Treatment));

const CASES: [Case; 7] = [
    ("shaved", shaved_head, treat_crown),
    ("soft", bare_front, |treatment| treat_hairline(treatment, Edge::Soft)),
    ("broken", bare_front, |treatment| treat_hairline(treatment, Edge::Broken)),
    ("sharp", bare_front, |treatment| treat_hairline(treatment, Edge::Sharp)),
    ("scar", scarred_back, treat_scar),
    ("thinning", thinning_crown, treat_thinning),
    ("grey", grey_crown, treat_thinning),
];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.out).context("can't make the folder")?;
    for (skin_name, skin, hair) in SKINS {
        for (case, scene, treat) in CASES {
            let path = arguments.out.join(format!("{case}-{skin_name}.png"));
            let mut treatment = Treatment::new(Dots::of_density(0.3, arguments.density), arguments.px_per_mm);
            treat(&mut treatment);
            draw(&scene(skin, hair), skin, &treatment, arguments.tau, &path)?;
        }
    }
    Ok(())
}

fn draw(scene: &Scene, skin: Lab, treatment: &Treatment, carbon_tau: f64, path: &Path) -> Result<()> {
    let progress = Progress::unwatched();
    let file = scene.draw().picture.png8()?;
    let photo = Photo::from_bytes("drawn", &file, &Limits::default(), &progress)?;
    let pyramid = Pyramid::build(&Shown { photo: Arc::new(photo), look: None }, &progress)?;
    let prepared = PreparedSkin::new(&infer_skin(skin).skin, Hand::default().deposit());
    let load = Load { carbon_tau, ..Load::default() };
    let color = DotColor::predict(&prepared, &load, &treatment.dots(), ViewingLight::Daylight);
    let ground = Arc::new(Ground::of(&pyramid, skin.to_linear()));
    let preview = Preview::new(treatment, &Arc::new(Pattern::new(treatment.seed)), &ground, color);
    println!("{}: bare {:?}, area {:?}, dot {:?}", path.display(), color.bare, color.area, color.middle);
    Ok(export_png(path, &pyramid, &preview, Layout::BeforeAndAfter, &progress)?)
}

fn scene(skin: Lab, more: Vec<Layer>) -> Scene {
    let head = Skin { shape: ellipse(800.0, 720.0, 760.0, 690.0), lab: skin, mottling: 2.0, rim: 0.45 };
    let mut layers = vec![Layer::Skin(head)];
    layers.extend(more);
    Scene {
        width: SIZE[0],
        height: SIZE[1],
        px_per_mm: PX_PER_MM,
        seed: 5,
        backdrop: Lab::new(66.0, 0.0, 0.5),
        layers,
        light: Light {
            gradient: [0.02, -0.04],
            glares: vec![Glare { center: [620.0, 420.0], radius: 110.0, strength: 0.25 }],
            ..Light::default()
        },
        camera: Camera {
            blur_px: 0.6,
            exposure: 0.95,
            noise: Noise { read: 0.0008, shot: 0.004 },
            tone_curve: ToneCurve::None,
            ..Camera::default()
        },
        regions: Vec::new(),
    }
}

fn stubble(hair: Lab, fade: Fade) -> Stubble {
    Stubble {
        field: ellipse(800.0, 720.0, 750.0, 680.0),
        fade,
        avoid: Vec::new(),
        follicles_per_cm2: 170.0,
        tip_diameter_mm: 0.11,
        tip_length_mm: 0.25,
        lie: Lie::From([800.0, 500.0]),
        hair,
        grey_hair: hair,
        grey_share: 0.0,
        unevenness: 2.0,
        tangle: 0.0,
        fuller_units: 0.0,
    }
}

/// Bare above, shaved on the sides.
fn shaved_head(skin: Lab, hair: Lab) -> Scene {
    let fade = Fade::Outward { ellipse: ellipse(800.0, 500.0, 640.0, 800.0), from: 0.75, to: 1.05 };
    scene(skin, vec![Layer::Stubble(stubble(hair, fade))])
}

fn bare_front(skin: Lab, hair: Lab) -> Scene {
    let fade = Fade::Along { from: [0.0, 900.0], to: [0.0, 1150.0] };
    scene(skin, vec![Layer::Stubble(stubble(hair, fade))])
}

fn scar_shape() -> Shape {
    bar([800.0, 700.0], 620.0, 44.0, 6.0)
}

/// Shaved all over, but for a pale strip.
fn scarred_back(skin: Lab, hair: Lab) -> Scene {
    let field = Stubble { avoid: vec![scar_shape()], ..stubble(hair, Fade::Even) };
    let pale = Lab::new(skin.l + 5.0, skin.a - 2.0, skin.b - 3.0);
    scene(skin, vec![Layer::Scar(Scar { shape: scar_shape(), lab: pale }), Layer::Stubble(field)])
}

/// Longer hair that thins out in the middle.
fn thinning_crown(skin: Lab, hair: Lab) -> Scene {
    let fade = Fade::Outward { ellipse: ellipse(800.0, 640.0, 700.0, 620.0), from: -0.25, to: 1.0 };
    let longer = Stubble {
        tip_diameter_mm: 0.16,
        tip_length_mm: 9.0,
        follicles_per_cm2: 120.0,
        unevenness: 5.0,
        tangle: 0.0,
        fuller_units: 0.0,
        ..stubble(hair, fade)
    };
    scene(skin, vec![Layer::Stubble(longer)])
}

/// The same with white and grey hair among the dark.
fn grey_crown(skin: Lab, _: Lab) -> Scene {
    thinning_crown(skin, Lab::new(68.0, 0.5, 3.0))
}

fn painted(shape: Shape) -> Paint {
    Paint { mark: Mark::Area(shape), erases: false }
}

fn treat_crown(treatment: &mut Treatment) {
    treatment.paint = vec![painted(ellipse(800.0, 640.0, 660.0, 560.0))];
    treatment.margin_mm = 10.0;
}

fn treat_hairline(treatment: &mut Treatment, edge: Edge) {
    treatment.paint = vec![painted(ellipse(800.0, 780.0, 660.0, 560.0))];
    treatment.margin_mm = 10.0;
    treatment.hairline = Some(Hairline {
        points: vec![
            [180.0, 900.0],
            [300.0, 560.0],
            [560.0, 430.0],
            [800.0, 400.0],
            [1040.0, 430.0],
            [1300.0, 560.0],
            [1420.0, 900.0],
        ],
        behind: [800.0, 900.0],
        edge,
        gradient_mm: 11.0,
    });
}

fn treat_scar(treatment: &mut Treatment) {
    let points = vec![[500.0, 668.0], [800.0, 700.0], [1100.0, 731.0]];
    treatment.paint = vec![Paint { mark: Mark::Stroke(Stroke { points, radius_px: 27.0 }), erases: false }];
    treatment.margin_mm = 0.8;
}

fn treat_thinning(treatment: &mut Treatment) {
    treatment.paint = vec![painted(ellipse(800.0, 640.0, 520.0, 430.0))];
    treatment.margin_mm = 9.0;
}
