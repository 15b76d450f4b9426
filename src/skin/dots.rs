use super::pigment_layer::PigmentLayer;

/// Dots in the skin: cylinders as high as the deposit, on a square grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dots {
    pub diameter_mm: f64,
    /// Distance from one dot's middle to the next.
    pub pitch_mm: f64,
}

impl Dots {
    /// The share of the area that lies within a dot, at most 1.
    pub fn coverage(&self) -> f64 {
        let radius_in_pitches = self.diameter_mm / (2.0 * self.pitch_mm);
        (std::f64::consts::PI * radius_in_pitches * radius_in_pitches).min(1.0)
    }

    /// The uniform layer that darkens skin as much as these dots of `pigment` do.
    ///
    /// Pigment in a dot shades itself: c·μa·(1 − e⁻ˣ)/x with x = μa·l and the dot's mean chord l = 4·volume/surface.
    /// Murray and Davies' mean of dot and skin would be wrong by ΔE00 4.5, since light spreads further than dots do.
    pub(super) fn spread_out(&self, pigment: &PigmentLayer, height_mm: f64) -> PigmentLayer {
        let coverage = self.coverage();
        let chord_mm = self.diameter_mm * height_mm / (height_mm + self.diameter_mm / 2.0);
        PigmentLayer {
            absorption_per_mm: pigment.absorption_per_mm.map(|mua| coverage * mua * lit_share(mua * chord_mm)),
            scattering_per_mm: pigment.scattering_per_mm.map(|mus| coverage * mus),
        }
    }
}

/// The share of an absorber that light reaches through its optical depth `x`: (1 − e⁻ˣ)/x.
fn lit_share(x: f64) -> f64 {
    if x < 1e-12 { 1.0 } else { -(-x).exp_m1() / x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_is_the_dot_over_its_cell() {
        // π/4 · (0.4 / 1.0)².
        assert!((Dots { diameter_mm: 0.4, pitch_mm: 1.0 }.coverage() - 0.125_664).abs() < 1e-6);
        assert_eq!(Dots { diameter_mm: 2.0, pitch_mm: 1.0 }.coverage(), 1.0);
    }

    #[test]
    fn pigment_in_thin_dots_counts_in_full_and_in_dense_dots_less() {
        let dots = Dots { diameter_mm: 0.2, pitch_mm: 0.7 };
        let counted = |tau: f64| {
            let spread = dots.spread_out(&PigmentLayer::carbon(tau), 0.2);
            spread.absorption_per_mm.0[0] / PigmentLayer::carbon(tau).absorption_per_mm.0[0] / dots.coverage()
        };
        assert!((counted(1e-6) - 1.0).abs() < 1e-5);
        // Chord 0.2 · 0.2 / 0.3 mm, carbon 6.875 /mm at 400 nm: (1 − e^−0.916667) / 0.916667.
        assert!((counted(1.0) - 0.654_730).abs() < 1e-5, "{}", counted(1.0));
    }
}
