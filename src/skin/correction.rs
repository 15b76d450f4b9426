use nalgebra::{Matrix3, Vector3};

use crate::color::{Lab, SAMPLES, Spectrum, WAVELENGTHS_NM};

/// Least X, Y or Z to aim for: darker than any skin, and its logarithm is finite.
const DARKEST: f64 = 1e-5;
/// Newton's method settles within six steps for colours that skin can have.
const STEPS: usize = 40;

/// A reflectance whose odds R / (1 − R), what returns to what doesn't, are multiplied; so it stays within 0–1.
pub(super) fn corrected(reflectance: Spectrum, factor: Spectrum) -> Spectrum {
    reflectance.zip_with(factor, |r, factor| r * factor / (1.0 - r + r * factor))
}

/// The smooth factor that corrects a reflectance to this X, Y and Z (D65, 2°).
///
/// Its logarithm is a parabola over the wavelength. A colour that no such factor reaches is approached.
pub(super) fn factor_to(reflectance: Spectrum, xyz: [f64; 3]) -> Spectrum {
    let target = Vector3::from(xyz).map(|value| value.max(DARKEST).ln());
    let mut exponents = Vector3::zeros();
    for _ in 0..STEPS {
        let changed = corrected(reflectance, factor(&exponents));
        let reached = Vector3::from(changed.to_xyz());
        let miss = target - reached.map(f64::ln);
        let slope = Matrix3::from_columns(&[0, 1, 2].map(|k| {
            let moved = Spectrum(std::array::from_fn(|i| changed.0[i] * (1.0 - changed.0[i]) * shape(i)[k]));
            Vector3::from(moved.to_xyz()).component_div(&reached)
        }));
        let Some(step) = slope.lu().solve(&miss) else { break };
        exponents += step * (1.0 / step.amax()).min(1.0);
    }
    factor(&exponents)
}

/// A smooth reflectance of this colour: the sigmoid of a parabola over the wavelength (Jakob and Hanika 2019).
pub fn smooth_reflectance(color: Lab) -> Spectrum {
    let even = Spectrum::constant(0.5);
    corrected(even, factor_to(even, color.to_xyz()))
}

fn factor(exponents: &Vector3<f64>) -> Spectrum {
    Spectrum(std::array::from_fn(|sample| exponents.dot(&Vector3::from(shape(sample))).exp()))
}

/// Bernstein's parabolas from the first to the last wavelength: short, middle and long waves; their sum is 1.
fn shape(sample: usize) -> [f64; 3] {
    let [first, last] = [WAVELENGTHS_NM[0], WAVELENGTHS_NM[SAMPLES - 1]];
    let t = (WAVELENGTHS_NM[sample] - first) / (last - first);
    [(1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::ciede2000;

    fn rising() -> Spectrum {
        Spectrum::of_wavelength(|nm| 0.1 + 0.4 * (nm - 400.0) / 300.0)
    }

    #[test]
    fn the_corrected_colour_is_the_wanted_one_and_stays_a_reflectance() {
        for [l, a, b] in
            [[70.0, 5.0, 12.0], [20.0, 6.0, 8.0], [45.0, 25.0, 30.0], [50.0, -8.0, -12.0], [94.0, 0.6, 5.4]]
        {
            let factor = factor_to(rising(), Lab::new(l, a, b).to_xyz());
            let got = corrected(rising(), factor);
            let distance = ciede2000(got.to_lab(), Lab::new(l, a, b)).0;
            assert!(distance < 1e-6, "{got:?}");
            assert!(got.0.iter().all(|value| (0.0..=1.0).contains(value)), "{got:?}");
        }
    }

    #[test]
    fn nothing_to_correct_changes_nothing() {
        let factor = factor_to(rising(), rising().to_xyz());
        assert!(factor.0.iter().all(|factor| (factor - 1.0).abs() < 1e-9), "{factor:?}");
    }

    #[test]
    fn a_grey_has_an_even_reflectance() {
        // L* 50 is Y 0.1842.
        let grey = smooth_reflectance(Lab::new(50.0, 0.0, 0.0));
        assert!(grey.0.iter().all(|value| (value - 0.1842).abs() < 2e-3), "{grey:?}");
    }
}
