use serde::{Deserialize, Serialize};
use stipple::color::{Lab, LinearRgb};
use stipple::skin::{HairShafts, PreparedSkin};

use super::Stubble;
use super::painting::{Painting, Root};

/// What all hairs painted so far take from the skin around their roots: their shafts lie in it and catch the light that
/// wanders there, red most and furthest.
///
/// How much is the model's answer for shafts spread evenly through dermis and subcutis; it is then laid around each
/// root in soft halos, so that a field has the model's darkening in the mean and grain of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shafts {
    /// Bare colour of the skin that they lie in.
    pub skin: Lab,
    /// Share of its dermis; it does not follow from the colour, and green comes back from the shafts the less the more there is.
    pub blood: f64,
    pub diameter_mm: f64,
    /// The density for which the darkening is the model's.
    pub hairs_per_cm2: f64,
    /// How much wider halos are than usual.
    pub spread: f64,
    /// The share of the shafts that light meets: some shade each other.
    pub met: f64,
}

/// Standard deviations of the halos in red, green and blue, mm. We chose them after how far light of 600, 540 and
/// 450 nm leaves skin from where it entered (median 0.6, 0.4 and 0.2 mm, Monte Carlo).
const HALO_MM: [f64; 3] = [0.42, 0.27, 0.18];
/// How far below the lie of its tip a shaft's middle is seen from the root, mm (chosen by eye).
const BEHIND_MM: f64 = 0.12;
/// Halos end at so many standard deviations, with 1 % of their height.
const REACH: f64 = 3.0;
/// Blood of the dermis in the middle, in logarithms, between the 0.2 % that Jacques (1998) takes for the whole of it and the
/// 1.5 % of well perfused skin.
const MIDDLE_BLOOD: f64 = 0.0055;

impl Shafts {
    /// Those of a field on skin of this colour.
    pub fn of(stubble: &Stubble, skin: Lab) -> Self {
        Self {
            skin,
            blood: MIDDLE_BLOOD,
            diameter_mm: stubble.tip_diameter_mm,
            hairs_per_cm2: stubble.follicles_per_cm2,
            spread: 1.0,
            met: HairShafts::UNSHADED,
        }
    }

    pub fn paint(&self, painting: &mut Painting) {
        let skin = HairShafts::skin(self.skin, self.blood);
        let mut halos: Vec<(Lab, Halo)> = Vec::new();
        for root in std::mem::take(&mut painting.roots) {
            let known = halos.iter().position(|(hair, _)| *hair == root.hair).unwrap_or_else(|| {
                halos.push((root.hair, self.halo(&skin, root.hair, painting.px_per_mm)));
                halos.len() - 1
            });
            halos[known].1.paint(&root, painting);
            painting.roots.push(root);
        }
    }

    fn halo(&self, skin: &PreparedSkin, hair: Lab, px_per_mm: f64) -> Halo {
        let depth = self.mean_depth(skin, hair);
        let hairs_per_px = self.hairs_per_cm2 / 100.0 / px_per_mm.powi(2);
        Halo {
            sigmas_px: HALO_MM.map(|mm| self.spread * mm * px_per_mm),
            volumes: depth.map(|depth| depth / hairs_per_px),
        }
    }

    /// Optical depth per channel that a field of the stated density adds to the skin.
    fn mean_depth(&self, skin: &PreparedSkin, hair: Lab) -> [f64; 3] {
        let Self { diameter_mm, hairs_per_cm2, met, .. } = *self;
        let shafts = HairShafts { hair, hairs_per_cm2, diameter_mm, unshaded: met };
        let [with, without] = [shafts.between(skin), skin.bare()].map(|lab| lab.to_linear().to_array());
        std::array::from_fn(|k| (without[k] / with[k]).ln())
    }
}

/// What one hair takes, per channel.
struct Halo {
    sigmas_px: [f64; 3],
    /// Optical depth summed over pixels.
    volumes: [f64; 3],
}

impl Halo {
    fn paint(&self, root: &Root, painting: &mut Painting) {
        let behind = BEHIND_MM * painting.px_per_mm;
        let center = [root.place[0] - behind * root.angle.cos(), root.place[1] - behind * root.angle.sin()];
        let reach = REACH * self.sigmas_px.into_iter().fold(0.0, f64::max);
        let [columns, rows] = [(center[0], painting.bare.width), (center[1], painting.bare.height)]
            .map(|(at, count)| Profile::new(at, count, reach, self.sigmas_px));
        for (y, down) in rows.iter() {
            for (x, across) in columns.iter() {
                let depth = std::array::from_fn(|k| self.volumes[k] * across[k] * down[k]);
                let pixel = &mut painting.shafts.pixels[y * painting.bare.width + x];
                *pixel = *pixel + LinearRgb::from_array(depth);
            }
        }
    }
}

/// Gaussians of unit sum along one side of the picture, one per channel.
struct Profile {
    first: usize,
    weights: Vec<[f64; 3]>,
}

impl Profile {
    fn new(center: f64, count: usize, reach: f64, sigmas: [f64; 3]) -> Self {
        let first = (center - reach).max(0.0) as usize;
        let end = ((center + reach).max(0.0).ceil() as usize).min(count);
        let weight =
            |off: f64, sigma: f64| (-(off / sigma).powi(2) / 2.0).exp() / (sigma * std::f64::consts::TAU.sqrt());
        let weights = (first..end).map(|i| sigmas.map(|sigma| weight(i as f64 + 0.5 - center, sigma))).collect();
        Self { first, weights }
    }

    fn iter(&self) -> impl Iterator<Item = (usize, [f64; 3])> {
        (self.first..).zip(self.weights.iter().copied())
    }
}
