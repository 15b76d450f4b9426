use super::composition::Composition;
use super::load::Load;
use super::shade::Shade;
use crate::color::{Lab, Spectrum, WAVELENGTHS_NM};
use crate::skin::{PigmentLayer, smooth_reflectance};

const CARBON_BLACK: &str = "CI 77266";
/// Red and yellow iron oxide. The brown that we know the optics of is hematite, the red one, with carbon.
const IRON_OXIDES: [&str; 2] = ["CI 77491", "CI 77492"];

/// Kubelka and Munk's absorption of an opaque layer of carbon black stock, which we take to send back 3 % of the light.
const CARBON_STOCK_ABSORPTION: f64 = 0.97 * 0.97 / 0.06;

/// How a stock's optics are known, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Published optical constants in stated parts.
    Composition,
    /// Published optical constants of its colorants; their parts and strength are read from a colour.
    Colorants,
    /// A spectrum reconstructed from a colour, and a strength read from its lightness.
    Swatch,
}

/// An undiluted pigment as light meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stock {
    /// Beside a stock of 15 % carbon black, whose τ is 1.
    pub load: Load,
    pub basis: Basis,
}

impl Shade {
    /// What the bottle holds; none for a shade that nothing but a name is known of.
    pub fn stock(&self) -> Option<Stock> {
        if let Some(parts) = self.composition {
            return Some(Stock::composed(parts, Basis::Composition));
        }
        let (recipe, color) = self.recipes().next()?;
        let (swatch, absorption_at_550) = absorption_of_swatch(color);
        let strength = absorption_at_550 / CARBON_STOCK_ABSORPTION / recipe.pigment_share();
        let has = |index: &str| self.colorants.iter().any(|colorant| colorant == index);
        let is_known = self.colorants.iter().all(|c| c == CARBON_BLACK || IRON_OXIDES.contains(&c.as_str()));
        match (has(CARBON_BLACK), IRON_OXIDES.into_iter().any(has)) {
            (true, false) if is_known => {
                Some(Stock::composed(Composition { carbon: 1.0, brown: 0.0 }, Basis::Colorants))
            }
            (false, true) if is_known => {
                Some(Stock::composed(Composition { carbon: 0.0, brown: 1.0 }, Basis::Colorants))
            }
            (true, true) if is_known => {
                let brown = brown_share(swatch);
                Some(Stock::composed(Composition { carbon: 1.0 - brown, brown }, Basis::Colorants))
            }
            _ => {
                let load = Load { other_tau: strength, other_shape: swatch, ..Load::default() };
                Some(Stock { load, basis: Basis::Swatch })
            }
        }
    }
}

impl Stock {
    fn composed(parts: Composition, basis: Basis) -> Self {
        let load = Load { carbon_tau: parts.carbon, brown_tau: parts.brown, ..Load::default() };
        Self { load, basis }
    }
}

/// Absorption over that at 550 nm of a pigment of which only an opaque layer's colour is known, and that at 550 nm in
/// units of the layer's scattering.
///
/// The smoothest positive reflectance of that colour, and Kubelka and Munk's (1 − R)² / 2R (1931, eq. for an endless
/// layer). A colour fixes three numbers of a spectrum, no more: a prediction from it is the less certain.
pub fn absorption_of_swatch(swatch: Lab) -> (Spectrum, f64) {
    // No dull surface sends back less than 1 % or all of the light; it keeps white and black swatches finite.
    let reflectance = smooth_reflectance(swatch).map(|value| value.clamp(0.01, 0.99));
    let absorption = reflectance.map(|value| (1.0 - value) * (1.0 - value) / (2.0 * value));
    let at_550 = f64::midpoint(absorption.0[7], absorption.0[8]);
    (absorption.map(|value| value / at_550), at_550)
}

/// The share of brown in carbon whose absorption falls from blue to red as this does.
fn brown_share(absorption: Spectrum) -> f64 {
    let fall = |spectrum: Spectrum| (at(spectrum, 440.0) / at(spectrum, 640.0)).ln();
    let carbon = fall(PigmentLayer::carbon(1.0).absorption_per_mm);
    let brown = fall(PigmentLayer::brown(1.0).absorption_per_mm);
    ((fall(absorption) - carbon) / (brown - carbon)).clamp(0.0, 1.0)
}

fn at(spectrum: Spectrum, nm: f64) -> f64 {
    let nearest = WAVELENGTHS_NM.iter().position(|&wavelength| wavelength == nm);
    nearest.map_or(0.0, |sample| spectrum.0[sample])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pigment::{Provenance, ProvenanceKind, State};

    fn shade(color: Option<Lab>, colorants: &[&str], composition: Option<Composition>) -> Shade {
        Shade {
            id: "any".into(),
            name: "any".into(),
            family: "any".into(),
            state: State::CardSwatch,
            color,
            ladder: Vec::new(),
            on_skin: None,
            composition,
            provenance: Provenance { kind: ProvenanceKind::User, source: "test".into(), date: None },
            colorants: colorants.iter().map(|&colorant| colorant.to_owned()).collect(),
            notes: String::new(),
        }
    }

    const DARK_BROWN: Lab = Lab::new(32.0, 9.0, 12.0);

    #[test]
    fn stated_parts_come_before_colorants_and_these_before_a_swatch() {
        let parts = Composition { carbon: 0.5, brown: 0.5 };
        let basis = |shade: Shade| shade.stock().map(|stock| stock.basis);
        assert_eq!(basis(shade(Some(DARK_BROWN), &["CI 77266"], Some(parts))), Some(Basis::Composition));
        assert_eq!(basis(shade(Some(DARK_BROWN), &["CI 77266"], None)), Some(Basis::Colorants));
        assert_eq!(basis(shade(Some(DARK_BROWN), &["CI 77266", "CI 77891"], None)), Some(Basis::Swatch));
        assert_eq!(basis(shade(Some(DARK_BROWN), &[], None)), Some(Basis::Swatch));
        assert_eq!(basis(shade(None, &["CI 77266"], None)), None);
    }

    #[test]
    fn a_grey_swatch_absorbs_all_light_alike_and_a_brown_one_blue_most() {
        let (grey, _) = absorption_of_swatch(Lab::new(30.0, 0.0, 0.0));
        assert!(grey.0.iter().all(|value| (value - 1.0).abs() < 0.02), "{grey:?}");
        let (brown, _) = absorption_of_swatch(DARK_BROWN);
        assert!(brown.0[2] > 1.5 && brown.0[12] < 0.7, "{brown:?}");
    }

    #[test]
    fn a_paler_swatch_holds_less_pigment() {
        let tau = |l| shade(Some(Lab::new(l, 0.0, 0.0)), &[], None).stock().unwrap().load.tau();
        // L* 60 is R 0.2812: (1 − R)² / 2R over 15.68.
        assert!((tau(60.0) - 0.0586).abs() < 1e-3 && tau(20.0) > 0.9, "{} {}", tau(60.0), tau(20.0));
    }

    #[test]
    fn no_swatch_gives_an_impossible_absorption() {
        for lab in [[0.0, 0.0, 0.0], [100.0, 0.0, 0.0], [50.0, 60.0, 40.0], [20.0, -20.0, -30.0]].map(Lab::from) {
            let (shape, _) = absorption_of_swatch(lab);
            assert!(shape.0.iter().all(|value| value.is_finite() && *value >= 0.0), "{lab:?}: {shape:?}");
        }
    }

    #[test]
    fn the_redder_a_swatch_of_carbon_and_oxide_the_more_brown_it_holds() {
        let load = |lab| shade(Some(lab), &["CI 77266", "CI 77491"], None).stock().unwrap().load;
        assert_eq!(load(Lab::new(25.0, 0.0, 0.0)).brown_tau, 0.0);
        assert!(load(DARK_BROWN).brown_tau > 0.1 * load(DARK_BROWN).tau(), "{:?}", load(DARK_BROWN));
    }
}
