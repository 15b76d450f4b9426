//! Draws clients, recommends from the photo and from the truth, and prints both, as the tables of `docs/optics.md`.

use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser;
use stipple::color::DeltaE;
use stipple::matching::{
    ClientSkin, CloseUp, Known, Match, Person, Practice, Question, Recommendation, SkinSource, Target, TargetSource,
    Verdict, rank_recipes,
};
use stipple::photo::{Limits, Photo, Region};
use stipple::pigment::{Catalog, shipped_catalog};
use stipple::pipeline::{Inputs, Marks, Scale, analyze};
use stipple::progress::Progress;

use scene::{Client, Drawing, StubbleTruth, Tissue, random_field};

/// Steps of the shipped ladders.
const LADDER: [f64; 8] = [6.0, 8.0, 9.0, 12.0, 14.0, 18.0, 23.0, 30.0];

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 12)]
    count: u64,
    /// Of the first client; each further one has the next
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Close looks at stubble alone, recommended from the truth only: many in a short time
    #[arg(long)]
    fields: bool,
    /// The hand's default
    #[arg(long)]
    retained: Option<f64>,
    #[arg(long)]
    mirror_weight: Option<f64>,
}

impl Arguments {
    fn practice(&self) -> Practice {
        let mut practice = Practice::default();
        practice.hand.retained = self.retained.unwrap_or(practice.hand.retained);
        practice.looks.mirror_weight = self.mirror_weight.unwrap_or(practice.looks.mirror_weight);
        practice
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (practice, Arguments { count, seed, fields, .. }) = (arguments.practice(), arguments);
    let catalog = Arc::new(shipped_catalog());
    println!("{HEADER}");
    for seed in seed..seed + count {
        let client = if fields { random_field(seed) } else { Client::random(seed) };
        let drawing = client.scene.draw();
        let file = drawing.picture.jpeg(client.jpeg_quality)?;
        let photo = Arc::new(Photo::from_bytes("client.jpg", &file, &Limits::default(), &Progress::unwatched())?);
        let region = drawing.truth.region(Tissue::Stubble).context("every client has stubble")?;
        let field = region.stubble.as_ref().context("every client has hair")?;
        let truth = from_truth(region.lab, field, &catalog, practice);
        let scale = Some(Scale::PxPerMm(drawing.truth.px_per_mm));
        let facts = format!(
            "{seed},{:.2},{:.2},{:.2},{:.2},{:.3},{:.2},{:.1},{:.2}",
            client.scene.px_per_mm,
            field.bare_skin_lab.l,
            field.bare_skin_lab.l - region.lab.l,
            field.hair_lab.l,
            truth.target.close_up.grain.value,
            client.complexion.grey_share,
            field.follicles_per_cm2,
            field.tip_length_mm,
        );
        if fields {
            println!("{facts},{}", answer(&truth));
            continue;
        }
        let [scaled, unscaled] = [scale, None].map(|scale| recommended(&photo, &drawing, &catalog, scale, practice));
        println!("{facts},{},{},{}", answer(&truth), answer(&scaled?), answer(&unscaled?));
    }
    Ok(())
}

const HEADER: &str = "seed,px_per_mm,skin_l,darkening,hair_l,grain,grey,hairs,length,\
    t_d,t_grain,t_hairs,t_shade,t_water,t_from,t_to,t_dots,t_mark,t_group,t_left,t_step,\
    s_d,s_grain,s_hairs,s_shade,s_water,s_from,s_to,s_dots,s_mark,s_group,s_left,s_step,\
    n_d,n_grain,n_hairs,n_shade,n_water,n_from,n_to,n_dots,n_mark,n_group,n_left,n_step";

/// What is aimed at and what is recommended, in the order of [`HEADER`].
fn answer(answer: &Recommendation) -> String {
    let target = &answer.target;
    let darkening = target.skin.map_or(f64::NAN, |skin| skin.l - target.lab.l);
    let aimed = format!("{:.3},{:.3},{:.1}", darkening, answer.grain.value, target.close_up.hairs_per_cm2.value);
    let Some(first) = answer.matches.first() else { return format!("{aimed},none,,,,,,,,") };
    let [from, to] = first.water_range.unwrap_or([f64::NAN; 2]);
    format!(
        "{aimed},{},{},{from},{to},{:.1},{:.3},{:.3},{},{}",
        first.shade_id,
        first.recipe.water_parts,
        first.dots.map_or(f64::NAN, |dots| dots.per_cm2()),
        first.grain,
        answer.group_probabilities[0],
        u8::from(answer.verdict == Verdict::LeaveIt),
        step(first),
    )
}

fn step(first: &Match) -> usize {
    LADDER.iter().position(|water| *water == first.recipe.water_parts).unwrap_or_default()
}

/// What would be recommended if everything were known.
fn from_truth(
    area: stipple::color::Lab,
    field: &StubbleTruth,
    catalog: &Catalog,
    practice: Practice,
) -> Recommendation {
    let sure = |value: f64| Known { value, log_sigma: 0.05 };
    let own = |grain: f64, bare: f64| (grain * grain - bare * bare).max(0.01).sqrt();
    let close_up = CloseUp {
        grain: sure(own(field.grain.unwrap_or_default(), field.bare_grain.unwrap_or_default())),
        hairs_per_cm2: sure(field.follicles_per_cm2),
        tips: Some(field.hair_lab),
        is_measured: true,
    };
    let skin = field.bare_skin_lab;
    let (from, uncertainty) = (TargetSource::Stubble, DeltaE(0.2));
    let target = Target { lab: area, from, uncertainty, skin: Some(skin), darkening: None, close_up };
    let client = ClientSkin::prepare(skin, SkinSource::Measured, &practice.hand);
    let question = Question { target: &target, client: &client, practice: &practice, person: Person::default() };
    rank_recipes(&question, catalog, 3)
}

fn recommended(
    photo: &Arc<Photo>,
    drawing: &Drawing,
    catalog: &Arc<Catalog>,
    scale: Option<Scale>,
    practice: Practice,
) -> Result<Recommendation> {
    let regions: Vec<Region> = drawing.truth.regions.iter().map(|truth| truth.region.clone()).collect();
    let inputs = Inputs {
        catalog: catalog.clone(),
        practice,
        top: 3,
        ..Inputs::measuring(photo.clone(), Marks { regions, scale, ..Marks::default() })
    };
    analyze(&inputs, None, &Progress::unwatched())?.recommendation.context("there is something to match")
}
