//! `stipple-cli predict`: what pigment looks like in a skin that is given by numbers, without a photo.

use anyhow::Context;
use serde_json::{Map, Value, json};

use super::arguments::PredictArguments;
use super::json::{cautions, healed_color, lab, rounded, srgb, tissue};
use super::table::numbers;
use crate::color::{Lab, Spectrum, WAVELENGTHS_NM};
use crate::matching::MatchCaution;
use crate::pigment::{Catalog, Hand, HealedColor, Load, Recipe, healed_colors};
use crate::skin::{Deposit, Dots, PigmentLayer, PreparedSkin, Skin, infer_skin};

/// Everything that one `predict` says.
pub(super) struct Prediction {
    skin: Skin,
    prepared: PreparedSkin,
    layer: PigmentLayer,
    /// Given on the command line.
    dots: Option<Dots>,
    /// With a shade: how one of its dots looks over the years.
    over_years: Vec<HealedColor>,
    /// Dots that the years are told for.
    shown_dots: Dots,
    cautions: Vec<MatchCaution>,
}

impl Prediction {
    pub fn of(arguments: &PredictArguments, catalog: &Catalog) -> anyhow::Result<Self> {
        let (skin, cautions) = skin(arguments);
        let shown_dots = arguments.dots.unwrap_or(Hand::default().dots);
        let hand = arguments.hand.hand(shown_dots);
        let prepared = PreparedSkin::new(&skin, Deposit::centered_at(hand.depth_mm));
        let load = healed_load(arguments, catalog, &hand)?;
        let over_years = match arguments.pigment.shade {
            Some(_) => healed_colors(&hand, load, &shown_dots, |layer, dots| prepared.dot_middle(layer, dots)),
            None => Vec::new(),
        };
        Ok(Self { skin, prepared, layer: load.layer(), dots: arguments.dots, over_years, shown_dots, cautions })
    }

    pub fn json(&self) -> Value {
        let mut answer = Map::new();
        let mut put = |key: &str, value: Value| answer.insert(key.into(), value);
        put("skin_lab", json!(lab(self.prepared.bare())));
        put("skin_srgb", json!(srgb(self.prepared.bare())));
        put("tissue", tissue(&self.skin));
        put("slab_lab", json!(lab(self.prepared.slab(&self.layer))));
        if let [fresh, healed, ..] = self.over_years[..] {
            put("fresh_lab", json!(lab(fresh.lab)));
            put("healed_lab", json!(lab(healed.lab)));
            put("years", self.over_years.iter().map(healed_color).collect());
        }
        if let Some(dots) = &self.dots {
            put("area_lab", json!(lab(self.prepared.area(&self.layer, dots))));
            put("dot_lab", json!(lab(self.prepared.dot_middle(&self.layer, dots))));
            put("coverage", json!(rounded(dots.coverage(), 6)));
            put("dots_per_cm2", json!(rounded(dots.per_cm2(), 2)));
            put("area_reflectance", spectrum(self.prepared.area_reflectance(&self.layer, dots)));
            put("dot_reflectance", spectrum(self.prepared.dot_middle_reflectance(&self.layer, dots)));
        }
        put("wavelengths_nm", json!(WAVELENGTHS_NM));
        put("skin_reflectance", spectrum(self.prepared.bare_reflectance()));
        put("slab_reflectance", spectrum(self.prepared.slab_reflectance(&self.layer)));
        put("cautions", cautions(self.cautions.iter().cloned()));
        Value::Object(answer)
    }

    pub fn text(&self) -> String {
        let line = |name: &str, color: Lab| format!("{name:24} {}  {}\n", numbers(color), srgb(color));
        let mut text = line("skin", self.prepared.bare());
        text += &line("full layer of pigment", self.prepared.slab(&self.layer));
        if let Some(dots) = &self.dots {
            text += &line(
                &format!("area, {:.1} % covered", 100.0 * dots.coverage()),
                self.prepared.area(&self.layer, dots),
            );
            text += &line("middle of a dot", self.prepared.dot_middle(&self.layer, dots));
        }
        if !self.over_years.is_empty() {
            text += &format!("one dot of {:.2} mm over the years, and its range of L*:\n", self.shown_dots.diameter_mm);
        }
        for color in &self.over_years {
            let range = format!("{:.1}–{:.1}", color.darkest.l, color.lightest.l);
            text += &format!("{:>18} weeks {}  {range}\n", color.weeks_after_treatment, numbers(color.lab));
        }
        text + &self.cautions.iter().map(|caution| format!("! {}\n", caution.text())).collect::<String>()
    }
}

fn skin(arguments: &PredictArguments) -> (Skin, Vec<MatchCaution>) {
    match (arguments.skin.skin, arguments.skin.tissue) {
        (Some(measured), _) => {
            let fit = infer_skin(measured);
            (
                fit.skin,
                fit.is_hardly_skin()
                    .then_some(MatchCaution::HardlySkin { residual: fit.residual })
                    .into_iter()
                    .collect(),
            )
        }
        (None, Some([melanin, blood])) => (Skin::new(melanin, blood), Vec::new()),
        (None, None) => (Skin::new(0.0, 0.0), Vec::new()),
    }
}

/// The load of a healed deposit: τ as given, or what this hand leaves of a shade.
fn healed_load(arguments: &PredictArguments, catalog: &Catalog, hand: &Hand) -> anyhow::Result<Load> {
    let pigment = &arguments.pigment;
    let Some(id) = &pigment.shade else {
        let (carbon_tau, brown_tau) = (pigment.carbon.unwrap_or(0.0), pigment.brown.unwrap_or(0.0));
        return Ok(Load { carbon_tau, brown_tau, ..Load::default() });
    };
    let shade = catalog.shade(id);
    let shade = shade.with_context(|| format!("no shade “{id}” is known, `stipple-cli catalog list` names them"))?;
    let stock = shade.stock();
    let stock = stock.with_context(|| format!("nothing is known of the colour of “{id}”, measure a swatch of it"))?;
    Ok(hand.healed(stock.load, Recipe::diluted(arguments.water.unwrap_or(0.0))))
}

fn spectrum(reflectance: Spectrum) -> Value {
    json!(reflectance.0.map(|value| rounded(value, 6)))
}
