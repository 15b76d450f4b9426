use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::parse;
use crate::calibration::Reference;
use crate::color::Lab;
use crate::matching::{BrowTone, Brows, Goal, Looks, Person, Practice, Work};
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

/// What the photo cannot tell about the client.
#[derive(Args)]
pub(super) struct PersonArguments {
    /// The skin is tanned now
    #[arg(long)]
    tanned: bool,
    /// The brows beside the hair on the head: paler, alike or darker
    #[arg(long, value_name = "TONE", value_parser = parse::brows)]
    brows: Option<BrowTone>,
}

/// How the practitioner works; what is left out is the program's assumption.
#[derive(Args)]
pub(super) struct PracticeArguments {
    /// How many times as much too dark costs than too light
    #[arg(long, value_name = "N", value_parser = parse::factor)]
    darker_costs: Option<f64>,
    /// Diameter of a healed dot
    #[arg(long, value_name = "MM", value_parser = parse::diameter)]
    dot_diameter: Option<f64>,
    #[command(flatten)]
    hand: HandArguments,
    /// Rank mixes of two shades, half and half, too
    #[arg(long)]
    mixes: bool,
    /// The area to be treated is a scar
    #[arg(long)]
    scar: bool,
    /// Less skin between hair that stays is the goal, not a shaved look: only the area's colour counts
    #[arg(long)]
    between_hair: bool,
    /// Dots on a square centimetre that you chose; without it they follow the hairs beside
    #[arg(long, value_name = "PER_CM2", value_parser = parse::density)]
    density: Option<f64>,
    /// How much lighter than the stubble the area is to stay, in L*
    #[arg(long, value_name = "L", value_parser = parse::lightness_step)]
    lighter_by: Option<f64>,
    /// What the area's colour counts, seen across a room
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    room_weight: Option<f64>,
    /// What the grain counts, seen in the mirror
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    mirror_weight: Option<f64>,
    /// What a doubling of the dots beside those that go best with the hairs counts
    #[arg(long, value_name = "N", value_parser = parse::weight)]
    density_weight: Option<f64>,
    /// How far away the mirror look is, in metres
    #[arg(long, value_name = "M", value_parser = parse::distance)]
    mirror_distance: Option<f64>,
}

/// What one hand leaves in the skin.
#[derive(Args)]
pub(super) struct HandArguments {
    /// Depth of the middle of the pigment's 0.2 mm
    #[arg(long, value_name = "MM", value_parser = parse::depth)]
    depth: Option<f64>,
    /// The share of a dilution's pigment that is in the dots once healed, 0–1
    #[arg(long, value_name = "SHARE", value_parser = parse::share)]
    retained: Option<f64>,
    /// How well the retained share is known: standard uncertainty as a share of it, 0–1
    #[arg(long, value_name = "SHARE", value_parser = parse::share)]
    retained_uncertainty: Option<f64>,
    /// The least and the most share of pigment that is lost while it heals, 0–0.95
    #[arg(long, value_name = "FROM,TO", value_parser = parse::lightening)]
    lightening: Option<[f64; 2]>,
    /// The least and the most by which dots widen over the years, mm per √year: d² grows by its square each year
    #[arg(long, value_name = "FROM,TO", value_parser = parse::widening)]
    widening: Option<[f64; 2]>,
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

/// A strip of swatches, one beside the other.
#[derive(Clone)]
pub(super) struct Ladder {
    pub name: String,
    pub water_parts: Vec<f64>,
    pub strip: Shape,
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
            retained_sigma: self.retained_uncertainty.unwrap_or(usual.retained_sigma),
            lightening: self.lightening.unwrap_or(usual.lightening),
            widening: self.widening.unwrap_or(usual.widening),
            dots,
        }
    }
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
        let goal = if self.between_hair { Goal::BetweenHair } else { Goal::ShavedLook };
        let looks = Looks {
            room_weight: self.room_weight.unwrap_or(usual.looks.room_weight),
            mirror_weight: self.mirror_weight.unwrap_or(usual.looks.mirror_weight),
            density_weight: self.density_weight.unwrap_or(usual.looks.density_weight),
            mirror_distance_m: self.mirror_distance.unwrap_or(usual.looks.mirror_distance_m),
        };
        let lighter_by = self.lighter_by.unwrap_or(usual.lighter_by);
        let per_cm2 = self.density;
        Practice { hand, looks, goal, per_cm2, lighter_by, darker_costs, mixes: self.mixes, on_scar: self.scar }
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
