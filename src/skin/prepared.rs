use rayon::prelude::*;

use crate::color::{Lab, SAMPLES, Spectrum};

use super::adding_doubling::{Above, Below, Layer};
use super::dots::Dots;
use super::interpolation::{Interpolant, points};
use super::pigment_layer::{DEPOSIT_THICKNESS_MM, PigmentLayer, pigment_medium};
use super::streams::Streams;
use super::tissue::{DERMIS_END_MM, Skin, Tissue};

/// Points over absorption and scattering: with twice as many no prediction changes by ΔE00 0.01.
const ABSORPTION_POINTS: usize = 14;
const SCATTERING_POINTS: usize = 5;

/// Optical depths of absorption and scattering at the middle of the scale on which the points lie; we chose them.
const MIDDLE_ABSORPTION: f64 = 0.5;
const MIDDLE_SCATTERING: f64 = 4.0;

/// Optical depth of the pigment's own scattering where the table ends: warm brown of about τ 25.
const MOST_SCATTERING: f64 = 32.0;

/// Where in the skin the pigment lies: depths of its upper and lower face in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deposit {
    pub top_mm: f64,
    pub bottom_mm: f64,
}

/// One client's skin with a place for pigment, its layers solved: each prediction is now a look-up.
///
/// Reflectances are of light that falls straight in, without what the surface itself reflects.
#[derive(Clone, Debug)]
pub struct PreparedSkin {
    deposit: Deposit,
    correction: Spectrum,
    tables: Vec<Interpolant<ABSORPTION_POINTS, SCATTERING_POINTS>>,
}

impl Deposit {
    /// The usual 0.2 mm with its middle at this depth; it ends at the surface.
    pub fn centered_at(depth_mm: f64) -> Self {
        let half = DEPOSIT_THICKNESS_MM / 2.0;
        Self { top_mm: (depth_mm - half).max(0.0), bottom_mm: depth_mm + half }
    }

    pub fn thickness_mm(&self) -> f64 {
        self.bottom_mm - self.top_mm
    }
}

impl PreparedSkin {
    pub fn new(skin: &Skin, deposit: Deposit) -> Self {
        let streams = Streams::new();
        let table = |sample| reflectance_table(&streams, skin, deposit, sample);
        let tables = (0..SAMPLES).into_par_iter().map(table).collect();
        Self { deposit, correction: skin.correction, tables }
    }

    pub fn bare_reflectance(&self) -> Spectrum {
        self.slab_reflectance(&PigmentLayer::default())
    }

    /// The skin without pigment.
    pub fn bare(&self) -> Lab {
        self.bare_reflectance().to_lab()
    }

    pub fn slab_reflectance(&self, pigment: &PigmentLayer) -> Spectrum {
        let thickness = self.deposit.thickness_mm();
        let reflectance = Spectrum(std::array::from_fn(|sample| {
            let (absorption, scattering) = pigment.at(sample);
            let x = on_scale(absorption * thickness, MIDDLE_ABSORPTION);
            let y = on_scale(scattering * thickness, MIDDLE_SCATTERING) / on_scale(MOST_SCATTERING, MIDDLE_SCATTERING);
            self.tables[sample].at(x, y.min(1.0))
        }));
        reflectance.zip_with(self.correction, |reflected, factor| reflected * factor)
    }

    /// The skin where the pigment fills its whole layer.
    pub fn slab(&self, pigment: &PigmentLayer) -> Lab {
        self.slab_reflectance(pigment).to_lab()
    }

    /// The mean over dots and the skin between them; `pigment` is what fills a dot.
    pub fn area_reflectance(&self, pigment: &PigmentLayer, dots: &Dots) -> Spectrum {
        self.slab_reflectance(&dots.spread_out(pigment, self.deposit.thickness_mm()))
    }

    /// The colour of a dotted area seen as a whole.
    pub fn area(&self, pigment: &PigmentLayer, dots: &Dots) -> Lab {
        self.area_reflectance(pigment, dots).to_lab()
    }
}

/// Reflectance over pigment absorption and scattering at one wavelength.
fn reflectance_table(
    streams: &Streams,
    skin: &Skin,
    deposit: Deposit,
    sample: usize,
) -> Interpolant<ABSORPTION_POINTS, SCATTERING_POINTS> {
    let tissue = skin.tissue(sample);
    let above = above_deposit(streams, &tissue, deposit);
    let below = below_deposit(streams, &tissue, deposit);
    let thickness = deposit.thickness_mm();
    let absorptions = points::<ABSORPTION_POINTS>().map(|x| off_scale(x, MIDDLE_ABSORPTION) / thickness);
    let end = on_scale(MOST_SCATTERING, MIDDLE_SCATTERING);
    let scatterings = points::<SCATTERING_POINTS>().map(|y| off_scale(y * end, MIDDLE_SCATTERING) / thickness);
    Interpolant::new(|i, j| {
        if absorptions[i].is_infinite() {
            return above.reflectance_over(&Below::black());
        }
        let pigment = pigment_medium(sample, absorptions[i], scatterings[j]);
        let filled = tissue.sections(deposit.top_mm, deposit.bottom_mm).into_iter().rev();
        let with_pigment = filled.fold(below, |below, (medium, thickness_mm)| {
            below.under(&Layer::new(streams, &(medium + pigment), thickness_mm))
        });
        above.reflectance_over(&with_pigment)
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

/// An amount from none to endless as 0–1.
fn on_scale(amount: f64, middle: f64) -> f64 {
    if amount.is_infinite() { 1.0 } else { amount / (amount + middle) }
}

fn off_scale(position: f64, middle: f64) -> f64 {
    middle * position / (1.0 - position)
}
