//! Arguments from their text.

use super::ladder::Ladder;
use crate::calibration::chart::Product;
use crate::color::Lab;
use crate::matching::BrowTone;
use crate::photo::Shape;
use crate::pipeline::Scale;
use crate::skin::Dots;

pub(super) fn ladder(text: &str) -> Result<Ladder, String> {
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

pub(super) fn brows(text: &str) -> Result<BrowTone, String> {
    match text {
        "paler" => Ok(BrowTone::Paler),
        "alike" => Ok(BrowTone::Alike),
        "darker" => Ok(BrowTone::Darker),
        _ => Err("write paler, alike or darker".into()),
    }
}

pub(super) fn scale(text: &str) -> Result<Scale, String> {
    let above_zero =
        |number: &str| number.trim().parse().ok().filter(|&number: &f64| number > 0.0 && number.is_finite());
    let scale = match text.split_once(':') {
        None if text == "chart" => Some(Scale::Product(Product::Classic)),
        Some(("chart", which)) => product_of(which).or_else(|| above_zero(which).map(Scale::ChartWidthMm)),
        _ => above_zero(text).map(Scale::PxPerMm),
    };
    scale.ok_or_else(|| "write pixels per mm such as 20, or chart, chart:mini, chart:passport, chart:nano, chart:sg, chart:spyder24 or chart:WIDTH_MM".into())
}

fn product_of(word: &str) -> Option<Scale> {
    Product::ALL.into_iter().find(|product| product.word() == word).map(Scale::Product)
}

pub(super) fn swatch(text: &str) -> Result<(String, Shape), String> {
    let (name, shape) = text.split_once('=').ok_or("write it as NAME=SHAPE, for example 20to1=rect:10,10,80,80")?;
    if name.trim().is_empty() {
        return Err("the swatch has no name".into());
    }
    Ok((name.trim().into(), shape.parse().map_err(|error: crate::photo::ShapeError| error.to_string())?))
}

pub(super) fn skin(text: &str) -> Result<Lab, String> {
    let [l, a, b] = numbers(text)?;
    let is_surface = (0.0..=100.0).contains(&l) && a.abs() <= 128.0 && b.abs() <= 128.0;
    if is_surface { Ok(Lab::new(l, a, b)) } else { Err("L* is 0 to 100, a* and b* are −128 to 128".into()) }
}

pub(super) fn tissue(text: &str) -> Result<[f64; 2], String> {
    let fractions: [f64; 2] = numbers(text)?;
    let are_fractions = fractions.iter().all(|fraction| (0.0..=1.0).contains(fraction));
    if are_fractions { Ok(fractions) } else { Err("fractions are 0 to 1".into()) }
}

pub(super) fn dots(text: &str) -> Result<Dots, String> {
    let [diameter_mm, pitch_mm] = numbers(text)?;
    let are_sizes = [diameter_mm, pitch_mm].iter().all(|size| (0.001..=1_000.0).contains(size));
    if are_sizes { Ok(Dots { diameter_mm, pitch_mm }) } else { Err("sizes are 0.001 to 1000 mm".into()) }
}

pub(super) fn tau(text: &str) -> Result<f64, String> {
    within(text, 1e6)
}

pub(super) fn depth(text: &str) -> Result<f64, String> {
    within(text, 20.0)
}

pub(super) fn factor(text: &str) -> Result<f64, String> {
    let factor = within(text, 100.0)?;
    if factor >= 1.0 { Ok(factor) } else { Err("it is at least 1".into()) }
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    within(text, 1.0)
}

pub(super) fn lightening(text: &str) -> Result<[f64; 2], String> {
    let range: [f64; 2] = numbers(text)?;
    let is_range = range[0] <= range[1] && range.iter().all(|share| (0.0..=0.95).contains(share));
    if is_range { Ok(range) } else { Err("shares are 0 to 0.95, the smaller first".into()) }
}

pub(super) fn widening(text: &str) -> Result<[f64; 2], String> {
    let range: [f64; 2] = numbers(text)?;
    let is_range = range[0] <= range[1] && range.iter().all(|widening| (0.0..=0.5).contains(widening));
    if is_range { Ok(range) } else { Err("it is 0 to 0.5 mm per √year, the smaller first".into()) }
}

pub(super) fn diameter(text: &str) -> Result<f64, String> {
    let [diameter_mm] = numbers(text)?;
    if (0.05..=1.0).contains(&diameter_mm) { Ok(diameter_mm) } else { Err("it is 0.05 to 1 mm".into()) }
}

pub(super) fn water(text: &str) -> Result<f64, String> {
    within(text, 1_000.0)
}

pub(super) fn weeks(text: &str) -> Result<f64, String> {
    within(text, 1_000.0)
}

pub(super) fn density(text: &str) -> Result<f64, String> {
    let [per_cm2] = numbers(text)?;
    if (20.0..=400.0).contains(&per_cm2) { Ok(per_cm2) } else { Err("it is 20 to 400 dots on a cm²".into()) }
}

pub(super) fn lightness_step(text: &str) -> Result<f64, String> {
    within(text, 20.0)
}

pub(super) fn weight(text: &str) -> Result<f64, String> {
    within(text, 10.0)
}

pub(super) fn distance(text: &str) -> Result<f64, String> {
    let [metres] = numbers(text)?;
    if (0.1..=5.0).contains(&metres) { Ok(metres) } else { Err("it is 0.1 to 5 m".into()) }
}

fn within(text: &str, most: f64) -> Result<f64, String> {
    let [number] = numbers(text)?;
    if (0.0..=most).contains(&number) { Ok(number) } else { Err(format!("it is 0 to {most}")) }
}

fn numbers<const N: usize>(text: &str) -> Result<[f64; N], String> {
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    let numbers = numbers.map_err(|_| "it is written in digits, with commas between numbers".to_owned())?;
    numbers.try_into().map_err(|_| format!("it has {N} number{}", if N == 1 { "" } else { "s" }))
}
