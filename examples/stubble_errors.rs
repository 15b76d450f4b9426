//! Prints how far off the parts of drawn stubble are measured, as the tables of `docs/sampling.md`.

use std::sync::Arc;

use anyhow::{Context, Result};
use stipple::calibration::Reference;
use stipple::color::{Lab, ciede2000};
use stipple::photo::{Limits, Photo, Region, Tissue};
use stipple::pipeline::{Inputs, Marks, Scale, analyze};
use stipple::progress::Progress;

use scene::{Drawing, Field, StubbleTruth};

const PX_PER_MM: [f64; 5] = [8.0, 12.0, 20.0, 35.0, 60.0];
const COVERAGES: [f64; 4] = [0.01, 0.04, 0.12, 0.4];
const HEADS: [(&str, Lab, Lab); 6] = [
    ("black on light", Lab::new(68.0, 8.0, 15.0), Lab::new(15.0, 1.0, 2.0)),
    ("brown on light", Lab::new(66.0, 9.0, 16.0), Lab::new(27.0, 6.0, 11.0)),
    ("blond on light", Lab::new(70.0, 8.0, 14.0), Lab::new(47.0, 9.0, 22.0)),
    ("black on dark", Lab::new(34.0, 9.0, 13.0), Lab::new(14.0, 1.0, 1.0)),
    ("white on dark", Lab::new(36.0, 10.0, 14.0), Lab::new(64.0, 0.0, 6.0)),
    ("white on medium", Lab::new(56.0, 11.0, 17.0), Lab::new(70.0, 0.0, 6.0)),
];

fn main() -> Result<()> {
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    let seed = std::env::args().find_map(|argument| argument.strip_prefix("--seed=")?.parse().ok()).unwrap_or(5);
    let mut ratios: Vec<[f64; 2]> = Vec::new();
    for with_hair in [true, false] {
        println!("\nHair region {}\n", if with_hair { "given" } else { "not given" });
        println!(
            "| head | px/mm | hair ΔE00 at 1, 4, 12, 40 % | coverage off by | skin ΔE00 | error over stated (hair/coverage) |"
        );
        println!("|---|---|---|---|---|---|");
        for (name, skin, hair) in HEADS {
            for px_per_mm in PX_PER_MM {
                let cells = COVERAGES.map(|coverage| Field { skin, hair, coverage, px_per_mm, seed });
                let found = cells.map(|field| measure(&field.scene().draw(), with_hair, px_per_mm));
                let found: Vec<Errors> = found.into_iter().collect::<Result<_>>()?;
                ratios.extend(found.iter().map(|e| [e.hair_over_stated, e.coverage_over_stated]));
                let join = |text: fn(&Errors) -> String| found.iter().map(text).collect::<Vec<_>>().join(" · ");
                println!(
                    "| {name} | {px_per_mm} | {} | {} | {} | {} |",
                    join(|e| format!("{:.1}", e.hair)),
                    join(|e| format!("{:+.0} %", e.coverage * 100.0)),
                    join(|e| format!("{:.1}", e.skin)),
                    join(|e| format!("{:.1}/{:.1}", e.hair_over_stated, e.coverage_over_stated)),
                );
                if verbose {
                    eprintln!("{}", join(|e| e.rest.clone()));
                }
            }
        }
    }
    for (k, part) in ["hair", "coverage"].into_iter().enumerate() {
        let covered = ratios.iter().filter(|ratio| ratio[k] <= 2.0).count() as f64 / ratios.len() as f64;
        println!(
            "\nThe error of {part} is within twice the stated uncertainty in {:.0} % of all cells.",
            covered * 100.0
        );
    }
    Ok(())
}

struct Errors {
    hair: f64,
    skin: f64,
    coverage: f64,
    hair_over_stated: f64,
    coverage_over_stated: f64,
    rest: String,
}

fn measure(drawing: &Drawing, with_hair: bool, px_per_mm: f64) -> Result<Errors> {
    let regions: Vec<Region> = drawing.truth.regions.iter().map(|truth| truth.region.clone()).collect();
    let regions: Vec<Region> =
        regions.into_iter().filter(|region| with_hair || region.tissue != Tissue::Hair).collect();
    let photo = Photo::from_bytes("field.png", &drawing.picture.png8()?, &Limits::default(), &Progress::unwatched())?;
    let inputs = Inputs::measuring(
        Arc::new(photo),
        Marks { regions, reference: Reference::None, scale: Some(Scale::PxPerMm(px_per_mm)), ..Marks::default() },
    );
    let analysis = analyze(&inputs, None, &Progress::unwatched())?;
    let region = drawing.truth.region(Tissue::Stubble).context("the field has stubble")?;
    let truth: &StubbleTruth = region.stubble.as_ref().context("the field has tips")?;
    let reading = analysis.reading(region.region.id).context("the field is read")?;
    let Some(stubble) = &reading.stubble else {
        return Ok(Errors {
            hair: f64::NAN,
            skin: f64::NAN,
            coverage: f64::NAN,
            hair_over_stated: f64::NAN,
            coverage_over_stated: f64::NAN,
            rest: "none".into(),
        });
    };
    let hair = ciede2000(stubble.hair.lab, truth.hair_lab).0;
    // Without a reference the stated uncertainty is mostly the camera's, which adds nothing here.
    let camera = analysis.calibration().uncertainty(stubble.hair.lab.to_linear(), [0.0, 0.0]).0;
    let own = (stubble.hair.uncertainty.0.powi(2) - camera.powi(2)).max(0.0).sqrt();
    let rest = stubble.size.map_or(String::new(), |size| {
        format!(
            "{:.0}/{:.0} {:.3} {:.2}±{:.2}",
            size.follicles_per_cm2, truth.follicles_per_cm2, size.tip_diameter_mm, hair, own
        )
    });
    Ok(Errors {
        hair,
        skin: ciede2000(stubble.skin.lab, truth.skin_lab).0,
        coverage: stubble.coverage / truth.coverage - 1.0,
        hair_over_stated: hair / own,
        coverage_over_stated: (stubble.coverage - truth.coverage).abs() / stubble.coverage_uncertainty,
        rest,
    })
}
