use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::ladder::Ladder;
use super::parse;
use super::practice_arguments::{HandArguments, PersonArguments, PracticeArguments};
use crate::calibration::Reference;
use crate::color::Lab;
use crate::matching::Work;
use crate::photo::{Region, RegionId, Shape, Tissue};
use crate::pigment::Recipe;
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
    Match(Box<MatchArguments>),
    /// Measure the colour of regions of a photo
    Measure(MeasureArguments),
    /// Find the colour chart of a photo
    Chart(ChartArguments),
    /// Predict pigment in a skin given by numbers, without a photo
    Predict(PredictArguments),
    /// Tell from a photo of healed work how much of a dilution's pigment a hand leaves in the skin
    Teach(Box<TeachArguments>),
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
    /// Write the answers' dots beside the stubble as a PNG: in the mirror, and below it from two metres
    #[arg(long, value_name = "FILE")]
    pub beside: Option<PathBuf>,
    #[command(flatten)]
    pub practice: PracticeArguments,
    #[command(flatten)]
    pub person: PersonArguments,
}

#[derive(Args)]
pub(super) struct MeasureArguments {
    /// JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP
    pub photo: PathBuf,
    #[command(flatten)]
    pub regions: RegionArguments,
    /// What in the photo has a known colour: auto, none, chart, chart:X,Y,X,Y,X,Y,X,Y (outer corners of the frame, by
    /// the dark-skin patch, then clockwise; of a chart of --chart-file with a grid of its own those of its patches, by
    /// the first), neutral:SHAPE, neutral:SHAPE@L with its known L*, neutral:SHAPE@paper for a white sheet; several
    /// cards as neutral:SHAPE@L+SHAPE@L
    #[arg(long, value_name = "REF", default_value = "auto")]
    pub reference: Reference,
    #[command(flatten)]
    pub chart: ChartFileArgument,
    /// How large things are: pixels per mm at the head, chart for a ColorChecker Classic beside it, chart:mini,
    /// chart:passport, chart:nano, chart:sg or chart:spyder24 for another, or chart:WIDTH_MM for the longer side between the corners of any
    #[arg(long, value_name = "SCALE", value_parser = parse::scale)]
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
    /// The colours or spectra of your own chart, of any grid of patches named A1, A2 …, as you or its maker measured
    /// them, instead of the published ones: CSV, CGATS, CxF3 or Argyll's .cht
    #[arg(long, value_name = "FILE")]
    pub chart_file: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct ChartArguments {
    /// JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP
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
    #[arg(long, value_name = "N", conflicts_with_all = ["carbon", "brown", "bare"], value_parser = parse::water)]
    pub water: Option<f64>,
    #[command(flatten)]
    pub hand: HandArguments,
    /// Dots instead of a full layer: their diameter and the distance from middle to middle, in mm
    #[arg(long, value_name = "DIAMETER_MM,PITCH_MM", value_parser = parse::dots)]
    pub dots: Option<Dots>,
    /// A catalog file with the shade, repeatable; without it the generic catalog that comes with the program
    #[arg(long, value_name = "FILE")]
    pub catalog: Vec<PathBuf>,
    /// Print one JSON object on standard output
    #[arg(long)]
    pub json: bool,
}

/// SHAPE is rect:X,Y,W,H, ellipse:CX,CY,RX,RY or polygon:X,Y,X,Y,X,Y… in pixels of the upright photo.
#[derive(Args)]
pub(super) struct TeachArguments {
    /// JPEG, HEIC, AVIF, PNG, TIFF, DNG, WebP or BMP
    pub photo: PathBuf,
    /// Healed work; repeatable
    #[arg(long, value_name = "SHAPE", required = true)]
    pub healed: Vec<Shape>,
    /// Bare skin right beside it, best on both sides; repeatable
    #[arg(long, value_name = "SHAPE", required = true)]
    pub skin: Vec<Shape>,
    /// The shade that was used, by its id in the catalog
    #[arg(long, value_name = "ID")]
    pub shade: String,
    /// Parts of water to one of the shade
    #[arg(long, value_name = "N", value_parser = parse::water)]
    pub water: f64,
    /// Diameter of a healed dot, if it was measured
    #[arg(long, value_name = "MM", value_parser = parse::diameter)]
    pub diameter: Option<f64>,
    /// Dots on a square centimetre, all sittings together, if they were counted
    #[arg(long, value_name = "N", value_parser = parse::density)]
    pub per_cm2: Option<f64>,
    /// Weeks since treatment
    #[arg(long, value_name = "N", default_value_t = 8.0, value_parser = parse::weeks)]
    pub weeks: f64,
    /// What in the photo has a known colour, as for match
    #[arg(long, value_name = "REF", default_value = "auto")]
    pub reference: Reference,
    #[command(flatten)]
    pub chart: ChartFileArgument,
    #[command(flatten)]
    pub hand: HandArguments,
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
    #[arg(long, value_name = "L,A,B", value_parser = parse::skin, allow_hyphen_values = true)]
    pub skin: Option<Lab>,
    /// The melanosomes' share of the epidermis and the blood's share of the dermis, 0–1
    #[arg(long, value_name = "F_MEL,F_BLOOD", value_parser = parse::tissue)]
    pub tissue: Option<[f64; 2]>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct PigmentArguments {
    /// A shade of the catalog, by its id
    #[arg(long, value_name = "ID")]
    pub shade: Option<String>,
    /// Carbon black of this optical depth at 550 nm in 0.2 mm
    #[arg(long, value_name = "TAU", value_parser = parse::tau)]
    pub carbon: Option<f64>,
    /// Warm brown of this optical depth at 550 nm in 0.2 mm
    #[arg(long, value_name = "TAU", value_parser = parse::tau)]
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
    #[arg(long, value_name = "NAME=SHAPE", value_parser = parse::swatch)]
    swatch: Vec<(String, Shape)>,
    /// A strip of dilutions with its name and their parts of water, from the left or the top
    #[arg(long, value_name = "NAME=WATER,WATER…@SHAPE", value_parser = parse::ladder)]
    ladder: Vec<Ladder>,
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

impl TeachArguments {
    pub fn work(&self) -> Work {
        Work {
            recipe: Recipe::diluted(self.water),
            diameter_mm: self.diameter,
            per_cm2: self.per_cm2,
            weeks_after_treatment: self.weeks,
        }
    }

    pub fn regions(&self) -> Vec<Region> {
        let of = |tissue: Tissue, shapes: &[Shape]| -> Vec<(Tissue, String, Shape)> {
            (1..).zip(shapes).map(|(number, shape)| (tissue, tissue.name_of(number), shape.clone())).collect()
        };
        let all = of(Tissue::Skin, &self.skin).into_iter().chain(of(Tissue::Healed, &self.healed));
        (0..).zip(all).map(|(id, (tissue, name, shape))| Region::new(RegionId(id), name, tissue, shape)).collect()
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
