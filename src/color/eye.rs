//! How fine a pattern of light and dark an eye still sees.

/// The eye's blur for lightness: weights, and widths in degrees where each Gaussian has fallen to 1/e.
///
/// Source: Zhang and Wandell (1997), S-CIELAB, luminance channel; its third Gaussian, −0.108 and 4.336 degrees, is so wide
/// that it takes the mean off.
pub const EYE_WEIGHTS: [f64; 3] = [0.921, 0.105, -0.108];
pub const EYE_WIDTHS_DEGREES: [f64; 2] = [0.0283, 0.133];

/// The widths on a surface at a distance, mm.
pub fn eye_widths_mm(distance_mm: f64) -> [f64; 2] {
    EYE_WIDTHS_DEGREES.map(|degrees| distance_mm * degrees.to_radians().tan())
}

/// The same as standard deviations, in pixels of a picture: exp(−r²/w²) has w/√2.
pub fn eye_sigmas_px(distance_mm: f64, px_per_mm: f64) -> [f64; 2] {
    eye_widths_mm(distance_mm).map(|width| width * px_per_mm / std::f64::consts::SQRT_2)
}

/// The share of a wave's contrast that an eye sees from this distance; `k_per_mm` is 2π over the wave's length.
pub fn eye_passes(k_per_mm: f64, distance_mm: f64) -> f64 {
    let seen = |width: f64| (-(k_per_mm * width).powi(2) / 4.0).exp();
    let [narrow, wide] = eye_widths_mm(distance_mm);
    (EYE_WEIGHTS[0] * seen(narrow) + EYE_WEIGHTS[1] * seen(wide)) / EYE_WEIGHTS.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_farther_away_less_is_seen() {
        // A wave of 1 mm: at half a metre most of it is seen, at two metres next to nothing.
        let k = std::f64::consts::TAU;
        let [near, far] = [500.0, 2000.0].map(|distance| eye_passes(k, distance));
        // 0.921/0.918 · exp(−(2π · 0.24696)²/4).
        assert!((near - 0.5493).abs() < 2e-3 && far < 0.01, "{near} {far}");
    }
}
