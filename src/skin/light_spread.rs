use crate::color::Spectrum;

use super::deposit::Deposit;

/// How much nearer a thick deposit is seen than its upper face: what light scatters within it darkens around the dot too.
///
/// Fitted, as [`WANDERING`], to the middles of 2,128 areas of dots of our Monte Carlo (`src/skin/data/README.md`).
const NEARER_BY_THICKNESS: f64 = 0.1;

/// How far to the side light comes while it goes 1 mm through the deposit.
const WANDERING: f64 = 0.14;

/// How many times its straight way through the epidermis light loses on a slanting one, and so sees less to the side.
///
/// Melanin takes e^(−τ/cos) of light that leaves at a slant, nearly cos^τ; light that is scattered goes farther.
const SLANTING: f64 = 2.0;

/// How far to the side light spreads between the surface and the pigment.
///
/// A spread is told as a height: that over a plane at which a point sees the directions downwards spread alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LightSpread {
    /// Of light on its last way out, mm: the same at all wavelengths.
    pub out_mm: f64,
    /// Of light on its way in and between, mm: red wanders farther than blue.
    pub in_mm: Spectrum,
    /// How much steeper than evenly light leaves on its last way out: the power of the cosine by which directions count.
    pub(super) out_power: Spectrum,
    /// The mean way that light which comes to the deposit and leaves the skin has gone through it, mm.
    pub(super) way_mm: Spectrum,
}

impl LightSpread {
    /// From the mean way through the deposit, and the optical depth of what absorbs in the epidermis above it.
    pub(super) fn new(deposit: Deposit, way_mm: Spectrum, epidermis: Spectrum) -> Self {
        let top_mm = deposit.top_mm;
        let out_mm = top_mm * top_mm / (top_mm + NEARER_BY_THICKNESS * deposit.thickness_mm());
        Self {
            out_mm,
            in_mm: way_mm.map(|way| top_mm + WANDERING * way),
            out_power: epidermis.map(|depth| SLANTING * depth),
            way_mm,
        }
    }

    /// The share of light on its last way out that comes through a disc right below where it is seen.
    pub(super) fn out_through(&self, radius_mm: f64) -> Spectrum {
        let cosine = self.out_mm / self.out_mm.hypot(radius_mm);
        self.out_power.map(|power| 1.0 - cosine.powf(1.0 + power))
    }

    /// The share of all pigment met that is met on the last way out, where that leads so far through a dot.
    pub(super) fn out_share(&self, chord_mm: f64) -> Spectrum {
        self.way_mm.map(|way| (chord_mm / way).min(MOST_OUT))
    }
}

/// Light has gone in as well as out.
const MOST_OUT: f64 = 0.9;

/// The share of all directions downwards in which a disc is seen from `height_mm` above its middle.
pub(super) fn view_share(radius_mm: f64, height_mm: f64) -> f64 {
    1.0 - height_mm / height_mm.hypot(radius_mm)
}

#[cfg(test)]
mod tests {
    use super::super::{PreparedSkin, Skin};
    use super::*;

    #[test]
    fn red_wanders_farther_than_blue_and_less_in_blood() {
        let of = |blood| *PreparedSkin::new(&Skin::new(0.018, blood), Deposit::centered_at(0.2)).light_spread();
        let (pale, rosy) = (of(0.005), of(0.015));
        assert!(pale.in_mm.0[15] > 1.2 * pale.in_mm.0[0] && rosy.in_mm.0[8] < pale.in_mm.0[8], "{pale:?} {rosy:?}");
        assert!(pale.out_mm < 0.1 && pale.in_mm.0[0] > 0.1, "{pale:?}");
    }

    #[test]
    fn the_way_through_the_deposit_is_how_fast_absorption_darkens_it() {
        // By another program for adding and doubling, from layers of 25 absorptions.
        let spread = *PreparedSkin::new(&Skin::new(0.01, 0.005), Deposit::centered_at(0.2)).light_spread();
        assert!((spread.way_mm.0[8] - 0.936).abs() < 0.01, "{spread:?}");
    }
}
