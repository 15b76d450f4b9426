use super::deposit::Deposit;
use super::dots::{Dots, shaded};
use super::light_spread::LightSpread;
use super::pigment_layer::PigmentLayer;
use crate::color::Spectrum;

/// The middle of a dot as seen from straight above: what meets light on its way in, and what of it the dot lets out.
///
/// Light that came to the deposit's depth has met pigment on its way in and between, spread out by how far it wandered
/// ([`LightSpread::in_mm`]), and on its last way out the dot right below where it is seen (`out_mm`). Light that turned
/// above the deposit meets none.
pub(super) struct DotMiddle {
    /// The uniform layer that takes as much light as the dots do before the last way out.
    pub before: PigmentLayer,
    /// The share of the light from that layer's depth which the dot lets out. What pigment scatters counts as let out.
    pub let_out: Spectrum,
}

/// The last way out leads through half of a dot's mean chord; fitted with `light_spread`'s constants (0.47).
pub(super) const CHORDS_OUT: f64 = 0.5;

impl DotMiddle {
    pub fn new(pigment: &PigmentLayer, dots: &Dots, deposit: Deposit, spread: &LightSpread) -> Self {
        let chord_mm = dots.chord_mm(deposit);
        let out_mm = CHORDS_OUT * chord_mm;
        let seen = spread.out_through(dots.diameter_mm / 2.0);
        let share = spread.in_mm.map(|height_mm| dots.share_around_middle(height_mm));
        let in_part = spread.out_share(out_mm).map(|out| 1.0 - out);
        let stopped = pigment.absorption_per_mm.map(|mua| -(-mua * out_mm).exp_m1());
        let let_out = seen.zip_with(stopped, |seen, stopped| 1.0 - seen * stopped);
        Self { before: shaded(pigment, chord_mm, share, in_part), let_out }
    }
}
