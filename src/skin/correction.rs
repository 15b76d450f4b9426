use nalgebra::{Matrix3, Vector3};

use crate::color::{Lab, SAMPLES, Spectrum, WAVELENGTHS_NM};

/// Least X, Y or Z to aim for: darker than any skin, and its logarithm is finite.
const DARKEST: f64 = 1e-5;
/// Newton's method settles within six steps for colours that skin can have.
const STEPS: usize = 40;

/// The smooth filter that turns a reflectance into one with this X, Y and Z (D65, 2°).
///
/// Its logarithm is a parabola over the wavelength, so that the filter is positive everywhere. A colour that no such
/// filter reaches is approached.
pub(super) fn filter_to(reflectance: Spectrum, xyz: [f64; 3]) -> Spectrum {
    let target = Vector3::from(xyz).map(|value| value.max(DARKEST).ln());
    let mut exponents = Vector3::zeros();
    for _ in 0..STEPS {
        let filtered = reflectance.zip_with(filter(&exponents), |reflected, factor| reflected * factor);
        let reached = Vector3::from(filtered.to_xyz());
        let miss = target - reached.map(f64::ln);
        let slope = Matrix3::from_columns(&[0, 1, 2].map(|k| {
            let moved = Spectrum(std::array::from_fn(|i| filtered.0[i] * shape(i)[k]));
            Vector3::from(moved.to_xyz()).component_div(&reached)
        }));
        let Some(step) = slope.lu().solve(&miss) else { break };
        exponents += step * (1.0 / step.amax()).min(1.0);
    }
    filter(&exponents)
}

/// The reflectance of this colour whose logarithm is a parabola over the wavelength: no spectrum of it is smoother.
pub fn smooth_reflectance(color: Lab) -> Spectrum {
    filter_to(Spectrum::constant(1.0), color.to_xyz())
}

fn filter(exponents: &Vector3<f64>) -> Spectrum {
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

    fn rising() -> Spectrum {
        Spectrum::of_wavelength(|nm| 0.1 + 0.4 * (nm - 400.0) / 300.0)
    }

    #[test]
    fn the_filtered_colour_is_the_wanted_one() {
        for [l, a, b] in [[70.0, 5.0, 12.0], [20.0, 6.0, 8.0], [45.0, 25.0, 30.0], [50.0, -8.0, -12.0]] {
            let filter = filter_to(rising(), Lab::new(l, a, b).to_xyz());
            let got = rising().zip_with(filter, |reflected, factor| reflected * factor).to_lab();
            let distance = (got.l - l).abs() + (got.a - a).abs() + (got.b - b).abs();
            assert!(distance < 1e-6, "{got:?}");
        }
    }

    #[test]
    fn nothing_to_correct_needs_no_filter() {
        let filter = filter_to(rising(), rising().to_xyz());
        assert!(filter.0.iter().all(|factor| (factor - 1.0).abs() < 1e-9), "{filter:?}");
    }
}
