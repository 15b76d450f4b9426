use nalgebra::{Matrix3, Vector3};

/// From X, Y, Z to sharpened cone responses (Lam 1985; ICC.1:2022, annex E.2).
const BRADFORD: Matrix3<f64> = Matrix3::new(0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296);

/// Bradford's adaptation: takes X, Y, Z seen under one white to those that look so under another.
///
/// For whites that only a file or a lamp's table tells; between D50 and D65 [`Lab::from_d50`](super::Lab::from_d50) and
/// [`White`](super::White) do the same with `palette`, whose whites are types.
pub fn bradford(from_white: Vector3<f64>, to_white: Vector3<f64>) -> Matrix3<f64> {
    let gains = (BRADFORD * to_white).component_div(&(BRADFORD * from_white));
    let back = BRADFORD.try_inverse().expect("Bradford's matrix has an inverse");
    back * Matrix3::from_diagonal(&gains) * BRADFORD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Lab, White};

    #[test]
    fn d50_is_adapted_to_d65_as_palette_does_it() {
        // ASTM E308, 2°.
        let [d50, d65] = [Vector3::new(0.964_22, 1.0, 0.825_21), Vector3::new(0.950_47, 1.0, 1.088_83)];
        let color = Vector3::new(0.4, 0.35, 0.2);
        let (ours, theirs) = (Lab::from_xyz((bradford(d50, d65) * color).into()), White::D50.xyz(color.into()));
        let miss = (ours.l - theirs.l).abs() + (ours.a - theirs.a).abs() + (ours.b - theirs.b).abs();
        assert!(miss < 1e-3, "{ours:?} {theirs:?}");
    }
}
