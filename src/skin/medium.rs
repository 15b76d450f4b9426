use std::ops::Add;

use super::streams::STREAMS;

/// What light of one wavelength meets on its way: absorption, and scattering by angle.
///
/// `moments_per_mm[k]` is the scattering coefficient times the k-th Legendre moment of the phase function, so that
/// media add: pigment in tissue is the sum of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Medium {
    pub absorption_per_mm: f64,
    moments_per_mm: [f64; STREAMS + 1],
}

/// The same medium with its forward peak left out, as [`STREAMS`] directions can resolve it.
pub(super) struct Truncated {
    pub extinction_per_mm: f64,
    pub albedo: f64,
    /// Moments of the remaining phase function; the first is 1.
    pub moments: [f64; STREAMS],
}

impl Medium {
    /// A medium that scatters by Henyey and Greenstein's phase function, whose moments are powers of `anisotropy`.
    pub fn henyey_greenstein(absorption_per_mm: f64, scattering_per_mm: f64, anisotropy: f64) -> Self {
        let moments_per_mm = std::array::from_fn(|k| scattering_per_mm * anisotropy.powi(k as i32));
        Self { absorption_per_mm, moments_per_mm }
    }

    /// Light scattered into the forward peak counts as not scattered (delta-M: Wiscombe 1977).
    pub fn truncated(&self) -> Truncated {
        let [all, .., peak] = self.moments_per_mm;
        let scattering = all - peak;
        let extinction_per_mm = self.absorption_per_mm + scattering;
        let moments = std::array::from_fn(|k| (self.moments_per_mm[k] - peak) / scattering);
        Truncated { extinction_per_mm, albedo: scattering / extinction_per_mm, moments }
    }
}

impl Add for Medium {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            absorption_per_mm: self.absorption_per_mm + other.absorption_per_mm,
            moments_per_mm: std::array::from_fn(|k| self.moments_per_mm[k] + other.moments_per_mm[k]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncation_keeps_absorption_and_reduced_scattering() {
        // Similarity: μa and μs(1 − g) are what diffusion sees, so that delta-M may not change them.
        let truncated = Medium::henyey_greenstein(0.3, 20.0, 0.8).truncated();
        let scattering = truncated.albedo * truncated.extinction_per_mm;
        assert!((truncated.extinction_per_mm - scattering - 0.3).abs() < 1e-12);
        assert!((scattering * (1.0 - truncated.moments[1]) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn media_mix_by_their_scattering() {
        let mixed = Medium::henyey_greenstein(0.0, 1.0, 0.9) + Medium::henyey_greenstein(0.1, 3.0, 0.5);
        let alone = Medium::henyey_greenstein(0.1, 4.0, 0.6);
        assert!((mixed.moments_per_mm[1] - alone.moments_per_mm[1]).abs() < 1e-12, "mean cosine 0.6");
        assert!(mixed.moments_per_mm[2] > alone.moments_per_mm[2], "but a sharper peak");
    }
}
