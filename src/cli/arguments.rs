use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::calibration::Reference;
use crate::color::Lab;
use crate::matching::{BrowTone, Brows, Person, Practice};
use crate::photo::{Region, RegionId, Shape, Tissue, steps_of_strip};
use crate::pigment::{Hand, Recipe};
use crate::pipeline::Scale;
use crate::skin::Dots;

/// Choose the scalp micropigmentation shade that matches shaved hair, from a photo.
#[derive(Parser)]
#[command(name = "stipple-cli", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Rank the shades of a catalog against the stubble (or hair) of a photo
    Match(MatchArguments),
    /// Measure the colour of regions of a photo
    Measure(MeasureArguments),
    /// Find the colour chart of a photo
    Chart(ChartArguments),
    /// Predict pigment in a skin given by numbers, without a photo
    Predict(PredictArguments),
    /// Check or list catalogs of shades
    #[command(subcommand)]
    Catalog(CatalogCommand),
}

#[derive(Args)]
pub(super) struct MatchArguments {
    #[command(flatten)]
    pub photo: MeasureArguments,
    /// A catalog file, repeatable; without it the generic catalog that comes with the program
    #[arg(long, value_name = "FILE")]
    pub catalog: Vec<PathBuf>,
    /// How many recipes to list
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub top: u16,
    /// Print distances in Oklab (× 100) beside ΔE00
    #[arg(long)]
    pub oklab: bool,
    #[command(flatten)]
    pub practice: PracticeArguments,
    #[command(flatten)]
    pub person: PersonArguments,
}

/// What the photo cannot tell about the client.
#[derive(Args)]
pub(super) struct PersonArguments {
    /// The skin is tanned now
    #[arg(long)]
    tanned: bool,
    /// The brows beside the hair on the head: paler, alike or darker
    #[arg(long, value_name = "TONE", value_parser = parse_brows)]
    brows: Option<BrowTone>,
}

/// How the practitioner works; what is left out is the program's assumption.
#[derive(Args)]
pub(super) struct PracticeArguments {
    /// How many times as much too dark costs than too light
    #[arg(long, value_name = "N", value_parser = parse_factor)]
    darker_costs: Option<f64>,
    /// Diameter of a healed dot
    #[arg(long, value_name = "MM", value_parser = parse_diameter)]
    dot_diameter: Option<f64>,
    #[command(flatten)]
    hand: HandArguments,
    /// Rank mixes of two shades, half and half, too
    #[arg(long)]
    mixes: bool,
    /// The area to be treated is a scar
    #[arg(long)]
    scar: bool,
}

/// What one hand leaves in the skin.
#[derive(Args)]
pub(super) struct HandArguments {
    /// Depth of the middle of the pigment's 0.2 mm
    #[arg(long, value_name = "MM", value_parser = parse_depth)]
    depth: Option<f64>,
    /// The share of a dilution's pigment that is in the dots once healed, 0–1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    retained: Option<f64>,
    /// The least and the most share of pigment that is lost while it heals, 0–0.95
    #[arg(long, value_name = "FROM,TO", value_parser = parse_lightening)]
    lightening: Option<[f64; 2]>,
}

#[derive(Args)]
pub(super) struct MeasureArguments {
    /// JPEG, HEIC, AVIF, PNG, TIFF, WebP or BMP
    pub photo: PathBuf,
    #[command(flatten)]
    pub regions: RegionArguments,
    /// What in the photo has a known colour: auto, none, chart, chart:X,Y,X,Y,X,Y,X,Y (outer corners of the frame, by
    /// the dark-skin patch, then clockwise), neutral:SHAPE, neutral:SHAPE@L with its known L*, neutral:SHAPE@paper for
    /// a white sheet; several cards as neutral:SHAPE@L+SHAPE@L
    #[arg(long, value_name = "REF", default_value = "auto")]
    pub reference: Reference,
    #[command(flatten)]
    pub chart: ChartFileArgument,
    /// How large things are: pixels per mm at the head, chart for a ColorChecker Classic beside it, or chart:WIDTH_MM
    #[arg(long, value_name = "SCALE", value_parser = parse_scale)]
    pub scale: Option<Scale>,
    /// Readings of a color meter on this head, as CSV that it exports: columns L, a and b, XYZ or a spectrum, and name,
    /// subject (skin, stubble, hair, brows or shade), illuminant, observer and date where there are any
    #[arg(long, value_name = "FILE")]
    pub meter: Option<PathBuf>,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub(super) struct ChartFileArgument {
    /// The colours or spectra of your own chart as you or its maker measured them, instead of the published ones: CSV,
    /// CGATS, CxF3 or Argyll's .cht
    #[arg(long, value_name = "FILE")]
    pub chart_file: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct ChartArguments {
    /// JPEG, HEIC, AVIF, PNG, TIFF, WebP or BMP
    pub photo: PathBuf,
    #[command(flatten)]
    pub chart: ChartFileArgument,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

/// Colours are CIELAB, D65/2°, without what the skin's surface itself reflects.
#[derive(Args)]
pub(super) struct PredictArguments {
    #[command(flatten)]
    pub skin: SkinArguments,
    #[command(flatten)]
    pub pigment: PigmentArguments,
    /// Parts of water to one of the shade; undiluted without it
    #[arg(long, value_name = "N", conflicts_with_all = ["carbon", "brown", "bare"], value_parser = parse_water)]
    pub water: Option<f64>,
    #[command(flatten)]
    pub hand: HandArguments,
    /// Dots instead of a full layer: their diameter and the distance from middle to middle, in mm
    #[arg(long, value_name = "DIAMETER_MM,PITCH_MM", value_parser = parse_dots)]
    pub dots: Option<Dots>,
    /// A catalog file with the shade, repeatable; without it the generic catalog that comes with the program
    #[arg(long, value_name = "FILE")]
    pub catalog: Vec<PathBuf>,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct SkinArguments {
    /// The bare skin's measured colour
    #[arg(long, value_name = "L,A,B", value_parser = parse_skin, allow_hyphen_values = true)]
    pub skin: Option<Lab>,
    /// The melanosomes' share of the epidermis and the blood's share of the dermis, 0–1
    #[arg(long, value_name = "F_MEL,F_BLOOD", value_parser = parse_tissue)]
    pub tissue: Option<[f64; 2]>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct PigmentArguments {
    /// A shade of the catalog, by its id
    #[arg(long, value_name = "ID")]
    pub shade: Option<String>,
    /// Carbon black of this optical depth at 550 nm in 0.2 mm
    #[arg(long, value_name = "TAU", value_parser = parse_tau)]
    pub carbon: Option<f64>,
    /// Warm brown of this optical depth at 550 nm in 0.2 mm
    #[arg(long, value_name = "TAU", value_parser = parse_tau)]
    pub brown: Option<f64>,
    /// No pigment
    #[arg(long)]
    pub bare: bool,
}

/// SHAPE is rect:X,Y,W,H, ellipse:CX,CY,RX,RY or polygon:X,Y,X,Y,X,Y… in pixels of the upright photo.
#[derive(Args)]
pub(super) struct RegionArguments {
    /// Shaved hair and the skin between, as a field; repeatable, as all regions
    #[arg(long, value_name = "SHAPE")]
    stubble: Vec<Shape>,
    /// Bare skin
    #[arg(long, value_name = "SHAPE")]
    skin: Vec<Shape>,
    /// Hair so dense that no skin shows
    #[arg(long, value_name = "SHAPE")]
    hair: Vec<Shape>,
    /// Healed treatment
    #[arg(long, value_name = "SHAPE")]
    healed: Vec<Shape>,
    /// A pigment swatch with its name
    #[arg(long, value_name = "NAME=SHAPE", value_parser = parse_swatch)]
    swatch: Vec<(String, Shape)>,
    /// A strip of dilutions with its name and their parts of water, from the left or the top
    #[arg(long, value_name = "NAME=WATER,WATER…@SHAPE", value_parser = parse_ladder)]
    ladder: Vec<Ladder>,
}

/// A strip of swatches, one beside the other.
#[derive(Clone)]
struct Ladder {
    name: String,
    water_parts: Vec<f64>,
    strip: Shape,
}

#[derive(Subcommand)]
pub(super) enum CatalogCommand {
    /// Report every fault of catalog files
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// List the shades of catalogs, by default of the one that comes with the program
    List {
        /// Catalog files
        #[arg(long, value_name = "FILE")]
        catalog: Vec<PathBuf>,
        /// Print one JSON object on standard output
        #[arg(long)]
        json: bool,
    },
}

impl HandArguments {
    pub fn hand(&self, dots: Dots) -> Hand {
        let usual = Hand::default();
        Hand {
            depth_mm: self.depth.unwrap_or(usual.depth_mm),
            retained: self.retained.unwrap_or(usual.retained),
            lightening: self.lightening.unwrap_or(usual.lightening),
            dots,
        }
    }
}

impl PersonArguments {
    pub fn person(&self) -> Person {
        Person { is_tanned: self.tanned, brows: self.brows.map(Brows::Judged) }
    }
}

impl PracticeArguments {
    pub fn practice(&self) -> Practice {
        let usual = Practice::default();
        let diameter_mm = self.dot_diameter.unwrap_or(usual.hand.dots.diameter_mm);
        let hand = self.hand.hand(Dots { diameter_mm, ..usual.hand.dots });
        let darker_costs = self.darker_costs.unwrap_or(usual.darker_costs);
        Practice { hand, darker_costs, mixes: self.mixes, on_scar: self.scar }
    }
}

impl RegionArguments {
    /// The regions in the order skin, stubble, hair, healed, swatches.
    pub fn regions(&self) -> Vec<Region> {
        let unnamed = [
            (Tissue::Skin, &self.skin),
            (Tissue::Stubble, &self.stubble),
            (Tissue::Hair, &self.hair),
            (Tissue::Healed, &self.healed),
        ];
        let unnamed = unnamed.into_iter().flat_map(|(tissue, shapes)| {
            (1..).zip(shapes).map(move |(number, shape)| (tissue, tissue.name_of(number), shape.clone()))
        });
        let swatches = self.swatch.iter().map(|(name, shape)| (Tissue::Swatch, name.clone(), shape.clone()));
        let steps = self.ladder.iter().flat_map(Ladder::swatches);
        (0..)
            .zip(unnamed.chain(swatches).chain(steps))
            .map(|(id, (tissue, name, shape))| Region::new(RegionId(id), name, tissue, shape))
            .collect()
    }
}

impl Ladder {
    fn swatches(&self) -> impl Iterator<Item = (Tissue, String, Shape)> {
        let name = |water_parts| format!("{}, {}", self.name, Recipe::diluted(water_parts));
        let steps = steps_of_strip(&self.strip, self.water_parts.len());
        self.water_parts
            .iter()
            .map(|&parts| name(parts))
            .zip(steps)
            .map(|(name, shape)| (Tissue::Swatch, name, shape))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

fn parse_ladder(text: &str) -> Result<Ladder, String> {
    let usage = "write it as NAME=WATER,WATER…@SHAPE, for example black=6,10,15,20@rect:10,10,400,80";
    let (name, rest) = text.split_once('=').ok_or(usage)?;
    let (steps, strip) = rest.split_once('@').ok_or(usage)?;
    let parts = |step: &str| step.trim().parse().ok().filter(|parts: &f64| (0.0..=1000.0).contains(parts));
    let water_parts = steps.split(',').map(parts).collect::<Option<Vec<f64>>>().ok_or(usage)?;
    let strip = strip.parse().map_err(|error: crate::photo::ShapeError| error.to_string())?;
    if name.trim().is_empty() {
        Err("the ladder has no name".into())
    } else {
        Ok(Ladder { name: name.trim().into(), water_parts, strip })
    }
}

fn parse_brows(text: &str) -> Result<BrowTone, String> {
    match text {
        "paler" => Ok(BrowTone::Paler),
        "alike" => Ok(BrowTone::Alike),
        "darker" => Ok(BrowTone::Darker),
        _ => Err("write paler, alike or darker".into()),
    }
}

fn parse_scale(text: &str) -> Result<Scale, String> {
    let above_zero =
        |number: &str| number.trim().parse().ok().filter(|&number: &f64| number > 0.0 && number.is_finite());
    let scale = match text.split_once(':') {
        None if text == "chart" => Some(Scale::COLOR_CHECKER_CLASSIC),
        Some(("chart", width_mm)) => above_zero(width_mm).map(Scale::ChartWidthMm),
        _ => above_zero(text).map(Scale::PxPerMm),
    };
    scale.ok_or_else(|| "write pixels per mm such as 20, or chart, or chart:WIDTH_MM".into())
}

fn parse_swatch(text: &str) -> Result<(String, Shape), String> {
    let (name, shape) = text.split_once('=').ok_or("write it as NAME=SHAPE, for example 20to1=rect:10,10,80,80")?;
    if name.trim().is_empty() {
        return Err("the swatch has no name".into());
    }
    Ok((name.trim().into(), shape.parse().map_err(|error: crate::photo::ShapeError| error.to_string())?))
}

fn parse_skin(text: &str) -> Result<Lab, String> {
    let [l, a, b] = parse_numbers(text)?;
    let is_surface = (0.0..=100.0).contains(&l) && a.abs() <= 128.0 && b.abs() <= 128.0;
    if is_surface { Ok(Lab::new(l, a, b)) } else { Err("L* is 0 to 100, a* and b* are −128 to 128".into()) }
}

fn parse_tissue(text: &str) -> Result<[f64; 2], String> {
    let fractions: [f64; 2] = parse_numbers(text)?;
    let are_fractions = fractions.iter().all(|fraction| (0.0..=1.0).contains(fraction));
    if are_fractions { Ok(fractions) } else { Err("fractions are 0 to 1".into()) }
}

fn parse_dots(text: &str) -> Result<Dots, String> {
    let [diameter_mm, pitch_mm] = parse_numbers(text)?;
    let are_sizes = [diameter_mm, pitch_mm].iter().all(|size| (0.001..=1_000.0).contains(size));
    if are_sizes { Ok(Dots { diameter_mm, pitch_mm }) } else { Err("sizes are 0.001 to 1000 mm".into()) }
}

fn parse_tau(text: &str) -> Result<f64, String> {
    parse_within(text, 1e6)
}

fn parse_depth(text: &str) -> Result<f64, String> {
    parse_within(text, 20.0)
}

fn parse_factor(text: &str) -> Result<f64, String> {
    let factor = parse_within(text, 100.0)?;
    if factor >= 1.0 { Ok(factor) } else { Err("it is at least 1".into()) }
}

fn parse_share(text: &str) -> Result<f64, String> {
    parse_within(text, 1.0)
}

fn parse_lightening(text: &str) -> Result<[f64; 2], String> {
    let range: [f64; 2] = parse_numbers(text)?;
    let is_range = range[0] <= range[1] && range.iter().all(|share| (0.0..=0.95).contains(share));
    if is_range { Ok(range) } else { Err("shares are 0 to 0.95, the smaller first".into()) }
}

fn parse_diameter(text: &str) -> Result<f64, String> {
    let [diameter_mm] = parse_numbers(text)?;
    if (0.05..=1.0).contains(&diameter_mm) { Ok(diameter_mm) } else { Err("it is 0.05 to 1 mm".into()) }
}

fn parse_water(text: &str) -> Result<f64, String> {
    parse_within(text, 1_000.0)
}

fn parse_within(text: &str, most: f64) -> Result<f64, String> {
    let [number] = parse_numbers(text)?;
    if (0.0..=most).contains(&number) { Ok(number) } else { Err(format!("it is 0 to {most}")) }
}

fn parse_numbers<const N: usize>(text: &str) -> Result<[f64; N], String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    let numbers = numbers.map_err(|_| "it is written in digits, with commas between numbers".to_owned())?;
    numbers.try_into().map_err(|_| format!("it has {N} number{}", if N == 1 { "" } else { "s" }))
}
