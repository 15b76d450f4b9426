use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::calibration::Reference;
use crate::photo::{Region, RegionId, Shape, Tissue, steps_of_strip};
use crate::pigment::Recipe;
use crate::pipeline::Scale;

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
}

#[derive(Args)]
pub(super) struct MeasureArguments {
    /// JPEG, HEIC, PNG, TIFF or WebP
    pub photo: PathBuf,
    #[command(flatten)]
    pub regions: RegionArguments,
    /// What in the photo has a known colour: auto, none, chart, chart:X,Y,X,Y,X,Y,X,Y (outer corners of the frame, by
    /// the dark-skin patch, then clockwise), neutral:SHAPE, or neutral:SHAPE@L with its known L*
    #[arg(long, value_name = "REF", default_value = "auto")]
    pub reference: Reference,
    /// How large things are: pixels per mm at the head, chart for a ColorChecker Classic beside it, or chart:WIDTH_MM
    #[arg(long, value_name = "SCALE", value_parser = parse_scale)]
    pub scale: Option<Scale>,
    /// Readings of a color meter on this head: name,subject,L,a,b,illuminant,observer with that line at the top
    #[arg(long, value_name = "FILE")]
    pub meter: Option<PathBuf>,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub(super) struct ChartArguments {
    /// JPEG, HEIC, PNG, TIFF or WebP
    pub photo: PathBuf,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
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
            .map(|(id, (tissue, name, shape))| Region { id: RegionId(id), name, tissue, shape })
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
