//! Draws photos whose true colours are known: the samples that the app ships, or one to measure on.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use serde_json::{Value, json};
use stipple::color::Lab;

use scene::{
    Camera, ChartSet, Client, ClientTruth, Drawing, Encoding, Fault, Noise, Region, Scene, Tissue, ToneCurve, bench,
    dark_skin, icon, shaved_sides, thinning_hairline,
};

/// Good enough that no block shows in the stubble, and under 500 kB.
const JPEG_QUALITY: u8 = 86;

#[derive(Parser)]
#[command(about = "Draw scalp photos from known Lab values, with their truth beside them as JSON")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The sample photos that the app ships, and its icon
    All {
        #[arg(long, default_value = "assets")]
        out: PathBuf,
    },
    /// Only the app's icon
    Icon {
        #[arg(long, default_value = "assets/icon.png")]
        out: PathBuf,
    },
    /// Heads of clients drawn at random, each with its truth as scorers of measurements read it
    Clients(Clients),
    /// Photos with a chart, whole and faulty, and without one, as the search for charts is tested on
    Charts(Charts),
    /// One scene with a chart, a grey card, swatches, bare skin, stubble and a lock of hair
    One(One),
}

#[derive(clap::Args)]
struct Clients {
    #[arg(long, default_value_t = 12)]
    count: u64,
    /// Of the first client; each further one has the next
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
struct Charts {
    /// Photos with a whole chart, and as many without; a third as many of each fault
    #[arg(long, default_value_t = 27)]
    count: u64,
    /// Of the first photo; each further one has the next
    #[arg(long, default_value_t = 0)]
    seed: u64,
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
struct One {
    /// Colour of the skin
    #[arg(long, value_name = "L,A,B", value_parser = parse_lab, default_value = "62,10,16", allow_hyphen_values = true)]
    skin: Lab,
    /// Colour of the hair
    #[arg(long, value_name = "L,A,B", value_parser = parse_lab, default_value = "20,3,5", allow_hyphen_values = true)]
    hair: Lab,
    /// Share of the skin that hair tips cover, 0–1
    #[arg(long, default_value_t = 0.08)]
    coverage: f64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Light that the camera takes in; 1 keeps white at white
    #[arg(long, default_value_t = 1.0)]
    exposure: f64,
    /// What is left of a colour cast, as factors of red, green and blue
    #[arg(long, value_name = "R,G,B", value_parser = parse_three, default_value = "1,1,1")]
    white_balance: [f64; 3],
    /// Contrast of the picture style
    #[arg(long, value_enum, default_value = "none")]
    tone_curve: Tone,
    /// Shot noise of white, as a share of it
    #[arg(long, default_value_t = 0.0)]
    noise: f64,
    /// Encode as Display P3 instead of sRGB
    #[arg(long)]
    display_p3: bool,
    /// A .png or .jpg file
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Tone {
    None,
    Soft,
    Strong,
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::All { out } => draw_samples(&out),
        Command::Icon { out } => save_icon(&out),
        Command::Clients(clients) => clients.save(),
        Command::Charts(charts) => charts.save(),
        Command::One(one) => save(&one.scene().draw(), &one.out),
    }
}

fn draw_samples(folder: &Path) -> Result<()> {
    make(folder)?;
    save(&shaved_sides().draw(), &folder.join("sample-shaved-sides.jpg"))?;
    save(&dark_skin().draw(), &folder.join("sample-dark-skin.jpg"))?;
    save(&thinning_hairline().draw(), &folder.join("sample-thinning-hairline.jpg"))?;
    save_icon(&folder.join("icon.png"))
}

fn make(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))
}

fn save_icon(path: &Path) -> Result<()> {
    icon().save(path).with_context(|| format!("can't write {}", path.display()))
}

/// Writes the photo, and beside it the truth and the regions that a practitioner marks first: all but the swatches.
fn save(drawing: &Drawing, path: &Path) -> Result<()> {
    drawing.picture.save(path, JPEG_QUALITY).with_context(|| format!("can't write {}", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let regions = drawing.truth.regions.iter().map(|truth| &truth.region);
    let marked: Vec<&Region> = regions.filter(|region| region.tissue != Tissue::Swatch).collect();
    let beside = json!({"photo": name, "regions": marked, "truth": drawing.truth});
    write_beside(path, beside)
}

/// Writes JSON beside a photo.
fn write_beside(photo: &Path, value: Value) -> Result<()> {
    let text = serde_json::to_string_pretty(&rounded(value))?;
    let path = photo.with_extension("json");
    std::fs::write(&path, text + "\n").with_context(|| format!("can't write {}", path.display()))
}

/// The same JSON with numbers to five decimals, which is finer than anything drawn.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => json!((number.as_f64().unwrap_or_default() * 1e5).round() / 1e5),
        Value::Array(values) => values.into_iter().map(rounded).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, rounded(value))).collect(),
        other => other,
    }
}

impl Clients {
    fn save(&self) -> Result<()> {
        make(&self.out)?;
        (0..self.count).try_for_each(|number| {
            let id = format!("client-{number:03}");
            let client = Client::random(self.seed + number);
            let drawing = client.scene.draw();
            let path = self.out.join(format!("{id}.jpg"));
            drawing
                .picture
                .save(&path, client.jpeg_quality)
                .with_context(|| format!("can't write {}", path.display()))?;
            write_beside(&path, serde_json::to_value(ClientTruth::of(&id, &client, &drawing))?)
        })
    }
}

impl Charts {
    fn save(&self) -> Result<()> {
        make(&self.out)?;
        let set = ChartSet::classic(1600);
        let seeds = |count: u64| self.seed..self.seed + count;
        for seed in seeds(self.count) {
            self.write(&format!("whole-{seed}"), &set.with_chart(seed))?;
            self.write(&format!("none-{seed}"), &set.without_chart(seed))?;
        }
        for fault in Fault::ALL {
            for seed in seeds(self.count / 3) {
                self.write(&format!("{fault:?}-{seed}"), &set.with_fault(fault, seed))?;
            }
        }
        Ok(())
    }

    fn write(&self, name: &str, scene: &Scene) -> Result<()> {
        let path = self.out.join(format!("{name}.jpg"));
        scene.draw().picture.save(&path, JPEG_QUALITY).with_context(|| format!("can't write {}", path.display()))
    }
}

impl One {
    fn scene(&self) -> Scene {
        let camera = Camera {
            exposure: self.exposure,
            white_balance: self.white_balance,
            tone_curve: self.tone_curve.into(),
            noise: Noise { read: self.noise / 5.0, shot: self.noise },
            encoding: if self.display_p3 { Encoding::DisplayP3 } else { Encoding::Srgb },
            ..Camera::default()
        };
        Scene { camera, ..bench(self.skin, self.hair, self.coverage, self.seed) }
    }
}

impl From<Tone> for ToneCurve {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::None => Self::None,
            Tone::Soft => Self::Soft,
            Tone::Strong => Self::Strong,
        }
    }
}

fn parse_lab(text: &str) -> Result<Lab> {
    parse_three(text).map(Lab::from)
}

fn parse_three(text: &str) -> Result<[f64; 3]> {
    let numbers = text.split(',').map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    numbers.try_into().ok().context("three numbers with commas between them are needed")
}
