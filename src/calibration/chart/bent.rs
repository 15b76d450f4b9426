//! Reflectances that have a colour: those of typical patches, bent as little as it asks for.

use nalgebra::{Matrix3, Vector3};

use crate::color::{FineSpectrum, LinearRgb, fine_wavelengths_nm, light_of};

/// `typical` times a smooth curve over wavelength, so that it has the colour of `light` and reflects as surfaces can.
///
/// The colours of semi-gloss patches are stronger than those of typical ones: what a parabola makes of them is cut to what
/// a surface can reflect and bent again.
pub(super) fn bent_to(typical: &FineSpectrum, light: LinearRgb) -> FineSpectrum {
    let mut bent = bent_once(typical, light);
    for _ in 0..ROUNDS {
        if bent.iter().all(|reflectance| (POSSIBLE[0]..POSSIBLE[1]).contains(reflectance)) {
            break;
        }
        bent = bent_once(&bent.map(|reflectance| reflectance.clamp(POSSIBLE[0], POSSIBLE[1])), light);
    }
    bent
}

const ROUNDS: usize = 8;
/// Reflectances of a chart's patches, with room for what tables and their smoothing are off.
const POSSIBLE: [f64; 2] = [-0.02, 1.1];

/// A spectrum times the parabola over wavelength that gives it the colour of `light`.
fn bent_once(spectrum: &FineSpectrum, light: LinearRgb) -> FineSpectrum {
    let x = fine_wavelengths_nm().map(|nm| (nm - 550.0) / 150.0);
    let parts = [0, 1, 2].map(|power| spectrum.component_mul(&x.map(|x| x.powi(power))));
    let colors = parts.each_ref().map(|part| Vector3::from(light_of(part).to_xyz()));
    let wanted = Vector3::from(light.to_xyz());
    match Matrix3::from_columns(&colors).try_inverse() {
        Some(inverse) => {
            let factors = inverse * wanted;
            parts[0] * factors[0] + parts[1] * factors[1] + parts[2] * factors[2]
        }
        None => *spectrum,
    }
}
