use super::correction::smooth_reflectance;
use super::inversion::infer_melanin;
use super::pigment_layer::PigmentLayer;
use super::prepared::{Deposit, PreparedSkin};
use crate::color::{Lab, Spectrum};

/// Hair shafts in the skin of a shaved field: they catch light that wanders there, red most and furthest.
///
/// Cylinders spread evenly through dermis and subcutis; they darken and grey the skin between the tips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HairShafts {
    pub hair: Lab,
    pub hairs_per_cm2: f64,
    pub diameter_mm: f64,
}

/// Blood's share of the dermis. Jacques (1998) takes 0.2 % for the whole of it, well perfused skin has up to 1.5 %; between
/// lies what light skin shows, where melanin hides least. It doesn't depend on melanin.
const BLOOD: f64 = 0.0055;

/// The dermis begins here, mm, and shafts end here, as long as those of growing scalp hair (4 mm, Jimenez et al. 2011).
const DEPTHS_MM: [f64; 2] = [0.08, 4.0];

/// The share of a hair's scattering in a diameter, by which its colour tells its absorption (Kubelka and Munk): we chose it
/// so that black hair lets no light through and blond hair half.
const SCATTERED: f64 = 0.1;

/// The share of light that a shaft doesn't shade itself and its unit's others from: chosen so that black hair takes as much as in
/// photos rendered elsewhere, where it would be 0.50–0.59.
const UNSHADED: f64 = 0.52;

impl HairShafts {
    /// Skin of this bare colour as it looks with them, between the tips.
    pub fn below(&self, bare: Lab) -> Lab {
        let deposit = Deposit { top_mm: DEPTHS_MM[0], bottom_mm: DEPTHS_MM[1] };
        let skin = PreparedSkin::new(&infer_melanin(bare, BLOOD).skin, deposit);
        skin.slab(&PigmentLayer { absorption_per_mm: self.absorption_per_mm(), ..PigmentLayer::default() })
    }

    /// v (1 − e⁻ˣ) / d, v being the shafts' share of the skin that light meets, x a hair's absorption over its width d.
    fn absorption_per_mm(&self) -> Spectrum {
        let d = self.diameter_mm;
        let share = UNSHADED * self.hairs_per_cm2 / 100.0 * std::f64::consts::PI / 4.0 * d * d;
        let caught = |r: f64| 1.0 - (-SCATTERED * (1.0 - r).powi(2) / (2.0 * r)).exp();
        smooth_reflectance(self.hair).map(|r| share * caught(r.clamp(1e-4, 1.0)) / d)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shafts_darken_skin_as_in_photos_rendered_elsewhere() {
        // Bare skin, hair, hairs on a cm², width in mm, and the skin between the tips.
        let heads = [
            ([67.6, 8.6, 15.9], [12.7, 0.1, 0.9], 127.1, 0.085, [64.87, 6.09, 13.50]),
            ([66.1, 7.3, 16.5], [26.5, 4.6, 8.8], 153.3, 0.090, [64.45, 5.93, 15.30]),
            ([44.7, 12.7, 19.4], [13.6, 0.5, 2.3], 219.8, 0.088, [41.89, 9.69, 16.43]),
            ([43.7, 12.3, 16.7], [14.8, 0.9, 3.8], 152.7, 0.093, [41.61, 9.98, 14.37]),
            ([31.1, 7.2, 8.2], [13.1, 0.3, 1.2], 179.1, 0.083, [29.83, 5.68, 6.44]),
            ([53.6, 7.1, 20.9], [35.8, 9.9, 19.4], 247.1, 0.077, [52.76, 6.42, 20.29]),
            ([47.6, 10.6, 16.6], [39.1, 11.9, 23.4], 200.2, 0.093, [46.92, 9.87, 15.98]),
        ];
        for (bare, hair, hairs_per_cm2, diameter_mm, between) in heads {
            let shafts = HairShafts { hair: hair.into(), hairs_per_cm2, diameter_mm };
            let (bare, got, want) = (Lab::from(bare), shafts.below(bare.into()), Lab::from(between));
            let [taken, wanted] = [bare.l - got.l, bare.l - want.l];
            // How much light a brown hair lets through is known worse than that a black one lets none.
            let share = if hair[0] < 20.0 { 0.3 } else { 0.6 };
            assert!((taken - wanted).abs() < 0.15 + share * wanted, "{taken} is not {wanted} on {bare:?}");
            assert!(got.a < bare.a + 0.1, "red goes first: {got:?}");
        }
    }

    #[test]
    fn grey_hair_takes_little() {
        let skin = Lab::new(62.0, 9.0, 16.0);
        let taken = |hair: Lab| skin.l - HairShafts { hair, hairs_per_cm2: 175.0, diameter_mm: 0.08 }.below(skin).l;
        assert!(taken(Lab::new(60.0, 0.5, 5.0)) < 0.3 * taken(Lab::new(15.0, 1.0, 2.0)));
    }
}
