//! Colorimetry: the few colour types that the whole program shares, and differences between them.
//!
//! [`LinearRgb`] is light, [`Lab`] is what a person sees, [`DeltaE`] is how far two colours are apart.
//! Conversions and CIEDE2000 come from the `palette` crate; nothing here clamps.

mod adaptation;
mod condition;
mod difference;
mod evenly_spread;
mod eye;
mod fine_spectrum;
mod hex;
mod lab;
mod linear_rgb;
mod robust;
mod sampled;
mod spectrum;

pub use adaptation::bradford;
pub use condition::{StatedCondition, White};
pub use difference::{DeltaE, Difference, ciede2000, distance_to, oklab_distance};
pub use evenly_spread::evenly_spread;
pub use eye::{EYE_WEIGHTS, eye_passes, eye_sigmas_px, eye_widths_mm};
pub use fine_spectrum::{
    FINE_SAMPLES, FineSpectrum, columns as fine_spectrum_columns, fine_wavelengths_nm, light_of, own_table,
    rows as fine_spectrum_rows,
};
pub use hex::srgb_hex;
pub use lab::{Lab, Oklab};
pub use linear_rgb::{LUMINANCE, LinearRgb, decode_srgb, encode_srgb};
pub use robust::{median, median_absolute_deviation, median_light, narrowest, quantile};
pub use sampled::SampledSpectrum;
pub use spectrum::{SAMPLES, Spectrum, WAVELENGTHS_NM};
