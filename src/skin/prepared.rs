use rayon::prelude::*;

use crate::color::{Lab, SAMPLES, Spectrum};

use super::adding_doubling::{Above, Below, Layer};
use super::correction::corrected;
use super::deposit::Deposit;
use super::dot_middle::DotMiddle;
use super::dots::Dots;
use super::interpolation::{Interpolant, points};
use super::light_spread::LightSpread;
use super::medium::Medium;
use super::pigment_layer::{PigmentLayer, pigment_medium};
use super::streams::Streams;
use super::tissue::{DERMIS_END_MM, EPIDERMIS_END_MM, Skin, Tissue};

/// Points over absorption and scattering: with twice as many no prediction changes by ΔE00 0.1.
const ABSORPTION_POINTS: usize = 14;
const SCATTERING_POINTS: usize = 6;

/// Optical depth of the pigment's absorption in the middle of the scale from none to endless; we chose it.
const MIDDLE_ABSORPTION: f64 = 0.5;

/// Optical depth of the pigment's own scattering where the table ends: warm brown of τ 12.5, through which no light gets.
const MOST_SCATTERING: f64 = 16.0;

type ReflectanceTable = Interpolant<ABSORPTION_POINTS, SCATTERING_POINTS>;

/// One client's skin with a place for pigment, its layers solved: each prediction is now a look-up.
///
/// Reflectances are of light that falls straight in, without what the surface itself reflects.
#[derive(Clone, Debug)]
pub struct PreparedSkin {
    deposit: Deposit,
    correction: Spectrum,
    spread: LightSpread,
    tables: Vec<ReflectanceTable>,
}

impl PreparedSkin {
    /// Solves the layers, one wavelength beside the other: 11 ms on two cores, 23 ms on one.
    pub fn new(skin: &Skin, deposit: Deposit) -> Self {
        let streams = Streams::new();
        let table = |sample| reflectance_table(&streams, skin, deposit, sample);
        let tables: Vec<ReflectanceTable> = (0..SAMPLES).into_par_iter().map(table).collect();
        let way_mm = Spectrum(std::array::from_fn(|sample| mean_way_mm(&tables[sample], deposit)));
        let spread = LightSpread::new(deposit, way_mm, epidermis_above(skin, deposit));
        Self { deposit, correction: skin.correction, spread, tables }
    }

    pub fn deposit(&self) -> Deposit {
        self.deposit
    }

    /// How far light spreads between the surface and the deposit.
    pub fn light_spread(&self) -> &LightSpread {
        &self.spread
    }

    pub fn bare_reflectance(&self) -> Spectrum {
        self.slab_reflectance(&PigmentLayer::default())
    }

    /// The skin without pigment.
    pub fn bare(&self) -> Lab {
        self.bare_reflectance().to_lab()
    }

    pub fn slab_reflectance(&self, pigment: &PigmentLayer) -> Spectrum {
        corrected(self.modelled(pigment), self.correction)
    }

    /// Reflectance of the slab as it is before the skin's correction.
    fn modelled(&self, pigment: &PigmentLayer) -> Spectrum {
        let thickness = self.deposit.thickness_mm();
        Spectrum(std::array::from_fn(|sample| {
            let (absorption, scattering) = pigment.at(sample);
            let opaque = (MOST_SCATTERING / (scattering * thickness)).min(1.0);
            let x = on_absorption_scale(absorption * thickness * opaque);
            self.tables[sample].at(x, scattering * thickness * opaque / MOST_SCATTERING)
        }))
    }

    /// What comes back over a deposit of this pigment that lets no light through.
    fn opaque(&self, pigment: &PigmentLayer) -> Spectrum {
        Spectrum(std::array::from_fn(|sample| match pigment.at(sample) {
            (absorption, scattering) if scattering > 0.0 => {
                let x = on_absorption_scale(absorption / scattering * MOST_SCATTERING);
                self.tables[sample].at(x, 1.0)
            }
            _ => self.tables[sample].at(1.0, 0.0),
        }))
    }

    /// The skin where the pigment fills its whole layer.
    pub fn slab(&self, pigment: &PigmentLayer) -> Lab {
        self.slab_reflectance(pigment).to_lab()
    }

    /// The mean over dots and the skin between them; `pigment` is what fills a dot.
    pub fn area_reflectance(&self, pigment: &PigmentLayer, dots: &Dots) -> Spectrum {
        self.slab_reflectance(&dots.spread_out(pigment, self.deposit))
    }

    /// The colour of a dotted area seen as a whole.
    pub fn area(&self, pigment: &PigmentLayer, dots: &Dots) -> Lab {
        self.area_reflectance(pigment, dots).to_lab()
    }

    /// How much L* varies over a dotted area whose pigment is seen to vary by so much, as a share of its mean.
    pub fn grain(&self, pigment: &PigmentLayer, dots: &Dots, deviation: f64) -> f64 {
        let with = |share: f64| self.area(pigment, &Dots::of_coverage(dots.diameter_mm, dots.coverage() * share)).l;
        (with(1.0 - deviation) - with(1.0 + deviation)) / 2.0
    }

    /// What is seen within 0.05 mm of a dot's middle; the slab would be far too dark for it.
    ///
    /// Against 2,128 areas of dots that no constant was fitted to (`src/skin/data/README.md`), L* is off by 0.15 in the
    /// mean and 0.7 at most for deposits at 0.1–0.3 mm, by 0.14 and 1.2 for others.
    pub fn dot_middle_reflectance(&self, pigment: &PigmentLayer, dots: &Dots) -> Spectrum {
        let middle = DotMiddle::new(pigment, dots, self.deposit, &self.spread);
        let from_above = self.opaque(pigment);
        let from_below = self.modelled(&middle.before).zip_with(from_above, |all, above| all - above);
        let let_out = from_below.zip_with(middle.let_out, |below, share| below * share);
        corrected(from_above.zip_with(let_out, |above, out| above + out), self.correction)
    }

    /// The colour of one dot's middle.
    pub fn dot_middle(&self, pigment: &PigmentLayer, dots: &Dots) -> Lab {
        self.dot_middle_reflectance(pigment, dots).to_lab()
    }
}

/// The optical depth of what absorbs in the epidermis above the deposit.
fn epidermis_above(skin: &Skin, deposit: Deposit) -> Spectrum {
    let thickness_mm = deposit.top_mm.min(EPIDERMIS_END_MM);
    Spectrum(std::array::from_fn(|sample| skin.tissue(sample).epidermis.absorption_per_mm * thickness_mm))
}

/// The mean way through the deposit of light that came there and left: −dR/dμa over what can be taken of R.
fn mean_way_mm(table: &ReflectanceTable, deposit: Deposit) -> f64 {
    // So small that R is straight, so large that it isn't lost in rounding.
    const STEP: f64 = 1e-4;
    let [none, little, endless] = [0.0, STEP, 1.0].map(|x| table.at(x, 0.0));
    let absorption_per_mm = from_absorption_scale(STEP) / deposit.thickness_mm();
    (none - little) / absorption_per_mm / (none - endless).max(f64::MIN_POSITIVE)
}

/// Reflectance over pigment absorption and scattering at one wavelength.
fn reflectance_table(streams: &Streams, skin: &Skin, deposit: Deposit, sample: usize) -> ReflectanceTable {
    let tissue = skin.tissue(sample);
    let above = above_deposit(streams, &tissue, deposit);
    let below = below_deposit(streams, &tissue, deposit);
    let thickness = deposit.thickness_mm();
    let absorptions = points::<ABSORPTION_POINTS>().map(|x| from_absorption_scale(x) / thickness);
    let scatterings = points::<SCATTERING_POINTS>().map(|y| MOST_SCATTERING * y / thickness);
    Interpolant::new(|i, j| {
        if absorptions[i].is_infinite() {
            return above.reflectance_over(&Below::black());
        }
        let pigment = pigment_medium(sample, absorptions[i], scatterings[j]);
        above.reflectance_over(&filled(streams, &tissue, deposit, pigment, below))
    })
}

fn above_deposit(streams: &Streams, tissue: &Tissue, deposit: Deposit) -> Above {
    let sections = tissue.sections(0.0, deposit.top_mm).into_iter();
    sections.fold(Above::surface(streams), |above, (medium, thickness_mm)| {
        above.over(&Layer::new(streams, &medium, thickness_mm))
    })
}

fn below_deposit(streams: &Streams, tissue: &Tissue, deposit: Deposit) -> Below {
    let sections = tissue.sections(deposit.bottom_mm, DERMIS_END_MM).into_iter().rev();
    sections.fold(Below::endless(streams, &tissue.subcutis), |below, (medium, thickness_mm)| {
        below.under(&Layer::new(streams, &medium, thickness_mm))
    })
}

/// The deposit's tissue with pigment in it, over what lies below.
fn filled(streams: &Streams, tissue: &Tissue, deposit: Deposit, pigment: Medium, below: Below) -> Below {
    let sections = tissue.sections(deposit.top_mm, deposit.bottom_mm).into_iter().rev();
    sections.fold(below, |below, (medium, thickness_mm)| {
        below.under(&Layer::new(streams, &(medium + pigment), thickness_mm))
    })
}

/// An optical depth from none to endless as 0–1.
fn on_absorption_scale(depth: f64) -> f64 {
    if depth.is_infinite() { 1.0 } else { depth / (depth + MIDDLE_ABSORPTION) }
}

fn from_absorption_scale(position: f64) -> f64 {
    MIDDLE_ABSORPTION * position / (1.0 - position)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    #[test]
    fn a_look_up_agrees_with_solving_the_layers() {
        let (streams, skin, deposit) = (Streams::new(), Skin::new(0.03, 0.01), Deposit::centered_at(0.4));
        let prepared = PreparedSkin::new(&skin, deposit);
        let pigment = PigmentLayer::carbon(0.37) + PigmentLayer::brown(1.9);
        let looked_up = prepared.slab_reflectance(&pigment);
        for sample in 0..SAMPLES {
            let (tissue, (absorption, scattering)) = (skin.tissue(sample), pigment.at(sample));
            let medium = pigment_medium(sample, absorption, scattering);
            let below = below_deposit(&streams, &tissue, deposit);
            let above = above_deposit(&streams, &tissue, deposit);
            let solved = above.reflectance_over(&filled(&streams, &tissue, deposit, medium, below));
            assert!((looked_up.0[sample] - solved).abs() < 3e-4, "{} is not {solved}", looked_up.0[sample]);
        }
    }

    #[test]
    fn bare_skin_does_not_depend_on_where_pigment_would_lie() {
        // 0.05 reaches into the epidermis, 2.0 into the subcutis.
        let bare = |depth_mm| PreparedSkin::new(&Skin::new(0.03, 0.01), Deposit::centered_at(depth_mm)).bare();
        for depth_mm in [0.05, 0.2, 2.0] {
            assert!(ciede2000(bare(0.4), bare(depth_mm)).0 < 1e-4, "{depth_mm} mm");
        }
    }

    #[test]
    fn brown_too_dense_for_the_table_looks_like_the_densest_in_it() {
        let prepared = PreparedSkin::new(&Skin::new(0.018, 0.005), Deposit::centered_at(0.4));
        let [dense, denser] = [12.0, 60.0].map(|tau| prepared.slab(&PigmentLayer::brown(tau)));
        assert!(ciede2000(dense, denser).0 < 0.2, "{dense:?} {denser:?}");
    }
}
