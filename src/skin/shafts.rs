use super::correction::smooth_reflectance;
use super::deposit::Deposit;
use super::inversion::infer_melanin;
use super::pigment_layer::PigmentLayer;
use super::prepared::PreparedSkin;
use crate::color::{Lab, Spectrum};

/// Hair shafts in the skin of a shaved field: they catch light that wanders there, red most and furthest.
///
/// Cylinders spread evenly through dermis and subcutis; they darken and grey the skin between the tips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HairShafts {
    pub hair: Lab,
    pub hairs_per_cm2: f64,
    pub diameter_mm: f64,
    /// The share of light that a shaft doesn't shade itself and its unit's others from.
    pub unshaded: f64,
}

/// Blood's share of the dermis that shafts lie in, which a colour doesn't tell: Jacques (1998) takes 0.2 % for the whole of it,
/// well perfused skin has up to 1.5 %. Our choice, in sight of six heads rendered elsewhere and tried on six others.
pub const USUAL_BLOOD: f64 = 0.003;

/// The dermis begins here, mm, and shafts end here, as long as those of growing scalp hair (4 mm, Jimenez et al. 2011).
const DEPTHS_MM: [f64; 2] = [0.08, 4.0];

/// The share of a hair's scattering in a diameter, by which its colour tells its absorption (Kubelka and Munk): we chose it
/// so that black hair lets no light through and blond hair half.
const SCATTERED: f64 = 0.1;

impl HairShafts {
    /// So much of the light that all shafts could catch reaches them. We chose it so that 180 black hairs of 0.08 mm on a cm²
    /// take L* 1–3 off the skin between their tips, from dark to light skin: 0.40–0.43 does.
    pub const UNSHADED: f64 = 0.42;

    /// Skin of this bare colour, solved for shafts in it. Its blood is given: on dark skin the bare colour would be explained by
    /// more blood than skin has, and no green comes back through that.
    pub fn skin(bare: Lab, blood: f64) -> PreparedSkin {
        let deposit = Deposit { top_mm: DEPTHS_MM[0], bottom_mm: DEPTHS_MM[1] };
        PreparedSkin::new(&infer_melanin(bare, blood).skin, deposit)
    }

    /// That skin as it looks with them, between the tips.
    pub fn between(&self, skin: &PreparedSkin) -> Lab {
        skin.slab(&PigmentLayer { absorption_per_mm: self.absorption_per_mm(), ..PigmentLayer::default() })
    }

    /// v (1 − e⁻ˣ) / d, v being the shafts' share of the skin that light meets, x a hair's absorption over its width d.
    fn absorption_per_mm(&self) -> Spectrum {
        let d = self.diameter_mm;
        let share = self.unshaded * self.hairs_per_cm2 / 100.0 * std::f64::consts::PI / 4.0 * d * d;
        let caught = |r: f64| 1.0 - (-SCATTERED * (1.0 - r).powi(2) / (2.0 * r)).exp();
        smooth_reflectance(self.hair).map(|r| share * caught(r.clamp(1e-4, 1.0)) / d)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Lab = Lab::new(15.0, 1.0, 2.0);
    const SKINS: [Lab; 3] = [Lab::new(68.0, 8.0, 15.0), Lab::new(52.0, 11.0, 18.0), Lab::new(35.0, 9.5, 12.0)];

    fn with(hair: Lab, bare: Lab) -> Lab {
        let shafts = HairShafts { hair, hairs_per_cm2: 180.0, diameter_mm: 0.08, unshaded: HairShafts::UNSHADED };
        shafts.between(&HairShafts::skin(bare, USUAL_BLOOD))
    }

    #[test]
    fn shafts_of_black_hair_darken_and_grey_skin() {
        for bare in SKINS {
            let between = with(BLACK, bare);
            assert!((1.0..3.0).contains(&(bare.l - between.l)), "{between:?} from {bare:?}");
            assert!(between.a < bare.a, "red goes first: {between:?}");
        }
    }

    #[test]
    fn grey_hair_takes_little() {
        for bare in SKINS {
            let taken = |hair: Lab| bare.l - with(hair, bare).l;
            assert!(taken(Lab::new(60.0, 0.5, 5.0)) < 0.3 * taken(BLACK));
        }
    }
}
